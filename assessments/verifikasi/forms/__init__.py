"""What people type in this stage."""

from assessments.verifikasi.forms.accepting import AcceptForm
from assessments.verifikasi.forms.answering import (
    AnswerForm,
    caption_name,
    description_name,
    files_name,
    outcome_name,
    replacement_name,
    reply_name,
)
from assessments.verifikasi.forms.assigning import DistributionForm, HandOverForm, PauseForm
from assessments.verifikasi.forms.awaiting import AwaitedForm, RowQuestions
from assessments.verifikasi.forms.checking import OutcomeForm, QueueFilter, RefusalForm, ReopenForm, VerdictForm
from assessments.verifikasi.forms.fields import ManyFiles, ManyFilesInput
from assessments.verifikasi.forms.phoning import MOST_PHOTOS, PhoneForm
from assessments.verifikasi.forms.proposing import RegionForm
from assessments.verifikasi.forms.remarking import AdviceForm, ReadySentenceForm, RemarkForm, SpotForm
from assessments.verifikasi.forms.returning import GiveBackForm

__all__ = [
    "MOST_PHOTOS",
    "AcceptForm",
    "AdviceForm",
    "AnswerForm",
    "AwaitedForm",
    "DistributionForm",
    "GiveBackForm",
    "HandOverForm",
    "ManyFiles",
    "ManyFilesInput",
    "OutcomeForm",
    "PauseForm",
    "PhoneForm",
    "QueueFilter",
    "ReadySentenceForm",
    "RefusalForm",
    "RegionForm",
    "RemarkForm",
    "ReopenForm",
    "RowQuestions",
    "SpotForm",
    "VerdictForm",
    "caption_name",
    "description_name",
    "files_name",
    "outcome_name",
    "replacement_name",
    "reply_name",
]
