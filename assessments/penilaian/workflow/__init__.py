"""Verbs of this room: assign, score, finish a sheet, settle, decree, certify."""

from assessments.penilaian.workflow.assigning import assign
from assessments.penilaian.workflow.scoring import Saved, ScoreChanged, discard, finalise, keep, save, score
from assessments.penilaian.workflow.settling import settle

__all__ = ["Saved", "ScoreChanged", "assign", "discard", "finalise", "keep", "save", "score", "settle"]
