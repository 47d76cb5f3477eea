"""Overviews of stage 1: units and what they lack, ceremonies on a calendar and in a table, the public calendar."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.cycle import queries as spine
from assessments.cycle.models import NATIONAL_ROLES, Cycle, Participation, ParticipationQuerySet
from assessments.cycle.queries import current_cycle
from assessments.pencanangan.forms.overview import CeremoniesFilter, UnitsFilter
from assessments.pencanangan.models import Application, Ceremony
from assessments.pencanangan.queries import calendar, overview
from p2ham.lib import dates, sheets
from p2ham.lib.paging import page
from p2ham.lib.sheets import Column
from units.access import require_role
from units.models import REGION_ROLES, Role, User, WorkUnit

_WATCHING = (Role.ADMIN, Role.LEADERSHIP, Role.OBSERVER)


def _place(place: str | None, city: str | None) -> str:
    return f"{place}, {city}" if place else ""


def _declared_on(row: Participation) -> object:
    declaration = getattr(row, "declaration", None)
    return declaration.declared_on if declaration else None


UNIT_COLUMNS = [
    Column("Unit", 48, lambda row: row.work_unit.name),
    Column("Jenis", 26, lambda row: row.work_unit.get_kind_display()),
    Column("Kabupaten/kota", 24, lambda row: row.work_unit.city),
    Column("Wilayah", 34, lambda row: row.coordinator.short_name if row.coordinator else ""),
    Column("Status", 24, lambda row: overview.step_of(row)[0]),
    Column("Tanggal acara", 20, lambda row: row.ceremony_date),
    Column("Tempat acara", 40, lambda row: _place(row.ceremony_place, row.ceremony_city)),
    Column("Dicanangkan", 20, _declared_on),
    Column("Jumlah kekurangan", 12, lambda row: len(overview.lacks_of(row))),
    Column("Yang kurang", 70, lambda row: "; ".join(overview.lacks_of(row))),
]

CEREMONY_COLUMNS = [
    Column("Tanggal", 20, lambda row: row.date),
    Column("Pukul", 14, lambda row: row.hour),
    Column("Pemohon", 40, lambda row: row.office),
    Column("Tempat", 40, lambda row: row.place),
    Column("Kota", 24, lambda row: row.city),
    Column("Cara pelaksanaan", 26, lambda row: row.mode_label),
    Column("Unit", 10, lambda row: row.units),
    Column("Sudah dicanangkan", 14, lambda row: row.declared),
    Column("Status", 26, lambda row: row.status_label),
]


def _cycle_or_404() -> Cycle:
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    return cycle


def _filtered(request: HttpRequest, user: User, cycle: Cycle) -> tuple[UnitsFilter, ParticipationQuerySet]:
    """The filter, and the units that fit its words but not yet its figures."""
    found = overview.units(user, cycle)
    national = user.has_role(*NATIONAL_ROLES)
    regions = spine.regions(cycle) if national else []
    chosen = request.GET.get("region", "")
    within = [pk for pk, _ in regions if str(pk) == chosen]
    # The cities of one region make a list to choose from, those of the whole country do not.
    cities = [] if national and not within else spine.cities(found.filter(coordinator=within[0]) if within else found)
    form = UnitsFilter(request.GET, regions=regions, cities=cities)
    return form, overview.narrowed(found, form.wanted)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units of a region by state, and who lacks what."""
    user = require_role(request.user, *REGION_ROLES, *_WATCHING)
    cycle = current_cycle()
    if cycle is None:
        return render(request, "pencanangan/overview.html", {"cycle": None})
    form, found = _filtered(request, user, cycle)
    wanted = form.wanted
    steps, lacks = overview.figures(found)
    shown = page(request, overview.chosen(found, wanted), by=("work_unit__name", "pk"))
    rows = [(row, *overview.step_of(row), overview.lacks_of(row)) for row in shown.rows]
    context = {
        "cycle": cycle,
        "filter": form,
        "filtered": bool(wanted),
        "steps": [_figure(request, "step", figure, wanted) for figure in steps],
        "lacks": [_figure(request, "lack", figure, wanted) for figure in lacks],
        "national": user.has_role(*NATIONAL_ROLES),
        "page": shown,
        "rows": rows,
        "export_url": _same(request, "overview_units_export"),
    }
    return render(request, "pencanangan/overview.html", context)


def _figure(request: HttpRequest, name: str, figure: overview.Figure, wanted: dict[str, Any]) -> dict[str, Any]:
    """A number with the address that filters by it, or takes that filter away again."""
    query = request.GET.copy()
    query.pop("setelah", None)
    active = wanted.get(name) == figure.key
    if active:
        query.pop(name)
    else:
        query[name] = figure.key
    return {"label": figure.label, "count": figure.count, "url": f"?{query.urlencode()}", "active": active}


