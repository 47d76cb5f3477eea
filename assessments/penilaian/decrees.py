"""Verbs of the decree: record, decide, certify."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.cycle import approvals
from assessments.cycle.models import Approval, Cycle, Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused, lock, make_move, note_step, refuse
from assessments.penilaian import notifications, papers, rules
from assessments.penilaian.models import Award, Decree, DecreeItem
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
    rows = Participation.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    return list(rows.select_related("cycle__instrument", "work_unit__province", "institution", "coordinator", "result"))


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
    items = DecreeItem.objects.bulk_create(
        DecreeItem(decree=decree, participation=row, total=row.result.total, awarded=row.result.meets) for row in locked
    )
    audit.record(
        by=by,
        action="catat_keputusan",
        subject=decree.subject,
        data={"number": decree.number, "units": {item.participation_id: item.awarded for item in items}},
    )
    return decree


@transaction.atomic
def decide(*, decree: Decree, by: User, approve: bool, note: str = "") -> Decree:
    """Put the decree in force as the second person, or refuse it and free its units. Raises ``MoveRefused``."""
    locked = (
        Decree.objects.select_for_update(of=("self",))
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


def issue_certificates(*, decree: Decree, by: User) -> int:
    """Issue the certificates that are missing, each in its own transaction; returns how many.

    What is interrupted goes on when asked again: nothing is issued twice. Raises ``MoveRefused``.
    """
    refuse(rules.issue_certificates(decree, by))
    waiting = Award.objects.filter(decree=decree, revoked_at=None, certificate=None)
    pks = list(waiting.order_by("participation__work_unit__name", "pk").values_list("pk", "participation"))
    return sum(_certify(award, participation, by) for award, participation in pks)


@transaction.atomic
def _certify(award_pk: int, participation_pk: int, by: User) -> bool:
    participation = lock(Participation(pk=participation_pk))
    award = Award.objects.select_for_update(of=("self",)).select_related("decree__cycle").get(pk=award_pk)
    if award.certificate_id is not None or award.revoked_at is not None:
        return False
    award.participation = participation
    award.certificate = papers.issue_certificate(award, by=by)
    award.save(update_fields=["certificate"])
    note_step(
        participation,
        by=by,
        text=f"Piagam nomor {award.certificate.number_text} diterbitkan",
        action="terbitkan_piagam",
    )
    notifications.certified([award])
    return True
