"""Who was reminded of what: each reminder is a row with a unique key, so that no restart sends it twice."""

from django.db import models
from django.utils import timezone

from assessments.cycle.models import Participation
from p2ham.lib import dates
from units.models import User


class Reminder(models.Model):
    """One unit in one person's digest, so many days before a deadline. A later deadline is reminded of anew."""

    class Duty(models.TextChoices):
        FILL = "isi", "Mengisi dan menyampaikan data dukung"
        RELEASE = "lepas", "Melepas penyampaian"
        GUIDE = "dampingi", "Mendampingi unit"
        CHECK = "periksa", "Memeriksa data dukung"

    user = models.ForeignKey(User, models.CASCADE, related_name="reminders")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="reminders")
    duty = models.CharField("tugas", max_length=10, choices=Duty)
    closes_at = models.DateTimeField("batas waktu")
    days = models.PositiveSmallIntegerField("hari sebelum batas waktu")
    sent_at = models.DateTimeField("diingatkan", default=timezone.now)

    class Meta:
        ordering = ["sent_at", "id"]
        verbose_name = "pengingat"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "participation", "duty", "closes_at", "days"], name="reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} · H-{self.days}"


class Nudge(models.Model):
    """A unit that somebody who guides or watches it had reminded; once a day at most, whoever presses."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="nudges")
    day = models.DateField("hari", default=dates.today)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diminta oleh")
    asked_at = models.DateTimeField("diingatkan", default=timezone.now)

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = "ingatan kepada unit"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "day"],
                name="nudge_once_a_day",
                violation_error_message="Unit ini sudah diingatkan hari ini.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} · {self.day}"
