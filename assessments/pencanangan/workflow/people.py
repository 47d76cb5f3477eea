"""Naming the operators-to-be and inviting them."""

from collections.abc import Sequence

from django.db import transaction

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused, lock, note_step, refuse
from assessments.pencanangan import queries, rules
from assessments.pencanangan.models import Application, ApplicationUnit
from assessments.pencanangan.workflow.locks import lock_application, lock_invitations
from units import workflow as people
from units.models import Role, User


@transaction.atomic
def record_operators(*, application: Application, named: Sequence[ApplicationUnit], by: User) -> int:
    """Write the operators-to-be as typed in ``named`` (rows of the application, changed but not saved).

    Returns how many were changed; raises ``MoveRefused``.
    """
    application = lock_application(application)
    links = {
        link.pk: link
        for link in application.units.select_for_update(of=("self",), no_key=True).select_related(
            "application__cycle", "application__applicant", "invitation", "participation__work_unit"
        )
    }
    fields = ("operator_name", "operator_email", "operator_phone")
    changed = []
    for typed in named:
        link = links[typed.pk]
        if all(getattr(link, name) == getattr(typed, name) for name in fields):
            continue
        refuse(rules.name_operator(link, by))
        for name in fields:
            setattr(link, name, getattr(typed, name))
        changed.append(link)
    refuse(rules.distinct_operators(list(links.values())))
    ApplicationUnit.objects.bulk_update(changed, fields)
    for link in changed:
        note_step(link.participation, by=by, text="Operator unit dicatat", action="catat_operator")
    return len(changed)


@transaction.atomic
def invite_operator(*, participation: Participation, by: User, by_mail: bool) -> str:
    """Invite the named operator, or send the invitation again; an older link stops working.

    Returns the link to be printed, or an empty text when it was mailed. Raises ``MoveRefused``.
    """
    participation = lock(participation)
    lock_invitations(participation)
    papers = queries.papers(participation)
    refuse(rules.invite(papers, by))
    return send_invitation(papers, by=by, by_mail=by_mail)


def send_invitation(papers: queries.Papers, *, by: User, by_mail: bool) -> str:
    """Invite the named operator by mail, or return the link that is to be printed. The caller has asked its rules."""
    link = papers.link
    if link is None:
        raise MoveRefused(["Unit ini belum ada dalam permohonan."])
    link.invitation, address = people.invite(
        email=link.operator_email,
        name=link.operator_name,
        phone=link.operator_phone,
        role=Role.OPERATOR,
        work_unit=papers.unit,
        by=by,
        by_mail=by_mail,
    )
    link.save(update_fields=["invitation"])
    text = "Undangan akun operator dikirim lewat surel" if by_mail else "Lembar undangan akun operator dicetak"
    note_step(papers.participation, by=by, text=text, action="undang_operator")
    return "" if by_mail else address


@transaction.atomic
def withdraw_invitation(*, participation: Participation, by: User) -> None:
    """Withdraw an unused invitation, so that the operator's name or address can be corrected."""
    participation = lock(participation)
    lock_invitations(participation)
    papers = queries.papers(participation)
    refuse(rules.withdraw_invitation(papers, by))
    if papers.link and papers.link.invitation:
        people.withdraw_invitation(invitation=papers.link.invitation, by=by)
        note_step(papers.participation, by=by, text="Undangan akun operator ditarik", action="tarik_undangan_operator")
