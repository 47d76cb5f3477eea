"""The overview of a check, with the three ways to finish it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.cycle.models import Participation
from assessments.cycle.states import MOVES, MoveName, State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import access, papers, queries, rules, workflow
from assessments.verifikasi.forms import GiveBackForm, OutcomeForm, ReopenForm
from assessments.verifikasi.models import Verdict
from assessments.verifikasi.queries import doubts, worklists
from assessments.verifikasi.views.checking import barred_page, holding, kept
from assessments.verifikasi.views.filling import reader
from units.models import Role, User


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """All indicators with the unit's and the verifier's level, and the three ways to finish."""
    user = reader(request)
    participation = access.checked_or_404(user, pk)
    if barred := barred_page(request, participation, user):
        return barred
    pressed = request.POST.get("move", "")
    form = OutcomeForm(request.POST if pressed == MoveName.FAIL else None)
    again = ReopenForm(request.POST if pressed == MoveName.REOPEN else None)
    back = GiveBackForm(participation, request.POST if pressed == MoveName.RETURN else None)
    refusal: list[str] = []
    if request.method == "POST":
        try:
            _finish(request, participation, form, back, again, user)
            return redirect("verifikasi_finish", pk)
        except MoveRefused as refused:
            refusal = refused.sentences
            participation = access.checked_or_404(user, pk)
    found = queries.sheet(participation, drafts=True)
    doubts.show(found)
    if not form.is_bound:
        form.initial["note"] = papers.reasons(found)
    held = holding(participation, user)
    hold = held["hold"]
    context = {
        "participation": participation,
        "sheet": found,
        "form": form,
        "refusal": refusal,
        "in_check": participation.state == State.IN_CHECK,
        "decided": len(found.items) - len(found.undecided),
        "counts": [(choice.label, len(found.decided_as(choice))) for choice in Verdict.Decision],
        "repair": [item for item, _ in found.decided_as(Verdict.Decision.REPAIR)],
        "back": back,
        "again": again,
        "reopening": queries.pending_reopening(participation),
        "is_decided": participation.state in MOVES[MoveName.REOPEN].sources,
        "reopen_reasons": rules.reopen(participation, user),
        "lapsed": queries.lapsed(participation),
        "return_reasons": rules.give_back(participation, found, hold, user),
        "pass_reasons": rules.propose_pass(participation, found, hold, user),
        "fail_reasons": rules.propose_fail(participation, found, hold, user),
        "papers": queries.outcome_papers(participation),
        "able": len(rules.acceptable(found)[0]),
        **belonging(participation, user),
        **held,
    }
    if refusal and _is_gone(pressed, context):
        return kept(request, refusal)
    return render(request, "verifikasi/finish.html", context)


def _is_gone(pressed: str, context: dict[str, Any]) -> bool:
    """Whether the page has no field any more for the reason that was typed."""
    if pressed == MoveName.FAIL:
        return not context["in_check"] or bool(context["fail_reasons"])
    return pressed == MoveName.REOPEN and bool(context["reopening"] or context["reopen_reasons"])


def belonging(participation: Participation, user: User) -> dict[str, Any]:
    """Whose the unit is to check, and whether this verifier may take it or hand it on."""
    assignment = worklists.assignment_of(participation)
    return {
        "verifies": user.has_role(Role.VERIFIER),
        "assignment": assignment,
        "take_reasons": rules.take(participation, assignment, user),
        "hand_reasons": rules.hand_over(participation, assignment, user),
    }


def _finish(
    request: HttpRequest,
    participation: Participation,
    form: OutcomeForm,
    back: GiveBackForm,
    again: ReopenForm,
    user: User,
) -> None:
    """The pressed one of the three buttons."""
    move = request.POST.get("move", "")
    name = participation.work_unit.short_name
    if move == MoveName.RETURN:
        if not back.is_valid():
            raise MoveRefused([str(error) for errors in back.errors.values() for error in errors])
        count = workflow.give_back(participation=participation, until=back.chosen, by=user)
        messages.success(request, f"{count} indikator dikembalikan kepada {name}, beserta semua catatannya.")
    elif move == MoveName.PASS:
        workflow.propose_pass(participation=participation, by=user)
        messages.success(request, f"Usulan lolos untuk {name} menunggu keputusan orang kedua.")
    elif move == MoveName.FAIL:
        if not form.is_valid():
            raise MoveRefused([str(error) for errors in form.errors.values() for error in errors])
        workflow.propose_fail(participation=participation, note=form.cleaned_data["note"], by=user)
        messages.success(request, f"Usulan tidak lolos untuk {name} menunggu keputusan orang kedua.")
    elif move == MoveName.REOPEN:
        if not again.is_valid():
            raise MoveRefused([str(error) for errors in again.errors.values() for error in errors])
        workflow.propose_reopen(participation=participation, note=again.cleaned_data["note"], by=user)
        messages.success(request, f"Usulan membuka kembali hasil {name} menunggu keputusan orang kedua.")
    else:
        raise MoveRefused(["Pilih salah satu cara menyelesaikan pemeriksaan."])
