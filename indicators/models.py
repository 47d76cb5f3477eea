"""The instrument: by what units are judged. A published version is frozen, in the database too."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q

from units.models import Group


class Instrument(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "Rancangan"
        PUBLISHED = "published", "Diterbitkan"

    code = models.SlugField("kode", max_length=60)
    version = models.PositiveSmallIntegerField("versi", default=1)
    title = models.CharField("judul", max_length=120)
    legal_basis = models.TextField("dasar hukum")
    provisional_note = models.CharField("catatan", max_length=200, blank=True)
    threshold = models.DecimalField("ambang predikat", max_digits=5, decimal_places=2)
    threshold_note = models.CharField("catatan ambang", max_length=300, blank=True)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField("diterbitkan", null=True, blank=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")

    class Meta:
        ordering = ["code", "-version"]
        verbose_name = "instrumen"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="instrument_version_once"),
            models.CheckConstraint(
                name="instrument_threshold",
                condition=Q(threshold__gte=0, threshold__lte=100),
                violation_error_message="Ambang predikat berada antara 0 dan 100.",
            ),
            models.CheckConstraint(
                name="instrument_published_at",
                condition=Q(status="draft", published_at=None) | Q(status="published", published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (versi {self.version})"

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED


class Criterion(models.Model):
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="criteria")
    code = models.CharField("kode", max_length=4)
    title = models.CharField("judul", max_length=120)
    weight = models.DecimalField("bobot", max_digits=6, decimal_places=2, default=1)
    position = models.PositiveSmallIntegerField("urutan")

    class Meta:
        ordering = ["position"]
        verbose_name = "kriteria"
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="criterion_code_once"),
            models.CheckConstraint(
                name="criterion_weight", condition=Q(weight__gt=0), violation_error_message="Bobot harus di atas 0."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def applicable_to(self, groups: Iterable[str]) -> Self:
        """Indicators for a unit of these groups, in the order of the instrument."""
        return self.filter(Q(applicability=None) | Q(applicability__group__in=list(groups))).distinct()


class Indicator(models.Model):
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="indicators")
    code = models.CharField("kode", max_length=6)
    title = models.CharField("judul", max_length=160)
    question = models.TextField("yang ditanyakan")
    guidance = models.TextField("petunjuk data dukung", blank=True)
    good_examples = models.JSONField("contoh baik", default=list, blank=True)
    bad_examples = models.JSONField("contoh kurang baik", default=list, blank=True)
    weight = models.DecimalField("bobot", max_digits=6, decimal_places=2, default=1)
    required = models.BooleanField("wajib", default=False)
    provenance = models.CharField("asal", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField("urutan")

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["criterion__position", "position"]
        verbose_name = "indikator"
        constraints = [
            models.UniqueConstraint(fields=["criterion", "code"], name="indicator_code_once"),
            models.CheckConstraint(
                name="indicator_weight", condition=Q(weight__gt=0), violation_error_message="Bobot harus di atas 0."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Applicability(models.Model):
    """A group to which an indicator applies. No row at all: it applies to every unit."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="applicability")
    group = models.CharField("kelompok unit", max_length=16, choices=Group)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "group"], name="applicability_once"),
            models.CheckConstraint(name="applicability_group", condition=Q(group__in=Group.values)),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.get_group_display()}"


class Level(models.Model):
    """Tingkat pemenuhan of one indicator, with the rubric's words for it."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="levels")
    code = models.SlugField("kode", max_length=16)
    label = models.CharField("sebutan", max_length=40)
    value = models.DecimalField("nilai", max_digits=4, decimal_places=3)
    description = models.TextField("uraian", blank=True)
    needs_note = models.BooleanField("perlu penjelasan", default=False)
    note_hint = models.CharField("petunjuk penjelasan", max_length=300, blank=True)
    needs_plan_date = models.BooleanField("perlu tanggal rencana", default=False)
    position = models.PositiveSmallIntegerField("urutan")

    class Meta:
        ordering = ["position"]
        verbose_name = "tingkat pemenuhan"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "code"], name="level_code_once"),
            models.CheckConstraint(
                name="level_value",
                condition=Q(value__gte=0, value__lte=1),
                violation_error_message="Nilai tingkat berada antara 0 dan 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class EvidenceRequirement(models.Model):
    """Syarat data dukung: what a level claims must be shown with."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "foto"
        DOCUMENT = "document", "dokumen"

    level = models.ForeignKey(Level, models.CASCADE, related_name="requirements")
    code = models.SlugField("kode", max_length=30)
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    title = models.CharField("judul", max_length=160)
    hint = models.TextField("petunjuk", blank=True)
    minimum = models.PositiveSmallIntegerField("jumlah minimal", default=3)
    position = models.PositiveSmallIntegerField("urutan")

    class Meta:
        ordering = ["position"]
        verbose_name = "syarat data dukung"
        constraints = [
            models.UniqueConstraint(fields=["level", "code"], name="requirement_code_once"),
            models.CheckConstraint(name="requirement_kind", condition=Q(kind__in=["photo", "document"])),
        ]

    def __str__(self) -> str:
        return self.title


class IndicatorExample(models.Model):
    """A photo that shows what good evidence of an indicator looks like, or what does not do. Advice, never frozen."""

    class Kind(models.TextChoices):
        GOOD = "baik", "Contoh baik"
        BAD = "kurang", "Contoh kurang baik"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="examples")
    kind = models.CharField("jenis", max_length=6, choices=Kind)
    caption = models.CharField("mengapa", max_length=200)
    alt = models.CharField("yang tampak", max_length=200)
    # A small JPEG without any metadata; at most ``examples.LONGEST_SIDE`` pixels, so that the row stays small.
    picture = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["kind", "id"]
        verbose_name = "contoh foto"
        constraints = [
            models.CheckConstraint(name="example_kind", condition=Q(kind__in=["baik", "kurang"])),
            models.CheckConstraint(name="example_words", condition=~Q(caption="") & ~Q(alt="")),
        ]

    def __str__(self) -> str:
        return self.caption

    @property
    def is_good(self) -> bool:
        return self.kind == self.Kind.GOOD
