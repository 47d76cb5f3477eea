"""Forms of assigning, scoring, settling and the decree."""

from typing import Any

from django import forms

from assessments.cycle.models import Cycle, Participation, Signatory
from assessments.penilaian.models import Decree
from assessments.penilaian.sheets import Choice, Item, Settlement
from indicators.models import Level
from p2ham.lib import dates
from units.models import User


class UnitFilter(forms.Form):
    """What stands above a list of units."""

    q = forms.CharField(label="Cari unit", required=False, max_length=80)


class AssignForm(forms.Form):
    assessors = forms.ModelMultipleChoiceField(
        label="Penilai", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self, *args: Any, candidates: list[User], workload: dict[int, int], wanted: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assessors"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = User.objects.filter(pk__in=[person.pk for person in candidates])
        field.label_from_instance = lambda obj: _with_workload(obj, workload)  # type: ignore[method-assign]
        field.help_text = f"Pilih tepat {wanted} orang. Mereka menilai sendiri-sendiri, tanpa melihat nilai yang lain."


def _with_workload(person: Any, workload: dict[int, int]) -> str:
    count = workload.get(person.pk, 0)
    return f"{person.name} ({count} unit belum selesai)" if count else f"{person.name} (tidak ada tugas lain)"


class ScoreForm(forms.Form):
    level = forms.ModelChoiceField(
        label="Tingkat menurut Anda", queryset=Level.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    justification = forms.CharField(
        label="Alasan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        assert isinstance(level, forms.ModelChoiceField)
        level.queryset = item.indicator.levels.all()
        level.error_messages["required"] = "Pilih salah satu tingkat."
        verified = item.verified_level
        word = f" “{verified.label}”" if verified else ""
        self.fields[
            "justification"
        ].help_text = (
            f"Wajib bila pilihan Anda berbeda dengan hasil verifikasi{word}, atau bila Anda memberi tingkat terendah."
        )


class SettleForm(forms.Form):
    """A level and a reason for each indicator on which the assessors differ, and a note to the unit."""

    def __init__(self, *args: Any, settlement: Settlement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settlement = settlement
        for found in settlement.differing:
            pk, code = found.item.pk, found.item.indicator.code
            self.fields[f"level_{pk}"] = forms.ModelChoiceField(
                label=f"{code}: tingkat yang ditetapkan",
                queryset=found.item.indicator.levels.all(),
                widget=forms.RadioSelect,
                empty_label=None,
                required=False,
            )
            self.fields[f"reason_{pk}"] = forms.CharField(
                label=f"{code}: alasan",
                help_text="Dibaca unit bersama hasilnya. Jangan menyebut nama penilai.",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        # Asked for by the rule, which names every gap at once; to the reader they are not optional.
        self.use_required_attribute = False
        self.fields["note"] = forms.CharField(
            label="Catatan untuk unit", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
        )

    def pair(self, pk: int) -> tuple[Any, Any] | None:
        """The two fields of an indicator, when there is something to decide."""
        return (self[f"level_{pk}"], self[f"reason_{pk}"]) if f"level_{pk}" in self.fields else None

    def choices(self) -> dict[int, Choice]:
        """What has been chosen so far, valid or not: unknown levels count as none."""
        found = {}
        data = getattr(self, "cleaned_data", {})
        for judged in self.settlement.differing:
            pk = judged.item.pk
            found[pk] = Choice(data.get(f"level_{pk}"), data.get(f"reason_{pk}") or "")
        return found


class DecreeForm(forms.ModelForm[Decree]):
    units = forms.ModelMultipleChoiceField(
        label="Unit yang ditetapkan",
        queryset=Participation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Decree
        fields = ("number", "date", "title", "place", "signatory_name", "signatory_title")
        widgets = {"date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "number": "Seperti tertulis pada keputusan, misalnya MHA-04.UM.04.01 Tahun 2024.",
            "title": "Tentang apa keputusan itu, tanpa kata “tentang”.",
            "signatory_name": "Dicetak pada piagam.",
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
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = units
