"""Whose a unit is to check, and who is away."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Participation
from p2ham.lib import dates
from units.models import User


class CheckAssignment(models.Model):
    """Bagian: a unit is one verifier's to check, through all its rounds, until it is decided or handed on."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="check_assignments")
    verifier = models.ForeignKey(User, models.PROTECT, related_name="check_assignments", verbose_name="verifikator")
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dibagikan oleh")
    assigned_at = models.DateTimeField("dibagikan", default=timezone.now)
    note = models.CharField("pesan", max_length=500, blank=True)
    ended_at = models.DateTimeField("berakhir", null=True, blank=True)

    class Meta:
        ordering = ["-assigned_at", "-id"]
        verbose_name = "bagian verifikator"
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(ended_at=None),
                name="check_assignment_once",
                violation_error_message="Unit ini sudah menjadi bagian seorang verifikator.",
            )
        ]
        indexes = [
            models.Index(fields=["verifier"], condition=Q(ended_at=None), name="check_assignment_live"),
        ]

    def __str__(self) -> str:
        return f"{self.verifier} · {self.participation}"


class VerifierPauseQuerySet(models.QuerySet["VerifierPause"]):
    def current(self) -> Self:
        """Those in force today, in WIB."""
        return self.filter(Q(until=None) | Q(until__gte=dates.today()), ended_at=None)


class VerifierPause(models.Model):
    """Jeda: a verifier who is away gets nothing new, and colleagues may take on what is theirs."""

    verifier = models.ForeignKey(User, models.PROTECT, related_name="check_pauses", verbose_name="verifikator")
    since = models.DateTimeField("sejak", default=timezone.now)
    until = models.DateField("sampai dengan", null=True, blank=True)
    reason = models.CharField("keterangan", max_length=200, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dicatat oleh")
    ended_at = models.DateTimeField("berakhir", null=True, blank=True)

    objects = VerifierPauseQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-id"]
        verbose_name = "jeda verifikator"
        constraints = [
            models.UniqueConstraint(
                fields=["verifier"],
                condition=Q(ended_at=None),
                name="verifier_pause_once",
                violation_error_message="Jeda verifikator ini sudah dicatat.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verifier} · {self.since}"
