"""Verbs of this room: assign, score, finish a sheet, settle, decree, certify."""

from assessments.penilaian.workflow.assigning import assign
from assessments.penilaian.workflow.scoring import Saved, ScoreChanged, discard, finalise, keep, save, score
from assessments.penilaian.workflow.settling import DeliberationChanged, moderate, settle

__all__ = [
    "DeliberationChanged",
    "Saved",
    "ScoreChanged",
    "assign",
    "discard",
    "finalise",
    "keep",
    "moderate",
    "save",
    "score",
    "settle",
]
