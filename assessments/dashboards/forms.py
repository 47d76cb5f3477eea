"""Filters of the lists over all rooms, and the admin's announcements."""

from typing import Any

from django import forms

from assessments.cycle.models import Cycle
from assessments.cycle.states import State
from p2ham.lib import dates
from units.models import Announcement, Kind


class ParticipationFilter(forms.Form):
    q = forms.CharField(label="Cari unit atau kota", required=False, max_length=80)
    state = forms.ChoiceField(label="Status", required=False, choices=[("", "Semua status"), *State.choices])
    kind = forms.ChoiceField(label="Jenis unit", required=False, choices=[("", "Semua jenis"), *Kind.choices])
    cycle = forms.ModelChoiceField(label="Siklus", required=False, queryset=Cycle.objects.all(), empty_label=None)


class AnnouncementForm(forms.ModelForm[Announcement]):
    class Meta:
        model = Announcement
        fields = ("title", "body", "role", "since", "until")
        labels = {"since": "Tampil sejak (WIB)", "until": "Tampil sampai (WIB)"}
        help_texts = {"role": "Tanpa pilihan, pengumuman dibaca semua orang."}
        widgets = {
            "body": forms.Textarea(attrs={"rows": 5}),
            **{
                name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
                for name in ("since", "until")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("since", "until"):
            self.fields[name].validators += dates.INSTANT_BOUNDS
