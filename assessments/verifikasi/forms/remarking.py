"""What those who check write in the thread, and the ready sentences that help them."""

from typing import Any, cast

from django import forms

from assessments.verifikasi.forms.fields import Pick, Prose
from assessments.verifikasi.models import ReadySentence, Remark, Verdict

PER_MILLE = 10


def ready_field(sentences: list[ReadySentence]) -> forms.ChoiceField:
    """A ready sentence to be put below what is typed; the page's script puts it into the text at once."""
    choices = [("", "Tanpa kalimat siap pakai"), *[(str(each.pk), each.text) for each in sentences]]
    return forms.ChoiceField(
        label="Kalimat siap pakai",
        choices=choices,
        required=False,
        widget=forms.Select(attrs={"data-ready": ""}),
        help_text="Kalimat yang dipilih ditambahkan pada catatan.",
    )


def with_ready(clean: dict[str, Any], sentences: list[ReadySentence], *, text: str) -> str:
    """What was typed with the chosen sentence below it."""
    chosen = next((each.text for each in sentences if str(each.pk) == clean.get("ready")), "")
    typed: str = clean.get(text) or ""
    if not chosen or chosen in typed:
        return typed
    return f"{typed.rstrip()}\n{chosen}".strip()


class RemarkForm(forms.Form):
    """A remark by the verifier or the region."""

    use_required_attribute = False

    text = Prose(label="Isi catatan", rows=3)
    visibility = forms.ChoiceField(label="Siapa yang membaca", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, as_region: bool, sentences: list[ReadySentence] | None = None) -> None:
        super().__init__(data, initial={"visibility": Remark.Visibility.UNIT}, prefix="catatan")
        when = "langsung terbaca" if as_region else "terbaca setelah putaran ini selesai"
        among = "Anda dan verifikator" if as_region else "verifikator dan pimpinan"
        cast(forms.ChoiceField, self.fields["visibility"]).choices = [
            (Remark.Visibility.UNIT, f"Unit ({when})"),
            (Remark.Visibility.INTERNAL, f"Internal: hanya {among}"),
        ]
        self.sentences = sentences or []
        if self.sentences:
            self.fields["ready"] = ready_field(self.sentences)

    @property
    def written(self) -> str:
        """The text, when the form is valid."""
        return with_ready(self.cleaned_data, self.sentences, text="text")


class SpotForm(RemarkForm):
    """A remark on a spot of a picture; a click on the picture fills in the numbers."""

    x = forms.DecimalField(label="Dari kiri (%)", min_value=0, max_value=100, max_digits=4, decimal_places=1)
    y = forms.DecimalField(label="Dari atas (%)", min_value=0, max_value=100, max_digits=4, decimal_places=1)

    def __init__(self, data: Any = None, *, as_region: bool, sentences: list[ReadySentence] | None = None) -> None:
        super().__init__(data, as_region=as_region, sentences=sentences)
        for name in ("x", "y"):
            self.fields[name].widget.attrs |= {"data-spot": name, "inputmode": "decimal"}

    @property
    def place(self) -> tuple[int, int]:
        """The spot in thousandths, when the form is valid."""
        return int(self.cleaned_data["x"] * PER_MILLE), int(self.cleaned_data["y"] * PER_MILLE)


class AdviceForm(forms.Form):
    """The region's recommendation on one indicator."""

    use_required_attribute = False

    recommendation = Pick(label="Rekomendasi Anda", choices=Verdict.Decision.choices)
    note = Prose(
        label="Catatan untuk verifikator",
        rows=4,
        help_text="Wajib bila tidak sesuai. Dibaca verifikator, tidak dibaca unit.",
    )

    hints = {
        Verdict.Decision.FITS: "Jawaban unit benar dan data dukungnya membuktikannya.",
        Verdict.Decision.REPAIR: "Masih kurang, dan unit dapat memperbaikinya.",
        Verdict.Decision.UNMET: "Tidak terbukti.",
    }


class ReadySentenceForm(forms.ModelForm[ReadySentence]):
    """A sentence kept ready, for one indicator or for all."""

    use_required_attribute = False

    class Meta:
        model = ReadySentence
        fields = ("text", "code")
        labels = {"text": "Kalimat", "code": "Untuk indikator"}
        error_messages = {"text": {"required": "Tulis kalimat yang hendak disimpan."}}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, indicators: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {code for code, _ in indicators}
        own = self.instance.code
        more = [] if not own or own in known else [(own, f"{own} (tidak ada pada instrumen ini)")]
        choices = [("", "Semua indikator"), *indicators, *more]
        self.fields["code"] = forms.ChoiceField(label="Untuk indikator", required=False, choices=choices, initial=own)
