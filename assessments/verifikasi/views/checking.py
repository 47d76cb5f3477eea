"""The verifier's desk: one indicator."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import access, queries, rules, workflow
from assessments.verifikasi.forms import RemarkForm, VerdictForm
from assessments.verifikasi.queries import changes, comparing, doubts, sentences, voices
from assessments.verifikasi.queries.sheets import Item, Sheet
from assessments.verifikasi.views.filling import reader
from p2ham.lib.http import conflict
from units.models import Role, User


def barred_page(request: HttpRequest, participation: Participation, user: User) -> HttpResponse | None:
    """The page for somebody who belongs to the unit: the draft of its judgement is not theirs to read.

    What they typed before they were posted there is given back.
    """
    sentences = cycle_rules.independence(participation, user)
    if not sentences:
        return None
    if request.method == "POST":
        return kept(request, sentences)
    context = {"participation": participation, "sentences": sentences}
    return render(request, "verifikasi/not_independent.html", context)


def kept(request: HttpRequest, sentences: list[str]) -> HttpResponse:
    """Refused, and the form stands on no page any more: the sentences, with what was typed to be copied."""
    typed = request.POST.get("note") or request.POST.get("catatan-text", "")
    return conflict(request, {"Yang Anda tulis": typed}, sentence=" ".join(sentences))


# --- one indicator -----------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """The unit's answer and evidence beside the verifier's decision."""
    user = reader(request)
    participation = access.checked_or_404(user, pk)
    if barred := barred_page(request, participation, user):
        return barred
    found = queries.sheet(participation, drafts=True)
    doubts.show(found, names_for=user)
    item = access.item_or_404(found, indicator)
    form = VerdictForm(
        item, request.POST if request.method == "POST" else None, sentences=sentences.offered(item.indicator.code)
    )
    refusal: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            workflow.save_verdict(
                participation=participation,
                indicator=item.indicator,
                decision=form.cleaned_data["decision"],
                level=form.chosen_level,
                not_applicable=form.not_applicable,
                note=form.written,
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
    held = holding(participation, user)
    reasons = rules.judge(participation, held["hold"], user)
    return {
        "participation": participation,
        "sheet": found,
        "item": item,
        "form": form,
        "refusal": refusal,
        "reasons": reasons,
        "voices": comparing.voices(item),
        "changes": changes.since(*last, item) if (last := voices.last_snapshot(participation)) else None,
        "remark_form": None if reasons else RemarkForm(as_region=False, sentences=form.sentences),
        "earlier": [verdict for verdict in item.verdicts if verdict.round < participation.round],
        "decided": len(found.items) - len(found.undecided),
        "before": before,
        "after": after,
        **held,
    }


def holding(participation: Participation, user: User) -> dict[str, Any]:
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
