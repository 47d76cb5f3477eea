"""Another date for a ceremony: the admin asks, the office answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from assessments.cycle.workflow import MoveRefused
from assessments.pencanangan import workflow
from assessments.pencanangan.access import application_or_404, signed_in
from assessments.pencanangan.forms import AnswerForm, ProposalForm
from assessments.pencanangan.views.applications import application_page
from p2ham.lib import dates


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose another date to the office."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return application_page(request, user, found, proposal_form=form)
    data = form.cleaned_data
    try:
        workflow.propose_date(
            application=found, day=data["date"], starts_at=data["starts_at"], note=data["note"], by=user
        )
    except MoveRefused as refused:
        return application_page(request, user, found, proposal_form=form, refusal=refused.sentences)
    messages.success(request, f"Usulan tanggal {dates.long_date(data['date'])} dikirim kepada pemohon.")
    return redirect("pencanangan_application", pk)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to the proposed date, or decline it with a note."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return application_page(request, user, found, answer_form=form)
    try:
        workflow.answer_proposal(
            application=found, agree=form.agrees, note=form.cleaned_data["note"], by=user, read=form.read
        )
    except MoveRefused as refused:
        return application_page(request, user, found, answer_form=form, refusal=refused.sentences)
    done = "Tanggal acara diubah sesuai usulan." if form.agrees else "Jawaban Anda dikirim kepada admin pusat."
    messages.success(request, f"{done} Permohonan menunggu pemeriksaan admin pusat.")
    return redirect("pencanangan_application", pk)
