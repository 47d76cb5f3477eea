"""What the unit answers, with its evidence."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.files.models import StoredFile, Upload
from indicators.models import EvidenceRequirement, Indicator, Level
from units.models import User


class Answer(models.Model):
    """Isian of one indicator by the unit."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="answers")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="answers")
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, verbose_name="tingkat pemenuhan")
    note = models.TextField("penjelasan", max_length=2000, blank=True)
    plan_date = models.DateField("tanggal rencana terpenuhi", null=True, blank=True)
    not_applicable = models.BooleanField("tidak berlaku", default=False)
    # Open for the operator: all at first; after a return only the returned ones.
    is_open = models.BooleanField("dapat diubah", default=True)
    # Counts up with each save, so that the second of two people saving one sheet is told.
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField("diubah", default=timezone.now)
    updated_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["indicator__criterion__position", "indicator__position"]
        verbose_name = "isian indikator"
        constraints = [
            models.UniqueConstraint(fields=["participation", "indicator"], name="answer_once"),
            models.CheckConstraint(
                name="answer_level_or_na",
                condition=Q(not_applicable=False) | Q(level=None),
                violation_error_message="Pilih tingkat pemenuhan atau tidak berlaku, jangan keduanya.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} · {self.indicator.code}"

    @property
    def is_answered(self) -> bool:
        return self.not_applicable or self.level_id is not None


class Evidence(models.Model):
    """Data dukung: the link of a stored file to an answer. Removing keeps the row, so the history stays visible."""

    class People(models.TextChoices):
        NONE = "tidak_ada", "Tidak ada orang yang dapat dikenali"
        CONSENT = "setuju", "Ada, dan mereka setuju fotonya dipakai"
        HIDDEN = "disamarkan", "Ada, dan wajahnya sudah disamarkan"

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="evidence")
    requirement = models.ForeignKey(EvidenceRequirement, models.PROTECT, related_name="+")
    description = models.CharField("keterangan", max_length=200, blank=True)
    people = models.CharField("orang dalam foto", max_length=10, choices=People, blank=True)
    # Asked for where the file itself does not tell.
    captured_on = models.DateField("tanggal pengambilan", null=True, blank=True)
    # When the worker last compared it with other photos.
    compared_at = models.DateTimeField("dibandingkan", null=True, blank=True)
    added_at = models.DateTimeField("ditambahkan", default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("dilepas", null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # The newer version that took the place of this one.
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="earlier", verbose_name="diganti dengan"
    )
    # The evidence of an earlier year whose file is used once more.
    taken_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="taken_again", verbose_name="dipakai lagi dari"
    )
    # Sent from a phone that had no account: it belongs to whoever handed the indicator over to it.
    hand_off = models.ForeignKey(
        "HandOff", models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name="lewat telepon"
    )

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name = "data dukung"
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "requirement", "file"],
                condition=Q(removed_at=None),
                name="evidence_once",
                violation_error_message="Berkas ini sudah dilampirkan pada syarat tersebut.",
            )
        ]
        indexes = [
            models.Index(
                fields=["added_at"], condition=Q(compared_at=None, removed_at=None), name="evidence_to_compare"
            ),
        ]

    def __str__(self) -> str:
        return str(self.file)

    @property
    def taken_on(self) -> dt.date | None:
        """When the picture was taken: as the camera says, else as the operator does."""
        return self.file.captured_on or self.captured_on


class EvidenceUpload(models.Model):
    """For what a file on its way is meant."""

    upload = models.OneToOneField(Upload, models.CASCADE, related_name="meant_for")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    requirement = models.ForeignKey(EvidenceRequirement, models.PROTECT, related_name="+")
    description = models.CharField("keterangan", max_length=200, blank=True)
    people = models.CharField("orang dalam foto", max_length=10, choices=Evidence.People, blank=True)
    # As the person says, where the file itself does not tell.
    captured_on = models.DateField("tanggal pengambilan", null=True, blank=True)
    # Sent from a phone that has no account.
    hand_off = models.ForeignKey("HandOff", models.PROTECT, null=True, blank=True, related_name="uploads")
    replaces = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="uploads")

    class Meta:
        verbose_name = "unggahan data dukung"

    def __str__(self) -> str:
        return str(self.upload)


class HandOff(models.Model):
    """A phone may add photos to one requirement of one indicator, for a short while and nothing else."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="hand_offs")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    requirement = models.ForeignKey(EvidenceRequirement, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dibuat oleh")
    made_at = models.DateTimeField("dibuat", default=timezone.now)
    # The token follows from the seed and the secret key, so that who reads this row cannot open the page.
    seed = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField("berlaku sampai")
    ended_at = models.DateTimeField("diakhiri", null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = "tautan telepon"

    def __str__(self) -> str:
        return f"{self.participation} · {self.indicator.code}"

    @property
    def is_live(self) -> bool:
        """Whether its time is not over; what may still be done is told by the rules."""
        return self.ended_at is None and timezone.now() < self.expires_at
