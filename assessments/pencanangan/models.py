"""Stage 1: application, ceremony, witnesses, declarations."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import NATIONAL_ROLES, Cycle, Participation
from assessments.documents.models import Document
from assessments.files.models import StoredFile
from units.models import REGION_ROLES, Invitation, User, WorkUnit


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> Self:
        """A coordinator sees its own office's applications; national roles all."""
        if user.has_role(*NATIONAL_ROLES):
            return self
        return self.filter(applicant__in=user.units_as(*REGION_ROLES))


class Application(models.Model):
    """Permohonan pencanangan of one office for one ceremony and several units."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "Menunggu pemeriksaan"
        ACCEPTED = "accepted", "Diterima"
        RETURNED = "returned", "Dikembalikan"

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(WorkUnit, models.PROTECT, related_name="applications", verbose_name="pemohon")
    number_text = models.CharField("nomor surat", max_length=80, blank=True)
    contact_name = models.CharField("narahubung", max_length=120)
    contact_phone = models.CharField("telepon narahubung", max_length=20)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.SUBMITTED)
    submitted_at = models.DateTimeField("diajukan", default=timezone.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision_note = models.TextField("catatan", blank=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="application")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at"]
        verbose_name = "permohonan"
        constraints = [
            models.CheckConstraint(
                name="application_decided",
                condition=Q(status="submitted") | Q(decided_by__isnull=False, decided_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Permohonan {self.applicant.short_name}"

    @property
    def subject(self) -> str:
        return f"application:{self.pk}"

    @property
    def tone(self) -> str:
        return {"submitted": "waiting", "accepted": "success", "returned": "attention"}[self.status]


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


class ApplicationUnit(models.Model):
    """A unit within an application, and the operator whom the unit named."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="units")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="applications")
    operator_name = models.CharField("nama operator", max_length=120, blank=True)
    operator_email = models.EmailField("surel operator", blank=True)
    operator_phone = models.CharField("telepon operator", max_length=20, blank=True)
    withdrawn = models.BooleanField("dikembalikan", default=False)
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["participation__work_unit__name"]
        verbose_name = "unit dalam permohonan"
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(withdrawn=False),
                name="application_unit_once",
                violation_error_message="Unit ini sudah ada dalam permohonan lain pada siklus ini.",
            )
        ]

    def __str__(self) -> str:
        return str(self.participation)

    @property
    def operator_named(self) -> bool:
        return bool(self.operator_name and self.operator_email and self.operator_phone)

    @property
    def needs_invitation(self) -> bool:
        """Whether the operator has neither an account by invitation nor a link that still works."""
        return self.invitation is None or not (self.invitation.accepted_at or self.invitation.is_open)


class Declaration(models.Model):
    """Surat pernyataan pencanangan of one unit: the printed letter, its signed scan, the day it was declared."""

    participation = models.OneToOneField(Participation, models.PROTECT, related_name="declaration")
    ceremony = models.ForeignKey(Ceremony, models.PROTECT, related_name="declarations")
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="declaration")
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="declarations")
    declared_on = models.DateField("tanggal pencanangan", null=True, blank=True)
    recorded_at = models.DateTimeField("dicatat", null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "surat pernyataan"
        constraints = [
            models.CheckConstraint(
                name="declaration_needs_scan",
                condition=Q(declared_on=None) | Q(scan__isnull=False, recorded_by__isnull=False),
                violation_error_message="Unggah pindaian surat pernyataan yang sudah ditandatangani lebih dahulu.",
            )
        ]

    def __str__(self) -> str:
        return f"Surat pernyataan {self.participation}"
