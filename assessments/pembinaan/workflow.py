"""Verbs of coaching: ask, answer, accept, send back; and of revocation: propose, decide."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.cycle import approvals
from assessments.cycle.models import Approval, Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused, lock, make_move, note_step, refuse
from assessments.documents import workflow as documents
from assessments.files.models import StoredFile
from assessments.pembinaan import notifications, queries, rules
from assessments.pembinaan.models import ActionEvidence, ActionItem, ActionReply, Revocation
from assessments.penilaian.models import Award
from p2ham.lib import constraints, dates
from units.models import User


def create(
    *, participation: Participation, indicator_id: int, text: str, owner: str, due_date: dt.date, by: User
) -> ActionItem:
    """Make an action item from a lost point; raises ``MoveRefused``."""
    try:
        return _create(participation, indicator_id, text, owner, due_date, by)
    except IntegrityError as error:
        raise MoveRefused(constraints.sentences(error, ActionItem)) from error


@transaction.atomic
def _create(
    participation: Participation, indicator_id: int, text: str, owner: str, due_date: dt.date, by: User
) -> ActionItem:
    locked = lock(participation)
    points = queries.lost_points(locked)
    point = next((point for point in points if point.indicator.pk == indicator_id), None)
    refuse(rules.create(locked, by, point, text=text, owner=owner, due_date=due_date))
    item = ActionItem.objects.create(
        participation=locked, indicator_id=indicator_id, text=text, owner=owner, due_date=due_date, created_by=by
    )
    note_step(
        locked,
        by=by,
        text=f"Butir pembinaan {item.indicator.code} dibuat, batas waktu {dates.short_date(due_date)}",
        note=text,
        action="buat_butir_pembinaan",
    )
    notifications.created(item)
    return item


def _locked(item: ActionItem) -> ActionItem:
    participation = lock(item.participation)
    found = (
        ActionItem.objects.select_for_update(of=("self",), no_key=True)
        .select_related("indicator", "created_by")
        .get(pk=item.pk)
    )
    found.participation = participation
    return found


def _latest(item: ActionItem) -> ActionReply | None:
    return item.replies.filter(from_unit=True).order_by("created_at", "pk").last()


@transaction.atomic
def answer(*, item: ActionItem, text: str, files: Sequence[StoredFile], by: User) -> ActionReply:
    """Answer an item for the unit, with the evidence received for it. Raises ``MoveRefused``."""
    locked = _locked(item)
    refuse(rules.answer(locked, by, text=text, files=files))
    reply = ActionReply.objects.create(item=locked, text=text, author=by, from_unit=True)
    ActionEvidence.objects.bulk_create(ActionEvidence(reply=reply, file=file) for file in files)
    locked.status = ActionItem.Status.ANSWERED
    locked.save(update_fields=["status"])
    note_step(
        locked.participation,
        by=by,
        text=f"Butir pembinaan {locked.indicator.code} dijawab dengan {len(files)} berkas",
        note=text,
        action="jawab_butir_pembinaan",
    )
    notifications.answered(locked, reply)
    return reply


@transaction.atomic
def accept(*, item: ActionItem, by: User) -> ActionItem:
    """Accept the unit's answer: the item is done. Raises ``MoveRefused``."""
    locked = _locked(item)
    refuse(rules.check(locked, by, _latest(locked)))
    locked.status, locked.closed_at, locked.closed_by = ActionItem.Status.DONE, timezone.now(), by
    locked.save(update_fields=["status", "closed_at", "closed_by"])
    note_step(
        locked.participation,
        by=by,
        text=f"Butir pembinaan {locked.indicator.code} selesai",
        action="selesaikan_butir_pembinaan",
    )
    notifications.accepted(locked)
    return locked


@transaction.atomic
def send_back(*, item: ActionItem, note: str, by: User) -> ActionReply:
    """Send the unit's answer back with a note: the item is open again. Raises ``MoveRefused``."""
    locked = _locked(item)
    refuse(rules.send_back(locked, by, _latest(locked), note))
    reply = ActionReply.objects.create(item=locked, text=note.strip(), author=by, from_unit=False)
    locked.status = ActionItem.Status.OPEN
    locked.save(update_fields=["status"])
    note_step(
        locked.participation,
        by=by,
        text=f"Tindak lanjut {locked.indicator.code} dikembalikan",
        note=reply.text,
        action="kembalikan_butir_pembinaan",
    )
    notifications.sent_back(locked, reply)
    return reply


# --- revocation --------------------------------------------------------------------------------------------------------
@transaction.atomic
def propose_revocation(*, participation: Participation, reason: str, by: User) -> Revocation:
    """Propose to revoke the predikat; a second person decides. Raises ``MoveRefused``."""
    locked = lock(participation)
    refuse(rules.propose_revocation(locked, by, reason))
    award = Award.objects.select_for_update(of=("self",), no_key=True).get(participation=locked)
    approval = approvals.propose(
        move=MoveName.REVOKE,
        cycle=locked.cycle,
        by=by,
        note=reason.strip(),
        participation=locked,
        path=reverse("participation", args=[locked.pk]),
    )
    return Revocation.objects.create(award=award, reason=reason.strip(), approval=approval)


@transaction.atomic
def decide_revocation(*, revocation: Revocation, by: User, approve: bool, note: str = "") -> Revocation:
    """Revoke the predikat and its certificate as the second person, or refuse to. Raises ``MoveRefused``."""
    participation = lock(revocation.award.participation)
    award = (
        Award.objects.select_for_update(of=("self",), no_key=True)
        .select_related("certificate")
        .get(participation=participation)
    )
    found = Revocation.objects.select_related("approval").get(pk=revocation.pk)
    award.participation, found.award = participation, award
    refuse(rules.decide_revocation(found, by))
    found.approval = approvals.decide(approval=found.approval, by=by, approve=approve, note=note)
    if found.approval.decision != Approval.Decision.APPROVED:
        return found
    make_move(
        participation, MoveName.REVOKE, by=by, text="Predikat dicabut", note=found.reason, approval=found.approval
    )
    award.revoked_at = timezone.now()
    award.save(update_fields=["revoked_at"])
    if award.certificate is not None:
        documents.revoke(document=award.certificate, by=by, note=f"Predikat dicabut: {found.reason}")
    notifications.revoked(found)
    return found
