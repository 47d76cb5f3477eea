"""The second person: one proposes, another decides. The room whose move it is then makes the move."""

from django.db import transaction
from django.utils import timezone

from assessments.cycle import rules
from assessments.cycle.models import Approval, Cycle, Participation
from assessments.cycle.states import APPROVERS
from assessments.cycle.workflow import refuse
from units import audit
from units.models import User
from units.notifications import people, tell


@transaction.atomic
def propose(
    *,
    move: str,
    cycle: Cycle,
    by: User,
    note: str = "",
    participation: Participation | None = None,
    path: str,
    announce: bool = True,
) -> Approval:
    """Record a proposal and tell those who may decide. The caller holds the row lock and has asked its rules.

    ``announce=False``: one of many, of which the caller tells in one message.
    """
    approval = Approval.objects.create(move=move, cycle=cycle, participation=participation, note=note, proposed_by=by)
    subject = participation.subject if participation else f"cycle:{cycle.pk}"
    label = approval.get_move_display()
    audit.record(by=by, action=f"usul_{move}", subject=subject, data={"approval": approval.pk, "note": note})
    if not announce:
        return approval
    about = participation.work_unit.short_name if participation else cycle.title
    tell(
        [person for person in people(*APPROVERS[move]) if person.pk != by.pk],
        key=f"approval:{approval.pk}",
        subject=f"Menunggu persetujuan Anda: {label} · {about}",
        body=f"{by.name} mengusulkan: {label} untuk {about}. Mohon diperiksa dan diputuskan.",
        path=path,
    )
    return approval


@transaction.atomic
def decide(*, approval: Approval, by: User, approve: bool, note: str = "") -> Approval:
    """Decide a proposal as the second person; raises ``MoveRefused``.

    The caller holds the locks of the rows concerned, and makes the move itself in the same transaction.
    """
    approval = (
        Approval.objects.select_for_update(of=("self",), no_key=True)
        .select_related("participation__cycle")
        .get(pk=approval.pk)
    )
    sentences = rules.decide(approval, by)
    if not approve and not note.strip():
        sentences.append("Tuliskan alasan penolakan.")
    refuse(sentences)
    approval.decision = Approval.Decision.APPROVED if approve else Approval.Decision.REFUSED
    approval.decided_by, approval.decided_at, approval.decision_note = by, timezone.now(), note
    approval.save()
    subject = approval.participation.subject if approval.participation else f"cycle:{approval.cycle_id}"
    audit.record(
        by=by,
        action=f"putus_{approval.move}",
        subject=subject,
        data={"approval": approval.pk, "decision": approval.decision, "note": note},
    )
    if not approve:
        tell(
            [approval.proposed_by],
            key=f"approval-refused:{approval.pk}",
            subject=f"Usulan Anda ditolak: {approval.get_move_display()}",
            body=f"{by.name} menolak usulan Anda dengan alasan: {note}",
        )
    return approval
