"""Who scores which unit."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Participation
from units.models import User


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def live(self) -> Self:
        """Those that count: neither recused nor replaced."""
        return self.filter(ended_at=None)

    def vacant(self) -> Self:
        """Places that somebody left and nobody has taken yet."""
        return self.filter(ended_at__isnull=False, successors=None)

    def pending(self) -> Self:
        """Places that still owe a finished sheet: unfinished ones, and those that nobody has taken yet."""
        return self.filter(final_at=None, successors=None)


class Assignment(models.Model):
    """Penugasan: one assessor for one unit. Sealed from the other assessors until final.

    An ended one stays as history, and its person is not given the unit again.
    """

    class Kind(models.TextChoices):
        FIRST = "awal", "Penilai"
        DRAWN = "tambahan", "Penilai tambahan karena nilai berbeda jauh"

    class Ending(models.TextChoices):
        RECUSED = "mundur", "Mengundurkan diri"
        REPLACED = "diganti", "Diganti ketua tim"

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="assignments")
    assessor = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name="penilai")
    kind = models.CharField("jenis", max_length=10, choices=Kind, default=Kind.FIRST)
    # Where it stands in the assessor's queue: drawn by lot, so that no unit is always read first.
    lot = models.PositiveIntegerField("urutan acak", default=0)
    # Whose place this one has taken.
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    assigned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField("ditugaskan", default=timezone.now)
    final_at = models.DateTimeField("selesai dinilai", null=True, blank=True)
    ended_at = models.DateTimeField("berakhir", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ending = models.CharField("cara berakhir", max_length=10, choices=Ending, blank=True)
    ending_reason = models.CharField("alasan berakhir", max_length=500, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["assigned_at", "id"]
        verbose_name = "penugasan penilai"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "assessor"],
                name="assignment_once",
                violation_error_message="Penilai ini sudah pernah ditugaskan untuk unit tersebut.",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="assignment_one_successor"
            ),
            models.CheckConstraint(
                name="assignment_ended_unfinished",
                condition=Q(ended_at=None) | Q(final_at=None),
                violation_error_message="Penilaian yang sudah selesai tidak dapat dipindahkan.",
            ),
            models.CheckConstraint(
                name="assignment_ended_whole",
                condition=Q(ended_at=None, ending="")
                | (Q(ended_at__isnull=False) & ~Q(ending="") & ~Q(ending_reason="")),
                violation_error_message="Tuliskan alasan penugasan ini berakhir.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessor} · {self.participation}"

    @property
    def is_final(self) -> bool:
        return self.final_at is not None
