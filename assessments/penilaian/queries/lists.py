"""Lists of assessors and of the lead; counts of finished sheets, never a value."""

from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from assessments.cycle.models import Cycle, Participation, ParticipationQuerySet
from assessments.cycle.states import State
from assessments.penilaian.models import Assignment
from assessments.penilaian.queries.visible import RELEASED, assignments_of
from units.models import Posting, Role, User

# Of a unit in scoring: somebody still has to finish a sheet; a place is vacant.
_PENDING = Q(Exists(Assignment.objects.pending().filter(participation=OuterRef("pk"))))
_VACANT = Q(Exists(Assignment.objects.vacant().filter(participation=OuterRef("pk"))))


def queue(user: User, *, part: str = "perlu", text: str = "") -> models.QuerySet[Any]:
    """The person's assignments with how far each is. ``part``: perlu (still to be scored) or selesai."""
    found = assignments_of(user).annotate(scored=Count("scores", filter=Q(scores__is_current=True)))
    open_ = Q(final_at=None, participation__state=State.IN_SCORING)
    found = found.filter(open_) if part == "perlu" else found.exclude(open_)
    for word in text.split():
        found = found.filter(
            Q(participation__work_unit__name__icontains=word) | Q(participation__work_unit__short_name__icontains=word)
        )
    return found.order_by("lot", "pk")


def assessors() -> list[User]:
    """Everybody posted as an assessor today, by name."""
    posted = Posting.objects.current().filter(role=Role.ASSESSOR)
    return list(User.objects.filter(pk__in=posted.values("user")).order_by("name", "pk"))


def workload() -> dict[int, int]:
    """How many units each assessor still has to score, by user id. One query."""
    open_ = Assignment.objects.live().filter(final_at=None, participation__state=State.IN_SCORING)
    return dict(open_.order_by().values_list("assessor").annotate(Count("pk")))


def units_to_score(cycle: Cycle, *, part: str, text: str = "") -> ParticipationQuerySet:
    """The lead's list. ``part``: tugaskan, pengganti, berjalan, siap or selesai. Counts of finished sheets, never a value."""
    found = Participation.objects.filter(cycle=cycle).with_place()
    if part == "tugaskan":
        found = found.in_state(State.PASSED)
    elif part == "pengganti":
        found = found.in_state(State.IN_SCORING).filter(_VACANT)
    elif part == "selesai":
        found = found.in_state(State.SETTLED, *RELEASED)
    else:
        found = found.in_state(State.IN_SCORING)
        found = found.filter(_PENDING & ~_VACANT if part == "berjalan" else ~_PENDING)
    for word in text.split():
        found = found.filter(Q(work_unit__name__icontains=word) | Q(work_unit__short_name__icontains=word))
    return found.annotate(
        done=Count("assignments__final_at"), assessors=Count("assignments", filter=Q(assignments__ended_at=None))
    )


def counts_to_score(cycle: Cycle) -> dict[str, int]:
    """How long each part of the lead's list is. One query."""
    found: dict[str, int] = Participation.objects.filter(cycle=cycle).aggregate(
        tugaskan=Count("pk", filter=Q(state=State.PASSED)),
        pengganti=Count("pk", filter=Q(state=State.IN_SCORING) & _VACANT),
        berjalan=Count("pk", filter=Q(state=State.IN_SCORING) & _PENDING & ~_VACANT),
        siap=Count("pk", filter=Q(state=State.IN_SCORING) & ~_PENDING),
        selesai=Count("pk", filter=Q(state__in=[State.SETTLED, *RELEASED])),
    )
    return found
