"""Forms of the admin's cycle pages."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from assessments.cycle.models import Cycle, Participation, Signatory, Window
from assessments.cycle.queries import window_for, windows_of
from assessments.cycle.states import Stage, WitnessKind
from indicators.models import Instrument
from p2ham.lib import dates
from units.models import WorkUnit

# So many units fit on a page to pick one from; a longer list is narrowed by typing more of the name.
PICKED_FROM = 20


class Lines(forms.CharField):
    """A list of texts, typed one per line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        # The validator of text does not look inside a list.
        ProhibitNullCharactersValidator()(value)
        return [line.strip() for line in (value or "").splitlines() if line.strip()]


class WindowForm(forms.ModelForm[Window]):
    reason = forms.CharField(
        label="Alasan perubahan",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila jadwal sudah berjalan; perubahannya berlaku setelah disetujui pimpinan.",
    )

    class Meta:
        model = Window
        fields = ("opens_at", "closes_at")
        labels = {"opens_at": "Dibuka (WIB)", "closes_at": "Ditutup (WIB)"}
        widgets = {
            name: forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")
            for name in ("opens_at", "closes_at")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens_at", "closes_at"):
            self.fields[name].validators += dates.INSTANT_BOUNDS


class CycleForm(forms.ModelForm[Cycle]):
    legal_basis = Lines(label="Dasar hukum", help_text="Satu baris untuk setiap dasar hukum.")
    addressee = Lines(label="Alamat surat permohonan", help_text="Satu baris untuk setiap baris alamat.")

    required_witnesses = forms.MultipleChoiceField(
        label="Unsur saksi yang wajib pada pencanangan",
        choices=WitnessKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Surat pernyataan baru dapat dicetak setelah saksi dari unsur ini dicatat.",
    )

    class Meta:
        model = Cycle
        fields = (
            "title", "legal_basis", "addressee", "place", "account_after", "required_witnesses", "filing_days",
            "repair_days", "max_rounds", "mend_days", "head_releases", "first_voice_required", "first_voice_days",
            "assessors_per_unit", "combine", "gap_indicator", "gap_total", "on_gap", "quorum_percent", "objection_days",
        )  # fmt: skip


class NewCycleForm(forms.Form):
    year = forms.IntegerField(label="Tahun", min_value=2024, max_value=2100)
    title = forms.CharField(label="Judul", max_length=120)
    instrument = forms.ModelChoiceField(label="Instrumen", queryset=Instrument.objects.none())
    template = forms.ModelChoiceField(
        label="Salin pengaturan dari",
        queryset=Cycle.objects.none(),
        help_text="Teks, penanda tangan, dan jadwalnya disalin dan digeser ke tahun baru.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = Instrument.objects.filter(status=Instrument.Status.PUBLISHED)
        self.fields["instrument"].queryset = published  # type: ignore[attr-defined]
        self.fields["template"].queryset = Cycle.objects.all()  # type: ignore[attr-defined]
        year = dates.today().year + 1
        self.fields["year"].initial = year
        self.fields["title"].initial = f"P2HAM Tahun {year}"


class SignatoryForm(forms.ModelForm[Signatory]):
    class Meta:
        model = Signatory
        fields = ("name", "title")


class WhomForm(forms.Form):
    """For whom a stage is to be extended: the first half of the page, without JavaScript."""

    stage = forms.ChoiceField(label="Tahap", choices=Stage.choices, initial=Stage.PENCANANGAN)
    scope = forms.ChoiceField(
        label="Berlaku untuk",
        choices=[("unit", "Satu unit"), ("wilayah", "Semua unit satu wilayah")],
        widget=forms.RadioSelect,
        initial="unit",
    )
    q = forms.CharField(
        label="Cari unit",
        required=False,
        max_length=80,
        help_text="Sebagian nama atau kota, misalnya “lapas malang”. Kosongkan bila memilih wilayah.",
    )


class ExtensionForm(forms.Form):
    """Which unit or region, until when, and why."""

    target = forms.ModelChoiceField(
        label="Unit",
        queryset=Participation.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Pilih unit atau wilayah yang diperpanjang."},
    )
    closes_at = forms.DateTimeField(
        label="Diperpanjang sampai (WIB)",
        validators=dates.INSTANT_BOUNDS,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(
        label="Alasan perpanjangan",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca pimpinan yang memutus, dan tampil pada halaman unit setelah disetujui.",
    )

    def __init__(self, *args: Any, cycle: Cycle, stage: str, scope: str, q: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target: Any = self.fields["target"]
        self.found = 0
        if scope == "wilayah":
            target.label = "Wilayah"
            target.widget = forms.Select()
            target.widget.is_required = True
            target.empty_label = "Pilih wilayah"
            offices = cycle.participations.order_by().values("coordinator")
            target.queryset = WorkUnit.objects.filter(pk__in=offices).order_by("name")
            target.label_from_instance = lambda office: office.short_name
            self.found = 1
        elif q.strip():
            units = WorkUnit.objects.search(q)
            found = Participation.objects.filter(cycle=cycle, work_unit__in=units).select_related("work_unit")
            target.queryset = found
            self.found = found.count()
            rows = list(found.order_by("work_unit__name")[:PICKED_FROM])
            windows_of(rows)
            target.choices = [(row.pk, _closing(row, stage)) for row in rows]
            if len(rows) == 1:
                target.initial = rows[0].pk

    @property
    def not_shown(self) -> int:
        """How many units of the search do not fit on the page."""
        return max(0, self.found - PICKED_FROM)


def _closing(row: Participation, stage: str) -> str:
    window = window_for(row, stage)
    until = f"sekarang sampai {dates.plain_date(window.closes_at)}" if window else "jadwal belum ditetapkan"
    return f"{row.work_unit.short_name}, {row.work_unit.city} ({until})"


class DecisionForm(forms.Form):
    """Approve or refuse what somebody else proposed."""

    decision = forms.ChoiceField(
        label="Keputusan", choices=[("approve", "Setujui"), ("refuse", "Tolak")], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Catatan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila usulan ditolak: apa yang perlu diperbaiki pengusul.",
    )
