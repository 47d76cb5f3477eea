"""How near a deadline is: by the calendar of WIB, to the microsecond, in the three zones."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from assessments.cycle import deadlines, rules
from assessments.cycle.models import Participation, Window
from assessments.cycle.states import Stage, State
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast

TICK = dt.timedelta(microseconds=1)
CLOSES = dt.datetime(2026, 9, 30, 23, 59, tzinfo=dates.WIB)
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dates.WIB)
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


def at(day: int, hour: int = 8, minute: int = 0, month: int = 9) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=dates.WIB)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(16) - TICK, None),
        (at(16), 14),
        (at(22, 23), 14),
        (at(23) - TICK, 14),
        (at(23), 7),
        (at(27), 3),
        (at(28, 12), 3),
        (at(29), 1),
        (CLOSES - TICK, 1),
        (CLOSES, None),
        (CLOSES + TICK, None),
    ],
)
def test_nearest_milestone_that_has_come(now: dt.datetime, expected: int | None) -> None:
    """Each begins at 8 o'clock; a late clock tells the nearest alone, and nothing at or after the closing."""
    assert deadlines.due(CLOSES, since=LONG_AGO, now=now) == expected


def test_task_younger_than_the_milestone_is_not_reminded_of_it() -> None:
    given = at(25)
    assert deadlines.due(CLOSES, since=given, now=at(26)) is None
    assert deadlines.due(CLOSES, since=given, now=at(27)) == 3


def test_closing_at_midnight_belongs_to_the_day_that_it_ends() -> None:
    midnight = dt.datetime(2026, 10, 1, 0, 0, tzinfo=dates.WIB)
    assert deadlines.last_day(midnight) == dt.date(2026, 9, 30)
    assert deadlines.last_day(midnight + TICK) == dt.date(2026, 10, 1)
    assert deadlines.due(midnight, since=LONG_AGO, now=at(29)) == 1


@pytest.mark.parametrize("zone", ZONES.values(), ids=list(ZONES))
def test_days_are_those_of_wib_wherever_the_clock_is_read(zone: str) -> None:
    """01.59 of 1 October in Jayapura is still the last day."""
    local = CLOSES.astimezone(ZoneInfo(zone))
    assert deadlines.last_day(local) == dt.date(2026, 9, 30)
    assert deadlines.due(local, since=LONG_AGO, now=at(29).astimezone(ZoneInfo(zone))) == 1


def test_reminders_begin_in_working_hours_of_every_zone() -> None:
    morning = deadlines.morning_of(dt.date(2026, 9, 29))
    assert [morning.astimezone(ZoneInfo(zone)).hour for zone in ZONES.values()] == [8, 9, 10]


@pytest.mark.parametrize(
    ("now", "words"),
    [(at(23), "7 hari lagi"), (at(29, 23), "besok"), (at(30, 0), "hari ini"), (at(30, 23), "hari ini")],
)
def test_days_left_in_words(now: dt.datetime, words: str) -> None:
    assert deadlines.days_left(CLOSES, now) == words


# --- the window itself -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("zone", "code"), [("Asia/Jakarta", "61"), ("Asia/Makassar", "73"), ("Asia/Jayapura", "94")])
@pytest.mark.parametrize(("moved", "is_open"), [(-TICK, True), (dt.timedelta(0), False), (TICK, False)])
def test_window_closes_at_its_instant_in_every_zone(
    cast: Cast, zone: str, code: str, moved: dt.timedelta, is_open: bool
) -> None:
    """One microsecond before, at, and after: the same instant for a unit in Pontianak, Makassar and Jayapura."""
    place = factories.unit(f"Lapas {code}", province=factories.province(code, timezone=zone))
    row = factories.participation(place, cast.cycle, State.DECLARED)
    closes = Window.objects.get(cycle=cast.cycle, stage=Stage.VERIFIKASI, category=row.category).closes_at
    row = Participation.objects.with_place().get(pk=row.pk)
    sentences = rules.window(row, Stage.VERIFIKASI, (closes + moved).astimezone(ZoneInfo(zone)))
    assert (sentences == []) is is_open
    if not is_open:
        assert dates.long_datetime(closes) in sentences[0]


def test_window_judges_the_request_by_the_clock_alone(cast: Cast) -> None:
    """No tick runs here: the instant itself closes."""
    row = cast.participation(State.DECLARED)
    Window.objects.update(closes_at=timezone.now())
    assert rules.window(Participation.objects.with_place().get(pk=row.pk), Stage.VERIFIKASI)
