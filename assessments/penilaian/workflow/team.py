"""Who belongs to the team: added by decree, away for some days, gone with a reason."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.cycle.workflow import lock, note_step, refuse
from assessments.penilaian.models import Assignment, TeamMember
from assessments.penilaian.notifications import team as notifications
from assessments.penilaian.queries import team
from assessments.penilaian.rules import team as rules
from assessments.penilaian.workflow.ending import end
from assessments.penilaian.workflow.locking import lock_cycle
from units import audit
from units.models import User

FACTS = (
    "decree_number",
    "decree_date",
    "body",
    "expertise",
    "home_province_id",
    "quota",
    "away_from",
    "away_until",
)


def _facts(member: TeamMember) -> dict[str, Any]:
    return {name: getattr(member, name) for name in FACTS}


@transaction.atomic
def add_member(*, member: TeamMember, by: User) -> TeamMember:
    """Take a person into the team, or back into it. Raises ``MoveRefused``."""
    member.cycle = lock_cycle(member.cycle)
    refuse(rules.add_member(member, by))
    made, created = TeamMember.objects.get_or_create(
        cycle=member.cycle, user=member.user, defaults={**_facts(member), "added_by": by}
    )
    if not created:
        for name in FACTS:
            setattr(made, name, getattr(member, name))
        made.left_at, made.left_reason = None, ""
        made.added_by, made.added_at = by, timezone.now()
        made.save()
    audit.record(by=by, action="tambah_anggota_tim", subject=made.subject, data={"user": made.user_id, **_facts(made)})
    notifications.joined(made)
    return made


@transaction.atomic
def add_members(*, members: Sequence[TeamMember], by: User) -> list[TeamMember]:
    """Take all of these into the team, or none. Raises ``MoveRefused``."""
    return [add_member(member=member, by=by) for member in members]


@transaction.atomic
def change_member(*, member: TeamMember, by: User) -> bool:
    """Record a member's facts as they are now on ``member``; tells whether anything changed. Raises ``MoveRefused``."""
    lock_cycle(member.cycle)
    before = TeamMember.objects.select_related("cycle", "user").get(pk=member.pk)
    old, new = _facts(before), _facts(member)
    changed = {name: new[name] for name in FACTS if old[name] != new[name]}
    member.left_at = before.left_at
    refuse(rules.change_member(member, by))
    if not changed:
        return False
    TeamMember.objects.filter(pk=member.pk).update(**changed)
    audit.record(by=by, action="ubah_anggota_tim", subject=member.subject, data=changed)
    return True


@transaction.atomic
def leave_team(*, member: TeamMember, reason: str, free: bool, by: User) -> int:
    """Let a member go; finished sheets stay. Returns how many places became free. Raises ``MoveRefused``."""
    lock_cycle(member.cycle)
    locked = TeamMember.objects.select_related("cycle", "user").get(pk=member.pk)
    refuse(rules.leave_team(locked, by, free=free))
    freed = 0
    for row in team.unfinished(locked).order_by("participation"):
        participation = lock(row.participation)
        # Finished while this waited for the unit: it stays.
        if end(participation, row, how=Assignment.Ending.REPLACED, reason=f"Berhenti dari tim: {reason}"[:500], by=by):
            note_step(participation, by=None, text="Menunggu penilai pengganti", action="perlu_penilai_pengganti")
            freed += 1
    locked.left_at, locked.left_reason = timezone.now(), reason.strip()
    locked.save(update_fields=["left_at", "left_reason"])
    data = {"user": locked.user_id, "reason": locked.left_reason, "freed": freed}
    audit.record(by=by, action="berhenti_dari_tim", subject=locked.subject, data=data)
    return freed
