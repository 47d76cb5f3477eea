"""The public list of units with the predikat, with a map that is also a table: no account, nothing personal."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from assessments.cycle.models import Cycle
from assessments.penilaian.forms.public import AwardFilter
from assessments.penilaian.models import Award
from assessments.penilaian.queries import awards
from p2ham.lib import csvs, sheets
from p2ham.lib.paging import page
from units.models import Province

COLUMNS = (
    sheets.Column("Unit kerja", 60, lambda award: award.participation.work_unit.name),
    sheets.Column("Instansi", 45, lambda award: award.participation.institution.name),
    sheets.Column("Kota atau kabupaten", 30, lambda award: award.participation.work_unit.city),
    sheets.Column("Provinsi", 28, lambda award: award.participation.work_unit.province.name),
    sheets.Column("Tahun", 8, lambda award: str(award.participation.cycle.year)),
    sheets.Column("Keputusan", 34, lambda award: award.decree.number),
    sheets.Column("Nomor piagam", 26, lambda award: award.certificate.number_text if award.certificate else ""),
    sheets.Column("Predikat", 14, lambda award: "dicabut" if award.revoked_at else "berlaku"),
)


def _asked(request: HttpRequest) -> tuple[AwardFilter, Cycle | None]:
    """What is asked for, and its year: the newest, if none or an unknown one is asked for."""
    years = awards.public_years()
    cycle = next((cycle for cycle in years if str(cycle.year) == request.GET.get("tahun")), years[0] if years else None)
    data = request.GET.copy()
    if cycle is not None:
        data["tahun"] = str(cycle.year)
    return AwardFilter(data, years=years, provinces=list(Province.objects.all())), cycle


def _found(form: AwardFilter, cycle: Cycle) -> QuerySet[Award]:
    wanted = form.wanted
    found = awards.standing(awards.released_awards(cycle), revoked=bool(wanted.get("status")))
    return awards.narrowed(found, province=wanted.get("provinsi", ""), q=wanted.get("q", ""))


@login_not_required
@require_safe
def public_awards(request: HttpRequest) -> HttpResponse:
    """By year and province, on a map and in a list."""
    form, cycle = _asked(request)
    if cycle is None:
        return render(request, "penilaian/public_awards.html", {"cycle": None})
    tiles = awards.tiles(awards.standing(awards.released_awards(cycle)))
    found = page(request, _found(form, cycle), by=("participation__work_unit__name", "pk"))
    query = request.GET.copy()
    query.pop("setelah", None)
    all_url = f"{reverse('public_awards')}?{urlencode({'tahun': str(cycle.year)})}"
    context = {
        "cycle": cycle,
        "form": form,
        "page": found,
        "tiles": [(tile, f"{all_url}&{urlencode({'provinsi': tile.province.pk})}") for tile in tiles],
        "awarded": sum(tile.count for tile in tiles),
        "covered": sum(tile.count > 0 for tile in tiles),
        "province": form.wanted.get("provinsi", ""),
        "filtered": any(form.wanted.get(name) for name in ("q", "provinsi", "status")),
        "words": form.words(),
        "all_url": all_url,
        "query": query.urlencode(),
    }
    return render(request, "penilaian/public_awards.html", context)


@login_not_required
@require_safe
def public_awards_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the filtered list as XLSX, or with ``?bentuk=csv`` as CSV."""
    form, cycle = _asked(request)
    if cycle is None:
        return render(request, "penilaian/public_awards.html", {"cycle": None})
    rows = _found(form, cycle).select_related(
        "participation__work_unit__province", "participation__institution", "participation__cycle",
        "certificate", "decree",
    ).order_by("participation__work_unit__name", "pk")  # fmt: skip
    title = f"Unit berpredikat P2HAM {cycle.year}"
    many = rows.iterator(chunk_size=2000)
    if request.GET.get("bentuk") == "csv":
        return csvs.response(title, [column.heading for column in COLUMNS], _cells(many))
    answer = sheets.response(title, sheets.workbook(title, COLUMNS, many, note=form.words()))
    answer["Cache-Control"] = "no-store"
    return answer


def _cells(rows: Iterator[Award]) -> Iterator[list[object]]:
    for row in rows:
        yield [column.value(row) for column in COLUMNS]
