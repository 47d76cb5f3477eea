"""What binds a person to a unit: each bond with its sentence, at the assignment and again at the opening."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse

from assessments.penilaian import rules
from assessments.penilaian.models import DeclaredConflict
from assessments.penilaian.queries.ties import Spot, Ties
from assessments.penilaian.workflow import declaring
from tests import factories
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import InboxMessage, Posting, Role, User

LONG_AGO = dt.date(2015, 3, 1)


def posted(cast: Cast, user: User, unit, role=Role.OPERATOR, **days) -> None:
    Posting.objects.create(user=user, role=role, work_unit=unit, **days)


def own(cast: Cast, user: User) -> None:
    posted(cast, user, cast.unit)


def former(cast: Cast, user: User) -> None:
    posted(cast, user, cast.unit, valid_from=LONG_AGO, valid_until=LONG_AGO + dt.timedelta(days=90))


def superior(cast: Cast, user: User) -> None:
    posted(cast, user, cast.kanwil, Role.COORDINATOR)


def former_superior(cast: Cast, user: User) -> None:
    days = {"valid_from": LONG_AGO, "valid_until": LONG_AGO + dt.timedelta(days=90)}
    posted(cast, user, cast.kanwil, Role.COORDINATOR, **days)


def home(cast: Cast, user: User) -> None:
    scenes.member(cast, user, home_province=cast.unit.province)


def same_province(cast: Cast, user: User) -> None:
    posted(cast, user, factories.unit("Dinas Contoh", province=cast.unit.province))


def same_coordinator(cast: Cast, user: User) -> None:
    far = factories.unit("Bapas Jauh", province=factories.province("62"), coordinator=cast.kanwil)
    posted(cast, user, far)


def same_region_this_year(cast: Cast, user: User) -> None:
    posted(cast, user, cast.neighbour, valid_from=cast.cycle.first_day, valid_until=cast.cycle.first_day)


def declared_unit(cast: Cast, user: User) -> None:
    DeclaredConflict.objects.create(
        cycle=cast.cycle, user=user, work_unit=cast.unit, reason="Saudara.", declared_by=user
    )


def declared_province(cast: Cast, user: User) -> None:
    province = cast.unit.province
    DeclaredConflict.objects.create(
        cycle=cast.cycle, user=user, province=province, reason="Tanah.", declared_by=cast.lead
    )


BONDS: dict[Callable[[Cast, User], None], str] = {
    own: "bertugas di unit ini pada tahun {year}",
    former: "pernah bertugas di unit ini",
    superior: "bertugas di kantor yang membawahkan unit ini",
    former_superior: "pernah bertugas di kantor yang membawahkan unit ini",
    home: "berasal dari provinsi yang sama dengan unit ini",
    same_province: "bertugas di wilayah yang sama dengan unit ini pada tahun {year}",
    same_coordinator: "bertugas di wilayah yang sama dengan unit ini pada tahun {year}",
    same_region_this_year: "bertugas di wilayah yang sama dengan unit ini pada tahun {year}",
    declared_unit: "menyatakan benturan kepentingan dengan unit ini",
    declared_province: "menyatakan benturan kepentingan dengan provinsi unit ini",
}


@pytest.mark.parametrize("bind", BONDS, ids=lambda bind: bind.__name__)
def test_bond_is_refused_at_the_assignment(cast: Cast, bind):
    participation = scenes.passed(cast)
    pair = [cast.assessor, cast.second_assessor]
    assert rules.assign(participation, cast.lead, pair) == []
    bind(cast, cast.assessor)
    reason = BONDS[bind].format(year=cast.cycle.year)
    assert rules.assign(participation, cast.lead, pair) == [f"Asih Penilai {reason}, sehingga tidak dapat menilainya."]


@pytest.mark.parametrize("bind", BONDS, ids=lambda bind: bind.__name__)
def test_bond_that_came_later_is_refused_at_the_opening(cast: Cast, client, bind):
    first, _ = scenes.assigned(cast)
    scenes.attach(first.participation, cast.operator)
    bind(cast, cast.assessor)
    client.force_login(scenes.anew(cast.assessor))
    page = client.get(reverse("penilaian_sheet", args=[first.participation_id]))
    text = page.content.decode()
    assert f"Anda {BONDS[bind].format(year=cast.cycle.year)}, sehingga tidak dapat menilainya." in text
    assert "Indikator A1" not in text
    evidence = first.participation.answers.get(indicator__code="A1").evidence.get()
    file = reverse("penilaian_exhibit", args=[first.participation_id, evidence.pk])
    assert client.get(file).status_code == 404


def test_posting_elsewhere_before_the_cycle_binds_nobody(cast: Cast):
    days = {"valid_from": LONG_AGO, "valid_until": LONG_AGO + dt.timedelta(days=90)}
    posted(cast, cast.assessor, cast.neighbour, **days)
    assert rules.conflicts(scenes.passed(cast), [cast.assessor]) == {}


def test_posting_taken_back_before_it_began_binds_nobody(cast: Cast):
    posted(cast, cast.assessor, cast.unit, valid_from=LONG_AGO, valid_until=LONG_AGO - dt.timedelta(days=1))
    assert rules.conflicts(scenes.passed(cast), [cast.assessor]) == {}


def test_withdrawn_conflict_binds_nobody(cast: Cast):
    declared_unit(cast, cast.assessor)
    DeclaredConflict.objects.update(withdrawn_at=dt.datetime.now(dt.UTC))
    assert rules.conflicts(scenes.passed(cast), [cast.assessor]) == {}


def test_bonds_of_somebody_else_and_to_another_unit_bind_nobody(cast: Cast):
    own(cast, cast.assessor)
    assert rules.conflicts(scenes.passed(cast), [cast.second_assessor]) == {}
    assert rules.conflicts(scenes.passed(cast, cast.foreign_unit), [cast.assessor]) == {}


def test_bonds_of_many_people_to_many_units_cost_five_queries(cast: Cast, django_assert_num_queries):
    units = [scenes.passed(cast, unit) for unit in (cast.unit, cast.neighbour, cast.foreign_unit)]
    people = [cast.assessor.pk, cast.second_assessor.pk, cast.third_assessor.pk]
    own(cast, cast.assessor)
    for some, many in ((people[:1], units[:1]), (people, units)):
        spots = [Spot.of(unit) for unit in many]
        with django_assert_num_queries(5):
            ties = Ties(cast.cycle, some, spots)
            found = {(person, spot.unit) for person in some for spot in spots if ties.reason(person, spot)}
        assert (cast.assessor.pk, cast.unit.pk) in found
        assert (cast.assessor.pk, cast.foreign_unit.pk) not in found


@pytest.mark.parametrize("bind", BONDS, ids=lambda bind: bind.__name__)
def test_bond_that_came_later_is_shown_to_the_lead(cast: Cast, client, bind):
    first, second = scenes.assigned(cast)
    scenes.complete(second)
    client.force_login(cast.lead)
    address = reverse("penilaian_places", args=[first.participation_id])
    assert "Terkait dengan unit" not in client.get(address).content.decode()
    bind(cast, cast.assessor)
    page = client.get(address).content.decode()
    assert f"Asih Penilai {BONDS[bind].format(year=cast.cycle.year)}, sehingga tidak dapat membukanya." in page
    assert page.count("Terkait dengan unit") == 1


@pytest.mark.parametrize("what", ["work_unit", "province"])
def test_conflict_with_a_unit_under_way_is_told_to_the_lead(cast: Cast, what):
    first, second = scenes.assigned(cast)
    scenes.complete(second)
    scenes.assigned(cast, cast.foreign_unit)
    about = {"work_unit": cast.unit} if what == "work_unit" else {"province": cast.unit.province}
    for person in (cast.assessor, cast.second_assessor):
        conflict = DeclaredConflict(cycle=cast.cycle, user=person, reason="Ipar kepala unit.", **about)
        declaring.declare_conflict(conflict=conflict, by=person)
    told = InboxMessage.objects.get(key__startswith="conflict:")
    assert (told.user, told.path) == (cast.lead, reverse("penilaian_places", args=[first.participation_id]))
    assert told.subject == f"Penilai {cast.unit.short_name} perlu diganti"
    assert "Asih Penilai" in told.body
    assert "Ipar kepala unit." in told.body


def test_conflict_that_the_lead_recorded_is_not_told_to_that_lead(cast: Cast):
    scenes.assigned(cast)
    other = factories.posted(Role.LEAD, None, "Lukas Ketua")
    conflict = DeclaredConflict(cycle=cast.cycle, user=cast.assessor, work_unit=cast.unit, reason="Ipar kepala unit.")
    declaring.declare_conflict(conflict=conflict, by=cast.lead)
    assert [row.user for row in InboxMessage.objects.filter(key__startswith="conflict:")] == [other]
