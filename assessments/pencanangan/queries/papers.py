"""Who applies for what, how far the papers of a unit are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.cycle.models import Cycle, Participation, ParticipationQuerySet, Window
from assessments.cycle.queries import window_for
from assessments.cycle.states import Stage, State
from assessments.pencanangan.models import Application, ApplicationUnit, Ceremony, Declaration, Witness
from p2ham.lib.dates import WIB
from units.models import REGION_ROLES, Official, Role, User, WorkUnit

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
    link = participation.applications.filter(withdrawn=False).select_related(*LINKED).first()
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
            *LINKED,
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
