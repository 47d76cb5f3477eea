"""Forms of the application and its ceremony."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms import BaseFormSet, formset_factory

from assessments.cycle.models import Participation
from assessments.pencanangan.models import Application, Ceremony, Witness
from units.models import Kind

WITNESS_ROWS = 4

INCOMPLETE = "Lengkapi nama, jabatan, dan instansi saksi ini, atau kosongkan ketiganya."

phone = RegexValidator(
    r"^\+?[0-9][0-9 ()-]{6,18}$", "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890 atau (021) 555 1234."
)


class ApplicationFilter(forms.Form):
    """Narrows the list of applications."""

    q = forms.CharField(label="Cari pemohon", required=False, max_length=80)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua status"), *Application.Status.choices]
    )


class UnitFilter(forms.Form):
    """Narrows the list of units to choose from."""

    q = forms.CharField(label="Cari nama unit", required=False, max_length=80)
    # Not "city" alone: the ceremony of step two has one too, and both travel in one form.
    unit_kind = forms.ChoiceField(label="Jenis", required=False)
    unit_city = forms.ChoiceField(label="Kabupaten/kota", required=False)

    def __init__(self, data: Any, *, among: Iterable[Participation]) -> None:
        super().__init__(data)
        units = [participation.work_unit for participation in among]
        kinds = {unit.kind for unit in units}
        self.fields["unit_kind"].choices = [("", "Semua jenis")] + [row for row in Kind.choices if row[0] in kinds]  # type: ignore[attr-defined]
        cities = sorted({unit.city for unit in units})
        self.fields["unit_city"].choices = [("", "Semua kabupaten/kota")] + [(city, city) for city in cities]  # type: ignore[attr-defined]

    def keeps(self, participation: Participation) -> bool:
        """Whether a unit belongs to the narrowed list."""
        if not self.is_valid():
            return True
        unit, wanted = participation.work_unit, self.cleaned_data
        text = f"{unit.name} {unit.short_name} {unit.city}".lower()
        return (
            all(word in text for word in wanted["q"].lower().split())
            and wanted["unit_kind"] in ("", unit.kind)
            and wanted["unit_city"] in ("", unit.city)
        )


class ApplicationForm(forms.ModelForm[Application]):
    """What the letter says about itself and whom to call."""

    class Meta:
        model = Application
        fields = ["number_text", "contact_name", "contact_phone"]
        help_texts = {
            "number_text": "Nomor dari kantor Anda, misalnya W.16-HA.02.01-123. Kosongkan bila ditulis tangan pada surat.",
            "contact_name": "Orang yang dapat dihubungi admin pusat tentang acara ini.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_phone"].validators.append(phone)
        self.fields["contact_phone"].widget.input_type = "tel"


class CeremonyForm(forms.ModelForm[Ceremony]):
    """Date, place and leader of a ceremony."""

    class Meta:
        model = Ceremony
        fields = ["date", "starts_at", "place", "city", "mode", "leader_name", "leader_title"]
        widgets = {
            "date": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "starts_at": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "mode": forms.RadioSelect,
        }
        help_texts = {
            "place": "Nama gedung atau aula.",
            "leader_name": "Yang memimpin deklarasi, misalnya Kepala Kantor Wilayah atau Sekretaris Daerah.",
        }

    def __init__(self, *args: Any, days: str = "", zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].help_text = days
        self.fields["starts_at"].help_text = f"Waktu setempat ({zone})." if zone else ""


class WitnessForm(forms.ModelForm[Witness]):
    """One witness, or an empty row."""

    class Meta:
        model = Witness
        fields = ["kind", "name", "title", "institution", "online"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A prefilled kind must not make an empty row look filled; clean() judges emptiness.
        super().__init__(*args, **kwargs)
        self.empty_permitted = False
        self.use_required_attribute = False
        for name in ("name", "title", "institution"):
            self.fields[name].required = False
        self.fields["kind"].choices = Witness.Kind.choices  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        """Whether nobody is named in this row."""
        return not any(self.cleaned_data.get(name) for name in ("name", "title", "institution"))

    def clean(self) -> dict[str, Any]:
        """A row names a whole witness or nobody."""
        data = super().clean() or self.cleaned_data
        texts = [bool(data.get(name)) for name in ("name", "title", "institution")]
        if any(texts) and not all(texts):
            raise forms.ValidationError(INCOMPLETE)
        return data


class _WitnessRows(BaseFormSet[WitnessForm]):
    def chosen(self) -> list[Witness]:
        """The named witnesses, as rows not yet saved."""
        return [form.instance for form in self.forms if not form.is_empty]

    def numbered(self) -> list[tuple[int, WitnessForm]]:
        """The rows with their numbers as people count."""
        return list(enumerate(self.forms, start=1))


_WitnessFormSet = formset_factory(
    WitnessForm, formset=_WitnessRows, extra=0, min_num=WITNESS_ROWS, max_num=WITNESS_ROWS, absolute_max=WITNESS_ROWS
)


def witness_rows(data: Any = None, *, witnesses: Sequence[Witness] = (), rows: Sequence[dict[str, Any]] = ()) -> Any:
    """Four rows: those typed before or the known witnesses, then empty ones that propose the kinds still missing."""
    fields = WitnessForm.Meta.fields
    initial = [*rows] or [{name: getattr(witness, name) for name in fields} for witness in witnesses]
    kinds = {witness.kind for witness in witnesses}
    missing = [kind for kind in (Witness.Kind.DITJEN, Witness.Kind.FORKOPIMDA) if kind not in kinds]
    while len(initial) < WITNESS_ROWS:
        initial.append({"kind": missing.pop(0) if missing else Witness.Kind.OTHER})
    return _WitnessFormSet(data, initial=initial[:WITNESS_ROWS], prefix="saksi")


class ReturnForm(forms.Form):
    note = forms.CharField(
        label="Alasan pengembalian",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Tulis apa yang perlu diperbaiki. Pemohon membacanya persis seperti yang Anda tulis.",
        error_messages={"required": "Tuliskan alasan pengembalian, agar pemohon tahu apa yang perlu diperbaiki."},
    )
