"""Where one indicator stands, for the page that has just saved something of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.verifikasi import access, queries
from assessments.verifikasi.views.filling import reader


@require_safe
def standing(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """Its badge and what it still lacks: the pieces of the page that saving changes."""
    participation = access.filling_or_404(reader(request), pk)
    item = access.item_or_404(queries.sheet(participation), indicator)
    return render(request, "verifikasi/_standing.html", {"item": item})
