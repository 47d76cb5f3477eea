"""Pages of the lead: comparing, setting levels for a while, settling."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import access, queries, rules, scoring, workflow
from assessments.penilaian.forms import SettleForm
from assessments.penilaian.settlements import Settlement
from assessments.penilaian.views.cards import cards
from assessments.penilaian.views.overtaken import both_versions, overtaken, settled_meanwhile, typed_on
from p2ham.lib import dates
from p2ham.lib.http import conflict
from units.access import require_role
from units.models import Role, User


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare the scores, set levels, settle. “hitung” shows the totals without writing, “simpan” only saves."""
    user = require_role(request.user, Role.LEAD)
    participation = access.led_or_404(user, pk)
    hidden = rules.see_settlement(participation, user)
    settlement = None if hidden else queries.settlement(participation)
    progress = queries.progress(participation)
    if progress[1] == 0:
        raise Http404
    reasons = rules.settle(participation, user, settlement, progress=progress)
    context: dict[str, Any] = {"participation": participation, "progress": progress, "refusal": hidden or reasons}
    if settlement is None:
        if request.method == "POST":
            # The seal has closed again since, by an assessor more: what was typed comes back.
            return conflict(request, typed_on(request.POST), sentence=" ".join(hidden or reasons))
        return render(request, "penilaian/settle_sealed.html", context)
    only = next((name for name in ("hitung", "simpan") if name in request.POST), "")
    stored = queries.deliberation(participation)
    data = request.POST if request.method == "POST" else None
    form = SettleForm(data, settlement=settlement, stored=stored, complete=not only)
    if data is not None and reasons:
        return settled_meanwhile(request, participation, form, reasons)
    if data is not None and form.is_valid() and only != "hitung":
        answer = _written(request, participation, form, user, only_save=bool(only), context=context)
        if answer:
            return answer
    totals = _totals_context(settlement, form)
    context |= totals | {
        "form": form,
        "reasons": reasons,
        "settlement": settlement,
        "cards": cards(settlement, form, totals["groups"], queries.findings_of(participation)),
        "stored": stored,
        "result": participation.results.current().select_related("settled_by").first() if reasons else None,
    }
    return render(request, "penilaian/settle.html", context)


def _written(
    request: HttpRequest,
    participation: Participation,
    form: SettleForm,
    user: User,
    *,
    only_save: bool,
    context: dict[str, Any],
) -> HttpResponse | None:
    """Save or settle; None when the rules refuse, whose sentences then stand in the ``context``."""
    name, typed, version = participation.work_unit.short_name, form.typed, form.cleaned_data["version"]
    try:
        if only_save:
            workflow.moderate(participation=participation, typed=typed, version=version, by=user)
            messages.success(request, f"Penetapan {name} disimpan. Nilainya belum ditetapkan.")
            return redirect("penilaian_settle", participation.pk)
        workflow.settle(
            participation=participation,
            choices=typed.choices,
            note=typed.note,
            total_reason=typed.total_reason,
            version=version,
            by=user,
        )
    except workflow.DeliberationChanged as changed:
        return both_versions(request, form, changed.stored)
    except MoveRefused as refused:
        fresh = access.led_or_404(user, participation.pk)
        if fresh.state != participation.state:
            return settled_meanwhile(request, fresh, form, refused.sentences)
        context["refusal"] = refused.sentences
        return None
    messages.success(request, f"Nilai {name} ditetapkan.")
    return redirect("penilaian_result", participation.pk)


def _totals_context(settlement: Settlement, form: SettleForm) -> dict[str, Any]:
    choices = form.choices()
    outcome, groups = settlement.scored(choices)
    open_ = {str(found.item.pk) for found in settlement.undecided(choices)}
    return {
        "outcome": outcome,
        "groups": groups,
        "open_count": len(open_),
        "threshold": settlement.threshold,
        "unmet": settlement.codes([key for key in outcome.required_unmet if key not in open_]),
        "formula": scoring.FORMULA,
        "rule": settlement.rule.words,
    }


@require_safe
def settle_totals(request: HttpRequest, pk: int) -> HttpResponse:
    """The totals with the levels chosen in the form so far: a look ahead for the page's script."""
    user = require_role(request.user, Role.LEAD)
    participation = access.led_or_404(user, pk)
    settlement = None if rules.see_settlement(participation, user) else queries.settlement(participation)
    if settlement is None:
        raise Http404
    form = SettleForm(request.GET, settlement=settlement, stored=queries.Deliberation(), complete=False)
    form.is_valid()
    return render(request, "penilaian/_settle_totals.html", _totals_context(settlement, form))


@require_POST
def settle_autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Save what the lead types, by the same verb as the button; 409 with a sentence when it is not saved."""
    user = require_role(request.user, Role.LEAD)
    participation = access.led_or_404(user, pk)
    settlement = None if rules.see_settlement(participation, user) else queries.settlement(participation)
    if settlement is None:
        return _sentence("Nilai unit ini sedang tersegel.")
    stored = queries.deliberation(participation)
    form = SettleForm(request.POST, settlement=settlement, stored=stored, complete=False)
    if not form.is_valid():
        return _sentence("Belum tersimpan. Ada kolom yang belum dapat dibaca; periksa, lalu tekan Simpan.", again=True)
    try:
        kept = workflow.moderate(
            participation=participation, typed=form.typed, version=form.cleaned_data["version"], by=user
        )
    except workflow.DeliberationChanged as changed:
        return _sentence(f"{overtaken(changed.stored)} Tekan Simpan untuk melihat keduanya.")
    except MoveRefused as refused:
        return _sentence(" ".join(refused.sentences))
    return JsonResponse({"version": kept.version, "sentence": f"Tersimpan pukul {dates.clock(timezone.now())}"})


def _sentence(text: str, *, again: bool = False) -> JsonResponse:
    kept = "" if again else " Yang Anda tulis tetap ada di halaman ini."
    return JsonResponse({"sentence": text + kept, "again": again}, status=409)
