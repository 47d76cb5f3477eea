"""Whose units are to check: handing over, pausing, sharing out."""

from typing import Any, cast

from django import forms

from assessments.cycle.models import Cycle
from assessments.verifikasi.queries import shares
from assessments.verifikasi.queries.assigning import EVENLY, TOGETHER
from p2ham.lib import dates
from units.models import Kind, User, WorkUnit

# More than one person can check in a year.
MOST = 2000


class HandOverForm(forms.Form):
    """To which colleague, with what word."""

    use_required_attribute = False

    to = forms.ModelChoiceField(
        label="Diserahkan kepada",
        queryset=User.objects.none(),
        empty_label="Pilih verifikator",
        error_messages={"required": "Pilih verifikator yang melanjutkan."},
    )
    note = forms.CharField(
        label="Pesan",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca oleh yang menerima, tidak oleh unit.",
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        colleagues: Any = self.fields["to"]
        colleagues.queryset = shares.available().exclude(pk=user.pk)
        colleagues.label_from_instance = lambda row: f"{row.name} ({row.load} unit)"


class PauseForm(forms.Form):
    """From today, until which day, and why."""

    use_required_attribute = False

    until = forms.DateField(
        label="Sampai dengan",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Hari terakhir Anda tidak memeriksa. Kosongkan bila belum pasti.",
        error_messages={"invalid": "Tulis tanggal yang benar."},
    )
    reason = forms.CharField(label="Keterangan", required=False, max_length=200, help_text="Misalnya: dinas luar.")

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until < dates.today():
            raise forms.ValidationError("Tanggal itu sudah lewat. Pilih hari ini atau sesudahnya.")
        return until


class DistributionForm(forms.Form):
    """What is to be shared out, among whom, and how many each may have in all."""

    use_required_attribute = False

    wilayah = forms.TypedMultipleChoiceField(
        label="Wilayah (koordinator)",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tidak ada yang ditandai: semua wilayah.",
    )
    jenis = forms.MultipleChoiceField(
        label="Jenis unit",
        required=False,
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tidak ada yang ditandai: semua jenis.",
    )
    cakupan = forms.ChoiceField(
        label="Unit yang dibagikan",
        choices=[("masuk", "Sudah disampaikan dan belum ada yang memegang"), ("semua", "Juga yang masih mengisi")],
        widget=forms.RadioSelect,
        initial="masuk",
    )
    cara = forms.ChoiceField(
        label="Cara membagi",
        choices=[
            (EVENLY, "Merata: yang bagiannya paling sedikit lebih dahulu"),
            (TOGETHER, "Satu wilayah sedapatnya satu orang"),
        ],
        widget=forms.RadioSelect,
        initial=EVENLY,
    )
    jeda = forms.BooleanField(
        label="Bagikan juga unit milik verifikator yang sedang jeda atau sudah tidak bertugas", required=False
    )

    def __init__(self, cycle: Cycle, data: Any = None) -> None:
        super().__init__(data)
        offices = WorkUnit.objects.filter(guided__cycle=cycle).distinct().order_by("short_name")
        cast(forms.ChoiceField, self.fields["wilayah"]).choices = list(offices.values_list("pk", "short_name"))
        self.people = list(shares.verifiers())
        for person in self.people:
            self.fields[f"kuota-{person.pk}"] = forms.IntegerField(
                label=person.name,
                required=False,
                min_value=0,
                max_value=MOST,
                disabled=person.is_paused,  # type: ignore[attr-defined]
                help_text=_standing(person),
                error_messages={
                    "invalid": f"Kuota {person.name}: tulis angka.",
                    "min_value": f"Kuota {person.name}: tulis angka 0 atau lebih.",
                    "max_value": f"Kuota {person.name}: paling banyak {MOST} unit.",
                },
            )

    @property
    def quotas(self) -> list[forms.BoundField]:
        """The field of each verifier."""
        return [self[f"kuota-{person.pk}"] for person in self.people]

    @property
    def wish(self) -> shares.Wish:
        """What is asked for; after ``is_valid``."""
        clean = self.cleaned_data
        typed = {person.pk: clean.get(f"kuota-{person.pk}") for person in self.people}
        return shares.Wish(
            quotas={pk: quota for pk, quota in typed.items() if quota},
            regions=tuple(clean["wilayah"]),
            kinds=tuple(clean["jenis"]),
            everything=clean["cakupan"] == "semua",
            away=clean["jeda"],
            way=clean["cara"],
        )


def _standing(person: User) -> str:
    load = f"Sekarang {person.load} unit."  # type: ignore[attr-defined]
    return f"{load} Sedang jeda: tidak menerima unit baru." if person.is_paused else load  # type: ignore[attr-defined]
