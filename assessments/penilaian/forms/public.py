"""What stands above the public list of units with the predikat."""

from collections.abc import Sequence
from typing import Any

from django import forms

from assessments.cycle.models import Cycle
from p2ham.lib.filters import WordedFilter
from units.models import Province


class AwardFilter(WordedFilter):
    q = forms.CharField(label="Cari unit atau kota", required=False, max_length=80)
    tahun = forms.ChoiceField(label="Tahun", required=False)
    provinsi = forms.ChoiceField(label="Provinsi", required=False)
    status = forms.ChoiceField(
        label="Predikat", required=False, choices=[("", "Masih berlaku"), ("dicabut", "Sudah dicabut")]
    )

    def __init__(self, *args: Any, years: Sequence[Cycle], provinces: Sequence[Province], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tahun"].choices = [(str(cycle.year), str(cycle.year)) for cycle in years]  # type: ignore[attr-defined]
        names = [(province.pk, province.name) for province in provinces]
        self.fields["provinsi"].choices = [("", "Semua provinsi"), *names]  # type: ignore[attr-defined]
