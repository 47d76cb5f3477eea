"""What narrows the report on agreement."""

from typing import Any

from django import forms

from p2ham.lib.filters import WordedFilter
from units.models import Category, Kind, Province


class AgreementFilter(WordedFilter):
    province = forms.ChoiceField(label="Provinsi", required=False)
    kind = forms.ChoiceField(label="Jenis unit", required=False, choices=[("", "Semua jenis"), *Kind.choices])
    category = forms.ChoiceField(label="Kategori", required=False, choices=[("", "Semua kategori"), *Category.choices])

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["province"]
        assert isinstance(field, forms.ChoiceField)
        provinces = Province.objects.order_by("name").values_list("code", "name")
        field.choices = [("", "Semua provinsi"), *provinces]

    def narrowed(self, found: Any) -> Any:
        """The units that are meant; a mangled filter narrows nothing."""
        paths = {"province": "work_unit__province", "kind": "work_unit__kind", "category": "category"}
        chosen = self.cleaned_data if self.is_valid() else {}
        return found.filter(**{path: chosen[name] for name, path in paths.items() if chosen.get(name)})
