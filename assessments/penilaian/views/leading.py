"""Pages of the lead: the list, assigning."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cycle.queries import current_cycle
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import access, queries, rules, workflow
from assessments.penilaian.forms import AssignForm, UnitFilter
from assessments.penilaian.views.parts import chosen_part
from p2ham.lib.paging import page
from units.access import require_role
from units.models import Role

LEAD_PARTS = {
    "tugaskan": "Perlu penilai",
    "pengganti": "Perlu penilai pengganti",
    "berjalan": "Sedang dinilai",
    "siap": "Siap ditetapkan",
    "selesai": "Sudah ditetapkan",
}


@require_safe
def lead(request: HttpRequest) -> HttpResponse:
    """Units to assign, under way, to settle, settled; progress in numbers of finished sheets only."""
    require_role(request.user, Role.LEAD)
    part = chosen_part(request, LEAD_PARTS)
    form = UnitFilter(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    cycle = current_cycle()
    if cycle is None:
        return render(request, "penilaian/lead.html", {"cycle": None})
    counts = queries.counts_to_score(cycle)
    context = {
        "cycle": cycle,
        "part": part,
        "filter": form,
        "tabs": [(label, f"?bagian={key}", key == part, counts[key]) for key, label in LEAD_PARTS.items()],
        "page": page(request, queries.units_to_score(cycle, part=part, text=text), by=("work_unit__name", "pk")),
    }
    return render(request, "penilaian/lead.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the assessors of a unit."""
    user = require_role(request.user, Role.LEAD)
    participation = access.led_or_404(user, pk)
    people = queries.candidates(participation, exclude=[user])
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        able=[one for one in people if one.is_able],
        wanted=participation.cycle.assessors_per_unit,
    )
    refusal = rules.assign(participation, user)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.assign(participation=participation, assessors=list(form.cleaned_data["assessors"]), by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"Penilai {participation.work_unit.short_name} sudah ditugaskan dan diberi tahu.")
            return redirect("penilaian_lead")
    barred = [one for one in people if not one.is_able]
    context = {"participation": participation, "form": form, "refusal": refusal, "barred": barred}
    return render(request, "penilaian/assign.html", context)
