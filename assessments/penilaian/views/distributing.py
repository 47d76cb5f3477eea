"""Pages of the lead: sharing units out, with a look first; by sheet; evening the loads out."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cycle.models import Cycle
from assessments.cycle.queries import current_cycle
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import plansheet, uploaded
from assessments.penilaian.distribution import Plan
from assessments.penilaian.forms.distributing import DistributionForm
from assessments.penilaian.forms.team import SheetForm
from assessments.penilaian.queries import plans
from assessments.penilaian.rules import distributing as rules
from assessments.penilaian.views.team import cycle_or_404
from assessments.penilaian.workflow import distributing as workflow
from p2ham.lib import sheets
from p2ham.lib.sheetread import SheetRefused
from units.access import require_role
from units.models import Role, User

# So many of the units that are left over are named on the page; the sheet names all.
SHOWN = 200
# Ids beyond that are no row's in either database.
LARGEST_KEY = 2**31


@require_http_methods(["GET", "HEAD", "POST"])
def distribute(request: HttpRequest) -> HttpResponse:
    """Share units out: choose, look at what would come of it, then apply exactly that."""
    user = require_role(request.user, Role.LEAD)
    cycle = current_cycle()
    if cycle is None:
        return render(request, "penilaian/distribution.html", {"cycle": None})
    form = DistributionForm(cycle, request.GET if "benih" in request.GET else None)
    refusal = rules.distribute(cycle, user)
    if request.method == "POST" and form.is_valid():
        try:
            plan = workflow.distribute(
                cycle=cycle, wish=form.wish, fingerprint=request.POST.get("rencana", ""), by=user
            )
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"{plan.count} unit dibagikan. Setiap penilai menerima satu pesan.")
            return redirect("penilaian_lead")
    found = plans.planned(cycle, form.wish, by=user) if form.is_valid() else None
    context = {"cycle": cycle, "form": form, "refusal": refusal, "query": request.GET.urlencode(), **_shown(found)}
    return render(request, "penilaian/distribution.html", context)


def _shown(plan: Plan | None) -> dict[str, Any]:
    if plan is None:
        return {"plan": None}
    by_reason: dict[str, list[str]] = {}
    for place, reason in plan.left:
        by_reason.setdefault(reason, []).append(place.name)
    return {
        "plan": plan,
        "gifts": plan.gifts[:SHOWN],
        "left": [(reason, names[:20], len(names)) for reason, names in by_reason.items()],
    }


@require_safe
def distribution_sheet(request: HttpRequest) -> HttpResponse:
    """The plan that the page shows, as XLSX."""
    user = require_role(request.user, Role.LEAD)
    cycle = cycle_or_404()
    form = DistributionForm(cycle, request.GET)
    if not form.is_valid():
        return redirect("penilaian_distribute")
    rows = plansheet.rows(plans.planned(cycle, form.wish, by=user))
    title = f"Pembagian penilai {cycle.year}"
    return sheets.response(title, sheets.workbook(title, plansheet.columns(cycle), rows, summary=plansheet.HOW))


@require_http_methods(["GET", "HEAD", "POST"])
def distribution_import(request: HttpRequest) -> HttpResponse:
    """A list written by hand: a report per line, a look at the loads, then all of it or nothing."""
    user = require_role(request.user, Role.LEAD)
    cycle = cycle_or_404()
    if request.method == "POST" and "susunan" in request.POST:
        return _apply_chosen(request, cycle, user)
    form = SheetForm(request.POST or None, request.FILES or None)
    refusal = rules.distribute(cycle, user)
    lines, plan, chosen = list[uploaded.Line](), None, dict[int, list[int]]()
    if request.method == "POST" and form.is_valid():
        try:
            lines = uploaded.lines(form.cleaned_data["sheet"], [uploaded.UNIT_CODE, uploaded.assessor_heading(1)])
        except SheetRefused as refused:
            refusal = [refused.sentence]
        else:
            chosen = plansheet.chosen(cycle, lines)
            plan = _judge(cycle, lines, chosen, user)
            wrong = sum(bool(line.problems) for line in lines)
            if not lines:
                refusal = [
                    "Tidak ada baris yang terisi, atau judul kolomnya berubah. Pakai lembar yang diunduh di sini."
                ]
            elif wrong:
                refusal = [f"{wrong} dari {len(lines)} baris perlu diperbaiki. Belum ada yang ditugaskan."]
    ready = plan is not None and plan.count > 0 and not any(line.problems for line in lines)
    context = {
        "cycle": cycle,
        "form": form,
        "refusal": refusal,
        "lines": lines,
        "plan": plan if ready else None,
        "chosen": json.dumps(sorted(chosen.items())),
    }
    return render(request, "penilaian/distribution_import.html", context)


def _judge(cycle: Cycle, lines: list[uploaded.Line], chosen: dict[int, list[int]], user: User) -> Plan:
    """Write on each line what the rules say about it."""
    gifts, problems = rules.checked(cycle, chosen, user)
    for line in lines:
        if line.unit in problems and not line.problems:
            line.problems += problems[line.unit]
        line.outcome = line.outcome or ("Perlu diperbaiki" if line.problems else "Siap ditugaskan")
    return Plan(plans.team(cycle), gifts)


def _chosen(text: str) -> dict[int, list[int]]:
    """The list that the page looked at, by ids; nothing when it is not such a list."""
    try:
        found = {_key(unit): [_key(one) for one in people] for unit, people in json.loads(text)}
    except (ValueError, TypeError, RecursionError):
        return {}
    return found


def _key(value: object) -> int:
    if not isinstance(value, int) or not 0 < value < LARGEST_KEY:
        raise ValueError(value)
    return value


def _apply_chosen(request: HttpRequest, cycle: Cycle, user: User) -> HttpResponse:
    try:
        count = workflow.distribute_chosen(cycle=cycle, chosen=_chosen(request.POST["susunan"]), by=user)
    except MoveRefused as refused:
        context = {"cycle": cycle, "form": SheetForm(), "refusal": refused.sentences, "lines": [], "plan": None}
        return render(request, "penilaian/distribution_import.html", context)
    messages.success(request, f"{count} unit dibagikan. Setiap penilai menerima satu pesan.")
    return redirect("penilaian_lead")


@require_http_methods(["GET", "HEAD", "POST"])
def even_out(request: HttpRequest) -> HttpResponse:
    """Even the loads out: look at what would move, then move exactly that."""
    user = require_role(request.user, Role.LEAD)
    cycle = cycle_or_404()
    refusal = rules.distribute(cycle, user)
    if request.method == "POST":
        try:
            found = workflow.even_out(cycle=cycle, fingerprint=request.POST.get("rencana", ""), by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"{len(found.transfers)} unit dialihkan supaya beban tim merata.")
            return redirect("penilaian_team")
    found = plans.evened(cycle, by=user)
    context = {"cycle": cycle, "found": found, "refusal": refusal, "transfers": found.transfers[:SHOWN]}
    return render(request, "penilaian/even_out.html", context)
