"""Conflicts of interest, declared by the person or recorded by the lead."""

from django.db import transaction
from django.utils import timezone

from assessments.cycle.workflow import refuse
from assessments.penilaian.models import DeclaredConflict
from assessments.penilaian.notifications import team as notifications
from assessments.penilaian.queries.team import under_way
from assessments.penilaian.rules import declaring as rules
from assessments.penilaian.workflow.locking import lock_cycle
from units import audit
from units.models import User


@transaction.atomic
def declare_conflict(*, conflict: DeclaredConflict, by: User) -> DeclaredConflict:
    """Record a conflict; the person is given no such unit any more, and opens none.

    The lead is told when the person is at work on one. Raises ``MoveRefused``.
    """
    lock_cycle(conflict.cycle)
    refuse(rules.declare_conflict(conflict, by))
    conflict.declared_by = by
    conflict.save()
    _record("nyatakan_benturan", conflict, by)
    notifications.conflict_declared(conflict, under_way(conflict), by)
    return conflict


@transaction.atomic
def withdraw_conflict(*, conflict: DeclaredConflict, by: User) -> None:
    """Take a conflict back; it stays as history. Raises ``MoveRefused``."""
    lock_cycle(conflict.cycle)
    conflict.refresh_from_db(fields=["withdrawn_at"])
    refuse(rules.withdraw_conflict(conflict, by))
    conflict.withdrawn_at = timezone.now()
    conflict.save(update_fields=["withdrawn_at"])
    _record("tarik_benturan", conflict, by)


def _record(action: str, conflict: DeclaredConflict, by: User) -> None:
    data = {"work_unit": conflict.work_unit_id, "province": conflict.province_id, "reason": conflict.reason}
    audit.record(by=by, action=action, subject=f"user:{conflict.user_id}", data={"conflict": conflict.pk, **data})
