"""Ceremonies, their witnesses, what changed about them, and their photos."""

from typing import Literal

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.states import WitnessKind
from assessments.documents.models import Document
from assessments.files.models import StoredFile
from assessments.pencanangan.models.applications import Application
from units.models import User


class Ceremony(models.Model):
    """Acara pencanangan, as applied for and then held."""

    class Mode(models.TextChoices):
        ONSITE = "luring", "Luring"
        ONLINE = "daring", "Daring"
        HYBRID = "hybrid", "Hybrid (luring dan daring)"

    class PageSize(models.TextChoices):
        A4 = "A4", "A4 (21 x 29,7 cm)"
        F4 = "F4", "F4 (21 x 33 cm)"

    application = models.OneToOneField(Application, models.PROTECT, related_name="ceremony")
    date = models.DateField("tanggal acara")
    starts_at = models.TimeField("pukul", null=True, blank=True)
    place = models.CharField("tempat", max_length=200)
    city = models.CharField("kota", max_length=80)
    mode = models.CharField("cara pelaksanaan", max_length=6, choices=Mode, default=Mode.ONSITE)
    leader_name = models.CharField("pemimpin deklarasi", max_length=120)
    leader_title = models.CharField("jabatan pemimpin", max_length=200)
    # The head of the office that applies also signs each letter, under "Mengetahui".
    acknowledged = models.BooleanField("cantumkan “Mengetahui” kepala kantor", default=False)
    page_size = models.CharField("ukuran kertas", max_length=2, choices=PageSize, default=PageSize.A4)
    minutes_number = models.CharField("nomor berita acara", max_length=80, blank=True)
    minutes = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="ceremony")

    class Meta:
        verbose_name = "acara pencanangan"
        verbose_name_plural = "acara pencanangan"
        constraints = [models.CheckConstraint(name="ceremony_page_size", condition=Q(page_size__in=["A4", "F4"]))]

    def __str__(self) -> str:
        return f"{self.place}, {self.date}"

    @property
    def paper(self) -> Literal["A4", "F4"]:
        """The page size as the papers name it."""
        return "F4" if self.page_size == self.PageSize.F4 else "A4"

    @property
    def version(self) -> int:
        """The number of its last change, 0 before the first: a form tells by it what it has read."""
        last = self.changes.order_by("-pk").values_list("pk", flat=True).first()
        return last or 0


class CeremonyChange(models.Model):
    """What changed about a ceremony after it was accepted, as everybody who sees it may read."""

    ceremony = models.ForeignKey(Ceremony, models.PROTECT, related_name="changes")
    at = models.DateTimeField("waktu", default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Rows of label, before, after: words as people read them.
    changes = models.JSONField("perubahan", default=list)
    reason = models.CharField("alasan", max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = "perubahan acara"

    def __str__(self) -> str:
        return f"{self.ceremony}: {self.at}"


class Witness(models.Model):
    """Saksi of a ceremony. Without a name: asked for, the name follows."""

    Kind = WitnessKind

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="witnesses")
    kind = models.CharField("unsur", max_length=12, choices=Kind)
    name = models.CharField("nama", max_length=120, blank=True)
    title = models.CharField("jabatan", max_length=160, blank=True)
    institution = models.CharField("instansi", max_length=160)
    identity_number = models.CharField("NIP/NRP", max_length=25, blank=True)
    online = models.BooleanField("hadir daring", default=False)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "saksi"

    def __str__(self) -> str:
        return self.name or self.institution


class CeremonyPhoto(models.Model):
    """A photo of the ceremony."""

    ceremony = models.ForeignKey(Ceremony, models.PROTECT, related_name="photos")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="ceremony_photo")
    caption = models.CharField("keterangan", max_length=200)
    removed_at = models.DateTimeField("dihapus", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "foto acara"

    def __str__(self) -> str:
        return self.caption
