"""One score."""

from typing import Any

from django import forms

from assessments.penilaian.forms.fields import Reason
from assessments.penilaian.sheets import Item
from indicators.models import Level


class ScoreForm(forms.Form):
    level = forms.ModelChoiceField(
        label="Tingkat menurut Anda", queryset=Level.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    justification = Reason(label="Alasan", rows=4)
    use_required_attribute = False

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        assert isinstance(level, forms.ModelChoiceField)
        level.queryset = item.indicator.levels.all()
        level.error_messages["required"] = "Pilih salah satu tingkat."
        verified = item.verified_level
        word = f" “{verified.label}”" if verified else ""
        self.fields[
            "justification"
        ].help_text = (
            f"Wajib bila pilihan Anda berbeda dengan hasil verifikasi{word}, atau bila Anda memberi tingkat terendah."
        )
