"""The verifier's pages: the queue, one indicator, the overview with the three ways to finish."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName, State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import access, doubts, queries, rules, workflow
from assessments.verifikasi.forms import OutcomeForm, QueueFilter, VerdictForm
from assessments.verifikasi.models import Verdict
from assessments.verifikasi.sheet import Item, Sheet
from assessments.verifikasi.views.filling import reader
from p2ham.lib.paging import page
from units.access import require_role
from units.models import Role, User


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Units that wait to be checked or are being checked, oldest first."""
    user = require_role(request.user, Role.VERIFIER, Role.LEADERSHIP)
    form = QueueFilter(request.GET, coordinators=queries.coordinators_in_queue(user))
    found = queries.narrowed(queries.queue(user), user=user, **form.chosen)
    shown = page(request, found, by=("state_since", "pk"), size=25)
    context = {
        "filter": form,
        "page": shown,
        "rows": [(row, *_standing(row, user)) for row in shown.rows],
        "may_check": user.has_role(Role.VERIFIER),
        "is_filtered": any(form.chosen.values()),
    }
    return render(request, "verifikasi/queue.html", context)


def _standing(row: Any, user: User) -> tuple[str, str]:
    """How a row of the queue stands for this verifier, in words and tone."""
    if row.proposal:
        return "Menunggu persetujuan", "info"
    if row.state == State.SUBMITTED:
        return "Perlu diperiksa", "waiting"
    if row.holder_id == user.pk:
        return "Sedang Anda periksa", "attention"
    return f"Diperiksa {row.holder_name}" if row.holder_name else "Belum dipegang", "neutral"


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the check and go to the first indicator."""
    user = require_role(request.user, Role.VERIFIER)
    participation = access.filling_or_404(user, pk)
    try:
        workflow.start_check(participation=participation, by=user)
    except MoveRefused as refused:
        return _refused(request, refused, pk)
    participation = access.filling_or_404(user, pk)
    undecided = queries.sheet(participation, drafts=True).undecided
    return redirect(undecided[0].check_url if undecided else reverse("verifikasi_finish", args=[pk]))


@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a check that a colleague holds."""
    user = require_role(request.user, Role.VERIFIER)
    participation = access.filling_or_404(user, pk)
    try:
        workflow.take_over(participation=participation, by=user)
    except MoveRefused as refused:
        return _refused(request, refused, pk)
    messages.success(request, "Pemeriksaan unit ini sekarang Anda pegang.")
    return redirect("verifikasi_finish", pk)


def _refused(request: HttpRequest, refused: MoveRefused, pk: int) -> HttpResponse:
    for sentence in refused.sentences:
        messages.error(request, sentence)
    return redirect("verifikasi_finish", pk)


def _partial(request: HttpRequest, participation: Participation, user: User) -> HttpResponse | None:
    """The page for somebody who belongs to the unit: the draft of its judgement is not theirs to read."""
    sentences = cycle_rules.independence(participation, user)
    if not sentences:
        return None
    context = {"participation": participation, "sentences": sentences}
    return render(request, "verifikasi/not_independent.html", context)


# --- one indicator -----------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """The unit's answer and evidence beside the verifier's decision."""
    user = reader(request)
    participation = access.checked_or_404(user, pk)
    if barred := _partial(request, participation, user):
        return barred
    found = queries.sheet(participation, drafts=True)
    doubts.show(found, names_for=user)
    item = access.item_or_404(found, indicator)
    form = VerdictForm(item, request.POST if request.method == "POST" else None)
    refusal: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            workflow.save_verdict(
                participation=participation,
                indicator=item.indicator,
                decision=form.cleaned_data["decision"],
                level=form.chosen_level,
                not_applicable=form.not_applicable,
                note=form.cleaned_data["note"],
                by=user,
            )
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"Hasil {item.indicator.code} tersimpan.")
            return redirect(_onward(request, participation, item))
    return render(request, "verifikasi/check.html", _desk(participation, found, item, form, user, refusal))


