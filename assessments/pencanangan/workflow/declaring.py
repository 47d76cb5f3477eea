"""Recording who has declared."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName, State
from assessments.cycle.workflow import MoveRefused, lock, make_move, refuse
from assessments.pencanangan import notifications, queries, rules
from assessments.pencanangan.models import Application
from assessments.pencanangan.workflow.cancelling import operators
from assessments.pencanangan.workflow.letters import declaration_of
from assessments.pencanangan.workflow.people import send_invitation
from p2ham.lib import dates
from units import workflow as people
from units.models import User

DECLARED = set(State) - {State.REGISTERED, State.APPLIED, State.ACCEPTED}


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
    # A declaration that was cancelled let the operators' access rest: it comes back with this one.
    people.resume_postings(operators(papers), by=by)
    step = make_move(
        papers.participation,
        MoveName.DECLARE,
        by=by,
        text=f"Dicanangkan pada {dates.long_date(papers.ceremony.date)} di {papers.ceremony.city}",
        data={"declared_on": papers.ceremony.date, "scan": declaration.scan_id},
    )
    notifications.declared(papers.participation, papers.ceremony, step=step.pk, by=by)
    return send_invitation(papers, by=by, by_mail=by_mail) if papers.link.needs_invitation else ""


@dataclass
class Outcome:
    """What one press did to many units, each in a transaction of its own."""

    done: int = 0
    # Units of which nothing was asked, and those that had it before: a second press finds all of them here.
    left: int = 0
    already: int = 0
    # Unit and sentence of each refusal; unit and link of each invitation that is to be printed.
    refused: list[tuple[Participation, str]] = field(default_factory=list)
    links: list[tuple[Participation, str]] = field(default_factory=list)

    def reached(self, participation: Participation, link: str) -> None:
        """One unit more; ``link`` is empty where the invitation went by mail, or none was due."""
        self.done += 1
        if link:
            self.links.append((participation, link))


def declare_many(*, application: Application, chosen: Collection[int], by: User, by_mail: bool) -> Outcome:
    """Record who of a ceremony has declared: the participations named in ``chosen``; the others stay for later.

    One transaction per unit, so that what one unit lacks holds up no other.
    """
    outcome = Outcome()
    for row in queries.papers_of(application):
        if row.participation.pk not in chosen:
            outcome.left += row.participation.state == State.ACCEPTED
            continue
        try:
            link = declare(participation=row.participation, by=by, by_mail=by_mail)
        except MoveRefused as refused:
            if State(Participation.objects.values_list("state", flat=True).get(pk=row.participation.pk)) in DECLARED:
                outcome.already += 1
            else:
                outcome.refused += [(row.participation, sentence) for sentence in refused.sentences]
        else:
            outcome.reached(row.participation, link)
    return outcome
