"""Looking at the evidence of a unit, and taking it along."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.files import bundling
from assessments.verifikasi import access, bundles, closeup, queries, spots
from assessments.verifikasi.queries import doubts, viewers
from assessments.verifikasi.views.filling import reader


@require_safe
def exhibit(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """One file large, with its facts and its neighbours within the indicator."""
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    piece = access.evidence_or_404(participation, evidence)
    reading = queries.reading(participation, user)
    found = queries.sheet(participation, **reading)
    checks = queries.may_read_drafts(user)
    doubts.show(found, names_for=user if checks else None)
    item = access.item_or_404(found, piece.answer.indicator_id)
    seen_large = closeup.of(item, piece, request.GET)
    context = {
        "participation": participation,
        "item": item,
        "closeup": seen_large,
        "pins": spots.on(item, piece, seen_large.page),
        "spot_form": spots.form_for(participation, item, user, reading) if piece.removed_at is None else None,
        # Verifiers come from their desk, everybody else from the sheet.
        "back": item.check_url if checks and participation.round else item.url,
        "shows_uploader": True,
        "shows_seen": viewers.may_know(participation, user),
        "seen": viewers.seen(piece.file, participation) if viewers.may_know(participation, user) else [],
    }
    return render(request, "verifikasi/exhibit.html", context)


@require_safe
def bundle(request: HttpRequest, pk: int, indicator: int | None = None) -> HttpResponseBase:
    """All files of the unit, or of one indicator, as a ZIP with a list."""
    participation = access.filling_or_404(reader(request), pk)
    found = queries.sheet(participation)
    item = access.item_or_404(found, indicator) if indicator is not None else None
    name = bundles.name_of(participation, item)
    return bundling.respond(request, bundles.pieces([item] if item else found.items), name=name, title=name)
