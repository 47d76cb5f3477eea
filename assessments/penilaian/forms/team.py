"""The team: who belongs to it, days away, leaving; and what binds people to units."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from assessments.cycle.models import Cycle
from assessments.penilaian.forms.assigning import in_order
from assessments.penilaian.models import TeamMember
from assessments.penilaian.queries import Candidate, team
from p2ham.lib.sheetread import MAX_BYTES
from units.models import Province, User, WorkUnit


def _day(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"Isi {label.lower()}.", "invalid": "Tulis tanggal yang benar."},
    )


class MemberForm(forms.ModelForm):
    """One member; the person only when added."""

    use_required_attribute = False

    decree_date = _day("Tanggal keputusan tim")
    away_from = _day("Berhalangan mulai", required=False)
    away_until = _day("Berhalangan sampai", required=False, hint="Selama berhalangan, tidak ada unit baru.")

    class Meta:
        model = TeamMember
        fields = (
            "user", "decree_number", "decree_date", "body", "expertise", "home_province", "quota", "away_from",
            "away_until",
        )  # fmt: skip
        error_messages = {
            "user": {"required": "Pilih orangnya."},
            "decree_number": {"required": "Isi nomor keputusan tim."},
            "body": {"required": "Isi instansi anggota ini."},
            "quota": {"required": "Isi berapa unit paling banyak.", "invalid": "Tulis angka."},
        }

    def __init__(self, cycle: Cycle, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.cycle = cycle
        cast(Any, self.fields["home_province"]).empty_label = "Bertugas di pusat"
        self.fields["body"].widget.attrs["list"] = "instansi-tim"
        if self.instance.pk:
            del self.fields["user"]
        else:
            people = cast(Any, self.fields["user"])
            people.queryset = team.not_yet_members(cycle)
            people.empty_label = "Pilih penilai"
            people.help_text = "Yang berperan penilai dan belum menjadi anggota. Peran diberikan pada halaman Pengguna."

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("away_from"), found.get("away_until")
        if bool(first) != bool(last):
            missing = "away_until" if first else "away_from"
            self.add_error(missing, "Isi kedua tanggal berhalangan, atau kosongkan keduanya.")
        elif first and last and last < first:
            self.add_error("away_until", "Akhir berhalangan tidak boleh sebelum awalnya.")
        if (quota := found.get("quota")) is not None and not 1 <= quota <= 1000:
            self.add_error("quota", "Unit paling banyak diisi antara 1 dan 1.000.")
        return found

    def _get_validation_exclusions(self) -> set[str]:
        # Whether the person is a member already is said by the rule; somebody who has left may come back.
        return {*super()._get_validation_exclusions(), "cycle"}  # type: ignore[misc]

    def validate_constraints(self) -> None:
        """The database's own are said above in the words of the form."""


class LeaveForm(forms.Form):
    """Why a member leaves, and what becomes of the unfinished units."""

    use_required_attribute = False

    reason = forms.CharField(
        label="Alasan berhenti", max_length=300, error_messages={"required": "Tuliskan alasan berhenti."}
    )
    free = forms.BooleanField(
        label="Bebaskan unit yang belum selesai ke daftar “Perlu penilai pengganti”", required=False
    )


class TeamFilter(forms.Form):
    """What stands above the team."""

    q = forms.CharField(label="Cari nama, surel, atau instansi", required=False, max_length=80)
    instansi = forms.ChoiceField(label="Instansi", required=False)
    keahlian = forms.ChoiceField(label="Keahlian", required=False)
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Semua"), *team.STANDINGS.items()])

    def __init__(self, cycle: Cycle, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("instansi", team.bodies(cycle)), ("keahlian", team.expertises(cycle))):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", "Semua"), *((one, one) for one in found)]

    @property
    def wanted(self) -> dict[str, str]:
        """The filters by the names of ``team.chosen``; what is not understood filters nothing."""
        clean = self.cleaned_data if self.is_valid() or hasattr(self, "cleaned_data") else {}
        names = {"q": "text", "instansi": "body", "keahlian": "expertise", "status": "standing"}
        return {name: str(clean.get(key, "")) for key, name in names.items()}

    def words(self) -> str:
        """What is filtered, for the head of the list."""
        return ", ".join(value for value in self.wanted.values() if value)


class SheetForm(forms.Form):
    """A filled sheet."""

    use_required_attribute = False
    limits = "XLSX, paling besar 4 MB, paling banyak 5.000 baris."
    max_bytes = MAX_BYTES

    sheet = forms.FileField(
        label="Lembar XLSX",
        error_messages={
            "required": "Pilih lembar yang sudah diisi.",
            "empty": "Lembar itu kosong. Pilih berkas lain.",
            "invalid": "Lembar tidak sampai utuh. Pilih lagi, lalu kirim.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class ConflictForm(forms.Form):
    """A unit or a whole province to which somebody is bound, and how."""

    use_required_attribute = False

    work_unit = forms.ModelChoiceField(
        label="Unit kerja", queryset=WorkUnit.objects.none(), required=False, empty_label="Pilih unit"
    )
    province = forms.ModelChoiceField(
        label="Atau seluruh provinsi", queryset=Province.objects.all(), required=False, empty_label="Pilih provinsi"
    )
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        help_text="Misalnya: pasangan bertugas di unit ini.",
        error_messages={"required": "Tuliskan alasannya."},
    )

    def __init__(self, cycle: Cycle, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = cast(Any, self.fields["work_unit"])
        units.queryset = WorkUnit.objects.filter(participations__cycle=cycle).order_by("short_name", "pk")
        units.label_from_instance = lambda row: row.short_name

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if bool(found.get("work_unit")) == bool(found.get("province")):
            raise forms.ValidationError("Pilih satu unit kerja atau satu provinsi.")
        return found


class RecuseForm(forms.Form):
    """Why somebody steps back from a unit."""

    use_required_attribute = False

    reason = forms.CharField(
        label="Alasan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca ketua tim penilai, tidak oleh unit.",
        error_messages={"required": "Tuliskan alasan Anda mengundurkan diri."},
    )


class ReplaceForm(forms.Form):
    """Who takes a place, and why."""

    use_required_attribute = False

    to = forms.ModelChoiceField(
        label="Penilai pengganti",
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Pilih penilai pengganti."},
    )
    reason = forms.CharField(
        label="Alasan penggantian",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Tuliskan alasan penggantian."},
    )

    def __init__(self, able: Sequence[Candidate], *args: Any, vacant: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = cast(Any, self.fields["to"])
        labels = {one.user.pk: one.label for one in able}
        people.queryset = in_order(able)
        people.label_from_instance = lambda row: labels[row.pk]
        if vacant:
            del self.fields["reason"]
