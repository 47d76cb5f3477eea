"""Forms of stage 1."""

from assessments.pencanangan.forms.applying import (
    INCOMPLETE,
    WITNESS_ROWS,
    ApplicationFilter,
    ApplicationForm,
    CeremonyForm,
    ReturnForm,
    UnitFilter,
    WitnessForm,
    phone,
    witness_rows,
)
from assessments.pencanangan.forms.papers import InviteForm, OperatorForm, ScanForm, operator_forms

__all__ = [
    "INCOMPLETE",
    "WITNESS_ROWS",
    "ApplicationFilter",
    "ApplicationForm",
    "CeremonyForm",
    "InviteForm",
    "OperatorForm",
    "ReturnForm",
    "ScanForm",
    "UnitFilter",
    "WitnessForm",
    "operator_forms",
    "phone",
    "witness_rows",
]
