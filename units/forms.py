"""Forms for taking up an invitation and for recording who heads a unit."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from units.models import Official, User

ADVICE = (
    "Paling sedikit 12 huruf atau angka, bukan angka semua, dan bukan kata sandi yang umum. Beberapa kata yang mudah "
    "Anda ingat lebih baik daripada satu kata yang rumit."
)
DIFFERENT = "Kedua kata sandi tidak sama. Tulis sekali lagi."


class NewPasswordForm(forms.Form):
    """The password of a new account, typed twice."""

    password1 = forms.CharField(
        label="Kata sandi",
        strip=False,
        help_text=ADVICE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="Tulis kata sandi sekali lagi",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password1(self) -> str:
        """The password validators, who know the person's name and address."""
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Both fields must be alike."""
        data = super().clean() or self.cleaned_data
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", DIFFERENT)
        return data


class OfficialForm(forms.ModelForm[Official]):
    """The head of a unit as papers name them."""

    SAME, NEW = "perbaikan", "baru"
    change = forms.ChoiceField(
        label="Apa yang berubah?",
        choices=[(SAME, "Data pejabat yang sama diperbaiki"), (NEW, "Pejabatnya berganti")],
        widget=forms.RadioSelect,
        initial=SAME,
    )

    class Meta:
        model = Official
        fields = ["name", "nip", "rank", "title", "standing", "on_behalf", "valid_from"]
        labels = {"valid_from": "Menjabat sejak"}
        widgets = {"valid_from": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts = {
            "name": "Lengkap dengan gelar, persis seperti pada surat.",
            "nip": "Boleh dengan spasi. Kosongkan bila tidak ada.",
            "title": "Misalnya: Kepala Lembaga Pemasyarakatan Kelas IIA Magelang.",
            "on_behalf": "Jabatan yang diwakili, misalnya Gubernur Jawa Tengah. Kosongkan bila tidak mewakili siapa pun.",
        }
        error_messages = {
            "name": {
                "required": "Tulis nama pejabat lengkap dengan gelarnya.",
                "max_length": "Ringkas nama menjadi paling banyak %(limit_value)d huruf. Sekarang %(show_value)d.",
            },
            "title": {"required": "Tulis jabatannya, persis seperti pada surat."},
            "valid_from": {"required": "Pilih tanggal pejabat ini mulai menjabat."},
        }

    def __init__(self, *args: Any, current: Official | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = current
        self.fields["standing"].choices = Official.Standing.choices  # type: ignore[attr-defined]
        if current is None:
            del self.fields["change"]

    def as_official(self) -> Official:
        """The row to be written: the head in office with corrections, or a new one."""
        if self.current and self.cleaned_data["change"] == self.SAME:
            return self.instance
        return Official(**{name: self.cleaned_data[name] for name in self.Meta.fields})
