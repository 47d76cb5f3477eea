"""How well the assessors agree: advice for the lead."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.cycle.models import Cycle
from assessments.cycle.queries import current_cycle
from assessments.penilaian.forms import AgreementFilter
from assessments.penilaian.queries import agreement
from p2ham.lib import sheets
from units.access import require_role
from units.models import Role

ADVICE = (
    "Angka ini bahan pembinaan tim penilai. Nilai asli yang diberikan setiap penilai tetap yang sah dan tidak diubah "
    "olehnya."
)


def _seen(request: HttpRequest) -> tuple[Cycle | None, AgreementFilter, agreement.Picture | None]:
    user = require_role(request.user, Role.LEAD)
    cycle = current_cycle()
    form = AgreementFilter(request.GET)
    if cycle is None:
        return None, form, None
    return cycle, form, agreement.picture(cycle, form.narrowed(agreement.opened(cycle, user)))


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Krippendorff's alpha and the leaning of each assessor, over units whose seal is open."""
    cycle, form, picture = _seen(request)
    query = request.GET.urlencode()
    context = {"cycle": cycle, "filter": form, "picture": picture, "advice": ADVICE, "query": query}
    return render(request, "penilaian/agreement.html", context)


@dataclass(frozen=True)
class _Row:
    part: str
    name: str
    criterion: str
    units: int | None
    judgements: int
    mean: float | None
    ordinal: float | None
    interval: float | None
    words: str


def _rows(picture: agreement.Picture) -> Iterator[_Row]:
    parts = [("Semua", [picture.whole]), ("Kriteria", picture.criteria), ("Indikator", picture.indicators)]
    for part, found in parts:
        for one in found:
            yield _Row(
                part,
                one.label,
                "",
                None,
                one.ordinal.pairable,
                None,
                _rounded(one.ordinal.value),
                _rounded(one.interval.value),
                one.ordinal.words,
            )
    for row in picture.people:
        for criterion, lean in [("Semua kriteria", row.whole), *((str(each), lean) for each, lean in row.criteria)]:
            yield _Row(
                "Penilai",
                row.person.name,
                criterion,
                len(lean.units),
                lean.judgements,
                _rounded(lean.mean),
                None,
                None,
                lean.words,
            )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


COLUMNS = (
    sheets.Column("Bagian", 12, lambda row: row.part),
    sheets.Column("Nama", 44, lambda row: row.name),
    sheets.Column("Kriteria", 40, lambda row: row.criterion),
    sheets.Column("Unit", 8, lambda row: row.units),
    sheets.Column("Penilaian yang berpasangan", 16, lambda row: row.judgements),
    sheets.Column("Selisih rata-rata", 12, lambda row: row.mean),
    sheets.Column("Alfa Krippendorff (ordinal)", 14, lambda row: row.ordinal),
    sheets.Column("Alfa Krippendorff (interval)", 14, lambda row: row.interval),
    sheets.Column("Dalam kata", 60, lambda row: row.words),
)


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The same as an XLSX file."""
    cycle, form, picture = _seen(request)
    title = f"Kesepakatan penilai {cycle.year if cycle else ''}".strip()
    summary = f"{ADVICE} Disaring: {form.words() or 'tidak disaring'}"
    content = sheets.workbook(title, COLUMNS, _rows(picture) if picture else [], summary=summary)
    return sheets.response(title, content)
