"""Applying in two steps."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.queries import current_cycle, window_for, windows_of
from assessments.cycle.states import Stage, State
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
from units.models import REGION_ROLES, UNIT_ROLES, Official, Role, User, WorkUnit

APPLICANTS = (*REGION_ROLES, *UNIT_ROLES, Role.ADMIN)

_PICKING = {"csrfmiddlewaretoken", "unit", "q", "unit_kind", "unit_city", "unit_state", "pilih", "langkah"}


def _cycle_or_404() -> Cycle:
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    return cycle


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Step one: choose the units. POST comes back from step two and carries along what was typed there."""
    user = require_role(request.user, *APPLICANTS)
    return _pick(request, user, _cycle_or_404())


@dataclass(frozen=True)
class _Row:
    """A unit in the list; one that cannot be chosen says so in words, and why."""

    participation: Participation
    blocked: str = ""
    tone: str = "neutral"
    why: str = ""

    @property
    def value(self) -> str:
        return str(self.participation.pk)


def _is_open(participation: Participation) -> bool:
    window = window_for(participation, Stage.PENCANANGAN)
    return window is not None and window.is_open()


def _row(participation: Participation, some_open: bool) -> _Row:
    if participation.state != State.REGISTERED:
        return _Row(participation, State(participation.state).label, participation.state_info.tone)
    # Where the window of some is extended, those whose own has closed cannot come along.
    if some_open and not _is_open(participation):
        return _Row(participation, "Jadwal pencanangan unit ini tidak sedang dibuka")
    nomination = queries.nomination_of(participation)
    if nomination and not nomination.nominated:
        return _Row(participation, "Tidak dicalonkan pada praseleksi", "attention", nomination.reason)
    return _Row(participation)


def _pick(request: HttpRequest, user: User, cycle: Cycle, refusal: list[str] | None = None) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    among = list(queries.choosable(user, cycle))
    filter_form = UnitFilter(data, among=among)
    windows_of(among)
    some_open = any(_is_open(row) for row in among if row.state == State.REGISTERED)
    rows = [_row(participation, some_open) for participation in among]
    free = [row for row in rows if not row.blocked]
    chosen = {row.value for row in free} & set(data.getlist("unit"))
    if data.get("pilih") == "tampil":
        chosen |= {row.value for row in free if filter_form.keeps(row.participation)}
    elif data.get("pilih") == "kosong":
        chosen = set()
    example = free[0].participation if free else None
    window = window_for(example, Stage.PENCANANGAN) if example else None
    shown = [
        {
            "value": row.value,
            "unit": row.participation.work_unit,
            "chosen": row.value in chosen,
            "blocked": row.blocked,
            "tone": row.tone,
            "why": row.why,
        }
        for row in rows
        if row.value in chosen or filter_form.keeps(row.participation)
    ]
    context = {
        "cycle": cycle,
        "filter": filter_form,
        "rows": shown,
        "shown_free": sum(not row["blocked"] for row in shown),
        "total": len(free),
        "empty": not free and not shown,
        "may_show_all": bool(among),
        "chosen_count": len(chosen),
        "one_only": all(not queries.applicant_by(row.participation, user).is_coordinator for row in free),
        "alone": example if example and rules.needs_reason(example, user) else None,
        "carried": [(name, text) for name, texts in data.lists() if name not in _PICKING for text in texts]
        if request.method == "POST"
        else [],
        "window": window,
        "days": queries.days_of(window) if window else None,
        "reasons": rules.choose([example], user) if example else ["Tidak ada unit yang dapat diajukan sekarang."],
        "refusal": refusal or [],
    }
    return render(request, "pencanangan/apply_units.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def apply_details(request: HttpRequest) -> HttpResponse:
    """Step two: the ceremony; then everything once more to look at; then the application is sent."""
    user = require_role(request.user, *APPLICANTS)
    cycle = _cycle_or_404()
    posted = request.method == "POST"
    data: MultiValueDict[str, str] = request.POST if posted else request.GET
    participations = participations_or_404(user, cycle, data.getlist("unit"))
    windows_of(participations)
    if sentences := rules.choose(participations, user):
        return _pick(request, user, cycle, refusal=sentences)
    applicant = queries.applicant_by(participations[0], user)
    head = queries.heads([applicant.pk]).get(applicant.pk)
    draft = _Draft(request, participations, applicant, head)
    step = request.POST.get("langkah", "")
    alone = rules.needs_reason(participations[0], user)
    if not posted or step not in ("periksa", "kirim"):
        return draft.page(_unbound(request, user, applicant, head, participations, alone=alone))
    forms = _bound(request, participations, applicant, alone=alone)
    if not all(form.is_valid() for form in forms.values()):
        return draft.page(forms)
    typed = {
        "application": forms["application"].instance,
        "ceremony": forms["ceremony"].instance,
        "witnesses": forms["witnesses"].chosen(),
    }
    if step == "periksa":
        reason = typed["application"].alone_reason
        if sentences := rules.apply(participations, user, ceremony=typed["ceremony"], head=head, alone_reason=reason):
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
            "required": rules.required_words(participations[0].cycle),
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
        doubts = queries.witness_doubts(typed["witnesses"])
        context = {**self.context, **typed, "carried": carried, "gaps": gaps, "doubts": doubts}
        return render(self.request, "pencanangan/apply_review.html", context)


def _hints(participations: list[Participation], applicant: WorkUnit) -> dict[str, Any]:
    zone = dates.zone_name(applicant.timezone, timezone.now())
    return {"days": queries.days_hint(participations), "zone": zone, "acknowledging": applicant.is_coordinator}


def _bound(
    request: HttpRequest, participations: list[Participation], applicant: WorkUnit, *, alone: bool
) -> dict[str, Any]:
    return {
        "application": ApplicationForm(request.POST, alone=alone),
        "ceremony": CeremonyForm(request.POST, **_hints(participations, applicant)),
        "witnesses": witness_rows(request.POST),
    }


def _unbound(
    request: HttpRequest,
    user: User,
    applicant: WorkUnit,
    head: Official | None,
    participations: list[Participation],
    *,
    alone: bool,
) -> dict[str, Any]:
    """Empty forms with what is known: typed before, said in an earlier application, or on record."""
    hints = _hints(participations, applicant)
    typed = request.POST
    if "date" in typed:
        names = WitnessForm.Meta.fields
        rows = [{name: typed.get(f"saksi-{row}-{name}", "") for name in names} for row in range(WITNESS_ROWS)]
        return {
            "application": ApplicationForm(initial=typed.dict(), alone=alone),
            "ceremony": CeremonyForm(initial=typed.dict(), **hints),
            "witnesses": witness_rows(rows=rows),
        }
    earlier = request.GET.get("dari", "")
    if earlier.isascii() and earlier.isdigit() and len(earlier) < 19:
        application = application_or_404(user, int(earlier))
        return {
            "application": ApplicationForm(instance=application, alone=alone),
            "ceremony": CeremonyForm(instance=application.ceremony, **hints),
            "witnesses": witness_rows(witnesses=list(application.ceremony.witnesses.all())),
        }
    ceremony = {"city": applicant.city, "mode": "luring"}
    if head:
        ceremony |= {"leader_name": head.name, "leader_title": f"{head.standing} {head.title}".strip()}
    return {
        "application": ApplicationForm(initial={"contact_name": user.name, "contact_phone": user.phone}, alone=alone),
        "ceremony": CeremonyForm(initial=ceremony, **hints),
        "witnesses": witness_rows(required=participations[0].cycle.required_witnesses),
    }
