"""Forms of stage 1."""

from assessments.pencanangan.forms.applying import ApplicationFilter, ApplicationForm, ReturnForm, UnitFilter, phone
from assessments.pencanangan.forms.ceremonies import (
    INCOMPLETE,
    WITNESS_ROWS,
    AnswerForm,
    CeremonyForm,
    ChangeForm,
    ProposalForm,
    WitnessForm,
    witness_rows,
)
from assessments.pencanangan.forms.declaring import (
    CancelDeclarationForm,
    HandOverForm,
    PhotoForm,
    photo_rows,
)
from assessments.pencanangan.forms.nominating import NominationFilter, NominationForm
from assessments.pencanangan.forms.papers import InviteForm, OperatorForm, ScanForm, operator_forms
from assessments.pencanangan.forms.pasting import PasteForm, fill

__all__ = [
    "INCOMPLETE",
    "WITNESS_ROWS",
    "AnswerForm",
    "ApplicationFilter",
    "ApplicationForm",
    "CancelDeclarationForm",
    "CeremonyForm",
    "ChangeForm",
    "HandOverForm",
    "InviteForm",
    "NominationFilter",
    "NominationForm",
    "OperatorForm",
    "PasteForm",
    "PhotoForm",
    "ProposalForm",
    "ReturnForm",
    "ScanForm",
    "UnitFilter",
    "WitnessForm",
    "fill",
    "operator_forms",
    "phone",
    "photo_rows",
    "witness_rows",
]
