"""How far the country or a region is, how long each stage takes, and who waits longest; the same as XLSX."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.cycle import queries as spine
from assessments.cycle.models import NATIONAL_ROLES
from assessments.cycle.queries import current_cycle, turn_label
from assessments.cycle.states import State
from assessments.dashboards import progress
from assessments.dashboards.board import READERS
from assessments.dashboards.forms_overview import AgeingFilter, ProgressFilter
from assessments.dashboards.views_board import cycle_or_404, same
from p2ham.lib import sheets
from p2ham.lib.paging import page
from p2ham.lib.sheets import Column
from units.access import require_role

AGEING_COLUMNS = [
    Column("Unit", 44, lambda row: row.work_unit.name),
    Column("Jenis", 24, lambda row: row.work_unit.get_kind_display()),
    Column("Kabupaten/kota", 22, lambda row: row.work_unit.city),
    Column("Wilayah", 32, lambda row: row.coordinator.short_name if row.coordinator else ""),
    Column("Status", 28, lambda row: State(row.state).label),
    Column("Giliran", 28, turn_label),
    Column("Sejak (WIB)", 26, lambda row: row.state_since),
    Column("Hari menunggu", 12, progress.days_waiting),
    Column("Batas waktu (WIB)", 26, lambda row: row.until),
]


def _step(key: str) -> Column:
    return Column(progress.STEPS[key][0], 14, lambda pair: pair[1].steps[key])


PROGRESS_COLUMNS = [
    Column("Menurut", 14, lambda pair: pair[0]),
    Column("Wilayah atau jenis", 44, lambda pair: pair[1].label),
    Column("Unit", 10, lambda pair: pair[1].total),
    *(_step(key) for key in progress.STEPS),
    Column("Sudah diputuskan", 14, lambda pair: pair[1].decided),
    Column("Persen diputuskan", 14, lambda pair: round(pair[1].share * 100, 1)),
]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Units by region and by kind at each step; average days per stage."""
    user = require_role(request.user, *READERS)
    cycle = current_cycle()
    if cycle is None:
        return render(request, "dashboards/progress.html", {"cycle": None})
    national = user.has_role(*NATIONAL_ROLES)
    form = ProgressFilter(request.GET, regions=spine.regions(cycle) if national else [])
    found = progress.units(user, cycle, form.wanted)
    regions, kinds = progress.by_region(found), progress.by_kind(found)
    context = {
        "cycle": cycle,
        "filter": form,
        "filtered": bool(form.wanted),
        "steps": [label for label, _ in progress.STEPS.values()],
        "tables": [("wilayah", "Menurut wilayah", "Wilayah", regions), ("jenis", "Menurut jenis unit", "Jenis", kinds)],
        "total": progress.total(regions),
        "stretches": progress.country_stretches(found, cycle, form.wanted) if national else progress.stretches(found),
        "national": national,
        "export_url": same(request, "progress_export"),
        "ageing_url": same(request, "ageing"),
    }
    return render(request, "dashboards/progress.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Exactly the filtered numbers as XLSX: a line per region, then a line per kind."""
    user = require_role(request.user, *READERS)
    cycle = cycle_or_404()
    national = user.has_role(*NATIONAL_ROLES)
    form = ProgressFilter(request.GET, regions=spine.regions(cycle) if national else [])
    found = progress.units(user, cycle, form.wanted)
    rows = [("wilayah", line) for line in progress.by_region(found)] + [
        ("jenis unit", line) for line in progress.by_kind(found)
    ]
    title = f"Kemajuan {cycle.year}"
    return sheets.response(title, sheets.workbook(title, PROGRESS_COLUMNS, rows, note=form.words()))


@require_safe
def ageing(request: HttpRequest) -> HttpResponse:
    """The units that wait, the longest waiting first, and whose turn it is."""
    user = require_role(request.user, *READERS)
    cycle = current_cycle()
    if cycle is None:
        return render(request, "dashboards/ageing.html", {"cycle": None})
    national = user.has_role(*NATIONAL_ROLES)
    form = AgeingFilter(request.GET, regions=spine.regions(cycle) if national else [])
    found = progress.ageing(progress.units(user, cycle, form.wanted), form.wanted)
    here = page(request, found, by=("state_since", "pk"))
    rows = [
        (row, State(row.state).label, row.state_info.tone, turn_label(row), progress.days_waiting(row))
        for row in here.rows
    ]
    context = {
        "cycle": cycle,
        "filter": form,
        "filtered": bool(form.wanted),
        "page": here,
        "rows": rows,
        "national": national,
        "export_url": same(request, "ageing_export"),
    }
    return render(request, "dashboards/ageing.html", context)


@require_safe
def ageing_export(request: HttpRequest) -> HttpResponse:
    """Exactly the filtered units that wait, as XLSX."""
    user = require_role(request.user, *READERS)
    cycle = cycle_or_404()
    national = user.has_role(*NATIONAL_ROLES)
    form = AgeingFilter(request.GET, regions=spine.regions(cycle) if national else [])
    found = progress.ageing(progress.units(user, cycle, form.wanted), form.wanted)
    rows = found.order_by("state_since", "pk").iterator(chunk_size=500)
    title = f"Lama menunggu {cycle.year}"
    return sheets.response(title, sheets.workbook(title, AGEING_COLUMNS, rows, note=form.words()))
