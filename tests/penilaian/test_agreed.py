"""Settling many at once: units without divergence, each by itself, with a report of those that were refused."""

from decimal import Decimal

from django.test import Client
from django.urls import reverse

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.penilaian import queries, workflow
from assessments.penilaian.models import Result
from assessments.penilaian.queries import agreed
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import Role, User


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


ADDRESS = "/penilaian/tetapkan-sepakat/"


def listed(cast: Cast, person: User | None = None) -> list[str]:
    page = signed_in(person or cast.lead).get(ADDRESS)
    return [row.unit.work_unit.short_name for row in page.context["rows"]]


def test_list_names_only_units_whose_seal_is_open_and_that_agree(cast: Cast):
    first, second = scenes.assigned(cast)
    scenes.complete(first)
    assert listed(cast) == []
    scenes.complete(second)
    scenes.scored(cast, cast.neighbour, first={"A1": "tidak"})
    assert listed(cast) == ["Lapas Kapuas"]


def test_list_shows_the_total_that_is_settled(cast: Cast):
    Cycle.objects.update(gap_indicator=Decimal("0.5"))
    participation = scenes.scored(cast, first={"A1": "proses"})
    page = signed_in(cast.lead).get(ADDRESS).content.decode()
    assert "<strong>95,83</strong>" in page
    assert "Wajib belum terpenuhi: A1" in page
    assert "1 indikator digabung" in page
    assert reverse("penilaian_settle_agreed") == ADDRESS
    signed_in(cast.lead).post(ADDRESS, {"unit": [participation.pk]})
    assert str(scenes.result(participation).total) == "95.83"


def test_settlements_of_many_equal_those_of_one(cast: Cast):
    units = [
        scenes.scored(cast, first={"A1": "proses"}, na=["B1"]),
        scenes.scored(cast, cast.kanim, first={"A2": "tidak"}),
    ]
    found = agreed.settlements(cast.cycle, units)
    for unit in units:
        alone = queries.settlement(unit)
        assert alone
        assert found[unit.pk].scored({})[0] == alone.scored({})[0]
        assert found[unit.pk].totals == alone.totals


def test_settlements_of_many_are_sealed_too(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.complete(first)
    assert agreed.settlements(cast.cycle, [first.participation]) == {}


def test_list_costs_the_same_for_one_and_three(cast: Cast, django_assert_num_queries):
    client = signed_in(cast.lead)
    scenes.scored(cast)
    with django_assert_num_queries(13):
        client.get(ADDRESS)
    scenes.scored(cast, cast.neighbour)
    scenes.scored(cast, cast.foreign_unit)
    with django_assert_num_queries(13):
        assert len(client.get(ADDRESS).context["rows"]) == 3


def test_ticked_ones_are_settled_and_the_refused_are_reported(cast: Cast):
    fine, other = scenes.scored(cast), scenes.scored(cast, cast.neighbour)
    differs = scenes.scored(cast, cast.foreign_unit, first={"A1": "tidak"})
    answer = signed_in(cast.lead).post(ADDRESS, {"unit": [fine.pk, differs.pk, "bukan", 999_999]})
    page = answer.content.decode()
    assert "1 unit ditetapkan nilainya." in page
    assert "1 unit belum ditetapkan" in page
    assert "A1: penilai berbeda pendapat." in page
    states = dict(Participation.objects.values_list("pk", "state"))
    assert (states[fine.pk], states[other.pk], states[differs.pk]) == (
        State.SETTLED, State.IN_SCORING, State.IN_SCORING,
    )  # fmt: skip


def test_pressing_twice_settles_once_and_says_so(cast: Cast):
    unit = scenes.scored(cast)
    client = signed_in(cast.lead)
    assert client.post(ADDRESS, {"unit": [unit.pk]}).status_code == 302
    assert "statusnya “Nilai ditetapkan”" in client.post(ADDRESS, {"unit": [unit.pk]}).content.decode()
    assert Result.objects.count() == 1


def test_unit_on_which_a_lead_has_begun_is_left_to_that_lead(cast: Cast):
    unit = scenes.scored(cast)
    workflow.moderate(participation=unit, typed=queries.Deliberation(note="Tunggu."), version="", by=cast.lead)
    assert listed(cast) == []
    page = signed_in(cast.lead).post(ADDRESS, {"unit": [unit.pk]}).content.decode()
    assert "sudah disimpan orang lain" in page
    assert not Result.objects.exists()


def test_lead_who_scored_a_unit_neither_sees_nor_settles_it(cast: Cast):
    unit = scenes.scored(cast)
    cast.assessor.postings.create(role=Role.LEAD)
    person = scenes.anew(cast.assessor)
    assert listed(cast, person) == []
    page = signed_in(person).post(ADDRESS, {"unit": [unit.pk]}).content.decode()
    assert "Anda termasuk penilai unit ini" in page
    assert not Result.objects.exists()


def test_nothing_ticked_is_said(cast: Cast):
    scenes.scored(cast)
    page = signed_in(cast.lead).post(ADDRESS, {}, follow=True).content.decode()
    assert "Belum ada unit yang dicentang." in page


def test_drawn_unit_is_listed_once_all_three_are_done(cast: Cast):
    Cycle.objects.update(on_gap=Cycle.OnGap.DRAW)
    unit = scenes.scored(cast, first={"A1": "tidak"})
    assert listed(cast) == []
    scenes.complete(unit.assignments.get(kind="tambahan"))
    assert listed(cast) == ["Lapas Kapuas"]
