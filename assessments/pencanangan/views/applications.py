"""Pages on applications: the list, one application, its decision, its operators."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.models import NATIONAL_ROLES
from assessments.cycle.queries import current_cycle
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents import serving
from assessments.pencanangan import queries, rules, workflow
from assessments.pencanangan.access import application_or_404, signed_in
from assessments.pencanangan.forms import (
    AnswerForm,
    ApplicationFilter,
    PasteForm,
    ProposalForm,
    ReturnForm,
    fill,
    operator_forms,
)
from assessments.pencanangan.models import Application
from p2ham.lib import dates
from p2ham.lib.paging import page
from p2ham.templatetags.ui import form_problems
from units.access import require_role
from units.models import REGION_ROLES, UNIT_ROLES, Role, User


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """The applications of the running cycle that the person may see."""
    user = require_role(request.user, *REGION_ROLES, *UNIT_ROLES, *NATIONAL_ROLES)
    cycle = current_cycle()
    form = ApplicationFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "status": ""}
    found = (
        Application.objects.visible_to(user)
        .filter(cycle=cycle)
        .select_related("applicant", "ceremony")
        .annotate(unit_count=Count("units"), agreed=queries.AGREED)
    )
    if wanted["status"]:
        found = found.filter(status=wanted["status"])
    for word in wanted["q"].split():
        found = found.filter(Q(applicant__name__icontains=word) | Q(applicant__short_name__icontains=word))
    context = {
        "filter": form,
        "filtered": any(wanted.values()),
        "page": page(request, found, by=("submitted_at", "pk"), size=25),
        "may_apply": user.has_role(*REGION_ROLES, Role.ADMIN)
        or (cycle is not None and queries.candidates(user, cycle).exists()),
        "preselects": queries.preselects(user),
    }
    return render(request, "pencanangan/applications.html", context)


@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """One application: what it asks, its units, what is decided or to be decided."""
    user = signed_in(request)
    return application_page(request, user, application_or_404(user, pk))


def application_page(
    request: HttpRequest,
    user: User,
    found: Application,
    *,
    form: ReturnForm | None = None,
    proposal_form: ProposalForm | None = None,
    answer_form: AnswerForm | None = None,
    refusal: list[str] | None = None,
) -> HttpResponse:
    """The page of an application, with what was refused and the forms as they were typed."""
    links = list(found.units.select_related("participation__work_unit", "invitation"))
    proposals = list(found.proposals.select_related("proposed_by", "answered_by"))
    latest = proposals[0] if proposals else None
    deciding = found.status in (Application.Status.SUBMITTED, Application.Status.PROPOSED)
    mine = queries.files_for(found.applicant, user)
    free = [link.participation_id for link in links if link.participation.state == State.REGISTERED]
    again = urlencode([("dari", found.pk), *(("unit", pk) for pk in free)])
    propose_reasons = rules.propose(found, user)
    days = "" if propose_reasons else queries.days_hint(link.participation for link in links)
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
        "changes": list(found.ceremony.changes.select_related("by")),
        "proposals": proposals,
        "latest": latest,
        "agreed": found.status == Application.Status.SUBMITTED and latest is not None and latest.is_agreed,
        "may_answer": not rules.answer_proposal(found, user),
        "shows_decision": user.has_role(Role.ADMIN) and deciding,
        "accept_reasons": rules.decide(found, user, accept=True),
        "propose_reasons": propose_reasons,
        "form": form or ReturnForm(),
        "proposal_form": proposal_form or ProposalForm(),
        "proposal_days": days,
        "answer_form": answer_form or AnswerForm(),
        "refusal": refusal or [],
    }
    return render(request, "pencanangan/application.html", context)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept an application."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    try:
        workflow.accept(application=found, by=user)
    except MoveRefused as refused:
        return application_page(request, user, found, refusal=refused.sentences)
    messages.success(request, f"Permohonan {found.applicant.short_name} diterima.")
    return redirect("pencanangan_application", pk)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return an application with a note."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return application_page(request, user, found, form=form)
    try:
        workflow.send_back(application=found, by=user, note=form.cleaned_data["note"])
    except MoveRefused as refused:
        return application_page(request, user, found, form=form, refusal=refused.sentences)
    messages.success(request, f"Permohonan {found.applicant.short_name} dikembalikan dengan catatan Anda.")
    return redirect("pencanangan_application", pk)


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The letter of application as PDF."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    if found.document is None:
        raise Http404
    return serving.respond(request, found.document)


@require_http_methods(["GET", "HEAD", "POST"])
def operators(request: HttpRequest, pk: int) -> HttpResponse:
    """The operator-to-be of each unit: name, e-mail, telephone."""
    user = require_role(request.user, *REGION_ROLES, *UNIT_ROLES, Role.ADMIN)
    found = application_or_404(user, pk)
    links = found.units.filter(withdrawn=False).select_related("participation__work_unit", "invitation")
    posted = request.POST if request.method == "POST" else None
    rows = operator_forms(links, posted)
    refusal = rules.office(found.applicant, user)
    paste = PasteForm(posted)
    misplaced: list[str] = []
    pasting = posted is not None and "tempel" in posted
    if posted is not None and pasting and paste.is_valid():
        filled, count, misplaced = fill(paste.cleaned_data["rows"], rows, posted)
        rows = operator_forms(links, filled)
        if count:
            messages.info(request, f"Isian {count} unit terisi dan belum disimpan. Periksa, lalu simpan.")
        elif not misplaced:
            misplaced = ["Tempel paling sedikit satu baris dari lembar kerja."]
    if posted is not None and not pasting and all(row.is_valid() for row in rows) and not refusal:
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
        "paste": paste,
        "problems": [(text, "#id_rows") for text in misplaced] + form_problems(paste) + problems,
        "refusal": refusal,
        "may_save": not rules.office(found.applicant, user),
    }
    return render(request, "pencanangan/operators.html", context)
