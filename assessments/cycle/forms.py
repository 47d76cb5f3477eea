"""Forms of the admin's cycle pages."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from assessments.cycle.models import Cycle, Signatory, Window
from indicators.models import Instrument
from p2ham.lib import dates


class Lines(forms.CharField):
    """A list of texts, typed one per line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        # The validator of text does not look inside a list.
        ProhibitNullCharactersValidator()(value)
        return [line.strip() for line in (value or "").splitlines() if line.strip()]


class WindowForm(forms.ModelForm[Window]):
    reason = forms.CharField(
        label="Alasan perubahan",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila jadwal sudah berjalan; perubahannya berlaku setelah disetujui pimpinan.",
    )

    class Meta:
        model = Window
        fields = ("opens_at", "closes_at")
        labels = {"opens_at": "Dibuka (WIB)", "closes_at": "Ditutup (WIB)"}
        widgets = {
            name: forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")
            for name in ("opens_at", "closes_at")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens_at", "closes_at"):
            self.fields[name].validators += dates.INSTANT_BOUNDS


class CycleForm(forms.ModelForm[Cycle]):
    legal_basis = Lines(label="Dasar hukum", help_text="Satu baris untuk setiap dasar hukum.")
    addressee = Lines(label="Alamat surat permohonan", help_text="Satu baris untuk setiap baris alamat.")

    class Meta:
        model = Cycle
        fields = (
            "title", "legal_basis", "addressee", "place", "account_after", "filing_days", "repair_days",
            "assessors_per_unit",
        )  # fmt: skip


class NewCycleForm(forms.Form):
    year = forms.IntegerField(label="Tahun", min_value=2024, max_value=2100)
    title = forms.CharField(label="Judul", max_length=120)
    instrument = forms.ModelChoiceField(label="Instrumen", queryset=Instrument.objects.none())
    template = forms.ModelChoiceField(
        label="Salin pengaturan dari",
        queryset=Cycle.objects.none(),
        help_text="Teks, penanda tangan, dan jadwalnya disalin dan digeser ke tahun baru.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = Instrument.objects.filter(status=Instrument.Status.PUBLISHED)
        self.fields["instrument"].queryset = published  # type: ignore[attr-defined]
        self.fields["template"].queryset = Cycle.objects.all()  # type: ignore[attr-defined]
        year = dates.today().year + 1
        self.fields["year"].initial = year
        self.fields["title"].initial = f"P2HAM Tahun {year}"


class SignatoryForm(forms.ModelForm[Signatory]):
    class Meta:
        model = Signatory
        fields = ("name", "title")


class DecisionForm(forms.Form):
    """Approve or refuse what somebody else proposed."""

    decision = forms.ChoiceField(
        label="Keputusan", choices=[("approve", "Setujui"), ("refuse", "Tolak")], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Catatan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila usulan ditolak: apa yang perlu diperbaiki pengusul.",
    )
