"""What the papers of this stage say: the annex of the decree and the certificate."""

from collections.abc import Sequence

from assessments.cycle.models import Participation, Signatory
from assessments.documents import contexts
from assessments.documents import workflow as documents
from assessments.documents.models import Document
from assessments.penilaian.models import Award, Decree
from units.models import User


def _signatory(decree: Decree, purpose: str) -> contexts.Signatory:
    """Who signs: the decree's own signatory, unless the cycle names another for this kind of paper."""
    named = Signatory.objects.filter(cycle=decree.cycle_id, purpose=purpose).first()
    if named and purpose != Signatory.Purpose.DECREE:
        return contexts.Signatory(title=named.title, name=named.name)
    return contexts.Signatory(title=decree.signatory_title, name=decree.signatory_name)


def _region(participation: Participation) -> str:
    return str(participation.work_unit.province.name)


def issue_annex(decree: Decree, awarded: Sequence[Participation], *, by: User) -> Document:
    """The annex with the units to which the predikat is given, in the order of their names."""
    year = decree.cycle.year
    return documents.issue(
        kind=Document.Kind.DECREE_ANNEX,
        cycle=decree.cycle,
        context=contexts.DecreeAnnex(
            issuer=decree.signatory_title,
            decree_number=decree.number,
            decree_date=decree.date,
            subject=decree.title,
            year=year,
            units=tuple(
                contexts.UnitRow(name=row.work_unit.name, institution=row.institution.name, region=_region(row))
                for row in awarded
            ),
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
    signatory = _signatory(decree, Signatory.Purpose.CERTIFICATE)
    return documents.issue(
        kind=Document.Kind.CERTIFICATE,
        cycle=decree.cycle,
        participation=participation,
        context=contexts.Certificate(
            issuer=(signatory.title, "Republik Indonesia"),
            unit=unit.name,
            institution=participation.institution.name,
            region=_region(participation),
            year=year,
            decree_number=decree.number,
            decree_date=decree.date,
            place=decree.place,
            dated=decree.date,
            signatory=signatory,
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
