"""Who scores a unit, and who did: how far each is, never what was given."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from assessments.cycle.models import Participation
from assessments.penilaian.models import Assignment, Score, TeamMember
from assessments.penilaian.queries.ties import bonds_of


def bonds(participation: Participation) -> dict[int, str]:
    """Why those who score the unit may not do so any more, by person, to follow the name. Six queries."""
    people = participation.assignments.live().values_list("assessor", flat=True)
    return bonds_of(participation, list(people))


def places(participation: Participation) -> QuerySet[Any]:
    """Every assignment of the unit, live ones first, with ``body``, ``is_begun`` and ``taken``. One query."""
    member = TeamMember.objects.filter(cycle=participation.cycle_id, user=OuterRef("assessor"))
    return (
        Assignment.objects.filter(participation=participation)
        .select_related("assessor")
        .annotate(
            body=Subquery(member.values("body")[:1]),
            is_begun=Exists(Score.objects.filter(assignment=OuterRef("pk"))),
            taken=Count("successors"),
        )
        .order_by("assigned_at", "pk")
    )
