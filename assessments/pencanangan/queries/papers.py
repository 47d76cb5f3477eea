"""Who applies for what, how far the papers of a unit are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation, ParticipationQuerySet, Window
from assessments.cycle.queries import UnitWindow, window_for, windows_of
from assessments.cycle.states import Stage, State
from assessments.pencanangan.models import Application, ApplicationUnit, Ceremony, Declaration, Nomination, Witness
from p2ham.lib import dates, nip
from p2ham.lib.dates import WIB
from units.models import REGION_ROLES, UNIT_ROLES, Kind, Official, Role, User, WorkUnit

PURPOSE = "surat-pernyataan"

LINKED = ("application__ceremony", "application__applicant", "invitation")

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
    # The head of the office that applies, who signs under "Mengetahui" where the ceremony asks for it.
    office_head: Official | None = None

    @property
    def unit(self) -> WorkUnit:
        return self.participation.work_unit

    @property
    def applicant(self) -> WorkUnit:
        """The office whose papers these are; asks the database nothing."""
        return self.link.application.applicant if self.link else office_of(self.participation)


@dataclass(frozen=True)
class Gap:
    """Something that a letter still lacks, and where it is mended: ``pejabat`` or ``saksi``."""

    text: str
    place: str


def files_for(applicant: WorkUnit, user: User) -> bool:
    """Whether the person files the papers of this office.

    A coordinator's officers file for it; a unit that applies by itself is served by its own people, and by the admin
    where no office guides it.
    """
    if applicant.is_coordinator:
        return applicant.pk in user.units_as(*REGION_ROLES)
    if applicant.pk in user.units_as(*UNIT_ROLES):
        return True
    return applicant.coordinator_id is None and user.has_role(Role.ADMIN)


def choosable(user: User, cycle: Cycle) -> ParticipationQuerySet:
    """The units that the person may ever apply for: an office its own, a unit itself, the admin those without office."""
    mine = Q(coordinator__in=user.units_as(*REGION_ROLES))
    # The sheet of a coordinator itself is the business of its officers.
    mine |= Q(work_unit__in=user.units_as(*UNIT_ROLES)) & ~Q(coordinator=F("work_unit"))
    if user.has_role(Role.ADMIN):
        mine |= Q(coordinator=None)
    found = Participation.objects.filter(mine, cycle=cycle)
    return found.select_related("cycle", "work_unit", "coordinator", "nomination")


def candidates(user: User, cycle: Cycle) -> ParticipationQuerySet:
    """The units for which the person may apply now."""
    return choosable(user, cycle).filter(state=State.REGISTERED)


def office_of(participation: Participation) -> WorkUnit:
    """The office that applies for the unit by rule: its coordinator, or the unit itself where it has none."""
    return participation.coordinator or participation.work_unit


def applicant_of(participation: Participation) -> WorkUnit:
    """The office that has applied for the unit, or would by rule. Where ``Papers`` are at hand, ask them instead."""
    if participation.state == State.REGISTERED:
        return office_of(participation)
    live = participation.applications.filter(withdrawn=False).select_related("application__applicant").first()
    return live.application.applicant if live else office_of(participation)


def applicant_by(participation: Participation, user: User) -> WorkUnit:
    """In whose name the person would apply for the unit: the unit's own when one of its people applies alone."""
    unit, office = participation.work_unit, office_of(participation)
    if office.pk in user.units_as(*REGION_ROLES) or office.pk == unit.pk:
        return office
    return unit if unit.pk in user.units_as(*UNIT_ROLES) else office


def nomination_of(participation: Participation) -> Nomination | None:
    """What the region said of the unit; read with the row where the list was joined with it. Only a Setda says it."""
    if participation.coordinator is None or participation.coordinator.kind != Kind.SETDA:
        return None
    found: Nomination | None = getattr(participation, "nomination", None)
    return found


def preselects(user: User) -> bool:
    """Whether the person speaks for a regional secretariat, which may pre-select its units."""
    return any(
        posting.role in REGION_ROLES and posting.work_unit is not None and posting.work_unit.kind == Kind.SETDA
        for posting in user.current_postings
    )


def nominable(user: User, cycle: Cycle) -> ParticipationQuerySet:
    """The units of the person's regional secretariats that are not yet applied for."""
    offices = user.units_as(*REGION_ROLES)
    found = Participation.objects.filter(
        cycle=cycle, state=State.REGISTERED, coordinator__in=offices, coordinator__kind=Kind.SETDA
    )
    return found.select_related("work_unit", "coordinator", "nomination")


def days_of(window: Window | UnitWindow) -> tuple[dt.date, dt.date]:
    """The first and the last day in WIB on which a ceremony lies in the window."""
    last_instant = window.closes_at - dt.timedelta(microseconds=1)
    return window.opens_at.astimezone(WIB).date(), last_instant.astimezone(WIB).date()


def days_hint(participations: Iterable[Participation]) -> str:
    """The days on which a ceremony of these units may be held, in words; empty while one of them has no window."""
    rows = list(participations)
    windows_of(rows)
    windows = [window_for(row, Stage.PENCANANGAN) for row in rows]
    spans = [days_of(window) for window in windows if window]
    if not rows or len(spans) < len(rows):
        return ""
    first, last = max(span[0] for span in spans), min(span[1] for span in spans)
    return f"Di dalam jadwal pencanangan: {dates.long_date(first)} sampai {dates.long_date(last)}."


def filing_until(participation: Participation) -> dt.datetime | None:
    """Until when signed papers may be filed: some days after the window, as the cycle sets."""
    window = window_for(participation, Stage.PENCANANGAN)
    return window.closes_at + dt.timedelta(days=participation.cycle.filing_days) if window else None


