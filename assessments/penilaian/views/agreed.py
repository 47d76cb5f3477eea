"""Settling many units at once, in which the rule leaves nothing to decide."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.queries import current_cycle
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import scoring, workflow
from assessments.penilaian.queries import agreed
from assessments.penilaian.settlements import Settlement
from p2ham.lib.http import row_id
from p2ham.lib.paging import Page, page
from units.access import require_role
from units.models import Role, User


@dataclass(frozen=True)
class _Row:
    unit: Participation
    settlement: Settlement
    outcome: scoring.Outcome
    is_ticked: bool

    @property
    def unmet(self) -> list[str]:
        return self.settlement.codes(self.outcome.required_unmet)

    @property
    def combined_count(self) -> int:
        """How many indicators carry a combined value."""
        return sum(not found.agreed and not found.item.not_applicable for found in self.settlement.judged)


@require_http_methods(["GET", "HEAD", "POST"])
def settle_agreed(request: HttpRequest) -> HttpResponse:
    """Units without divergence with their totals; the ticked ones are settled, each by itself."""
    user = require_role(request.user, Role.LEAD)
    cycle = current_cycle()
    if cycle is None:
        return render(request, "penilaian/agreed.html", {"cycle": None})
    refused: list[tuple[Participation, list[str]]] = []
    ticked: set[int] | None = None
    if request.method == "POST":
        ticked = {pk for text in request.POST.getlist("unit") if (pk := row_id(text))}
        count, refused = _settle(cycle, ticked, user)
        if count:
            messages.success(request, f"{count} unit ditetapkan nilainya.")
        if not ticked:
            messages.warning(request, "Belum ada unit yang dicentang.")
        if not refused:
            return redirect("penilaian_settle_agreed")
    shown = page(request, agreed.agreed_units(cycle, user), by=("work_unit__name", "pk"))
    context = {"cycle": cycle, "page": shown, "rows": _rows(cycle, shown, ticked), "refused": refused}
    return render(request, "penilaian/agreed.html", context)


def _rows(cycle: Cycle, shown: Page[Participation], ticked: set[int] | None) -> list[_Row]:
    found = agreed.settlements(cycle, shown.rows)
    rows = []
    for unit in shown.rows:
        settlement = found.get(unit.pk)
        if settlement and settlement.is_settled_by_rule:
            rows.append(_Row(unit, settlement, settlement.scored({})[0], ticked is None or unit.pk in ticked))
    return rows


def _settle(cycle: Cycle, ticked: set[int], user: User) -> tuple[int, list[tuple[Participation, list[str]]]]:
    """How many were settled, and which were refused with which sentences; one refusal stops no other."""
    units = Participation.objects.visible_to(user).filter(cycle=cycle, pk__in=ticked).with_place()
    count, refused = 0, []
    for unit in units.order_by("work_unit__name", "pk"):
        try:
            # The version of a unit for which nobody has set or written anything: whoever has meanwhile is not overruled.
            workflow.settle(participation=unit, choices={}, version="", by=user)
        except MoveRefused as reason:
            refused.append((unit, reason.sentences))
        else:
            count += 1
    return count, refused
