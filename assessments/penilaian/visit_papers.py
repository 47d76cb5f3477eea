"""What the papers of a site visit say: the sheet that is taken along, and the report that is signed."""

from typing import Any

from assessments.documents import contexts
from assessments.documents import workflow as documents
from assessments.documents.models import Document
from assessments.penilaian.models import SiteVisit
from assessments.penilaian.queries import visits as queries
from units.models import User


def issue_report(visit: SiteVisit, *, by: User) -> Document:
    """The report of a visit that is just being closed."""
    participation = visit.participation
    unit = participation.work_unit
    return documents.issue(
        kind=Document.Kind.VISIT,
        cycle=participation.cycle,
        participation=participation,
        context=contexts.VisitReport(**_facts(visit), summary=visit.summary, findings=_findings(visit)),
        by=by,
        title=f"Laporan kunjungan lapangan {unit.short_name}",
        public_facts={"unit": unit.name, "title": "Laporan kunjungan lapangan", "year": str(participation.cycle.year)},
        register="laporan_kunjungan",
    )


def sheet(visit: SiteVisit) -> contexts.VisitSheet:
    """The checklist on paper, for where there is no network: the same indicators in the same order, to be ticked."""
    rows = [row.item.indicator for row in queries.checklist(visit)]
    items = tuple(
        contexts.Finding(criterion=str(row.criterion), code=row.code, indicator=row.title, status="") for row in rows
    )
    return contexts.VisitSheet(**_facts(visit), findings=items)


def _facts(visit: SiteVisit) -> dict[str, Any]:
    participation = visit.participation
    people = visit.visitors.select_related("user")
    return {
        "unit": participation.work_unit.name,
        "institution": participation.institution.name,
        "region": participation.work_unit.province.name,
        "year": participation.cycle.year,
        "dated": visit.planned_on,
        "mode": visit.get_mode_display(),
        "team": tuple(contexts.TeamMember(name=row.user.name, role="Petugas kunjungan") for row in people),
        "host": contexts.Signatory(title=visit.host_title or "Yang menerima kunjungan", name=visit.host_name),
    }


def _findings(visit: SiteVisit) -> tuple[contexts.Finding, ...]:
    found = []
    for row in queries.checklist(visit):
        indicator = row.item.indicator
        photos = f"{len(row.photos)} foto" if row.photos else ""
        note = "\n".join(part for part in (row.finding.text if row.finding else "", photos) if part)
        found.append(
            contexts.Finding(
                criterion=str(indicator.criterion),
                code=indicator.code,
                indicator=indicator.title,
                status=row.finding.get_seen_display() if row.finding else "",
                note=note,
            )
        )
    return tuple(found)
