"""Questions to this room. Scores are sealed here: nobody reads another's before all assessors are done."""

from assessments.penilaian.queries.candidates import Candidate, candidates
from assessments.penilaian.queries.decrees import certificate_progress, decrees, items_of_decree, settled_units
from assessments.penilaian.queries.deliberations import Deliberation, deliberation
from assessments.penilaian.queries.desks import Desk, desk
from assessments.penilaian.queries.findings import combined_levels, findings_of
from assessments.penilaian.queries.lists import assessors, counts_to_score, queue, units_to_score, workload
from assessments.penilaian.queries.panel import panel
from assessments.penilaian.queries.sealed import items_of, progress, settlement, sheet
from assessments.penilaian.queries.visible import (
    DECIDING_ROLES,
    RELEASED,
    assignments_of,
    participations_visible_to,
    results_visible_to,
)
from assessments.penilaian.queries.waiting import waiting_for

__all__ = [
    "DECIDING_ROLES",
    "RELEASED",
    "Candidate",
    "Deliberation",
    "Desk",
    "assessors",
    "assignments_of",
    "candidates",
    "certificate_progress",
    "combined_levels",
    "counts_to_score",
    "decrees",
    "deliberation",
    "desk",
    "findings_of",
    "items_of",
    "items_of_decree",
    "panel",
    "participations_visible_to",
    "progress",
    "queue",
    "results_visible_to",
    "settled_units",
    "settlement",
    "sheet",
    "units_to_score",
    "waiting_for",
    "workload",
]
