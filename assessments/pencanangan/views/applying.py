"""Applying in two steps."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.queries import current_cycle, window_for
from assessments.cycle.states import Stage
from assessments.cycle.workflow import MoveRefused
from assessments.pencanangan import queries, rules, workflow
from assessments.pencanangan.access import application_or_404, participations_or_404
from assessments.pencanangan.forms import (
    WITNESS_ROWS,
    ApplicationForm,
    CeremonyForm,
    UnitFilter,
    WitnessForm,
    witness_rows,
)
from p2ham.lib import dates
from p2ham.templatetags.ui import form_problems
from units.access import require_role
from units.models import REGION_ROLES, Official, Role, User, WorkUnit

_PICKING = {"csrfmiddlewaretoken", "unit", "q", "unit_kind", "unit_city", "langkah"}


def _cycle_or_404() -> Cycle:
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    return cycle


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Step one: choose the units. POST comes back from step two and carries along what was typed there."""
    user = require_role(request.user, *REGION_ROLES, Role.ADMIN)
    return _pick(request, user, _cycle_or_404())


def _pick(request: HttpRequest, user: User, cycle: Cycle, refusal: list[str] | None = None) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    among = list(queries.candidates(user, cycle))
    filter_form = UnitFilter(data, among=among)
    chosen = set(data.getlist("unit"))
    window = window_for(among[0], Stage.PENCANANGAN) if among else None
    context = {
        "cycle": cycle,
        "filter": filter_form,
        "rows": [
            {"value": str(row.pk), "unit": row.work_unit, "chosen": str(row.pk) in chosen}
            for row in among
            if str(row.pk) in chosen or filter_form.keeps(row)
        ],
        "total": len(among),
        "chosen_count": sum(str(row.pk) in chosen for row in among),
        "one_only": all(not queries.applicant_of(row).is_coordinator for row in among),
        "carried": [(name, text) for name, texts in data.lists() if name not in _PICKING for text in texts]
        if request.method == "POST"
        else [],
        "window": window,
        "days": queries.days_of(window) if window else None,
        "reasons": rules.choose(among[:1], user) if among else [],
        "refusal": refusal or [],
    }
    return render(request, "pencanangan/apply_units.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def apply_details(request: HttpRequest) -> HttpResponse:
    """Step two: the ceremony; then everything once more to look at; then the application is sent."""
    user = require_role(request.user, *REGION_ROLES, Role.ADMIN)
    cycle = _cycle_or_404()
    posted = request.method == "POST"
    data: MultiValueDict[str, str] = request.POST if posted else request.GET
    participations = participations_or_404(user, cycle, data.getlist("unit"))
    if sentences := rules.choose(participations, user):
        return _pick(request, user, cycle, refusal=sentences)
    applicant = queries.applicant_of(participations[0])
    head = queries.heads([applicant.pk]).get(applicant.pk)
    draft = _Draft(request, participations, applicant, head)
    step = request.POST.get("langkah", "")
    if not posted or step not in ("periksa", "kirim"):
        return draft.page(_unbound(request, user, applicant, head, participations))
    forms = _bound(request, participations, applicant)
    if not all(form.is_valid() for form in forms.values()):
        return draft.page(forms)
    typed = {
        "application": forms["application"].instance,
        "ceremony": forms["ceremony"].instance,
        "witnesses": forms["witnesses"].chosen(),
    }
    if step == "periksa":
        if sentences := rules.apply(participations, user, ceremony=typed["ceremony"], head=head):
            return draft.page(forms, refusal=sentences)
        return draft.review(typed)
    try:
        application = workflow.apply(**typed, participations=participations, by=user)
    except MoveRefused as refused:
        return draft.page(forms, refusal=refused.sentences)
    messages.success(request, f"Permohonan untuk {len(participations)} unit sudah dikirim kepada admin pusat.")
    return redirect("pencanangan_application", application.pk)


class _Draft:
    """The two faces of step two: the form, and the look before it is sent."""

    def __init__(
        self, request: HttpRequest, participations: list[Participation], applicant: WorkUnit, head: Official | None
    ) -> None:
        self.request = request
        self.context: dict[str, Any] = {
            "participations": participations,
            "applicant": applicant,
            "head": head,
            "official_url": reverse("official_edit", args=[applicant.pk]),
            "pick_url": reverse("pencanangan_apply"),
            "zone": dates.zone_name(applicant.timezone, timezone.now()),
        }

    def page(self, forms: dict[str, Any], refusal: list[str] | None = None) -> HttpResponse:
        """The form, with what was typed and what is wrong."""
        problems = form_problems(forms["ceremony"]) + form_problems(forms["application"])
        for number, row in forms["witnesses"].numbered():
            problems += [(f"Saksi {number}: {text}", url or f"#saksi-{number}") for text, url in form_problems(row)]
        context = {**self.context, **forms, "problems": problems, "refusal": refusal or []}
        return render(self.request, "pencanangan/apply_details.html", context)

    def review(self, typed: dict[str, Any]) -> HttpResponse:
        """Everything once more, with the typed fields carried along unseen."""
        left_out = {"csrfmiddlewaretoken", "langkah"}
        carried = [(name, text) for name, texts in self.request.POST.lists() if name not in left_out for text in texts]
        gaps = queries.witness_gaps(typed["witnesses"], self.context["participations"][0].cycle.required_witnesses)
        context = {**self.context, **typed, "carried": carried, "gaps": gaps}
        return render(self.request, "pencanangan/apply_review.html", context)


def _hints(participations: list[Participation], applicant: WorkUnit) -> dict[str, str]:
    window = window_for(participations[0], Stage.PENCANANGAN)
    days = ""
    if window:
        first, last = (dates.long_date(day) for day in queries.days_of(window))
        days = f"Di dalam jadwal pencanangan: {first} sampai {last}."
    return {"days": days, "zone": dates.zone_name(applicant.timezone, timezone.now())}


def _bound(request: HttpRequest, participations: list[Participation], applicant: WorkUnit) -> dict[str, Any]:
    return {
        "application": ApplicationForm(request.POST),
        "ceremony": CeremonyForm(request.POST, **_hints(participations, applicant)),
        "witnesses": witness_rows(request.POST),
    }


def _unbound(
    request: HttpRequest,
    user: User,
    applicant: WorkUnit,
    head: Official | None,
    participations: list[Participation],
) -> dict[str, Any]:
    """Empty forms with what is known: typed before, said in an earlier application, or on record."""
    hints = _hints(participations, applicant)
    typed = request.POST
    if "date" in typed:
        names = WitnessForm.Meta.fields
        rows = [{name: typed.get(f"saksi-{row}-{name}", "") for name in names} for row in range(WITNESS_ROWS)]
        return {
            "application": ApplicationForm(initial=typed.dict()),
            "ceremony": CeremonyForm(initial=typed.dict(), **hints),
            "witnesses": witness_rows(rows=rows),
        }
    earlier = request.GET.get("dari", "")
    if earlier.isascii() and earlier.isdigit() and len(earlier) < 19:
        application = application_or_404(user, int(earlier))
        return {
            "application": ApplicationForm(instance=application),
            "ceremony": CeremonyForm(instance=application.ceremony, **hints),
            "witnesses": witness_rows(witnesses=list(application.ceremony.witnesses.all())),
        }
    ceremony = {"city": applicant.city, "mode": "luring"}
    if head:
        ceremony |= {"leader_name": head.name, "leader_title": f"{head.standing} {head.title}".strip()}
    return {
        "application": ApplicationForm(initial={"contact_name": user.name, "contact_phone": user.phone}),
        "ceremony": CeremonyForm(initial=ceremony, **hints),
        "witnesses": witness_rows(),
    }
