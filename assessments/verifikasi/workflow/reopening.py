"""A decided outcome is opened again: with a reason, by two people, and its paper holds no longer."""

from django.db import transaction
from django.urls import reverse

from assessments.cycle import approvals
from assessments.cycle.models import Approval, Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import lock, make_move, note_step, refuse
from assessments.documents import workflow as documents
from assessments.documents.models import Document
from assessments.verifikasi import notifications, queries, rules
from assessments.verifikasi.workflow import assigning
from units.models import User

PROPOSED = "Pembukaan kembali hasil verifikasi diajukan untuk keputusan orang kedua"
KEPT = "Hasil verifikasi tetap setelah ditinjau orang kedua"


@transaction.atomic
def propose_reopen(*, participation: Participation, note: str, by: User) -> Approval:
    """Propose to open a decided outcome again; nothing happens until a second person agrees. Raises ``MoveRefused``."""
    locked = lock(participation)
    refuse(rules.reopen(locked, by, note))
    path = reverse("verifikasi_finish", args=[locked.pk])
    approval = approvals.propose(
        move=MoveName.REOPEN, cycle=locked.cycle, by=by, note=note.strip(), participation=locked, path=path
    )
    note_step(locked, by=by, text=PROPOSED, action="ajukan_buka_kembali")
    return approval


@transaction.atomic
def decide_reopen(*, approval: Approval, by: User, approve: bool, note: str = "") -> None:
    """Open the outcome again, or leave it as it is with a reason. Raises ``MoveRefused``."""
    assert approval.participation is not None
    locked = lock(approval.participation)
    approval = Approval.objects.select_related("cycle", "participation__cycle", "proposed_by").get(pk=approval.pk)
    refuse(rules.decide(approval, by))
    if not approve:
        approvals.decide(approval=approval, by=by, approve=False, note=note)
        note_step(locked, by=by, text=KEPT, action="tolak_buka_kembali")
        return
    for paper in queries.outcome_papers(locked):
        if paper.standing == Document.Standing.VALID:
            documents.revoke(document=paper, by=by, note=f"Hasil verifikasi dibuka kembali: {approval.note}")
    decided = approvals.decide(approval=approval, by=by, approve=True, note=note)
    make_move(
        locked,
        MoveName.REOPEN,
        by=by,
        text="Hasil verifikasi dibuka kembali; naskah hasil yang terbit tidak berlaku lagi",
        note=decided.note,
        approval=decided,
    )
    assigning.give(locked, to=decided.proposed_by, by=by)
    notifications.reopened(locked, reason=decided.note)
