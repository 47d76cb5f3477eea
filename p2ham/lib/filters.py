"""Filters above lists that can say in words what they filter."""

from typing import Any

from django import forms


class WordedFilter(forms.Form):
    """A filter of which an unknown value filters nothing."""

    @property
    def wanted(self) -> dict[str, Any]:
        """What is filtered: the valid values only."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def words(self) -> str:
        """ "status Belum diajukan; kota Malang": what a list has been filtered by."""
        found = []
        for name, value in self.wanted.items():
            bound: Any = self.fields[name]
            choices = dict(getattr(bound, "choices", []))
            found.append(f"{str(bound.label).lower()}: {choices.get(value, value)}")
        return "; ".join(found)
