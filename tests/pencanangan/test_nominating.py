"""Praseleksi: a region puts its units forward, or not and says why."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.pencanangan import rules, workflow
from assessments.pencanangan.models import Nomination
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from tests.pencanangan.scenes import browser
from units.models import Category, Kind, User, WorkUnit

PAGE = reverse("pencanangan_nominations")


def _region(cast: Cast) -> tuple[User, Participation, WorkUnit]:
    office, person, unit = scenes.setda(cast)
    return person, cast.participation(work_unit=unit), office


def test_nominate(cast: Cast) -> None:
    person, row, _ = _region(cast)
    assert workflow.nominate(participation=row, nominated=False, reason="Loket belum siap.", by=person)
    assert scenes.steps(row) == ["Tidak dicalonkan pada praseleksi wilayah"]
    sentence = "Dinas Contoh tidak dicalonkan pada praseleksi: Loket belum siap."
    assert rules.choose([Participation.objects.get(pk=row.pk)], person) == [sentence]
    # The same press twice changes nothing; another decision does.
    assert not workflow.nominate(participation=row, nominated=False, reason="Loket belum siap.", by=person)
    assert workflow.nominate(participation=row, nominated=True, reason="tidak dipakai", by=person)
    assert (Nomination.objects.get().nominated, Nomination.objects.get().reason) == (True, "")
    assert len(scenes.steps(row)) == 2
    assert rules.choose([Participation.objects.get(pk=row.pk)], person) == []


def test_undecided_units_may_apply(cast: Cast) -> None:
    person, row, _ = _region(cast)
    assert rules.choose([row], person) == []


def test_nominate_refused(cast: Cast) -> None:
    person, row, _ = _region(cast)
    own = cast.participation()
    assert rules.nominate(own, cast.coordinator, nominated=True) == [
        "Lapas Kapuas tidak memiliki praseleksi: praseleksi hanya untuk unit pemerintah daerah."
    ]
    assert rules.nominate(row, cast.coordinator, nominated=True) == [
        "Praseleksi Dinas Contoh diputuskan oleh Setda Kota Contoh."
    ]
    assert rules.nominate(row, person, nominated=False, reason=" ") == ["Tuliskan alasan unit ini tidak dicalonkan."]
    row.state = State.ACCEPTED
    assert rules.nominate(row, person, nominated=True) == [
        "Praseleksi Dinas Contoh tidak dapat diubah lagi, karena statusnya “permohonan diterima”."
    ]


def test_nominate_many_is_all_or_none(cast: Cast) -> None:
    person, row, _ = _region(cast)
    with pytest.raises(MoveRefused, match="Lapas Kapuas tidak memiliki praseleksi"):
        workflow.nominate_many(participations=[row, cast.participation()], nominated=True, by=person)
    assert not Nomination.objects.exists()
    with pytest.raises(MoveRefused, match="Pilih paling sedikit satu unit"):
        workflow.nominate_many(participations=[], nominated=True, by=person)


def test_nomination_without_reason_is_refused_by_the_database(cast: Cast) -> None:
    _, row, _ = _region(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.create(participation=row, nominated=False, decided_by=cast.admin)


@pytest.mark.parametrize("count", [1, 3])
def test_nominations_page(cast: Cast, count: int, django_assert_num_queries) -> None:
    person, _, office = _region(cast)
    for number in range(count - 1):
        unit = factories.unit(f"Dinas {number}", kind=Kind.DINAS, coordinator=office, category=Category.REGION)
        cast.participation(work_unit=unit)
    other = factories.unit("Setda Lain", kind=Kind.SETDA, category=Category.REGION)
    cast.participation(
        work_unit=factories.unit("Dinas Tetangga", kind=Kind.DINAS, coordinator=other, category=Category.REGION)
    )
    client = browser(person)
    with django_assert_num_queries(6):
        page = client.get(PAGE).content.decode()
    assert page.count('type="checkbox"') == count
    assert "Dinas Tetangga" not in page


def test_nominations_page_decides_and_keeps_what_was_typed(cast: Cast) -> None:
    person, row, _ = _region(cast)
    client = browser(person)
    page = client.post(PAGE, {"unit": row.pk, "nominated": "tidak", "reason": ""}).content.decode()
    assert "Tuliskan alasan unit ini tidak dicalonkan." in page
    assert f'id="unit-{row.pk}" checked' in page
    assert "Pilih paling sedikit satu unit." in client.post(PAGE, {"nominated": "ya"}).content.decode()
    assert client.post(PAGE, {"unit": row.pk, "nominated": "tidak", "reason": "Belum siap."}).status_code == 302
    page = client.get(PAGE, {"decision": "tidak"}).content.decode()
    assert "Belum siap." in page
    assert "Dinas Contoh" not in client.get(PAGE, {"decision": "belum"}).content.decode()
    page = client.get(reverse("participation", args=[row.pk])).content.decode()
    assert "Tidak dicalonkan pada praseleksi" in page
    page = client.get(reverse("pencanangan_apply")).content.decode()
    assert f'id="unit-{row.pk}"' not in page
    page = client.get(reverse("pencanangan_apply"), {"unit_kind": Kind.DINAS.value}).content.decode()
    assert "Tidak dicalonkan pada praseleksi" in page
    assert "Alasan: Belum siap." in page


def test_nominations_page_of_others(cast: Cast) -> None:
    _, row, _ = _region(cast)
    for user in (cast.coordinator, cast.operator, cast.admin, cast.nobody):
        assert browser(user).get(PAGE).status_code == 404
        assert browser(user).post(PAGE, {"unit": row.pk, "nominated": "ya"}).status_code == 404
    assert "Praseleksi" not in browser(cast.coordinator).get(reverse("pencanangan_applications")).content.decode()
    person = factories.posted("coordinator_head", cast.kanwil)
    factories.Posting.objects.create(user=person, role="coordinator", work_unit=row.coordinator)
    assert PAGE in browser(person).get(reverse("pencanangan_applications")).content.decode()


def test_nominations_of_a_neighbours_unit(cast: Cast) -> None:
    person, _, _ = _region(cast)
    foreign = cast.participation()
    assert browser(person).post(PAGE, {"unit": foreign.pk, "nominated": "ya"}).status_code == 404
