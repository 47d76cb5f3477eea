"""Cancelling a declaration: the account rests, nothing is deleted."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused, lock, make_move, refuse
from assessments.pencanangan import notifications, queries, rules
from assessments.pencanangan.workflow.locks import lock_invitations
from p2ham.lib import dates
from units import workflow as people
from units.models import Posting, Role, User


@transaction.atomic
def cancel_declaration(*, participation: Participation, by: User, note: str) -> None:
    """Take a recorded declaration back: the unit is again one that has yet to declare. Raises ``MoveRefused``.

    Letter, scan, answers and evidence stay as they are; the scan may be replaced. Where the account rests on the
    declaration, the operators' postings at the unit are suspended, their sessions end and open invitations are
    withdrawn; the next declaration lifts the suspension. Where the cycle gives the account with the accepted
    application, that still stands, so the operators keep their access and their invitations.
    """
    participation = lock(participation)
    invitations = lock_invitations(participation)
    papers = queries.papers(participation)
    refuse(rules.cancel_declaration(papers, by, note=note))
    declaration = papers.declaration
    if declaration is None or declaration.declared_on is None:
        raise MoveRefused(["Pencanangan unit ini belum dicatat."])
    day = declaration.declared_on
    declaration.declared_on = declaration.recorded_at = declaration.recorded_by = None
    declaration.cancelled_at, declaration.cancelled_by, declaration.cancel_note = timezone.now(), by, note.strip()
    declaration.save()
    step = make_move(
        papers.participation,
        MoveName.CANCEL,
        by=by,
        text=f"Pencanangan {dates.long_date(day)} dibatalkan",
        note=note.strip(),
        data={"declared_on": day, "scan": declaration.scan_id},
    )
    suspended: list[User] = []
    if papers.participation.cycle.account_after == Cycle.AccountAfter.DECLARATION:
        suspended = people.suspend_postings(operators(papers), by=by)
        for invitation in invitations:
            people.withdraw_invitation(invitation=invitation, by=by)
    notifications.cancelled(papers, suspended=suspended, step=step.pk, by=by)


def operators(papers: queries.Papers) -> QuerySet[Posting]:
    """The postings of the unit's operators that have not ended, suspended ones included."""
    return Posting.objects.unended().filter(work_unit=papers.unit, role=Role.OPERATOR)
