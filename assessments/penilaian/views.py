"""Pages of scoring: the assessors' sheets, the lead's assignments and settlement, the result."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.models import Participation
from assessments.cycle.queries import current_cycle
from assessments.cycle.workflow import MoveRefused
from assessments.files import pages
from assessments.penilaian import access, queries, rules, scoring, sheets, workflow
from assessments.penilaian.forms import AssignForm, ScoreForm, SettleForm, UnitFilter
from assessments.penilaian.models import Assignment
from assessments.penilaian.sheets import Item, Settlement, Sheet
from assessments.verifikasi import closeup
from assessments.verifikasi import queries as verifikasi
from assessments.verifikasi.models import Evidence
from p2ham.lib.http import row_id
from p2ham.lib.paging import page
from units.access import require_role
from units.models import Role, User

QUEUE_PARTS = {"perlu": "Perlu dinilai", "selesai": "Selesai"}
LEAD_PARTS = {
    "tugaskan": "Perlu penilai",
    "berjalan": "Sedang dinilai",
    "siap": "Siap ditetapkan",
    "selesai": "Sudah ditetapkan",
}


# --- the assessor ------------------------------------------------------------------------------------------------------
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The assessor's own assignments."""
    user = require_role(request.user, Role.ASSESSOR)
    part = _part(request, QUEUE_PARTS)
    form = UnitFilter(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    rows = page(request, queries.queue(user, part=part, text=text), by=("assigned_at", "pk"))
    tabs = [(label, f"?bagian={key}", key == part, None) for key, label in QUEUE_PARTS.items()]
    return render(request, "penilaian/queue.html", {"page": rows, "tabs": tabs, "part": part, "filter": form})


def _part(request: HttpRequest, parts: dict[str, str]) -> str:
    asked = request.GET.get("bagian", "")
    return asked if asked in parts else next(iter(parts))


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
        "entry": _with_evidence(participation, item.pk),
        "hints": {level.pk: level.description for level in item.levels},
        "before": before,
        "after": after,
    }


def _with_evidence(participation: Participation, indicator: int) -> Any:
    entries = verifikasi.answers_with_evidence(participation, address=_address)
    return next((entry for entry in entries if entry.indicator.pk == indicator), None)


def _address(evidence: Evidence, variant: str) -> str:
    return reverse("penilaian_evidence_file", args=[evidence.answer.participation_id, evidence.pk, variant])


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


@require_safe
def evidence_file(request: HttpRequest, pk: int, evidence: int, variant: str) -> HttpResponseBase:
    """A file of the unit, for its assessors and the lead."""
    user = require_role(request.user, Role.ASSESSOR, Role.LEAD)
    return pages.respond(request, access.evidence_or_404(user, pk, evidence).file, variant)


@require_safe
def exhibit(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """One file large, with its facts, for the assessors of the unit and the lead."""
    user = require_role(request.user, Role.ASSESSOR, Role.LEAD)
    piece = access.evidence_or_404(user, pk, evidence)
    participation, indicator = piece.answer.participation, piece.answer.indicator_id
    entry = _with_evidence(participation, indicator)
    if entry is None:
        raise Http404
    home = "penilaian_evidence" if user.has_role(Role.LEAD) else "penilaian_score"
    context = {
        "participation": participation,
        "item": entry,
        "closeup": closeup.of(entry, piece, request.GET),
        "back": reverse(home, args=[pk, indicator]),
    }
    return render(request, "penilaian/exhibit.html", context)


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


# --- the lead ----------------------------------------------------------------------------------------------------------
@require_safe
def lead(request: HttpRequest) -> HttpResponse:
    """Units to assign, under way, to settle, settled; progress in numbers of finished sheets only."""
    require_role(request.user, Role.LEAD)
    part = _part(request, LEAD_PARTS)
    form = UnitFilter(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    cycle = current_cycle()
    if cycle is None:
        return render(request, "penilaian/lead.html", {"cycle": None})
    counts = queries.counts_to_score(cycle)
    context = {
        "cycle": cycle,
        "part": part,
        "filter": form,
        "tabs": [(label, f"?bagian={key}", key == part, counts[key]) for key, label in LEAD_PARTS.items()],
        "page": page(request, queries.units_to_score(cycle, part=part, text=text), by=("work_unit__name", "pk")),
    }
    return render(request, "penilaian/lead.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the assessors of a unit."""
    user = require_role(request.user, Role.LEAD)
    participation = access.led_or_404(user, pk)
    people = queries.assessors()
    reasons = rules.conflicts(participation, people)
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        candidates=[person for person in people if person.pk not in reasons and person != user],
        workload=queries.workload(),
        wanted=participation.cycle.assessors_per_unit,
    )
    refusal = rules.assign(participation, user)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.assign(participation=participation, assessors=list(form.cleaned_data["assessors"]), by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"Penilai {participation.work_unit.short_name} sudah ditugaskan dan diberi tahu.")
            return redirect("penilaian_lead")
    barred = [(person.name, reasons[person.pk]) for person in people if person.pk in reasons]
    context = {"participation": participation, "form": form, "refusal": refusal, "barred": barred}
    return render(request, "penilaian/assign.html", context)


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


@require_safe
def evidence(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """One indicator with answer and evidence, for the lead; no scores."""
    user = require_role(request.user, Role.LEAD)
    participation = access.led_or_404(user, pk)
    entry = _with_evidence(participation, indicator)
    if entry is None or not participation.assignments.exists():
        raise Http404
    return render(request, "penilaian/evidence.html", {"participation": participation, "entry": entry})


# --- the result --------------------------------------------------------------------------------------------------------
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """The settled result, line by line with its reasons."""
    assert isinstance(request.user, User)
    found = access.result_or_404(request.user, pk)
    participation = access.participation_or_404(request.user, pk)
    lines = list(found.lines.select_related("indicator__criterion", "level"))
    context = {
        "participation": participation,
        "result": found,
        "table": sheets.table(found, lines),
        "lines": lines,
        "lost": [line for line in lines if line.lost],
        "released": participation.state in queries.RELEASED,
    }
    return render(request, "penilaian/result.html", context)
