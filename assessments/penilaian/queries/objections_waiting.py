"""What waits for a person because of objections. One query for each role that the person holds."""

import datetime as dt

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Approval, Cycle, Participation
from assessments.cycle.queries import Waiting
from assessments.cycle.states import State
from assessments.penilaian.models import Objection
from units.models import Role, User

Standing = Objection.Standing


def waiting_for(user: User) -> list[Waiting]:
    """Results to read and drafts to finish, reviewers to name, answers to give, answers to decide."""
    found: list[Waiting] = []
    if units := user.units_as(Role.OPERATOR, Role.HEAD):
        found += _to_object(list(units))
    if user.has_role(Role.LEAD):
        found += _to_assign()
    if user.has_role(Role.ASSESSOR):
        found += _to_answer(user)
    if user.has_role(Role.LEADERSHIP):
        found += _to_decide(user)
    return found


def _to_object(units: list[int]) -> list[Waiting]:
    """While the window is open, until an objection is filed."""
    approved = Q(decree_items__decree__approval__decision=Approval.Decision.APPROVED)
    live = ~Q(objections__standing=Standing.WITHDRAWN)
    rows = (
        Participation.objects.filter(work_unit__in=units, cycle__status=Cycle.Status.OPEN)
        .filter(state__in=[State.AWARDED, State.NOT_AWARDED], cycle__objection_days__gt=0)
        .annotate(
            released=Max("decree_items__decree__released_at", filter=approved),
            standing=Max("objections__standing", filter=live),
        )
        .select_related("cycle", "work_unit")
    )
    found = []
    for row in rows:
        until = row.released + dt.timedelta(days=row.cycle.objection_days) if row.released else None
        if until is None or until <= timezone.now() or row.standing not in (None, Standing.DRAFT):
            continue
        draft = row.standing == Standing.DRAFT
        name = "penilaian_objection" if draft else "penilaian_result"
        found.append(
            Waiting(
                title="Selesaikan keberatan" if draft else "Baca hasil penilaian",
                url=reverse(name, args=[row.pk]),
                text="Drafnya belum diajukan."
                if draft
                else "Lihat alasan setiap nilai. Bila ada yang belum tepat, ajukan keberatan.",
                unit=row.work_unit.short_name,
                state="Draf keberatan" if draft else "Hasil diumumkan",
                tone="attention" if draft else "neutral",
                until=until,
                tz=row.work_unit.timezone,
            )
        )
    return found


def _to_assign() -> list[Waiting]:
    count = Objection.objects.filter(standing=Standing.FILED).count()
    if not count:
        return []
    return [
        Waiting(
            title=f"{count} keberatan perlu pemeriksa",
            url=f"{reverse('penilaian_objections')}?bagian=baru",
            text="Tunjuk anggota tim yang tidak ikut menilai unitnya.",
            state="Perlu pemeriksa",
        )
    ]


def _to_answer(user: User) -> list[Waiting]:
    rows = Objection.objects.filter(standing=Standing.IN_REVIEW, reviewer=user)
    return [
        Waiting(
            title="Jawab keberatan",
            url=reverse("penilaian_objection_review", args=[row.pk]),
            text="Jawab setiap butir dengan alasan, lalu usulkan kepada pimpinan.",
            unit=row.participation.work_unit.short_name,
            state="Perlu dijawab",
            tone="attention",
        )
        for row in rows.select_related("participation__work_unit").order_by("filed_at", "pk")
    ]


def _to_decide(user: User) -> list[Waiting]:
    rows = Objection.objects.filter(standing=Standing.PROPOSED).exclude(approval__proposed_by=user)
    return [
        Waiting(
            title="Putuskan jawaban keberatan",
            url=reverse("penilaian_objection_review", args=[row.pk]),
            text="Setujui jawaban pemeriksa, atau kembalikan dengan alasan.",
            unit=row.participation.work_unit.short_name,
            state="Menunggu persetujuan Anda",
            tone="attention",
        )
        for row in rows.select_related("participation__work_unit").order_by("filed_at", "pk")
    ]
