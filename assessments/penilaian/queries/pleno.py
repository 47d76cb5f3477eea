"""What a plenary meeting looks at: results by rank, who is there, notes and current issues."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, Q

from assessments.cycle.models import Cycle
from assessments.penilaian.models import Attendance, CurrentIssue, Pleno, PlenoNote, Result, TeamMember


def ranked(cycle: Cycle, wanted: dict[str, Any]) -> models.QuerySet[Any]:
    """The current results of a cycle with ``issues`` and ``notes`` counted, narrowed by a filter's values.

    ``wanted`` may hold q (words), wilayah (id of a coordinator), jenis (a kind) and simpulan (ya, tidak).
    """
    live = Q(participation__current_issues__withdrawn_at=None)
    found = Result.objects.current().filter(participation__cycle=cycle)
    for word in str(wanted.get("q", "")).split():
        unit = "participation__work_unit__"
        found = found.filter(Q(**{f"{unit}name__icontains": word}) | Q(**{f"{unit}short_name__icontains": word}))
    if "wilayah" in wanted:
        found = found.filter(participation__coordinator=wanted["wilayah"])
    if "jenis" in wanted:
        found = found.filter(participation__work_unit__kind=wanted["jenis"])
    if "simpulan" in wanted:
        meeting = meets()
        found = found.filter(meeting if wanted["simpulan"] == "ya" else ~meeting)
    return found.select_related(
        "participation__work_unit__province", "participation__coordinator", "participation__institution"
    ).annotate(
        issues=Count("participation__current_issues", filter=live, distinct=True),
        notes=Count("participation__pleno_notes", distinct=True),
    )


def meets(threshold: Decimal | None = None) -> Q:
    """Results that earn the predikat; with another ``threshold``: that would."""
    bar: Any = models.F("threshold") if threshold is None else threshold
    return Q(total__gte=bar, required_unmet=[])


def counts(cycle: Cycle, threshold: Decimal | None) -> dict[str, int]:
    """How many results there are, how many meet now, and how many would with ``threshold``. One query."""
    found: dict[str, int] = (
        Result.objects.current()
        .filter(participation__cycle=cycle)
        .aggregate(all=Count("pk"), now=Count("pk", filter=meets()), then=Count("pk", filter=meets(threshold)))
    )
    return found


def ranks(cycle: Cycle, rows: Sequence[Result]) -> list[tuple[int, Result]]:
    """Each result with its place among all of the cycle; equal totals share a place. One query."""
    totals = sorted(
        -total for total in Result.objects.current().filter(participation__cycle=cycle).values_list("total", flat=True)
    )
    return [(bisect_left(totals, -row.total) + 1, row) for row in rows]


def attendance(pleno: Pleno) -> list[tuple[TeamMember, str]]:
    """The members of the team with how each attends, blank when that is not recorded. Two queries."""
    modes = dict(pleno.attendances.values_list("user", "mode"))
    members = TeamMember.objects.filter(Q(left_at=None) | Q(user__in=list(modes)), cycle=pleno.cycle_id)
    return [(member, modes.get(member.user_id, "")) for member in members.select_related("user")]


@dataclass(frozen=True)
class Minutes:
    """What the minutes of a meeting are made of."""

    rows: list[tuple[int, Result]]
    notes: dict[int, list[str]]
    issues: dict[int, list[str]]
    members: list[tuple[TeamMember, str]]


def minutes_of(pleno: Pleno) -> Minutes:
    """Everything that the minutes say, with a constant number of queries."""
    results = list(ranked(pleno.cycle, {}).order_by("-total", "participation__work_unit__name", "pk"))
    notes: dict[int, list[str]] = {}
    for unit, text in PlenoNote.objects.filter(pleno=pleno).values_list("participation", "text"):
        notes.setdefault(unit, []).append(text)
    issues: dict[int, list[str]] = {}
    live = CurrentIssue.objects.filter(participation__cycle=pleno.cycle_id, withdrawn_at=None).order_by("raised_at")
    for issue in live:
        issues.setdefault(issue.participation_id, []).append(f"{issue.text} (sumber: {issue.source})")
    present = [pair for pair in attendance(pleno) if pair[1]]
    return Minutes(ranks(pleno.cycle, results), notes, issues, present)


def presence(mode: str) -> str:
    """A way of attending in words."""
    return Attendance.Mode(mode).label if mode else "Belum dicatat"
