"""Which region, and perhaps which kind of unit, is looked at."""

from typing import Any, cast

from django import forms

from units.models import Kind


class RegionForm(forms.Form):
    """A region out of those offered, each with how many units wait there; perhaps one kind alone."""

    koordinator = forms.TypedChoiceField(label="Wilayah", required=False, coerce=int, empty_value=None)
    jenis = forms.ChoiceField(label="Jenis unit", required=False, choices=[("", "Semua"), *Kind.choices])

    def __init__(self, data: Any, *, offices: list[tuple[int, str, int]]) -> None:
        super().__init__(data)
        choices = [(pk, f"{name} ({count} Anda pegang)" if count else name) for pk, name, count in offices]
        cast(forms.ChoiceField, self.fields["koordinator"]).choices = [("", "Pilih wilayah"), *choices]
        self.is_valid()

    @property
    def office(self) -> int | None:
        """The chosen region; a mangled one chooses nothing."""
        found: int | None = self.cleaned_data.get("koordinator")
        return found

    @property
    def kind(self) -> str:
        """The chosen kind; empty for all."""
        return str(self.cleaned_data.get("jenis") or "")
