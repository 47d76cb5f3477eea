"""The signed letters of a ceremony as they come back from the scanner, page by page."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.documents.models import Document
from assessments.files.models import StoredFile
from assessments.pencanangan.models.ceremonies import Ceremony
from units.models import User


class ScanSource(models.Model):
    """One uploaded file of scanned pages: a PDF, or a photo of one page."""

    class Status(models.TextChoices):
        READING = "reading", "Sedang dibaca"
        READ = "read", "Sudah dibaca"
        FAILED = "failed", "Tidak dapat dibaca"
        DISCARDED = "discarded", "Disingkirkan"

    ceremony = models.ForeignKey(Ceremony, models.PROTECT, related_name="scans")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="scan_source")
    status = models.CharField("status", max_length=9, choices=Status, default=Status.READING)
    pages_total = models.PositiveSmallIntegerField("jumlah halaman", default=1)
    next_try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        verbose_name = "pindaian acara"

    def __str__(self) -> str:
        return self.file.name

    @property
    def subject(self) -> str:
        """The name of this row in the audit trail."""
        return f"scan:{self.pk}"


class ScanPageQuerySet(models.QuerySet["ScanPage"]):
    def live(self, ceremony_id: int) -> Self:
        """The pages of a ceremony that count: of an upload that was kept, not set aside."""
        found = self.filter(source__ceremony=ceremony_id, set_aside=False)
        return found.exclude(source__status=ScanSource.Status.DISCARDED)

    def in_place(self, ceremony_id: int, document: Document, number: int) -> Self:
        """Those that hold this page of a letter: by its code, or put there by hand."""
        found = self.live(ceremony_id).filter(participation=document.participation_id, letter_page=number)
        return found.filter(Q(document=document) | Q(assigned_by__isnull=False))


class ScanPage(models.Model):
    """One scanned page: what its code said, and to which unit it belongs."""

    class Finding(models.TextChoices):
        LETTER = "letter", "Dikenali"
        UNREADABLE = "unreadable", "Kode tidak terbaca"
        BLANK = "blank", "Halaman kosong"
        FOREIGN = "foreign", "Bukan surat acara ini"
        OUTDATED = "outdated", "Surat versi lama"
        DUPLICATE = "duplicate", "Halaman ganda"

    source = models.ForeignKey(ScanSource, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField("halaman")
    finding = models.CharField("temuan", max_length=10, choices=Finding)
    # What was read: clockwise turn that sets the page upright, the paper and its page.
    rotation = models.PositiveSmallIntegerField("putaran", default=0)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="scan_pages")
    letter_page = models.PositiveSmallIntegerField("halaman surat", null=True, blank=True)
    # Where it is to be filed: by its code, or by hand; ``assigned_by`` is empty when the code decided.
    participation = models.ForeignKey(
        Participation, models.PROTECT, null=True, blank=True, related_name="scan_pages", verbose_name="unit"
    )
    assigned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside = models.BooleanField("disingkirkan", default=False)
    filed_in = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="filed_pages", verbose_name="berkas unit"
    )
    picture_name = models.CharField(max_length=60, blank=True)

    objects = ScanPageQuerySet.as_manager()

    class Meta:
        ordering = ["source", "number"]
        verbose_name = "halaman pindaian"
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="scan_page_once"),
            models.CheckConstraint(name="scan_page_rotation", condition=Q(rotation__in=[0, 90, 180, 270])),
            models.CheckConstraint(
                name="scan_page_filed", condition=Q(filed_in=None) | Q(participation__isnull=False, set_aside=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.number}"

    @property
    def subject(self) -> str:
        """The name of this row in the audit trail."""
        return f"scan_page:{self.pk}"
