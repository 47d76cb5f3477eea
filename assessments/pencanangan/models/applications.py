"""Applications and their units."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import NATIONAL_ROLES, Cycle, Participation
from assessments.documents.models import Document
from units.models import REGION_ROLES, UNIT_ROLES, Invitation, User, WorkUnit


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> Self:
        """An office sees its own applications and those that its units make alone; a unit its own; national roles all."""
        if user.has_role(*NATIONAL_ROLES):
            return self
        regions = user.units_as(*REGION_ROLES)
        guided = ApplicationUnit.objects.filter(participation__coordinator__in=regions).values("application")
        return self.filter(Q(applicant__in=regions + user.units_as(*UNIT_ROLES)) | Q(pk__in=guided))


class Application(models.Model):
    """Permohonan pencanangan of one office for one ceremony and several units."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "Menunggu pemeriksaan"
        PROPOSED = "proposed", "Tanggal lain diusulkan"
        ACCEPTED = "accepted", "Diterima"
        RETURNED = "returned", "Dikembalikan"

    class Urgency(models.TextChoices):
        ORDINARY = "Biasa", "Biasa"
        SOON = "Segera", "Segera"
        IMPORTANT = "Penting", "Penting"
        SECRET = "Rahasia", "Rahasia"

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(WorkUnit, models.PROTECT, related_name="applications", verbose_name="pemohon")
    number_text = models.CharField("nomor surat", max_length=80, blank=True)
    urgency = models.CharField("sifat", max_length=8, choices=Urgency, default=Urgency.ORDINARY)
    enclosure = models.CharField("lampiran", max_length=80, blank=True)
    letter_subject = models.CharField("hal", max_length=120, default="Permohonan Pencanangan P2HAM")
    copies = models.JSONField("tembusan", default=list, blank=True, help_text="satu baris per tembusan")
    # Why a unit that has a coordinator applies by itself; empty when the office applies, or there is none.
    alone_reason = models.TextField("alasan mengajukan sendiri", blank=True)
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
                condition=Q(status__in=["submitted", "proposed"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Permohonan {self.applicant.short_name}"

    @property
    def subject(self) -> str:
        return f"application:{self.pk}"

    @property
    def tone(self) -> str:
        return {"submitted": "waiting", "proposed": "attention", "accepted": "success", "returned": "attention"}[
            self.status
        ]


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


class DateProposal(models.Model):
    """Another date that the admin proposes for the ceremony, and the office's answer."""

    class Answer(models.TextChoices):
        PENDING = "pending", "Menunggu jawaban pemohon"
        AGREED = "agreed", "Disetujui pemohon"
        DECLINED = "declined", "Ditolak pemohon"

    application = models.ForeignKey(Application, models.PROTECT, related_name="proposals")
    date = models.DateField("tanggal usulan")
    starts_at = models.TimeField("pukul", null=True, blank=True)
    note = models.TextField("alasan")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("diusulkan", default=timezone.now)
    answer = models.CharField("jawaban", max_length=8, choices=Answer, default=Answer.PENDING)
    answer_note = models.TextField("catatan jawaban", blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        verbose_name = "usulan tanggal"
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answer="pending"),
                name="date_proposal_one_pending",
                violation_error_message="Usulan tanggal sebelumnya belum dijawab pemohon.",
            ),
            models.CheckConstraint(
                name="date_proposal_answered",
                condition=Q(answer="pending") | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.date}"

    @property
    def is_pending(self) -> bool:
        return self.answer == self.Answer.PENDING

    @property
    def is_agreed(self) -> bool:
        return self.answer == self.Answer.AGREED


class Nomination(models.Model):
    """Praseleksi: whether the region's coordinator puts a unit forward, with the reason where not."""

    participation = models.OneToOneField(Participation, models.PROTECT, related_name="nomination")
    nominated = models.BooleanField("dicalonkan")
    reason = models.TextField("alasan", blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("diputuskan", default=timezone.now)

    class Meta:
        verbose_name = "praseleksi"
        constraints = [
            models.CheckConstraint(
                name="nomination_reason",
                condition=Q(nominated=True) | ~Q(reason=""),
                violation_error_message="Tuliskan alasan unit ini tidak dicalonkan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation}: {self.nominated}"
