"""Reports on paper for units whose result is released. The missing papers are the queue."""

import logging

from django_tasks import task

from assessments.penilaian.queries.reports import unreported
from assessments.penilaian.workflow.answering import report

logger = logging.getLogger(__name__)

# So many for each run of a worker; the clock sends the next.
BATCH = 200


@task(priority=-5)
def issue_reports() -> None:
    """Issue what is missing, each in its own transaction. May run twice, late, or be killed."""
    for pk in unreported().order_by("pk").values_list("pk", flat=True)[:BATCH]:
        report(participation_pk=pk)


def enqueue_unreported() -> int:
    """Send a worker where released results have no report on paper. Returns how many have none."""
    missing = unreported().count()
    if missing:
        issue_reports.enqueue()
    return missing
