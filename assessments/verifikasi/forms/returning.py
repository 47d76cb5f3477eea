"""Until when a sheet is returned."""

import datetime as dt
from typing import Any

from django import forms

from assessments.cycle.deadlines import last_day
from assessments.cycle.models import Participation
from assessments.cycle.queries import window_for
from assessments.cycle.states import Stage
from assessments.verifikasi import workflow
from p2ham.lib import dates


class GiveBackForm(forms.Form):
    """The last day of a repair: as the cycle says, or another one within the window."""

    use_required_attribute = False

    until = forms.DateField(
        label="Batas perbaikan (sampai pukul 23.59 WIB)",
        required=False,
        error_messages={"invalid": "Batas perbaikan: tulis tanggal yang benar."},
    )

    def __init__(self, participation: Participation, data: Any = None) -> None:
        super().__init__(data, initial={"until": last_day(workflow.repair_until(participation))})
        self.participation = participation
        window = window_for(participation, Stage.VERIFIKASI)
        limits = {"type": "date", "min": dates.today().isoformat()}
        if window:
            limits["max"] = last_day(window.closes_at).isoformat()
        self.fields["until"].widget = forms.DateInput(attrs=limits, format="%Y-%m-%d")
        days = participation.cycle.repair_days
        text = f"Bawaan siklus: {days} hari."
        if window:
            text += f" Tahap Verifikasi ditutup {dates.deadline(window.closes_at, participation.work_unit.timezone)}."
        self.fields["until"].help_text = text

    @property
    def chosen(self) -> dt.datetime | None:
        """The instant at which the returned indicators close again; none: as the cycle says."""
        return self.cleaned_data["until"] and workflow.end_of(self.cleaned_data["until"], self.participation)
