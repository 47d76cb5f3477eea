"""Forms of the admin's pages on people."""

from typing import Any

from django import forms

from units.models import Role, WorkUnit


class PeopleFilter(forms.Form):
    q = forms.CharField(label="Cari nama, surel, atau unit", required=False, max_length=80)
    role = forms.ChoiceField(label="Peran", required=False, choices=[("", "Semua peran"), *Role.choices])


class UnitField(forms.CharField):
    """A work unit, typed by its short or official name; the browser offers the names from a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Unit kerja",
            required=False,
            max_length=160,
            widget=forms.TextInput(attrs={"list": "daftar-unit", "autocomplete": "off"}),
            help_text="Ketik sebagian nama lalu pilih. Kosongkan untuk peran pusat.",
            **kwargs,
        )

    def clean(self, value: Any) -> WorkUnit | None:
        text = super().clean(value).strip()
        if not text:
            return None
        exact = WorkUnit.objects.filter(is_active=True)
        found = list(exact.filter(short_name__iexact=text)[:2]) or list(exact.filter(name__iexact=text)[:2])
        if len(found) == 1:
            return found[0]
        likely = list(exact.search(text)[:5])
        if len(likely) == 1:
            return likely[0]
        if not likely:
            raise forms.ValidationError("Unit ini tidak ditemukan. Periksa ejaannya.")
        names = "; ".join(unit.short_name for unit in likely)
        raise forms.ValidationError(f"Ada beberapa unit yang cocok. Tulis lebih lengkap, misalnya: {names}.")


class PostingForm(forms.Form):
    role = forms.ChoiceField(label="Peran", choices=Role.choices)
    work_unit = UnitField()


class InviteForm(forms.Form):
    name = forms.CharField(label="Nama lengkap", max_length=120)
    email = forms.EmailField(label="Alamat surel")
    phone = forms.CharField(label="Telepon", required=False, max_length=20)
    role = forms.ChoiceField(label="Peran", choices=Role.choices)
    work_unit = UnitField()
    by_mail = forms.ChoiceField(
        label="Cara menyampaikan undangan",
        choices=[("mail", "Kirim lewat surel"), ("print", "Tampilkan tautan untuk dicetak")],
        widget=forms.RadioSelect,
        initial="mail",
    )
