"""An assignment ends before its sheet is finished: recused, or replaced. What was scored stays as history."""

from secrets import randbelow

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import lock, note_step, refuse
from assessments.penilaian.models import Assignment
from assessments.penilaian.notifications import scoring, team
from assessments.penilaian.rules import ending as rules
from assessments.penilaian.workflow.locking import lock_cycle
from units import audit
from units.models import User

LOTS = 2**31


def lot() -> int:
    """A place in a queue, drawn at random."""
    return randbelow(LOTS)


def end(locked: Participation, assignment: Assignment, *, how: str, reason: str, by: User) -> Assignment | None:
    """End an assignment under the lock of its unit; None when it is finished or has ended meanwhile."""
    row = (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("assessor")
        .filter(pk=assignment.pk, ended_at=None, final_at=None)
        .first()
    )
    if row is None:
        return None
    row.ended_at, row.ended_by, row.ending, row.ending_reason = timezone.now(), by, how, reason.strip()
    row.save(update_fields=["ended_at", "ended_by", "ending", "ending_reason"])
    audit.record(
        by=by,
        action="akhiri_penugasan",
        subject=locked.subject,
        data={"assignment": row.pk, "assessor": row.assessor_id, "ending": how, "reason": row.ending_reason},
    )
    return row


@transaction.atomic
def recuse(*, assignment: Assignment, reason: str, by: User) -> Assignment:
    """Step back from a unit with a reason; the lead is told to find a substitute. Raises ``MoveRefused``."""
    locked = lock(assignment.participation)
    current = Assignment.objects.select_related("participation").get(pk=assignment.pk)
    current.participation = locked
    refuse(rules.recuse(current, by, reason))
    ended = end(locked, current, how=Assignment.Ending.RECUSED, reason=reason, by=by)
    assert ended is not None
    # Told by the portal, so that the unit's timeline does not name who scores it.
    note_step(locked, by=None, text="Menunggu penilai pengganti", action="perlu_penilai_pengganti")
    team.place_free(locked, ended)
    return ended


@transaction.atomic
def replace(*, assignment: Assignment, to: User, reason: str = "", by: User) -> Assignment:
    """Give the place of an unfinished or ended assignment to somebody else. Raises ``MoveRefused``."""
    # Two places given at once to one person are given one after the other, so that the quota holds.
    lock_cycle(assignment.participation.cycle)
    locked = lock(assignment.participation)
    current = Assignment.objects.select_related("participation").get(pk=assignment.pk)
    current.participation = locked
    refuse(rules.replace(current, by, to, reason))
    if current.ended_at is None:
        ended = end(locked, current, how=Assignment.Ending.REPLACED, reason=reason, by=by)
        assert ended is not None
        team.relieved(locked, ended)
    made = take_over(locked, current, to=to, by=by)
    note_step(locked, by=None, text="Penilai pengganti ditugaskan", action="penilai_pengganti")
    scoring.assigned(locked, [to])
    return made


def take_over(locked: Participation, old: Assignment, *, to: User, by: User) -> Assignment:
    """Put somebody into the place of an ended assignment, under the lock of the unit."""
    made = Assignment.objects.create(
        participation=locked, assessor=to, kind=old.kind, replaces=old, assigned_by=by, lot=lot()
    )
    data = {"assignment": made.pk, "assessor": to.pk, "replaces": old.pk}
    audit.record(by=by, action="ganti_penilai", subject=locked.subject, data=data)
    return made