def _same(request: HttpRequest, route: str) -> str:
    """Another route with the filters of this page."""
    query = request.GET.copy()
    query.pop("setelah", None)
    return f"{reverse(route)}?{query.urlencode()}" if query else reverse(route)


@require_safe
def units_export(request: HttpRequest) -> HttpResponse:
    """Exactly the filtered units as XLSX."""
    user = require_role(request.user, *REGION_ROLES, *_WATCHING)
    cycle = _cycle_or_404()
    form, found = _filtered(request, user, cycle)
    rows = overview.chosen(found, form.wanted).order_by("work_unit__name", "pk").iterator(chunk_size=500)
    title = f"Pencanangan wilayah {cycle.year}"
    return sheets.response(title, sheets.workbook(title, UNIT_COLUMNS, rows, note=form.words()))


def _offices(user: User, cycle: Cycle) -> list[tuple[int, str]]:
    """The offices that have applied, to choose from; nothing to choose for a coordinator."""
    if not user.has_role(*NATIONAL_ROLES):
        return []
    applicants = Application.objects.filter(cycle=cycle).order_by().values("applicant")
    return list(WorkUnit.objects.filter(pk__in=applicants).order_by("name").values_list("pk", "short_name"))


@require_safe
def ceremonies_calendar(request: HttpRequest) -> HttpResponse:
    """The ceremonies of a month on a calendar; returned applications have none."""
    user = require_role(request.user, *REGION_ROLES, *NATIONAL_ROLES)
    cycle = current_cycle()
    found = calendar.ceremonies(user, cycle) if cycle else Ceremony.objects.none()
    form = CeremoniesFilter(request.GET, regions=_offices(user, cycle) if cycle else [])
    del form.fields["month"]  # the calendar turns its own pages
    wanted = form.wanted
    found = calendar.fitting(found, wanted)
    if "status" not in wanted:
        found = found.exclude(application__status=Application.Status.RETURNED)
    query = request.GET.copy()
    query.pop("bulan", None)
    context = {
        "cycle": cycle,
        "filter": form,
        "filtered": bool(wanted),
        "month": calendar.month(found, calendar.month_named(request.GET.get("bulan", ""))),
        "kept": query.urlencode(),
    }
    return render(request, "pencanangan/calendar.html", context)


@require_safe
def ceremonies(request: HttpRequest) -> HttpResponse:
    """All ceremonies of the cycle in a table."""
    user = require_role(request.user, *REGION_ROLES, *NATIONAL_ROLES)
    cycle = current_cycle()
    found = calendar.ceremonies(user, cycle) if cycle else Ceremony.objects.none()
    form = CeremoniesFilter(request.GET, regions=_offices(user, cycle) if cycle else [])
    fitting = calendar.fitting(found, form.wanted)
    shown = page(request, fitting.only("pk", "date"), by=("date", "pk"))
    rows = calendar.events(found.filter(pk__in=[row.pk for row in shown.rows]))
    context = {
        "cycle": cycle,
        "filter": form,
        "filtered": bool(form.wanted),
        "page": shown,
        "rows": sorted(rows, key=lambda row: row.date),
        "export_url": _same(request, "overview_ceremonies_export"),
    }
    return render(request, "pencanangan/calendar_table.html", context)


@require_safe
def ceremonies_export(request: HttpRequest) -> HttpResponse:
    """Exactly the filtered ceremonies as XLSX."""
    user = require_role(request.user, *REGION_ROLES, *NATIONAL_ROLES)
    cycle = _cycle_or_404()
    form = CeremoniesFilter(request.GET, regions=_offices(user, cycle))
    rows = calendar.events(calendar.fitting(calendar.ceremonies(user, cycle), form.wanted))
    title = f"Acara pencanangan {cycle.year}"
    return sheets.response(title, sheets.workbook(title, CEREMONY_COLUMNS, rows, note=form.words()))


@login_not_required
@require_safe
def public_calendar(request: HttpRequest) -> HttpResponse:
    """The accepted ceremonies month by month, for everybody; no person is named."""
    cycle = current_cycle()
    found = calendar.public_ceremonies(cycle) if cycle else Ceremony.objects.none()
    first = calendar.month_named(request.GET.get("bulan", ""))
    context = {"cycle": cycle, "month": calendar.month(found, first), "kept": "", "today": dates.today()}
    return render(request, "pencanangan/schedule_public.html", context)
