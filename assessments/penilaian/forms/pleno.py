"""Forms of the plenary meeting."""

from decimal import Decimal
from typing import Any

from django import forms

from assessments.penilaian.models import Attendance, CurrentIssue, Pleno, TeamMember
from p2ham.lib import dates
from p2ham.lib.filters import WordedFilter
from units.models import Kind


class PlenoForm(forms.ModelForm[Pleno]):
    class Meta:
        model = Pleno
        fields = ("held_on", "place", "agenda")
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"held_on": dates.today(), "agenda": "Rapat pleno penetapan hasil penilaian"})


class RankFilter(WordedFilter):
    q = forms.CharField(label="Cari unit", required=False, max_length=80)
    wilayah = forms.TypedChoiceField(label="Wilayah", required=False, coerce=int)
    jenis = forms.ChoiceField(label="Jenis unit", required=False, choices=[("", "Semua jenis"), *Kind.choices])
    simpulan = forms.ChoiceField(
        label="Simpulan",
        required=False,
        choices=[("", "Semua simpulan"), ("ya", "Memenuhi syarat"), ("tidak", "Belum memenuhi")],
    )

    def __init__(self, *args: Any, regions: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["wilayah"]
        field.choices = [("", "Semua wilayah"), *regions]


class WhatIfForm(forms.Form):
    """Another threshold to look at; nothing is stored."""

    ambang = forms.DecimalField(
        label="Andaikan ambangnya",
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=2,
        localize=True,
        help_text="Antara 0 dan 100. Hanya untuk dilihat; ambang siklus tidak berubah.",
    )


class AttendanceForm(forms.Form):
    """How each member of the team attends."""

    def __init__(self, data: Any = None, *, members: list[tuple[TeamMember, str]]) -> None:
        super().__init__(data)
        for member, mode in members:
            self.fields[f"hadir_{member.user_id}"] = forms.ChoiceField(
                label=f"Kehadiran {member.user.name}",
                required=False,
                choices=[("", "Belum dicatat"), *Attendance.Mode.choices],
                initial=mode,
            )
        self.rows = [(member, self[f"hadir_{member.user_id}"]) for member, _ in members]

    @property
    def modes(self) -> dict[int, str]:
        """The chosen mode per user id."""
        return {member.user_id: self.cleaned_data[f"hadir_{member.user_id}"] for member, _ in self.rows}


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Catatan rapat tentang unit ini",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tuliskan catatannya."},
    )


class ConclusionForm(forms.Form):
    conclusion = forms.CharField(
        label="Kesimpulan rapat",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Dicetak pada berita acara. Setelah ditutup, rapat tidak dapat diubah lagi.",
        error_messages={"required": "Tuliskan kesimpulan rapat."},
    )


class IssueForm(forms.ModelForm[CurrentIssue]):
    class Meta:
        model = CurrentIssue
        fields = ("text", "source", "happened_on")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "happened_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "text": {"required": "Tuliskan isunya."},
            "source": {"required": "Tuliskan sumbernya: siapa yang menyampaikan atau memuatnya, dan di mana."},
        }


class WithdrawIssueForm(forms.Form):
    reason = forms.CharField(
        label="Alasan dicabut", max_length=300, error_messages={"required": "Tuliskan alasan isu ini dicabut."}
    )
