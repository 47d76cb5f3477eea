"""A later closing for one unit or one region: who may propose and decide it, and what it changes."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.cycle import extensions, queries, rules, schedules
from assessments.cycle.models import Approval, Extension, Participation, Window
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused, enrol
from p2ham.lib import dates
from p2ham.lib.dates import WIB
from tests import factories
from tests.cast import Cast
from units.models import InboxMessage, Role, User

DAY = dt.timedelta(days=1)


def later(days: int = 45) -> dt.datetime:
    return (timezone.now() + days * DAY).replace(microsecond=0)


def proposed(cast: Cast, **changes) -> Extension:
    """A longer pencanangan for the unit of the play."""
    facts = {"cycle": cast.cycle, "stage": Stage.PENCANANGAN, "closes_at": later(), "reason": "Banjir", "path": "/"}
    if "coordinator" not in changes and "participation" not in changes:
        facts["participation"] = cast.participation()
    return extensions.extend(**(facts | {"by": cast.admin} | changes))


def fresh(row: Participation) -> Participation:
    return Participation.objects.get(pk=row.pk)


def closing(row: Participation, stage: Stage = Stage.PENCANANGAN) -> dt.datetime:
    found = queries.window_for(fresh(row), stage)
    assert found is not None
    return found.closes_at


def refused(cast: Cast, **changes) -> list[str]:
    with pytest.raises(MoveRefused) as caught:
        proposed(cast, **changes)
    return caught.value.sentences


# --- proposing --------------------------------------------------------------------------------------------------------
def test_extend_is_the_admins(cast: Cast) -> None:
    assert refused(cast, by=cast.coordinator) == ["Siklus dan jadwal diatur oleh admin pusat."]


def test_extend_an_archived_cycle(cast: Cast) -> None:
    row = cast.participation()
    cast.cycle.status = "archived"
    cast.cycle.save()
    assert "sudah diarsipkan" in refused(cast, participation=row)[0]


def test_extend_without_a_reason(cast: Cast) -> None:
    assert refused(cast, reason="  ") == ["Tuliskan alasan perpanjangan."]


def test_extend_to_an_earlier_day(cast: Cast) -> None:
    assert "Perpanjangan harus lebih lama" in refused(cast, closes_at=later(20))[0]


def test_extend_to_an_instant_that_is_over(cast: Cast) -> None:
    row = cast.participation()
    Window.objects.update(opens_at=timezone.now() - 20 * DAY, closes_at=timezone.now() - 10 * DAY)
    ended = refused(cast, participation=row, closes_at=later(-5))
    assert ended == ["Perpanjangan harus sampai waktu yang akan datang."]


def test_extend_a_stage_without_a_window(cast: Cast) -> None:
    row = cast.participation()
    Window.objects.all().delete()
    assert "belum ditetapkan" in refused(cast, participation=row)[0]


def test_extend_a_unit_that_has_passed_the_stage(cast: Cast) -> None:
    row = cast.participation(State.DECLARED)
    assert "sudah melewati tahap Pencanangan" in refused(cast, participation=row)[0]


def test_extend_has_one_pending_per_target_and_stage(cast: Cast) -> None:
    row = cast.participation()
    first = proposed(cast, participation=row)
    assert "Sudah ada usulan perpanjangan" in refused(cast, participation=row)[0]
    proposed(cast, coordinator=cast.kanwil)
    assert "Sudah ada usulan perpanjangan" in refused(cast, coordinator=cast.kanwil)[0]
    proposed(cast, participation=row, stage=Stage.VERIFIKASI)
    assert first.approval.participation is None, "other proposals of the unit stay possible"
    assert Approval.objects.count() == 3


# --- deciding ---------------------------------------------------------------------------------------------------------
def test_extension_needs_a_second_person(cast: Cast) -> None:
    extension = proposed(cast)
    for person in (cast.admin, cast.coordinator, cast.verifier):
        with pytest.raises(MoveRefused) as caught:
            extensions.decide_extension(extension=extension, by=person, approve=True)
        assert caught.value.sentences == ["Usulan ini diputuskan oleh pimpinan."]
    both = User.objects.get(pk=cast.admin.pk)
    both.postings.create(role=Role.LEADERSHIP, valid_from=dates.today())
    with pytest.raises(MoveRefused, match="harus diputuskan oleh orang lain"):
        extensions.decide_extension(extension=extension, by=both, approve=True)


@pytest.mark.parametrize("regional", [False, True])
def test_extension_is_not_decided_by_one_who_belonged_there(cast: Cast, regional: bool) -> None:
    row = cast.participation()
    extension = proposed(cast, **({"coordinator": cast.kanwil} if regional else {"participation": row}))
    cast.leadership.postings.create(role=Role.OPERATOR, work_unit=cast.unit, valid_from=dates.today())
    with pytest.raises(MoveRefused, match="Anda bertugas atau pernah bertugas"):
        extensions.decide_extension(extension=extension, by=cast.leadership, approve=True)


def test_approved_extension_reaches_one_unit(cast: Cast) -> None:
    row, neighbour = cast.participation(), cast.participation(work_unit=cast.neighbour)
    before = closing(row)
    Participation.objects.update(until=before)
    extension = proposed(cast, participation=row)
    assert closing(row) == before, "a proposal is not in force"
    extensions.decide_extension(extension=extension, by=cast.leadership, approve=True)
    window = queries.window_for(fresh(row), Stage.PENCANANGAN)
    assert window is not None
    assert (window.closes_at, window.regular_closes_at, window.is_extended) == (extension.closes_at, before, True)
    assert window.reason == "Banjir"
    assert window.is_open(before + DAY) and not window.is_open(extension.closes_at)
    assert (closing(neighbour), fresh(neighbour).until) == (before, before)
    assert fresh(row).until == extension.closes_at
    entry = row.timeline.get()
    assert entry.text == f"Jadwal Pencanangan diperpanjang sampai {dates.long_datetime(extension.closes_at)}"
    assert (entry.note, entry.actor) == ("Banjir", cast.leadership)
    assert not neighbour.timeline.exists()
    told = set(InboxMessage.objects.filter(key=f"extension:{extension.pk}").values_list("user__name", flat=True))
    assert told == {p.name for p in (cast.operator, cast.head, cast.coordinator, cast.coordinator_head, cast.admin)}


def test_approved_extension_reaches_a_region(cast: Cast) -> None:
    rows = [cast.participation(), cast.participation(State.ACCEPTED, cast.neighbour)]
    declared, foreign = cast.participation(State.DECLARED, cast.kanim), cast.participation(work_unit=cast.foreign_unit)
    before = closing(rows[0])
    Participation.objects.update(until=before)
    extension = proposed(cast, coordinator=cast.kanwil)
    extensions.decide_extension(extension=extension, by=cast.leadership, approve=True)
    for row in rows:
        assert (closing(row), fresh(row).until) == (extension.closes_at, extension.closes_at)
        assert row.timeline.count() == 1
    assert fresh(declared).until == fresh(foreign).until == closing(foreign) == before
    assert not declared.timeline.exists() and not foreign.timeline.exists()
    assert cast.foreign_coordinator.inbox.count() == 0


def test_refused_extension_changes_nothing(cast: Cast) -> None:
    row = cast.participation()
    before = closing(row)
    extension = proposed(cast, participation=row)
    with pytest.raises(MoveRefused, match="Tuliskan alasan penolakan"):
        extensions.decide_extension(extension=extension, by=cast.leadership, approve=False)
    extensions.decide_extension(extension=extension, by=cast.leadership, approve=False, note="Kurang alasan")
    assert closing(row) == before
    assert not row.timeline.exists()
    with pytest.raises(MoveRefused, match="sudah diputuskan"):
        extensions.decide_extension(extension=extension, by=cast.leadership, approve=True)
    proposed(cast, participation=row)


def test_extension_decided_too_late_is_refused(cast: Cast) -> None:
    extension = proposed(cast)
    Extension.objects.filter(pk=extension.pk).update(closes_at=timezone.now() - DAY)
    with pytest.raises(MoveRefused, match="waktu yang akan datang"):
        extensions.decide_extension(extension=extension, by=cast.leadership, approve=True)


def test_repair_date_before_the_closing_stays(cast: Cast) -> None:
    row = cast.participation(State.RETURNED)
    repair = later(5)
    Participation.objects.update(until=repair)
    extension = proposed(cast, participation=row, stage=Stage.VERIFIKASI)
    extensions.decide_extension(extension=extension, by=cast.leadership, approve=True)
    assert fresh(row).until == repair


# --- windows ----------------------------------------------------------------------------------------------------------
def in_force(cast: Cast, **changes) -> Extension:
    extension = proposed(cast, **changes)
    extensions.decide_extension(extension=extension, by=cast.leadership, approve=True)
    return extension


def test_the_latest_of_several_extensions_holds(cast: Cast) -> None:
    row, neighbour = cast.participation(), cast.participation(work_unit=cast.neighbour)
    of_unit = in_force(cast, participation=row, closes_at=later(60))
    of_region = in_force(cast, coordinator=cast.kanwil, closes_at=later(50))
    assert (closing(row), closing(neighbour)) == (of_unit.closes_at, of_region.closes_at)
    assert row.timeline.count() == 1, "the region's is no news for a unit with a longer one"


def test_open_window_is_judged_by_the_extension(cast: Cast) -> None:
    row, neighbour = cast.participation(), cast.participation(work_unit=cast.neighbour)
    in_force(cast, participation=row)
    factories.close_window(row, Stage.PENCANANGAN)
    assert rules.window(fresh(row), Stage.PENCANANGAN) == []
    assert "sudah ditutup" in rules.window(fresh(neighbour), Stage.PENCANANGAN)[0]


@pytest.mark.parametrize("count", [1, 3])
def test_windows_of_many_units_are_two_queries(cast: Cast, count: int, django_assert_num_queries) -> None:
    units = [factories.unit(coordinator=cast.kanwil) for _ in range(count)]
    for unit in units:
        in_force(cast, participation=cast.participation(work_unit=unit))
    rows = list(Participation.objects.all())
    with django_assert_num_queries(2):
        queries.windows_of(rows)
        found = [queries.window_for(row, Stage.PENCANANGAN) for row in rows]
    assert all(window and window.is_extended for window in found)
    with django_assert_num_queries(0):
        queries.windows_of(rows)


def test_changed_window_lets_extended_units_wait_longer(cast: Cast) -> None:
    row, neighbour = cast.participation(), cast.participation(work_unit=cast.neighbour)
    Participation.objects.update(until=closing(row))
    extension = in_force(cast, participation=row)
    window = Window.objects.get(cycle=cast.cycle, stage=Stage.PENCANANGAN, category="kementerian")
    for days, expected in ((20, extension.closes_at), (90, later(90)), (25, extension.closes_at)):
        window.refresh_from_db()
        change = schedules.set_window(
            window=window, opens_at=window.opens_at, closes_at=later(days), reason="Libur", by=cast.admin, path="/"
        )
        assert change is not None
        schedules.decide_window(change=change, by=cast.leadership, approve=True)
        assert abs(fresh(row).until - expected) < dt.timedelta(seconds=5)
        assert abs(fresh(neighbour).until - later(days)) < dt.timedelta(seconds=5)


def test_unit_enrolled_later_has_the_regions_extension(cast: Cast) -> None:
    cast.participation()
    extension = in_force(cast, coordinator=cast.kanwil)
    enrol(cycle=cast.cycle, by=cast.admin)
    assert Participation.objects.get(work_unit=cast.neighbour).until == extension.closes_at
    assert Participation.objects.get(work_unit=cast.foreign_unit).until < extension.closes_at


# --- pages ------------------------------------------------------------------------------------------------------------
def typed(**changes) -> dict[str, str]:
    until = later().astimezone(WIB).strftime("%Y-%m-%dT%H:%M")
    return {"stage": "pencanangan", "scope": "unit", "q": "kapuas", "closes_at": until, "reason": "Banjir"} | changes


def test_extend_page_finds_a_unit_and_proposes(cast: Cast, client: Client) -> None:
    row, neighbour = cast.participation(), cast.participation(work_unit=cast.neighbour)
    client.force_login(cast.admin)
    address = reverse("cycle_extend", args=[cast.cycle.pk])
    page = client.get(address, {"stage": "pencanangan", "scope": "unit", "q": "kapuas"}).content.decode()
    assert "Lapas Kapuas" in page and "Lapas Landak" not in page
    kept = client.post(address, typed(reason=""))
    assert 'value="kapuas"' in kept.content.decode() and not Extension.objects.exists()
    for _ in range(2):
        answer = client.post(address, typed(target=row.pk))
    assert "Sudah ada usulan perpanjangan" in answer.content.decode(), "pressed twice, proposed once"
    assert Extension.objects.get().participation == row
    assert client.post(address, typed(q="landak", target=row.pk)).status_code == 200, "picked from another search"
    assert Extension.objects.filter(participation=neighbour).count() == 0


def test_extend_page_takes_a_region(cast: Cast, client: Client) -> None:
    cast.participation()
    client.force_login(cast.admin)
    address = reverse("cycle_extend", args=[cast.cycle.pk])
    page = client.get(address, {"stage": "pencanangan", "scope": "wilayah", "q": ""}).content.decode()
    assert "Kantor Wilayah Khatulistiwa" in page
    assert "Kantor Wilayah Andalas" not in page, "a region without units in the cycle"
    assert client.post(address, typed(scope="wilayah", q="", target=cast.kanwil.pk)).status_code == 302
    assert Extension.objects.get().coordinator == cast.kanwil


def test_extend_page_says_how_many_units_do_not_fit(cast: Cast, client: Client) -> None:
    for _ in range(22):
        cast.participation(work_unit=factories.unit(coordinator=cast.kanwil))
    client.force_login(cast.admin)
    address = reverse("cycle_extend", args=[cast.cycle.pk])
    page = client.get(address, {"stage": "pencanangan", "scope": "unit", "q": "contoh"}).content.decode()
    assert page.count('type="radio" name="target"') == 20
    assert "Masih ada 2 unit lain" in page


def test_leadership_decides_on_its_page(cast: Cast, client: Client) -> None:
    extension = proposed(cast)
    address = reverse("cycle_extension", args=[extension.pk])
    client.force_login(cast.admin)
    assert "Usulan ini diputuskan oleh pimpinan." in client.get(address).content.decode()
    client.force_login(cast.leadership)
    assert [task.url for task in client.get(reverse("home")).context["tasks"]] == [address]
    assert client.post(address, {"decision": "approve", "note": ""}).status_code == 302
    again = client.post(address, {"decision": "approve", "note": ""}).content.decode()
    assert "sudah diputuskan" in again
    assert client.get(reverse("home")).context["tasks"] == []
    row = extension.participation
    assert row is not None and row.timeline.count() == 1


def test_cycle_page_lists_extensions(cast: Cast, client: Client) -> None:
    in_force(cast)
    proposed(cast, participation=cast.participation(work_unit=cast.neighbour))
    client.force_login(cast.leadership)
    page = client.get(reverse("cycle", args=[cast.cycle.pk])).content.decode()
    assert "Berlaku" in page and "Menunggu pimpinan" in page
    assert "Perpanjang jadwal" not in page, "leadership decides, the admin proposes"
    address = reverse("cycle_extensions", args=[cast.cycle.pk])
    assert "Lapas Landak" not in client.get(address, {"status": "approved"}).content.decode()
    assert "Lapas Kapuas" in client.get(address, {"status": "approved"}).content.decode()
    assert "Tidak ada perpanjangan" in client.get(address, {"status": "refused"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_extensions_page_queries(cast: Cast, client: Client, count: int, django_assert_num_queries) -> None:
    for _ in range(count):
        proposed(cast, participation=cast.participation(work_unit=factories.unit(coordinator=cast.kanwil)))
    client.force_login(cast.leadership)
    with django_assert_num_queries(6):
        client.get(reverse("cycle_extensions", args=[cast.cycle.pk]))
