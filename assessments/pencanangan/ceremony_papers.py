"""What the papers of a whole ceremony say: minutes, cover list, attendance list; and in which order units lie."""

from collections.abc import Sequence
from dataclasses import replace

from assessments.documents import contexts
from assessments.documents.models import Document
from assessments.documents.workflow import issue
from assessments.pencanangan.letters import ceremony_time, institution_of, signatory_of, witnesses_of
from assessments.pencanangan.models import Application, Pile, Witness
from assessments.pencanangan.queries import Papers
from units.models import Kind, User


def in_order(papers: Sequence[Papers], order: str) -> list[Papers]:
    """The units as the pile lies: by name, by kind, or by town."""
    kinds = list(Kind.values)

    def key(row: Papers) -> tuple[object, ...]:
        first: object = ""
        if order == Pile.Order.KIND:
            first = kinds.index(row.unit.kind)
        elif order == Pile.Order.CITY:
            first = row.unit.city
        return first, row.unit.name, row.participation.pk

    return sorted(papers, key=key)


def _units(papers: Sequence[Papers]) -> tuple[contexts.CeremonyUnit, ...]:
    return tuple(
        contexts.CeremonyUnit(
            name=row.unit.name,
            institution=row.participation.institution.name,
            head=row.head.name if row.head else "",
            position=f"{row.head.standing} {row.head.title}".strip() if row.head else "",
            declared=bool(row.declaration and row.declaration.declared_on),
        )
        for row in papers
    )


def minutes(
    application: Application, papers: Sequence[Papers], witnesses: Sequence[Witness]
) -> contexts.CeremonyMinutes:
    """The minutes of the ceremony by the facts of now; units by name."""
    ceremony, office = application.ceremony, application.applicant
    rows = in_order(papers, Pile.Order.NAME)
    office_head = rows[0].office_head if rows else None
    return contexts.CeremonyMinutes(
        number=ceremony.minutes_number,
        office=contexts.Office(institution=institution_of(office, ""), name=office.name, address=office.address),
        year=application.cycle.year,
        place=ceremony.city,
        dated=ceremony.date,
        venue=f"{ceremony.place}, {ceremony.city}",
        time=ceremony_time(ceremony, office),
        mode=ceremony.get_mode_display(),
        legal_basis=tuple(application.cycle.legal_basis),
        leader=contexts.Signatory(title=ceremony.leader_title, name=ceremony.leader_name),
        units=_units(rows),
        witnesses=witnesses_of(witnesses),
        acknowledged_by=signatory_of(office_head, office) if ceremony.acknowledged else None,
        page_size=ceremony.paper,
    )


def issue_minutes(application: Application, context: contexts.CeremonyMinutes, *, by: User) -> Document:
    """Issue the minutes of a ceremony, in the caller's transaction."""
    office, year = application.applicant, application.cycle.year
    return issue(
        kind=Document.Kind.CEREMONY,
        cycle=application.cycle,
        context=context,
        by=by,
        title=f"Berita acara pencanangan {office.short_name}",
        public_facts={"unit": office.name, "units": str(len(context.units)), "year": str(year)},
        number_text=application.ceremony.minutes_number,
    )


def minutes_stale(document: Document, context: contexts.CeremonyMinutes) -> bool:
    """Whether the issued minutes no longer say what is on record, or no longer hold."""
    if document.standing != Document.Standing.VALID:
        return True
    said = contexts.from_json(document.kind, document.context)
    return said != replace(context, number=said.number, code=said.code, verify_url=said.verify_url) or (
        said.number != context.number
    )


def cover(
    pile: Pile, application: Application, papers: Sequence[Papers], contents: Sequence[str], left_out: Sequence[str]
) -> contexts.CoverList:
    """The list on top of the pile, its letters in the order in which they lie."""
    ceremony = application.ceremony
    return contexts.CoverList(
        office=application.applicant.name,
        year=application.cycle.year,
        place=f"{ceremony.place}, {ceremony.city}",
        dated=ceremony.date,
        time=ceremony_time(ceremony, application.applicant),
        leader=f"{ceremony.leader_name}, {ceremony.leader_title}",
        units=_units(papers),
        contents=tuple(contents),
        left_out=tuple(left_out),
        page_size=ceremony.paper,
    )


def attendance(
    application: Application, papers: Sequence[Papers], witnesses: Sequence[Witness]
) -> contexts.AttendanceList:
    """The list on which everybody signs who is there."""
    ceremony = application.ceremony
    return contexts.AttendanceList(
        office=application.applicant.name,
        year=application.cycle.year,
        place=f"{ceremony.place}, {ceremony.city}",
        dated=ceremony.date,
        time=ceremony_time(ceremony, application.applicant),
        units=_units(papers),
        witnesses=witnesses_of(witnesses),
        page_size=ceremony.paper,
    )
