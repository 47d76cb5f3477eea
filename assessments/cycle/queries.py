"""Questions to the spine that several rooms ask."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from assessments.cycle.models import (
    Approval,
    Cycle,
    Extension,
    Participation,
    ParticipationQuerySet,
    TimelineEntry,
    Window,
)
from assessments.cycle.states import STATES, Stage, State
from units.models import Posting, Role, User, WorkUnit


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person, as a card on Tugas saya."""

    title: str
    url: str
    text: str
    unit: str = ""
    state: str = ""
    tone: str = "waiting"
    until: dt.datetime | None = None
    tz: str | None = None


@dataclass(frozen=True)
class StageStep:
    """One step of the four-stage stepper."""

    label: str
    state: str
    note: str


def current_cycle() -> Cycle | None:
    """The running cycle: the latest open one."""
    return Cycle.objects.filter(status=Cycle.Status.OPEN).select_related("instrument").order_by("-year").first()


@dataclass(frozen=True)
class UnitWindow:
    """When a stage is open for one unit: the window of its category, with the extension that reaches it."""

    stage: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    # The closing of everybody else in the category, and why it is later for this unit.
    regular_closes_at: dt.datetime
    reason: str = ""

    def is_open(self, at: dt.datetime | None = None) -> bool:
        """Whether it is open at an instant (default: now). The closing instant itself is outside."""
        return self.opens_at <= (at or timezone.now()) < self.closes_at

    @property
    def has_closed(self) -> bool:
        return timezone.now() >= self.closes_at

    @property
    def is_extended(self) -> bool:
        return self.closes_at > self.regular_closes_at


def window_for(participation: Participation, stage: str) -> UnitWindow | None:
    """The window of a stage for this unit, read once per participation object together with its extensions."""
    if not hasattr(participation, "_windows"):
        windows_of([participation])
    windows: dict[str, UnitWindow] = participation._windows  # type: ignore[attr-defined]
    return windows.get(stage)


def windows_of(participations: Iterable[Participation]) -> None:
    """Read the windows of many units at once: two queries, after which ``window_for`` asks nothing more of them."""
    rows = [row for row in participations if not hasattr(row, "_windows")]
    if not rows:
        return
    cycles = {row.cycle_id for row in rows}
    windows: dict[tuple[int, str], list[Window]] = {}
    for window in Window.objects.filter(cycle__in=cycles):
        windows.setdefault((window.cycle_id, window.category), []).append(window)
    reaching = Q(participation__in=[row.pk for row in rows])
    reaching |= Q(coordinator__in={row.coordinator_id for row in rows if row.coordinator_id})
    extensions = list(Extension.objects.in_force().filter(reaching, cycle__in=cycles).select_related("approval"))
    for row in rows:
        own = [extension for extension in extensions if extension.reaches(row)]
        row._windows = {  # type: ignore[attr-defined]
            window.stage: _unit_window(window, [extension for extension in own if extension.stage == window.stage])
            for window in windows.get((row.cycle_id, row.category), [])
        }


def _unit_window(window: Window, extensions: list[Extension]) -> UnitWindow:
    latest = max(extensions, key=lambda extension: extension.closes_at, default=None)
    if latest is None or latest.closes_at <= window.closes_at:
        return UnitWindow(window.stage, window.opens_at, window.closes_at, window.closes_at)
    return UnitWindow(window.stage, window.opens_at, latest.closes_at, window.closes_at, latest.approval.note)


@dataclass(frozen=True)
class Known:
    """What the rules ask the database about one unit and one person, when that is read for many units at once."""

    belongs: bool
    pending: frozenset[str]


def known(participations: Iterable[Participation], user: User) -> dict[int, Known]:
    """By the unit's participation: whether the person belongs there, and which moves wait for a second person.

    One query for each cycle among them, and one for the proposals.
    """
    rows = list(participations)
    places: dict[int, set[int | None]] = {}
    for cycle in {row.cycle_id: row.cycle for row in rows}.values():
        posted = Posting.objects.overlapping(cycle.first_day, cycle.last_day).filter(user=user)
        places[cycle.pk] = set(posted.exclude(work_unit=None).values_list("work_unit", flat=True))
    pending: dict[int, set[str]] = {}
    waiting = Approval.objects.filter(participation__in=rows, decision=Approval.Decision.PENDING)
    for pk, move in waiting.values_list("participation", "move"):
        pending.setdefault(pk, set()).add(move)
    return {
        row.pk: Known(
            belongs=bool({row.work_unit_id, row.coordinator_id} & places[row.cycle_id]),
            pending=frozenset(pending.get(row.pk, ())),
        )
        for row in rows
    }


def steps(participation: Participation) -> list[StageStep]:
    """The four stages as this participation stands in them."""
    info = participation.state_info
    order = list(Stage)
    here = order.index(info.stage)
    failed = participation.state == State.FAILED
    found = []
    for index, stage in enumerate(order):
        if failed and stage == Stage.VERIFIKASI:
            state, note = "failed", "Tidak lolos"
        elif failed and stage == Stage.PENILAIAN:
            state, note = "upcoming", "Tidak diikuti"
        elif index < here:
            state, note = "done", "Selesai"
        elif index == here:
            state, note = "current", info.label(State(participation.state))
        else:
            state, note = "upcoming", ""
        found.append(StageStep(stage.label, state, note))
    return found


def state_counts(user: User, cycle: Cycle) -> list[tuple[State, int]]:
    """How many of the person's visible units stand where, in the order of the states. One query."""
    rows = (
        Participation.objects.visible_to(user)
        .filter(cycle=cycle)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    counts = Counter(dict(rows))
    return [(state, counts[state]) for state in STATES if counts[state]]


def timeline(participation: Participation) -> list[TimelineEntry]:
    """All steps, newest first, with their actors."""
    return list(participation.timeline.select_related("actor"))


def turn_label(participation: Participation) -> str:
    """Whose turn it is, in words; empty when it is nobody's."""
    return str(Role(participation.turn).label) if participation.turn else ""


@dataclass(frozen=True)
class Panel:
    """A room's part of the participation page: ``template`` rendered with ``context`` and the request."""

    title: str
    template: str
    context: dict[str, object]


# --- what overviews offer to choose from ---
def regions(cycle: Cycle) -> list[tuple[int, str]]:
    """The coordinators of the cycle's units, for a filter of the whole country."""
    offices = Participation.objects.filter(cycle=cycle).order_by().values("coordinator")
    return list(WorkUnit.objects.filter(pk__in=offices).order_by("name").values_list("pk", "short_name"))


def cities(found: ParticipationQuerySet) -> list[str]:
    """Where the units of a region are."""
    rows = Participation.objects.filter(pk__in=found.order_by().values("pk"))
    return list(rows.order_by("work_unit__city").values_list("work_unit__city", flat=True).distinct())
