"""Questions to the spine that several rooms ask."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from assessments.cycle.models import Cycle, Participation, TimelineEntry, Window
from assessments.cycle.states import STATES, Stage, State
from units.models import Role, User


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


def window_for(participation: Participation, stage: str) -> Window | None:
    """The window of a stage for this participant's category, read once per participation object."""
    if not hasattr(participation, "_windows"):
        participation._windows = {  # type: ignore[attr-defined]
            window.stage: window
            for window in Window.objects.filter(cycle=participation.cycle_id, category=participation.category)
        }
    windows: dict[str, Window] = participation._windows  # type: ignore[attr-defined]
    return windows.get(stage)


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
