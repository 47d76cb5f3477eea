"""Verbs of the assessor: score, finish a sheet."""

from django.db import transaction
from django.utils import timezone

from assessments.cycle.workflow import MoveRefused, lock, note_step, refuse
from assessments.penilaian import notifications, queries, rules
from assessments.penilaian.models import Assignment, Score
from indicators.models import Level
from units import audit
from units.models import User


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
