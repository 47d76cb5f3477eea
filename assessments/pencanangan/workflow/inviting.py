"""Sending the invitations of a ceremony again."""

import datetime as dt

from django.utils import timezone

from assessments.cycle.workflow import MoveRefused
from assessments.pencanangan import queries
from assessments.pencanangan.models import Application
from assessments.pencanangan.workflow.declaring import Outcome
from assessments.pencanangan.workflow.people import invite_operator
from units.models import User

# A press that arrives twice mails nobody twice.
_JUST_SENT = dt.timedelta(minutes=2)


def invite_again(*, application: Application, by: User, by_mail: bool) -> Outcome:
    """Send every invitation of a ceremony again that was not used, whether it has expired or not.

    One transaction per unit; each older link stops working. Withdrawn invitations stay withdrawn. Those mailed a moment
    ago are left alone, unless the links are to be printed: they can be shown only now.
    """
    outcome = Outcome()
    for row in queries.papers_of(application):
        if not queries.is_unused(row.link):
            continue
        assert row.link and row.link.invitation
        if by_mail and row.link.invitation.created_at > timezone.now() - _JUST_SENT:
            outcome.already += 1
            continue
        try:
            link = invite_operator(participation=row.participation, by=by, by_mail=by_mail)
        except MoveRefused as refused:
            outcome.refused += [(row.participation, sentence) for sentence in refused.sentences]
        else:
            outcome.reached(row.participation, link)
    return outcome
