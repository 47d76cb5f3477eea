"""Who scores a unit: the places of it, replacing, stepping back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import access, queries
from assessments.penilaian.forms.team import RecuseForm, ReplaceForm
from assessments.penilaian.queries import places as places_queries
from assessments.penilaian.rules import ending as rules
from assessments.penilaian.workflow import ending as workflow
from units.access import require_role
from units.models import Role


@require_safe
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """Who scores the unit and who did; whether a sheet is begun or finished, never what it says."""
    user = require_role(request.user, Role.LEAD)
    participation = access.led_or_404(user, pk)
    rows, bonds = places_queries.places(participation), places_queries.bonds(participation)
    context = {
        "participation": participation,
        "rows": [(row, "" if row.ended_at else bonds.get(row.assessor_id, "")) for row in rows],
        "reasons": rules.rearrange(participation, user),
    }
    return render(request, "penilaian/places.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """Put somebody else into a place of the unit."""
    user = require_role(request.user, Role.LEAD)
    participation = access.led_or_404(user, pk)
    old = get_object_or_404(participation.assignments.select_related("assessor"), pk=assignment)
    old.participation = participation
    people = queries.candidates(participation, exclude=[user])
    able = [one for one in people if one.is_able]
    form = ReplaceForm(
        able,
        request.POST if request.method == "POST" else None,
        vacant=old.ended_at is not None,
    )
    refusal = rules.replace(old, user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            workflow.replace(assignment=old, to=data["to"], reason=data.get("reason", ""), by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"{data['to'].name} menggantikan {old.assessor.name} dan sudah diberi tahu.")
            return redirect("penilaian_places", pk)
    context = {
        "participation": participation,
        "old": old,
        "form": form,
        "refusal": refusal,
        "able": able,
        "barred": [one for one in people if not one.is_able],
    }
    return render(request, "penilaian/replace.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def recuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Step back from a unit, with a reason."""
    user = require_role(request.user, Role.ASSESSOR)
    assignment = access.assignment_or_404(user, pk)
    form = RecuseForm(request.POST if request.method == "POST" else None)
    refusal = rules.recuse(assignment, user)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.recuse(assignment=assignment, reason=form.cleaned_data["reason"], by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            name = assignment.participation.work_unit.short_name
            messages.success(request, f"Anda mengundurkan diri dari penilaian {name}. Ketua tim sudah diberi tahu.")
            return redirect("penilaian_queue")
    context = {"participation": assignment.participation, "form": form, "refusal": refusal}
    return render(request, "penilaian/recuse.html", context)
