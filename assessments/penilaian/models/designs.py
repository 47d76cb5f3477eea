"""What the piagam of a cycle looks like: data of the cycle that an admin adjusts until the first is issued."""

from django.db import models
from django.utils import timezone

from assessments.cycle.models import Cycle
from units.models import User


class CertificateDesign(models.Model):
    """Rancangan piagam: words, emblem, signatory block, orientation. Frozen into each certificate when it is issued."""

    class Orientation(models.TextChoices):
        LANDSCAPE = "mendatar", "Mendatar"
        PORTRAIT = "tegak", "Tegak"

    class SignaturePlace(models.TextChoices):
        LEFT = "kiri", "Kiri"
        CENTRE = "tengah", "Tengah"
        RIGHT = "kanan", "Kanan"

    cycle = models.OneToOneField(Cycle, models.PROTECT, related_name="certificate_design")
    orientation = models.CharField("arah kertas", max_length=10, choices=Orientation, default=Orientation.LANDSCAPE)
    issuer = models.JSONField(
        "kepala piagam", default=list, help_text="Satu baris per baris. Kosong: jabatan penanda tangan."
    )
    heading = models.CharField("judul", max_length=80, default="Piagam Penghargaan")
    given_to = models.CharField("kata sebelum nama unit", max_length=120, default="diberikan kepada")
    award_text = models.TextField(
        "kalimat penghargaan",
        max_length=600,
        default="sebagai Unit Kerja Pelayanan Publik Berbasis HAM Tahun {tahun}",
        help_text="{tahun} diganti dengan tahun siklus.",
    )
    closing_text = models.TextField("kalimat penutup", max_length=400, blank=True)
    # JPEG, re-encoded without transparency; None: a neutral ornament.
    emblem = models.BinaryField("lambang", null=True, blank=True)
    emblem_text = models.CharField("uraian lambang", max_length=160, blank=True)
    signature_place = models.CharField(
        "letak tanda tangan", max_length=7, choices=SignaturePlace, default=SignaturePlace.RIGHT
    )
    changed_at = models.DateTimeField("diubah", default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "rancangan piagam"

    def __str__(self) -> str:
        return f"Rancangan piagam {self.cycle}"
