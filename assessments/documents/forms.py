"""The public form for a verification code."""

from django import forms

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
