"""The thread of an indicator: what those who check ask, what the unit answers, and the sentences kept ready for it."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.verifikasi.models.answers import Answer, Evidence
from units.models import User

# A spot on a picture in thousandths of its width and height.
WHOLE = 1000


class Remark(models.Model):
    """Catatan in the thread of an indicator: the verifier or the region asks, the unit answers each."""

    class Visibility(models.TextChoices):
        UNIT = "unit", "Kepada unit"
        INTERNAL = "internal", "Internal pemeriksa"

    class Outcome(models.TextChoices):
        DONE = "sudah", "Sudah diperbaiki"
        NOT_DONE = "belum", "Tidak atau belum diperbaiki"

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="remarks")
    round = models.PositiveSmallIntegerField("putaran")
    text = models.TextField("catatan", max_length=2000, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    from_unit = models.BooleanField("dari unit", default=False)
    from_region = models.BooleanField("dari pemeriksa wilayah", default=False)
    visibility = models.CharField("dibaca oleh", max_length=10, choices=Visibility, default=Visibility.UNIT)
    # The remark that this one of the unit answers, and how.
    answers = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by", verbose_name="menjawab"
    )
    outcome = models.CharField("jawaban", max_length=10, choices=Outcome, blank=True)
    # The spot of a photo, or of a page of a PDF, that it is about.
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="pins")
    page = models.PositiveSmallIntegerField("halaman", null=True, blank=True)
    x = models.PositiveSmallIntegerField("dari kiri", null=True, blank=True, validators=[MaxValueValidator(WHOLE)])
    y = models.PositiveSmallIntegerField("dari atas", null=True, blank=True, validators=[MaxValueValidator(WHOLE)])
    created_at = models.DateTimeField("waktu", default=timezone.now)

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = "catatan"
        constraints = [
            # "Sudah diperbaiki" says enough by itself.
            models.CheckConstraint(
                name="remark_text",
                condition=~Q(text="") | ~Q(outcome=""),
                violation_error_message="Tuliskan catatannya.",
            ),
            models.CheckConstraint(
                name="remark_one_side",
                condition=Q(from_unit=False) | Q(from_region=False),
            ),
            models.CheckConstraint(
                name="remark_answer_from_unit",
                condition=Q(from_unit=True) | Q(answers=None, outcome=""),
            ),
            models.CheckConstraint(
                name="remark_unit_not_internal",
                condition=Q(from_unit=False) | Q(visibility="unit"),
            ),
            models.CheckConstraint(
                name="remark_pin",
                condition=Q(evidence=None, page=None, x=None, y=None)
                | Q(evidence__isnull=False, page__gte=1, x__gte=0, x__lte=WHOLE, y__gte=0, y__lte=WHOLE),
                violation_error_message="Titik pada gambar harus lengkap: berkas, halaman, dari kiri, dan dari atas.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_internal(self) -> bool:
        return self.visibility == self.Visibility.INTERNAL

    @property
    def is_whole_answer(self) -> bool:
        """Whether it says that something was done, or why not."""
        return self.outcome == self.Outcome.DONE or bool(self.outcome and self.text.strip())

    @property
    def side(self) -> str:
        """Who speaks, in words."""
        if self.from_unit:
            return "Unit"
        return "Pemeriksa wilayah" if self.from_region else "Verifikator"


class ReadySentence(models.Model):
    """Kalimat siap pakai: what verifiers write again and again. Retired ones are kept, and offered no more."""

    # The code of an indicator outlives a version of the instrument. Empty: for every indicator.
    code = models.CharField("indikator", max_length=20, blank=True, db_index=True)
    text = models.TextField("kalimat", max_length=500)
    retired_at = models.DateTimeField("tidak dipakai lagi", null=True, blank=True)
    changed_at = models.DateTimeField("diubah", default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["code", "text", "id"]
        verbose_name = "kalimat siap pakai"
        constraints = [
            models.CheckConstraint(
                name="ready_sentence_text", condition=~Q(text=""), violation_error_message="Tuliskan kalimatnya."
            ),
        ]

    def __str__(self) -> str:
        return self.text
