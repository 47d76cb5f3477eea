"""What the letters of stage 1 say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.documents import contexts
from assessments.documents.models import Document
from assessments.documents.workflow import issue
from assessments.pencanangan.models import Application, Ceremony, Witness
from assessments.pencanangan.queries import Papers
from p2ham.lib import dates
from units.models import Official, User, WorkUnit

# What the portal itself puts on a paper; everything else are facts of the unit.
_OWN = ("number", "code", "verify_url")


def institution_of(office: WorkUnit, fallback: str) -> str:
    """The parent institution of an office, as its letterhead names it."""
    current = office.affiliations.filter(valid_until=None).select_related("institution").first()
    return current.institution.name if current else fallback


def ceremony_time(ceremony: Ceremony, office: WorkUnit) -> str:
    """The hour in the zone of the office, such as "09.00 WITA"; empty when none is given."""
    if ceremony.starts_at is None:
        return ""
    return f"{ceremony.starts_at:%H.%M} {dates.zone_name(office.timezone, timezone.now())}"


def issue_application(
    application: Application,
    ceremony: Ceremony,
    head: Official | None,
    units: Sequence[Participation],
    witnesses: Sequence[Witness] = (),
    *,
    by: User,
) -> Document:
    """Issue the letter with which an office applies, in the caller's transaction."""
    office, cycle = application.applicant, application.cycle
    context = contexts.ApplicationLetter(
        office=contexts.Office(
            institution=institution_of(office, units[0].institution.name), name=office.name, address=office.address
        ),
        addressee=tuple(cycle.addressee),
        year=cycle.year,
        units=tuple(
            contexts.UnitRow(
                name=row.work_unit.name, institution=row.institution.name, region=row.work_unit.province.name
            )
            for row in sorted(units, key=lambda row: row.work_unit.name)
        ),
        signatory=signatory_of(head, office),
        urgency=application.urgency,
        enclosure=application.enclosure or "-",
        subject=application.letter_subject,
        copies=tuple(application.copies),
        witnesses=_asked_for(witnesses),
        place=office.city,
        dated=dates.today(),
        legal_basis=tuple(cycle.legal_basis),
        ceremony_date=ceremony.date,
        ceremony_time=ceremony_time(ceremony, office),
        ceremony_place=f"{ceremony.place}, {ceremony.city}",
        ceremony_mode=ceremony.get_mode_display(),
        ceremony_leader=f"{ceremony.leader_name}, {ceremony.leader_title}",
        contact_name=application.contact_name,
        contact_phone=application.contact_phone,
    )
    return issue(
        kind=Document.Kind.APPLICATION,
        cycle=cycle,
        context=context,
        by=by,
        title=f"Surat permohonan pencanangan {office.short_name}",
        public_facts={"unit": office.name, "units": str(len(units)), "year": str(cycle.year)},
        number_text=application.number_text,
    )


def declaration(papers: Papers) -> contexts.DeclarationLetter:
    """What the declaration letter of a unit says by the facts of now."""
    participation, head, ceremony = papers.participation, papers.head, papers.ceremony
    return contexts.DeclarationLetter(
        unit=papers.unit.name,
        institution=participation.institution.name,
        year=participation.cycle.year,
        name=head.name if head else "",
        nip=head.nip if head else "",
        rank=head.rank if head else "",
        position=head.title if head else "",
        capacity=head.standing if head else "",
        on_behalf=head.on_behalf if head else "",
        page_size=ceremony.paper if ceremony else "A4",
        place=ceremony.city if ceremony else "",
        dated=ceremony.date if ceremony else None,
        legal_basis=tuple(participation.cycle.legal_basis),
        witnesses=witnesses_of(papers.witnesses),
        acknowledged_by=signatory_of(papers.office_head, papers.applicant)
        if ceremony and ceremony.acknowledged and papers.applicant != papers.unit
        else None,
    )


def witnesses_of(witnesses: Iterable[Witness]) -> tuple[contexts.Witness, ...]:
    """The witnesses as papers name them."""
    return tuple(
        contexts.Witness(
            name=witness.name,
            position=witness.title,
            institution=witness.institution,
            identity_number=witness.identity_number,
            online=witness.online,
        )
        for witness in witnesses
    )


def _asked_for(witnesses: Iterable[Witness]) -> tuple[contexts.Witness, ...]:
    """The witnesses as the application asks for them: without their numbers, by their body where no name is known."""
    return tuple(
        contexts.Witness(
            name=witness.name,
            position=witness.title or ("" if witness.name else witness.get_kind_display()),
            institution=witness.institution,
            online=witness.online,
        )
        for witness in witnesses
    )


def signatory_of(head: Official | None, office: WorkUnit) -> contexts.Signatory:
    """The head of an office in a signature block; without one, the pen writes the name."""
    if head is None:
        return contexts.Signatory(title=f"Kepala {office.name}")
    return contexts.Signatory(
        title=head.title,
        name=head.name,
        nip=head.nip,
        rank=head.rank,
        capacity=head.standing,
        on_behalf=head.on_behalf,
    )


def preview(papers: Papers) -> contexts.DeclarationLetter:
    """The same, to be looked at before it is issued."""
    return replace(declaration(papers), preview=True)


def issue_declaration(papers: Papers, *, by: User) -> Document:
    """Issue the declaration letter of a unit, in the caller's transaction."""
    participation = papers.participation
    return issue(
        kind=Document.Kind.DECLARATION,
        cycle=participation.cycle,
        context=declaration(papers),
        by=by,
        participation=participation,
        title=f"Surat pernyataan pencanangan {papers.unit.short_name}",
        public_facts={
            "unit": papers.unit.name,
            "institution": participation.institution.name,
            "year": str(participation.cycle.year),
        },
    )


def is_stale(papers: Papers) -> bool:
    """Whether the printed letter no longer says what is on record, or no longer holds."""
    document = papers.declaration.document if papers.declaration else None
    if document is None:
        return False
    if document.standing != Document.Standing.VALID:
        return True
    # Read as a paper: what an older letter did not have yet takes its default.
    said = contexts.from_json(document.kind, document.context)
    return said != replace(declaration(papers), **{name: getattr(said, name) for name in _OWN})
