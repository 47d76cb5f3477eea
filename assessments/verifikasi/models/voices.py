"""The first voice: what the office that guides a unit says about its sheet before the verifier decides."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.verifikasi.models.answers import Answer
from assessments.verifikasi.models.checking import Verdict
from assessments.verifikasi.models.submissions import Submission
from units.models import User


class FirstVoice(models.Model):
    """Pemeriksaan wilayah of one handing-in. It is advice: it moves the unit nowhere."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="first_voice")
    begun_at = models.DateTimeField("mulai", default=timezone.now)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField("selesai", null=True, blank=True)
    finished_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "pemeriksaan wilayah"
        constraints = [
            models.CheckConstraint(
                name="first_voice_finished",
                condition=Q(finished_at=None, finished_by=None)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.submission)


class Advice(models.Model):
    """Rekomendasi on one indicator. For the verifier; the unit does not read it as a result."""

    voice = models.ForeignKey(FirstVoice, models.PROTECT, related_name="advices")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="advices")
    recommendation = models.CharField("rekomendasi", max_length=16, choices=Verdict.Decision)
    note = models.TextField("catatan untuk verifikator", max_length=2000, blank=True)
    advised_at = models.DateTimeField("ditulis", default=timezone.now)
    advised_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["advised_at", "id"]
        verbose_name = "rekomendasi wilayah"
        constraints = [
            models.UniqueConstraint(fields=["voice", "answer"], name="advice_once"),
            models.CheckConstraint(
                name="advice_needs_note",
                condition=Q(recommendation="sesuai") | ~Q(note=""),
                violation_error_message="Tuliskan catatan: apa yang kurang menurut Anda.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_recommendation_display()
