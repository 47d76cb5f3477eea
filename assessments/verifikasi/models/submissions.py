"""The unit hands its sheet in."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Participation
from units.models import User


class Submission(models.Model):
    """One handing-in by the unit, with its receipt and the state of the answers at that moment."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="submissions")
    round = models.PositiveSmallIntegerField("putaran")
    submitted_at = models.DateTimeField("disampaikan", default=timezone.now)
    # When the button was pressed, if the handing-in then waited for uploads: the instant that counts.
    requested_at = models.DateTimeField("tombol ditekan", null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    receipt_number = models.CharField("nomor tanda terima", max_length=30, unique=True)
    snapshot = models.JSONField("isi saat disampaikan")
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)

    class Meta:
        ordering = ["-submitted_at"]
        verbose_name = "penyampaian"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "round"],
                condition=Q(withdrawn_at=None),
                name="submission_once",
                violation_error_message="Data dukung putaran ini sudah disampaikan.",
            )
        ]

    def __str__(self) -> str:
        return self.receipt_number


class SubmissionRequest(models.Model):
    """A press of "Sampaikan" while uploads were under way: recorded, and completed as soon as they are in."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="submission_requests")
    serial = models.PositiveIntegerField()
    requested_at = models.DateTimeField("tombol ditekan", default=timezone.now)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    until = models.DateTimeField("paling lambat")
    closed_at = models.DateTimeField("selesai", null=True, blank=True)
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.JSONField("alasan belum disampaikan", default=list, blank=True)

    class Meta:
        ordering = ["-requested_at", "-id"]
        verbose_name = "penyampaian yang menunggu unggahan"
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(closed_at=None),
                name="submission_request_once",
                violation_error_message="Penyampaian sudah tercatat dan menunggu unggahan selesai.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation} · {self.requested_at}"


class Release(models.Model):
    """The head of the unit is asked to look over the sheet and to let it be handed in. While asked, it is locked."""

    class Decision(models.TextChoices):
        PENDING = "menunggu", "Menunggu kepala unit"
        RELEASED = "dilepas", "Dilepas"
        SENT_BACK = "dikembalikan", "Dikembalikan kepada operator"
        WITHDRAWN = "ditarik", "Ditarik operator"

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="releases")
    round = models.PositiveSmallIntegerField("putaran")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diminta oleh")
    asked_at = models.DateTimeField("diminta", default=timezone.now)
    decision = models.CharField("keputusan", max_length=12, choices=Decision, default=Decision.PENDING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True)
    note = models.TextField("catatan kepala unit", max_length=2000, blank=True)
    submission = models.OneToOneField(Submission, models.PROTECT, null=True, blank=True, related_name="release")

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = "pelepasan oleh kepala unit"
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(decision="menunggu"),
                name="release_once",
                violation_error_message="Kepala unit sudah diminta melepas penyampaian ini.",
            ),
            models.CheckConstraint(
                name="release_decided",
                condition=Q(decision="menunggu", decided_at=None)
                | (~Q(decision="menunggu") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="release_back_needs_note",
                condition=~Q(decision="dikembalikan") | ~Q(note=""),
                violation_error_message="Tuliskan apa yang perlu diperbaiki operator.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} · {self.get_decision_display()}"
