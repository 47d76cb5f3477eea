"""Kunjungan lapangan: planned, held with a finding per indicator, reported in a signed paper."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.documents.models import Document
from assessments.files.models import StoredFile
from indicators.models import Indicator
from units.models import User


class SiteVisit(models.Model):
    class Mode(models.TextChoices):
        ON_SITE = "luring", "Di tempat"
        ONLINE = "daring", "Daring"

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="site_visits")
    planned_on = models.DateField("tanggal kunjungan")
    planned_at = models.TimeField("pukul", null=True, blank=True, help_text="Waktu setempat.")
    mode = models.CharField("cara", max_length=6, choices=Mode, default=Mode.ON_SITE)
    message = models.TextField("pesan kepada unit", max_length=1000, blank=True)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    planned_on_at = models.DateTimeField("dijadwalkan", default=timezone.now)
    cancelled_at = models.DateTimeField("dibatalkan", null=True, blank=True)
    cancel_reason = models.CharField("alasan pembatalan", max_length=300, blank=True)
    # Nothing of it can be changed from then on.
    closed_at = models.DateTimeField("selesai", null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    host_name = models.CharField("diterima oleh", max_length=120, blank=True)
    host_title = models.CharField("jabatan penerima", max_length=160, blank=True)
    summary = models.TextField("ringkasan", max_length=4000, blank=True)
    report = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")
    signed_report = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-planned_on", "-id"]
        verbose_name = "kunjungan lapangan"
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(cancelled_at=None, closed_at=None),
                name="site_visit_one_open",
                violation_error_message="Unit ini sudah memiliki jadwal kunjungan yang belum selesai.",
            ),
            models.CheckConstraint(name="site_visit_ended_once", condition=Q(cancelled_at=None) | Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.participation} · {self.planned_on}"

    @property
    def subject(self) -> str:
        return f"visit:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.cancelled_at is None and self.closed_at is None


class Visitor(models.Model):
    """Who goes."""

    visit = models.ForeignKey(SiteVisit, models.CASCADE, related_name="visitors")
    user = models.ForeignKey(User, models.PROTECT, related_name="visits")

    class Meta:
        ordering = ["user__name"]
        verbose_name = "petugas kunjungan"
        constraints = [models.UniqueConstraint(fields=["visit", "user"], name="visitor_once")]

    def __str__(self) -> str:
        return str(self.user)


class Finding(models.Model):
    """What was seen for one indicator. It stands beside the scores and changes none."""

    class Seen(models.TextChoices):
        FITS = "sesuai", "Sesuai dengan data dukung"
        DIFFERS = "berbeda", "Berbeda dari data dukung"
        NOT_SEEN = "tidak_dilihat", "Tidak dapat dilihat"

    visit = models.ForeignKey(SiteVisit, models.CASCADE, related_name="findings")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    seen = models.CharField("yang terlihat", max_length=14, choices=Seen)
    text = models.TextField("temuan", max_length=2000, blank=True)
    found_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    found_at = models.DateTimeField("dicatat", default=timezone.now)

    class Meta:
        ordering = ["indicator__criterion__position", "indicator__position"]
        verbose_name = "temuan kunjungan"
        constraints = [
            models.UniqueConstraint(fields=["visit", "indicator"], name="finding_once"),
            models.CheckConstraint(
                name="finding_explained",
                condition=Q(seen="sesuai") | ~Q(text=""),
                violation_error_message="Tuliskan apa yang terlihat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.get_seen_display()}"


class VisitPhoto(models.Model):
    visit = models.ForeignKey(SiteVisit, models.CASCADE, related_name="photos")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    caption = models.CharField("keterangan", max_length=200, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("ditambahkan", default=timezone.now)

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name = "foto kunjungan"
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "indicator", "file"],
                name="visit_photo_once",
                violation_error_message="Foto ini sudah ada pada kunjungan tersebut.",
            )
        ]

    def __str__(self) -> str:
        return str(self.file)
