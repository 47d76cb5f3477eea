"""Paket luring: a ZIP that the unit filled away from the portal, and what became of everything in it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.files.models import Upload
from assessments.verifikasi.models.answers import Evidence
from indicators.models import EvidenceRequirement, Indicator
from units.models import User


class Pack(models.Model):
    """One pack that was sent. The row and its report stay; the bytes go when it is worked off."""

    class Status(models.TextChoices):
        UPLOADING = "uploading", "Sedang diunggah"
        WAITING = "waiting", "Menunggu dibuka"
        FILING = "filing", "Sedang dimasukkan"
        DONE = "done", "Selesai"
        REFUSED = "refused", "Ditolak"
        STOPPED = "stopped", "Dihentikan"

    LIVE = (Status.UPLOADING, Status.WAITING, Status.FILING)

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="packs")
    # Where the bytes lie until they are worked off.
    upload = models.OneToOneField(Upload, models.CASCADE, null=True, blank=True, related_name="pack")
    # The name of the upload in its address, also after the upload is gone.
    token = models.CharField(max_length=40, unique=True)
    name = models.CharField("nama berkas", max_length=120)
    size = models.PositiveBigIntegerField("ukuran")
    # Told from a few places of the file, before all of it is here: a double press is one pack.
    mark = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField("sidik jari", max_length=64, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diunggah oleh")
    begun_at = models.DateTimeField("dimulai", default=timezone.now)
    received_at = models.DateTimeField("diterima", null=True, blank=True)
    # The instant by which the window judges everything in it.
    counted_at = models.DateTimeField("dihitung pada", null=True, blank=True)
    finished_at = models.DateTimeField("selesai", null=True, blank=True)
    status = models.CharField("status", max_length=9, choices=Status, default=Status.UPLOADING)
    sentence = models.TextField("alasan", blank=True)
    # What lies in the ZIP and is nobody's evidence: leaflets, and what systems leave in folders.
    passed_over = models.PositiveIntegerField("dilewati", default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        verbose_name = "paket luring"
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(status__in=["waiting", "filing"]), name="pack_to_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "mark"],
                condition=Q(status__in=["uploading", "waiting", "filing"]) & ~Q(mark=""),
                name="pack_alive_once",
                violation_error_message="Paket yang sama sedang diunggah atau dibuka.",
            ),
            models.CheckConstraint(
                name="pack_bytes", condition=Q(upload__isnull=False) | Q(status__in=["done", "refused", "stopped"])
            ),
            models.CheckConstraint(name="pack_refused_why", condition=~Q(status="refused") | ~Q(sentence="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The name of this row in the audit trail."""
        return f"pack:{self.pk}"

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE

    @property
    def is_working(self) -> bool:
        """Whether the background worker has it in hand, or soon will."""
        return self.status in (self.Status.WAITING, self.Status.FILING)


class PackRow(models.Model):
    """One thing of a pack, a file or a line of the sheet, and what became of it."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "Isian"
        FILE = "file", "Berkas"
        LINE = "line", "Keterangan berkas"

    class Status(models.TextChoices):
        WAITING = "waiting", "Menunggu"
        TAKEN = "taken", "Masuk"
        SAME = "same", "Sudah ada"
        PROBLEM = "problem", "Belum masuk"

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    kind = models.CharField("jenis", max_length=6, choices=Kind)
    # Where it lies in the ZIP, or in which line of the sheet.
    place = models.CharField("tempat", max_length=500)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+")
    requirement = models.ForeignKey(EvidenceRequirement, models.PROTECT, null=True, blank=True, related_name="+")
    told = models.JSONField("isi lembar", default=dict, blank=True)
    status = models.CharField("status", max_length=7, choices=Status, default=Status.WAITING)
    sentence = models.TextField("keterangan", blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pack", "position"]
        verbose_name = "isi paket luring"
        constraints = [models.UniqueConstraint(fields=["pack", "position"], name="pack_row_once")]

    def __str__(self) -> str:
        return self.place
