"""One score: level, words, how sure."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from assessments.penilaian.drafts import Stored, Typed
from assessments.penilaian.forms.fields import Reason
from assessments.penilaian.models import Confidence
from assessments.penilaian.sheets import Item


class ScoreForm(forms.Form):
    """The score of one indicator as it is typed. ``version``: which state of it the page was opened with."""

    version = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    level = forms.TypedChoiceField(
        label="Tingkat menurut Anda",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Pilih salah satu tingkat."},
    )
    justification = Reason(label="Alasan", rows=4)
    confidence = forms.TypedChoiceField(
        label="Seberapa yakin Anda?",
        required=False,
        choices=[("", "Tidak saya isi"), *Confidence.choices],
        coerce=int,
        empty_value=None,
    )
    use_required_attribute = False

    def __init__(self, *args: Any, item: Item, stored: Stored, **kwargs: Any) -> None:
        typed = stored.typed
        kwargs["initial"] = {
            "version": stored.version,
            "level": typed.level.pk if typed.level else None,
            "justification": typed.justification,
            "confidence": typed.confidence,
        }
        super().__init__(*args, **kwargs)
        self.item, self.stored = item, stored
        level = self.fields["level"]
        assert isinstance(level, forms.TypedChoiceField)
        level.choices = [(found.pk, found.label) for found in item.levels]
        level.coerce = lambda value: item.level(int(value))
        level.empty_value = None
        verified = item.verified_level
        word = f" “{verified.label}”" if verified else ""
        self.fields[
            "justification"
        ].help_text = (
            f"Wajib bila pilihan Anda berbeda dengan hasil verifikasi{word}, atau bila Anda memberi tingkat terendah."
        )
        self.fields["confidence"].help_text = "Tidak memengaruhi nilai."

    @property
    def hints(self) -> dict[int, str]:
        """The rubric's words for each level."""
        return {int(level.pk): level.description for level in self.item.levels}

    @property
    def typed(self) -> Typed:
        """What can be read of it, valid or not."""
        data = getattr(self, "cleaned_data", {})
        return Typed(data.get("level"), data.get("justification") or "", data.get("confidence"))

    @property
    def seen(self) -> str:
        """The version that the page was opened with."""
        return str(getattr(self, "cleaned_data", {}).get("version") or "")

    def renew(self) -> None:
        """Go on from what is stored now: the next press saves over it, knowingly."""
        assert isinstance(self.data, MultiValueDict)
        renewed = self.data.copy()
        renewed[self.add_prefix("version")] = self.stored.version
        self.data = renewed
