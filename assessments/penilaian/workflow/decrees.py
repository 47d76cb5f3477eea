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
    refuse(rules.record_decree(cycle, by, locked, facts.date))
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
    """Put the decree in force as the second person, or refuse it and free its units. Raises ``MoveRefused``."""
    locked = (
        Decree.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle", "approval__participation")
        .get(pk=decree.pk)
    )
    items = {item.participation_id: item for item in locked.items.all()}
    rows = _locked(list(items))
    refuse(rules.decide_decree(locked, by))
    approval = approvals.decide(approval=locked.approval, by=by, approve=approve, note=note)
    locked.approval = approval
    if approval.decision != Approval.Decision.APPROVED:
        locked.is_live = False
        locked.save(update_fields=["is_live"])
        locked.items.update(is_live=False)
        return locked
    for row in rows:
        item = items[row.pk]
        item.participation = row
        make_move(
            row,
            MoveName.AWARD if item.awarded else MoveName.WITHHOLD,
            by=by,
            text=f"{'Predikat diberikan' if item.awarded else 'Belum berpredikat'} dengan Keputusan {locked.number}",
            data={"decree": locked.pk, "total": item.total},
            approval=approval,
        )
    ordered = sorted(items.values(), key=lambda item: item.participation.work_unit.name)
    Award.objects.bulk_create(
        Award(participation=item.participation, decree=locked) for item in ordered if item.awarded
    )
    if any(item.awarded for item in ordered):
        locked.annex = papers.issue_annex(locked, [item.participation for item in ordered if item.awarded], by=by)
        locked.save(update_fields=["annex"])
    notifications.decided(locked, ordered)
    return locked


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
