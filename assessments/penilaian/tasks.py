"""Issuing certificates in the background. The rows are the queue: what a killed worker left is found again."""

import datetime as dt
import logging

from django.db.models import F
from django.utils import timezone
from django_tasks import task

from assessments.cycle.workflow import MoveRefused
from assessments.penilaian.models import Decree
from assessments.penilaian.workflow.certificates import issue_certificates

logger = logging.getLogger(__name__)

# Longer than a batch of a whole year takes; then another worker is sent.
PATIENCE = dt.timedelta(minutes=5)


@task(priority=5)
def certify(decree_id: int) -> None:
    """Issue the certificates that somebody asked for and that are missing. May run twice, late, or be killed."""
    decree = Decree.objects.select_related("cycle", "approval", "certificates_wanted_by").get(pk=decree_id)
    by = decree.certificates_wanted_by
    if by is None:
        return
    try:
        issue_certificates(decree=decree, by=by)
    except MoveRefused as refused:
        # Nothing left to issue, or whoever asked has lost the right since.
        logger.info("certificates of decree %s: %s", decree_id, refused)


def enqueue_uncertified() -> int:
    """Send a worker again where certificates have been wanted for too long. Returns for how many decrees."""
    now = timezone.now()
    late = Decree.objects.filter(certificates_wanted_at__lte=now - PATIENCE)
    wanting = late.filter(awards__certificate=None, awards__revoked_at=None, awards__decree=F("pk"))
    count = 0
    for decree_id in set(wanting.values_list("pk", flat=True)):
        # Two clocks: only one of them moves the instant on.
        if late.filter(pk=decree_id).update(certificates_wanted_at=now):
            certify.enqueue(decree_id)
            count += 1
    return count
