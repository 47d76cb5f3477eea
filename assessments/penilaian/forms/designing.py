"""The form of the certificate's design."""

import base64
import io
from typing import Any

from django import forms

from assessments.cycle.forms import Lines
from assessments.penilaian.models import CertificateDesign
from p2ham.lib import images, uploads

EMBLEM_BYTES = 5 * 1024 * 1024
# Dots along the longer side: three hundred to the inch on the sheet.
EMBLEM_SIDE = 420
_KEPT_LETTERS = 400_000


def emblem(data: bytes) -> bytes:
    """A picture as the certificate carries it: small, upright, without transparency or metadata."""
    return images.thumbnail(images.normalise(io.BytesIO(data)).data, side=EMBLEM_SIDE)


class DesignForm(forms.ModelForm[CertificateDesign]):
    issuer = Lines(
        label="Kepala piagam",
        required=False,
        help_text="Satu baris untuk setiap baris, paling banyak empat. Kosong: jabatan penanda tangan.",
    )
    emblem_file = forms.FileField(label="Lambang", required=False)
    emblem_removed = forms.BooleanField(label="Tanpa lambang, pakai hiasan bawaan", required=False)
    # A picture that was chosen with an earlier press: the browser cannot fill it in again.
    emblem_kept = forms.CharField(required=False, max_length=_KEPT_LETTERS, widget=forms.HiddenInput)

    class Meta:
        model = CertificateDesign
        fields = (
            "orientation", "issuer", "heading", "given_to", "award_text", "closing_text", "signature_place",
            "emblem_text",
        )  # fmt: skip
        widgets = {
            "orientation": forms.RadioSelect,
            "signature_place": forms.RadioSelect,
            "award_text": forms.Textarea(attrs={"rows": 3}),
            "closing_text": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "closing_text": "Satu atau dua baris di bawah nomor keputusan.",
            "emblem_text": "Dibacakan kepada pembaca yang tidak melihat gambar, misalnya “Lambang negara Garuda Pancasila”.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("orientation", "signature_place"):
            self.fields[name].choices = [pair for pair in self.fields[name].choices if pair[0]]  # type: ignore[attr-defined]
        self.standing = bytes(self.instance.emblem) if self.instance.emblem else None
        self.chosen: bytes | None = self.standing

    def clean_issuer(self) -> list[str]:
        lines: list[str] = self.cleaned_data["issuer"]
        if len(lines) > 4 or any(len(line) > 120 for line in lines):
            raise forms.ValidationError("Paling banyak empat baris, masing-masing paling panjang 120 huruf.")
        return lines

    def clean_emblem_file(self) -> None:
        upload = self.cleaned_data["emblem_file"]
        if not upload:
            return
        try:
            found = uploads.inspect(upload, name=upload.name, photo_max_bytes=EMBLEM_BYTES, pdf_max_bytes=EMBLEM_BYTES)
            if found.kind != "photo":
                raise forms.ValidationError("Lambang harus berupa gambar JPEG, PNG, atau WebP.")
            upload.seek(0)
            self.chosen = emblem(upload.read())
        except uploads.Refused as refused:
            raise forms.ValidationError(refused.sentence) from refused
        except images.ImageRefused as refused:
            raise forms.ValidationError(
                "Gambar lambang tidak dapat dibaca. Simpan ulang, lalu pilih lagi."
            ) from refused

    def clean_emblem_kept(self) -> str:
        kept: str = self.cleaned_data["emblem_kept"]
        if kept and self.chosen is self.standing:
            try:
                self.chosen = emblem(base64.b64decode(kept, validate=True))
            except (ValueError, images.ImageRefused) as error:
                raise forms.ValidationError("Pilih lagi gambar lambangnya.") from error
        return kept

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("emblem_removed"):
            self.chosen = None
        self.instance.emblem = self.chosen
        if self.chosen and not found.get("emblem_text", "").strip():
            self.add_error("emblem_text", "Tuliskan uraian lambang untuk pembaca yang tidak melihat gambar.")
        return found

    @property
    def keeps(self) -> str:
        """A picture that is chosen and not saved yet, for the hidden field of the next page."""
        if not self.is_bound or self.chosen is None or self.chosen == self.standing:
            return ""
        return base64.b64encode(self.chosen).decode()
