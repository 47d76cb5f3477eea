"""What an assessor gives for an indicator, and what is only typed yet."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.penilaian.models.assigning import Assignment
from indicators.models import Indicator, Level


class Confidence(models.IntegerChoices):
    """How sure an assessor is; said freely, weighs nothing."""

    LOW = 1, "Kurang yakin"
    MIDDLE = 2, "Cukup yakin"
    HIGH = 3, "Yakin"


class Score(models.Model):
    """Nilai of one assessor for one indicator. Each change is a new row; the current one is marked."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="scores")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, models.PROTECT, related_name="+", verbose_name="tingkat")
    justification = models.TextField("alasan", max_length=2000, blank=True)
    confidence = models.PositiveSmallIntegerField("keyakinan", choices=Confidence, null=True, blank=True)
    scored_at = models.DateTimeField("dinilai", default=timezone.now)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["indicator__criterion__position", "indicator__position", "-scored_at"]
        verbose_name = "nilai"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "indicator"], condition=Q(is_current=True), name="score_one_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.level}"


class ScoreDraft(models.Model):
    """What an assessor has chosen and typed for an indicator without a score coming of it yet. Counts nowhere."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="drafts")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    justification = models.TextField("alasan", max_length=2000, blank=True)
    confidence = models.PositiveSmallIntegerField("keyakinan", choices=Confidence, null=True, blank=True)
    saved_at = models.DateTimeField("disimpan", default=timezone.now)

    class Meta:
        verbose_name = "nilai yang sedang ditulis"
        constraints = [models.UniqueConstraint(fields=["assignment", "indicator"], name="score_draft_once")]

    def __str__(self) -> str:
        return f"{self.indicator.code}: …"
