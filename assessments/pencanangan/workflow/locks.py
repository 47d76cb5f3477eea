"""Rows of stage 1 under locks, always in the same order."""

from collections.abc import Iterable

from assessments.cycle.models import Participation
from assessments.pencanangan.models import Application


def lock_all(participations: Iterable[int]) -> list[Participation]:
    """The participations under row locks, always in the same order."""
    return list(
        Participation.objects.select_for_update(of=("self",))
        .select_related("cycle", "work_unit__province", "coordinator__province", "institution")
        # By a query of its own, after the lock: a row that is only joined may be older than the lock.
        .prefetch_related("nomination")
        .filter(pk__in=participations)
        .order_by("pk")
    )


def lock_application(application: Application) -> Application:
    """The application with its ceremony, under a row lock."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("cycle", "applicant__province", "ceremony")
        .get(pk=application.pk)
    )
