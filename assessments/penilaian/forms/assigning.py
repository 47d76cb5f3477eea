"""Choosing the assessors of a unit."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Case, QuerySet, Value, When

from assessments.penilaian.queries.candidates import Candidate, plain
from units.models import User


def in_order(able: Sequence[Candidate]) -> QuerySet[User]:
    """These people, the best first."""
    places = [When(pk=one.user.pk, then=Value(place)) for place, one in enumerate(able)]
    found = User.objects.filter(pk__in=[one.user.pk for one in able])
    return found.order_by(Case(*places, default=Value(len(places)))) if places else found


class AssignForm(forms.Form):
    """Who scores the unit; two of one institution need a mark of their own, where others could be chosen."""

    use_required_attribute = False

    assessors = forms.ModelMultipleChoiceField(
        label="Penilai", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    same_body = forms.BooleanField(label="Tetap tugaskan, walau dari instansi yang sama", required=False)

    def __init__(self, *args: Any, able: Sequence[Candidate], wanted: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        self.bodies = {one.user.pk: one.member.body for one in able}
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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sentence = self._alike(list(data.get("assessors", ())))
        if sentence and not data.get("same_body"):
            self.add_error("same_body", sentence)
        return data

    def _alike(self, chosen: Sequence[User]) -> str:
        """That some of them are of one institution though there is a choice; empty: they are not."""
        if len(chosen) != self.wanted or len(set(map(plain, self.bodies.values()))) < self.wanted:
            return ""
        bodies = [self.bodies[one.pk] for one in chosen]
        times = Counter(map(plain, bodies))
        twice = {plain(body): body for body in bodies if times[plain(body)] > 1}
        if not twice:
            return ""
        return (
            f"Lebih dari satu penilai dari {', '.join(twice.values())}, padahal masih ada penilai dari instansi lain. "
            "Pilih yang lain, atau beri tanda di sini bila memang disengaja."
        )
