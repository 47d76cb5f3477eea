"""People: accounts, their postings and their invitations."""

import datetime as dt
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from p2ham.lib import dates
from units.models.places import WorkUnit


class Role(models.TextChoices):
    OPERATOR = "operator", "Operator unit"
    HEAD = "head", "Kepala unit kerja"
    COORDINATOR = "coordinator", "Petugas koordinator wilayah"
    COORDINATOR_HEAD = "coordinator_head", "Kepala koordinator wilayah"
    VERIFIER = "verifier", "Verifikator"
    ASSESSOR = "assessor", "Penilai"
    LEAD = "lead", "Ketua tim penilai"
    ADMIN = "admin", "Admin pusat"
    LEADERSHIP = "leadership", "Pimpinan"
    OBSERVER = "observer", "Pemantau"


UNIT_ROLES = (Role.OPERATOR, Role.HEAD)
REGION_ROLES = (Role.COORDINATOR, Role.COORDINATOR_HEAD)
CENTRAL_ROLES = (Role.VERIFIER, Role.ASSESSOR, Role.LEAD, Role.ADMIN, Role.LEADERSHIP, Role.OBSERVER)
SECOND_FACTOR_ROLES = (Role.VERIFIER, Role.ASSESSOR, Role.LEAD, Role.ADMIN, Role.LEADERSHIP)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account with ``email`` in lower case; without a password it cannot sign in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person's account. What the person may do follows from postings alone."""

    email = models.EmailField("alamat surel", unique=True)
    name = models.CharField("nama", max_length=120)
    phone = models.CharField("telepon", max_length=20, blank=True)
    is_active = models.BooleanField("aktif", default=True)
    date_joined = models.DateTimeField("terdaftar", default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    # Django's permission tables are not used; these two only satisfy libraries that ask.
    is_staff = False
    is_superuser = False

    class Meta:
        ordering = ["name"]
        verbose_name = "pengguna"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_caseless"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def has_role(self, *roles: str) -> bool:
        """Whether a posting of today gives one of ``roles``. Asked anew for every request's user object."""
        return any(posting.role in roles for posting in self.current_postings)

    def units_as(self, *roles: str) -> list[int]:
        """Ids of the units at which the person is posted today in one of ``roles``."""
        return [p.work_unit_id for p in self.current_postings if p.role in roles and p.work_unit_id]

    @property
    def current_postings(self) -> list["Posting"]:
        """Today's postings, read once per user object, so that a right that ends is gone at the next request."""
        if not hasattr(self, "_postings"):
            self._postings = list(
                Posting.objects.filter(user=self).current().select_related("work_unit", "work_unit__province")
            )
        return self._postings


class PostingQuerySet(models.QuerySet["Posting"]):
    def current(self, on: dt.date | None = None) -> Self:
        """Postings in force on a day (default: today in WIB), not suspended, of accounts that are active."""
        day = on or dates.today()
        in_force = self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)
        return in_force.filter(user__is_active=True, suspended_at=None)

    def unended(self, on: dt.date | None = None) -> Self:
        """Postings that have not ended by a day (default: today in WIB), suspended ones included."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on or dates.today()))

    def overlapping(self, first: dt.date, last: dt.date) -> Self:
        """Postings in force on any day of a period."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=first), valid_from__lte=last)


class Posting(models.Model):
    """Penugasan peran: role, place, from, until. Work belongs to the unit; a hand-over is a new posting."""

    user = models.ForeignKey(User, models.PROTECT, related_name="postings", verbose_name="pengguna")
    role = models.CharField("peran", max_length=20, choices=Role)
    work_unit = models.ForeignKey(
        WorkUnit, models.PROTECT, null=True, blank=True, related_name="postings", verbose_name="unit kerja"
    )
    valid_from = models.DateField("sejak", default=dates.today)
    valid_until = models.DateField("sampai", null=True, blank=True)
    # Set while what the posting rests on is withdrawn, such as a declaration: the role rests, and comes back with it.
    suspended_at = models.DateTimeField("ditangguhkan", null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        verbose_name = "penugasan peran"
        constraints = [
            models.CheckConstraint(name="posting_role", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="posting_place",
                condition=Q(role__in=[*UNIT_ROLES, *REGION_ROLES], work_unit__isnull=False) | Q(role__in=CENTRAL_ROLES),
                violation_error_message="Pilih unit kerja untuk peran ini.",
            ),
            models.CheckConstraint(
                name="posting_period",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from") - dt.timedelta(days=1)),
                violation_error_message="Akhir penugasan tidak boleh sebelum awalnya.",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "work_unit"],
                condition=Q(valid_until=None),
                name="posting_once",
                violation_error_message="Orang ini sudah memegang peran tersebut di unit itu.",
            ),
            # NULLs are distinct in a unique index, so the central roles need their own.
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(valid_until=None, work_unit=None),
                name="posting_central_once",
                violation_error_message="Orang ini sudah memegang peran tersebut.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Invitation(models.Model):
    """A one-use link with which a person makes an account and takes up a posting. Only its hash is kept."""

    email = models.EmailField("alamat surel")
    name = models.CharField("nama", max_length=120)
    phone = models.CharField("telepon", max_length=20, blank=True)
    role = models.CharField("peran", max_length=20, choices=Role)
    work_unit = models.ForeignKey(
        WorkUnit, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name="unit kerja"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diundang oleh")
    created_at = models.DateTimeField("dibuat", default=timezone.now)
    expires_at = models.DateTimeField("berlaku sampai")
    accepted_at = models.DateTimeField("diterima", null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "undangan"
        constraints = [
            models.CheckConstraint(name="invitation_role", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="invitation_place",
                condition=Q(role__in=[*UNIT_ROLES, *REGION_ROLES], work_unit__isnull=False) | Q(role__in=CENTRAL_ROLES),
                violation_error_message="Pilih unit kerja untuk peran ini.",
            ),
            models.UniqueConstraint(
                fields=["email", "role", "work_unit"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open",
                violation_error_message="Undangan untuk orang ini masih berlaku. Kirim ulang undangan itu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"

    @property
    def is_open(self) -> bool:
        """Whether the link can still be used."""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()
