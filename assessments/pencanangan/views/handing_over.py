"""The page on which a unit gets another operator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.cycle.access import participation_or_404
from assessments.cycle.workflow import MoveRefused
from assessments.pencanangan import queries, rules, workflow
from assessments.pencanangan.access import signed_in
from assessments.pencanangan.forms import HandOverForm
from assessments.pencanangan.views.unit import invitation_sheet, sees_operator


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Name somebody else as the unit's operator; whoever leaves loses access at once, the work stays."""
    user = signed_in(request)
    participation = participation_or_404(user, pk)
    papers = queries.papers(participation)
    # The operators' addresses concern the office and the admins only; everybody else sees why not.
    shown = sees_operator(papers, user)
    postings = list(workflow.operators(papers).select_related("user")) if shown else []
    form = HandOverForm(request.POST or None, postings=postings)
    refusal = rules.hand_over(papers, user)
    if not refusal and request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            link = workflow.hand_over(
                participation=participation,
                name=data["name"],
                email=data["email"],
                phone=data["phone"],
                leaving=form.leaves,
                by=user,
                by_mail=form.by_mail,
            )
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(
                request, f"Tugas operator diserahkan kepada {data['name']}. Pekerjaan unit tetap tersimpan."
            )
            return invitation_sheet(request, participation, link) if link else redirect("pencanangan_unit", pk)
    context = {
        "participation": participation,
        "unit": papers.unit,
        "form": form,
        "refusal": refusal,
        "may_save": not rules.hand_over(papers, user),
    }
    return render(request, "pencanangan/hand_over.html", context)
