"""Looking at the evidence of a unit, and taking it along."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from assessments.files import bundling
from assessments.verifikasi import access, bundles, queries
from assessments.verifikasi.views.filling import reader


@require_safe
def bundle(request: HttpRequest, pk: int, indicator: int | None = None) -> HttpResponseBase:
    """All files of the unit, or of one indicator, as a ZIP with a list."""
    participation = access.filling_or_404(reader(request), pk)
    found = queries.sheet(participation)
    item = access.item_or_404(found, indicator) if indicator is not None else None
    name = bundles.name_of(participation, item)
    return bundling.respond(request, bundles.pieces([item] if item else found.items), name=name, title=name)
