"""Choosing the assessors of a unit."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Case, QuerySet, Value, When

from assessments.penilaian.queries import Candidate
from units.models import User


def in_order(able: Sequence[Candidate]) -> QuerySet[User]:
    """These people, the best first."""
    places = [When(pk=one.user.pk, then=Value(place)) for place, one in enumerate(able)]
    found = User.objects.filter(pk__in=[one.user.pk for one in able])
    return found.order_by(Case(*places, default=Value(len(places)))) if places else found


class AssignForm(forms.Form):
    use_required_attribute = False

    assessors = forms.ModelMultipleChoiceField(
        label="Penilai", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, able: Sequence[Candidate], wanted: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assessors"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        labels = {one.user.pk: one.label for one in able}
        field.queryset = in_order(able)
        field.label_from_instance = lambda obj: labels[obj.pk]  # type: ignore[method-assign]
        field.error_messages["required"] = f"Pilih tepat {wanted} penilai. Sekarang terpilih 0."
        field.help_text = (
            f"Pilih tepat {wanted} orang, sedapatnya dari instansi yang berbeda. Yang bebannya paling ringan disebut "
            "lebih dahulu. Mereka menilai sendiri-sendiri, tanpa melihat nilai yang lain."
        )
