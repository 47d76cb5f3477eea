"""Stage 3: the team, assignments, scores, visits, the settled result, the decree and the award, objections."""

from assessments.penilaian.models.assigning import Assignment
from assessments.penilaian.models.decrees import Award, Decree, DecreeItem
from assessments.penilaian.models.designs import CertificateDesign
from assessments.penilaian.models.divergences import Divergence, Moderation, SettlingNote
from assessments.penilaian.models.objections import Objection, ObjectionFile, ObjectionPoint
from assessments.penilaian.models.pleno import Attendance, CurrentIssue, Pleno, PlenoNote
from assessments.penilaian.models.results import Result, ResultLine
from assessments.penilaian.models.scores import Confidence, Score, ScoreDraft
from assessments.penilaian.models.team import DeclaredConflict, TeamMember
from assessments.penilaian.models.visits import Finding, SiteVisit, Visitor, VisitPhoto

__all__ = [
    "Assignment",
    "Attendance",
    "Award",
    "CertificateDesign",
    "Confidence",
    "CurrentIssue",
    "DeclaredConflict",
    "Decree",
    "DecreeItem",
    "Divergence",
    "Finding",
    "Moderation",
    "Objection",
    "ObjectionFile",
    "ObjectionPoint",
    "Pleno",
    "PlenoNote",
    "Result",
    "ResultLine",
    "Score",
    "ScoreDraft",
    "SettlingNote",
    "SiteVisit",
    "TeamMember",
    "VisitPhoto",
    "Visitor",
]
