"""Declaration letters of the units."""

from django.db import models
from django.db.models import Q

from assessments.cycle.models import Participation
from assessments.documents.models import Document
from assessments.files.models import StoredFile
from assessments.pencanangan.models.ceremonies import Ceremony
from units.models import User


class Declaration(models.Model):
    """Surat pernyataan pencanangan of one unit: the printed letter, its signed scan, the day it was declared."""

    participation = models.OneToOneField(Participation, models.PROTECT, related_name="declaration")
    ceremony = models.ForeignKey(Ceremony, models.PROTECT, related_name="declarations")
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="declaration")
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="declarations")
    # What is to be looked at again about the scan, such as a code that could not be read.
    scan_doubt = models.CharField("catatan pindaian", max_length=200, blank=True, default="")
    declared_on = models.DateField("tanggal pencanangan", null=True, blank=True)
    recorded_at = models.DateTimeField("dicatat", null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField("dibatalkan", null=True, blank=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    cancel_note = models.TextField("alasan pembatalan", blank=True)

    class Meta:
        verbose_name = "surat pernyataan"
        constraints = [
            models.CheckConstraint(
                name="declaration_needs_scan",
                condition=Q(declared_on=None) | Q(scan__isnull=False, recorded_by__isnull=False),
                violation_error_message="Unggah pindaian surat pernyataan yang sudah ditandatangani lebih dahulu.",
            )
        ]

    def __str__(self) -> str:
        return f"Surat pernyataan {self.participation}"
