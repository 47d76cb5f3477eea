"""Progress by region, kind and step; days per stage; who waits longest; the same as XLSX."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation, TimelineEntry
from assessments.cycle.states import STATES, State
from assessments.dashboards import progress
from tests.cast import Cast
from units.models import Kind, Role, User, WorkUnit


def get(person: User, route: str, **query: Any) -> Any:
    client = Client()
    client.force_login(person)
    response = client.get(reverse(route), query)
    assert response.status_code == 200
    return response


def text(person: User, route: str, **query: Any) -> str:
    return " ".join(get(person, route, **query).content.decode().split())


def file_text(response: Any) -> str:
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def staged(cast: Cast) -> None:
    for place, state in [
        (cast.unit, State.DECLARED),
        (cast.neighbour, State.PASSED),
        (cast.kanim, State.REGISTERED),
        (cast.foreign_unit, State.FAILED),
    ]:
        cast.participation(state, place)


# --- how many stand where ----------------------------------------------------------------------------------------------
def test_every_state_belongs_to_one_step() -> None:
    counted = [state for _, states in progress.STEPS.values() for state in states]
    assert sorted(counted) == sorted(STATES)


def test_numbers_by_region_and_kind(cast: Cast) -> None:
    staged(cast)
    found = progress.units(cast.admin, cast.cycle, {})
    regions = {line.label: dict(line.steps) for line in progress.by_region(found)}
    assert regions == {
        "Kantor Wilayah Khatulistiwa": {"mengisi": 1, "penilaian": 1, "pencanangan": 1},
        "Kantor Wilayah Andalas": {"gagal": 1},
    }
    kinds = {line.label: line.total for line in progress.by_kind(found)}
    assert kinds == {"Lembaga pemasyarakatan": 3, "Kantor imigrasi": 1}
    everything = progress.total(progress.by_region(found))
    assert (everything.total, everything.decided, everything.share) == (4, 2, 0.5)


def test_region_counts_its_own_units_alone(cast: Cast) -> None:
    staged(cast)
    page = text(cast.coordinator, "progress")
    assert "3 unit" in page
    assert "Kantor Wilayah Andalas" not in page
    assert "Kantor Wilayah Andalas" in text(cast.observer, "progress")


def test_unit_without_coordinator_is_counted(cast: Cast) -> None:
    WorkUnit.objects.filter(pk=cast.unit.pk).update(coordinator=None)
    cast.unit.refresh_from_db()
    cast.participation(State.DECLARED)
    assert "Tanpa koordinator" in text(cast.admin, "progress")


def test_filter_by_kind_and_region_holds_for_page_and_file(cast: Cast) -> None:
    staged(cast)
    assert "1 unit" in text(cast.admin, "progress", kind=Kind.KANIM)
    assert "Tidak ada unit yang cocok" in text(cast.admin, "progress", kind=Kind.RSUD)
    found = file_text(get(cast.admin, "progress_export", region=cast.other_kanwil.pk))
    assert "Kantor Wilayah Andalas" in found
    assert "Kantor Wilayah Khatulistiwa" not in found.replace("wilayah: Kantor Wilayah", "")


def test_empty_pages_say_why(cast: Cast) -> None:
    assert "Belum ada unit" in text(cast.admin, "progress")
    assert "Tidak ada yang menunggu" in text(cast.admin, "ageing")
    Cycle.objects.update(status=Cycle.Status.ARCHIVED)
    for route in ("progress", "ageing"):
        assert "Belum ada siklus" in text(cast.admin, route)


# --- how long it takes -------------------------------------------------------------------------------------------------
def walked(row: Participation, *steps: tuple[State, float]) -> None:
    """The unit came into these states so many days ago."""
    for state, days in steps:
        at = timezone.now() - dt.timedelta(days=days)
        TimelineEntry.objects.create(participation=row, at=at, to_state=state, text="Langkah")


def test_average_days_of_each_stretch(cast: Cast) -> None:
    walked(
        cast.participation(State.PASSED),
        (State.APPLIED, 100), (State.DECLARED, 90), (State.SUBMITTED, 40), (State.IN_CHECK, 38),
        (State.RETURNED, 30), (State.SUBMITTED, 20), (State.IN_CHECK, 19), (State.PASSED, 18),
    )  # fmt: skip
    walked(cast.participation(State.DECLARED, cast.neighbour), (State.APPLIED, 100), (State.DECLARED, 80))
    walked(cast.participation(State.SUBMITTED, cast.kanim), (State.DECLARED, 30), (State.SUBMITTED, 20))
    found = progress.stretches(progress.units(cast.admin, cast.cycle, {}))
    told = [(row.units, row.days and round(row.days, 2)) for row in found]
    assert told == [(2, 15.0), (2, 30.0), (1, 2.0), (1, 20.0), (0, None)]


def test_days_are_on_the_page(cast: Cast) -> None:
    walked(cast.participation(State.SUBMITTED), (State.DECLARED, 30), (State.SUBMITTED, 17.5))
    assert "12,5" in text(cast.admin, "progress")


def test_days_of_the_country_are_kept_for_some_minutes_per_filter(cast: Cast) -> None:
    row = cast.participation(State.SUBMITTED)
    walked(row, (State.DECLARED, 30), (State.SUBMITTED, 20))
    assert get(cast.admin, "progress").context["stretches"][1].days == pytest.approx(10)
    walked(cast.participation(State.SUBMITTED, cast.kanim), (State.DECLARED, 50), (State.SUBMITTED, 20))
    assert get(cast.observer, "progress").context["stretches"][1].units == 1, "as it was a moment ago"
    assert get(cast.admin, "progress", kind=Kind.KANIM).context["stretches"][1].days == pytest.approx(30)
    assert get(cast.coordinator, "progress").context["stretches"][1].units == 2, "a region counts at once"


# --- who waits longest -------------------------------------------------------------------------------------------------
def waiting(cast: Cast) -> None:
    for place, state, days in [
        (cast.unit, State.SUBMITTED, 3),
        (cast.neighbour, State.DECLARED, 30),
        (cast.foreign_unit, State.SUBMITTED, 12),
    ]:
        row = cast.participation(state, place)
        Participation.objects.filter(pk=row.pk).update(state_since=timezone.now() - dt.timedelta(days=days, hours=1))


def test_longest_waiting_comes_first_with_whose_turn_it_is(cast: Cast) -> None:
    waiting(cast)
    rows = get(cast.admin, "ageing").context["rows"]
    assert [(row[0].work_unit.name, row[3], row[4]) for row in rows] == [
        ("Lapas Landak", "Operator unit", 30),
        ("Lapas Barito", "Verifikator", 12),
        ("Lapas Kapuas", "Verifikator", 3),
    ]


def test_ageing_filters_and_foreign_rows(cast: Cast) -> None:
    waiting(cast)
    names = lambda person, **query: [r[0].work_unit.name for r in get(person, "ageing", **query).context["rows"]]  # noqa: E731
    assert names(cast.coordinator) == ["Lapas Landak", "Lapas Kapuas"]
    assert names(cast.admin, turn=Role.VERIFIER) == ["Lapas Barito", "Lapas Kapuas"]
    assert names(cast.admin, q="landak") == ["Lapas Landak"]
    assert names(cast.admin, state=State.DECLARED) == ["Lapas Landak"]
    found = file_text(get(cast.coordinator, "ageing_export", turn=Role.VERIFIER))
    assert "Lapas Kapuas" in found
    assert "Lapas Landak" not in found and "Lapas Barito" not in found


def test_unit_at_which_it_is_nobodys_turn_does_not_wait(cast: Cast) -> None:
    cast.participation(State.REVOKED)
    assert get(cast.admin, "ageing").context["rows"] == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("route", "queries"), [("progress", 9), ("ageing", 6)])
def test_pages_cost_the_same_for_one_and_three_units(
    cast: Cast, count: int, route: str, queries: int, django_assert_num_queries: Any
) -> None:
    for place in (cast.unit, cast.neighbour, cast.kanim)[:count]:
        cast.participation(State.SUBMITTED, place)
    client = Client()
    client.force_login(cast.coordinator)
    with django_assert_num_queries(queries):
        client.get(reverse(route))
