"""Forms of the signed pile that comes back."""

from typing import Any

from django import forms
from django.conf import settings

from p2ham.lib import dates

MOST_FILES = 40


class _ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class _ManyFiles(forms.FileField):
    """Several files; each is received, and refused, by itself."""

    widget = _ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not data:
            raise forms.ValidationError(self.error_messages["required"])
        return data


class ScansForm(forms.Form):
    scans = _ManyFiles(
        label="Pindaian surat yang sudah ditandatangani",
        error_messages={"required": "Pilih satu PDF hasil pindaian, atau beberapa foto halaman."},
    )

    @property
    def limits(self) -> str:
        """What is taken, beside the field, before a file is chosen."""
        return (
            f"PDF paling besar {dates.file_size(settings.SCAN_MAX_BYTES)}, atau foto (JPEG, PNG, WebP) paling besar "
            f"{dates.file_size(settings.PHOTO_MAX_BYTES)} per halaman. Paling banyak {MOST_FILES} berkas sekali kirim."
        )

    @property
    def max_bytes(self) -> int:
        return max(settings.SCAN_MAX_BYTES, settings.PHOTO_MAX_BYTES)


class DecisionForm(forms.Form):
    """What is to become of one page."""

    ASSIGN, ASIDE, BACK, PREFER, TURN = "tentukan", "singkirkan", "kembalikan", "dahulukan", "putar"
    act = forms.ChoiceField(choices=[(name, name) for name in (ASSIGN, ASIDE, BACK, PREFER, TURN)])
    place = forms.CharField(max_length=40, required=False)

    @property
    def unit_and_page(self) -> tuple[int, int] | None:
        """The chosen unit and page of its letter; None when none was chosen."""
        unit, _, number = str(self.cleaned_data["place"]).partition(":")
        if not (unit.isascii() and unit.isdigit() and number.isascii() and number.isdigit()):
            return None
        return (int(unit), int(number)) if len(unit) < 19 and len(number) < 4 else None
