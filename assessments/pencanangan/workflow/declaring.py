"""Recording who has declared."""

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused, lock, make_move, refuse
from assessments.pencanangan import notifications, queries, rules
from assessments.pencanangan.workflow.letters import declaration_of
from assessments.pencanangan.workflow.people import send_invitation
from p2ham.lib import dates
from units.models import User


@transaction.atomic
def declare(*, participation: Participation, by: User, by_mail: bool) -> str:
    """Record that the unit has declared, and invite its operator where that is still to be done.

    Returns the link to be printed, or an empty text when it was mailed. Raises ``MoveRefused``.
    """
    papers = queries.papers(lock(participation))
    refuse(rules.declare(papers, by))
    if papers.ceremony is None or papers.link is None:
        raise MoveRefused(["Unit ini belum memiliki acara pencanangan."])
    declaration = declaration_of(papers)
    declaration.ceremony = papers.ceremony
    declaration.declared_on = papers.ceremony.date
    declaration.recorded_at, declaration.recorded_by = timezone.now(), by
    declaration.save()
    make_move(
        papers.participation,
        MoveName.DECLARE,
        by=by,
        text=f"Dicanangkan pada {dates.long_date(papers.ceremony.date)} di {papers.ceremony.city}",
        data={"declared_on": papers.ceremony.date, "scan": declaration.scan_id},
    )
    notifications.declared(papers.participation, papers.ceremony, by=by)
    return send_invitation(papers, by=by, by_mail=by_mail) if papers.link.needs_invitation else ""
