"""Deciding for a whole region at once; and the paper of an outcome before it is proposed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.cycle.models import Approval
from assessments.cycle.queries import current_cycle
from assessments.cycle.states import MoveName, State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.rendering import render as draw
from assessments.files import serving
from assessments.verifikasi import access, papers, queries, workflow
from assessments.verifikasi.forms import OutcomeForm
from assessments.verifikasi.queries import outcomes
from assessments.verifikasi.views.checking import barred_page
from p2ham.lib.http import row_id
from units.access import require_role
from units.models import Role, User


@require_http_methods(["GET", "HEAD", "POST"])
def decide_many(request: HttpRequest) -> HttpResponse:
    """The second person approves the ticked proposals of a region, each by itself."""
    user = require_role(request.user, Role.VERIFIER, Role.LEADERSHIP)
    cycle = current_cycle()
    regions = outcomes.offices(cycle) if cycle else []
    asked = row_id(request.GET.get("koordinator", ""))
    office = next((pk for pk, _, _ in regions if pk == asked), None)
    rows = outcomes.of_region(cycle, office, user) if cycle and office else []
    refused: list[tuple[str, list[str]]] = []
    if request.method == "POST" and rows:
        refused, count = _approve(request, rows, user)
        if count:
            messages.success(request, f"{count} usulan disetujui; naskahnya terbit satu per satu.")
        if not refused:
            return redirect(f"{reverse('verifikasi_outcomes')}?koordinator={office}")
        rows = outcomes.of_region(cycle, office, user) if cycle and office else []
    context = {
        "regions": regions,
        "office": office,
        "proposed": [region for region in regions if region[2]],
        "ready": [(row, outcomes.label(row.approval)) for row in rows if row.is_ready and row.approval],
        "others": [row for row in rows if not row.is_ready],
        "refused": refused,
    }
    return render(request, "verifikasi/outcomes.html", context)


def _approve(request: HttpRequest, rows: list[outcomes.Row], user: User) -> tuple[list[tuple[str, list[str]]], int]:
    """One transaction each: what cannot be decided any more holds up nothing else."""
    chosen = {row_id(value) for value in request.POST.getlist("usulan")}
    refused: list[tuple[str, list[str]]] = []
    count = 0
    approvals = [(row, row.approval) for row in rows if row.approval and row.approval.pk in chosen]
    if not approvals:
        return [("Belum ada yang disetujui", ["Pilih sedikitnya satu usulan yang siap."])], 0
    for row, approval in approvals:
        found = Approval.objects.select_related("participation__work_unit").get(pk=approval.pk)
        try:
            workflow.decide(approval=found, by=user, approve=True)
        except MoveRefused as error:
            refused.append((row.participation.work_unit.short_name, error.sentences))
        else:
            count += 1
    return refused, count


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int, move: str) -> HttpResponseBase:
    """The paper as it would be issued, drawn with the same template, marked, and not kept."""
    user = require_role(request.user, Role.VERIFIER)
    participation = access.filling_or_404(user, pk)
    if move not in queries.OUTCOMES:
        raise Http404
    if barred := barred_page(request, participation, user):
        return barred
    if participation.state != State.IN_CHECK:
        messages.error(request, "Pratinjau tersedia selama unit diperiksa.")
        return redirect("verifikasi_finish", pk)
    found = queries.sheet(participation, drafts=True)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    note = form.cleaned_data["note"] if form.is_bound and form.is_valid() else papers.reasons(found)
    paper = papers.draft(participation, MoveName(move), note if move == MoveName.FAIL else "", found, by=user)
    response = HttpResponse(draw(paper.kind, paper.to_json(), title="Pratinjau hasil verifikasi"))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = 'inline; filename="Pratinjau hasil verifikasi.pdf"'
    return serving.guard(response)