def _onward(request: HttpRequest, participation: Participation, item: Item) -> str:
    """The next undecided indicator, going round; the overview when all are decided."""
    if request.POST.get("go") != "next":
        return item.check_url
    found = queries.sheet(participation, drafts=True)
    codes = [other.indicator.pk for other in found.items]
    here = codes.index(item.indicator.pk)
    waiting = sorted(found.undecided, key=lambda other: codes.index(other.indicator.pk) <= here)
    return waiting[0].check_url if waiting else reverse("verifikasi_finish", args=[participation.pk])


def _desk(
    participation: Participation, found: Sheet, item: Item, form: VerdictForm, user: User, refusal: list[str]
) -> dict[str, Any]:
    before, after = found.beside(item)
    holding = _holding(participation, user)
    return {
        "participation": participation,
        "sheet": found,
        "item": item,
        "form": form,
        "refusal": refusal,
        "reasons": rules.judge(participation, holding["hold"], user),
        "earlier": [verdict for verdict in item.verdicts if verdict.round < participation.round],
        "decided": len(found.items) - len(found.undecided),
        "before": before,
        "after": after,
        **holding,
    }


def _holding(participation: Participation, user: User) -> dict[str, Any]:
    """Who is on the sheet, and whether this verifier may begin or take over."""
    hold = queries.holder(participation)
    verifies = user.has_role(Role.VERIFIER)
    return {
        "hold": hold,
        "is_mine": hold is not None and hold.verifier_id == user.pk,
        "may_start": verifies and participation.state == State.SUBMITTED,
        "start_reasons": rules.start(participation, user),
        "may_take_over": verifies
        and participation.state == State.IN_CHECK
        and not rules.take_over(participation, hold, user),
        "proposal": queries.pending_outcome(participation),
    }


# --- the overview ------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """All indicators with the unit's and the verifier's level, and the three ways to finish."""
    user = reader(request)
    participation = access.checked_or_404(user, pk)
    if barred := _partial(request, participation, user):
        return barred
    form = OutcomeForm(request.POST if request.POST.get("move") == MoveName.FAIL else None)
    refusal: list[str] = []
    if request.method == "POST":
        try:
            _finish(request, participation, form, user)
            return redirect("verifikasi_finish", pk)
        except MoveRefused as refused:
            refusal = refused.sentences
            participation = access.checked_or_404(user, pk)
    found = queries.sheet(participation, drafts=True)
    holding = _holding(participation, user)
    hold = holding["hold"]
    context = {
        "participation": participation,
        "sheet": found,
        "form": form,
        "refusal": refusal,
        "in_check": participation.state == State.IN_CHECK,
        "decided": len(found.items) - len(found.undecided),
        "counts": [(choice.label, len(found.decided_as(choice))) for choice in Verdict.Decision],
        "repair": [item for item, _ in found.decided_as(Verdict.Decision.REPAIR)],
        "repair_until": workflow.repair_until(participation),
        "return_reasons": rules.give_back(participation, found, hold, user),
        "pass_reasons": rules.propose_pass(participation, found, hold, user),
        "fail_reasons": rules.propose_fail(participation, found, hold, user),
        "papers": queries.outcome_papers(participation),
        **holding,
    }
    return render(request, "verifikasi/finish.html", context)


def _finish(request: HttpRequest, participation: Participation, form: OutcomeForm, user: User) -> None:
    """The pressed one of the three buttons."""
    move = request.POST.get("move", "")
    name = participation.work_unit.short_name
    if move == MoveName.RETURN:
        count = workflow.give_back(participation=participation, by=user)
        messages.success(request, f"{count} indikator dikembalikan kepada {name}, beserta semua catatannya.")
    elif move == MoveName.PASS:
        workflow.propose_pass(participation=participation, by=user)
        messages.success(request, f"Usulan lolos untuk {name} menunggu keputusan orang kedua.")
    elif move == MoveName.FAIL:
        if not form.is_valid():
            raise MoveRefused([str(error) for errors in form.errors.values() for error in errors])
        workflow.propose_fail(participation=participation, note=form.cleaned_data["note"], by=user)
        messages.success(request, f"Usulan tidak lolos untuk {name} menunggu keputusan orang kedua.")
    else:
        raise MoveRefused(["Pilih salah satu cara menyelesaikan pemeriksaan."])
