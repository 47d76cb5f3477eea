"""What stands beside the scores: what was seen on site, and what a combined value was made of."""

from assessments.cycle.models import Participation
from assessments.penilaian.models import Finding, Result, Score


def findings_of(participation: Participation) -> dict[int, list[Finding]]:
    """The findings of the visits that were not cancelled, by indicator id, the latest visit first. One query."""
    rows = Finding.objects.filter(visit__participation=participation, visit__cancelled_at=None)
    found: dict[int, list[Finding]] = {}
    for row in rows.select_related("visit", "found_by").order_by("-visit__planned_on", "-pk"):
        found.setdefault(row.indicator_id, []).append(row)
    return found


def combined_levels(result: Result) -> dict[int, str]:
    """By indicator id, the levels that a line between two levels combines, each once: never who gave which.

    For whoever may read the result. At most two queries.
    """
    lines = result.lines.filter(level=None, value__isnull=False)
    between = list(lines.order_by().values_list("indicator", flat=True))
    if not between:
        return {}
    scores = Score.objects.filter(
        assignment__participation=result.participation_id,
        assignment__ended_at=None,
        is_current=True,
        indicator__in=between,
    )
    found: dict[int, list[str]] = {}
    for indicator, label in scores.order_by("-level__value", "level").values_list("indicator", "level__label"):
        found.setdefault(indicator, []).append(label)
    return {indicator: ", ".join(dict.fromkeys(labels)) for indicator, labels in found.items()}
