"""The settled result."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.penilaian import access, queries, sheets
from units.models import User


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """The settled result, line by line with its reasons."""
    assert isinstance(request.user, User)
    found = access.result_or_404(request.user, pk)
    participation = access.participation_or_404(request.user, pk)
    lines = list(found.lines.select_related("indicator__criterion", "level"))
    context = {
        "participation": participation,
        "result": found,
        "table": sheets.table(found, lines, queries.combined_levels(found)),
        "lines": lines,
        "lost": [line for line in lines if line.lost],
        "released": participation.state in queries.RELEASED,
    }
    return render(request, "penilaian/result.html", context)
