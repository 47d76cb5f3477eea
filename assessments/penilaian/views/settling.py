"""Pages of the lead: comparing and settling."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import access, queries, rules, scoring, workflow
from assessments.penilaian.forms import SettleForm
from assessments.penilaian.sheets import Settlement
from units.access import require_role
from units.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare the scores and settle the result; “hitung” shows the totals without writing anything."""
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
        return render(request, "penilaian/settle_sealed.html", context)
    ahead = "hitung" in request.POST
    form = SettleForm(request.POST or None, settlement=settlement, complete=not ahead)
    if request.method == "POST" and form.is_valid() and not ahead:
        try:
            workflow.settle(
                participation=participation, choices=form.choices(), note=form.cleaned_data["note"], by=user
            )
        except MoveRefused as refused:
            context["refusal"] = refused.sentences
        else:
            messages.success(request, f"Nilai {participation.work_unit.short_name} ditetapkan.")
            return redirect("penilaian_result", pk)
    context |= _totals_context(settlement, form) | {"form": form, "reasons": reasons, "settlement": settlement}
    return render(request, "penilaian/settle.html", context)


def _totals_context(settlement: Settlement, form: SettleForm) -> dict[str, Any]:
    outcome, groups = settlement.scored(form.choices())
    open_ = {str(found.item.pk) for found in settlement.differing if form.choices()[found.item.pk].level is None}
    by_pk = {found.item.pk: found for found in settlement.judged}
    return {
        "outcome": outcome,
        "groups": groups,
        "cards": [
            (group, [(by_pk[row.item.pk], row, form.pair(row.item.pk)) for row in group.rows]) for group in groups
        ],
        "open_count": len(open_),
        "threshold": settlement.threshold,
        "unmet": settlement.codes([key for key in outcome.required_unmet if key not in open_]),
        "formula": scoring.FORMULA,
    }


@require_safe
def settle_totals(request: HttpRequest, pk: int) -> HttpResponse:
    """The totals with the levels chosen in the form so far: a look ahead for the page's script."""
    user = require_role(request.user, Role.LEAD)
    participation = access.led_or_404(user, pk)
    settlement = None if rules.see_settlement(participation, user) else queries.settlement(participation)
    if settlement is None:
        raise Http404
    form = SettleForm(request.GET, settlement=settlement, complete=False)
    form.is_valid()
    return render(request, "penilaian/_settle_totals.html", _totals_context(settlement, form))
