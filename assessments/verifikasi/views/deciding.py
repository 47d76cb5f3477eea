"""The second person's page: what was proposed, what would be issued, and the decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.cycle.models import Approval
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import access, papers, queries, rules, workflow
from assessments.verifikasi.forms import RefusalForm
from assessments.verifikasi.views.checking import barred_page, kept
from assessments.verifikasi.views.filling import reader


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a proposed outcome, or send it back with a reason."""
    user = reader(request)
    approval, participation = access.proposal_or_404(user, pk)
    if barred := barred_page(request, participation, user):
        return barred
    approve = request.POST.get("decision") == "approve"
    form = RefusalForm(request.POST if request.method == "POST" and not approve else None)
    refusal: list[str] = []
    if request.method == "POST" and (approve or form.is_valid()):
        note = "" if approve else form.cleaned_data["note"]
        try:
            act = workflow.decide_reopen if approval.move == MoveName.REOPEN else workflow.decide
            act(approval=approval, by=user, approve=approve, note=note)
        except MoveRefused as refused:
            refusal = refused.sentences
            approval, participation = access.proposal_or_404(user, pk)
            if note and rules.decide(approval, user):
                return kept(request, refusal)
        else:
            words = "disetujui" if approve else "dikembalikan kepada verifikator"
            messages.success(request, f"Usulan untuk {participation.work_unit.short_name} {words}.")
            return redirect("verifikasi_decide", pk)
    found = queries.sheet(participation, drafts=True)
    context = {
        "approval": approval,
        "participation": participation,
        "passes": approval.move == MoveName.PASS,
        "is_refused": approval.decision == Approval.Decision.REFUSED,
        "sheet": found,
        "reopens": approval.move == MoveName.REOPEN,
        "paper": None if approval.move == MoveName.REOPEN else papers.preview(approval, found),
        "form": form,
        "refusal": refusal,
        "reasons": rules.decide(approval, user),
        "papers": queries.outcome_papers(participation),
    }
    return render(request, "verifikasi/decide.html", context)