def heads(work_units: Iterable[int], on: dt.date | None = None) -> dict[int, Official]:
    """The officials who head these units on a day (default: today), in one query."""
    day = on or dates.today()
    in_office = Official.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)
    return {row.work_unit_id: row for row in in_office.filter(work_unit__in=work_units).order_by("valid_from", "pk")}


def missed(participation: Participation) -> str:
    """That the unit has let its window, or the days of filing after it, go by, and whom to ask; empty when it has not.

    The window is asked only of a unit that has not declared, since all others have passed it.
    """
    state = State(participation.state)
    if state not in (State.REGISTERED, State.ACCEPTED):
        return ""
    window, filing = window_for(participation, Stage.PENCANANGAN), filing_until(participation)
    office = participation.coordinator
    whom = f"{office.short_name} kepada admin pusat" if office else "admin pusat"
    ask = f"Perpanjangan diajukan {'melalui' if office else 'kepada'} {whom}."
    if state == State.REGISTERED and window and window.has_closed:
        last = dates.plain_date(days_of(window)[1])
        return (
            f"Jadwal pencanangan unit ini berakhir {last} tanpa acara pencanangan, sehingga akun operator tidak "
            f"diberikan. {ask}"
        )
    if state == State.ACCEPTED and filing and timezone.now() > filing:
        after_declaration = participation.cycle.account_after == Cycle.AccountAfter.DECLARATION
        result = ", sehingga akun operator tidak diberikan" if after_declaration else ""
        return (
            f"Berkas pencanangan unit ini diterima paling lambat {dates.long_datetime(filing)}, dan pencanangannya "
            f"belum dicatat{result}. {ask}"
        )
    return ""


def no_account_yet(participation: Participation) -> str:
    """Why the unit has no operator's account yet, and whom to ask; empty when it may have one."""
    cycle = participation.cycle
    if State(participation.state) not in NO_ACCOUNT_YET[Cycle.AccountAfter(cycle.account_after)]:
        return ""
    if sentence := missed(participation):
        return sentence
    whom = participation.coordinator.short_name if participation.coordinator else "admin pusat"
    after_application = cycle.account_after == Cycle.AccountAfter.APPLICATION
    event = "permohonan pencanangannya diterima" if after_application else "pencanangannya dicatat"
    return f"Akun operator diberikan setelah {event}. Hubungi {whom}."


def witness_gaps(witnesses: Iterable[Witness], required: Iterable[str]) -> list[Gap]:
    """Which of the kinds of witness that the cycle requires are missing. A name may still follow."""
    kinds = {witness.kind for witness in witnesses}
    from_whom = {
        Witness.Kind.DITJEN: "Saksi dari Direktorat Jenderal HAM belum dicatat.",
        Witness.Kind.FORKOPIMDA: "Saksi dari Forkopimda belum dicatat.",
        Witness.Kind.OTHER: "Saksi lain belum dicatat.",
    }
    return [Gap(text, "saksi") for kind, text in from_whom.items() if kind in required and kind not in kinds]


def witness_doubts(witnesses: Iterable[Witness]) -> list[str]:
    """What looks wrong with the number of each witness. Only what is as long as a NIP is read as one."""
    return [
        f"Periksa NIP saksi {witness.name or witness.institution}. {' '.join(doubts)}"
        for witness in witnesses
        if len(nip.compact(witness.identity_number)) > 15 and (doubts := nip.doubts(witness.identity_number))
    ]


def letter_gaps(papers: Papers) -> list[Gap]:
    """What the declaration letter of a unit still lacks."""
    gaps = []
    if papers.head is None:
        gaps.append(Gap(f"Kepala {papers.unit.short_name} belum dicatat.", "pejabat"))
    return gaps + witness_gaps(papers.witnesses, papers.participation.cycle.required_witnesses)


def letter_doubts(papers: Papers) -> list[str]:
    """What does not stop a letter but should be looked at before it is printed."""
    head = papers.head
    if head is None:
        return []
    if not head.nip:
        return ["NIP belum dicatat; barisnya dikosongkan untuk ditulis tangan."]
    return nip.doubts(head.nip)


def papers(participation: Participation) -> Papers:
    """The papers of one unit; the unit need not have been applied for."""
    link = participation.applications.filter(withdrawn=False).select_related(*LINKED).first()
    ceremony = link.application.ceremony if link else None
    office = link.application.applicant_id if link else None
    # Who signs is who is in office on the day of the ceremony.
    signing = heads([participation.work_unit_id, *([office] if office else [])], ceremony.date if ceremony else None)
    return Papers(
        participation=participation,
        link=link,
        ceremony=ceremony,
        witnesses=list(ceremony.witnesses.all()) if ceremony else [],
        head=signing.get(participation.work_unit_id),
        declaration=Declaration.objects.filter(participation=participation).select_related("document", "scan").first(),
        office_head=signing.get(office) if office else None,
    )


def papers_of(application: Application) -> list[Papers]:
    """The papers of all units of an application that were not returned, in a constant number of queries."""
    links = list(
        application.units.filter(withdrawn=False).select_related(
            *LINKED,
            "participation__cycle",
            "participation__work_unit__province",
            "participation__coordinator",
            "participation__institution",
        )
    )
    witnesses = list(application.ceremony.witnesses.all())
    office = application.applicant_id
    signing = heads([office, *(link.participation.work_unit_id for link in links)], application.ceremony.date)
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
            office_head=signing.get(office),
        )
        for link in links
    ]
