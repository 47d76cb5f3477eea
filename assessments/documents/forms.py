"""The public forms: for a verification code, and for a file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from assessments.documents.queries import read_code


class CodeForm(forms.Form):
    kode = forms.CharField(
        label="Kode verifikasi",
        help_text="16 huruf dan angka di bawah kode QR, misalnya 7K3Q-X9M2-PA4T-0B1C. Huruf kecil dan tanpa tanda "
        "hubung juga boleh.",
        max_length=60,
        error_messages={"required": "Tuliskan kode verifikasi yang tercetak di bawah kode QR."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_kode(self) -> str:
        code = read_code(self.cleaned_data["kode"])
        if not code:
            raise forms.ValidationError(
                "Kode terdiri atas 16 huruf dan angka, tanpa huruf U. Periksa lagi kode pada naskah."
            )
        return code


CHECKED_BYTES = 20 * 1024 * 1024


class FileForm(forms.Form):
    berkas = forms.FileField(
        label="Berkas PDF", error_messages={"required": "Pilih berkas PDF yang hendak diperiksa lebih dahulu."}
    )

    def clean_berkas(self) -> Any:
        upload: UploadedFile = self.cleaned_data["berkas"]
        if upload.size is None or upload.size > CHECKED_BYTES:
            raise forms.ValidationError("Berkas lebih besar dari 20 MB. Naskah terbitan portal tidak sebesar itu.")
        upload.seek(0)
        if upload.read(5) != b"%PDF-":
            raise forms.ValidationError("Berkas ini bukan PDF. Naskah terbitan portal selalu berupa PDF.")
        return upload
