"""Which units are to be shared out."""

from random import SystemRandom
from typing import Any, cast

from django import forms

from assessments.cycle.models import Cycle
from assessments.penilaian.queries.plans import SEEDS, Wish
from units.models import Kind, Province, WorkUnit


class DistributionForm(forms.Form):
    """Regions, kinds, and the seed of the lot; by GET, so that the address tells the plan."""

    use_required_attribute = False

    wilayah = forms.TypedMultipleChoiceField(
        label="Wilayah (koordinator)",
        required=False,
        coerce=int,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text="Tidak dipilih: semua wilayah.",
    )
    provinsi = forms.MultipleChoiceField(
        label="Provinsi",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text="Tidak dipilih: semua provinsi.",
    )
    jenis = forms.MultipleChoiceField(
        label="Jenis unit",
        required=False,
        choices=Kind.choices,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text="Tidak dipilih: semua jenis.",
    )
    pengganti = forms.BooleanField(label="Isi juga tempat yang perlu penilai pengganti", required=False, initial=True)
    benih = forms.IntegerField(
        label="Nomor undian",
        min_value=0,
        max_value=SEEDS,
        help_text="Nomor yang sama dan keadaan yang sama selalu menghasilkan pembagian yang sama.",
        error_messages={"required": "Isi nomor undian.", "invalid": "Tulis angka."},
    )

    def __init__(self, cycle: Cycle, data: Any = None) -> None:
        super().__init__(data)
        units = WorkUnit.objects.filter(participations__cycle=cycle)
        offices = WorkUnit.objects.filter(guided__cycle=cycle).distinct().order_by("short_name")
        cast(Any, self.fields["wilayah"]).choices = list(offices.values_list("pk", "short_name"))
        provinces = Province.objects.filter(pk__in=units.values("province")).order_by("name")
        cast(Any, self.fields["provinsi"]).choices = list(provinces.values_list("pk", "name"))
        self.fields["benih"].initial = SystemRandom().randrange(SEEDS)

    @property
    def wish(self) -> Wish:
        """What is asked for; after ``is_valid``."""
        clean = self.cleaned_data
        return Wish(
            regions=tuple(clean["wilayah"]),
            provinces=tuple(clean["provinsi"]),
            kinds=tuple(clean["jenis"]),
            vacancies=clean["pengganti"],
            seed=clean["benih"],
        )
