"""The board of units and indicators, its list as XLSX, its recap on paper, and reminding exactly these units."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cycle import queries as spine
from assessments.cycle.models import NATIONAL_ROLES, Cycle, ParticipationQuerySet
from assessments.cycle.queries import current_cycle
from assessments.cycle.states import STATES
from assessments.cycle.workflow import MoveRefused
from assessments.dashboards import board, nudging
from assessments.dashboards import recap as paper
from assessments.dashboards.board import READERS
from assessments.dashboards.forms_overview import BoardFilter
from indicators.models import Indicator
from p2ham.lib import dates, sheets
from p2ham.lib.http import row_id
from p2ham.lib.paging import page
from p2ham.lib.sheets import Column
from units.access import require_role
from units.models import REGION_ROLES, User

# A file is made while one waits; more units than these are asked for in parts.
MOST_IN_FILE = 2000


def cycle_or_404() -> Cycle:
    """The running cycle."""
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    return cycle


def filtered(
    request: HttpRequest, user: User, cycle: Cycle, shown: list[Indicator]
) -> tuple[BoardFilter, ParticipationQuerySet]:
    """The filter of the address, and the units that fit it."""
    found = board.units(user, cycle)
    national = user.has_role(*NATIONAL_ROLES)
    regions = spine.regions(cycle) if national else []
    within = [pk for pk, _ in regions if str(pk) == request.GET.get("region", "")]
    # The cities of one region make a list to choose from, and its files are counted; not those of the whole country.
    narrow = found.filter(coordinator=within[0]) if within else found
    local = bool(within) or not national
    cities = spine.cities(narrow) if local else []
    form = BoardFilter(request.GET, regions=regions, cities=cities, indicators=shown, counts_files=local)
    return form, board.narrowed(found, form.wanted, cycle)


def same(request: HttpRequest, route: str) -> str:
    """Another route with the filters of this page."""
    query = request.GET.copy()
    query.pop("setelah", None)
    return f"{reverse(route)}?{query.urlencode()}" if query else reverse(route)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The board: a heat map that is a table."""
    user = require_role(request.user, *READERS)
    cycle = current_cycle()
    if cycle is None:
        return render(request, "dashboards/board.html", {"cycle": None})
    shown = board.columns(cycle)
    form, found = filtered(request, user, cycle, shown)
    here = page(request, found.with_place(), by=("work_unit__name", "pk"), size=board.SIZE)
    counts = [(count, state.label, STATES[state].tone) for state, count in board.counts(found)]
    context = {
        "cycle": cycle,
        "filter": form,
        "filtered": bool(form.wanted),
        "held_back": form.held_back,
        "counts": counts,
        "total": sum(row[0] for row in counts),
        "columns": shown,
        "legend": board.LEGEND,
        "page": here,
        "rows": board.rows(here.rows, shown),
        "national": user.has_role(*NATIONAL_ROLES),
        "remind_reasons": nudging.senders(user),
        "remind_url": same(request, "board_remind"),
        "export_url": same(request, "board_export"),
        "recap_url": same(request, "board_recap"),
    }
    return render(request, "dashboards/board.html", context)


def _columns(shown: list[Indicator]) -> list[Column]:
    def cell(index: int) -> Column:
        return Column(shown[index].code, 14, lambda row: row.cells[index].phrase)

    return [
        Column("Unit", 44, lambda row: row.participation.work_unit.name),
        Column("Jenis", 24, lambda row: row.participation.work_unit.get_kind_display()),
        Column("Kabupaten/kota", 22, lambda row: row.participation.work_unit.city),
        Column(
            "Wilayah", 32, lambda row: row.participation.coordinator.short_name if row.participation.coordinator else ""
        ),
        Column("Status", 26, lambda row: row.state_label),
        Column("Batas waktu (WIB)", 26, lambda row: row.until),
        Column("Lengkap", 10, lambda row: row.complete if row.total else None),
        Column("Terbuka", 10, lambda row: row.total or None),
        *(cell(index) for index in range(len(shown))),
    ]


