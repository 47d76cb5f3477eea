"""Units that the rule alone settles, many at once: a constant number of queries whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.penilaian.models import Assignment, Divergence, Moderation, Score, SettlingNote
from assessments.penilaian.queries.sealed import rule_of
from assessments.penilaian.scoring import rounded
from assessments.penilaian.settlements import Judged, Settlement
from assessments.penilaian.sheets import Item
from assessments.verifikasi.models import Verdict
from indicators.models import Indicator
from units.models import User


def agreed_units(cycle: Cycle, user: User) -> QuerySet[Participation]:
    """Units whose seal is open for the lead, in which nothing differs too far and nobody has set or written anything."""
    of_it: dict[str, Any] = {"participation": OuterRef("pk")}
    return (
        Participation.objects.filter(cycle=cycle)
        .in_state(State.IN_SCORING)
        .filter(Exists(Assignment.objects.live().filter(**of_it)))
        .exclude(Exists(Assignment.objects.pending().filter(**of_it)))
        .exclude(Exists(Assignment.objects.filter(assessor=user, **of_it)))
        .exclude(Exists(Divergence.objects.filter(drawn=None, **of_it)))
        .exclude(Exists(Moderation.objects.filter(**of_it)))
        .exclude(Exists(SettlingNote.objects.filter(**of_it)))
        .with_place()
    )


def settlements(cycle: Cycle, participations: Sequence[Participation]) -> dict[int, Settlement]:
    """The settlements of these units of the cycle by their ids; a unit that is still sealed has none."""
    pks = [participation.pk for participation in participations]
    assignments: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in Assignment.objects.live().filter(participation__in=pks).select_related("assessor"):
        assignments[assignment.participation_id].append(assignment)
    sealed = set(Assignment.objects.pending().filter(participation__in=pks).values_list("participation", flat=True))
    opened = [one for one in participations if assignments[one.pk] and one.pk not in sealed]
    verdicts = _verdicts(opened)
    scores: dict[tuple[int, int], list[Score]] = defaultdict(list)
    # The database is asked for the seal too, so that no list in memory decides alone.
    pending = Assignment.objects.pending().filter(participation=OuterRef("assignment__participation"))
    rows = Score.objects.filter(
        ~Exists(pending), assignment__participation__in=opened, assignment__ended_at=None, is_current=True
    )
    for score in rows.select_related("level", "assignment").order_by("assignment__assigned_at", "assignment"):
        scores[score.assignment.participation_id, score.indicator_id].append(score)
    indicators = list(
        Indicator.objects.filter(criterion__instrument=cycle.instrument_id)
        .select_related("criterion")
        .order_by("criterion__position", "position")
        .prefetch_related("levels", "applicability")
    )
    rule, threshold, found = rule_of(cycle), rounded(cycle.instrument.threshold), {}
    for one in opened:
        people, groups = assignments[one.pk], set(one.work_unit.groups)
        judged = []
        for indicator in indicators:
            only = {row.group for row in indicator.applicability.all()}
            if only and not only & groups:
                continue
            levels = sorted(indicator.levels.all(), key=lambda level: level.position)
            item = Item(indicator, levels, verdicts.get((one.pk, indicator.pk)))
            judged.append(Judged(item, scores.get((one.pk, indicator.pk), []), len(people), rule))
        found[one.pk] = Settlement(people, judged, threshold, rule)
    return found


def _verdicts(participations: Sequence[Participation]) -> dict[tuple[int, int], Verdict]:
    """The latest verdict by unit and indicator."""
    rows = Verdict.objects.filter(answer__participation__in=participations).select_related("answer", "level")
    return {
        (verdict.answer.participation_id, verdict.answer.indicator_id): verdict
        for verdict in rows.order_by("round", "id")
    }
