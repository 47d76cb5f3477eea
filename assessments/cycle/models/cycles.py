"""A year: its windows, and who signs its papers."""

import datetime as dt
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from assessments.cycle.states import Stage
from indicators.models import Instrument
from units.models import Category


def both_witnesses() -> list[str]:
    """The kinds of witness that a declaration needs unless the cycle says otherwise."""
    return ["ditjen_ham", "forkopimda"]


class CycleQuerySet(models.QuerySet["Cycle"]):
    def with_size(self) -> Self:
        """Annotated with ``size``, the number of participating units."""
        return self.annotate(size=Count("participations"))


class Cycle(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", "Berjalan"
        ARCHIVED = "archived", "Arsip"

    class AccountAfter(models.TextChoices):
        APPLICATION = "permohonan", "Permohonan diterima"
        DECLARATION = "pencanangan", "Pencanangan"

    class Combine(models.TextChoices):
        MEDIAN = "median", "Nilai tengah (median)"
        MEAN = "rata_rata", "Rata-rata"

    class OnGap(models.TextChoices):
        MODERATE = "moderasi", "Ketua tim menetapkan dengan alasan"
        DRAW = "tambahan", "Seorang penilai tambahan ditugaskan secara otomatis"

    year = models.PositiveSmallIntegerField("tahun", unique=True)
    title = models.CharField("judul", max_length=120)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.OPEN)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="cycles", verbose_name="instrumen")
    legal_basis = models.JSONField("dasar hukum", default=list, help_text="satu baris per dasar hukum")
    place = models.CharField("tempat naskah pusat", max_length=80, default="Jakarta")
    addressee = models.JSONField("alamat surat permohonan", default=list, help_text="satu baris per baris alamat")
    account_after = models.CharField(
        "akun operator diberikan setelah", max_length=12, choices=AccountAfter, default=AccountAfter.DECLARATION
    )
    required_witnesses = models.JSONField("unsur saksi yang wajib", default=both_witnesses)
    filing_days = models.PositiveSmallIntegerField("hari pengarsipan setelah jadwal pencanangan", default=14)
    repair_days = models.PositiveSmallIntegerField("hari perbaikan", default=14)
    max_rounds = models.PositiveSmallIntegerField(
        "putaran verifikasi paling banyak",
        default=3,
        help_text="Penyampaian pertama dihitung satu putaran. Pada putaran terakhir unit tidak dikembalikan lagi.",
    )
    mend_days = models.PositiveSmallIntegerField(
        "hari penggantian berkas rusak",
        default=3,
        help_text="Berkas yang ternyata rusak setelah diterima dapat diganti selama hari ini; indikatornya terbuka lagi.",
    )
    first_voice_required = models.BooleanField(
        "pemeriksa wilayah memeriksa lebih dahulu",
        default=False,
        help_text="Verifikator menunggu rekomendasi Kanwil atau Setda. Tanpa ini rekomendasi boleh diberikan, tidak ditunggu.",
    )
    first_voice_days = models.PositiveSmallIntegerField(
        "hari menunggu pemeriksa wilayah",
        default=7,
        help_text="Setelah itu verifikator boleh mulai tanpa rekomendasi wilayah. Antara 1 dan 60 hari.",
    )
    head_releases = models.BooleanField(
        "kepala unit melepas penyampaian data dukung",
        default=False,
        help_text="Operator meminta kepala unitnya memeriksa dan melepas isian sebelum disampaikan.",
    )
    assessors_per_unit = models.PositiveSmallIntegerField("penilai per unit", default=2)

    combine = models.CharField(
        "cara menggabungkan nilai penilai",
        max_length=10,
        choices=Combine,
        default=Combine.MEDIAN,
        help_text="Dipakai bila selisih nilai penilai masih dalam batas di bawah ini.",
    )
    gap_indicator = models.DecimalField(
        "selisih paling besar per indikator",
        max_digits=4,
        decimal_places=3,
        default=Decimal(0),
        help_text="Antara 0 dan 1, dalam nilai tingkat. 0: setiap perbedaan dianggap berbeda jauh.",
    )
    gap_total = models.DecimalField(
        "selisih paling besar nilai akhir",
        max_digits=5,
        decimal_places=2,
        default=Decimal(100),
        help_text="Antara 0 dan 100. 100: selisih nilai akhir tidak diperiksa.",
    )
    on_gap = models.CharField("bila selisih melewati batas", max_length=10, choices=OnGap, default=OnGap.MODERATE)
    quorum_percent = models.PositiveSmallIntegerField(
        "kuorum rapat pleno (persen)", default=50, help_text="Dari jumlah anggota tim penilai. Antara 1 dan 100."
    )
    objection_days = models.PositiveSmallIntegerField(
        "hari mengajukan keberatan",
        default=14,
        help_text="Sejak hasil diumumkan. 0: keberatan tidak dibuka. Paling banyak 90.",
    )

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = "siklus"
        constraints = [
            models.CheckConstraint(
                name="cycle_assessors",
                condition=Q(assessors_per_unit__gte=1, assessors_per_unit__lte=9),
                violation_error_message="Jumlah penilai per unit antara 1 dan 9.",
            ),
            models.CheckConstraint(
                name="cycle_gaps",
                condition=Q(gap_indicator__gte=0, gap_indicator__lte=1, gap_total__gte=0, gap_total__lte=100),
                violation_error_message="Selisih per indikator antara 0 dan 1, selisih nilai akhir antara 0 dan 100.",
            ),
            models.CheckConstraint(
                name="cycle_quorum",
                condition=Q(quorum_percent__gte=1, quorum_percent__lte=100),
                violation_error_message="Kuorum antara 1 dan 100 persen.",
            ),
            models.CheckConstraint(
                name="cycle_objection_days",
                condition=Q(objection_days__lte=90),
                violation_error_message="Hari mengajukan keberatan paling banyak 90.",
            ),
            models.CheckConstraint(
                name="cycle_first_voice_days",
                condition=Q(first_voice_days__gte=1, first_voice_days__lte=60),
                violation_error_message="Hari menunggu pemeriksa wilayah antara 1 dan 60.",
            ),
            models.CheckConstraint(
                name="cycle_rounds",
                condition=Q(max_rounds__gte=1, max_rounds__lte=9),
                violation_error_message="Jumlah putaran verifikasi antara 1 dan 9.",
            ),
            models.CheckConstraint(
                name="cycle_mend_days",
                condition=Q(mend_days__gte=1, mend_days__lte=30),
                violation_error_message="Hari penggantian berkas rusak antara 1 dan 30.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, 1, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, 12, 31)


class Signatory(models.Model):
    """Who signs a kind of paper in a cycle; data of the cycle, never code."""

    class Purpose(models.TextChoices):
        CERTIFICATE = "piagam", "Piagam"
        MINUTES = "berita_acara", "Berita acara hasil verifikasi"
        STATEMENT = "surat_keterangan", "Surat keterangan hasil verifikasi"
        DECREE = "keputusan", "Keputusan Menteri"

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="signatories")
    purpose = models.CharField("naskah", max_length=20, choices=Purpose)
    name = models.CharField("nama", max_length=120, blank=True, help_text="kosong: diisi dengan pena")
    title = models.CharField("jabatan", max_length=200)

    class Meta:
        verbose_name = "penanda tangan"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "purpose"],
                name="signatory_once",
                violation_error_message="Penanda tangan naskah ini sudah ada pada siklus.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}"


class Window(models.Model):
    """Jadwal: when a stage is open for a category of participant. Instants; shown in WIB."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="windows", verbose_name="siklus")
    stage = models.CharField("tahap", max_length=12, choices=Stage)
    category = models.CharField("kategori peserta", max_length=12, choices=Category)
    opens_at = models.DateTimeField("dibuka")
    closes_at = models.DateTimeField("ditutup")

    class Meta:
        ordering = ["opens_at"]
        verbose_name = "jadwal"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "stage", "category"],
                name="window_once",
                violation_error_message="Jadwal tahap ini untuk kategori tersebut sudah ada.",
            ),
            models.CheckConstraint(
                name="window_order",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message="Waktu tutup harus sesudah waktu buka.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} · {self.get_category_display()}"

    def is_open(self, at: dt.datetime | None = None) -> bool:
        """Whether the window is open at an instant (default: now). The closing instant itself is outside."""
        instant = at or timezone.now()
        return self.opens_at <= instant < self.closes_at

    @property
    def has_closed(self) -> bool:
        return timezone.now() >= self.closes_at
