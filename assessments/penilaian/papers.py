"""What the papers of this stage say: the annex of the decree and the certificate."""

from collections.abc import Sequence

from django.http import HttpResponse

from assessments.cycle.models import Participation, Signatory
from assessments.documents import contexts
from assessments.documents import workflow as documents
from assessments.documents.models import Document
from assessments.penilaian import certificates
from assessments.penilaian.models import Award, Decree
from p2ham.lib import sheets
from units.models import Kind, User

CENTRAL = "Unit pusat"
ANNEX_COLUMNS = (
    sheets.Column("No.", 6, lambda row: row[0]),
    sheets.Column("Unit kerja", 60, lambda row: row[1].name),
    sheets.Column("Instansi", 45, lambda row: row[1].institution),
    sheets.Column("Koordinator", 45, lambda row: row[1].group),
    sheets.Column("Provinsi", 28, lambda row: row[1].region),
)


def _signatory(decree: Decree, purpose: str) -> contexts.Signatory:
    """Who signs: the decree's own signatory, unless the cycle names another for this kind of paper."""
    named = Signatory.objects.filter(cycle=decree.cycle_id, purpose=purpose).first()
    if named and purpose != Signatory.Purpose.DECREE:
        return contexts.Signatory(title=named.title, name=named.name)
    return contexts.Signatory(title=decree.signatory_title, name=decree.signatory_name)


def _region(participation: Participation) -> str:
    return str(participation.work_unit.province.name)


def _office(participation: Participation) -> str:
    """Under which office a unit stands; a Kanwil leads its own units."""
    office = participation.work_unit if participation.work_unit.kind == Kind.KANWIL else participation.coordinator
    return office.name if office else CENTRAL


def issue_annex(decree: Decree, awarded: Sequence[Participation], *, by: User) -> Document:
    """The annex with the units to which the predikat is given: by the office that coordinates them, then by province."""
    year = decree.cycle.year
    rows = [
        contexts.UnitRow(
            name=row.work_unit.name, institution=row.institution.name, region=_region(row), group=_office(row)
        )
        for row in awarded
    ]
    return documents.issue(
        kind=Document.Kind.DECREE_ANNEX,
        cycle=decree.cycle,
        context=contexts.DecreeAnnex(
            issuer=decree.signatory_title,
            decree_number=decree.number,
            decree_date=decree.date,
            subject=decree.title,
            year=year,
            units=tuple(sorted(rows, key=lambda row: (row.group == CENTRAL, row.group, row.region, row.name))),
            signatory=_signatory(decree, Signatory.Purpose.DECREE),
        ),
        by=by,
        title=f"Lampiran Keputusan {decree.number}",
        public_facts={"units": f"{len(awarded)} unit kerja", "title": decree.title, "year": str(year)},
        number_text=decree.number,
    )


def issue_certificate(award: Award, *, by: User) -> Document:
    """The certificate of one unit, with the next number of the register. ``award.participation`` is locked."""
    decree, participation = award.decree, award.participation
    year, unit = decree.cycle.year, participation.work_unit
    return documents.issue(
        kind=Document.Kind.CERTIFICATE,
        cycle=decree.cycle,
        participation=participation,
        context=certificates.paper(
            certificates.design_of(decree.cycle),
            participation,
            certificates.Facts(decree.number, decree.date, decree.place),
            _signatory(decree, Signatory.Purpose.CERTIFICATE),
        ),
        by=by,
        title=f"Piagam Unit Kerja Pelayanan Publik Berbasis HAM Tahun {year}",
        public_facts={
            "unit": unit.name,
            "institution": participation.institution.name,
            "title": f"Unit Kerja Pelayanan Publik Berbasis HAM Tahun {year}",
            "year": str(year),
        },
        register="piagam",
    )


def annex_sheet(annex: Document) -> HttpResponse:
    """The annex as a workbook: the frozen list of the PDF, line by line."""
    paper = contexts.DecreeAnnex.from_json(annex.context)
    rows = list(enumerate(paper.units, 1))
    summary = f"{annex.title}, {len(rows)} unit kerja"
    return sheets.response(annex.title, sheets.workbook(annex.title, ANNEX_COLUMNS, rows, summary=summary))
