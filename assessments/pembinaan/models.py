"""Stage 4: action items, their answers, and revocation."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models import Approval, Participation
from assessments.files.models import StoredFile
from assessments.penilaian.models import Award
from indicators.models import Indicator
from p2ham.lib import dates
from units.models import User


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, user: User) -> Self:
        """Items of the units that the person may see."""
        return self.filter(participation__in=Participation.objects.visible_to(user))

    def running(self) -> Self:
        return self.exclude(status="done")

    def overdue(self) -> Self:
        """Items that the unit has not answered and whose day has passed."""
        return self.filter(status="open", due_date__lt=dates.today())

    def with_place(self) -> Self:
        """Joined with what every page about an item shows."""
        return self.select_related(
            "participation__cycle", "participation__work_unit__province", "participation__coordinator",
            "indicator__criterion", "created_by", "closed_by",
        )  # fmt: skip


class ActionItem(models.Model):
    """Butir pembinaan: what a unit is to mend, who answers for it, and by when."""

    class Status(models.TextChoices):
        OPEN = "open", "Perlu ditindaklanjuti"
        ANSWERED = "answered", "Dijawab, menunggu pemeriksaan"
        DONE = "done", "Selesai"

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="action_items")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="indikator")
    text = models.TextField("yang perlu dilakukan", max_length=1000)
    owner = models.CharField("penanggung jawab", max_length=120)
    due_date = models.DateField("batas waktu")
    status = models.CharField("status", max_length=10, choices=Status, default=Status.OPEN)
    created_at = models.DateTimeField("dibuat", default=timezone.now)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("selesai", null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_date", "id"]
        verbose_name = "butir pembinaan"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "indicator"],
                condition=~Q(status="done"),
                name="action_item_once",
                violation_error_message="Sudah ada butir pembinaan yang berjalan untuk indikator ini.",
            ),
            models.CheckConstraint(
                name="action_item_closed",
                condition=~Q(status="done") | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} · {self.participation}"

    @property
    def is_overdue(self) -> bool:
        return self.status == self.Status.OPEN and self.due_date < dates.today()

    @property
    def tone(self) -> str:
        """The colour of the status: late ones stand out."""
        if self.is_overdue:
            return "danger"
        return {self.Status.OPEN: "attention", self.Status.ANSWERED: "waiting", self.Status.DONE: "success"}[
            self.Status(self.status)
        ]

    @property
    def subject(self) -> str:
        """The name of this row in the audit trail."""
        return f"action_item:{self.pk}"


class ActionReply(models.Model):
    """An answer to an action item: the unit's with new evidence, or the coordinator's when it is not enough yet."""

    item = models.ForeignKey(ActionItem, models.PROTECT, related_name="replies")
    text = models.TextField("jawaban", max_length=2000)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    from_unit = models.BooleanField(default=True)
    created_at = models.DateTimeField("waktu", default=timezone.now)

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = "jawaban butir pembinaan"

    def __str__(self) -> str:
        return self.text


class ActionEvidence(models.Model):
    reply = models.ForeignKey(ActionReply, models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="action_evidence")

    class Meta:
        verbose_name = "bukti tindak lanjut"
        constraints = [models.UniqueConstraint(fields=["reply", "file"], name="action_evidence_once")]

    def __str__(self) -> str:
        return str(self.file)


class Revocation(models.Model):
    """Pencabutan of a predikat: proposed with a reason, decided by a second person."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="revocations")
    reason = models.TextField("alasan", max_length=2000)
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="revocation")

    class Meta:
        verbose_name = "pencabutan"
        constraints = [models.CheckConstraint(name="revocation_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"Pencabutan {self.award}"
