"""Pages on applications: the list, applying in two steps, one application, its decision, its operators."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.models import NATIONAL_ROLES, Cycle, Participation
from assessments.cycle.queries import current_cycle, window_for
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.documents import serving
from assessments.pencanangan import queries, rules, workflow
from assessments.pencanangan.access import application_or_404, participations_or_404
from assessments.pencanangan.forms import (
    WITNESS_ROWS,
    ApplicationFilter,
    ApplicationForm,
    CeremonyForm,
    ReturnForm,
    UnitFilter,
    WitnessForm,
    operator_forms,
    witness_rows,
)
from assessments.pencanangan.models import Application
from p2ham.lib import dates
from p2ham.lib.paging import page
from p2ham.templatetags.ui import form_problems
from units.access import require_role
from units.models import REGION_ROLES, Official, Role, User, WorkUnit

_PICKING = {"csrfmiddlewaretoken", "unit", "q", "unit_kind", "unit_city", "langkah"}


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """The applications of the running cycle that the person may see."""
    user = require_role(request.user, *REGION_ROLES, *NATIONAL_ROLES)
    form = ApplicationFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "status": ""}
    found = (
        Application.objects.visible_to(user)
        .filter(cycle=current_cycle())
        .select_related("applicant", "ceremony")
        .annotate(unit_count=Count("units"))
    )
    if wanted["status"]:
        found = found.filter(status=wanted["status"])
    for word in wanted["q"].split():
        found = found.filter(Q(applicant__name__icontains=word) | Q(applicant__short_name__icontains=word))
    context = {
        "filter": form,
        "filtered": any(wanted.values()),
        "page": page(request, found, by=("submitted_at", "pk"), size=25),
        "may_apply": user.has_role(*REGION_ROLES, Role.ADMIN),
    }
    return render(request, "pencanangan/applications.html", context)


# --- applying -------------------------------------------------------------------------------------------------------
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
        gaps = queries.witness_gaps(typed["witnesses"])
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


# --- one application ------------------------------------------------------------------------------------------------
@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """One application: what it asks, its units, what is decided or to be decided."""
    user = _user(request)
    return _application(request, user, application_or_404(user, pk), ReturnForm())


def _application(
    request: HttpRequest, user: User, found: Application, form: ReturnForm, refusal: list[str] | None = None
) -> HttpResponse:
    links = list(found.units.select_related("participation__work_unit", "invitation"))
    mine = queries.files_for(found.applicant, user)
    free = [link.participation_id for link in links if link.participation.state == State.REGISTERED]
    again = urlencode([("dari", found.pk), *(("unit", pk) for pk in free)])
    returned = found.status == Application.Status.RETURNED
    context = {
        "application": found,
        "ceremony": found.ceremony,
        "witnesses": list(found.ceremony.witnesses.all()),
        "zone": dates.zone_name(found.applicant.timezone, timezone.now()),
        "links": [(link, State(link.participation.state).label, link.participation.state_info.tone) for link in links],
        "mine": mine,
        # Telephone numbers and addresses concern the office and the admins only.
        "shows_people": mine or user.has_role(Role.ADMIN),
        "todo": queries.todo(found) if mine and not returned else [],
        "again_url": f"{reverse('pencanangan_apply_details')}?{again}" if mine and returned and free else "",
        "shows_decision": user.has_role(Role.ADMIN) and found.status == Application.Status.SUBMITTED,
        "accept_reasons": rules.decide(found, user, accept=True),
        "form": form,
        "refusal": refusal or [],
    }
    return render(request, "pencanangan/application.html", context)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept an application."""
    user = _user(request)
    found = application_or_404(user, pk)
    try:
        workflow.accept(application=found, by=user)
    except MoveRefused as refused:
        return _application(request, user, found, ReturnForm(), refused.sentences)
    messages.success(request, f"Permohonan {found.applicant.short_name} diterima.")
    return redirect("pencanangan_application", pk)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return an application with a note."""
    user = _user(request)
    found = application_or_404(user, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _application(request, user, found, form)
    try:
        workflow.send_back(application=found, by=user, note=form.cleaned_data["note"])
    except MoveRefused as refused:
        return _application(request, user, found, form, refused.sentences)
    messages.success(request, f"Permohonan {found.applicant.short_name} dikembalikan dengan catatan Anda.")
    return redirect("pencanangan_application", pk)


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The letter of application as PDF."""
    user = _user(request)
    found = application_or_404(user, pk)
    if found.document is None:
        raise Http404
    return serving.respond(request, found.document)


@require_http_methods(["GET", "HEAD", "POST"])
def operators(request: HttpRequest, pk: int) -> HttpResponse:
    """The operator-to-be of each unit: name, e-mail, telephone."""
    user = require_role(request.user, *REGION_ROLES, Role.ADMIN)
    found = application_or_404(user, pk)
    links = found.units.filter(withdrawn=False).select_related("participation__work_unit", "invitation")
    rows = operator_forms(links, request.POST if request.method == "POST" else None)
    refusal = rules.office(found.applicant, user)
    if request.method == "POST" and all(row.is_valid() for row in rows) and not refusal:
        try:
            count = workflow.record_operators(application=found, named=[row.instance for row in rows], by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"Data operator {count} unit disimpan." if count else "Tidak ada yang berubah.")
            return redirect("pencanangan_application", pk)
    problems = [
        (f"{row.instance.participation.work_unit.short_name}: {text}", url)
        for row in rows
        for text, url in form_problems(row)
    ]
    context = {
        "application": found,
        "rows": rows,
        "problems": problems,
        "refusal": refusal,
        "may_save": not rules.office(found.applicant, user),
    }
    return render(request, "pencanangan/operators.html", context)
