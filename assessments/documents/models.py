"""Papers: numbered, rendered from a frozen context, immutable."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from p2ham.lib.codes import random_letters
from units.models import User


def random_code() -> str:
    """A verification code of 80 bits, as XXXX-XXXX-XXXX-XXXX."""
    raw = random_letters(16)
    return "-".join(raw[i : i + 4] for i in range(0, 16, 4))


class NumberRegister(models.Model):
    """Buku nomor: the last number given per register and year; incremented in the issuing transaction."""

    key = models.SlugField("register", max_length=30)
    year = models.PositiveSmallIntegerField("tahun")
    last_number = models.PositiveIntegerField("nomor terakhir", default=0)

    class Meta:
        verbose_name = "buku nomor"
        constraints = [models.UniqueConstraint(fields=["key", "year"], name="register_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.year}"


class Document(models.Model):
    """Naskah. Numbers come from the portal's register, or from the issuing office (typed or blank for the pen)."""

    class Kind(models.TextChoices):
        APPLICATION = "permohonan", "Surat permohonan pencanangan"
        DECLARATION = "surat_pernyataan", "Surat pernyataan pencanangan"
        CEREMONY = "acara_pencanangan", "Berita acara pencanangan"
        MINUTES = "berita_acara", "Berita acara hasil verifikasi"
        STATEMENT = "surat_keterangan", "Surat keterangan hasil verifikasi"
        DECREE_ANNEX = "lampiran_keputusan", "Lampiran keputusan"
        CERTIFICATE = "piagam", "Piagam penghargaan"
        PLENO = "berita_pleno", "Berita acara rapat pleno"
        VISIT = "laporan_kunjungan", "Laporan kunjungan lapangan"
        REPORT = "rapor", "Rapor hasil penilaian"
        OBJECTION = "hasil_keberatan", "Hasil keberatan"

    class Standing(models.TextChoices):
        VALID = "valid", "Berlaku"
        REPLACED = "replaced", "Digantikan"
        REVOKED = "revoked", "Dicabut"

    kind = models.CharField("jenis", max_length=20, choices=Kind)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="documents")
    # None: the paper speaks of several units, such as a letter of application.
    participation = models.ForeignKey(Participation, models.PROTECT, null=True, blank=True, related_name="documents")
    register = models.ForeignKey(NumberRegister, models.PROTECT, null=True, blank=True, related_name="documents")
    number = models.PositiveIntegerField("nomor urut", null=True, blank=True)
    number_text = models.CharField("nomor", max_length=80, blank=True)
    title = models.CharField("judul", max_length=200)
    context = models.JSONField("isi beku")
    # What the public page may say: unit, title and year; nothing personal.
    public_facts = models.JSONField("keterangan publik", default=dict)
    code = models.CharField("kode verifikasi", max_length=19, unique=True, default=random_code)
    standing = models.CharField("kedudukan", max_length=10, choices=Standing, default=Standing.VALID)
    standing_since = models.DateTimeField(default=timezone.now)
    standing_note = models.CharField(max_length=300, blank=True)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="digantikan oleh"
    )
    issued_at = models.DateTimeField("diterbitkan", default=timezone.now)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diterbitkan oleh")
    stored_name = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    render_attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-issued_at", "-id"]
        verbose_name = "naskah"
        indexes = [
            models.Index(fields=["issued_at"], condition=Q(sha256=""), name="document_unrendered"),
            models.Index(fields=["sha256"], condition=~Q(sha256=""), name="document_by_hash"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="document_number_once"),
            models.CheckConstraint(
                name="document_number_whole",
                condition=Q(register=None, number=None) | Q(register__isnull=False, number__isnull=False),
            ),
            models.CheckConstraint(
                name="document_rendered_whole",
                condition=Q(sha256="", stored_name="") | (~Q(sha256="") & ~Q(stored_name="")),
            ),
            models.CheckConstraint(
                name="document_replaced", condition=Q(replaced_by=None) | Q(standing__in=["replaced", "revoked"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number_text}".strip()

    @property
    def subject(self) -> str:
        """The name of this row in the audit trail."""
        return f"document:{self.pk}"

    @property
    def is_rendered(self) -> bool:
        return bool(self.sha256)


class SignedPaper(models.Model):
    """An electronically signed version of a paper, verified when it was received. The paper itself stays beside it."""

    class Sameness(models.TextChoices):
        BYTES = "isi", "Naskah asli termuat seutuhnya, byte demi byte, di dalam berkas bertanda tangan"
        CODE = "kode", "Hanya kode verifikasinya yang sama; isinya tidak dapat dicocokkan secara otomatis"

    document = models.ForeignKey(Document, models.PROTECT, related_name="signed_papers", verbose_name="naskah")
    sameness = models.CharField("kesamaan", max_length=4, choices=Sameness)
    # signer, issuer, signed_at, is_trusted of each signature, as they were found when the file was received.
    signatures = models.JSONField("tanda tangan")
    name = models.CharField("nama berkas", max_length=120)
    stored_name = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("dilampirkan", default=timezone.now)

    class Meta:
        ordering = ["-added_at", "-id"]
        verbose_name = "naskah bertanda tangan elektronik"
        constraints = [models.UniqueConstraint(fields=["document", "sha256"], name="signed_paper_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_trusted(self) -> bool:
        """Whether every signature leads to a root of this installation."""
        return bool(self.signatures) and all(row["is_trusted"] for row in self.signatures)
