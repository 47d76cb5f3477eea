"""What about a file people should weigh, or mend."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.files.models import StoredFile
from assessments.verifikasi.models.answers import Answer, Evidence
from units.models import User


class Doubt(models.Model):
    """Something about a file that a person should weigh. It blocks nothing; the unit may answer it in a sentence."""

    class Kind(models.TextChoices):
        OUTSIDE = "tanggal", "tanggal di luar tahun siklus"
        UNDATED = "tanpa_tanggal", "tanggal tidak diketahui"
        SMALL = "kecil", "foto kecil"
        BLURRED = "buram", "foto buram"
        BLANK = "kosong", "hampir satu warna"
        OWN = "indikator_lain", "mirip foto di indikator lain"
        EARLIER = "tahun_lalu", "mirip foto tahun lain"
        OTHER = "unit_lain", "mirip foto unit lain"

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="doubts")
    kind = models.CharField("jenis", max_length=16, choices=Kind)
    # The photo that it resembles.
    other_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=60, unique=True)
    raised_at = models.DateTimeField("timbul", default=timezone.now)
    answer = models.CharField("penjelasan unit", max_length=300, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("dijelaskan", null=True, blank=True)
    cleared_at = models.DateTimeField("selesai", null=True, blank=True)

    class Meta:
        ordering = ["evidence", "kind", "id"]
        verbose_name = "keraguan"
        constraints = [
            models.CheckConstraint(name="doubt_answer_signed", condition=Q(answer="") | Q(answered_by__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Mending(models.Model):
    """An indicator that is open again for some days, because a file of it proved unusable after it was received."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="mendings")
    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="mending")
    opened_at = models.DateTimeField("dibuka", default=timezone.now)
    until = models.DateTimeField("sampai")
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)

    class Meta:
        ordering = ["opened_at", "id"]
        verbose_name = "penggantian berkas rusak"
        indexes = [models.Index(fields=["until"], condition=Q(closed_at=None), name="mending_open")]

    def __str__(self) -> str:
        return str(self.evidence)
