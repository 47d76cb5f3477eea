"""Tim penilai: who belongs to it in a cycle, and what a member has declared about themselves."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assessments.cycle.models import Cycle
from units.models import Province, User, WorkUnit


class TeamMember(models.Model):
    """Anggota tim penilai of one cycle, named by a decree. Work can be given to members only."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="team", verbose_name="siklus")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="penilai")
    decree_number = models.CharField("nomor keputusan tim", max_length=80)
    decree_date = models.DateField("tanggal keputusan tim")
    body = models.CharField("instansi", max_length=160, help_text="Misalnya Ombudsman RI atau nama perguruan tinggi.")
    expertise = models.CharField("keahlian", max_length=200, blank=True)
    home_province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="wilayah asal",
        help_text="Anggota tidak menilai unit di wilayah asalnya. Kosong: bertugas di pusat.",
    )
    quota = models.PositiveSmallIntegerField("unit paling banyak", default=30)
    # Both or none: the days on which no work is given to the member.
    away_from = models.DateField("berhalangan mulai", null=True, blank=True)
    away_until = models.DateField("berhalangan sampai", null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("dicatat", default=timezone.now)
    left_at = models.DateTimeField("berhenti", null=True, blank=True)
    left_reason = models.CharField("alasan berhenti", max_length=300, blank=True)

    class Meta:
        ordering = ["user__name", "id"]
        verbose_name = "anggota tim penilai"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "user"],
                name="team_member_once",
                violation_error_message="Orang ini sudah tercatat sebagai anggota tim penilai siklus ini.",
            ),
            models.CheckConstraint(
                name="team_member_quota",
                condition=Q(quota__gte=1, quota__lte=1000),
                violation_error_message="Unit paling banyak diisi antara 1 dan 1.000.",
            ),
            models.CheckConstraint(
                name="team_member_away",
                condition=Q(away_from=None, away_until=None) | Q(away_until__gte=F("away_from")),
                violation_error_message="Isi kedua tanggal berhalangan; akhirnya tidak boleh sebelum awalnya.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.body}"

    @property
    def subject(self) -> str:
        """Under which name its steps stand in the audit trail."""
        return f"team:{self.pk}"

    @property
    def has_left(self) -> bool:
        return self.left_at is not None

    def is_away(self, day: dt.date) -> bool:
        """Whether the member takes no new work on that day."""
        return bool(self.away_from and self.away_until and self.away_from <= day <= self.away_until)


class DeclaredConflict(models.Model):
    """Benturan kepentingan that a person has declared, or that the lead has recorded: a unit, or a whole province."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="declared_conflicts")
    user = models.ForeignKey(User, models.PROTECT, related_name="declared_conflicts", verbose_name="penilai")
    work_unit = models.ForeignKey(
        WorkUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="unit kerja"
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="provinsi"
    )
    reason = models.CharField("alasan", max_length=300)
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField("dinyatakan", default=timezone.now)
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)

    class Meta:
        ordering = ["-declared_at", "-id"]
        verbose_name = "benturan kepentingan"
        constraints = [
            models.CheckConstraint(
                name="declared_conflict_of_one",
                condition=Q(work_unit=None, province__isnull=False) | Q(work_unit__isnull=False, province=None),
                violation_error_message="Pilih satu unit kerja atau satu provinsi.",
            ),
            models.UniqueConstraint(
                fields=["cycle", "user", "work_unit"],
                condition=Q(withdrawn_at=None),
                name="declared_conflict_unit_once",
                violation_error_message="Benturan kepentingan dengan unit ini sudah tercatat.",
            ),
            models.UniqueConstraint(
                fields=["cycle", "user", "province"],
                condition=Q(withdrawn_at=None),
                name="declared_conflict_province_once",
                violation_error_message="Benturan kepentingan dengan provinsi ini sudah tercatat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.work_unit or self.province}"
