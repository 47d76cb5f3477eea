"""Settling what the assessors differ on."""

from typing import Any

from django import forms

from assessments.penilaian.sheets import Choice, Settlement


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
