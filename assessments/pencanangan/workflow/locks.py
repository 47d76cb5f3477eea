"""Rows of stage 1 under locks, always in the same order."""

from collections.abc import Iterable

from assessments.cycle.models import Participation
from assessments.pencanangan.models import Application
from units.models import Invitation, Role


def lock_all(participations: Iterable[int]) -> list[Participation]:
    """The participations under row locks, always in the same order."""
    return list(
        Participation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle", "work_unit__province", "coordinator__province", "institution")
        # By a query of its own, after the lock: a row that is only joined may be older than the lock.
        .prefetch_related("nomination")
        .filter(pk__in=participations)
        .order_by("pk")
    )


def lock_application(application: Application) -> Application:
    """The application under a row lock; its ceremony is read after it, when asked for."""
    # Not joined: a row that is only joined may be older than the lock.
    return (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle", "applicant__province")
        .get(pk=application.pk)
    )


def lock_invitations(participation: Participation) -> list[Invitation]:
    """The open invitations of the unit's operators under row locks: whoever accepts one now did so before, or waits.

    To be called before the papers and postings are read.
    """
    return list(
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .filter(work_unit=participation.work_unit_id, role=Role.OPERATOR, accepted_at=None, withdrawn_at=None)
        .order_by("pk")
    )
