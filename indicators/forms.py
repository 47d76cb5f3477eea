"""Forms with which an admin changes a draft."""

from django import forms

from indicators.models import EvidenceRequirement, Indicator, Instrument, Level


class InstrumentForm(forms.ModelForm[Instrument]):
    class Meta:
        model = Instrument
        fields = ("title", "legal_basis", "provisional_note", "threshold", "threshold_note")
        widgets = {"legal_basis": forms.Textarea(attrs={"rows": 3})}


class IndicatorForm(forms.ModelForm[Indicator]):
    class Meta:
        model = Indicator
        fields = ("title", "question", "guidance", "weight", "required")
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("question", "guidance")}
        help_texts = {"required": "Indikator wajib harus terpenuhi penuh agar unit memperoleh predikat."}


ROWS = 50  # far more than an indicator has; Django would build a thousand at a stranger's word
LevelFormSet = forms.inlineformset_factory(
    Indicator,
    Level,
    fields=("label", "value", "description", "needs_note", "needs_plan_date"),
    widgets={"description": forms.Textarea(attrs={"rows": 2})},
    extra=0,
    max_num=ROWS,
    absolute_max=ROWS,
    can_delete=False,
)
RequirementFormSet = forms.modelformset_factory(
    EvidenceRequirement,
    fields=("title", "hint", "minimum"),
    extra=0,
    max_num=ROWS,
    absolute_max=ROWS,
    widgets={"hint": forms.Textarea(attrs={"rows": 2})},
)
