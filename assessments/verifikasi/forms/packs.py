"""The field by which a filled pack comes in one go."""

from django import forms
from django.conf import settings

from p2ham.lib import dates


class PackForm(forms.Form):
    """One ZIP. What is in it is judged by the receipt, not here."""

    use_required_attribute = False

    pack = forms.FileField(
        label="Paket yang sudah diisi (ZIP)",
        allow_empty_file=True,
        error_messages={"required": "Pilih dahulu ZIP yang akan diunggah."},
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip,application/x-zip-compressed"}),
    )

    @property
    def limits(self) -> str:
        """What is taken, beside the field, before a file is chosen."""
        return (
            f"Satu ZIP, paling besar {dates.file_size(settings.PACK_MAX_BYTES)}, paling banyak "
            f"{settings.PACK_MAX_FILES} berkas. Batas setiap foto dan dokumen sama dengan di halaman indikator."
        )

    @property
    def max_bytes(self) -> int:
        return int(settings.PACK_MAX_BYTES)
