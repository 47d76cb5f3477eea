"""Choosing the assessors of a unit."""

from typing import Any

from django import forms

from units.models import User


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
