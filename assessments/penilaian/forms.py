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


class Reason(forms.CharField):
    """A reason that a rule asks for when it is due. To the reader it is not optional, so it is not marked as such."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def validate(self, value: Any) -> None:
        """Leave emptiness to the rule."""


class AssignForm(forms.Form):
    assessors = forms.ModelMultipleChoiceField(
        label="Penilai", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, candidates: list[User], workload: dict[int, int], wanted: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assessors"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = User.objects.filter(pk__in=[person.pk for person in candidates])
        field.label_from_instance = lambda obj: _with_workload(obj, workload)  # type: ignore[method-assign]
        field.error_messages["required"] = f"Pilih tepat {wanted} penilai. Sekarang terpilih 0."
        field.help_text = f"Pilih tepat {wanted} orang. Mereka menilai sendiri-sendiri, tanpa melihat nilai yang lain."


def _with_workload(person: Any, workload: dict[int, int]) -> str:
    count = workload.get(person.pk, 0)
    return f"{person.name} ({count} unit belum selesai)" if count else f"{person.name} (tidak ada tugas lain)"


class ScoreForm(forms.Form):
    level = forms.ModelChoiceField(
        label="Tingkat menurut Anda", queryset=Level.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    justification = Reason(label="Alasan", rows=4)
    use_required_attribute = False

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
    """A level and a reason for each indicator on which the assessors differ, and a note to the unit.

    ``complete`` False: a look ahead, in which nothing is missing yet.
    """

    use_required_attribute = False

    def __init__(self, data: Any = None, *, settlement: Settlement, complete: bool = True) -> None:
        super().__init__(data)
        self.settlement, self._complete = settlement, complete
        for found in settlement.differing:
            pk, code = found.item.pk, found.item.indicator.code
            self.fields[f"level_{pk}"] = forms.ModelChoiceField(
                label=f"{code}: tingkat yang ditetapkan",
                queryset=found.item.indicator.levels.all(),
                widget=forms.RadioSelect,
                empty_label=None,
                error_messages={"required": "Penilai berbeda pendapat. Pilih tingkat yang ditetapkan."},
            )
            self.fields[f"reason_{pk}"] = forms.CharField(
                label=f"{code}: alasan",
                help_text="Dibaca unit bersama hasilnya. Jangan menyebut nama penilai.",
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": "Tuliskan alasan tingkat yang Anda tetapkan."},
            )
        self.fields["note"] = forms.CharField(
            label="Catatan untuk unit", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
        )

    def full_clean(self) -> None:
        """In a look ahead nothing is required, though the page goes on saying what will be."""
        wanted = [field for field in self.fields.values() if field.required]
        for field in wanted:
            field.required = self._complete
        super().full_clean()
        for field in wanted:
            field.required = True

    def pair(self, pk: int) -> tuple[Any, Any, dict[int, str]] | None:
        """The two fields of an indicator and the rubric's words, when there is something to decide."""
        found = next((found for found in self.settlement.differing if found.item.pk == pk), None)
        if found is None:
            return None
        rubric = {level.pk: level.description for level in found.item.levels}
        return self[f"level_{pk}"], self[f"reason_{pk}"], rubric

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
