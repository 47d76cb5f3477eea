"""Stage 1 on Tugas saya."""

import datetime as dt

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.queries import Waiting, current_cycle
from assessments.cycle.states import State
from assessments.pencanangan.models import Application, ApplicationUnit, DateProposal
from assessments.pencanangan.queries.papers import candidates
from assessments.pencanangan.queries.standing import operator_state
from p2ham.lib import dates
from units.models import REGION_ROLES, UNIT_ROLES, Kind, Role, User

_CARDS = 20

AGREED_WORDS = "Pemohon menyetujui tanggal usulan"

_agreed = DateProposal.objects.filter(
    application=OuterRef("pk"),
    answer=DateProposal.Answer.AGREED,
    date=OuterRef("ceremony__date"),
    application__status=Application.Status.SUBMITTED,
)
# Whether the ceremony of a waiting application stands on the date that the admin proposed and the office agreed to.
AGREED = Exists(_agreed)


def waiting_for(user: User) -> list[Waiting]:
    """What stage 1 waits for from the person: at most seven queries, whatever the number of units."""
    cycle = current_cycle()
    if cycle is None or not (user.has_role(*REGION_ROLES, Role.ADMIN) or _applies_alone(user, cycle)):
        return []
    cards = _to_decide(cycle) if user.has_role(Role.ADMIN) else []
    cards += _to_answer(user, cycle)
    return cards + _to_apply(user, cycle) + _to_hold(user, cycle) + _to_invite(user, cycle)


def _applies_alone(user: User, cycle: Cycle) -> bool:
    """Whether the person's own unit applies by itself: by rule, or because it did."""
    units = user.units_as(*UNIT_ROLES)
    if not units:
        return False
    alone = Q(coordinator=None) | Q(applications__application__applicant__in=units)
    early = (State.REGISTERED, State.APPLIED, State.ACCEPTED, State.DECLARED)
    return Participation.objects.filter(alone, cycle=cycle, work_unit__in=units, state__in=early).exists()


def _to_decide(cycle: Cycle) -> list[Waiting]:
    found = Application.objects.filter(cycle=cycle, status=Application.Status.SUBMITTED)
    rows = found.select_related("applicant", "ceremony").annotate(count=Count("units"), agreed=AGREED)
    return [
        Waiting(
            title="Periksa permohonan pencanangan",
            url=reverse("pencanangan_application", args=[row.pk]),
            text=f"{row.count} unit, acara {dates.long_date(row.ceremony.date)} di {row.ceremony.city}."
            + (f" {AGREED_WORDS}." if row.agreed else ""),
            unit=row.applicant.short_name,
            state="Menunggu pemeriksaan",
        )
        for row in rows.order_by("submitted_at")[:_CARDS]
    ]


def _to_answer(user: User, cycle: Cycle) -> list[Waiting]:
    """Dates that the admin proposes to the person's office."""
    rows = DateProposal.objects.filter(
        application__in=_own_applications(user, cycle).filter(status=Application.Status.PROPOSED),
        answer=DateProposal.Answer.PENDING,
    ).select_related("application__applicant")
    return [
        Waiting(
            title="Jawab usulan tanggal acara",
            url=reverse("pencanangan_application", args=[row.application_id]),
            text=f"Admin pusat mengusulkan {dates.long_date(row.date)}. {Truncator(row.note).chars(120)}",
            unit=row.application.applicant.short_name,
            state="Menunggu jawaban Anda",
            tone="attention",
        )
        for row in rows.order_by("proposed_at")[:_CARDS]
    ]


def _to_apply(user: User, cycle: Cycle) -> list[Waiting]:
    """Units not yet applied for, and applications that came back, while there is time."""
    open_now = candidates(user, cycle).filter(until__gt=timezone.now())
    # A unit may apply past its office, but nobody waits for that; nor for a unit that its region does not put forward.
    expected = Q(coordinator__in=user.units_as(*REGION_ROLES)) | Q(coordinator=None)
    expected &= Q(nomination=None) | Q(nomination__nominated=True)
    found = open_now.aggregate(open=Count("pk"), count=Count("pk", filter=expected), until=Min("until"))
    if not found["open"]:
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
    if found["count"]:
        cards.append(
            Waiting(
                title="Ajukan permohonan pencanangan",
                url=reverse("pencanangan_apply"),
                text=(
                    f"{found['count']} unit belum diajukan. Tanpa acara sampai jadwal berakhir, "
                    "operatornya tidak mendapat akun."
                ),
                state="Belum diajukan",
                tone="neutral",
                until=found["until"],
            )
        )
    return cards


def _own_applications(user: User, cycle: Cycle) -> "QuerySet[Application]":
    mine = Q(applicant__in=user.units_as(*REGION_ROLES))
    mine |= Q(applicant__in=user.units_as(*UNIT_ROLES)) & ~Q(applicant__kind__in=[Kind.KANWIL, Kind.SETDA])
    if user.has_role(Role.ADMIN):
        mine |= Q(applicant__coordinator=None) & ~Q(applicant__kind__in=[Kind.KANWIL, Kind.SETDA])
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
