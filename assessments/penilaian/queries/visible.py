"""Who sees which units and results of this stage."""

import datetime as dt

from django.db import models
from django.db.models import Q

from assessments.cycle.models import NATIONAL_ROLES, Approval, Participation, ParticipationQuerySet
from assessments.cycle.states import State
from assessments.penilaian.models import Assignment, Decree, Result
from units.models import Role, User

# From the decree on, the result is the unit's to read.
RELEASED = (State.AWARDED, State.NOT_AWARDED, State.REVOKED)
# Those who prepare and take the decision read settled results before that.
DECIDING_ROLES = (Role.LEAD, Role.ADMIN, Role.LEADERSHIP)
# Results that their units know: released, or changed by an objection that was told and waiting for a further decree.
TOLD = Q(participation__state__in=RELEASED) | Q(participation__state=State.SETTLED, replaces__isnull=False)


def participations_visible_to(user: User) -> ParticipationQuerySet:
    """What the spine shows, and for assessors the units assigned to them."""
    seen = Participation.objects.visible_to(user)
    if user.has_role(*NATIONAL_ROLES) or not user.has_role(Role.ASSESSOR):
        return seen
    mine = Assignment.objects.live().filter(assessor=user).values("participation")
    return Participation.objects.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=mine))


def results_visible_to(user: User) -> models.QuerySet[Result]:
    """Results of visible units once released; before that only for those who take the decision."""
    found = Result.objects.current().filter(participation__in=Participation.objects.visible_to(user))
    if user.has_role(*DECIDING_ROLES):
        return found
    return found.filter(TOLD)


def is_told(result: Result) -> bool:
    """Whether the unit knows this result of its own: ``TOLD`` for one row."""
    return Result.objects.filter(TOLD, pk=result.pk).exists()


def released_at(participation: Participation) -> dt.datetime | None:
    """The instant at which the outcome of the unit was released; None: it is not."""
    if participation.state not in RELEASED:
        return None
    decrees = Decree.objects.filter(items__participation=participation, approval__decision=Approval.Decision.APPROVED)
    decree = decrees.select_related("approval").order_by("-approval__decided_at").first()
    return (decree.released_at or decree.approval.decided_at) if decree else None


def assignments_of(user: User) -> models.QuerySet[Assignment]:
    """The person's own live assignments, as long as the person is an assessor."""
    if not user.has_role(Role.ASSESSOR):
        return Assignment.objects.none()
    return Assignment.objects.live().filter(assessor=user).select_related(
        "participation__cycle__instrument", "participation__work_unit__province", "participation__institution",
        "participation__coordinator",
    )  # fmt: skip
