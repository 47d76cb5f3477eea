"""Pages of the assessor: the queue, the summary that ends a sheet, one indicator."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import access, queries, rules, scoring, workflow
from assessments.penilaian.forms import ScoreForm, UnitFilter
from assessments.penilaian.models import Assignment
from assessments.penilaian.sheets import Item, Sheet
from assessments.penilaian.views.parts import chosen_part
from p2ham.lib.http import row_id
from p2ham.lib.paging import page
from units.access import require_role
from units.models import Role, User

QUEUE_PARTS = {"perlu": "Perlu dinilai", "selesai": "Selesai"}
# How the assessor goes through a sheet, remembered in the session.
WAY, WHOLE = "penilaian_cara", "semua"


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The assessor's own assignments, in the order that the lot has given them."""
    user = require_role(request.user, Role.ASSESSOR)
    part = chosen_part(request, QUEUE_PARTS)
    form = UnitFilter(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    rows = page(request, queries.queue(user, part=part, text=text), by=("lot", "pk"))
    tabs = [(label, f"?bagian={key}", key == part, None) for key, label in QUEUE_PARTS.items()]
    return render(request, "penilaian/queue.html", {"page": rows, "tabs": tabs, "part": part, "filter": form})


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """All scores of an assessor at a glance: what is missing, what differs from the verification, and the end."""
    user = require_role(request.user, Role.ASSESSOR)
    assignment = access.assignment_or_404(user, pk)
    return render(request, "penilaian/sheet.html", _sheet_context(request, assignment, user))


def _sheet_context(request: HttpRequest, assignment: Assignment, user: User) -> dict[str, Any]:
    found = queries.sheet(assignment)
    bound = rules.independent(assignment.participation, user)
    return {
        "assignment": assignment,
        "participation": assignment.participation,
        "is_whole": request.session.get(WAY) == WHOLE,
        "refusal": [] if assignment.is_final else rules.work_on(assignment, user, bound),
        "finalise_reasons": rules.finalise(found, user, bound),
        **sheet_totals(found),
        # Whoever became bound to the unit after the assignment sees the reason and nothing else.
        "bound": bool(bound),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """One indicator: what it is judged by, the rubric, the assessor's level, words and confidence."""
    user = require_role(request.user, Role.ASSESSOR)
    assignment = access.assignment_or_404(user, pk)
    if rules.independent(assignment.participation, user):
        return redirect("penilaian_sheet", pk)
    desk = queries.desk(assignment)
    item = item_or_404(desk.sheet, indicator)
    reasons = rules.work_on(assignment, user, [])
    form = ScoreForm(request.POST or None, item=item, stored=desk.sheet.stored(item))
    overtaken = None
    if request.method == "POST" and form.is_valid() and not reasons:
        saved = _save(assignment, form, user)
        for sentence in saved.refused.get(item.pk, []):
            form.add_error("justification" if form.typed.level else "level", sentence)
        overtaken = saved.overtaken.get(item.pk)
        if not saved.refused and not overtaken:
            messages.success(request, f"Nilai {item.indicator.code} disimpan.")
            return redirect(_after_saving(request, assignment, item))
        # What is stored now: the words that are no score yet, or those of the other window.
        form.stored = queries.sheet(assignment).stored(item)
        form.renew()
    context = _indicator_context(assignment, desk, item)
    context |= {"form": form, "stored": form.stored, "overtaken": overtaken, "refusal": reasons}
    return render(request, "penilaian/score.html", context, status=409 if overtaken else 200)


def _save(assignment: Assignment, form: ScoreForm, user: User) -> workflow.Saved:
    pk = form.item.pk
    try:
        return workflow.save(assignment=assignment, typed={pk: (form.typed, form.seen)}, by=user)
    except MoveRefused as refused:
        return workflow.Saved(refused={pk: refused.sentences})


def item_or_404(found: Sheet, indicator: int) -> Item:
    """One indicator of the sheet."""
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


def _indicator_context(assignment: Assignment, desk: queries.Desk, item: Item) -> dict[str, Any]:
    before, after = desk.sheet.beside(item)
    return sheet_totals(desk.sheet, item) | {
        "participation": assignment.participation,
        "item": item,
        "entry": desk.entries[item.pk],
        "voices": desk.voices(item),
        "before": before,
        "after": after,
    }


@require_POST
def discard(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """Go back to the stored score: what was typed since is thrown away."""
    user = require_role(request.user, Role.ASSESSOR)
    assignment = access.assignment_or_404(user, pk)
    item = item_or_404(queries.sheet(assignment), indicator)
    try:
        workflow.discard(assignment=assignment, indicator_id=item.pk, by=user)
    except MoveRefused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, f"Isian {item.indicator.code} yang belum menjadi nilai sudah dibuang.")
    return redirect("penilaian_score", pk, indicator)


@require_safe
def score_totals(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """The totals as they would be with a level that is not saved yet: a look ahead for the page's script."""
    user = require_role(request.user, Role.ASSESSOR)
    found = queries.sheet(access.assignment_or_404(user, pk))
    item = item_or_404(found, indicator)
    level = item.level(row_id(request.GET.get("level", "")))
    context = sheet_totals(found, item)
    if level:
        outcome, groups = found.with_levels({item.pk: level})
        context |= {"outcome": outcome, "groups": groups, "ahead": f"{item.indicator.code} {level.label}"}
    return render(request, "penilaian/_sheet_totals.html", context)


def sheet_totals(found: Sheet, item: Item | None = None) -> dict[str, Any]:
    """What templates/penilaian/_sheet_totals.html shows; ``item``: the indicator that the page is about."""
    return {
        "sheet": found,
        "outcome": found.outcome,
        "groups": found.groups,
        "ahead": "",
        "formula": scoring.FORMULA,
        "item": item,
    }


@require_POST
def finalise(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare the sheet finished."""
    user = require_role(request.user, Role.ASSESSOR)
    assignment = access.assignment_or_404(user, pk)
    try:
        workflow.finalise(assignment=assignment, by=user)
    except MoveRefused as refused:
        context = _sheet_context(request, assignment, user) | {"refusal": refused.sentences}
        return render(request, "penilaian/sheet.html", context)
    messages.success(request, "Penilaian selesai dan dikunci. Terima kasih.")
    return redirect("penilaian_queue")
