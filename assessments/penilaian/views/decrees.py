"""Pages of the decree: recorded by the admin, decided by the leadership, with its certificates."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.forms import DecisionForm
from assessments.cycle.queries import current_cycle
from assessments.cycle.workflow import MoveRefused
from assessments.documents import serving
from assessments.penilaian import access, papers, queries, rules
from assessments.penilaian.forms import DecreeForm
from assessments.penilaian.models import Decree
from assessments.penilaian.workflow import decrees
from assessments.penilaian.workflow.decrees import DecreeFacts
from p2ham.lib import dates
from units.access import require_role
from units.models import Role, User


@require_safe
def decree_list(request: HttpRequest) -> HttpResponse:
    """All decrees with their standing, newest first."""
    user = require_role(request.user, Role.ADMIN, Role.LEADERSHIP)
    cycle = current_cycle()
    context = {
        # A handful a year: they need no pages.
        "decrees": queries.decrees().order_by("-date", "-pk"),
        "may_record": user.has_role(Role.ADMIN),
        "waiting": queries.settled_units(cycle).order_by().count() if cycle else 0,
    }
    return render(request, "penilaian/decrees.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decree_new(request: HttpRequest) -> HttpResponse:
    """Record a decree: its facts, and which settled units it names."""
    user = require_role(request.user, Role.ADMIN)
    cycle = current_cycle()
    if cycle is None:
        return render(request, "penilaian/decree_new.html", {"cycle": None})
    units = queries.settled_units(cycle)
    form = DecreeForm(request.POST or None, cycle=cycle, units=units)
    refusal = rules.prepare_decree(cycle, user)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        participations = list(facts.pop("units"))
        try:
            made = decrees.record(cycle=cycle, facts=DecreeFacts(**facts), participations=participations, by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"Keputusan {made.number} dicatat dan dikirim kepada pimpinan untuk diputuskan.")
            return redirect("penilaian_decree", made.pk)
    chosen = {str(pk) for pk in form["units"].value() or []}
    context = {
        "cycle": cycle,
        "form": form,
        "refusal": refusal,
        "rows": [(unit, str(unit.pk) in chosen) for unit in units],
        "awarded": sum(unit.settled.meets for unit in units),
    }
    return render(request, "penilaian/decree_new.html", context)


@require_safe
def decree(request: HttpRequest, pk: int) -> HttpResponse:
    """One decree: facts, units with their outcome, the decision, the certificates."""
    user = require_role(request.user, Role.ADMIN, Role.LEADERSHIP)
    found = access.decree_or_404(user, pk)
    watched = "pantau" in request.GET
    context = _context(found, user, DecisionForm()) | {"watched": watched}
    response = render(request, "penilaian/decree.html", context)
    done = context["certificates"]
    if watched and done["rendered"] < done["all"]:
        # Only for whoever asked for it: a page that changes by itself disturbs a reader.
        response.headers["Refresh"] = "5"
    return response


def _context(found: Decree, user: User, form: DecisionForm, refusal: list[str] | None = None) -> dict[str, Any]:
    items = list(queries.items_of_decree(found))
    return {
        "decree": found,
        "items": items,
        "awarded": sum(item.awarded for item in items),
        "form": form,
        "refusal": refusal or [],
        "release_reasons": rules.release_decree(found, user),
        "decide_reasons": rules.decide_decree(found, user),
        "certificate_reasons": rules.issue_certificates(found, user),
        "certificates": queries.certificate_progress(found),
        "is_admin": user.has_role(Role.ADMIN),
    }


@require_POST
def decree_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse the decree as the second person."""
    user = require_role(request.user, Role.ADMIN, Role.LEADERSHIP)
    found = access.decree_or_404(user, pk)
    form = DecisionForm(request.POST)
    refusal: list[str] = []
    if form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        try:
            decided = decrees.decide(decree=found, by=user, approve=approve, note=form.cleaned_data["note"])
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, _told(decided, approve))
            return redirect("penilaian_decree", pk)
    return render(request, "penilaian/decree.html", _context(found, user, form, refusal))


def _told(decree: Decree, approve: bool) -> str:
    if not approve:
        return "Keputusan ditolak. Unitnya bebas lagi."
    if decree.released_at is None and decree.embargo_until is not None:
        return f"Keputusan disetujui. Hasilnya diumumkan {dates.long_datetime(decree.embargo_until)}."
    return "Keputusan berlaku. Unit sudah diberi tahu."


@require_POST
def decree_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the outcome of an approved decree before its embargo is over."""
    user = require_role(request.user, Role.ADMIN, Role.LEADERSHIP)
    found = access.decree_or_404(user, pk)
    try:
        decrees.release(decree=found, by=user)
    except MoveRefused as refused:
        return render(request, "penilaian/decree.html", _context(found, user, DecisionForm(), refused.sentences))
    messages.success(request, "Hasil diumumkan. Unit sudah diberi tahu.")
    return redirect("penilaian_decree", pk)


@require_POST
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the certificates that are missing under the decree."""
    user = require_role(request.user, Role.ADMIN)
    found = access.decree_or_404(user, pk)
    try:
        decrees.order_certificates(decree=found, by=user)
    except MoveRefused as refused:
        return render(request, "penilaian/decree.html", _context(found, user, DecisionForm(), refused.sentences))
    messages.success(request, "Piagam diterbitkan satu per satu. Kemajuannya tampak pada halaman ini.")
    return redirect("penilaian_decree", pk)


@require_safe
def annex(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The annex of a decree as a PDF."""
    assert isinstance(request.user, User)
    return serving.respond(request, access.annex_or_404(request.user, pk))


@require_safe
def annex_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The annex of a decree as a workbook, from the same frozen list as the PDF."""
    assert isinstance(request.user, User)
    return papers.annex_sheet(access.annex_or_404(request.user, pk))


@require_safe
def certificate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The certificate of a unit as a PDF."""
    assert isinstance(request.user, User)
    return serving.respond(request, access.certificate_or_404(request.user, pk))
