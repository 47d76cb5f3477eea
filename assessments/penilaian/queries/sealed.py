"""Sheets and settlements. Scores are sealed here: nobody reads another's before all assessors are done."""

from django.db.models import Count, Exists, Q

from assessments.cycle.models import Cycle, Participation
from assessments.penilaian.combining import Rule
from assessments.penilaian.models import Assignment, Score
from assessments.penilaian.scoring import rounded
from assessments.penilaian.settlements import Judged, Settlement
from assessments.penilaian.sheets import Item, Sheet
from assessments.verifikasi import queries as verifikasi


def items_of(participation: Participation) -> list[Item]:
    """The indicators that apply to the unit with what the verification found."""
    verdicts = verifikasi.final_verdicts(participation)
    return [
        Item(indicator, list(indicator.levels.all()), verdicts.get(indicator.pk))
        for indicator in verifikasi.indicators_of(participation)
    ]


def sheet(assignment: Assignment) -> Sheet:
    """One assessor's own sheet."""
    return own_sheet(assignment, items_of(assignment.participation))


def own_sheet(assignment: Assignment, items: list[Item]) -> Sheet:
    """One assessor's own sheet over indicators that are already read. Two queries."""
    scores = assignment.scores.filter(is_current=True).select_related("level")
    drafts = assignment.drafts.select_related("level")
    return Sheet(
        assignment,
        items,
        {score.indicator_id: score for score in scores},
        {draft.indicator_id: draft for draft in drafts},
    )


def settlement(participation: Participation) -> Settlement | None:
    """All scores side by side; None while an assessor is at work or a place is vacant, whoever asks."""
    everybody = list(participation.assignments.select_related("assessor"))
    assignments = [assignment for assignment in everybody if assignment.ended_at is None]
    taken = {assignment.replaces_id for assignment in everybody}
    left = [assignment for assignment in everybody if assignment.ended_at and assignment.pk not in taken]
    if not assignments or left or not all(assignment.is_final for assignment in assignments):
        return None
    # The database is asked for the seal too, so that no list in memory decides alone.
    unfinished = Assignment.objects.pending().filter(participation=participation)
    scores: dict[int, list[Score]] = {}
    opened = Score.objects.filter(
        ~Exists(unfinished), assignment__participation=participation, assignment__ended_at=None, is_current=True
    )
    for score in opened.select_related("level", "assignment__assessor").order_by(
        "assignment__assigned_at", "assignment"
    ):
        scores.setdefault(score.indicator_id, []).append(score)
    rule = rule_of(participation.cycle)
    judged = [Judged(item, scores.get(item.pk, []), len(assignments), rule) for item in items_of(participation)]
    return Settlement(assignments, judged, rounded(participation.cycle.instrument.threshold), rule)


def rule_of(cycle: Cycle) -> Rule:
    """How the cycle combines the values of several assessors."""
    return Rule(cycle.combine, cycle.gap_indicator, cycle.gap_total)


def progress(participation: Participation) -> tuple[int, int]:
    """How many assessors are done, of how many; the only thing that is told before all are."""
    # A place that somebody left still owes a sheet.
    owed = participation.assignments.filter(Q(ended_at=None) | Q(successors=None))
    found = owed.aggregate(done=Count("final_at"), all=Count("pk"))
    return found["done"], found["all"]
