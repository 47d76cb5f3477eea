"""Rapat pleno: who was there, what was noted per unit, its minutes; and current issues that the meeting must know."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from assessments.documents.models import Document
from units.models import User


class Pleno(models.Model):
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="plenos")
    held_on = models.DateField("tanggal rapat")
    place = models.CharField("tempat", max_length=120)
    agenda = models.CharField("acara", max_length=200)
    # Members of the team of that day, of whom this share must be there; copied from the cycle when the meeting opens.
    members = models.PositiveSmallIntegerField("jumlah anggota")
    quorum = models.PositiveSmallIntegerField("kuorum (orang)")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("dibuka", default=timezone.now)
    conclusion = models.TextField("kesimpulan", max_length=6000, blank=True)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    minutes = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name = "rapat pleno"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(closed_at=None),
                name="pleno_one_open",
                violation_error_message="Masih ada rapat pleno yang belum ditutup.",
            ),
            models.CheckConstraint(name="pleno_quorum", condition=Q(quorum__gte=1, quorum__lte=models.F("members"))),
        ]

    def __str__(self) -> str:
        return f"{self.agenda} · {self.held_on}"

    @property
    def subject(self) -> str:
        return f"pleno:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Attendance(models.Model):
    class Mode(models.TextChoices):
        ON_SITE = "luring", "Hadir di tempat"
        ONLINE = "daring", "Hadir daring"
        EXCUSED = "izin", "Berhalangan"

    pleno = models.ForeignKey(Pleno, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="anggota")
    mode = models.CharField("kehadiran", max_length=6, choices=Mode)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["user__name"]
        verbose_name = "kehadiran"
        constraints = [models.UniqueConstraint(fields=["pleno", "user"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_mode_display()}"


class PlenoNote(models.Model):
    """What the meeting noted about a unit. Append-only by its verb."""

    pleno = models.ForeignKey(Pleno, models.PROTECT, related_name="notes")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="pleno_notes")
    text = models.TextField("catatan", max_length=2000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("ditulis", default=timezone.now)

    class Meta:
        ordering = ["written_at", "id"]
        verbose_name = "catatan pleno"

    def __str__(self) -> str:
        return self.text


class CurrentIssue(models.Model):
    """Isu aktual about a unit with its source: known to the meeting, never part of the arithmetic."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="current_issues")
    text = models.TextField("isu", max_length=1000)
    source = models.CharField(
        "sumber", max_length=300, help_text="Siapa yang menyampaikan atau memuatnya, dan di mana."
    )
    happened_on = models.DateField("tanggal kejadian", null=True, blank=True)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField("dicatat", default=timezone.now)
    withdrawn_at = models.DateTimeField("dicabut", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField("alasan dicabut", max_length=300, blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        verbose_name = "isu aktual"

    def __str__(self) -> str:
        return self.text
