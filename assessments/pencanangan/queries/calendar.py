"""Ceremonies month by month: for offices and Jakarta with their state, for the public without any person."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from assessments.cycle.models import Cycle
from assessments.cycle.states import State
from assessments.pencanangan.models import Application, Ceremony
from assessments.pencanangan.queries.overview import BEFORE
from p2ham.lib import dates
from units.models import User

# Facts of an event; no leader, contact or witness is among them.
_FACTS = {
    "pk": "application",
    "date": "date",
    "starts_at": "starts_at",
    "place": "place",
    "city": "city",
    "mode": "mode",
    "status": "application__status",
    "office": "application__applicant__short_name",
    "tz": "application__applicant__province__timezone",
}


@dataclass(frozen=True)
class Event:
    """One ceremony as a calendar shows it."""

    pk: int
    date: dt.date
    starts_at: dt.time | None
    place: str
    city: str
    mode: str
    status: str
    office: str
    tz: str
    units: int
    declared: int

    @property
    def hour(self) -> str:
        """ "09.00 WITA", in the zone of the office; empty when the hour is not set."""
        if self.starts_at is None:
            return ""
        at = dt.datetime.combine(self.date, self.starts_at)
        zone = dates.zone_name(self.tz, at.replace(tzinfo=dates.WIB))
        return f"{self.starts_at:%H.%M} {zone}"

    @property
    def mode_label(self) -> str:
        return str(Ceremony.Mode(self.mode).label)

    @property
    def status_label(self) -> str:
        return str(Application.Status(self.status).label)

    @property
    def tone(self) -> str:
        return Application(status=self.status).tone


@dataclass(frozen=True)
class Day:
    """A day of a month's table."""

    date: dt.date
    is_of_month: bool
    is_today: bool
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month as a table of weeks, with its neighbours; ``earlier`` and ``coming`` are months that have ceremonies."""

    first: dt.date
    weeks: list[list[Day]]
    earlier: dt.date | None
    coming: dt.date | None

    @property
    def label(self) -> str:
        return f"{dates.month(self.first)} {self.first.year}"

    @property
    def previous(self) -> dt.date:
        return (self.first - dt.timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> dt.date:
        return (self.first + dt.timedelta(days=31)).replace(day=1)

    @property
    def days(self) -> list[Day]:
        """The days of the month that have a ceremony."""
        return [day for week in self.weeks for day in week if day.is_of_month and day.events]


def ceremonies(user: User, cycle: Cycle) -> "QuerySet[Ceremony]":
    """The ceremonies of the applications that the person may see."""
    return Ceremony.objects.filter(application__in=Application.objects.visible_to(user).filter(cycle=cycle))


def public_ceremonies(cycle: Cycle) -> "QuerySet[Ceremony]":
    """The ceremonies that anybody may know of: the accepted ones."""
    return Ceremony.objects.filter(application__cycle=cycle, application__status=Application.Status.ACCEPTED)


def fitting(found: "QuerySet[Ceremony]", wanted: dict[str, Any]) -> "QuerySet[Ceremony]":
    """Those that fit the filters."""
    if wanted.get("region"):
        found = found.filter(application__applicant=wanted["region"])
    if wanted.get("month"):
        found = found.filter(date__month=int(wanted["month"]))
    if wanted.get("status"):
        found = found.filter(application__status=wanted["status"])
    if wanted.get("mode"):
        found = found.filter(mode=wanted["mode"])
    return found


def with_units(found: "QuerySet[Ceremony]") -> "QuerySet[Ceremony]":
    """Annotated with how many units take part, and how many of them have declared."""
    live = Q(application__units__withdrawn=False)
    done = [state for state in State if state not in BEFORE]
    declared = live & Q(application__units__participation__state__in=done)
    # A returned application keeps the units that it asked for.
    asked = live | Q(application__status=Application.Status.RETURNED)
    return found.annotate(
        unit_count=Count("application__units", filter=asked),
        declared_count=Count("application__units", filter=declared),
    )


def events(found: "QuerySet[Ceremony]") -> list[Event]:
    """The ceremonies as events, by date. One query."""
    rows = with_units(found).order_by("date", "starts_at", "pk")
    return [
        Event(**dict(zip(_FACTS, values[:-2], strict=True)), units=values[-2], declared=values[-1])
        for values in rows.values_list(*_FACTS.values(), "unit_count", "declared_count")
    ]


def month(found: "QuerySet[Ceremony]", first: dt.date) -> Month:
    """The month that begins with ``first``, with its ceremonies. Two queries."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    by_day: dict[dt.date, list[Event]] = {}
    for event in events(found.filter(date__range=(first, last))):
        by_day.setdefault(event.date, []).append(event)
    around = found.aggregate(
        earlier=Max("date", filter=Q(date__lt=first)),
        coming=Min("date", filter=Q(date__gt=last)),
    )
    return Month(
        first=first,
        weeks=[[_day(day, first, by_day.get(day, [])) for day in week] for week in weeks],
        earlier=_first(around["earlier"]),
        coming=_first(around["coming"]),
    )


def _day(day: dt.date, first: dt.date, found: Iterable[Event]) -> Day:
    return Day(day, day.month == first.month, day == dates.today(), list(found))


def _first(day: dt.date | None) -> dt.date | None:
    return day.replace(day=1) if day else None


def month_named(text: str) -> dt.date:
    """The month that an address names as ``2026-03``; this month when it names none that people mean."""
    try:
        found = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return dates.today().replace(day=1)
    return found if 2000 <= found.year < 2100 else dates.today().replace(day=1)
