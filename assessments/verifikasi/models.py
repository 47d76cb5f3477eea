"""Stage 2: answers with their evidence, submissions, verdicts and remarks."""

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


class EvidenceUpload(models.Model):
    """For what a file on its way is meant."""

    upload = models.OneToOneField(Upload, models.CASCADE, related_name="meant_for")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    requirement = models.ForeignKey(EvidenceRequirement, models.PROTECT, related_name="+")
    description = models.CharField("keterangan", max_length=200, blank=True)
    people = models.CharField("orang dalam foto", max_length=10, choices=Evidence.People, blank=True)
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


class Submission(models.Model):
    """One handing-in by the unit, with its receipt and the state of the answers at that moment."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="submissions")
    round = models.PositiveSmallIntegerField("putaran")
    submitted_at = models.DateTimeField("disampaikan", default=timezone.now)
    # When the button was pressed, if the handing-in then waited for uploads: the instant that counts.
    requested_at = models.DateTimeField("tombol ditekan", null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    receipt_number = models.CharField("nomor tanda terima", max_length=30, unique=True)
    snapshot = models.JSONField("isi saat disampaikan")
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)

    class Meta:
        ordering = ["-submitted_at"]
        verbose_name = "penyampaian"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "round"],
                condition=Q(withdrawn_at=None),
                name="submission_once",
                violation_error_message="Data dukung putaran ini sudah disampaikan.",
            )
        ]

    def __str__(self) -> str:
        return self.receipt_number


class SubmissionRequest(models.Model):
    """A press of "Sampaikan" while uploads were under way: recorded, and completed as soon as they are in."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="submission_requests")
    serial = models.PositiveIntegerField()
    requested_at = models.DateTimeField("tombol ditekan", default=timezone.now)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    until = models.DateTimeField("paling lambat")
    closed_at = models.DateTimeField("selesai", null=True, blank=True)
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.JSONField("alasan belum disampaikan", default=list, blank=True)

    class Meta:
        ordering = ["-requested_at", "-id"]
        verbose_name = "penyampaian yang menunggu unggahan"
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(closed_at=None),
                name="submission_request_once",
                violation_error_message="Penyampaian sudah tercatat dan menunggu unggahan selesai.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation} · {self.requested_at}"


class Release(models.Model):
    """The head of the unit is asked to look over the sheet and to let it be handed in. While asked, it is locked."""

    class Decision(models.TextChoices):
        PENDING = "menunggu", "Menunggu kepala unit"
        RELEASED = "dilepas", "Dilepas"
        SENT_BACK = "dikembalikan", "Dikembalikan kepada operator"
        WITHDRAWN = "ditarik", "Ditarik operator"

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="releases")
    round = models.PositiveSmallIntegerField("putaran")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diminta oleh")
    asked_at = models.DateTimeField("diminta", default=timezone.now)
    decision = models.CharField("keputusan", max_length=12, choices=Decision, default=Decision.PENDING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True)
    note = models.TextField("catatan kepala unit", max_length=2000, blank=True)
    submission = models.OneToOneField(Submission, models.PROTECT, null=True, blank=True, related_name="release")
    # When both were told that the closing is near.
    reminded_at = models.DateTimeField("diingatkan", null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = "pelepasan oleh kepala unit"
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(decision="menunggu"),
                name="release_once",
                violation_error_message="Kepala unit sudah diminta melepas penyampaian ini.",
            ),
            models.CheckConstraint(
                name="release_decided",
                condition=Q(decision="menunggu", decided_at=None)
                | (~Q(decision="menunggu") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="release_back_needs_note",
                condition=~Q(decision="dikembalikan") | ~Q(note=""),
                violation_error_message="Tuliskan apa yang perlu diperbaiki operator.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} · {self.get_decision_display()}"


class Verdict(models.Model):
    """Hasil verifikasi of one indicator in one round."""

    class Decision(models.TextChoices):
        FITS = "sesuai", "Sesuai"
        REPAIR = "perbaiki", "Perlu diperbaiki"
        UNMET = "tidak_terpenuhi", "Tidak terpenuhi"

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="verdicts")
    round = models.PositiveSmallIntegerField("putaran")
    decision = models.CharField("hasil", max_length=16, choices=Decision)
    # Beside the unit's own level, never over it. None on an approved "tidak berlaku".
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, verbose_name="tingkat menurut verifikator")
    not_applicable = models.BooleanField("tidak berlaku disetujui", default=False)
    note = models.TextField("catatan", max_length=2000, blank=True)
    decided_at = models.DateTimeField("diputuskan", default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="verifikator")

    class Meta:
        ordering = ["round", "id"]
        verbose_name = "hasil verifikasi"
        constraints = [
            models.UniqueConstraint(fields=["answer", "round"], name="verdict_once"),
            models.CheckConstraint(
                name="verdict_needs_note",
                condition=Q(decision="sesuai") | ~Q(note=""),
                violation_error_message="Tuliskan catatan: apa yang kurang dan bagaimana memperbaikinya.",
            ),
            models.CheckConstraint(name="verdict_level_or_na", condition=Q(not_applicable=False) | Q(level=None)),
        ]

    def __str__(self) -> str:
        return self.get_decision_display()


class Remark(models.Model):
    """Catatan in the thread of an indicator: the verifier asks, the unit answers."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="remarks")
    round = models.PositiveSmallIntegerField("putaran")
    text = models.TextField("catatan", max_length=2000)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    from_unit = models.BooleanField("dari unit", default=False)
    created_at = models.DateTimeField("waktu", default=timezone.now)

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = "catatan"
        constraints = [models.CheckConstraint(name="remark_text", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text


class CheckHold(models.Model):
    """Which verifier is on a unit's sheet."""

    participation = models.OneToOneField(Participation, models.CASCADE, related_name="check_hold")
    verifier = models.ForeignKey(User, models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "pegangan pemeriksaan"

    def __str__(self) -> str:
        return f"{self.verifier} · {self.participation}"
