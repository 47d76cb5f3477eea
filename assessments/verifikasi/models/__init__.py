"""Stage 2: answers with their evidence, submissions, verdicts and remarks."""

from assessments.verifikasi.models.answers import Answer, Evidence, EvidenceUpload, HandOff
from assessments.verifikasi.models.assigning import CheckAssignment, VerifierPause
from assessments.verifikasi.models.checking import CheckHold, Remark, Verdict
from assessments.verifikasi.models.doubts import Doubt, Mending
from assessments.verifikasi.models.repairs import Repair
from assessments.verifikasi.models.submissions import Release, Submission, SubmissionRequest

__all__ = [
    "Answer",
    "CheckAssignment",
    "CheckHold",
    "Doubt",
    "Evidence",
    "EvidenceUpload",
    "HandOff",
    "Mending",
    "Release",
    "Remark",
    "Repair",
    "Submission",
    "SubmissionRequest",
    "Verdict",
    "VerifierPause",
]
