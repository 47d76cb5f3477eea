"""May this be assigned, scored, settled, decreed? Sentences; empty means yes."""

from assessments.penilaian.rules.assigning import assign
from assessments.penilaian.rules.decrees import (
    decide_decree,
    issue_certificates,
    prepare_decree,
    record_decree,
    release_decree,
)
from assessments.penilaian.rules.independence import conflicts, independent, verifiers_of
from assessments.penilaian.rules.scoring import DONE, applies, finalise, score, work_on
from assessments.penilaian.rules.settling import moderate, see_settlement, settle

__all__ = [
    "DONE",
    "applies",
    "assign",
    "conflicts",
    "decide_decree",
    "finalise",
    "independent",
    "issue_certificates",
    "moderate",
    "prepare_decree",
    "record_decree",
    "release_decree",
    "score",
    "see_settlement",
    "settle",
    "verifiers_of",
    "work_on",
]
