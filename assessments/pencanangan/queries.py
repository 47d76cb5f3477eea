"""Questions to stage 1: who applies for what, how far the papers of a unit are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import Truncator

from assessments.cycle.models import Cycle, Participation, ParticipationQuerySet, Window
from assessments.cycle.queries import Panel, Waiting, current_cycle, window_for
from assessments.cycle.states import Stage, State
from assessments.pencanangan.models import Application, ApplicationUnit, Ceremony, Declaration, Witness
from p2ham.lib import dates
from p2ham.lib.dates import WIB
from units.models import REGION_ROLES, Kind, Official, Role, User, WorkUnit

PURPOSE = "surat-pernyataan"
_LINKED = ("application__ceremony", "application__applicant", "invitation")
NO_ACCOUNT_YET = {
    Cycle.AccountAfter.APPLICATION: (State.REGISTERED, State.APPLIED),
    Cycle.AccountAfter.DECLARATION: (State.REGISTERED, State.APPLIED, State.ACCEPTED),
}


@dataclass(frozen=True)
class Papers:
    """All that stage 1 knows of one unit."""

    participation: Participation
    link: ApplicationUnit | None
    ceremony: Ceremony | None
    witnesses: list[Witness]
    head: Official | None
    declaration: Declaration | None

    @property
    def unit(self) -> WorkUnit:
        return self.participation.work_unit


@dataclass(frozen=True)
class Gap:
    """Something that a letter still lacks, and where it is mended: ``pejabat`` or ``saksi``."""

    text: str
    place: str


def files_for(applicant: WorkUnit, user: User) -> bool:
    """Whether the person files the papers of this office; the admin files those of a unit that no office guides."""
    if applicant.is_coordinator:
        return applicant.pk in user.units_as(*REGION_ROLES)
    return user.has_role(Role.ADMIN)


def candidates(user: User, cycle: Cycle) -> ParticipationQuerySet:
    """The units for which the person may apply now: an office its own, the admin those that have no coordinator."""
    found = Participation.objects.filter(cycle=cycle, state=State.REGISTERED)
    found = found.select_related("cycle", "work_unit", "coordinator")
    offices = found.filter(coordinator__in=user.units_as(*REGION_ROLES))
    if user.has_role(Role.ADMIN):
        return offices | found.filter(coordinator=None)
    return offices


def applicant_of(participation: Participation) -> WorkUnit:
    """The office that applies for the unit: its coordinator, or the unit itself where it has none."""
    return participation.coordinator or participation.work_unit


def days_of(window: Window) -> tuple[dt.date, dt.date]:
    """The first and the last day in WIB on which a ceremony lies in the window."""
    last_instant = window.closes_at - dt.timedelta(microseconds=1)
    return window.opens_at.astimezone(WIB).date(), last_instant.astimezone(WIB).date()


def filing_until(participation: Participation) -> dt.datetime | None:
    """Until when signed papers may be filed: some days after the window, as the cycle sets."""
    window = window_for(participation, Stage.PENCANANGAN)
    return window.closes_at + dt.timedelta(days=participation.cycle.filing_days) if window else None


def heads(work_units: Iterable[int]) -> dict[int, Official]:
    """The officials who sign for these units today, in one query."""
    return {row.work_unit_id: row for row in Official.objects.filter(work_unit__in=work_units, valid_until=None)}


def no_account_yet(participation: Participation) -> str:
    """Why the unit has no operator's account yet, and whom to ask; empty when it may have one."""
    cycle = participation.cycle
    if State(participation.state) not in NO_ACCOUNT_YET[Cycle.AccountAfter(cycle.account_after)]:
        return ""
    whom = participation.coordinator.short_name if participation.coordinator else "admin pusat"
    after_application = cycle.account_after == Cycle.AccountAfter.APPLICATION
    event = "permohonan pencanangannya diterima" if after_application else "pencanangannya dicatat"
    return f"Akun operator diberikan setelah {event}. Hubungi {whom}."


def witness_gaps(witnesses: Iterable[Witness]) -> list[Gap]:
    """Which of the two required witnesses is missing."""
    kinds = {witness.kind for witness in witnesses}
    wanted = {
        Witness.Kind.DITJEN: "Saksi dari Direktorat Jenderal HAM belum dicatat.",
        Witness.Kind.FORKOPIMDA: "Saksi dari Forkopimda belum dicatat.",
    }
    return [Gap(text, "saksi") for kind, text in wanted.items() if kind not in kinds]


def letter_gaps(papers: Papers) -> list[Gap]:
    """What the declaration letter of a unit still lacks."""
    gaps = []
    if papers.head is None:
        gaps.append(Gap(f"Kepala {papers.unit.short_name} belum dicatat.", "pejabat"))
    return gaps + witness_gaps(papers.witnesses)


