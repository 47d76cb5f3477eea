"""The outcome of a check: a verifier proposes, a second person decides, the paper is issued."""

from django.db import transaction
from django.urls import reverse

from assessments.cycle import approvals
from assessments.cycle.models import Approval, Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused, lock, make_move, note_step, refuse
from assessments.documents.models import Document
from assessments.verifikasi import notifications, papers, queries, rules
from assessments.verifikasi.workflow import assigning
from units.models import User

# The unit reads the timeline too: which outcome was proposed is not its to know before it is decided.
PROPOSED = "Hasil pemeriksaan diajukan untuk keputusan orang kedua"
SENT_BACK = "Pemeriksaan dilanjutkan setelah hasilnya ditinjau orang kedua"


@transaction.atomic
def propose_pass(*, participation: Participation, announce: bool = True, by: User) -> Approval:
    """Propose that the unit passes; nothing happens until a second person agrees. Raises ``MoveRefused``."""
    locked = lock(participation)
    sheet = queries.sheet(locked, drafts=True)
    refuse(rules.propose_pass(locked, sheet, queries.holder(locked), by))
    return _propose(locked, MoveName.PASS, note="", announce=announce, by=by)


@transaction.atomic
def propose_fail(*, participation: Participation, note: str, announce: bool = True, by: User) -> Approval:
    """Propose that the unit fails, with the reason; nothing happens until a second person agrees."""
    locked = lock(participation)
    sheet = queries.sheet(locked, drafts=True)
    refuse(rules.propose_fail(locked, sheet, queries.holder(locked), by, note))
    return _propose(locked, MoveName.FAIL, note=note, announce=announce, by=by)


def _propose(locked: Participation, move: MoveName, *, note: str, announce: bool, by: User) -> Approval:
    # The address needs the row's id, and the row's message needs the address.
    path = reverse("verifikasi_finish", args=[locked.pk])
    approval = approvals.propose(
        move=move, cycle=locked.cycle, by=by, note=note, participation=locked, path=path, announce=announce
    )
    note_step(locked, by=by, text=PROPOSED, action="ajukan_hasil")
    return approval


@transaction.atomic
def decide(*, approval: Approval, by: User, approve: bool, note: str = "") -> Document | None:
    """Agree to a proposed outcome, which issues its paper, or send it back with a reason. Raises ``MoveRefused``."""
    if approval.participation is None or approval.move not in queries.OUTCOMES:
        raise MoveRefused(["Usulan ini bukan usulan hasil verifikasi."])
    locked = lock(approval.participation)
    approval = Approval.objects.select_related("cycle", "participation__cycle", "proposed_by").get(pk=approval.pk)
    refuse(rules.decide(approval, by))
    if not approve:
        approvals.decide(approval=approval, by=by, approve=False, note=note)
        note_step(locked, by=by, text=SENT_BACK, action="kembalikan_usulan")
        return None
    # The paper first: a number is taken before the audit head is locked.
    document = papers.issue_outcome(approval, queries.sheet(locked, drafts=True), by=by)
    decided = approvals.decide(approval=approval, by=by, approve=True, note=note)
    move = MoveName(decided.move)
    outcome = "lolos" if move == MoveName.PASS else "tidak lolos"
    make_move(
        locked,
        move,
        by=by,
        text=f"Dinyatakan {outcome} verifikasi: {document.title} nomor {document.number_text}",
        note=decided.note,
        data={"document": document.pk, "number": document.number_text},
        approval=decided,
    )
    assigning.settle(locked)
    notifications.decided(locked, document, passed=move == MoveName.PASS)
    return document
