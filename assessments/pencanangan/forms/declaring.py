"""Forms after the ceremony: who declared, who takes over, why a declaration is cancelled, photos."""

from typing import Any

from django import forms

from assessments.pencanangan.forms.applying import phone
from assessments.pencanangan.forms.papers import InviteForm
from assessments.pencanangan.models import CeremonyPhoto
from units.models import Posting

PHOTO_ROWS = 4


class HandOverForm(InviteForm):
    """The person who takes over, and whose place it is."""

    name = forms.CharField(label="Nama operator baru", max_length=120)
    email = forms.EmailField(label="Alamat surel")
    phone = forms.CharField(label="Telepon", max_length=20, validators=[phone], widget=forms.TextInput({"type": "tel"}))
    leaving = forms.MultipleChoiceField(
        label="Yang digantikan",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Akses yang dicentang berakhir saat ini juga. Yang tidak dicentang tetap menjadi operator.",
    )
    field_order = ["leaving", "name", "email", "phone", "way"]

    def __init__(self, data: Any = None, *, postings: list[Posting]) -> None:
        super().__init__(data, initial={"leaving": [row.pk for row in postings]})
        leaving = self.fields["leaving"]
        assert isinstance(leaving, forms.MultipleChoiceField)
        leaving.choices = [(row.pk, f"{row.user.name} ({row.user.email})") for row in postings]
        if not postings:
            del self.fields["leaving"]

    @property
    def leaves(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.get("leaving", [])]


class CancelDeclarationForm(forms.Form):
    note = forms.CharField(
        label="Alasan pembatalan",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Tuliskan alasan pembatalan lebih dahulu."},
        help_text="Dikirim kepada unit dan operatornya, dan tercatat dalam riwayat.",
    )


class PhotoForm(forms.ModelForm[CeremonyPhoto]):
    """One photo and what can be seen on it; a row without either is no photo."""

    photo = forms.FileField(label="Foto", required=False)

    class Meta:
        model = CeremonyPhoto
        fields = ["caption"]
        labels = {"caption": "Keterangan"}

    field_order = ["photo", "caption"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["caption"].required = False

    def clean(self) -> dict[str, Any]:
        """A photo needs its caption, and a caption its photo."""
        data = super().clean() or self.cleaned_data
        if data.get("photo") and not (data.get("caption") or "").strip():
            self.add_error("caption", "Tuliskan apa yang tampak pada foto ini, lalu pilih fotonya lagi.")
        if data.get("caption") and not data.get("photo") and "photo" not in self.errors:
            self.add_error("photo", "Pilih fotonya, atau kosongkan keterangannya.")
        return data

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("photo")) and not self.errors


def photo_rows(count: int, data: Any = None, files: Any = None) -> list[PhotoForm]:
    """Empty rows for so many photos, at most ``PHOTO_ROWS`` at a time."""
    return [PhotoForm(data, files, prefix=f"foto-{number}") for number in range(1, min(count, PHOTO_ROWS) + 1)]
