"""The proposed outcomes of a region side by side: which may be decided now, and why the others may not."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from assessments.cycle.models import Approval, Cycle, Participation
from assessments.cycle.states import MoveName, State
from assessments.verifikasi.models import CheckHold
from assessments.verifikasi.queries import worklists
from p2ham.lib import dates
from units.models import Posting, User, WorkUnit

# Where a unit of the region may stand before its outcome is proposed.
BEFORE = (State.DECLARED, State.SUBMITTED, State.IN_CHECK, State.RETURNED)


@dataclass(frozen=True)
class Row:
    """One unit of the region: its proposal, or what it still waits for."""

    participation: Participation
    approval: Approval | None
    reason: str = ""

    @property
    def is_ready(self) -> bool:
        return self.approval is not None and not self.reason


def offices(cycle: Cycle) -> list[tuple[int, str, int]]:
    """The regions that have units in the verification of the cycle, each with how many proposals wait."""
    proposed = Approval.objects.filter(
        decision=Approval.Decision.PENDING,
        move__in=worklists.OUTCOMES,
        participation__coordinator=OuterRef("pk"),
        participation__cycle=cycle,
    )
    count = proposed.order_by().values("participation__coordinator").annotate(count=Count("pk")).values("count")
    found = Participation.objects.filter(cycle=cycle, state__in=BEFORE).order_by().values("coordinator")
    rows = WorkUnit.objects.filter(pk__in=found).annotate(proposed=Coalesce(Subquery(count), 0))
    return list(rows.order_by("short_name").values_list("pk", "short_name", "proposed"))


def of_region(cycle: Cycle, office: int, user: User) -> list[Row]:
    """All units of a region that are not decided, in four queries: those that may be decided by this person first."""
    rows = (
        Participation.objects.visible_to(user)
        .filter(cycle=cycle, coordinator=office)
        .in_state(*BEFORE)
        .with_place()
        .annotate(
            held_by=Subquery(CheckHold.objects.filter(participation=OuterRef("pk")).values("verifier__name")[:1]),
            owner=Subquery(worklists.owned().values("verifier__name")[:1]),
        )
        .order_by("work_unit__name", "pk")
    )
    pending = Approval.objects.filter(
        decision=Approval.Decision.PENDING, move__in=worklists.OUTCOMES, participation__coordinator=office
    ).select_related("proposed_by")
    approvals = {row.participation_id: row for row in pending.filter(cycle=F("participation__cycle"))}
    posted = Posting.objects.overlapping(cycle.first_day, cycle.last_day).filter(user=user)
    places = set(posted.exclude(work_unit=None).values_list("work_unit", flat=True))
    found = [Row(row, approvals.get(row.pk), _reason(row, approvals.get(row.pk), places, user)) for row in rows]
    return sorted(found, key=lambda each: (not each.is_ready, each.approval is None))


def _reason(row: Participation, approval: Approval | None, places: set[int], user: User) -> str:
    if {row.work_unit_id, row.coordinator_id} & places:
        return "Anda bertugas atau pernah bertugas di unit ini atau koordinatornya"
    if approval:
        return "usulan Anda sendiri; diputuskan orang lain" if approval.proposed_by_id == user.pk else ""
    who = row.held_by or row.owner  # type: ignore[attr-defined]
    return standing(row) or (f"masih diperiksa {who}" if who else "masih diperiksa")


def standing(row: Participation) -> str:
    """What a unit that is not being checked waits for; empty for one that is."""
    if row.state == State.DECLARED:
        return "belum menyampaikan data dukung"
    if row.state == State.SUBMITTED:
        return "belum mulai diperiksa"
    if row.state == State.RETURNED:
        return f"sedang diperbaiki unit sampai {dates.short_date(row.until)}" if row.until else "sedang diperbaiki unit"
    return ""


def label(approval: Approval) -> str:
    """What is proposed, in a word."""
    return "Lolos" if approval.move == MoveName.PASS else "Tidak lolos"
