"""Where assessors differ by more than the cycle allows, and how that was settled."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.penilaian.models.assigning import Assignment
from indicators.models import Indicator, Level
from units.models import User


class Divergence(models.Model):
    """Perbedaan nilai of a unit, found when its sheets were all final: for one indicator, or (None) for the total."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="divergences")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+")
    # Highest minus lowest: values of levels (0 to 1) for an indicator, points (0 to 100) for the total.
    spread = models.DecimalField("selisih", max_digits=7, decimal_places=4)
    allowed = models.DecimalField("selisih yang diperbolehkan", max_digits=7, decimal_places=4)
    found_at = models.DateTimeField("ditemukan", default=timezone.now)
    # The assessor who was drawn because of it.
    drawn = models.ForeignKey(Assignment, models.PROTECT, null=True, blank=True, related_name="settles")

    class Meta:
        ordering = ["indicator__criterion__position", "indicator__position", "id"]
        verbose_name = "perbedaan nilai"
        constraints = [
            models.UniqueConstraint(fields=["participation", "indicator"], name="divergence_once"),
            models.UniqueConstraint(
                fields=["participation"], condition=Q(indicator=None), name="divergence_of_total_once"
            ),
            models.CheckConstraint(name="divergence_spread", condition=Q(spread__gt=models.F("allowed"))),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code if self.indicator else 'Nilai akhir'}: {self.spread}"


class Moderation(models.Model):
    """What the lead sets for an indicator, with a reason, while the unit is still to be settled."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="moderations")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField("alasan", max_length=2000, blank=True)
    moderated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    moderated_at = models.DateTimeField("disimpan", default=timezone.now)

    class Meta:
        verbose_name = "moderasi"
        constraints = [models.UniqueConstraint(fields=["participation", "indicator"], name="moderation_once")]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.level}"


class SettlingNote(models.Model):
    """What the lead writes about the whole unit while it is still to be settled."""

    participation = models.OneToOneField(Participation, models.PROTECT, related_name="settling_note")
    total_reason = models.TextField("alasan nilai akhir", max_length=2000, blank=True)
    note = models.TextField("catatan untuk unit", max_length=2000, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("disimpan", default=timezone.now)

    class Meta:
        verbose_name = "catatan penetapan nilai"

    def __str__(self) -> str:
        return f"Catatan penetapan {self.participation}"
