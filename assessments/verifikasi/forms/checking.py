"""What verifiers type."""

from typing import Any, cast

from django import forms

from assessments.verifikasi.forms.fields import NOT_APPLICABLE, Pick, Prose
from assessments.verifikasi.forms.remarking import ready_field, with_ready
from assessments.verifikasi.models import ReadySentence, Verdict
from assessments.verifikasi.queries.sheets import Item
from indicators.models import Level
from units.models import Kind


class VerdictForm(forms.Form):
    """A verifier's judgement of one indicator."""

    use_required_attribute = False

    decision = Pick(label="Hasil pemeriksaan", choices=Verdict.Decision.choices)
    level = Pick(label="Tingkat menurut Anda")
    note = Prose(
        label="Catatan",
        rows=5,
        help_text="Wajib bila tidak sesuai: apa yang kurang dan bagaimana memperbaikinya. Dibaca oleh unit.",
    )

    def __init__(self, item: Item, data: Any = None, *, sentences: list[ReadySentence] | None = None) -> None:
        verdict, answer = item.verdict, item.answer
        initial: dict[str, Any] = {"level": NOT_APPLICABLE if answer.not_applicable else answer.level_id or ""}
        if verdict and item.is_decided:
            chosen = NOT_APPLICABLE if verdict.not_applicable else verdict.level_id
            initial = {"decision": verdict.decision, "level": chosen or initial["level"], "note": verdict.note}
        super().__init__(data, initial=initial)
        self.item = item
        choices = [(str(level.pk), level.label) for level in item.levels]
        if answer.not_applicable:
            choices.append((NOT_APPLICABLE, "Tidak berlaku, disetujui"))
            self.fields["note"].help_text = "Wajib: mengapa “Tidak berlaku” disetujui atau ditolak. Dibaca oleh unit."
        cast(forms.ChoiceField, self.fields["level"]).choices = choices
        self.sentences = sentences or []
        if self.sentences:
            self.fields["ready"] = ready_field(self.sentences)

    hints = {
        Verdict.Decision.FITS: "Jawaban unit benar dan data dukungnya membuktikannya.",
        Verdict.Decision.REPAIR: "Unit masih dapat memperbaiki; indikator dibuka lagi beserta catatan Anda.",
        Verdict.Decision.UNMET: "Tidak terbukti dan tidak perlu diperbaiki lagi; tingkatnya turun.",
    }

    @property
    def chosen_level(self) -> Level | None:
        """The level according to the verifier; none for an approved "tidak berlaku"."""
        chosen = self.cleaned_data["level"]
        return next((level for level in self.item.levels if str(level.pk) == chosen), None)

    @property
    def written(self) -> str:
        """The note with the ready sentence that was chosen, when the form is valid."""
        return with_ready(self.cleaned_data, self.sentences, text="note")

    @property
    def not_applicable(self) -> bool:
        """Whether "tidak berlaku" is approved. Beside another result the preset choice says nothing."""
        fits = self.cleaned_data["decision"] == Verdict.Decision.FITS
        return bool(fits and self.cleaned_data["level"] == NOT_APPLICABLE)


class OutcomeForm(forms.Form):
    """Why a unit fails."""

    use_required_attribute = False

    note = Prose(
        label="Alasan",
        rows=8,
        help_text="Dirancang dari indikator yang belum terpenuhi; ubah bila perlu. Dibaca oleh orang kedua yang "
        "memutuskan, dan dicetak pada surat keterangan.",
    )


class ReopenForm(forms.Form):
    """Why a decided outcome is to be opened again."""

    use_required_attribute = False

    note = Prose(label="Alasan membuka kembali", help_text="Dibaca oleh orang kedua yang memutuskan dan oleh unit.")


class RefusalForm(forms.Form):
    """Why a proposed outcome is sent back."""

    use_required_attribute = False

    note = Prose(label="Alasan pengembalian", help_text="Dibaca oleh verifikator yang mengusulkan.")


class QueueFilter(forms.Form):
    """What the verifier wants to see of the queue."""

    PARTS = [
        ("", "Semua"),
        ("baru", "Belum mulai diperiksa"),
        ("saya", "Bagian saya"),
        ("bebas", "Belum menjadi bagian siapa pun"),
        ("usulan", "Menunggu persetujuan"),
    ]
    q = forms.CharField(label="Cari unit atau kota", required=False, max_length=80)
    bagian = forms.ChoiceField(label="Bagian", required=False, choices=PARTS)
    koordinator = forms.TypedChoiceField(label="Koordinator", required=False, coerce=int, empty_value=None)
    jenis = forms.ChoiceField(label="Jenis unit", required=False, choices=[("", "Semua"), *Kind.choices])

    def __init__(self, data: Any, *, coordinators: list[tuple[int, str]]) -> None:
        super().__init__(data)
        cast(forms.ChoiceField, self.fields["koordinator"]).choices = [("", "Semua"), *coordinators]

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that make sense; a mangled one filters nothing."""
        self.is_valid()
        clean = self.cleaned_data
        return {
            "text": clean.get("q", ""),
            "part": clean.get("bagian", ""),
            "coordinator": clean.get("koordinator") or None,
            "kind": clean.get("jenis", ""),
        }
