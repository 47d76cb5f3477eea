"""Stored files, who looked at them, and files on their way."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assessments.cycle.models import Participation
from p2ham.lib import dates
from p2ham.lib.codes import random_letters
from units.models import User, WorkUnit


def new_receipt_number() -> str:
    """A number that people can read out: TT260930-7K3QX-9M2PA, the day and 50 random bits."""
    raw = random_letters(10)
    return f"TT{dates.today():%y%m%d}-{raw[:5]}-{raw[5:]}"


class StoredFile(models.Model):
    """One received file of a unit, or of an office when it concerns several units.

    The bytes lie under random names in the private storage.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", "foto"
        PDF = "pdf", "PDF"

    class Status(models.TextChoices):
        RECEIVED = "received", "Tersimpan, sedang diolah"
        READY = "ready", "Tersimpan"
        BROKEN = "broken", "Rusak, unggah ulang"

    participation = models.ForeignKey(Participation, models.PROTECT, null=True, blank=True, related_name="files")
    office = models.ForeignKey(WorkUnit, models.PROTECT, null=True, blank=True, related_name="files")
    purpose = models.SlugField("keperluan", max_length=30, help_text="ruang yang memakai berkas ini")
    kind = models.CharField("jenis", max_length=5, choices=Kind)
    name = models.CharField("nama berkas", max_length=120)
    content_type = models.CharField(max_length=40)
    received_size = models.PositiveBigIntegerField("ukuran diterima")
    received_sha256 = models.CharField("sidik jari diterima", max_length=64)
    # received: the name of the original until it is processed; stored: what is served from then on;
    # preview: the first page of a PDF as an image.
    received_name = models.CharField(max_length=60, blank=True)
    stored_name = models.CharField(max_length=60, blank=True)
    preview_name = models.CharField(max_length=60, blank=True)
    stored_size = models.PositiveBigIntegerField(null=True, blank=True)
    stored_sha256 = models.CharField(max_length=64, blank=True)
    thumbnail_name = models.CharField(max_length=60, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    captured_on = models.DateField("tanggal pengambilan", null=True, blank=True)
    # Not read from the received bytes: the sending device said so.
    is_date_claimed = models.BooleanField("tanggal menurut perangkat", default=False)
    had_location = models.BooleanField("memuat lokasi saat diterima", default=False)
    perceptual_hash = models.BigIntegerField(null=True, blank=True, db_index=True)
    # What the worker saw: doubts for people to weigh, never a reason to refuse a photo.
    is_small = models.BooleanField("beresolusi kecil saat diterima", default=False)
    is_blurred = models.BooleanField("tampak buram", default=False)
    is_blank = models.BooleanField("hampir satu warna", default=False)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.RECEIVED)
    next_try_at = models.DateTimeField("diolah mulai", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("percobaan olah", default=0)
    receipt_number = models.CharField("nomor tanda terima", max_length=20, unique=True, default=new_receipt_number)
    received_at = models.DateTimeField("diterima", default=timezone.now)
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diunggah oleh")

    class Meta:
        ordering = ["received_at", "id"]
        verbose_name = "berkas"
        indexes = [models.Index(fields=["status"], condition=~Q(status="ready"), name="file_unprocessed")]
        constraints = [
            # The same bytes for the same purpose of the same unit are stored once: repeats and retries find this row.
            models.UniqueConstraint(
                fields=["participation", "purpose", "received_sha256"],
                name="stored_file_once",
                violation_error_message="Berkas yang sama sudah tersimpan.",
            ),
            models.UniqueConstraint(
                fields=["office", "purpose", "received_sha256"],
                name="stored_file_of_office_once",
                violation_error_message="Berkas yang sama sudah tersimpan.",
            ),
            models.CheckConstraint(
                name="stored_file_of_one",
                condition=Q(participation=None, office__isnull=False) | Q(participation__isnull=False, office=None),
            ),
            models.CheckConstraint(name="stored_file_kind", condition=Q(kind__in=["photo", "pdf"])),
            models.CheckConstraint(
                name="stored_file_ready",
                condition=~Q(status="ready") | (~Q(stored_name="") & ~Q(stored_sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_photo(self) -> bool:
        return self.kind == self.Kind.PHOTO

    @property
    def subject(self) -> str:
        """The name of this row in the audit trail."""
        return f"file:{self.pk}"

    @property
    def marks(self) -> list[str]:
        """What makes two files the same: the bytes as received, or what was made of them."""
        return [f"{kind}:{mark}" for kind, mark in (("r", self.received_sha256), ("s", self.stored_sha256)) if mark]

    @property
    def size(self) -> int:
        """Bytes of what is served now."""
        return self.stored_size or self.received_size


class PhotoPrint(models.Model):
    """The hash of one part of a photo, dealt to three bands that an index finds; how: ``radar``."""

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="prints", db_index=False)
    part = models.PositiveSmallIntegerField("bagian foto", help_text="0: seluruhnya; lihat p2ham.lib.likeness")
    hash = models.BigIntegerField()
    band0 = models.IntegerField()
    band1 = models.IntegerField()
    band2 = models.IntegerField()

    class Meta:
        verbose_name = "sidik foto"
        constraints = [models.UniqueConstraint(fields=["file", "part"], name="photo_print_once")]
        # Everything that a search reads lies in these: the table itself is not touched.
        indexes = [models.Index(fields=[f"band{n}", "hash", "file", "part"], name=f"photo_print_{n}") for n in range(3)]

    def __str__(self) -> str:
        return f"{self.file} · {self.part}"


class FileView(models.Model):
    """Append-only log of who opened which private file."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="views")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    variant = models.CharField(max_length=12)

    class Meta:
        verbose_name = "catatan lihat berkas"
        indexes = [models.Index(fields=["file", "at"])]

    def __str__(self) -> str:
        return f"{self.user} · {self.file}"


class FileSignature(models.Model):
    """What was verified of one electronic signature in a PDF, at the instant of receipt."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="signatures")
    position = models.PositiveSmallIntegerField(default=0)
    signer = models.CharField("penanda tangan", max_length=200)
    issuer = models.CharField("penerbit sertifikat", max_length=200, blank=True)
    signed_at = models.DateTimeField("waktu tanda tangan", null=True, blank=True)
    # Whether the certificate leads to an issuer that this installation trusts, and the signature covers the whole file.
    is_trusted = models.BooleanField("penerbit dipercaya", default=False)
    covers_all = models.BooleanField("mencakup seluruh berkas", default=False)
    checked_at = models.DateTimeField("diperiksa", default=timezone.now)

    class Meta:
        ordering = ["position"]
        verbose_name = "tanda tangan elektronik"
        constraints = [models.UniqueConstraint(fields=["file", "position"], name="file_signature_once")]

    def __str__(self) -> str:
        return self.signer


def new_token() -> str:
    """The unguessable name of an upload in its address."""
    return secrets.token_urlsafe(24)


class Upload(models.Model):
    """A file on its way in parts, by the tus protocol; the linking room knows what it is for."""

    class Status(models.TextChoices):
        OPEN = "open", "Sedang diunggah"
        DONE = "done", "Tersimpan"
        REFUSED = "refused", "Ditolak"
        CANCELLED = "cancelled", "Dibatalkan"
        EXPIRED = "expired", "Kedaluwarsa"

    token = models.CharField(max_length=40, unique=True, default=new_token)
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="uploads")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diunggah oleh")
    name = models.CharField("nama berkas", max_length=120)
    size = models.PositiveBigIntegerField("ukuran")
    offset = models.PositiveBigIntegerField("sudah diterima", default=0)
    # Upload-Metadata as it came, and what the device says of the file: date, fingerprints. Nothing of it is proven.
    metadata = models.TextField(blank=True)
    claims = models.JSONField("menurut perangkat", default=dict, blank=True)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.OPEN)
    sentence = models.TextField("alasan ditolak", blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="uploads")
    created_at = models.DateTimeField("dimulai", default=timezone.now)
    # The last byte that came; of a whole upload the instant of receipt.
    touched_at = models.DateTimeField("bita terakhir", default=timezone.now)
    # Until then somebody puts the parts together and judges them.
    busy_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = "unggahan"
        indexes = [models.Index(fields=["participation", "touched_at"], condition=Q(status="open"), name="upload_open")]
        constraints = [
            models.CheckConstraint(name="upload_offset", condition=Q(offset__lte=F("size"))),
            models.CheckConstraint(
                name="upload_result",
                condition=(~Q(status="done") | Q(file__isnull=False)) & (~Q(status="refused") | ~Q(sentence="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        """Whether every byte is here."""
        return self.offset == self.size

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class UploadPart(models.Model):
    """A piece of an upload: bytes that follow those before it."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts")
    start = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()
    stored_name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ["start"]
        verbose_name = "bagian unggahan"
        constraints = [models.UniqueConstraint(fields=["upload", "start"], name="upload_part_once")]

    def __str__(self) -> str:
        return f"{self.upload} · {self.start}"
