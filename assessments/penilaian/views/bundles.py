"""The evidence of a unit to be taken along, for those who judge it."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from assessments.files import bundling
from assessments.penilaian import access
from assessments.verifikasi import bundles
from assessments.verifikasi import queries as verifikasi
from units.access import require_role
from units.models import Role


@require_safe
def bundle(request: HttpRequest, pk: int, indicator: int | None = None) -> HttpResponseBase:
    """All files of the unit, or of one indicator, as a ZIP with a list. Each file is recorded as seen."""
    user = require_role(request.user, Role.ASSESSOR, Role.LEAD)
    participation = access.judged_or_404(user, pk)
    sheet = verifikasi.sheet(participation)
    item = sheet.item(indicator) if indicator is not None else None
    if indicator is not None and item is None:
        raise Http404
    name = bundles.name_of(participation, item)
    return bundling.respond(request, bundles.pieces([item] if item else sheet.items), name=name, title=name)
