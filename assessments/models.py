"""The rooms' models, re-exported for Django."""

from assessments.cycle.models import Approval, Cycle, Participation, Signatory, TimelineEntry, Window, WindowChange
from assessments.documents.models import Document, NumberRegister
from assessments.files.models import FileView, StoredFile
from assessments.pembinaan.models import ActionEvidence, ActionItem, ActionReply, Revocation
from assessments.pencanangan.models import Application, ApplicationUnit, Ceremony, Declaration, Witness
from assessments.penilaian.models import Assignment, Award, Decree, DecreeItem, Result, ResultLine, Score
from assessments.verifikasi.models import Answer, CheckHold, Evidence, Remark, Submission, Verdict

__all__ = [
    "ActionEvidence",
    "ActionItem",
    "ActionReply",
    "Answer",
    "Application",
    "ApplicationUnit",
    "Approval",
    "Assignment",
    "Award",
    "Ceremony",
    "CheckHold",
    "Cycle",
    "Declaration",
    "Decree",
    "DecreeItem",
    "Document",
    "Evidence",
    "FileView",
    "NumberRegister",
    "Participation",
    "Remark",
    "Result",
    "ResultLine",
    "Revocation",
    "Score",
    "Signatory",
    "StoredFile",
    "Submission",
    "TimelineEntry",
    "Verdict",
    "Window",
    "WindowChange",
    "Witness",
]
