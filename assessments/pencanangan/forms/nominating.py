"""Forms of the praseleksi."""

from typing import Any

from django import forms

from assessments.cycle.models import Participation
from assessments.pencanangan.models import Nomination


class NominationFilter(forms.Form):
    """Narrows the list of the region's units."""

    UNDECIDED, NOMINATED, NOT_NOMINATED = "belum", "dicalonkan", "tidak"
    q = forms.CharField(label="Cari nama unit", required=False, max_length=80)
    decision = forms.ChoiceField(
        label="Praseleksi",
        required=False,
        choices=[
            ("", "Semua"),
            (UNDECIDED, "Belum diputuskan"),
            (NOMINATED, "Dicalonkan"),
            (NOT_NOMINATED, "Tidak dicalonkan"),
        ],
    )

    def keeps(self, participation: Participation, nomination: Nomination | None) -> bool:
        """Whether a unit belongs to the narrowed list."""
        if not self.is_valid():
            return True
        unit, wanted = participation.work_unit, self.cleaned_data
        text = f"{unit.name} {unit.short_name} {unit.city}".lower()
        decision = self.UNDECIDED
        if nomination:
            decision = self.NOMINATED if nomination.nominated else self.NOT_NOMINATED
        return all(word in text for word in wanted["q"].lower().split()) and wanted["decision"] in ("", decision)


class NominationForm(forms.Form):
    """What the region says of the ticked units."""

    YES, NO = "ya", "tidak"
    nominated = forms.ChoiceField(
        label="Keputusan untuk unit yang dipilih",
        choices=[(YES, "Dicalonkan"), (NO, "Tidak dicalonkan")],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih: dicalonkan atau tidak dicalonkan."},
    )
    reason = forms.CharField(
        label="Alasan",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila tidak dicalonkan. Unit membacanya persis seperti yang Anda tulis.",
    )

    def clean(self) -> dict[str, Any]:
        """A unit that is not put forward learns why."""
        data = super().clean() or self.cleaned_data
        if data.get("nominated") == self.NO and not (data.get("reason") or "").strip():
            self.add_error("reason", "Tuliskan alasan unit ini tidak dicalonkan.")
        return data
