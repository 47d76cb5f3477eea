"""The pile of papers of a ceremony, printed in one go."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assessments.pencanangan.models.ceremonies import Ceremony
from units.models import User


class Pile(models.Model):
    """Tumpukan cetak: one PDF of cover, attendance list, minutes and letters, made in the background."""

    class Order(models.TextChoices):
        NAME = "nama", "Nama unit"
        KIND = "jenis", "Jenis unit, lalu nama"
        CITY = "kota", "Kabupaten/kota, lalu nama"

    class Status(models.TextChoices):
        WAITING = "waiting", "Menunggu giliran"
        WORKING = "working", "Sedang disiapkan"
        READY = "ready", "Siap dicetak"
        FAILED = "failed", "Gagal disiapkan"

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="piles")
    order = models.CharField("urutan", max_length=5, choices=Order, default=Order.NAME)
    # Keys of the parts in their order: sampul, daftar_hadir, berita_acara, surat.
    parts = models.JSONField("isi tumpukan", default=list)
    status = models.CharField("status", max_length=7, choices=Status, default=Status.WAITING)
    done = models.PositiveSmallIntegerField("selesai", default=0)
    total = models.PositiveSmallIntegerField("jumlah", default=0)
    pages = models.PositiveSmallIntegerField("halaman", default=0)
    stored_name = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("diminta", default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField("siap", null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = "tumpukan cetak"
        constraints = [
            models.CheckConstraint(name="pile_done", condition=Q(done__lte=F("total"))),
            models.CheckConstraint(name="pile_ready", condition=~Q(status="ready") | ~Q(stored_name="")),
        ]

    def __str__(self) -> str:
        return f"{self.ceremony}: {self.get_status_display()}"
