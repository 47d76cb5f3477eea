"""Recording a decree."""

from typing import Any

from django import forms

from assessments.cycle.models import Cycle, Participation, Signatory
from assessments.penilaian.models import Decree
from p2ham.lib import dates


class DecreeForm(forms.ModelForm[Decree]):
    units = forms.ModelMultipleChoiceField(
        label="Unit yang ditetapkan",
        queryset=Participation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Decree
        fields = ("number", "date", "title", "place", "signatory_name", "signatory_title", "embargo_until")
        labels = {"embargo_until": "Diumumkan mulai (WIB)"}
        widgets = {
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "embargo_until": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }
        help_texts = {
            "number": "Seperti tertulis pada keputusan, misalnya MHA-04.UM.04.01 Tahun 2024.",
            "title": "Tentang apa keputusan itu, tanpa kata “tentang”.",
            "signatory_name": "Dicetak pada piagam.",
            "embargo_until": "Sampai saat itu unit belum melihat hasilnya. Kosong: diumumkan begitu disetujui pimpinan.",
        }

    def __init__(self, data: Any = None, *, cycle: Cycle, units: Any) -> None:
        signatory = Signatory.objects.filter(cycle=cycle, purpose=Signatory.Purpose.DECREE).first()
        initial = {
            "date": dates.today(),
            "title": f"Penetapan Predikat Unit Kerja Pelayanan Publik Berbasis HAM Tahun {cycle.year}",
            "place": cycle.place,
            "signatory_name": signatory.name if signatory else "",
            "signatory_title": signatory.title if signatory else "",
            "units": [unit.pk for unit in units],
        }
        super().__init__(data, initial=initial)
        self.fields["embargo_until"].validators += dates.INSTANT_BOUNDS
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = units
