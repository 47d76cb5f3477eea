"""The evidence of the unit, for those who judge it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.cycle.models import Participation
from assessments.files import pages
from assessments.penilaian import access
from assessments.penilaian.queries import objections
from assessments.penilaian.queries.desks import address
from assessments.verifikasi import closeup
from assessments.verifikasi import queries as verifikasi
from units.access import require_role
from units.models import Role, User


def with_evidence(participation: Participation, indicator: int) -> Any:
    """The unit's answer to one indicator with its evidence; None when the indicator is not of its sheet."""
    entries = verifikasi.answers_with_evidence(participation, address=address)
    return next((entry for entry in entries if entry.indicator.pk == indicator), None)


@require_safe
def evidence_file(request: HttpRequest, pk: int, evidence: int, variant: str) -> HttpResponseBase:
    """A file of the unit, for its assessors, the lead, and whoever answers its objection."""
    user = require_role(request.user, Role.ASSESSOR, Role.LEAD)
    return pages.respond(request, access.evidence_or_404(user, pk, evidence).file, variant)


@require_safe
def exhibit(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """One file large, with its facts, for the assessors of the unit, the lead, and whoever answers its objection."""
    user = require_role(request.user, Role.ASSESSOR, Role.LEAD)
    piece = access.evidence_or_404(user, pk, evidence)
    participation, indicator = piece.answer.participation, piece.answer.indicator_id
    entry = with_evidence(participation, indicator)
    if entry is None:
        raise Http404
    context = {
        "participation": participation,
        "item": entry,
        "closeup": closeup.of(entry, piece, request.GET),
        "back": _back(user, pk, indicator),
    }
    return render(request, "penilaian/exhibit.html", context)


def _back(user: User, pk: int, indicator: int) -> str:
    """Where the person came from."""
    objection = objections.held_by(user, pk)
    if objection:
        return reverse("penilaian_objection_review", args=[objection.pk])
    return reverse("penilaian_evidence" if user.has_role(Role.LEAD) else "penilaian_score", args=[pk, indicator])


@require_safe
def evidence(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """One indicator with answer and evidence, for the lead; no scores."""
    user = require_role(request.user, Role.LEAD)
    participation = access.led_or_404(user, pk)
    entry = with_evidence(participation, indicator)
    if entry is None or not participation.assignments.exists():
        raise Http404
    return render(request, "penilaian/evidence.html", {"participation": participation, "entry": entry})
