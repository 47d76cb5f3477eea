"""The settled result as its readers see it (rapor): page, PDF, XLSX, and the list of those of many units."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.cycle.models import Participation
from assessments.cycle.queries import current_cycle
from assessments.documents import serving
from assessments.penilaian import access, reports
from assessments.penilaian.forms.objecting import ReportFilter
from assessments.penilaian.models import Result
from assessments.penilaian.queries import objections, visible
from assessments.penilaian.queries import reports as queries
from assessments.penilaian.rules import objecting
from p2ham.lib import sheets
from p2ham.lib.paging import page
from units.access import require_role
from units.models import REGION_ROLES, UNIT_ROLES, Role, User

READERS = (*REGION_ROLES, Role.VERIFIER, Role.LEAD, Role.ADMIN, Role.LEADERSHIP, Role.OBSERVER)


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """The result line by line, with what would have raised it and how it compares."""
    assert isinstance(request.user, User)
    found, participation, told = _readable(request.user, pk)
    context = {
        "participation": participation,
        "result": found,
        "report": queries.report_of(found, participation),
        "paper": queries.paper_of(participation) if told else None,
        "released": told,
        **_objection(participation, found, request.user),
    }
    return render(request, "penilaian/result.html", context)


def _readable(user: User, pk: int) -> tuple[Result, Participation, bool]:
    found = access.result_or_404(user, pk)
    return found, access.participation_or_404(user, pk), visible.is_told(found)


def _objection(participation: Participation, found: Result, user: User) -> dict[str, Any]:
    """What the unit may do about its result."""
    if participation.work_unit_id not in user.units_as(*UNIT_ROLES) or participation.state not in visible.RELEASED:
        return {"may_object": False, "term": None, "closed": [], "objection": None}
    current, term = objections.current_result(participation), objections.term_of(participation)
    latest = objections.latest_of(participation)
    closed = objecting.closed(participation, current, term)
    return {"may_object": True, "term": term, "closed": closed, "objection": latest}


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The report as a PDF."""
    assert isinstance(request.user, User)
    return serving.respond(request, access.report_or_404(request.user, pk))


ROW_COLUMNS = (
    sheets.Column("Kriteria", 28, lambda pair: pair[0].label),
    sheets.Column("Kode", 8, lambda pair: pair[1].indicator.code),
    sheets.Column("Indikator", 46, lambda pair: pair[1].indicator.title),
    sheets.Column("Wajib", 8, lambda pair: pair[1].indicator.required),
    sheets.Column("Tingkat", 18, lambda pair: pair[1].level),
    sheets.Column("Nilai", 9, lambda pair: pair[1].contribution),
    sheets.Column("Paling tinggi", 9, lambda pair: pair[1].maximum),
    sheets.Column("Hilang", 9, lambda pair: pair[1].lost),
    sheets.Column("Bila tingkatnya", 26, lambda pair: "\n".join(map(str, pair[1].gains))),
    sheets.Column("Alasan", 60, lambda pair: pair[1].reason),
)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a workbook: the figures of the page."""
    assert isinstance(request.user, User)
    found, participation, told = _readable(request.user, pk)
    if not told:
        raise Http404
    report = queries.report_of(found, participation)
    title = f"Rapor {participation.work_unit.short_name} {participation.cycle.year}"
    rows = [(part, row) for part in report.criteria for row in part.rows]
    return sheets.response(title, sheets.workbook(title, ROW_COLUMNS, rows, summary=summary(report)))


def summary(report: reports.Report) -> str:
    """The figures over the lines in one sentence."""
    parts = "; ".join(f"{part.label} {_figure(part.subtotal)} dari {_figure(part.maximum)}" for part in report.criteria)
    words = f"Nilai akhir {_figure(report.total)}, ambang {_figure(report.threshold)}. {parts}."
    if report.comparison:
        medians = "; ".join(
            f"{part.label} {_figure(part.median)}" for part in report.criteria if part.median is not None
        )
        found = report.comparison
        words += f" Nilai tengah {found.count} unit {found.kind}: nilai akhir {_figure(found.total)}; {medians}."
    return words


def _figure(value: Any) -> str:
    return str(value).replace(".", ",")


# --- the reports of many units -------------------------------------------------------------------------------------------
def _listed(request: HttpRequest) -> tuple[User, Any, ReportFilter, Any]:
    user = require_role(request.user, *READERS)
    cycle = current_cycle()
    form = ReportFilter(request.GET, kinds=queries.kinds_reported(user, cycle) if cycle else [])
    return user, cycle, form, queries.reported(user, cycle, **form.chosen()) if cycle else Result.objects.none()


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """The released results of the units that the reader sees, by name, each beside the median of its kind."""
    _, cycle, form, rows = _listed(request)
    medians = queries.comparisons(cycle) if cycle else {}
    found = page(request, rows, by=("participation__work_unit__name", "pk"))
    context = {
        "cycle": cycle,
        "page": found,
        "rows": [(row, medians.get(row.participation.work_unit.kind)) for row in found.rows],
        "filter": form,
        "filtered": any(form.chosen().values()),
        "query": request.GET.urlencode(),
        "fewest": reports.FEWEST_PEERS,
    }
    return render(request, "penilaian/reports.html", context)


LIST_COLUMNS = (
    sheets.Column("Unit kerja", 50, lambda pair: pair[0].participation.work_unit.name),
    sheets.Column("Jenis", 26, lambda pair: pair[0].participation.work_unit.get_kind_display()),
    sheets.Column("Provinsi", 22, lambda pair: pair[0].participation.work_unit.province.name),
    sheets.Column("Nilai akhir", 12, lambda pair: pair[0].total),
    sheets.Column("Ambang", 12, lambda pair: pair[0].threshold),
    sheets.Column("Nilai tengah sejenis", 14, lambda pair: pair[1].total if pair[1] else None),
    sheets.Column("Memenuhi syarat", 12, lambda pair: pair[0].meets),
    sheets.Column("Wajib belum terpenuhi", 24, lambda pair: ", ".join(pair[0].required_unmet)),
)


@require_safe
def list_sheet(request: HttpRequest) -> HttpResponse:
    """Exactly what the list shows, as a workbook."""
    _, cycle, form, rows = _listed(request)
    medians = queries.comparisons(cycle) if cycle else {}
    pairs = (
        (row, medians.get(row.participation.work_unit.kind))
        for row in rows.order_by("participation__work_unit__name", "pk").iterator(chunk_size=500)
    )
    title = f"Hasil penilaian {cycle.year}" if cycle else "Hasil penilaian"
    note = ", ".join(value for value in form.chosen().values() if value)
    return sheets.response(title, sheets.workbook(title, LIST_COLUMNS, pairs, note=note))
