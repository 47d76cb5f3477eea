"""The spine: cycle, windows, participation, timeline, approvals."""

from assessments.cycle.models.approvals import Approval, Extension, ExtensionQuerySet, WindowChange
from assessments.cycle.models.cycles import Cycle, CycleQuerySet, Signatory, Window, both_witnesses
from assessments.cycle.models.participations import (
    NATIONAL_ROLES,
    Participation,
    ParticipationQuerySet,
    TimelineEntry,
)

__all__ = [
    "NATIONAL_ROLES",
    "Approval",
    "Cycle",
    "CycleQuerySet",
    "Extension",
    "ExtensionQuerySet",
    "Participation",
    "ParticipationQuerySet",
    "Signatory",
    "TimelineEntry",
    "Window",
    "WindowChange",
    "both_witnesses",
]
