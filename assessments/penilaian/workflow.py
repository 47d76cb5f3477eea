"""Verbs of scoring: assign, score, finish a sheet, settle the result."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused, lock, make_move, note_step, refuse
from assessments.penilaian import notifications, queries, rules
from assessments.penilaian.models import Assignment, Result, ResultLine, Score
from assessments.penilaian.sheets import Choice
from indicators.models import Level
from units import audit
from units.models import User


@transaction.atomic
def assign(*, participation: Participation, assessors: Sequence[User], by: User) -> list[Assignment]:
    """Give a unit its assessors; raises ``MoveRefused``."""
    locked = lock(participation)
    refuse(rules.assign(locked, by, assessors))
    made = Assignment.objects.bulk_create(
        [Assignment(participation=locked, assessor=person, assigned_by=by) for person in assessors]
    )
    make_move(
        locked,
        MoveName.ASSIGN,
        by=by,
        text=f"{len(made)} penilai ditugaskan",
        data={"assessors": [person.pk for person in assessors]},
    )
    notifications.assigned(locked, assessors)
    return made


def _locked(assignment: Assignment) -> Assignment:
    return (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("participation__cycle", "participation__work_unit__province", "participation__coordinator")
        .get(pk=assignment.pk)
    )


@transaction.atomic
def score(*, assignment: Assignment, indicator_id: int, level: Level, justification: str, by: User) -> Score:
    """Record a score; an earlier one of the same indicator stays as history. Raises ``MoveRefused``.

    The same level and words again change nothing.
    """
    justification = justification.strip()
    locked = _locked(assignment)
    item = next((item for item in queries.items_of(locked.participation) if item.pk == indicator_id), None)
    if item is None:
        raise MoveRefused(["Indikator ini tidak termasuk lembar unit tersebut."])
    refuse(rules.score(locked, by, item, level, justification))
    current = Score.objects.filter(assignment=locked, indicator=indicator_id, is_current=True).first()
    if current and (current.level_id, current.justification) == (level.pk, justification):
        return current
    if current:
        current.is_current = False
        current.save(update_fields=["is_current"])
    made = Score.objects.create(assignment=locked, indicator=item.indicator, level=level, justification=justification)
    # The trail tells that a score was given, not which: it is read by more people than the seal allows.
    audit.record(
        by=by,
        action="nilai",
        subject=locked.participation.subject,
        data={"assignment": locked.pk, "indicator": item.indicator.code, "score": made.pk},
    )
    return made


@transaction.atomic
def finalise(*, assignment: Assignment, by: User) -> Assignment:
    """Declare one's sheet finished; it cannot be changed afterwards. Raises ``MoveRefused``."""
    participation = lock(assignment.participation)
    locked = _locked(assignment)
    refuse(rules.finalise(queries.sheet(locked), by))
    locked.final_at = timezone.now()
    locked.save(update_fields=["final_at"])
    audit.record(by=by, action="selesai_menilai", subject=participation.subject, data={"assignment": locked.pk})
    done, all_of = queries.progress(participation)
    if done == all_of:
        # Told by the portal, so that the unit's timeline does not name who scored it.
        note_step(
            participation,
            by=None,
            text="Semua penilai selesai, menunggu penetapan nilai",
            action="semua_penilai_selesai",
        )
        notifications.all_final(participation)
    return locked


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
