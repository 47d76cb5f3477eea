"""A unit in a year, who sees it, and the steps that it took."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.cycle.models.cycles import Cycle
from assessments.cycle.states import STATES, MoveName, Stage, State, StateInfo
from units.models import REGION_ROLES, UNIT_ROLES, Category, Coverage, Institution, Role, User, WorkUnit

# Who sees the whole country. Assessors see what is assigned to them: penilaian adds that.
NATIONAL_ROLES = (Role.VERIFIER, Role.LEAD, Role.ADMIN, Role.LEADERSHIP, Role.OBSERVER)


def _guided_by(user: User) -> Q:
    """A coordinator reads its units and itself; a Kanwil also the regional governments' units of its provinces."""
    offices = user.units_as(*REGION_ROLES)
    if not offices:
        return Q(pk__in=[])
    provinces = Coverage.objects.in_force().filter(work_unit__in=offices).values("province")
    regional = Q(category=Category.REGION, work_unit__province__in=provinces)
    return Q(coordinator__in=offices) | Q(work_unit__in=offices) | regional


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, user: User) -> Self:
        """Participations whose sheet the user may open; the one authority on who sees which unit.

        National roles see all, a coordinator its units and itself, people of a unit their unit.
        Assessors are given more by ``penilaian.queries.participations_visible_to``.
        """
        if user.has_role(*NATIONAL_ROLES):
            return self
        return self.filter(_guided_by(user) | Q(work_unit__in=user.units_as(*UNIT_ROLES)))

    def guided_by(self, user: User) -> Self:
        """The units of the person's region, the office itself included."""
        return self.filter(_guided_by(user))

    def in_state(self, *states: State) -> Self:
        return self.filter(state__in=states)

    def with_place(self) -> Self:
        """Joined with what every page about a unit shows, so that a list costs one query."""
        return self.select_related("cycle__instrument", "work_unit__province", "institution", "coordinator")


class Participation(models.Model):
    """Kepesertaan: one unit in one cycle. Institution and coordinator are those of that cycle."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="participations", verbose_name="siklus")
    work_unit = models.ForeignKey(WorkUnit, models.PROTECT, related_name="participations", verbose_name="unit kerja")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name="instansi induk")
    category = models.CharField("kategori", max_length=12, choices=Category)
    coordinator = models.ForeignKey(
        WorkUnit, models.PROTECT, null=True, blank=True, related_name="guided", verbose_name="koordinator"
    )
    state = models.CharField("status", max_length=16, choices=State, default=State.REGISTERED)
    state_since = models.DateTimeField("sejak", default=timezone.now)
    turn = models.CharField("giliran", max_length=20, choices=Role, blank=True, default=Role.COORDINATOR)
    until = models.DateTimeField("sampai", null=True, blank=True)
    round = models.PositiveSmallIntegerField("putaran verifikasi", default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["work_unit__name"]
        verbose_name = "kepesertaan"
        indexes = [
            models.Index(fields=["cycle", "state"]),
            models.Index(fields=["coordinator", "cycle", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "work_unit"],
                name="participation_once",
                violation_error_message="Unit ini sudah terdaftar pada siklus tersebut.",
            ),
            models.CheckConstraint(name="participation_state", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="participation_turn", condition=Q(turn__in=["", *Role.values])),
        ]

    def __str__(self) -> str:
        return f"{self.work_unit} · {self.cycle.year}"

    @property
    def state_info(self) -> StateInfo:
        return STATES[State(self.state)]

    @property
    def stage(self) -> Stage:
        return self.state_info.stage

    @property
    def subject(self) -> str:
        """The name of this row in the audit trail."""
        return f"participation:{self.pk}"


class TimelineEntry(models.Model):
    """One step of a participation, as everybody who sees the unit may read it."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="timeline")
    at = models.DateTimeField("waktu", default=timezone.now)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="pelaku")
    move = models.CharField("langkah", max_length=24, choices=MoveName, blank=True)
    from_state = models.CharField("dari", max_length=16, choices=State, blank=True)
    to_state = models.CharField("ke", max_length=16, choices=State, blank=True)
    text = models.CharField("keterangan", max_length=300)
    note = models.TextField("catatan", blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = "riwayat"

    def __str__(self) -> str:
        return self.text
