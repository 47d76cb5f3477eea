"""Forms of the ceremony: its facts, its witnesses, another date for it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from assessments.pencanangan.models import Ceremony, DateProposal, Witness
from p2ham.lib.http import row_id

WITNESS_ROWS = 4

INCOMPLETE = "Tulis instansi saksi ini, atau kosongkan seluruh isiannya. Nama dan jabatan boleh menyusul."

_DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
_TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class CeremonyForm(forms.ModelForm[Ceremony]):
    """Date, place and leader of a ceremony, and what its letters look like."""

    class Meta:
        model = Ceremony
        fields = [
            "date", "starts_at", "place", "city", "mode", "leader_name", "leader_title", "page_size", "acknowledged",
        ]  # fmt: skip
        widgets = {"date": _DATE, "starts_at": _TIME, "mode": forms.RadioSelect, "page_size": forms.RadioSelect}
        labels = {"acknowledged": "Cantumkan “Mengetahui” kepala kantor pada setiap surat pernyataan"}
        help_texts = {
            "place": "Nama gedung atau aula.",
            "leader_name": "Yang memimpin deklarasi, misalnya Kepala Kantor Wilayah atau Sekretaris Daerah.",
            "acknowledged": "Kepala kantor Anda ikut menandatangani setiap surat.",
        }
        error_messages = {
            "date": {"required": "Pilih tanggal acara."},
            "place": {"required": "Tulis tempat acara, misalnya nama aula atau gedungnya."},
            "city": {"required": "Tulis kota atau kabupaten tempat acara."},
            "mode": {"required": "Pilih cara pelaksanaan acara."},
            "leader_name": {"required": "Tulis nama yang memimpin deklarasi."},
            "leader_title": {"required": "Tulis jabatan pemimpin deklarasi."},
        }

    def __init__(self, *args: Any, days: str = "", zone: str = "", acknowledging: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].help_text = days
        self.fields["starts_at"].help_text = f"Waktu setempat ({zone})." if zone else ""
        self.fields["page_size"].required = False
        self.fields["page_size"].choices = Ceremony.PageSize.choices  # type: ignore[attr-defined]
        # The head of a unit that applies by itself signs its letter already.
        if not acknowledging:
            del self.fields["acknowledged"]

    def clean_page_size(self) -> str:
        """A4 unless the office says otherwise."""
        return self.cleaned_data["page_size"] or Ceremony.PageSize.A4


class ChangeForm(forms.Form):
    """Why a ceremony changes, for those who had planned for it."""

    reason = forms.CharField(
        label="Alasan perubahan",
        required=False,
        max_length=300,
        help_text="Dibaca oleh admin pusat dan unit bersama riwayat perubahannya.",
    )


class ProposalForm(forms.ModelForm[DateProposal]):
    """Another date for a ceremony, and why."""

    prefix = "usulan"

    class Meta:
        model = DateProposal
        fields = ["date", "starts_at", "note"]
        widgets = {"date": _DATE, "starts_at": _TIME, "note": forms.Textarea(attrs={"rows": 3})}
        labels = {"note": "Alasan usulan"}
        help_texts = {
            "starts_at": "Kosongkan bila jamnya tetap.",
            "note": "Pemohon membacanya persis seperti yang Anda tulis.",
        }
        error_messages = {
            "date": {"required": "Pilih tanggal yang Anda usulkan."},
            "note": {"required": "Tuliskan alasan usulan tanggal, agar pemohon dapat menjawabnya."},
        }


class AnswerForm(forms.Form):
    """Whether the office can hold its ceremony on the proposed date."""

    prefix = "jawaban"
    AGREE, DECLINE = "setuju", "tolak"
    # Which proposal was read: another one may have taken its place since the page was opened.
    proposal = forms.CharField(required=False, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="Jawaban Anda",
        choices=[(AGREE, "Setuju, acara pindah ke tanggal usulan"), (DECLINE, "Tidak dapat pada tanggal itu")],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih jawaban Anda: setuju atau tidak dapat."},
    )
    note = forms.CharField(
        label="Catatan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila tidak dapat: tulis alasannya, dan bila ada, tanggal lain yang mungkin.",
    )

    @property
    def read(self) -> int:
        """The proposal that was answered; 0 when the page named none."""
        return row_id(self.cleaned_data["proposal"]) or 0

    @property
    def agrees(self) -> bool:
        return bool(self.cleaned_data["answer"] == self.AGREE)


class WitnessForm(forms.ModelForm[Witness]):
    """One witness, or an empty row."""

    TEXTS = ("institution", "name", "title", "identity_number")

    class Meta:
        model = Witness
        fields = ["kind", "institution", "name", "title", "identity_number", "online"]
        labels = {"identity_number": "NIP atau NRP"}
        error_messages = {"kind": {"required": "Pilih unsur saksi ini."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A prefilled kind must not make an empty row look filled; clean() judges emptiness.
        super().__init__(*args, **kwargs)
        self.empty_permitted = False
        self.use_required_attribute = False
        self.fields["institution"].required = False
        self.fields["kind"].choices = Witness.Kind.choices  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        """Whether nobody is asked for in this row."""
        return not any(self.cleaned_data.get(name) for name in self.TEXTS)

    def clean(self) -> dict[str, Any]:
        """A row says at least from where the witness comes; the name may follow."""
        data = super().clean() or self.cleaned_data
        if any(data.get(name) for name in self.TEXTS) and not data.get("institution"):
            self.add_error("institution", INCOMPLETE)
        return data


class _WitnessRows(BaseFormSet[WitnessForm]):
    def chosen(self) -> list[Witness]:
        """The witnesses asked for, as rows not yet saved."""
        return [form.instance for form in self.forms if not form.is_empty]

    def numbered(self) -> list[tuple[int, WitnessForm]]:
        """The rows with their numbers as people count."""
        return list(enumerate(self.forms, start=1))


_WitnessFormSet = formset_factory(
    WitnessForm, formset=_WitnessRows, extra=0, min_num=WITNESS_ROWS, max_num=WITNESS_ROWS, absolute_max=WITNESS_ROWS
)


def witness_rows(
    data: Any = None,
    *,
    required: Sequence[str] = (),
    witnesses: Sequence[Witness] = (),
    rows: Sequence[dict[str, Any]] = (),
) -> Any:
    """Four rows: those typed before or the known witnesses, then empty ones that propose the kinds still missing."""
    fields = WitnessForm.Meta.fields
    initial = [*rows] or [{name: getattr(witness, name) for name in fields} for witness in witnesses]
    kinds = {witness.kind for witness in witnesses}
    missing = [kind for kind in Witness.Kind if kind in required and kind not in kinds]
    while len(initial) < WITNESS_ROWS:
        initial.append({"kind": missing.pop(0) if missing else Witness.Kind.OTHER})
    return _WitnessFormSet(data, initial=initial[:WITNESS_ROWS], prefix="saksi")
