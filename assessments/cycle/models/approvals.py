"""What one person proposes and a second one decides."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assessments.cycle.models.cycles import Cycle, Window
from assessments.cycle.models.participations import Participation
from assessments.cycle.states import APPROVAL_LABELS, Stage
from units.models import User, WorkUnit


class Approval(models.Model):
    """A move that one person proposes and a second one decides."""

    class Decision(models.TextChoices):
        PENDING = "pending", "Menunggu persetujuan"
        APPROVED = "approved", "Disetujui"
        REFUSED = "refused", "Ditolak"
        WITHDRAWN = "withdrawn", "Ditarik"

    move = models.CharField("langkah", max_length=24, choices=APPROVAL_LABELS)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="approvals")
    # None: the proposal is about many units at once, such as a decree.
    participation = models.ForeignKey(Participation, models.PROTECT, null=True, blank=True, related_name="approvals")
    note = models.TextField("alasan", blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diusulkan oleh")
    proposed_at = models.DateTimeField("diusulkan", default=timezone.now)
    decision = models.CharField("keputusan", max_length=10, choices=Decision, default=Decision.PENDING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True)
    decision_note = models.TextField("catatan keputusan", blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        verbose_name = "persetujuan"
        constraints = [
            models.CheckConstraint(
                name="approval_second_person",
                condition=~Q(decision__in=["approved", "refused"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                violation_error_message="Usulan harus diputuskan oleh orang kedua, bukan oleh pengusulnya sendiri.",
            ),
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(decision="pending"),
                name="approval_one_pending",
                violation_error_message="Sudah ada usulan yang menunggu persetujuan untuk unit ini.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_move_display()} · {self.get_decision_display()}"

    @property
    def is_pending(self) -> bool:
        return self.decision == self.Decision.PENDING


class WindowChange(models.Model):
    """New times for a window that is already running, proposed with a reason; in force once approved."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="changes")
    opens_at = models.DateTimeField("dibuka")
    closes_at = models.DateTimeField("ditutup")
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="window_change")

    class Meta:
        verbose_name = "perubahan jadwal"
        constraints = [
            models.CheckConstraint(
                name="window_change_order",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message="Waktu tutup harus sesudah waktu buka.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window}: {self.closes_at}"


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def in_force(self) -> Self:
        """Those that a second person has approved."""
        return self.filter(approval__decision=Approval.Decision.APPROVED)

    def pending(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(approval__decision=Approval.Decision.PENDING)


class Extension(models.Model):
    """Perpanjangan: a later closing of a stage for one unit, or for the units of one coordinator, with a reason."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="extensions")
    stage = models.CharField("tahap", max_length=12, choices=Stage)
    participation = models.ForeignKey(
        Participation, models.PROTECT, null=True, blank=True, related_name="extensions", verbose_name="unit"
    )
    coordinator = models.ForeignKey(
        WorkUnit, models.PROTECT, null=True, blank=True, related_name="extensions", verbose_name="wilayah"
    )
    closes_at = models.DateTimeField("diperpanjang sampai")
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="extension")

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "perpanjangan"
        constraints = [
            models.CheckConstraint(
                name="extension_of_one",
                condition=Q(participation=None, coordinator__isnull=False)
                | Q(participation__isnull=False, coordinator=None),
                violation_error_message="Perpanjangan berlaku untuk satu unit atau satu wilayah.",
            ),
            models.CheckConstraint(name="extension_stage", condition=Q(stage__in=Stage.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} · {self.target.short_name}"

    @property
    def target(self) -> WorkUnit:
        """The unit, or the coordinator of the region, for which it is later."""
        if self.participation:
            return self.participation.work_unit
        assert self.coordinator is not None
        return self.coordinator

    @property
    def subject(self) -> str:
        """Under which name its steps stand in the audit trail."""
        return self.participation.subject if self.participation else f"cycle:{self.cycle_id}"

    def reaches(self, participation: Participation) -> bool:
        """Whether it is of this unit, or of the region of its coordinator."""
        if self.cycle_id != participation.cycle_id:
            return False
        if self.participation_id:
            return self.participation_id == participation.pk
        return self.coordinator_id == participation.coordinator_id
