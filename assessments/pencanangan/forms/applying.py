"""Forms of the application: the list, choosing units, the letter, the decision."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from assessments.cycle.forms import Lines
from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.pencanangan.models import Application
from assessments.pencanangan.rules import ALONE
from units.models import Kind

MOST_COPIES = 10
LONGEST_COPY = 160

phone = RegexValidator(
    r"^\+?[0-9][0-9 ()-]{6,18}$", "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890 atau (021) 555 1234."
)


class ApplicationFilter(forms.Form):
    """Narrows the list of applications."""

    q = forms.CharField(label="Cari pemohon", required=False, max_length=80)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua status"), *Application.Status.choices]
    )


class UnitFilter(forms.Form):
    """Narrows the list of units to choose from."""

    q = forms.CharField(label="Cari nama unit", required=False, max_length=80)
    # Not "city" alone: the ceremony of step two has one too, and both travel in one form.
    unit_kind = forms.ChoiceField(label="Jenis", required=False)
    unit_city = forms.ChoiceField(label="Kabupaten/kota", required=False)
    unit_state = forms.ChoiceField(
        label="Tampilkan", required=False, choices=[("", "Belum diajukan"), ("semua", "Semua unit")]
    )

    def __init__(self, data: Any, *, among: Iterable[Participation]) -> None:
        super().__init__(data)
        units = [participation.work_unit for participation in among]
        kinds = {unit.kind for unit in units}
        self.fields["unit_kind"].choices = [("", "Semua jenis")] + [row for row in Kind.choices if row[0] in kinds]  # type: ignore[attr-defined]
        cities = sorted({unit.city for unit in units})
        self.fields["unit_city"].choices = [("", "Semua kabupaten/kota")] + [(city, city) for city in cities]  # type: ignore[attr-defined]

    def keeps(self, participation: Participation) -> bool:
        """Whether a unit belongs to the narrowed list."""
        if not self.is_valid():
            return participation.state == State.REGISTERED
        unit, wanted = participation.work_unit, self.cleaned_data
        text = f"{unit.name} {unit.short_name} {unit.city}".lower()
        return (
            all(word in text for word in wanted["q"].lower().split())
            and wanted["unit_kind"] in ("", unit.kind)
            and wanted["unit_city"] in ("", unit.city)
            and (wanted["unit_state"] == "semua" or participation.state == State.REGISTERED)
        )


class ApplicationForm(forms.ModelForm[Application]):
    """What the letter says about itself and whom to call; for a unit that applies past its office, also why."""

    copies = Lines(
        label="Tembusan",
        required=False,
        help_text="Satu baris untuk setiap tembusan, misalnya Sekretaris Direktorat Jenderal HAM.",
    )

    class Meta:
        model = Application
        fields = [
            "number_text", "urgency", "enclosure", "letter_subject", "copies", "contact_name", "contact_phone",
            "alone_reason",
        ]  # fmt: skip
        labels = {"letter_subject": "Hal", "alone_reason": "Mengapa mengajukan sendiri?"}
        help_texts = {
            "number_text": "Nomor dari kantor Anda, misalnya W.16-HA.02.01-123. Kosongkan bila ditulis tangan pada surat.",
            "enclosure": "Daftar unit dihitung sendiri. Isi bila ada lampiran lain, misalnya “2 (dua) berkas”.",
            "contact_name": "Orang yang dapat dihubungi admin pusat tentang acara ini.",
            "alone_reason": "Tulis mengapa tidak ada acara di wilayah Anda yang sesuai. Admin pusat dan koordinator Anda membacanya.",
        }
        error_messages = {
            "urgency": {"required": "Pilih sifat surat."},
            "letter_subject": {"required": "Tulis hal surat, misalnya Permohonan Pencanangan P2HAM."},
            "contact_name": {"required": "Tulis nama orang yang dapat dihubungi tentang acara ini."},
            "contact_phone": {"required": "Tulis nomor telepon narahubung."},
        }
        widgets = {"alone_reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, alone: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_phone"].validators.append(phone)
        self.fields["contact_phone"].widget.input_type = "tel"
        self.fields["alone_reason"].required = True
        self.fields["alone_reason"].error_messages["required"] = ALONE
        if not alone:
            del self.fields["alone_reason"]

    def clean_copies(self) -> list[str]:
        """As many as a letter has room for, each on one or two lines."""
        copies: list[str] = self.cleaned_data["copies"]
        if len(copies) > MOST_COPIES:
            raise forms.ValidationError(f"Tulis paling banyak {MOST_COPIES} tembusan. Sekarang ada {len(copies)}.")
        if any(len(copy) > LONGEST_COPY for copy in copies):
            raise forms.ValidationError(f"Ringkas setiap tembusan menjadi paling banyak {LONGEST_COPY} huruf.")
        return copies


class ReturnForm(forms.Form):
    note = forms.CharField(
        label="Alasan pengembalian",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Tulis apa yang perlu diperbaiki. Pemohon membacanya persis seperti yang Anda tulis.",
        error_messages={"required": "Tuliskan alasan pengembalian, agar pemohon tahu apa yang perlu diperbaiki."},
    )
