"""Verbs of the decree: record, decide, certify."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.cycle import approvals
from assessments.cycle.models import Approval, Cycle, Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused, make_move, refuse
from assessments.penilaian import notifications, papers, rules
from assessments.penilaian.models import Award, Decree, DecreeItem, Result
from assessments.penilaian.tasks import certify
from p2ham.lib import constraints
from units import audit
from units.models import User


@dataclass(frozen=True)
class DecreeFacts:
    """What is written on the decree."""

    number: str
    date: dt.date
    title: str
    signatory_name: str
    signatory_title: str
    place: str
    # Approved or not, the units learn nothing before this instant; None: as soon as it is approved.
    embargo_until: dt.datetime | None = None


def _locked(pks: Sequence[int]) -> list[Participation]:
    """The participations under row locks, taken in one order so that two decrees cannot wait for each other."""
    rows = Participation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=pks).order_by("pk")
    return list(rows.select_related("cycle__instrument", "work_unit__province", "institution", "coordinator"))


def record(*, cycle: Cycle, facts: DecreeFacts, participations: Sequence[Participation], by: User) -> Decree:
    """Record a decree with the outcome of each unit frozen, and propose it to a second person.

    Raises ``MoveRefused``. The outcome follows from the settled result; nobody types it.
    """
    try:
        return _record(cycle, facts, participations, by)
    except IntegrityError as error:
        raise MoveRefused(constraints.sentences(error, Decree, DecreeItem)) from error


@transaction.atomic
def _record(cycle: Cycle, facts: DecreeFacts, participations: Sequence[Participation], by: User) -> Decree:
    locked = _locked([participation.pk for participation in participations])
    refuse(rules.record_decree(cycle, by, locked, facts.date, facts.embargo_until))
    approval = approvals.propose(move=MoveName.AWARD, cycle=cycle, by=by, path=reverse("penilaian_decrees"))
    decree = Decree.objects.create(cycle=cycle, recorded_by=by, approval=approval, **vars(facts))
    settled = {found.participation_id: found for found in Result.objects.current().filter(participation__in=locked)}
    items = DecreeItem.objects.bulk_create(
        DecreeItem(decree=decree, participation=row, result=found, total=found.total, awarded=found.meets)
        for row in locked
        for found in [settled[row.pk]]
    )
    audit.record(
        by=by,
        action="catat_keputusan",
        subject=decree.subject,
        # Which units, not with what outcome: that stays sealed until the decree is in force.
        data={"number": decree.number, "units": [item.participation_id for item in items]},
    )
    return decree


@transaction.atomic
def decide(*, decree: Decree, by: User, approve: bool, note: str = "") -> Decree:
    """Approve the decree as the second person, or refuse it and free its units. Raises ``MoveRefused``.

    Without an embargo it is released at once, else by the clock at its instant.
    """
    locked = _locked_decree(decree)
    refuse(rules.decide_decree(locked, by))
    approval = approvals.decide(approval=locked.approval, by=by, approve=approve, note=note)
    locked.approval = approval
    if approval.decision != Approval.Decision.APPROVED:
        locked.is_live = False
        locked.save(update_fields=["is_live"])
        locked.items.update(is_live=False)
    elif locked.embargo_until is None or locked.embargo_until <= timezone.now():
        _release(locked, by)
    return locked


@transaction.atomic
def release(*, decree: Decree, by: User) -> Decree:
    """Tell the outcome before the embargo is over. Raises ``MoveRefused``."""
    locked = _locked_decree(decree)
    refuse(rules.release_decree(locked, by))
    audit.record(by=by, action="umumkan_keputusan", subject=locked.subject, data={"number": locked.number})
    _release(locked, by)
    return locked


def release_due() -> int:
    """Release what is approved and whose embargo is over, in the name of who approved it. Returns how many."""
    now = timezone.now()
    approved = Decree.objects.filter(approval__decision=Approval.Decision.APPROVED, released_at=None)
    count = 0
    for decree in approved.filter(embargo_until__lte=now).order_by("embargo_until", "pk"):
        with transaction.atomic():
            locked = _locked_decree(decree)
            # Two clocks, or a person who was quicker.
            if locked.released_at is None and locked.approval.decided_by is not None:
                _release(locked, locked.approval.decided_by)
                count += 1
    return count


def _locked_decree(decree: Decree) -> Decree:
    return (
        Decree.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle", "approval__participation", "approval__decided_by")
        .get(pk=decree.pk)
    )


def _release(locked: Decree, by: User) -> None:
    """Move all units of the decree at once, give the awards, issue the annex, tell everybody theirs."""
    items = {item.participation_id: item for item in locked.items.all()}
    locked.released_at = timezone.now()
    for row in _locked(list(items)):
        item = items[row.pk]
        item.participation = row
        make_move(
            row,
            MoveName.AWARD if item.awarded else MoveName.WITHHOLD,
            by=by,
            text=f"{'Predikat diberikan' if item.awarded else 'Belum berpredikat'} dengan Keputusan {locked.number}",
            data={"decree": locked.pk, "total": item.total},
            approval=locked.approval,
        )
    ordered = sorted(items.values(), key=lambda item: item.participation.work_unit.name)
    Award.objects.bulk_create(
        Award(participation=item.participation, decree=locked) for item in ordered if item.awarded
    )
    if any(item.awarded for item in ordered):
        locked.annex = papers.issue_annex(locked, [item.participation for item in ordered if item.awarded], by=by)
    locked.save(update_fields=["annex", "released_at"])
    notifications.decided(locked, ordered)


@transaction.atomic
def order_certificates(*, decree: Decree, by: User) -> None:
    """Ask for the certificates that are missing; a worker issues them one by one. Raises ``MoveRefused``.

    Asking again is harmless: nothing is issued twice.
    """
    locked = Decree.objects.select_for_update(of=("self",), no_key=True).select_related("approval").get(pk=decree.pk)
    refuse(rules.issue_certificates(locked, by))
    locked.certificates_wanted_by, locked.certificates_wanted_at = by, timezone.now()
    locked.save(update_fields=["certificates_wanted_by", "certificates_wanted_at"])
    audit.record(by=by, action="minta_piagam", subject=locked.subject, data={"number": locked.number})
    # Robust: the wish is on record, even if the queue does not answer now; the clock sends a worker again.
    transaction.on_commit(lambda: certify.enqueue(locked.pk), robust=True)
