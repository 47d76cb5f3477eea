"""The team of a cycle: its members with what they have to do."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from assessments.cycle.models import Cycle
from assessments.cycle.states import State
from assessments.penilaian.models import Assignment, DeclaredConflict, TeamMember
from assessments.penilaian.queries.candidates import posted_assessors
from p2ham.lib import dates
from units.models import User

STANDINGS = {
    "aktif": "Dapat ditugaskan",
    "berhalangan": "Sedang berhalangan",
    "penuh": "Kuota penuh",
    "tanpa_peran": "Tidak lagi berperan penilai",
    "berhenti": "Sudah berhenti",
}


def team(cycle: Cycle) -> QuerySet[Any]:
    """Everybody who is or was a member, with ``load`` (units of theirs), ``unfinished`` and ``is_posted``."""
    mine = Q(user__assignments__participation__cycle=F("cycle"), user__assignments__ended_at=None)
    rows = TeamMember.objects.filter(cycle=cycle).select_related("user", "home_province", "cycle")
    return rows.annotate(
        load=Count("user__assignments", filter=mine, distinct=True),
        unfinished=Count("user__assignments", filter=mine & Q(user__assignments__final_at=None), distinct=True),
        is_posted=Exists(posted_assessors().filter(user=OuterRef("user"))),
    )


def chosen(cycle: Cycle, *, text: str = "", body: str = "", expertise: str = "", standing: str = "") -> QuerySet[Any]:
    """Those of the team whom the filters leave."""
    found = team(cycle)
    for word in text.split():
        found = found.filter(Q(user__name__icontains=word) | Q(body__icontains=word) | Q(user__email__icontains=word))
    if body:
        found = found.filter(body=body)
    if expertise:
        found = found.filter(expertise=expertise)
    return found.filter(_standing(standing)) if standing in STANDINGS else found


def _standing(name: str) -> Q:
    today = dates.today()
    away = Q(away_from__lte=today, away_until__gte=today)
    here = Q(left_at=None)
    found = {
        "berhenti": Q(left_at__isnull=False),
        "tanpa_peran": here & Q(is_posted=False),
        "berhalangan": here & away,
        "penuh": here & Q(load__gte=F("quota")),
        "aktif": here & Q(is_posted=True, load__lt=F("quota")) & (Q(away_from=None) | ~away),
    }
    return found[name]


def standing_of(member: Any) -> tuple[str, str]:
    """Where a member of ``team`` stands, in words, and the tone of it."""
    if member.has_left:
        return f"Berhenti {dates.short_date(member.left_at.astimezone(dates.WIB).date())}", "neutral"
    if not member.is_posted:
        return "Tidak lagi berperan penilai", "danger"
    if member.is_away(dates.today()):
        return f"Berhalangan sampai {dates.short_date(member.away_until)}", "attention"
    if member.load >= member.quota:
        return "Kuota penuh", "waiting"
    return "Dapat ditugaskan", "success"


def bodies(cycle: Cycle) -> list[str]:
    """The institutions of the team, by name."""
    return _different(cycle, "body")


def expertises(cycle: Cycle) -> list[str]:
    """What the members are versed in, by name."""
    return _different(cycle, "expertise")


def _different(cycle: Cycle, column: str) -> list[str]:
    rows = TeamMember.objects.filter(cycle=cycle).exclude(**{column: ""}).order_by(column)
    return list(rows.values_list(column, flat=True).distinct())


def not_yet_members(cycle: Cycle) -> QuerySet[User]:
    """Everybody posted as an assessor today who is not a member."""
    there = TeamMember.objects.filter(cycle=cycle, left_at=None).values("user")
    return User.objects.filter(pk__in=posted_assessors().values("user")).exclude(pk__in=there).order_by("name", "pk")


def unfinished(member: TeamMember) -> QuerySet[Assignment]:
    """The member's units whose sheets are not finished."""
    rows = Assignment.objects.live().filter(
        assessor=member.user_id, participation__cycle=member.cycle_id, final_at=None
    )
    return rows.select_related("participation__work_unit").order_by("participation__work_unit__name", "pk")


def under_way(conflict: DeclaredConflict) -> QuerySet[Assignment]:
    """The person's unfinished units that a declared conflict is about."""
    rows = Assignment.objects.live().filter(
        assessor=conflict.user_id,
        participation__cycle=conflict.cycle_id,
        participation__state=State.IN_SCORING,
        final_at=None,
    )
    if conflict.work_unit_id:
        rows = rows.filter(participation__work_unit=conflict.work_unit_id)
    else:
        rows = rows.filter(participation__work_unit__province=conflict.province_id)
    return rows.select_related("participation__work_unit").order_by("participation__work_unit__name", "pk")
