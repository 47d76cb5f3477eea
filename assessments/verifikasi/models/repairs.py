"""What was given back to a unit for repair, round by round."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assessments.cycle.models import Participation
from units.models import User


class Repair(models.Model):
    """Pengembalian: which indicators were open to the unit after a round, until when, and how it ended."""

    class Ending(models.TextChoices):
        SUBMITTED = "disampaikan", "Perbaikan disampaikan"
        LAPSED = "lewat", "Batas waktu lewat"

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="repairs")
    # The round whose verdicts asked for it.
    round = models.PositiveSmallIntegerField("putaran")
    returned_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dikembalikan oleh")
    returned_at = models.DateTimeField("dikembalikan", default=timezone.now)
    # As it was set; once the repair has ended, as it was then: an extension of the window may have moved it.
    until = models.DateTimeField("paling lambat")
    with_window = models.BooleanField("berakhir bersama jadwal", default=False)
    codes = models.JSONField("indikator yang dikembalikan", default=list)
    ended_at = models.DateTimeField("berakhir", null=True, blank=True)
    ending = models.CharField("cara berakhir", max_length=12, choices=Ending, blank=True)

    class Meta:
        ordering = ["-round", "-id"]
        verbose_name = "pengembalian untuk perbaikan"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "round"],
                name="repair_once",
                violation_error_message="Putaran ini sudah dikembalikan untuk diperbaiki.",
            ),
            models.CheckConstraint(
                name="repair_ended",
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
            ),
            models.CheckConstraint(name="repair_has_time", condition=Q(until__gt=F("returned_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.participation} · putaran {self.round}"

    @property
    def has_lapsed(self) -> bool:
        return self.ending == self.Ending.LAPSED
