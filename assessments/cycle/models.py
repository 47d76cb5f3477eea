"""The spine: cycle, windows, participation, timeline, approvals."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from assessments.cycle.states import APPROVAL_LABELS, STATES, MoveName, Stage, State, StateInfo
from indicators.models import Instrument
from units.models import REGION_ROLES, UNIT_ROLES, Category, Coverage, Institution, Role, User, WorkUnit

# Who sees the whole country. Assessors see what is assigned to them: penilaian adds that.
NATIONAL_ROLES = (Role.VERIFIER, Role.LEAD, Role.ADMIN, Role.LEADERSHIP, Role.OBSERVER)


def both_witnesses() -> list[str]:
    """The kinds of witness that a declaration needs unless the cycle says otherwise."""
    return ["ditjen_ham", "forkopimda"]


class CycleQuerySet(models.QuerySet["Cycle"]):
    def with_size(self) -> Self:
        """Annotated with ``size``, the number of participating units."""
        return self.annotate(size=Count("participations"))


class Cycle(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", "Berjalan"
        ARCHIVED = "archived", "Arsip"

    class AccountAfter(models.TextChoices):
        APPLICATION = "permohonan", "Permohonan diterima"
        DECLARATION = "pencanangan", "Pencanangan"

    year = models.PositiveSmallIntegerField("tahun", unique=True)
    title = models.CharField("judul", max_length=120)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.OPEN)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="cycles", verbose_name="instrumen")
    legal_basis = models.JSONField("dasar hukum", default=list, help_text="satu baris per dasar hukum")
    place = models.CharField("tempat naskah pusat", max_length=80, default="Jakarta")
    addressee = models.JSONField("alamat surat permohonan", default=list, help_text="satu baris per baris alamat")
    account_after = models.CharField(
        "akun operator diberikan setelah", max_length=12, choices=AccountAfter, default=AccountAfter.DECLARATION
    )
    required_witnesses = models.JSONField("unsur saksi yang wajib", default=both_witnesses)
    filing_days = models.PositiveSmallIntegerField("hari pengarsipan setelah jadwal pencanangan", default=14)
    repair_days = models.PositiveSmallIntegerField("hari perbaikan", default=14)
    max_rounds = models.PositiveSmallIntegerField(
        "putaran verifikasi paling banyak",
        default=3,
        help_text="Penyampaian pertama dihitung satu putaran. Pada putaran terakhir unit tidak dikembalikan lagi.",
    )
    mend_days = models.PositiveSmallIntegerField(
        "hari penggantian berkas rusak",
        default=3,
        help_text="Berkas yang ternyata rusak setelah diterima dapat diganti selama hari ini; indikatornya terbuka lagi.",
    )
    first_voice_required = models.BooleanField(
        "pemeriksa wilayah memeriksa lebih dahulu",
        default=False,
        help_text="Verifikator menunggu rekomendasi Kanwil atau Setda. Tanpa ini rekomendasi boleh diberikan, tidak ditunggu.",
    )
    first_voice_days = models.PositiveSmallIntegerField(
        "hari menunggu pemeriksa wilayah",
        default=7,
        help_text="Setelah itu verifikator boleh mulai tanpa rekomendasi wilayah. Antara 1 dan 60 hari.",
    )
    head_releases = models.BooleanField(
        "kepala unit melepas penyampaian data dukung",
        default=False,
        help_text="Operator meminta kepala unitnya memeriksa dan melepas isian sebelum disampaikan.",
    )
    assessors_per_unit = models.PositiveSmallIntegerField("penilai per unit", default=2)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = "siklus"
        constraints = [
            models.CheckConstraint(
                name="cycle_assessors",
                condition=Q(assessors_per_unit__gte=1, assessors_per_unit__lte=9),
                violation_error_message="Jumlah penilai per unit antara 1 dan 9.",
            ),
            models.CheckConstraint(
                name="cycle_first_voice_days",
                condition=Q(first_voice_days__gte=1, first_voice_days__lte=60),
                violation_error_message="Hari menunggu pemeriksa wilayah antara 1 dan 60.",
            ),
            models.CheckConstraint(
                name="cycle_rounds",
                condition=Q(max_rounds__gte=1, max_rounds__lte=9),
                violation_error_message="Jumlah putaran verifikasi antara 1 dan 9.",
            ),
            models.CheckConstraint(
                name="cycle_mend_days",
                condition=Q(mend_days__gte=1, mend_days__lte=30),
                violation_error_message="Hari penggantian berkas rusak antara 1 dan 30.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, 1, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, 12, 31)


class Signatory(models.Model):
    """Who signs a kind of paper in a cycle; data of the cycle, never code."""

    class Purpose(models.TextChoices):
        CERTIFICATE = "piagam", "Piagam"
        MINUTES = "berita_acara", "Berita acara hasil verifikasi"
        STATEMENT = "surat_keterangan", "Surat keterangan hasil verifikasi"
        DECREE = "keputusan", "Keputusan Menteri"

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="signatories")
    purpose = models.CharField("naskah", max_length=20, choices=Purpose)
    name = models.CharField("nama", max_length=120, blank=True, help_text="kosong: diisi dengan pena")
    title = models.CharField("jabatan", max_length=200)

    class Meta:
        verbose_name = "penanda tangan"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "purpose"],
                name="signatory_once",
                violation_error_message="Penanda tangan naskah ini sudah ada pada siklus.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}"


class Window(models.Model):
    """Jadwal: when a stage is open for a category of participant. Instants; shown in WIB."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="windows", verbose_name="siklus")
    stage = models.CharField("tahap", max_length=12, choices=Stage)
    category = models.CharField("kategori peserta", max_length=12, choices=Category)
    opens_at = models.DateTimeField("dibuka")
    closes_at = models.DateTimeField("ditutup")

    class Meta:
        ordering = ["opens_at"]
        verbose_name = "jadwal"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "stage", "category"],
                name="window_once",
                violation_error_message="Jadwal tahap ini untuk kategori tersebut sudah ada.",
            ),
            models.CheckConstraint(
                name="window_order",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message="Waktu tutup harus sesudah waktu buka.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} · {self.get_category_display()}"

    def is_open(self, at: dt.datetime | None = None) -> bool:
        """Whether the window is open at an instant (default: now). The closing instant itself is outside."""
        instant = at or timezone.now()
        return self.opens_at <= instant < self.closes_at

    @property
    def has_closed(self) -> bool:
        return timezone.now() >= self.closes_at


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
