"""Questions to stage 1: who applies for what, how far the papers of a unit are."""

from assessments.pencanangan.queries.papers import (
    PURPOSE,
    Gap,
    Papers,
    applicant_of,
    candidates,
    days_of,
    files_for,
    filing_until,
    heads,
    letter_gaps,
    no_account_yet,
    papers,
    papers_of,
    witness_gaps,
)
from assessments.pencanangan.queries.standing import gap_links, missing, operator_state, panel, todo
from assessments.pencanangan.queries.waiting import waiting_for

__all__ = [
    "PURPOSE",
    "Gap",
    "Papers",
    "applicant_of",
    "candidates",
    "days_of",
    "files_for",
    "filing_until",
    "gap_links",
    "heads",
    "letter_gaps",
    "missing",
    "no_account_yet",
    "operator_state",
    "panel",
    "papers",
    "papers_of",
    "todo",
    "waiting_for",
    "witness_gaps",
]
