"""The settled result of a unit, line by line."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Participation
from indicators.models import Indicator, Level
from units.models import User


class ResultQuerySet(models.QuerySet["Result"]):
    def current(self) -> Self:
        """Those that no later result replaces."""
        return self.filter(replaced_by=None)


class Result(models.Model):
    """Hasil penilaian, settled by the lead. Totals are those that are printed; nothing recomputes them later.

    A granted objection makes a new result that replaces this one; both stay.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="results")
    total = models.DecimalField("nilai akhir", max_digits=5, decimal_places=2)
    threshold = models.DecimalField("ambang", max_digits=5, decimal_places=2)
    required_unmet = models.JSONField("wajib belum terpenuhi", default=list)
    # Printed subtotal and maximum per code of a criterion, as strings: {"A": ["30.00", "33.33"]}.
    subtotals = models.JSONField("jumlah per kriteria", default=dict)
    settled_at = models.DateTimeField("ditetapkan", default=timezone.now)
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.TextField("catatan", blank=True)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="digantikan oleh"
    )

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = "hasil penilaian"
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(replaced_by=None),
                name="result_one_current",
                violation_error_message="Nilai unit ini sudah ditetapkan.",
            ),
            models.CheckConstraint(name="result_total", condition=Q(total__gte=0, total__lte=100)),
            models.CheckConstraint(name="result_threshold", condition=Q(threshold__gte=0, threshold__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.participation}: {self.total}"

    @property
    def meets(self) -> bool:
        """Whether the unit earns the predikat: the printed total reaches the threshold and every wajib is met."""
        return self.total >= self.threshold and not self.required_unmet


class ResultLine(models.Model):
    """One indicator of a result: the settled value and what it contributes to the total."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="lines")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    # None with a value: the combined value of several assessors lies between two levels.
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    # None: tidak berlaku, approved by the verifier; outside the denominator.
    value = models.DecimalField("nilai tingkat", max_digits=5, decimal_places=4, null=True, blank=True)
    contribution = models.DecimalField("sumbangan", max_digits=8, decimal_places=4)
    maximum = models.DecimalField("sumbangan maksimal", max_digits=8, decimal_places=4)
    reason = models.TextField("alasan", blank=True)

    class Meta:
        ordering = ["indicator__criterion__position", "indicator__position"]
        verbose_name = "rincian hasil"
        constraints = [
            models.UniqueConstraint(fields=["result", "indicator"], name="result_line_once"),
            models.CheckConstraint(
                name="result_line_contribution",
                condition=Q(contribution__gte=0, contribution__lte=models.F("maximum")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.contribution}"

    @property
    def lost(self) -> Decimal:
        """What the unit could still have earned here."""
        return self.maximum - self.contribution

    def words(self, given: str = "") -> str:
        """The level in words. A value between levels is said as such, with the ``given`` levels that it combines."""
        if self.level:
            return self.level.label
        if self.value is None:
            return "Tidak berlaku, tidak dihitung"
        figure = f"{self.value.normalize():f}".replace(".", ",")
        return f"Gabungan: {figure} ({given})" if given else f"Gabungan: {figure}"

    @property
    def label(self) -> str:
        return self.words()
