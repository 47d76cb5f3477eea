"""Stage 3: assignments, scores, the settled result, the decree and the award."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Approval, Cycle, Participation
from assessments.documents.models import Document
from indicators.models import Indicator, Level
from units.models import User


class Assignment(models.Model):
    """Penugasan: one assessor for one unit. Sealed from the other assessors until final."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="assignments")
    assessor = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name="penilai")
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField("ditugaskan", default=timezone.now)
    final_at = models.DateTimeField("selesai dinilai", null=True, blank=True)

    class Meta:
        ordering = ["assigned_at", "id"]
        verbose_name = "penugasan penilai"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "assessor"],
                name="assignment_once",
                violation_error_message="Penilai ini sudah ditugaskan untuk unit tersebut.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessor} · {self.participation}"

    @property
    def is_final(self) -> bool:
        return self.final_at is not None


class Score(models.Model):
    """Nilai of one assessor for one indicator. Each change is a new row; the current one is marked."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="scores")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, models.PROTECT, related_name="+", verbose_name="tingkat")
    justification = models.TextField("alasan", max_length=2000, blank=True)
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


class Result(models.Model):
    """Hasil penilaian, settled by the lead. Totals are those that are printed; nothing recomputes them later."""

    participation = models.OneToOneField(Participation, models.PROTECT, related_name="result")
    total = models.DecimalField("nilai akhir", max_digits=5, decimal_places=2)
    threshold = models.DecimalField("ambang", max_digits=5, decimal_places=2)
    required_unmet = models.JSONField("wajib belum terpenuhi", default=list)
    # Printed subtotal and maximum per code of a criterion, as strings: {"A": ["30.00", "33.33"]}.
    subtotals = models.JSONField("jumlah per kriteria", default=dict)
    settled_at = models.DateTimeField("ditetapkan", default=timezone.now)
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.TextField("catatan", blank=True)

    class Meta:
        verbose_name = "hasil penilaian"
        constraints = [
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
    """One indicator of a result: the settled level and what it contributes to the total."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="lines")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    # None: tidak berlaku, approved by the verifier; outside the denominator.
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
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


class Decree(models.Model):
    """Keputusan Menteri, recorded by one person and approved by a second."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="decrees")
    number = models.CharField("nomor keputusan", max_length=80)
    date = models.DateField("tanggal keputusan")
    title = models.CharField("tentang", max_length=240)
    signatory_name = models.CharField("penanda tangan", max_length=120)
    signatory_title = models.CharField("jabatan penanda tangan", max_length=200)
    place = models.CharField("tempat", max_length=80, default="Jakarta")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("dicatat", default=timezone.now)
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="decree")
    # False once the second person has refused it: its number and its units are free for another decree.
    is_live = models.BooleanField("berlaku atau menunggu", default=True)
    annex = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")
    # Who asked for the certificates, and when a worker was last sent to issue them.
    certificates_wanted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    certificates_wanted_at = models.DateTimeField("piagam diminta", null=True, blank=True)

    class Meta:
        ordering = ["-date"]
        verbose_name = "keputusan"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "number"],
                condition=Q(is_live=True),
                name="decree_number_once",
                violation_error_message="Keputusan dengan nomor ini sudah dicatat.",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        return f"decree:{self.pk}"

    @property
    def tone(self) -> str:
        """The colour of its standing."""
        tones = {Approval.Decision.APPROVED: "success", Approval.Decision.REFUSED: "danger"}
        return tones.get(Approval.Decision(self.approval.decision), "waiting")


class DecreeItem(models.Model):
    """A unit decided on by a decree: with the predikat or without. Frozen when the decree is proposed."""

    decree = models.ForeignKey(Decree, models.CASCADE, related_name="items")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="decree_items")
    total = models.DecimalField("nilai akhir", max_digits=5, decimal_places=2)
    awarded = models.BooleanField("berpredikat")
    is_live = models.BooleanField(default=True)

    class Meta:
        ordering = ["participation__work_unit__name"]
        verbose_name = "unit dalam keputusan"
        constraints = [
            models.UniqueConstraint(fields=["decree", "participation"], name="decree_item_once"),
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(is_live=True),
                name="decree_item_one_live",
                violation_error_message="Unit ini sudah tercantum dalam keputusan lain.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.participation)


class Award(models.Model):
    """Predikat of a unit in a year, and its certificate."""

    participation = models.OneToOneField(Participation, models.PROTECT, related_name="award")
    decree = models.ForeignKey(Decree, models.PROTECT, related_name="awards")
    awarded_at = models.DateTimeField("diberikan", default=timezone.now)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    certificate = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="award")
    revoked_at = models.DateTimeField("dicabut", null=True, blank=True)

    class Meta:
        verbose_name = "predikat"

    def __str__(self) -> str:
        return f"Predikat {self.participation}"
