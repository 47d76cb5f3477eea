"""Stage 1 on Tugas saya."""

import datetime as dt

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from assessments.cycle.models import Cycle
from assessments.cycle.queries import Waiting, current_cycle
from assessments.cycle.states import State
from assessments.pencanangan.models import Application, ApplicationUnit
from assessments.pencanangan.queries.papers import candidates
from assessments.pencanangan.queries.standing import operator_state
from p2ham.lib import dates
from units.models import REGION_ROLES, Kind, Role, User

_CARDS = 20


def waiting_for(user: User) -> list[Waiting]:
    """What stage 1 waits for from the person: at most six queries, whatever the number of units."""
    cycle = current_cycle()
    if cycle is None or not user.has_role(*REGION_ROLES, Role.ADMIN):
        return []
    cards = _to_decide(cycle) if user.has_role(Role.ADMIN) else []
    return cards + _to_apply(user, cycle) + _to_hold(user, cycle) + _to_invite(user, cycle)


def _to_decide(cycle: Cycle) -> list[Waiting]:
    found = Application.objects.filter(cycle=cycle, status=Application.Status.SUBMITTED)
    rows = found.select_related("applicant", "ceremony").annotate(count=Count("units")).order_by("submitted_at")
    return [
        Waiting(
            title="Periksa permohonan pencanangan",
            url=reverse("pencanangan_application", args=[row.pk]),
            text=f"{row.count} unit, acara {dates.long_date(row.ceremony.date)} di {row.ceremony.city}.",
            unit=row.applicant.short_name,
            state="Menunggu pemeriksaan",
        )
        for row in rows[:_CARDS]
    ]


def _to_apply(user: User, cycle: Cycle) -> list[Waiting]:
    """Units not yet applied for, and applications that came back, while there is time."""
    open_now = candidates(user, cycle).filter(until__gt=timezone.now())
    found = open_now.aggregate(count=Count("pk"), until=Min("until"))
    if not found["count"]:
        return []
    returned = (
        _own_applications(user, cycle)
        .filter(status=Application.Status.RETURNED, units__participation__in=open_now)
        .distinct()
    )
    cards = [
        Waiting(
            title="Perbaiki permohonan yang dikembalikan",
            url=reverse("pencanangan_application", args=[row.pk]),
            text=Truncator(row.decision_note).chars(160),
            unit=row.applicant.short_name,
            state="Dikembalikan",
            tone="attention",
            until=found["until"],
        )
        for row in returned[:_CARDS]
    ]
    return [
        *cards,
        Waiting(
            title="Ajukan permohonan pencanangan",
            url=reverse("pencanangan_apply"),
            text=f"{found['count']} unit belum diajukan.",
            state="Belum diajukan",
            tone="neutral",
            until=found["until"],
        ),
    ]


def _own_applications(user: User, cycle: Cycle) -> "QuerySet[Application]":
    mine = Q(applicant__in=user.units_as(*REGION_ROLES))
    if user.has_role(Role.ADMIN):
        mine |= ~Q(applicant__kind__in=[Kind.KANWIL, Kind.SETDA])
    return Application.objects.filter(mine, cycle=cycle).select_related("applicant", "ceremony")


def _to_hold(user: User, cycle: Cycle) -> list[Waiting]:
    """Ceremonies of which units are not yet declared."""
    left = Q(units__withdrawn=False, units__participation__state=State.ACCEPTED)
    rows = (
        _own_applications(user, cycle)
        .filter(status=Application.Status.ACCEPTED)
        .annotate(count=Count("units", filter=left), until=Min("units__participation__until", filter=left))
        .filter(count__gt=0)
        .order_by("ceremony__date", "pk")
    )
    cards = []
    for row in rows[:_CARDS]:
        held = row.ceremony.date <= dates.today()
        act = "Unggah pindaian surat yang sudah ditandatangani." if held else "Siapkan surat pernyataan dan saksi."
        cards.append(
            Waiting(
                title="Catat pencanangan" if held else "Siapkan acara pencanangan",
                url=reverse("pencanangan_ceremony", args=[row.pk]),
                text=f"{row.count} unit, acara {dates.long_date(row.ceremony.date)} di {row.ceremony.city}. {act}",
                unit=row.applicant.short_name,
                state="Menunggu pencanangan",
                until=row.until + dt.timedelta(days=cycle.filing_days) if row.until else None,
            )
        )
    return cards


def _to_invite(user: User, cycle: Cycle) -> list[Waiting]:
    """Declared units whose operator has no usable invitation."""
    unusable = Q(invitation__withdrawn_at__isnull=False) | Q(invitation__expires_at__lte=timezone.now())
    links = (
        ApplicationUnit.objects.filter(
            Q(invitation=None) | Q(unusable, invitation__accepted_at=None),
            application__in=_own_applications(user, cycle),
            participation__state=State.DECLARED,
            withdrawn=False,
        )
        .select_related("participation__work_unit", "invitation")
        .order_by("participation__work_unit__name")
    )
    return [
        Waiting(
            title="Undang operator unit",
            url=reverse("pencanangan_unit", args=[link.participation_id]),
            text=f"{operator_state(link)[0]}. Tanpa akun, operator tidak dapat mengisi data dukung.",
            unit=link.participation.work_unit.short_name,
            state="Dicanangkan",
            tone="attention",
        )
        for link in links[:_CARDS]
    ]
