"""Filters of the overviews; each can say in words what it filters."""

from typing import Any

from django import forms

from assessments.pencanangan.models import Application, Ceremony
from assessments.pencanangan.queries.overview import LACKS, STEPS
from p2ham.lib import dates
from p2ham.lib.filters import WordedFilter
from units.models import Kind


class UnitsFilter(WordedFilter):
    """Narrows the units of the overview."""

    q = forms.CharField(label="Cari unit atau kota", required=False, max_length=80)
    region = forms.TypedChoiceField(label="Wilayah", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="Jenis unit", required=False)
    city = forms.ChoiceField(label="Kabupaten/kota", required=False)
    step = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Semua status"), *((key, label) for key, (label, _, _) in STEPS.items())],
    )
    lack = forms.ChoiceField(label="Yang kurang", required=False, choices=[("", "Semua unit"), *LACKS.items()])

    def __init__(self, data: Any, *, regions: list[tuple[int, str]], cities: list[str]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["kind"].choices = [("", "Semua jenis"), *Kind.choices]
        fields["region"].choices = [("", "Semua wilayah"), *regions]
        fields["city"].choices = [("", "Semua kabupaten/kota"), *((city, city) for city in cities)]
        # A choice of one is none; the cities of the whole country are looked for by their names.
        if not regions:
            del self.fields["region"]
        if not cities:
            del self.fields["city"]


class CeremoniesFilter(WordedFilter):
    """Narrows the table of ceremonies."""

    region = forms.TypedChoiceField(label="Pemohon", required=False, coerce=int, empty_value=None)
    month = forms.ChoiceField(
        label="Bulan",
        required=False,
        choices=[("", "Semua bulan"), *((str(number), name) for number, name in enumerate(dates.MONTHS, 1))],
    )
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua status"), *Application.Status.choices]
    )
    mode = forms.ChoiceField(
        label="Cara pelaksanaan", required=False, choices=[("", "Semua cara"), *Ceremony.Mode.choices]
    )

    def __init__(self, data: Any, *, regions: list[tuple[int, str]]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["region"].choices = [("", "Semua pemohon"), *regions]
        if not regions:
            del self.fields["region"]
