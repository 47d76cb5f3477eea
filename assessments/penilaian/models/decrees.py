"""The decree and the predikat that it gives."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Approval, Cycle, Participation
from assessments.documents.models import Document
from assessments.penilaian.models.results import Result
from units.models import User


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
    # Approved, but told to nobody until this instant; then all of its units learn their outcome at once.
    embargo_until = models.DateTimeField("diumumkan mulai", null=True, blank=True)
    released_at = models.DateTimeField("diumumkan", null=True, blank=True)
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
    def awaits_release(self) -> bool:
        """Whether it is approved, and its outcome is told to nobody yet."""
        return self.approval.decision == Approval.Decision.APPROVED and self.released_at is None

    @property
    def tone(self) -> str:
        """The colour of its standing."""
        tones = {Approval.Decision.APPROVED: "success", Approval.Decision.REFUSED: "danger"}
        return tones.get(Approval.Decision(self.approval.decision), "waiting")


class DecreeItem(models.Model):
    """A unit decided on by a decree: with the predikat or without. Frozen when the decree is proposed."""

    decree = models.ForeignKey(Decree, models.CASCADE, related_name="items")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="decree_items")
    # The very result that was decided on; an objection makes another one.
    result = models.ForeignKey(Result, models.PROTECT, related_name="+")
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