def too_many(request: HttpRequest, found: ParticipationQuerySet, most: int) -> HttpResponse | None:
    """Back to the board with a sentence, when a file of so many units would keep one waiting."""
    if found.count() <= most:
        return None
    messages.error(
        request,
        f"Berkas memuat paling banyak {most} unit. Pilih wilayah atau saringan lain, lalu unduh sebagian demi "
        "sebagian.",
    )
    return redirect(same(request, "board"))


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Exactly the filtered units with all their indicators, as XLSX."""
    user = require_role(request.user, *READERS)
    cycle = cycle_or_404()
    shown = board.columns(cycle)
    form, found = filtered(request, user, cycle, shown)
    if refused := too_many(request, found, MOST_IN_FILE):
        return refused
    title = f"Papan verifikasi {cycle.year}"
    content = sheets.workbook(title, _columns(shown), board.all_rows(found, shown), note=form.words())
    return sheets.response(title, content)


@require_safe
def recap(request: HttpRequest) -> HttpResponse:
    """Exactly the filtered units as they are now, on paper."""
    user = require_role(request.user, *READERS)
    cycle = cycle_or_404()
    shown = board.columns(cycle)
    form, found = filtered(request, user, cycle, shown)
    if refused := too_many(request, found, paper.MOST):
        return refused
    offices = dict.fromkeys(
        posting.work_unit.short_name
        for posting in user.current_postings
        if posting.role in REGION_ROLES and posting.work_unit
    )
    scope = "seluruh Indonesia" if user.has_role(*NATIONAL_ROLES) else ", ".join(offices)
    content = paper.render(cycle, shown, list(board.all_rows(found, shown)), scope=scope, words=form.words())
    response = HttpResponse(content, content_type="application/pdf")
    name = f"Rekap verifikasi {dates.today().isoformat()}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


# --- reminding exactly these -------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """Who would get what, as a preview; then one press for exactly the units of the preview."""
    user = require_role(request.user, *READERS)
    cycle = cycle_or_404()
    if request.method == "POST":
        return _nudge(request, user, cycle)
    form, found = filtered(request, user, cycle, board.columns(cycle))
    rows = list(found.with_place().order_by("work_unit__name", "pk")[: nudging.MOST + 1])
    over = len(rows) > nudging.MOST
    lines = [] if over else nudging.lines(rows)
    chosen = [line for line in lines if not line.reason]
    context: dict[str, Any] = {
        "cycle": cycle,
        "words": form.words(),
        "most": nudging.MOST,
        "over": over,
        "chosen": chosen,
        "left": [line for line in lines if line.reason],
        "people": len({person.pk for line in chosen for person in line.people}),
        "keys": ",".join(str(line.participation.pk) for line in chosen),
        "reasons": nudging.senders(user) or ([] if chosen else ["Tidak ada unit yang dapat diingatkan sekarang."]),
        "back_url": same(request, "board"),
    }
    return render(request, "dashboards/board_remind.html", context)


def _nudge(request: HttpRequest, user: User, cycle: Cycle) -> HttpResponse:
    keys = {key for text in request.POST.get("units", "")[:20_000].split(",") if (key := row_id(text)) is not None}
    rows = list(board.units(user, cycle).filter(pk__in=keys)[: nudging.MOST + 1])
    try:
        done = nudging.nudge(rows=rows, by=user)
    except MoveRefused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        _tell(request, len(done), len(keys) - len(done))
    return redirect(same(request, "board"))


def _tell(request: HttpRequest, done: int, left: int) -> None:
    if done:
        messages.success(
            request, f"{done} unit diingatkan lewat kotak masuk dan surel. Tercatat di riwayat setiap unit."
        )
    if left:
        messages.info(request, f"{left} unit tidak diingatkan lagi: sudah diingatkan hari ini atau sudah menyampaikan.")
