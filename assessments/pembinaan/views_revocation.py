"""Pages of revocation: proposed by the admin, decided by the leadership."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.cycle.forms import DecisionForm
from assessments.cycle.workflow import MoveRefused
from assessments.pembinaan import access, rules, workflow
from assessments.pembinaan.forms import RevokeForm
from units.access import require_role
from units.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to revoke the predikat of a unit."""
    user = require_role(request.user, Role.ADMIN)
    participation = access.awarded_or_404(user, pk)
    form = RevokeForm(request.POST or None)
    refusal = rules.propose_revocation(participation, user)
    if request.method == "POST" and form.is_valid():
        try:
            made = workflow.propose_revocation(participation=participation, by=user, **form.cleaned_data)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(
                request, "Usulan pencabutan dikirim kepada pimpinan. Predikat tetap berlaku sampai diputus."
            )
            return redirect("pembinaan_revocation", made.pk)
    context = {"participation": participation, "form": form, "refusal": refusal}
    return render(request, "pembinaan/revoke.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposed revocation, and the second person's decision."""
    user = require_role(request.user, Role.ADMIN, Role.LEADERSHIP)
    found = access.revocation_or_404(user, pk)
    form = DecisionForm(request.POST or None)
    refusal: list[str] = []
    if request.method == "POST" and form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        try:
            workflow.decide_revocation(revocation=found, by=user, approve=approve, note=form.cleaned_data["note"])
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Predikat dicabut." if approve else "Usulan pencabutan ditolak.")
            return redirect("pembinaan_revocation", pk)
    context = {
        "revocation": found,
        "participation": found.award.participation,
        "form": form,
        "refusal": refusal,
        "reasons": rules.decide_revocation(found, user),
    }
    return render(request, "pembinaan/revocation.html", context)
