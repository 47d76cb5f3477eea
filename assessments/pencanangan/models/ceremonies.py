"""Ceremonies and their witnesses."""

from django.db import models

from assessments.pencanangan.models.applications import Application


class Ceremony(models.Model):
    """Acara pencanangan, as applied for and then held."""

    class Mode(models.TextChoices):
        ONSITE = "luring", "Luring"
        ONLINE = "daring", "Daring"
        HYBRID = "hybrid", "Hybrid (luring dan daring)"

    application = models.OneToOneField(Application, models.PROTECT, related_name="ceremony")
    date = models.DateField("tanggal acara")
    starts_at = models.TimeField("pukul", null=True, blank=True)
    place = models.CharField("tempat", max_length=200)
    city = models.CharField("kota", max_length=80)
    mode = models.CharField("cara pelaksanaan", max_length=6, choices=Mode, default=Mode.ONSITE)
    leader_name = models.CharField("pemimpin deklarasi", max_length=120)
    leader_title = models.CharField("jabatan pemimpin", max_length=200)

    class Meta:
        verbose_name = "acara pencanangan"
        verbose_name_plural = "acara pencanangan"

    def __str__(self) -> str:
        return f"{self.place}, {self.date}"


class Witness(models.Model):
    """Saksi of a ceremony."""

    class Kind(models.TextChoices):
        DITJEN = "ditjen_ham", "Wakil Direktorat Jenderal HAM"
        FORKOPIMDA = "forkopimda", "Wakil Forkopimda"
        OTHER = "lain", "Saksi lain"

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="witnesses")
    kind = models.CharField("unsur", max_length=12, choices=Kind)
    name = models.CharField("nama", max_length=120)
    title = models.CharField("jabatan", max_length=160)
    institution = models.CharField("instansi", max_length=160)
    online = models.BooleanField("hadir daring", default=False)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "saksi"

    def __str__(self) -> str:
        return self.name
