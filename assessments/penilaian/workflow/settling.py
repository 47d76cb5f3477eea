"""Verb of the lead: settle the result."""

from collections.abc import Mapping

from django.db import transaction

from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused, lock, make_move
from assessments.penilaian import notifications, queries, rules
from assessments.penilaian.models import Result, ResultLine
from assessments.penilaian.sheets import Choice
from units.models import User


@transaction.atomic
def settle(*, participation: Participation, choices: Mapping[int, Choice], by: User, note: str = "") -> Result:
    """Settle the result: agreed levels as they are, the others as the lead chose. Raises ``MoveRefused``."""
    locked = lock(participation)
    settlement = queries.settlement(locked)
    sentences = rules.settle(locked, by, settlement, choices, progress=queries.progress(locked))
    if sentences or settlement is None:
        raise MoveRefused(sentences)
    wanted = {found.item.pk for found in settlement.differing}
    choices = {key: choice for key, choice in choices.items() if key in wanted}
    outcome, groups = settlement.scored(choices)
    result = Result.objects.create(
        participation=locked,
        total=outcome.total,
        threshold=settlement.threshold,
        required_unmet=settlement.codes(outcome.required_unmet),
        subtotals={group.criterion.code: [str(group.subtotal), str(group.maximum)] for group in groups},
        settled_by=by,
        note=note.strip(),
    )
    ResultLine.objects.bulk_create(
        ResultLine(
            result=result,
            indicator=row.item.indicator,
            level=row.level,
            value=row.score.line.value,
            contribution=row.score.contribution,
            maximum=row.score.maximum,
            reason=row.text,
        )
        for group in groups
        for row in group.rows
    )
    # Neither total nor outcome here: the unit reads the timeline before the decree.
    make_move(locked, MoveName.SETTLE, by=by, text="Nilai ditetapkan, menunggu Keputusan Menteri")
    notifications.settled(locked)
    return result
