"""Forms of assigning, scoring, settling and the decree."""

from assessments.penilaian.forms.agreement import AgreementFilter
from assessments.penilaian.forms.assigning import AssignForm
from assessments.penilaian.forms.decrees import DecreeForm
from assessments.penilaian.forms.lists import UnitFilter
from assessments.penilaian.forms.scoring import ScoreForm
from assessments.penilaian.forms.settling import SettleForm

__all__ = ["AgreementFilter", "AssignForm", "DecreeForm", "ScoreForm", "SettleForm", "UnitFilter"]
