"""How far the country is: units by region, kind and step; days per stage; who waits longest. All in SQL."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Min, Q
from django.utils import timezone

from assessments.cycle.models import NATIONAL_ROLES, Cycle, Participation, ParticipationQuerySet
from assessments.cycle.states import State
from units.models import Kind, User, WorkUnit

# The steps that the progress tells apart: key -> label and states, in the order of the way.
STEPS: dict[str, tuple[str, tuple[State, ...]]] = {
    "pencanangan": ("Pencanangan", (State.REGISTERED, State.APPLIED, State.ACCEPTED)),
    "mengisi": ("Mengisi", (State.DECLARED,)),
    "diperiksa": ("Diperiksa", (State.SUBMITTED, State.IN_CHECK)),
    "perbaikan": ("Perbaikan", (State.RETURNED,)),
    "gagal": ("Tidak lolos", (State.FAILED,)),
    "penilaian": ("Lolos, penilaian", (State.PASSED, State.IN_SCORING, State.SETTLED)),
    "selesai": ("Hasil akhir", (State.AWARDED, State.NOT_AWARDED, State.REVOKED)),
}
_STEP_OF = {state: key for key, (_, states) in STEPS.items() for state in states}
# Of how many the check is over, whatever the outcome.
_DECIDED = ("gagal", "penilaian", "selesai")

# So many seconds the average days of the country are kept.
KEPT = 10 * 60
# Stretches of the way, each from the first step into one state to the first step into another.
STRETCHES: list[tuple[str, tuple[State, ...], tuple[State, ...]]] = [
    ("Pencanangan: dari permohonan sampai dicanangkan", (State.APPLIED,), (State.DECLARED,)),
    ("Mengisi: dari dicanangkan sampai disampaikan", (State.DECLARED,), (State.SUBMITTED,)),
    ("Menunggu: dari disampaikan sampai mulai diperiksa", (State.SUBMITTED,), (State.IN_CHECK,)),
    ("Pemeriksaan dan perbaikan: sampai diputuskan", (State.IN_CHECK,), (State.PASSED, State.FAILED)),
    ("Penilaian: dari lolos sampai hasil akhir", (State.PASSED,), (State.AWARDED, State.NOT_AWARDED)),
]


def units(user: User, cycle: Cycle, wanted: dict[str, Any]) -> ParticipationQuerySet:
    """The units of the cycle that the person guides or watches, filtered."""
    found = Participation.objects.filter(cycle=cycle)
    if not user.has_role(*NATIONAL_ROLES):
        found = found.guided_by(user)
    if wanted.get("region"):
        found = found.filter(coordinator=wanted["region"])
    if wanted.get("kind"):
        found = found.filter(work_unit__kind=wanted["kind"])
    return found


# --- how many stand where ----------------------------------------------------------------------------------------------
@dataclass
class Line:
    """A region or a kind with its numbers of units per step."""

    label: str
    region: int | None = None
    kind: str = ""
    steps: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.steps.values())

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The label and the number of each step, in their order."""
        return [(label, self.steps[key]) for key, (label, _) in STEPS.items()]

    @property
    def decided(self) -> int:
        """Of how many the check is over."""
        return sum(self.steps[key] for key in _DECIDED)

    @property
    def share(self) -> float:
        """The part of the units of which the check is over."""
        return self.decided / self.total if self.total else 0.0


def by_region(found: ParticipationQuerySet) -> list[Line]:
    """One line per coordinator, by name; units without one last. Two queries."""
    rows = list(found.order_by().values_list("coordinator", "state").annotate(count=Count("pk")))
    names = dict(WorkUnit.objects.filter(pk__in={row[0] for row in rows if row[0]}).values_list("pk", "short_name"))
    lines: dict[int | None, Line] = {}
    for pk, state, count in rows:
        line = lines.setdefault(pk, Line(names.get(pk, "Tanpa koordinator"), region=pk))
        line.steps[_STEP_OF[State(state)]] += count
    return sorted(lines.values(), key=lambda line: (line.region is None, line.label))


def by_kind(found: ParticipationQuerySet) -> list[Line]:
    """One line per kind of unit, in the order of the kinds. One query."""
    rows = found.order_by().values_list("work_unit__kind", "state").annotate(count=Count("pk"))
    lines: dict[str, Line] = {}
    for kind, state, count in rows:
        line = lines.setdefault(kind, Line(str(Kind(kind).label), kind=kind))
        line.steps[_STEP_OF[State(state)]] += count
    return [lines[kind] for kind in Kind.values if kind in lines]


def total(lines: list[Line]) -> Line:
    """All lines in one."""
    return Line("Seluruhnya", steps=sum((line.steps for line in lines), Counter()))


# --- how long it takes -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Stretch:
    """A part of the way, how many units have gone it, and in how many days on average."""

    label: str
    units: int
    days: float | None


def stretches(found: ParticipationQuerySet) -> list[Stretch]:
    """The average days of each stretch, of the units that have its end behind them. One query."""
    marks = {states for _, *ends in STRETCHES for states in ends}
    name = {states: f"at_{states[0].value}" for states in marks}
    firsts = {name[states]: Min("timeline__at", filter=Q(timeline__to_state__in=states)) for states in marks}
    taken: dict[str, Any] = {}
    for index, (_, start, end) in enumerate(STRETCHES):
        done = Q(**{f"{name[end]}__gte": F(name[start])})
        span = ExpressionWrapper(F(name[end]) - F(name[start]), output_field=DurationField())
        taken[f"days_{index}"] = Avg(span, filter=done)
        taken[f"units_{index}"] = Count("pk", filter=done)
    counted = found.order_by().annotate(**firsts).aggregate(**taken)
    return [
        Stretch(label, counted[f"units_{index}"], _days(counted[f"days_{index}"]))
        for index, (label, _, _) in enumerate(STRETCHES)
    ]


def country_stretches(found: ParticipationQuerySet, cycle: Cycle, wanted: dict[str, Any]) -> list[Stretch]:
    """The same for the whole country, where every step ever taken is read: counted anew every few minutes."""
    key = f"stretches:{cycle.pk}:{wanted.get('region', '')}:{wanted.get('kind', '')}"
    told: list[Stretch] | None = cache.get(key)
    if told is None:
        told = stretches(found)
        cache.set(key, told, KEPT)
    return told


def _days(span: dt.timedelta | None) -> float | None:
    return span.total_seconds() / 86400 if span is not None else None


# --- who waits longest -------------------------------------------------------------------------------------------------
def ageing(found: ParticipationQuerySet, wanted: dict[str, Any]) -> ParticipationQuerySet:
    """The units at which it is somebody's turn, for the list that begins with the longest waiting."""
    found = found.exclude(turn="")
    if wanted.get("turn"):
        found = found.filter(turn=wanted["turn"])
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    if wanted.get("q"):
        found = found.filter(work_unit__in=WorkUnit.objects.search(wanted["q"]))
    return found.with_place()


def days_waiting(row: Participation) -> int:
    """Whole days since the unit came into its state."""
    return max((timezone.now() - row.state_since).days, 0)
