"""Keberatan of a unit against its released result, answered by persons who did not score it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Approval, Participation
from assessments.documents.models import Document
from assessments.files.models import StoredFile
from assessments.penilaian.models.results import Result
from indicators.models import Indicator, Level
from units.models import User


class Objection(models.Model):
    class Standing(models.TextChoices):
        DRAFT = "ditulis", "Sedang ditulis"
        FILED = "diajukan", "Diajukan"
        IN_REVIEW = "diperiksa", "Sedang diperiksa"
        PROPOSED = "diusulkan", "Menunggu keputusan orang kedua"
        GRANTED = "dikabulkan", "Dikabulkan"
        PARTLY = "sebagian", "Dikabulkan sebagian"
        DENIED = "ditolak", "Tidak dikabulkan"
        WITHDRAWN = "ditarik", "Ditarik unit"

    OPEN = (Standing.DRAFT, Standing.FILED, Standing.IN_REVIEW, Standing.PROPOSED)

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="objections")
    result = models.ForeignKey(Result, models.PROTECT, related_name="objections")
    standing = models.CharField("status", max_length=10, choices=Standing, default=Standing.DRAFT)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField("mulai ditulis", default=timezone.now)
    # The last time that its text or an answer to it was saved: a page that shows an older one is stale.
    saved_at = models.DateTimeField("disimpan", default=timezone.now)
    filed_at = models.DateTimeField("diajukan", null=True, blank=True)
    filed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # A person who scored, settled or verified nothing of this unit.
    reviewer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="objections_reviewed")
    review_note = models.TextField("pertimbangan", max_length=4000, blank=True)
    approval = models.OneToOneField(Approval, models.PROTECT, null=True, blank=True, related_name="objection")
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True)
    paper = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")
    new_result = models.OneToOneField(Result, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-begun_at", "-id"]
        verbose_name = "keberatan"
        constraints = [
            models.UniqueConstraint(
                fields=["result"],
                condition=~Q(standing="ditarik"),
                name="objection_once",
                violation_error_message="Keberatan atas hasil ini sudah ada. Satu hasil hanya dapat diajukan keberatan satu kali.",
            ),
            models.CheckConstraint(
                name="objection_filed_whole",
                condition=Q(standing__in=["ditulis", "ditarik"]) | Q(filed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Keberatan {self.participation}"

    @property
    def subject(self) -> str:
        return f"objection:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.standing in self.OPEN


class ObjectionPoint(models.Model):
    """One indicator that the unit objects to, why, and what was answered."""

    class Answer(models.TextChoices):
        GRANTED = "dikabulkan", "Dikabulkan"
        DENIED = "ditolak", "Tidak dikabulkan"

    objection = models.ForeignKey(Objection, models.CASCADE, related_name="points")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    text = models.TextField("alasan keberatan", max_length=2000)
    answer = models.CharField("jawaban", max_length=10, choices=Answer, blank=True)
    level = models.ForeignKey(
        Level, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tingkat yang ditetapkan"
    )
    reason = models.TextField("alasan jawaban", max_length=2000, blank=True)

    class Meta:
        ordering = ["indicator__criterion__position", "indicator__position"]
        verbose_name = "butir keberatan"
        constraints = [
            models.UniqueConstraint(
                fields=["objection", "indicator"],
                name="objection_point_once",
                violation_error_message="Indikator ini sudah ada dalam keberatan.",
            ),
            models.CheckConstraint(
                name="objection_point_answered",
                condition=Q(answer="")
                | (Q(answer="ditolak", level=None) & ~Q(reason=""))
                | (Q(answer="dikabulkan", level__isnull=False) & ~Q(reason="")),
                violation_error_message="Tuliskan alasan jawaban, dan pilih tingkat bila dikabulkan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.get_answer_display() or 'belum dijawab'}"


class ObjectionFile(models.Model):
    """Evidence that the unit adds to a point."""

    point = models.ForeignKey(ObjectionPoint, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    description = models.CharField("keterangan", max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "bukti keberatan"
        constraints = [models.UniqueConstraint(fields=["point", "file"], name="objection_file_once")]

    def __str__(self) -> str:
        return str(self.file)
