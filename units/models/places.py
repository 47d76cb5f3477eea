"""Places: provinces, institutions, work units and the officials who sign for them."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from p2ham.lib import dates


class Category(models.TextChoices):
    """Category of participant; windows differ per category."""

    MINISTRY = "kementerian", "Unit kementerian"
    REGION = "pemda", "Unit pemerintah daerah"


class Province(models.Model):
    code = models.CharField("kode Kemendagri", max_length=2, primary_key=True)
    name = models.CharField("nama", max_length=80, unique=True)
    short_name = models.CharField("nama pendek", max_length=40)
    island_group = models.CharField("gugus pulau", max_length=40)
    timezone = models.CharField("zona waktu", max_length=40, default="Asia/Jakarta")

    class Meta:
        ordering = ["code"]
        verbose_name = "provinsi"

    def __str__(self) -> str:
        return self.name


class Institution(models.Model):
    """Instansi induk. Ministries are split and renamed, so each has a period."""

    key = models.SlugField("kunci", max_length=80, unique=True)
    name = models.CharField("nama", max_length=160)
    short_name = models.CharField("nama pendek", max_length=80)
    category = models.CharField("kategori", max_length=12, choices=Category)
    valid_from = models.DateField("berlaku sejak", null=True, blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "instansi induk"
        constraints = [
            models.CheckConstraint(
                name="institution_period",
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="Akhir masa berlaku instansi tidak boleh sebelum awalnya.",
            ),
            models.CheckConstraint(name="institution_category", condition=Q(category__in=Category.values)),
        ]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    ECHELON1 = "eselon1", "Unit eselon I"
    KANWIL = "kanwil", "Kantor wilayah"
    LAPAS = "lapas", "Lembaga pemasyarakatan"
    LPP = "lpp", "Lapas perempuan"
    LPKA = "lpka", "Lembaga pembinaan khusus anak"
    RUTAN = "rutan", "Rumah tahanan negara"
    BAPAS = "bapas", "Balai pemasyarakatan"
    RUPBASAN = "rupbasan", "Rumah penyimpanan benda sitaan negara"
    HOSPITAL = "rumah_sakit", "Rumah sakit pengayoman"
    KANIM = "kanim", "Kantor imigrasi"
    RUDENIM = "rudenim", "Rumah detensi imigrasi"
    BHP = "bhp", "Balai harta peninggalan"
    TRAINING = "balai_diklat", "Balai pendidikan dan pelatihan"
    SETDA = "setda", "Sekretariat daerah"
    DINAS = "dinas", "Dinas"
    BADAN = "badan", "Badan daerah"
    DPMPTSP = "dpmptsp", "Dinas penanaman modal dan PTSP"
    DISDUKCAPIL = "disdukcapil", "Dinas kependudukan dan pencatatan sipil"
    RSUD = "rsud", "Rumah sakit umum daerah"
    PUSKESMAS = "puskesmas", "Puskesmas"
    KECAMATAN = "kecamatan", "Kecamatan"
    UPTD = "uptd", "Unit pelaksana teknis daerah"


class Group(models.TextChoices):
    """Groups of kinds that an indicator may apply to."""

    IMMIGRATION = "imigrasi", "Imigrasi"
    CORRECTIONS = "pemasyarakatan", "Pemasyarakatan"
    CUSTODY = "hunian", "Pemasyarakatan dengan hunian"
    PROBATION = "bapas", "Bapas"
    PROBATE = "bhp", "Balai harta peninggalan"
    KANWIL = "kanwil", "Kantor wilayah"
    ECHELON1 = "eselon1", "Unit eselon I"
    REGION = "pemda", "Pemerintah daerah"
    OTHER = "lainnya", "Unit lain"


_CUSTODY = (Group.CORRECTIONS, Group.CUSTODY)
GROUPS_OF_KIND: dict[str, tuple[Group, ...]] = {
    Kind.ECHELON1: (Group.ECHELON1,),
    Kind.KANWIL: (Group.KANWIL,),
    Kind.LAPAS: _CUSTODY,
    Kind.LPP: _CUSTODY,
    Kind.LPKA: _CUSTODY,
    Kind.RUTAN: _CUSTODY,
    Kind.RUPBASAN: (Group.CORRECTIONS,),
    Kind.BAPAS: (Group.PROBATION,),
    Kind.KANIM: (Group.IMMIGRATION,),
    Kind.RUDENIM: (Group.IMMIGRATION,),
    Kind.BHP: (Group.PROBATE,),
    Kind.HOSPITAL: (Group.OTHER,),
    Kind.TRAINING: (Group.OTHER,),
}


class WorkUnitQuerySet(models.QuerySet["WorkUnit"]):
    def coordinated_by(self, units: "models.QuerySet[WorkUnit] | list[int]") -> Self:
        """Units for which one of ``units`` speaks, the coordinators themselves included."""
        return self.filter(Q(coordinator__in=units) | Q(pk__in=units))

    def participating(self) -> Self:
        """Units that take part themselves. A Setda only coordinates."""
        return self.filter(is_active=True).exclude(kind=Kind.SETDA)

    def search(self, text: str) -> Self:
        """Units whose name, short name or place contains every word of ``text``."""
        found = self
        for word in text.split():
            found = found.filter(Q(name__icontains=word) | Q(short_name__icontains=word) | Q(city__icontains=word))
        return found


class WorkUnit(models.Model):
    """Unit kerja. A Kanwil and a Setda are units too, and coordinate others."""

    code = models.SlugField("kode portal", max_length=120, unique=True)
    name = models.CharField("nama resmi", max_length=160, unique=True)
    short_name = models.CharField("nama pendek", max_length=100)
    kind = models.CharField("jenis", max_length=16, choices=Kind)
    unit_class = models.CharField("kelas", max_length=20, blank=True)
    satker_code = models.CharField("kode satker", max_length=6, unique=True, null=True, blank=True)
    letter_code = models.CharField("kode surat", max_length=20, blank=True, help_text="misalnya W.16")
    province = models.ForeignKey(Province, models.PROTECT, related_name="units", verbose_name="provinsi")
    regency_code = models.CharField("kode kab/kota", max_length=5, blank=True)
    city = models.CharField("kabupaten/kota", max_length=80)
    address = models.CharField("alamat", max_length=240, blank=True)
    coordinator = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="coordinated", verbose_name="koordinator"
    )
    is_active = models.BooleanField("aktif", default=True)

    objects = WorkUnitQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "unit kerja"
        indexes = [models.Index(fields=["kind", "name"])]
        constraints = [
            models.CheckConstraint(name="work_unit_kind", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="work_unit_not_own_coordinator",
                condition=Q(coordinator=None) | ~Q(coordinator=F("id")),
                violation_error_message="Unit tidak dapat menjadi koordinator bagi dirinya sendiri.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def timezone(self) -> str:
        return self.province.timezone

    @property
    def groups(self) -> tuple[str, ...]:
        """The indicator groups that this unit belongs to."""
        return GROUPS_OF_KIND.get(self.kind, (Group.REGION,))

    @property
    def is_coordinator(self) -> bool:
        return self.kind in {Kind.KANWIL, Kind.SETDA}


class CoverageQuerySet(models.QuerySet["Coverage"]):
    def in_force(self) -> Self:
        """Those of today, in WIB."""
        day = dates.today()
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gte=day))


class Coverage(models.Model):
    """A Kanwil covers provinces, many to many, by period."""

    work_unit = models.ForeignKey(WorkUnit, models.CASCADE, related_name="coverages")
    province = models.ForeignKey(Province, models.PROTECT, related_name="coverages")
    valid_from = models.DateField("sejak", null=True, blank=True)
    valid_until = models.DateField("sampai", null=True, blank=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work_unit", "province", "valid_from"], name="coverage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.work_unit} · {self.province}"


class Affiliation(models.Model):
    """The parent institution of a unit, by period."""

    work_unit = models.ForeignKey(WorkUnit, models.CASCADE, related_name="affiliations")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="affiliations")
    valid_from = models.DateField("sejak", null=True, blank=True)
    valid_until = models.DateField("sampai", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["work_unit"],
                condition=Q(valid_until=None),
                name="affiliation_one_open",
                violation_error_message="Unit ini sudah memiliki instansi induk yang berlaku.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_unit} · {self.institution}"


class Official(models.Model):
    """Pejabat: a head of a unit as printed on paper, by period. Need not have an account."""

    class Standing(models.TextChoices):
        DEFINITIVE = "", "Definitif"
        PLT = "Plt.", "Pelaksana tugas (Plt.)"
        PLH = "Plh.", "Pelaksana harian (Plh.)"
        PJ = "Pj.", "Penjabat (Pj.)"

    work_unit = models.ForeignKey(WorkUnit, models.CASCADE, related_name="officials", verbose_name="unit kerja")
    name = models.CharField("nama dengan gelar", max_length=120)
    nip = models.CharField("NIP", max_length=25, blank=True)
    rank = models.CharField("pangkat/golongan", max_length=80, blank=True)
    title = models.CharField("jabatan", max_length=200)
    standing = models.CharField("status jabatan", max_length=4, choices=Standing, blank=True)
    on_behalf = models.CharField(
        "atas nama (a.n.)", max_length=200, blank=True, help_text="jabatan yang diwakili; kosongkan bila tidak mewakili"
    )
    valid_from = models.DateField("sejak", default=timezone.localdate)
    valid_until = models.DateField("sampai", null=True, blank=True)

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = "pejabat"
        constraints = [
            models.UniqueConstraint(
                fields=["work_unit"],
                condition=Q(valid_until=None),
                name="official_one_current",
                violation_error_message="Unit ini sudah memiliki kepala yang menjabat. Akhiri dahulu masa jabatannya.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
