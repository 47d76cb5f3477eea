"""Pages of the assessor: the queue, the sheet, one indicator."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import access, queries, rules, scoring, workflow
from assessments.penilaian.forms import ScoreForm, UnitFilter
from assessments.penilaian.models import Assignment
from assessments.penilaian.sheets import Item, Sheet
from assessments.penilaian.views.exhibits import with_evidence
from assessments.penilaian.views.parts import chosen_part
from p2ham.lib.http import row_id
from p2ham.lib.paging import page
from units.access import require_role
from units.models import Role, User

QUEUE_PARTS = {"perlu": "Perlu dinilai", "selesai": "Selesai"}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The assessor's own assignments."""
    user = require_role(request.user, Role.ASSESSOR)
    part = chosen_part(request, QUEUE_PARTS)
    form = UnitFilter(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    rows = page(request, queries.queue(user, part=part, text=text), by=("assigned_at", "pk"))
    tabs = [(label, f"?bagian={key}", key == part, None) for key, label in QUEUE_PARTS.items()]
    return render(request, "penilaian/queue.html", {"page": rows, "tabs": tabs, "part": part, "filter": form})


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole sheet of an assessor, by criterion, with the totals so far."""
    user = require_role(request.user, Role.ASSESSOR)
    assignment = access.assignment_or_404(user, pk)
    return render(request, "penilaian/sheet.html", _sheet_context(assignment, user))


def _sheet_context(assignment: Assignment, user: User) -> dict[str, Any]:
    found = queries.sheet(assignment)
    return {
        "assignment": assignment,
        "participation": assignment.participation,
        "refusal": [] if assignment.is_final else rules.work_on(assignment, user),
        "finalise_reasons": rules.finalise(found, user),
        **_sheet_totals(found),
        # Whoever became bound to the unit after the assignment sees the reason and nothing else.
        "bound": bool(rules.independent(assignment.participation, user)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """One indicator: the unit's answer and evidence, the rubric, the assessor's level and reason."""
    user = require_role(request.user, Role.ASSESSOR)
    assignment = access.assignment_or_404(user, pk)
    found = queries.sheet(assignment)
    item = _item(found, indicator)
    if rules.independent(assignment.participation, user):
        return redirect("penilaian_sheet", pk)
    current = found.scores.get(item.pk)
    initial = {"level": current.level_id, "justification": current.justification} if current else {}
    form = ScoreForm(request.POST or None, item=item, initial=initial)
    reasons = rules.work_on(assignment, user)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.score(assignment=assignment, indicator_id=item.pk, by=user, **form.cleaned_data)
        except MoveRefused as refused:
            for sentence in [] if reasons else refused.sentences:
                form.add_error("justification", sentence)
        else:
            messages.success(request, f"Nilai {item.indicator.code} disimpan.")
            return redirect(_after_saving(request, assignment, item))
    context = _indicator_context(assignment.participation, found, item)
    context |= {"form": form, "current": current, "refusal": reasons}
    return render(request, "penilaian/score.html", context)


def _item(found: Sheet, indicator: int) -> Item:
    item = found.item(indicator)
    if item is None:
        raise Http404
    return item


def _after_saving(request: HttpRequest, assignment: Assignment, item: Item) -> str:
    pk = assignment.participation_id
    if "lanjut" not in request.POST:
        return reverse("penilaian_score", args=[pk, item.pk])
    following = queries.sheet(assignment).next_missing(item)
    return reverse("penilaian_score", args=[pk, following.pk]) if following else reverse("penilaian_sheet", args=[pk])


def _indicator_context(participation: Participation, found: Sheet, item: Item) -> dict[str, Any]:
    before, after = found.beside(item)
    return _sheet_totals(found) | {
        "participation": participation,
        "item": item,
        "entry": with_evidence(participation, item.pk),
        "hints": {level.pk: level.description for level in item.levels},
        "before": before,
        "after": after,
    }


@require_safe
def score_totals(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """The totals as they would be with a level that is not saved yet: a look ahead for the page's script."""
    user = require_role(request.user, Role.ASSESSOR)
    assignment = access.assignment_or_404(user, pk)
    found = queries.sheet(assignment)
    item = _item(found, indicator)
    level = item.level(row_id(request.GET.get("level", "")))
    context = _sheet_totals(found)
    if level:
        outcome, groups = found.with_level(item, level)
        context |= {"outcome": outcome, "groups": groups, "ahead": f"{item.indicator.code} {level.label}"}
    return render(request, "penilaian/_sheet_totals.html", context)


def _sheet_totals(found: Sheet) -> dict[str, Any]:
    return {"sheet": found, "outcome": found.outcome, "groups": found.groups, "ahead": "", "formula": scoring.FORMULA}


@require_POST
def finalise(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare the sheet finished."""
    user = require_role(request.user, Role.ASSESSOR)
    assignment = access.assignment_or_404(user, pk)
    try:
        workflow.finalise(assignment=assignment, by=user)
    except MoveRefused as refused:
        context = _sheet_context(assignment, user) | {"refusal": refused.sentences}
        return render(request, "penilaian/sheet.html", context)
    messages.success(request, "Penilaian selesai dan dikunci. Terima kasih.")
    return redirect("penilaian_queue")
