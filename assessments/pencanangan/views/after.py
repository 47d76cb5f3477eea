"""What the page of a ceremony says of the time after it."""

from dataclasses import dataclass
from datetime import datetime

from assessments.cycle.states import State
from assessments.files.queries import Card
from assessments.pencanangan import queries, rules
from assessments.pencanangan.forms import InviteForm
from assessments.pencanangan.models import Application
from assessments.pencanangan.queries import Papers
from assessments.pencanangan.views.photos import photo_cards
from p2ham.lib import dates
from units.models import User


@dataclass(frozen=True)
class After:
    """``left``: units not yet declared; ``unused`` and ``expired``: invitations; ``until``: the soonest to expire."""

    held: bool
    left: int
    unused: int
    expired: int
    until: datetime | None
    cards: list[Card]
    may_add: bool
    form: InviteForm


def after_ceremony(found: Application, papers: list[Papers], user: User) -> After:
    """Who is still to declare, which invitations were not used, the photos. One query."""
    unused = [row.link.invitation for row in papers if queries.is_unused(row.link) and row.link and row.link.invitation]
    open_until = [invitation.expires_at for invitation in unused if invitation.is_open]
    cards = photo_cards(found)
    return After(
        held=found.ceremony.date <= dates.today(),
        left=sum(row.participation.state == State.ACCEPTED for row in papers),
        unused=len(unused),
        expired=len(unused) - len(open_until),
        until=min(open_until, default=None),
        cards=cards,
        may_add=not rules.add_photo(found, user, count=len(cards)),
        form=InviteForm(),
    )
