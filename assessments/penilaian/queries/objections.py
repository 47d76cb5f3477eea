"""Objections: when one may be filed, who sees which, who could review it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.penilaian.models import Moderation, Objection, ObjectionFile, ObjectionPoint, Result, TeamMember
from assessments.penilaian.queries.candidates import away, members, posted_assessors
from assessments.penilaian.queries.ties import bonds_of
from assessments.penilaian.queries.visible import released_at
from units.models import Role, User

PURPOSE = "keberatan"
Standing = Objection.Standing
# What has left the unit's hands; drafts and what was taken back are the unit's own.
FILED = (
    Standing.FILED, Standing.IN_REVIEW, Standing.PROPOSED, Standing.GRANTED, Standing.PARTLY, Standing.DENIED,
)  # fmt: skip
DECIDED = (Standing.GRANTED, Standing.PARTLY, Standing.DENIED)
PARTS: dict[str, tuple[str, ...]] = {
    "baru": (Standing.FILED,),
    "diperiksa": (Standing.IN_REVIEW,),
    "diusulkan": (Standing.PROPOSED,),
    "selesai": DECIDED,
}


@dataclass(frozen=True)
class Term:
    """When an objection to the released result may be filed. The closing instant itself is outside."""

    opens_at: dt.datetime
    closes_at: dt.datetime

    @property
    def is_open(self) -> bool:
        return self.opens_at <= timezone.now() < self.closes_at


def term_of(participation: Participation) -> Term | None:
    """The window of the unit; none before its result is released, or where the cycle opens none."""
    opens_at = released_at(participation)
    days = participation.cycle.objection_days
    return Term(opens_at, opens_at + dt.timedelta(days=days)) if opens_at and days else None


def current_result(participation: Participation) -> Result | None:
    """The result that holds, with what it replaced."""
    return Result.objects.current().filter(participation=participation).select_related("replaces").first()


def latest_of(participation: Participation) -> Objection | None:
    """The unit's latest objection that was not taken back, to whichever of its results."""
    rows = Objection.objects.filter(participation=participation).exclude(standing=Standing.WITHDRAWN)
    return rows.select_related("result", "new_result", "approval", "paper", "reviewer").order_by("-pk").first()


def points_of(objection: Objection) -> list[ObjectionPoint]:
    """The points in the order of the instrument, with their files. Two queries."""
    files = Prefetch("files", ObjectionFile.objects.select_related("file"))
    rows = objection.points.select_related("indicator__criterion", "level").prefetch_related(files)
    return list(rows)


def visible_to(user: User) -> models.QuerySet[Objection]:
    """What was filed: all of it for those who assign and decide, their own for reviewers."""
    found = Objection.objects.filter(standing__in=FILED)
    if not user.has_role(Role.LEAD, Role.ADMIN, Role.LEADERSHIP):
        found = found.filter(reviewer=user) if user.has_role(Role.ASSESSOR) else found.none()
    return found.select_related(
        "participation__cycle__instrument", "participation__work_unit__province", "participation__institution",
        "participation__coordinator", "result", "new_result", "approval__proposed_by", "approval__decided_by",
        "paper", "reviewer",
    )  # fmt: skip


def held_by(user: User, participation_pk: int) -> Objection | None:
    """The objection of the unit that the person was named to answer, if there is one. One query."""
    return visible_to(user).filter(participation=participation_pk, reviewer=user).order_by("pk").last()


def listed(user: User, *, part: str, text: str = "") -> models.QuerySet[Any]:
    """One part of the list, with how many points each has."""
    found = visible_to(user).filter(standing__in=PARTS[part])
    for word in text.split():
        unit = Q(participation__work_unit__name__icontains=word)
        found = found.filter(unit | Q(participation__work_unit__short_name__icontains=word))
    return found.annotate(size=Count("points"))


def counts(user: User) -> dict[str, int]:
    """How long each part is. One query."""
    found: dict[str, int] = (
        visible_to(user)
        .order_by()
        .aggregate(**{part: Count("pk", filter=Q(standing__in=names)) for part, names in PARTS.items()})
    )
    return found


# --- who may answer ------------------------------------------------------------------------------------------------------
def involved(participation: Participation, people: list[int]) -> dict[int, str]:
    """Who of ``people`` had a part in the unit's result or is bound to it, and why, to follow the name."""
    found = bonds_of(participation, people)
    for person in participation.assignments.values_list("assessor", flat=True):
        found[person] = "menilai unit ini, atau pernah ditugaskan menilainya"
    for person in Moderation.objects.filter(participation=participation).values_list("moderated_by", flat=True):
        found[person] = "ikut menetapkan nilai unit ini"
    # A result that came of an objection was settled by whoever reviewed it.
    for person in participation.results.values_list("settled_by", flat=True):
        found[person] = "menetapkan nilai unit ini"
    return {person: found[person] for person in people if person in found}


@dataclass(frozen=True)
class Reviewer:
    """A member of the team who could answer; ``reason_not`` is empty for one who may."""

    user: User
    member: TeamMember
    load: int
    reason_not: str


def reviewers(participation: Participation, *, by: User) -> list[Reviewer]:
    """The team for this objection: those with the fewest objections in hand first, the barred last. Nine queries."""
    team = list(members(participation.cycle).exclude(user=by))
    posted = set(posted_assessors().values_list("user", flat=True))
    barred = involved(participation, [member.user_id for member in team])
    open_ = Objection.objects.filter(standing__in=[Standing.IN_REVIEW, Standing.PROPOSED], reviewer__isnull=False)
    loads = dict(open_.order_by().values_list("reviewer").annotate(Count("pk")))
    found = []
    for member in team:
        reason = barred.get(member.user_id) or away(member)
        if member.user_id not in posted:
            reason = "tidak sedang bertugas sebagai penilai"
        found.append(Reviewer(member.user, member, loads.get(member.user_id, 0), reason))
    return sorted(found, key=lambda one: (bool(one.reason_not), one.load, one.user.name, one.user.pk))
