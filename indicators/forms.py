"""Forms with which an admin changes a draft."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from indicators import examples
from indicators.models import EvidenceRequirement, Indicator, IndicatorExample, Instrument, Level
from p2ham.lib import dates, uploads


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


class ExampleForm(forms.Form):
    """An example photo with the words beside it."""

    kind = forms.ChoiceField(label="Jenis contoh", choices=IndicatorExample.Kind.choices, widget=forms.RadioSelect)
    caption = forms.CharField(
        label="Mengapa baik, atau mengapa kurang",
        max_length=200,
        help_text="Misalnya “Seluruh papan terbaca dan letaknya di ruang layanan tampak.”",
    )
    alt = forms.CharField(
        label="Apa yang tampak",
        max_length=200,
        help_text="Dibacakan bagi yang tidak melihat gambar, misalnya “Papan maklumat di samping loket pendaftaran.”",
    )
    picture = forms.FileField(
        label="Foto",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text="Tanpa orang yang dapat dikenali. Diperkecil dan dibersihkan dari lokasi sebelum disimpan.",
    )

    def __init__(self, *args: Any, example: IndicatorExample | None = None, **kwargs: Any) -> None:
        if example:
            kwargs["initial"] = {"kind": example.kind, "caption": example.caption, "alt": example.alt}
        super().__init__(*args, **kwargs)
        if example:
            self.fields["picture"].required = False
            self.fields["picture"].label = "Ganti foto"

    @property
    def max_bytes(self) -> int:
        return int(settings.PHOTO_MAX_BYTES)

    @property
    def limits(self) -> str:
        """What is taken, beside the field."""
        return f"JPEG, PNG atau WebP, paling besar {dates.file_size(self.max_bytes)}."

    def clean_picture(self) -> bytes | None:
        """The photo as it will be stored."""
        sent = self.cleaned_data["picture"]
        if not isinstance(sent, UploadedFile):
            return None
        try:
            return examples.picture_of(sent)
        except uploads.Refused as refused:
            raise forms.ValidationError(refused.sentence) from refused

    @property
    def words(self) -> examples.Words:
        """What is said, when the form is valid."""
        clean = self.cleaned_data
        return examples.Words(clean["kind"], clean["caption"], clean["alt"])
