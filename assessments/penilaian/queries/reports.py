"""Reports of units: the result with its comparison, and the list of those whose results are released."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from assessments.cycle.models import Cycle, Participation
from assessments.documents.models import Document
from assessments.penilaian import reports
from assessments.penilaian.models import Result, ResultLine
from assessments.penilaian.queries.findings import combined_levels
from assessments.penilaian.queries.visible import RELEASED, TOLD, results_visible_to
from units.models import Kind, User


def lines_of(result: Result) -> list[ResultLine]:
    """The lines in order, with the levels of their indicators. Two queries."""
    rows = result.lines.select_related("indicator__criterion", "level").prefetch_related("indicator__levels")
    return list(rows)


def report_of(result: Result, participation: Participation) -> reports.Report:
    """The unit's report. When its paper is issued, the comparison is that of the paper. At most six queries."""
    paper = paper_of(participation)
    comparison = frozen_comparison(paper) if paper else comparison_of(participation)
    return reports.report(result, lines_of(result), comparison, combined_levels(result))


def paper_of(participation: Participation) -> Document | None:
    """The report as a paper that holds now; an objection replaces it together with the result."""
    papers = participation.documents.filter(kind=Document.Kind.REPORT, standing=Document.Standing.VALID)
    return papers.order_by("pk").last()


def frozen_comparison(paper: Document) -> reports.Comparison | None:
    """The comparison as the paper says it."""
    found = paper.context.get("comparison")
    if not found:
        return None
    criteria = {
        (part["code"], _read(part["maximum"])): _read(part["median"])
        for part in paper.context["criteria"]
        if part["median"]
    }
    return reports.Comparison(found["kind"], found["count"], _read(found["total"]), criteria)


def _read(figure: str) -> Decimal:
    return Decimal(figure.replace(",", "."))


def comparison_of(participation: Participation) -> reports.Comparison | None:
    """The medians of the units of the same kind in the cycle whose results are released. One query."""
    kind = Kind(participation.work_unit.kind)
    return reports.comparison(str(kind.label), _peers(participation.cycle_id).get(kind, []))


def comparisons(cycle: Cycle) -> dict[str, reports.Comparison]:
    """The medians of every kind that has enough units. One query."""
    found = {kind: reports.comparison(str(Kind(kind).label), peers) for kind, peers in _peers(cycle.pk).items()}
    return {kind: comparison for kind, comparison in found.items() if comparison}


def _peers(cycle_id: int) -> dict[str, list[tuple[Decimal, Mapping[str, list[str]]]]]:
    released = Result.objects.current().filter(participation__cycle=cycle_id, participation__state__in=RELEASED)
    found: dict[str, list[tuple[Decimal, Mapping[str, list[str]]]]] = {}
    for kind, total, subtotals in released.values_list("participation__work_unit__kind", "total", "subtotals"):
        found.setdefault(kind, []).append((total, subtotals))
    return found


def reported(user: User, cycle: Cycle, *, text: str = "", kind: str = "", outcome: str = "") -> models.QuerySet[Result]:
    """The released results of the units that the person sees, by the units' names: no order of merit."""
    found = results_visible_to(user).filter(TOLD, participation__cycle=cycle)
    if kind:
        found = found.filter(participation__work_unit__kind=kind)
    met = Q(total__gte=F("threshold"), required_unmet=[])
    if outcome:
        found = found.filter(met if outcome == "ya" else ~met)
    for word in text.split():
        unit = Q(participation__work_unit__name__icontains=word)
        found = found.filter(unit | Q(participation__work_unit__short_name__icontains=word))
    return found.select_related("participation__work_unit__province", "participation__coordinator")


def kinds_reported(user: User, cycle: Cycle) -> list[tuple[str, str]]:
    """The kinds among them, for a filter."""
    rows = results_visible_to(user).filter(TOLD, participation__cycle=cycle).order_by()
    held = set(rows.values_list("participation__work_unit__kind", flat=True))
    return [(kind.value, str(kind.label)) for kind in Kind if kind.value in held]


def unreported() -> models.QuerySet[Participation]:
    """Units of running cycles whose released result has no paper yet."""
    papers = Document.objects.filter(
        participation=OuterRef("pk"), kind=Document.Kind.REPORT, standing=Document.Standing.VALID
    )
    rows = Participation.objects.filter(~Exists(papers), state__in=RELEASED, cycle__status=Cycle.Status.OPEN)
    return rows.filter(results__isnull=False).distinct()
