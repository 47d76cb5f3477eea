"""Setting levels and settling the result."""

from typing import Any

from django import forms

from assessments.penilaian.forms.fields import Reason
from assessments.penilaian.queries.deliberations import Deliberation
from assessments.penilaian.settlements import Choice, Judged, Settlement

# The choice of no level of one's own.
FOLLOW = "0"
REASON_HELP = "Dibaca unit bersama hasilnya. Jangan menyebut nama penilai."


class SettleForm(forms.Form):
    """A level and a reason for each indicator, due where the assessors differ; a note to the unit.

    ``complete`` False: something is only saved, counted or looked at, and nothing is missing yet.
    """

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, settlement: Settlement, stored: Deliberation, complete: bool = True
    ) -> None:
        super().__init__(data)
        self.settlement, self.stored, self._complete = settlement, stored, complete
        self._due = {found.item.pk for found in settlement.to_decide}
        for found in settlement.judged:
            if not found.item.not_applicable:
                self._add(found)
        if settlement.total_differs and not settlement.has_drawn:
            self.fields["total_reason"] = Reason(
                label="Mengapa nilai gabungannya berlaku",
                rows=3,
                required=False,
                initial=stored.total_reason,
                help_text="Wajib bila Anda tidak menetapkan satu indikator pun.",
            )
        self.fields["note"] = forms.CharField(
            label="Catatan untuk unit",
            required=False,
            max_length=2000,
            initial=stored.note,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["version"] = forms.CharField(
            required=False, initial=stored.version, widget=forms.HiddenInput, max_length=64
        )

    def _add(self, found: Judged) -> None:
        pk, code, is_due = found.item.pk, found.item.indicator.code, found.item.pk in self._due
        choice = self.stored.choices.get(pk, Choice(None))
        options = [(str(level.pk), level.label) for level in found.item.levels]
        if not is_due:
            options.insert(0, (FOLLOW, f"Ikuti para penilai: {found.words}"))
        self.fields[f"level_{pk}"] = forms.TypedChoiceField(
            label=f"{code}: tingkat yang ditetapkan",
            choices=options,
            coerce=lambda value, item=found.item: item.level(int(value)),
            empty_value=None,
            required=is_due,
            initial=str(choice.level.pk) if choice.level else "" if is_due else FOLLOW,
            widget=forms.RadioSelect,
            error_messages={"required": "Penilai berbeda pendapat. Pilih tingkat yang ditetapkan."},
        )
        self.fields[f"reason_{pk}"] = Reason(
            label=f"{code}: alasan", rows=3, required=is_due, initial=choice.reason, help_text=REASON_HELP
        )

    def clean(self) -> dict[str, Any]:
        """A level needs its reason, and a reason its level, once it is to be settled."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for pk in [found.item.pk for found in self.settlement.judged] if self._complete else []:
            level, reason = data.get(f"level_{pk}"), data.get(f"reason_{pk}")
            if not reason and (level or pk in self._due) and f"reason_{pk}" in data:
                self.add_error(f"reason_{pk}", "Tuliskan alasan tingkat yang Anda tetapkan.")
            elif reason and not level and pk not in self._due and f"level_{pk}" in data:
                self.add_error(f"level_{pk}", "Pilih tingkat yang Anda tetapkan, atau kosongkan alasannya.")
        return data

    def full_clean(self) -> None:
        """Where nothing is complete yet nothing is required, though the page goes on saying what will be."""
        wanted = [field for field in self.fields.values() if field.required]
        for field in wanted:
            field.required = self._complete
        super().full_clean()
        for field in wanted:
            field.required = True

    def pair(self, pk: int) -> tuple[Any, Any, dict[str, str]] | None:
        """The two fields of an indicator and the rubric's words; None when it does not apply."""
        found = next((found for found in self.settlement.judged if found.item.pk == pk), None)
        if found is None or f"level_{pk}" not in self.fields:
            return None
        rubric = {str(level.pk): level.description for level in found.item.levels}
        return self[f"level_{pk}"], self[f"reason_{pk}"], rubric

    def choices(self) -> dict[int, Choice]:
        """What has been chosen so far, valid or not: unknown levels count as none."""
        if not self.is_bound:
            return dict(self.stored.choices)
        data = getattr(self, "cleaned_data", {})
        return {
            found.item.pk: Choice(data.get(f"level_{found.item.pk}"), data.get(f"reason_{found.item.pk}") or "")
            for found in self.settlement.judged
            if not found.item.not_applicable
        }

    @property
    def typed(self) -> Deliberation:
        """What stands in the form."""
        data = getattr(self, "cleaned_data", {})
        return Deliberation(self.choices(), data.get("total_reason") or "", data.get("note") or "")
