"""Verbs of this room: assign, score, finish a sheet, settle, decree, certify."""

from assessments.penilaian.workflow.assigning import assign
from assessments.penilaian.workflow.scoring import finalise, score
from assessments.penilaian.workflow.settling import settle

__all__ = ["assign", "finalise", "score", "settle"]
