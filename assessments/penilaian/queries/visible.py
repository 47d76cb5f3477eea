"""Who sees which units and results of this stage."""

from django.db import models
from django.db.models import Q

from assessments.cycle.models import NATIONAL_ROLES, Participation, ParticipationQuerySet
from assessments.cycle.states import State
from assessments.penilaian.models import Assignment, Result
from units.models import Role, User

# From the decree on, the result is the unit's to read.
RELEASED = (State.AWARDED, State.NOT_AWARDED, State.REVOKED)
# Those who prepare and take the decision read settled results before that.
DECIDING_ROLES = (Role.LEAD, Role.ADMIN, Role.LEADERSHIP)


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
    return found.filter(participation__state__in=RELEASED)


def assignments_of(user: User) -> models.QuerySet[Assignment]:
    """The person's own live assignments, as long as the person is an assessor."""
    if not user.has_role(Role.ASSESSOR):
        return Assignment.objects.none()
    return Assignment.objects.live().filter(assessor=user).select_related(
        "participation__cycle__instrument", "participation__work_unit__province", "participation__institution",
        "participation__coordinator",
    )  # fmt: skip
