"""What the papers of a unit's result say: its report, and the outcome of an objection."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from assessments.cycle.models import Cycle, Participation, Signatory
from assessments.documents import contexts
from assessments.documents import workflow as documents
from assessments.documents.models import Document
from assessments.penilaian import reports, scoring
from assessments.penilaian.models import Decree, Objection, ObjectionPoint, Result, ResultLine
from assessments.penilaian.queries.findings import combined_levels
from assessments.penilaian.queries.reports import comparison_of, lines_of
from p2ham.lib import dates
from units.models import User


def issue_report(participation: Participation, result: Result, *, by: User) -> Document:
    """The unit's report on paper. ``participation`` is locked; whoever replaces an older one has locked that too."""
    found = reports.report(result, lines_of(result), comparison_of(participation), combined_levels(result))
    year = participation.cycle.year
    return documents.issue(
        kind=Document.Kind.REPORT,
        cycle=participation.cycle,
        participation=participation,
        context=report_card(participation, found),
        by=by,
        title=f"Rapor hasil penilaian {participation.work_unit.short_name} Tahun {year}",
        public_facts=_facts(participation),
    )


def report_card(participation: Participation, found: reports.Report) -> contexts.ReportCard:
    """The report as its paper says it."""
    decree = Decree.objects.filter(items__participation=participation, released_at__isnull=False).order_by("pk").last()
    return contexts.ReportCard(
        **_unit(participation),
        dated=dates.today(),
        decree_number=decree.number if decree else "",
        decree_date=decree.date if decree else None,
        total=_figure(found.total),
        threshold=_figure(found.threshold),
        meets=found.meets,
        required_unmet=tuple(f"{row.indicator.code} {row.indicator.title}" for row in found.unmet),
        note=found.note,
        criteria=tuple(_criterion(part) for part in found.criteria),
        raising=tuple(row.indicator.code for row in found.to_raise),
        comparison=_comparison(found.comparison),
        formula=found.formula,
    )


def _figure(value: Decimal) -> str:
    return dates.number(value, 2)


def _comparison(found: reports.Comparison | None) -> contexts.ReportComparison | None:
    if found is None:
        return None
    return contexts.ReportComparison(kind=found.kind, count=found.count, total=_figure(found.total))


def _criterion(part: reports.CriterionPart) -> contexts.ReportCriterion:
    return contexts.ReportCriterion(
        code=part.code,
        label=part.label,
        subtotal=_figure(part.subtotal),
        maximum=_figure(part.maximum),
        median="" if part.median is None else _figure(part.median),
        rows=tuple(_row(row) for row in part.rows),
    )


def _row(row: reports.Row) -> contexts.ReportRow:
    return contexts.ReportRow(
        code=row.indicator.code,
        title=row.indicator.title,
        required=row.indicator.required,
        level=row.level,
        contribution=_figure(row.contribution),
        maximum=_figure(row.maximum),
        lost=_figure(row.lost),
        reason=row.reason,
        gains=tuple(contexts.ReportGain(level=gain.level, points=_figure(gain.points)) for gain in row.gains),
    )


def issue_objection(
    objection: Objection,
    points: Sequence[ObjectionPoint],
    lines: Sequence[ResultLine],
    outcome: scoring.Outcome,
    *,
    by: User,
) -> Document:
    """The answers on paper, with the next number of the register. The rows are locked."""
    participation = objection.participation
    by_indicator = {line.indicator_id: line for line in lines}
    codes = {str(line.indicator_id): line.indicator.code for line in lines}
    unmet = tuple(codes[key] for key in outcome.required_unmet)
    changed = any(point.level for point in points)
    context = contexts.ObjectionOutcome(
        **_unit(participation),
        dated=dates.today(),
        filed_on=dates.day_of(objection.filed_at) if objection.filed_at else None,
        outcome=objection.get_standing_display(),
        points=tuple(_point(point, by_indicator[point.indicator_id]) for point in points),
        total_before=_figure(objection.result.total),
        total_after=_figure(outcome.total if changed else objection.result.total),
        threshold=_figure(objection.result.threshold),
        required_unmet=unmet,
        conclusion=_conclusion(objection, outcome, changed=changed),
        note=objection.review_note,
        signatory=_signatory(participation.cycle),
    )
    return documents.issue(
        kind=Document.Kind.OBJECTION,
        cycle=participation.cycle,
        participation=participation,
        context=context,
        by=by,
        title=f"Hasil keberatan {participation.work_unit.short_name} Tahun {participation.cycle.year}",
        public_facts=_facts(participation),
        register="keberatan",
    )


def _point(point: ObjectionPoint, line: ResultLine) -> contexts.ObjectionPointRow:
    return contexts.ObjectionPointRow(
        code=point.indicator.code,
        title=point.indicator.title,
        text=point.text,
        files=len(point.files.all()),
        answer=point.get_answer_display(),
        before=line.label,
        after=point.level.label if point.level else line.label,
        reason=point.reason,
    )


def _conclusion(objection: Objection, outcome: scoring.Outcome, *, changed: bool) -> str:
    result = objection.result
    if not changed:
        return "Hasil penilaian tidak berubah."
    meets = outcome.total >= result.threshold and not outcome.required_unmet
    if result.meets:
        return "Predikat unit tetap; nilainya berubah seperti di atas."
    if meets:
        return (
            "Unit memenuhi syarat predikat. Predikat diberikan dengan Keputusan Menteri berikutnya, lalu piagamnya "
            "diterbitkan."
        )
    return "Nilai unit berubah seperti di atas, tetapi belum memenuhi syarat predikat."


def _signatory(cycle: Cycle) -> contexts.Signatory:
    """Whoever signs the statements of the programme to units; a name that is not recorded is left to the pen."""
    named = Signatory.objects.filter(cycle=cycle, purpose=Signatory.Purpose.STATEMENT).first()
    return contexts.Signatory(
        title=named.title if named else "Pimpinan program P2HAM", name=named.name if named else ""
    )


def _unit(participation: Participation) -> dict[str, Any]:
    cycle, unit = participation.cycle, participation.work_unit
    return {
        "office": contexts.Office(institution="Pelayanan Publik Berbasis HAM", name=f"Tim Penilai {cycle.title}"),
        "unit": unit.name,
        "institution": participation.institution.name,
        "region": unit.province.name,
        "year": cycle.year,
        "instrument": str(cycle.instrument),
        "place": cycle.place,
        "legal_basis": tuple(cycle.legal_basis),
    }


def _facts(participation: Participation) -> dict[str, str]:
    return {
        "unit": participation.work_unit.name,
        "institution": participation.institution.name,
        "year": str(participation.cycle.year),
    }
