"""Forms of the papers and the operators."""

from collections.abc import Iterable
from typing import Any

from django import forms

from assessments.pencanangan.forms.applying import phone
from assessments.pencanangan.models import ApplicationUnit


class OperatorForm(forms.ModelForm[ApplicationUnit]):
    """The operator whom one unit names: all three facts, or none yet."""

    class Meta:
        model = ApplicationUnit
        fields = ["operator_name", "operator_email", "operator_phone"]
        error_messages = {"operator_email": {"invalid": "Tulis alamat surel yang lengkap, misalnya nama@contoh.go.id."}}
        labels = {"operator_name": "Nama operator", "operator_email": "Alamat surel", "operator_phone": "Telepon"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invitation = self.instance.invitation
        self.locked = invitation is not None and (invitation.accepted_at or invitation.withdrawn_at is None)
        self.fields["operator_phone"].validators.append(phone)
        self.fields["operator_phone"].widget.input_type = "tel"
        for field in self.fields.values():
            field.disabled = bool(self.locked)

    def clean(self) -> dict[str, Any]:
        """Somebody can only be invited when all three are known."""
        data = super().clean() or self.cleaned_data
        for name in self.Meta.fields:
            if any(data.get(other) for other in self.Meta.fields) and not data.get(name) and name not in self.errors:
                self.add_error(name, "Isi juga kolom ini, atau kosongkan ketiganya.")
        return data


def operator_forms(links: Iterable[ApplicationUnit], data: Any = None) -> list[OperatorForm]:
    """A form for each unit of an application."""
    return [OperatorForm(data, instance=link, prefix=f"unit-{link.pk}") for link in links]


class ScanForm(forms.Form):
    scan = forms.FileField(
        label="Pindaian surat pernyataan yang sudah ditandatangani",
        error_messages={"required": "Pilih berkas pindaiannya dahulu."},
    )


class InviteForm(forms.Form):
    """How the operator gets the invitation."""

    MAIL, PRINT = "surel", "cetak"
    way = forms.ChoiceField(
        label="Undangan untuk operator",
        choices=[(MAIL, "Kirim undangan lewat surel"), (PRINT, "Cetak lembar undangan")],
        widget=forms.RadioSelect,
        initial=MAIL,
        error_messages={"required": "Pilih cara menyampaikan undangan."},
    )

    @property
    def by_mail(self) -> bool:
        return bool(self.cleaned_data["way"] == self.MAIL)
