"""Pages of the site visit: planned by the lead, recorded by those who go, beside the scores for those who judge."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.workflow import MoveRefused
from assessments.documents import serving as papers_serving
from assessments.documents.rendering import render as rendered
from assessments.files import serving
from assessments.penilaian import access, visit_papers
from assessments.penilaian.forms.lists import UnitFilter
from assessments.penilaian.forms.visiting import CancelForm, CloseForm, FindingForm, VisitForm
from assessments.penilaian.models import SiteVisit
from assessments.penilaian.queries import visits as queries
from assessments.penilaian.queries.lists import assessors
from assessments.penilaian.rules import visiting as rules
from assessments.penilaian.views.parts import chosen_part
from assessments.penilaian.workflow import visiting as workflow
from p2ham.lib import dates
from p2ham.lib.paging import page
from units.access import require_role
from units.models import Role, User

PARTS = {"berjalan": "Terjadwal", "selesai": "Selesai", "batal": "Dibatalkan"}


@require_safe
def visit_list(request: HttpRequest) -> HttpResponse:
    """The visits that concern the person, the next one first."""
    user = require_role(request.user, Role.LEAD, Role.ASSESSOR)
    part = chosen_part(request, PARTS)
    form = UnitFilter(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    order = ("planned_on", "pk") if part == "berjalan" else ("-planned_on", "-pk")
    context = {
        "page": page(request, queries.listed(user, part, text), by=order),
        "tabs": [(label, f"?bagian={key}", key == part, None) for key, label in PARTS.items()],
        "part": part,
        "filter": form,
    }
    return render(request, "penilaian/visits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a visit to a unit."""
    user = require_role(request.user, Role.LEAD)
    participation = access.led_or_404(user, pk)
    people = [person for person in [*assessors(), user] if person.has_role(*rules.GOING_ROLES)]
    form = VisitForm(request.POST or None, people=people)
    refusal = rules.plan(participation, user)
    if request.method == "POST" and form.is_valid():
        try:
            made = workflow.plan(participation=participation, wanted=form.wanted, by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Kunjungan dijadwalkan. Unit dan petugasnya diberi tahu.")
            return redirect("penilaian_visit", made.pk)
    context = {"participation": participation, "form": form, "refusal": refusal, "visit": None}
    return render(request, "penilaian/visit_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the plan of an open visit, or call it off."""
    user = require_role(request.user, Role.LEAD)
    found = access.visit_or_404(user, pk)
    calling_off = request.method == "POST" and "batalkan" in request.POST
    people = [*assessors(), user]
    form = VisitForm(
        request.POST if request.method == "POST" and not calling_off else None, people=people, instance=found
    )
    cancel = CancelForm(request.POST if calling_off else None)
    refusal = rules.plan(found.participation, user, visit=found)
    try:
        if calling_off and cancel.is_valid():
            workflow.cancel(visit=found, reason=cancel.cleaned_data["reason"], by=user)
            messages.success(request, "Kunjungan dibatalkan. Unit dan petugasnya diberi tahu.")
            return redirect("penilaian_visit", pk)
        if form.is_bound and form.is_valid():
            workflow.change(visit=found, wanted=form.wanted, by=user)
            messages.success(request, "Jadwal kunjungan disimpan.")
            return redirect("penilaian_visit", pk)
    except MoveRefused as refused:
        refusal = refused.sentences
    context = {
        "participation": found.participation,
        "form": form,
        "refusal": refusal,
        "visit": found,
        "cancel": cancel,
        "cancel_reasons": rules.cancel(found, user),
    }
    return render(request, "penilaian/visit_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit: its plan and its checklist; each indicator is saved by itself, with its photos."""
    user = require_role(request.user, Role.LEAD, Role.ASSESSOR)
    found = access.visit_or_404(user, pk)
    if request.method != "POST":
        return _page(request, found, user)
    asked = request.POST.get("indikator", "")
    indicator = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    if all(item.pk != indicator for item in queries.to_see(found)):
        raise Http404
    form = FindingForm(request.POST, indicator=indicator)
    problems: list[str] = []
    if form.is_valid():
        try:
            seen, text = form.cleaned_data["seen"], form.cleaned_data["text"]
            workflow.find(visit=found, indicator_id=indicator, seen=seen, text=text, by=user)
        except MoveRefused as refused:
            problems += refused.sentences
    kept = 0
    for upload in request.FILES.getlist(f"i{indicator}-photos"):
        try:
            workflow.add_photo(visit=found, indicator_id=indicator, upload=upload, by=user)
            kept += 1
        except MoveRefused as refused:
            problems += refused.sentences
    if problems or not form.is_valid():
        if kept:
            messages.success(request, f"{kept} foto tersimpan.")
        return _page(request, found, user, form=form, indicator=indicator, problems=problems)
    messages.success(request, f"Temuan disimpan{f', {kept} foto tersimpan' if kept else ''}.")
    return redirect(f"{reverse('penilaian_visit', args=[pk])}#i{indicator}")


def _page(
    request: HttpRequest,
    found: SiteVisit,
    user: User,
    *,
    form: FindingForm | None = None,
    indicator: int = 0,
    problems: list[str] | None = None,
    closing: CloseForm | None = None,
    refusal: list[str] | None = None,
) -> HttpResponse:
    rows = queries.checklist(found)
    missing = [row.item.indicator.code for row in rows if row.finding is None]
    reasons = rules.record(found, user)
    context: dict[str, Any] = {
        "visit": found,
        "participation": found.participation,
        "visitors": list(found.visitors.select_related("user")),
        "cards": [
            (
                row,
                form if form and row.pk == indicator else FindingForm(indicator=row.pk, finding=row.finding),
                problems if row.pk == indicator else [],
                row.cards(found),
            )
            for row in rows
        ],
        "done": len(rows) - len(missing),
        # One form stands open: that of the first indicator which nobody has looked at.
        "next": next((row.pk for row in rows if row.finding is None), 0),
        "records": not reasons,
        "reasons": reasons,
        "closing": closing or CloseForm(),
        "close_reasons": rules.close(found, user, missing),
        "refusal": refusal or [],
        "leads": user.has_role(Role.LEAD),
        "sign_reasons": rules.file_signed(found, user),
        "limits": f"JPEG, PNG atau WebP, paling besar {dates.file_size(settings.PHOTO_MAX_BYTES)} per foto.",
        "max_bytes": settings.PHOTO_MAX_BYTES,
        "signed_limits": f"PDF atau foto, paling besar {dates.file_size(settings.PDF_MAX_BYTES)}.",
    }
    return render(request, "penilaian/visit.html", context)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the visit; its report is issued."""
    user = require_role(request.user, Role.LEAD, Role.ASSESSOR)
    found = access.visit_or_404(user, pk)
    form = CloseForm(request.POST)
    refusal: list[str] = []
    if form.is_valid():
        try:
            workflow.close(visit=found, by=user, **form.cleaned_data)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Kunjungan selesai. Laporannya diterbitkan untuk ditandatangani.")
            return redirect("penilaian_visit", pk)
    return _page(request, found, user, closing=form, refusal=refusal)


@require_POST
def file_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """File the signed report."""
    user = require_role(request.user, Role.LEAD, Role.ASSESSOR)
    found = access.visit_or_404(user, pk)
    upload = request.FILES.get("laporan")
    refusal = ["Pilih berkas laporan yang sudah ditandatangani."]
    if upload is not None:
        try:
            workflow.file_signed(visit=found, upload=upload, by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Laporan bertanda tangan tersimpan.")
            return redirect("penilaian_visit", pk)
    return _page(request, found, user, refusal=refusal)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist on paper."""
    user = require_role(request.user, Role.LEAD, Role.ASSESSOR)
    found = access.visit_or_404(user, pk)
    paper = visit_papers.sheet(found)
    title = f"Lembar kunjungan {found.participation.work_unit.short_name}"
    answer = HttpResponse(rendered(paper.kind, paper.to_json(), title=title), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="lembar-kunjungan.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def photo(request: HttpRequest, pk: int, photo: int, variant: str) -> HttpResponseBase:
    """A photo of a visit."""
    user = require_role(request.user, Role.LEAD, Role.ASSESSOR)
    if variant not in {"asli", "gambar", "kecil"}:
        raise Http404
    return serving.respond(request, access.visit_photo_or_404(user, pk, photo).file, variant)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The report of a closed visit, for those who judge and for the unit."""
    assert isinstance(request.user, User)
    return papers_serving.respond(request, access.visit_report_or_404(request.user, pk))


@require_safe
def signed_report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The report as it was signed."""
    user = require_role(request.user, Role.LEAD, Role.ASSESSOR)
    found = access.visit_or_404(user, pk).signed_report
    if found is None:
        raise Http404
    return serving.respond(request, found, "asli")
