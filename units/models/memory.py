"""The portal's memory: audit trail, inbox, outbox, announcements."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from units.models.people import Role, User


class AuditHead(models.Model):
    """The one row whose lock orders all audit entries; last in the lock order."""

    last_seq = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(name="audit_head_single", condition=Q(pk=1))]

    def __str__(self) -> str:
        return f"#{self.last_seq}"


class AuditEntry(models.Model):
    """One act. Append-only: triggers refuse UPDATE and DELETE; each row carries the hash of the one before."""

    seq = models.BigIntegerField("nomor urut", primary_key=True)
    at = models.DateTimeField("waktu")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="pelaku")
    action = models.CharField("tindakan", max_length=60)
    subject = models.CharField("objek", max_length=120)
    data = models.JSONField("rincian", default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        verbose_name = "jejak audit"
        indexes = [models.Index(fields=["subject", "seq"])]

    def __str__(self) -> str:
        return f"#{self.seq} {self.action}"


class InboxMessage(models.Model):
    """A message in the portal; the mail of the same text may be late, this is not."""

    user = models.ForeignKey(User, models.CASCADE, related_name="inbox")
    key = models.CharField(max_length=160)
    subject = models.CharField("perihal", max_length=200)
    body = models.TextField("isi")
    path = models.CharField("halaman", max_length=200, blank=True)
    created_at = models.DateTimeField("waktu", default=timezone.now)
    read_at = models.DateTimeField("dibaca", null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = "pesan"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="inbox_once")]
        indexes = [models.Index(fields=["user", "read_at"])]

    def __str__(self) -> str:
        return self.subject


class OutgoingMail(models.Model):
    """A mail to be sent: recorded with the act that causes it, sent after. The key makes it happen once."""

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField("kepada")
    subject = models.CharField("perihal", max_length=200)
    body = models.TextField("isi")
    # A one-use link is in it: the text is forgotten as soon as the mail is sent.
    is_secret = models.BooleanField("rahasia", default=False)
    message_id = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField("dibuat", default=timezone.now)
    next_try_at = models.DateTimeField("percobaan berikut", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    sent_at = models.DateTimeField("terkirim", null=True, blank=True)
    last_error = models.CharField("kesalahan terakhir", max_length=200, blank=True)

    class Meta:
        ordering = ["created_at"]
        verbose_name = "surel keluar"
        indexes = [models.Index(fields=["next_try_at"], condition=Q(sent_at=None), name="mail_unsent")]

    def __str__(self) -> str:
        return self.subject


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def shown_to(self, user: User) -> Self:
        """Announcements in force now for everybody or for one of the user's roles."""
        now = timezone.now()
        roles = [posting.role for posting in user.current_postings]
        return self.filter(Q(until=None) | Q(until__gt=now), since__lte=now).filter(Q(role="") | Q(role__in=roles))


class Announcement(models.Model):
    title = models.CharField("judul", max_length=120)
    body = models.TextField("isi")
    role = models.CharField("untuk peran", max_length=20, choices=Role, blank=True, help_text="kosong = semua")
    since = models.DateTimeField("tampil sejak", default=timezone.now)
    until = models.DateTimeField("tampil sampai", null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        verbose_name = "pengumuman"

    def __str__(self) -> str:
        return self.title
