"""What those who check say."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.verifikasi.models.answers import Answer
from indicators.models import Level
from units.models import User


class Verdict(models.Model):
    """Hasil verifikasi of one indicator in one round."""

    class Decision(models.TextChoices):
        FITS = "sesuai", "Sesuai"
        REPAIR = "perbaiki", "Perlu diperbaiki"
        UNMET = "tidak_terpenuhi", "Tidak terpenuhi"

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="verdicts")
    round = models.PositiveSmallIntegerField("putaran")
    decision = models.CharField("hasil", max_length=16, choices=Decision)
    # Beside the unit's own level, never over it. None on an approved "tidak berlaku".
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, verbose_name="tingkat menurut verifikator")
    not_applicable = models.BooleanField("tidak berlaku disetujui", default=False)
    note = models.TextField("catatan", max_length=2000, blank=True)
    decided_at = models.DateTimeField("diputuskan", default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="verifikator")

    class Meta:
        ordering = ["round", "id"]
        verbose_name = "hasil verifikasi"
        constraints = [
            models.UniqueConstraint(fields=["answer", "round"], name="verdict_once"),
            models.CheckConstraint(
                name="verdict_needs_note",
                condition=Q(decision="sesuai") | ~Q(note=""),
                violation_error_message="Tuliskan catatan: apa yang kurang dan bagaimana memperbaikinya.",
            ),
            models.CheckConstraint(name="verdict_level_or_na", condition=Q(not_applicable=False) | Q(level=None)),
        ]

    def __str__(self) -> str:
        return self.get_decision_display()


# So long after the last thing that a verifier did on a sheet, it is free for a colleague.
HOLD = dt.timedelta(minutes=30)


class CheckHold(models.Model):
    """Which verifier is on a unit's sheet, for as long as something is done on it."""

    participation = models.OneToOneField(Participation, models.CASCADE, related_name="check_hold")
    verifier = models.ForeignKey(User, models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    # Renewed by work: a page that is only left open holds nothing.
    seen_at = models.DateTimeField("terakhir bekerja", default=timezone.now)

    class Meta:
        verbose_name = "pegangan pemeriksaan"

    def __str__(self) -> str:
        return f"{self.verifier} · {self.participation}"

    @property
    def is_live(self) -> bool:
        """Whether the verifier did something on the sheet a short while ago."""
        return timezone.now() < self.seen_at + HOLD