def papers(participation: Participation) -> Papers:
    """The papers of one unit; the unit need not have been applied for."""
    link = participation.applications.filter(withdrawn=False).select_related(*_LINKED).first()
    ceremony = link.application.ceremony if link else None
    return Papers(
        participation=participation,
        link=link,
        ceremony=ceremony,
        witnesses=list(ceremony.witnesses.all()) if ceremony else [],
        head=heads([participation.work_unit_id]).get(participation.work_unit_id),
        declaration=Declaration.objects.filter(participation=participation).select_related("document", "scan").first(),
    )


def papers_of(application: Application) -> list[Papers]:
    """The papers of all units of an application that were not returned, in a constant number of queries."""
    links = list(
        application.units.filter(withdrawn=False).select_related(
            *_LINKED,
            "participation__cycle",
            "participation__work_unit__province",
            "participation__coordinator",
            "participation__institution",
        )
    )
    witnesses = list(application.ceremony.witnesses.all())
    signing = heads([link.participation.work_unit_id for link in links])
    declarations = {
        row.participation_id: row
        for row in Declaration.objects.filter(
            participation__in=[link.participation_id for link in links]
        ).select_related("document", "scan")
    }
    return [
        Papers(
            participation=link.participation,
            link=link,
            ceremony=application.ceremony,
            witnesses=witnesses,
            head=signing.get(link.participation.work_unit_id),
            declaration=declarations.get(link.participation_id),
        )
        for link in links
    ]


# --- what is missing, in words with links -----------------------------------------------------------------------------
def gap_links(gaps: Iterable[Gap], papers: Papers) -> list[tuple[str, str]]:
    """Each gap of a letter with the page on which it is mended."""
    found = []
    for gap in gaps:
        if gap.place == "pejabat":
            back = urlencode({"next": reverse("pencanangan_unit", args=[papers.participation.pk])})
            found.append((gap.text, f"{reverse('official_edit', args=[papers.unit.pk])}?{back}"))
        elif papers.link:
            found.append((gap.text, reverse("pencanangan_ceremony_edit", args=[papers.link.application_id])))
    return found


def todo(application: Application, papers: list[Papers] | None = None) -> list[tuple[str, str]]:
    """What the office still has to complete before its ceremony."""
    rows = papers_of(application) if papers is None else papers
    found = []
    if application.status == Application.Status.ACCEPTED:
        waiting = [row for row in rows if row.participation.state == State.ACCEPTED]
        found = [link for row in waiting for link in gap_links(letter_gaps(row), row)]
    unnamed = sum(row.link is not None and not row.link.operator_named for row in rows)
    if unnamed:
        found.append(
            (f"Operator {unnamed} unit belum dicatat.", reverse("pencanangan_operators", args=[application.pk]))
        )
    return list(dict.fromkeys(found))


def operator_state(link: ApplicationUnit | None) -> tuple[str, str]:
    """How far the operator's account is, in words, with a tone."""
    if link is None or not link.operator_named:
        return "Belum dicatat", "neutral"
    invitation = link.invitation
    if invitation is None:
        return "Dicatat, belum diundang", "neutral"
    if invitation.accepted_at:
        return "Sudah memiliki akun", "success"
    if invitation.withdrawn_at:
        return "Undangan ditarik", "attention"
    if not invitation.is_open:
        return "Undangan kedaluwarsa", "attention"
    return "Diundang, belum membuat akun", "waiting"


def missing(participation: Participation, user: User) -> list[tuple[str, str]]:
    """What the unit still lacks in stage 1, for those who file its papers."""
    if not files_for(applicant_of(participation), user):
        return []
    address = reverse("pencanangan_unit", args=[participation.pk])
    if participation.state == State.REGISTERED:
        url = f"{reverse('pencanangan_apply')}?unit={participation.pk}"
        return [("Permohonan pencanangan unit ini belum diajukan.", url)]
    if participation.state != State.ACCEPTED:
        return []
    rows = papers(participation)
    found = gap_links(letter_gaps(rows), rows)
    if rows.declaration is None or rows.declaration.document is None:
        found.append(("Surat pernyataan belum dicetak.", address))
    if rows.declaration is None or rows.declaration.scan is None:
        found.append(("Pindaian surat pernyataan yang sudah ditandatangani belum diunggah.", address))
    if rows.link and not rows.link.operator_named:
        found.append(
            ("Operator unit belum dicatat.", reverse("pencanangan_operators", args=[rows.link.application_id]))
        )
    return found


def panel(participation: Participation, user: User) -> Panel:
    """Stage 1 on the unit's page."""
    rows = papers(participation)
    mine = files_for(applicant_of(participation), user)
    sees = rows.link is not None and Application.objects.visible_to(user).filter(pk=rows.link.application_id).exists()
    return Panel(
        "Pencanangan",
        "pencanangan/_panel.html",
        {
            "participation": participation,
            "papers": rows,
            "declaration": rows.declaration,
            "mine": mine,
            "application": rows.link.application if rows.link and sees else None,
            "apply_url": f"{reverse('pencanangan_apply')}?unit={participation.pk}"
            if mine and participation.state == State.REGISTERED
            else "",
            "operator": operator_state(rows.link),
            "no_account": no_account_yet(participation),
        },
    )


# --- Tugas saya -------------------------------------------------------------------------------------------------------
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
