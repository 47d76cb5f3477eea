"""Another operator for a unit: the place changes hands, the work stays."""

from collections.abc import Collection

from django.db import transaction

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused, lock, note_step, refuse
from assessments.pencanangan import notifications, queries, rules
from assessments.pencanangan.workflow.cancelling import operators
from assessments.pencanangan.workflow.locks import lock_invitations
from assessments.pencanangan.workflow.people import send_invitation
from units import workflow as people
from units.models import User


@transaction.atomic
def hand_over(
    *,
    participation: Participation,
    name: str,
    email: str,
    phone: str,
    by: User,
    by_mail: bool,
    leaving: Collection[int] | None = None,
) -> str:
    """Name somebody else as the unit's operator and invite them; those who leave lose their access at once.

    ``leaving``: the postings that end; all of the unit's operators when not given. Work belongs to the unit and is left
    as it is. An invitation that nobody has used is withdrawn. Returns the link to be printed, or an empty text when it
    was mailed. Raises ``MoveRefused``.
    """
    participation = lock(participation)
    invitations = lock_invitations(participation)
    papers = queries.papers(participation)
    refuse(rules.hand_over(papers, by))
    link = papers.link
    if link is None:
        raise MoveRefused(["Unit ini belum ada dalam permohonan."])
    email = email.strip().lower()
    current = list(operators(papers).select_related("user"))
    going = [row for row in current if leaving is None or row.pk in leaving]
    # Whoever already is the operator is not invited to take over from themselves.
    refuse(rules.hand_over_to(link, email, current))
    sent = link.invitation is not None and link.invitation.is_open
    if by_mail and sent and not going and (link.operator_name, link.operator_email) == (name, email):
        return ""  # the same press once more
    for invitation in invitations:
        people.withdraw_invitation(invitation=invitation, by=by)
    left = people.end_postings(operators(papers).filter(pk__in=[row.pk for row in going]), by=by)
    link.operator_name, link.operator_email, link.operator_phone = name, email, phone
    link.save(update_fields=["operator_name", "operator_email", "operator_phone"])
    before = ", ".join(person.name for person in left)
    step = note_step(
        papers.participation,
        by=by,
        text=f"Operator diganti: {before} digantikan oleh {name}" if before else f"Operator baru dicatat: {name}",
        action="ganti_operator",
    )
    notifications.handed_over(papers, left, to=name, step=step.pk)
    return send_invitation(papers, by=by, by_mail=by_mail)
