"""Stage 2: answers with their evidence, submissions, verdicts and remarks."""

from assessments.verifikasi.models.answers import Answer, Evidence, EvidenceUpload, HandOff
from assessments.verifikasi.models.assigning import CheckAssignment, VerifierPause
from assessments.verifikasi.models.checking import CheckHold, Verdict
from assessments.verifikasi.models.doubts import Doubt, Mending
from assessments.verifikasi.models.packs import Pack, PackRow
from assessments.verifikasi.models.remarks import ReadySentence, Remark
from assessments.verifikasi.models.repairs import Repair
from assessments.verifikasi.models.submissions import Release, Submission, SubmissionRequest
from assessments.verifikasi.models.voices import Advice, FirstVoice

__all__ = [
    "Advice",
    "Answer",
    "CheckAssignment",
    "CheckHold",
    "Doubt",
    "Evidence",
    "EvidenceUpload",
    "FirstVoice",
    "HandOff",
    "Mending",
    "Pack",
    "PackRow",
    "ReadySentence",
    "Release",
    "Remark",
    "Repair",
    "Submission",
    "SubmissionRequest",
    "Verdict",
    "VerifierPause",
]
