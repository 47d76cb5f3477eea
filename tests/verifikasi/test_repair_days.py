"""The days of a repair that end with the window: a later closing reaches them, whatever has become of the sheet meanwhile."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.cycle import extensions
from assessments.cycle.models import Extension, Participation, Window
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.files.models import Upload
from assessments.verifikasi import workflow
from assessments.verifikasi.forms import GiveBackForm
from assessments.verifikasi.workflow import uploading
from p2ham.lib import dates
from tests import samples
from tests.cast import Cast
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body
from tests.verifikasi.test_submitting import open_codes, told
from tests.verifikasi.tus import Tus

PHOTO = samples.photo(size=(320, 240))
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _files(private_files: Any) -> None:
    """Evidence is stored; removed after each test."""


@pytest.fixture
def later() -> Iterator[Any]:
    """So much later; until the test ends or the next call."""
    running: list[Any] = []

    def travel(span: dt.timedelta) -> None:
        target = timezone.now() + span
        while running:
            running.pop().stop()
        running.append(time_machine.travel(target, tick=True))
        running[-1].start()

    yield travel
    while running:
        running.pop().stop()


def window_closes_in(span: dt.timedelta) -> dt.datetime:
    at = timezone.now() + span
    Window.objects.filter(stage=Stage.VERIFIKASI).update(closes_at=at)
    return at


def returned(cast: Cast, *, until: dt.datetime | None = None) -> Participation:
    """A1 is given back and repaired in part; by default until the window closes."""
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1=scenes.Verdict.Decision.REPAIR)
    workflow.give_back(participation=scenes.fresh(unit), until=until, by=cast.verifier)
    return scenes.fresh(unit)


def repair(unit: Participation, cast: Cast) -> None:
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Sudah diperbaiki.")


def extended(cast: Cast, until: dt.datetime, **target: Any) -> Extension:
    found = extensions.extend(
        cycle=cast.cycle, stage=Stage.VERIFIKASI, closes_at=until, reason="Banjir", by=cast.admin, path="/", **target
    )
    extensions.decide_extension(extension=found, by=cast.leadership, approve=True)
    return found


def take_back(unit: Participation, cast: Cast) -> Participation:
    workflow.withdraw(participation=scenes.fresh(unit), by=cast.operator)
    return scenes.fresh(unit)


def test_extended_while_it_is_repaired(cast: Cast, later: Any) -> None:
    window_closes_in(HOUR)
    unit = returned(cast)
    until = timezone.now() + 5 * DAY
    extended(cast, until, participation=unit)
    repair(unit, cast)
    scenes.submit(unit, cast.operator)
    assert unit.repairs.get().until == until, "what the page of the rounds tells"
    later(2 * HOUR)
    unit = take_back(unit, cast)
    assert (unit.state, unit.until) == (State.RETURNED, until)


@pytest.mark.parametrize("whom", ["unit", "region"])
def test_extended_after_it_was_handed_in(cast: Cast, later: Any, whom: str) -> None:
    window_closes_in(HOUR)
    unit = returned(cast)
    repair(unit, cast)
    scenes.submit(unit, cast.operator)
    later(2 * HOUR)
    with pytest.raises(MoveRefused):
        take_back(unit, cast)
    until = timezone.now() + 5 * DAY
    extended(cast, until, **({"participation": unit} if whom == "unit" else {"coordinator": cast.kanwil}))
    unit = take_back(unit, cast)
    assert (unit.state, unit.until, open_codes(unit)) == (State.RETURNED, until, ["A1"])
    assert workflow.lapse_repairs() == 0


def lapsed(cast: Cast, later: Any, **days: Any) -> Participation:
    window_closes_in(HOUR)
    unit = returned(cast, **days)
    later(2 * HOUR)
    assert workflow.lapse_repairs() == 1
    return scenes.fresh(unit)


def test_extended_after_it_lapsed_with_the_window(cast: Cast, later: Any) -> None:
    """The extension comes too late for the clock, not for the unit: it goes on where it was."""
    unit = lapsed(cast, later)
    with pytest.raises(MoveRefused, match="sudah ditutup"):
        take_back(unit, cast)
    until = timezone.now() + 5 * DAY
    extended(cast, until, participation=unit)
    unit = take_back(unit, cast)
    assert (unit.state, unit.round, unit.until) == (State.RETURNED, 1, until)
    assert open_codes(unit) == ["A1"], "what was given back, and nothing else"
    given_back = unit.repairs.get()
    assert (given_back.ended_at, given_back.until) == (None, until)
    assert unit.timeline.first().text.startswith("Perbaikan dibuka lagi")
    for person in (cast.operator, cast.head):
        assert told(person)[-1] == "Perbaikan dibuka lagi: Lapas Kapuas"
    repair(unit, cast)
    scenes.submit(unit, cast.operator)
    assert scenes.fresh(unit).round == 2


def test_lapses_again_at_the_later_closing_and_says_so_again(cast: Cast, later: Any) -> None:
    unit = lapsed(cast, later)
    extended(cast, timezone.now() + 5 * DAY, participation=unit)
    take_back(unit, cast)
    later(6 * DAY)
    assert workflow.lapse_repairs() == 1
    assert told(cast.operator).count("Batas perbaikan lewat: Lapas Kapuas") == 2
    with pytest.raises(MoveRefused):
        take_back(unit, cast)


def test_days_of_its_own_are_not_lengthened_by_the_window(cast: Cast, later: Any) -> None:
    window_closes_in(3 * DAY)
    unit = returned(cast, until=timezone.now() + HOUR)
    later(2 * HOUR)
    assert workflow.lapse_repairs() == 1
    extended(cast, timezone.now() + 5 * DAY, participation=unit)
    with pytest.raises(MoveRefused, match="tidak terbuka lagi"):
        take_back(unit, cast)


def test_verifier_who_has_begun_keeps_the_sheet(cast: Cast, later: Any) -> None:
    unit = lapsed(cast, later)
    extended(cast, timezone.now() + 5 * DAY, participation=unit)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    with pytest.raises(MoveRefused):
        take_back(unit, cast)
    assert scenes.fresh(unit).round == 2


def test_pages_offer_it_to_the_operator_alone_and_only_when_it_holds(cast: Cast, later: Any) -> None:
    unit = lapsed(cast, later)

    def page(person: Any, route: str = "verifikasi_sheet") -> str:
        client = Client()
        client.force_login(person)
        return body(client.get(reverse(route, args=[unit.pk])))

    address = reverse("verifikasi_withdraw", args=[unit.pk])
    assert address not in page(cast.operator)
    assert address not in page(cast.operator, "participation"), "no button that is refused"
    until = timezone.now() + 5 * DAY
    extended(cast, until, participation=unit)
    html = page(cast.operator)
    assert "Buka lagi perbaikan" in html
    assert dates.long_datetime(until) in html
    assert address in html
    assert address not in page(cast.head) + page(cast.coordinator) + page(cast.verifier, "verifikasi_finish")


def test_rounds_tell_the_present_end_of_a_running_repair(cast: Cast, client: Client) -> None:
    window_closes_in(HOUR)
    unit = returned(cast)
    until = timezone.now() + 5 * DAY
    extended(cast, until, participation=unit)
    client.force_login(cast.operator)
    assert dates.deadline(until, unit.work_unit.timezone) in body(
        client.get(reverse("verifikasi_rounds", args=[unit.pk]))
    )


# --- a window that closes at midnight ----------------------------------------------------------------------------------
def at_midnight() -> dt.datetime:
    """The window closes at the midnight that ends the day after tomorrow in WIB."""
    at = dt.datetime.combine(dates.today() + 3 * DAY, dt.time(0), dates.WIB)
    Window.objects.filter(stage=Stage.VERIFIKASI).update(closes_at=at)
    return at


def test_repair_until_the_last_day_ends_with_the_window_at_midnight(cast: Cast) -> None:
    """Not a minute before it: it is the same deadline, and an extension reaches both."""
    at = at_midnight()
    unit = returned(cast)
    assert unit.until == at
    for day in (dates.today() + 2 * DAY, dates.today() + 3 * DAY):
        assert workflow.end_of(day, unit) == at
    assert workflow.end_of(dates.today() + DAY, unit) < at - 23 * HOUR
    extended(cast, at + 5 * DAY, participation=unit)
    assert scenes.fresh(unit).until == at + 5 * DAY


def test_form_offers_the_day_that_the_midnight_ends(cast: Cast) -> None:
    at_midnight()
    form = GiveBackForm(scenes.in_check(cast))
    day = dates.today() + 2 * DAY
    assert form.initial["until"] == day
    assert form.fields["until"].widget.attrs["max"] == day.isoformat()
    bound = GiveBackForm(form.participation, {"until": day.isoformat()})
    assert bound.is_valid()
    assert bound.chosen == at_midnight()


# --- what came in time and is judged late ------------------------------------------------------------------------------
def test_tick_waits_until_what_came_in_time_is_judged(cast: Cast, later: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process died with the whole photo in hand; the grace is over before the clock takes it up."""
    window_closes_in(HOUR)
    unit = returned(cast)
    tus = Tus(unit, cast.operator)
    with monkeypatch.context() as killed:
        killed.setattr(uploading, "complete_upload", lambda **_: None)
        tus.patch(tus.begin(len(PHOTO)), 0, PHOTO)
    later(2 * HOUR)
    Upload.objects.update(touched_at=timezone.now() - HOUR)
    assert workflow.lapse_repairs() == 0
    assert workflow.complete_forgotten() == 1
    assert [exhibit.file.name for exhibit in scenes.item(unit).exhibits][-1] == "foto.jpg"
    assert workflow.lapse_repairs() == 1
