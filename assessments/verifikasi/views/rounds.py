"""All rounds of a unit on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.cycle import rules as cycle_rules
from assessments.verifikasi import access, queries
from assessments.verifikasi.queries import rounds as of_unit
from assessments.verifikasi.views.filling import reader


@require_safe
def rounds(request: HttpRequest, pk: int) -> HttpResponse:
    """What was handed in, decided and given back in each round; the draft of the present one only for its verifiers."""
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    drafts = queries.may_read_drafts(user) and not cycle_rules.independence(participation, user)
    context = {
        "participation": participation,
        "rounds": of_unit.of_sheet(queries.sheet(participation, drafts=drafts)),
        "drafts": drafts,
    }
    return render(request, "verifikasi/rounds.html", context)
