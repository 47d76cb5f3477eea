"""The whole sheet as one form, and which way an assessor goes through sheets."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import access, queries, rules, workflow
from assessments.penilaian.forms import ScoreForm
from assessments.penilaian.models import Assignment
from assessments.penilaian.sheets import Sheet
from assessments.penilaian.views.scoring import WAY, WHOLE, sheet_totals
from p2ham.lib.http import row_id
from units.access import require_role
from units.models import Role, User


def _prefix(indicator_id: int) -> str:
    return f"n{indicator_id}"


def _forms(found: Sheet, data: Mapping[str, str] | None) -> dict[int, ScoreForm]:
    """A form for each indicator that is scored, by its id."""
    return {
        item.pk: ScoreForm(data, item=item, stored=found.stored(item), prefix=_prefix(item.pk))
        for item in found.to_score
    }


@require_http_methods(["GET", "HEAD", "POST"])
def whole(request: HttpRequest, pk: int) -> HttpResponse:
    """All indicators of a sheet with what they are judged by, to be scored in one go."""
    user = require_role(request.user, Role.ASSESSOR)
    assignment = access.assignment_or_404(user, pk)
    if rules.independent(assignment.participation, user):
        return redirect("penilaian_sheet", pk)
    desk = queries.desk(assignment)
    reasons = rules.work_on(assignment, user, [])
    saved = workflow.Saved()
    forms = _forms(desk.sheet, request.POST or None)
    if request.method == "POST":
        wrong = {key for key, form in forms.items() if not form.is_valid()}
        if not reasons:
            saved, reasons = _save(assignment, [form for key, form in forms.items() if key not in wrong], user)
        if not reasons and not wrong and not saved.refused and not saved.overtaken:
            messages.success(
                request, f"{len(saved.scored)} nilai disimpan." if saved.scored else "Tidak ada perubahan."
            )
            return redirect("penilaian_sheet" if "ringkasan" in request.POST else "penilaian_whole", pk)
        desk = queries.desk(assignment)
        _renew(forms, desk.sheet, saved)
    context = _context(assignment, desk, forms, saved) | {"refusal": reasons}
    return render(request, "penilaian/whole.html", context, status=409 if saved.overtaken else 200)


def _save(assignment: Assignment, forms: list[ScoreForm], user: User) -> tuple[workflow.Saved, list[str]]:
    typed = {form.item.pk: (form.typed, form.seen) for form in forms}
    try:
        return workflow.save(assignment=assignment, typed=typed, by=user), []
    except MoveRefused as refused:
        return workflow.Saved(), refused.sentences


def _renew(forms: Mapping[int, ScoreForm], found: Sheet, saved: workflow.Saved) -> None:
    """Say at each field what is wrong, and go on from what is stored now; what was typed stays."""
    for key, form in forms.items():
        for sentence in saved.refused.get(key, []):
            form.add_error("justification" if form.typed.level else "level", sentence)
        item = found.item(key)
        if item:
            form.stored = found.stored(item)
            form.renew()


def _context(
    assignment: Assignment, desk: queries.Desk, forms: Mapping[int, ScoreForm], saved: workflow.Saved
) -> dict[str, Any]:
    cards = [
        {
            "row": row,
            "item": row.item,
            "entry": desk.entries[row.item.pk],
            "voices": desk.voices(row.item),
            "form": forms.get(row.item.pk),
            "stored": desk.sheet.stored(row.item),
            "overtaken": saved.overtaken.get(row.item.pk),
        }
        for group in desk.sheet.groups
        for row in group.rows
    ]
    errors = [
        (f"{form.item.indicator.code}: {sentence}", f"#i{key}")
        for key, form in forms.items()
        for sentences in (form.errors.values() if form.is_bound else [])
        for sentence in sentences
    ]
    return sheet_totals(desk.sheet) | {
        "participation": assignment.participation,
        "assignment": assignment,
        "cards": cards,
        "errors": errors,
        "saved": saved,
    }


@require_safe
def whole_totals(request: HttpRequest, pk: int) -> HttpResponse:
    """The totals with the levels chosen on the page so far: a look ahead for the page's script."""
    user = require_role(request.user, Role.ASSESSOR)
    found = queries.sheet(access.assignment_or_404(user, pk))
    chosen = {}
    for item in found.to_score:
        level = item.level(row_id(request.GET.get(f"{_prefix(item.pk)}-level", "")))
        if level and (item.pk not in found.scores or found.scores[item.pk].level_id != level.pk):
            chosen[item.pk] = level
    context = sheet_totals(found)
    if chosen:
        outcome, groups = found.with_levels(chosen)
        words = "1 perubahan" if len(chosen) == 1 else f"{len(chosen)} perubahan"
        context |= {"outcome": outcome, "groups": groups, "ahead": words}
    return render(request, "penilaian/_sheet_totals.html", context)


@require_POST
def choose_way(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator at a time or the whole sheet: remembered until the session ends."""
    user = require_role(request.user, Role.ASSESSOR)
    assignment = access.assignment_or_404(user, pk)
    indicator = row_id(request.POST.get("indikator", ""))
    if request.POST.get("cara") == WHOLE:
        request.session[WAY] = WHOLE
        mark = f"#i{indicator}" if indicator else ""
        return redirect(f"{reverse('penilaian_whole', args=[pk])}{mark}")
    request.session.pop(WAY, None)
    found = queries.sheet(assignment)
    item = found.item(indicator or 0) or next(iter(found.missing or found.to_score), None)
    return redirect("penilaian_score", pk, item.pk) if item else redirect("penilaian_sheet", pk)
