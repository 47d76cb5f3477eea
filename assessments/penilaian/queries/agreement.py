"""Judgements whose seal is open, for the lead's report on agreement. A constant number of queries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.cycle.models import Cycle, Participation
from assessments.penilaian import agreement
from assessments.penilaian.models import Assignment, Score
from indicators.models import Criterion, Indicator, Level
from units.models import User


def opened(cycle: Cycle, user: User) -> QuerySet[Participation]:
    """Units whose sheets are all final and which the person has not scored: the seal is open for that person."""
    live = Assignment.objects.live().filter(participation__cycle=cycle)
    pending = Assignment.objects.pending().filter(participation__cycle=cycle)
    own = Assignment.objects.filter(participation__cycle=cycle, assessor=user)
    found = Participation.objects.filter(cycle=cycle, pk__in=live.order_by().values("participation"))
    return found.exclude(pk__in=pending.order_by().values("participation")).exclude(
        pk__in=own.order_by().values("participation")
    )


def judgements(cycle: Cycle, found: QuerySet[Participation]) -> Iterator[agreement.Judgement]:
    """Every live score of these opened units: three queries, and no object per score."""
    live = Assignment.objects.live().filter(participation__in=found.order_by().values("pk"))
    given = {pk: (unit, person) for pk, unit, person in live.order_by().values_list("pk", "participation", "assessor")}
    levels = Level.objects.filter(indicator__criterion__instrument=cycle.instrument_id).order_by()
    known = {
        pk: (indicator, criterion, float(value))
        for pk, indicator, criterion, value in levels.values_list("pk", "indicator", "indicator__criterion", "value")
    }
    scores = Score.objects.filter(is_current=True, assignment__in=live.order_by().values("pk")).order_by()
    for assignment, level in scores.values_list("assignment", "level").iterator(chunk_size=20_000):
        if assignment in given and level in known:
            yield *given[assignment], *known[level]


@dataclass(frozen=True)
class Agreement:
    """Alpha of something: a criterion, an indicator, everything."""

    label: str
    ordinal: agreement.Alpha
    interval: agreement.Alpha

    @classmethod
    def of(cls, label: str, found: agreement.Coincidences) -> "Agreement":
        return cls(label, agreement.alpha(found, "ordinal"), agreement.alpha(found, "interval"))


@dataclass(frozen=True)
class Leaning:
    """One assessor: as a whole, and per criterion in the order of the instrument."""

    person: User
    whole: agreement.Lean
    criteria: list[tuple[Criterion, agreement.Lean]]


@dataclass(frozen=True)
class Picture:
    """What the page shows."""

    units: int
    whole: Agreement
    criteria: list[Agreement]
    indicators: list[Agreement]
    people: list[Leaning]


def picture(cycle: Cycle, found: QuerySet[Participation]) -> Picture:
    """Agreement and leanings over these opened units. Six queries."""
    report = agreement.report(judgements(cycle, found))
    criteria = list(Criterion.objects.filter(instrument=cycle.instrument_id).order_by("position"))
    indicators = Indicator.objects.filter(criterion__in=criteria).order_by("criterion__position", "position")
    people = User.objects.in_bulk(set(report.leans))
    by_person: dict[int, list[tuple[Criterion, agreement.Lean]]] = defaultdict(list)
    for person in report.leans:
        for criterion in criteria:
            lean = report.leans_by_criterion.get((person, criterion.pk), agreement.Lean())
            by_person[person].append((criterion, lean))
    rows = [Leaning(people[person], lean, by_person[person]) for person, lean in report.leans.items()]
    return Picture(
        report.units,
        Agreement.of("Semua indikator", report.whole),
        [Agreement.of(str(one), report.criteria[one.pk]) for one in criteria if one.pk in report.criteria],
        [
            Agreement.of(f"{one.code} {one.title}", report.indicators[one.pk])
            for one in indicators
            if one.pk in report.indicators
        ],
        sorted(rows, key=lambda row: (-abs(row.whole.mean or 0), row.person.name, row.person.pk)),
    )
