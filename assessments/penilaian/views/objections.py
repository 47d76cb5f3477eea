"""Pages of those who answer: the list, naming a reviewer, the answers, the second person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.forms import DecisionForm
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import access, scoring
from assessments.penilaian.forms.objecting import AnswerForm, ObjectionFilter, ReviewerForm
from assessments.penilaian.models import Objection
from assessments.penilaian.queries import objections as queries
from assessments.penilaian.queries.desks import address
from assessments.penilaian.queries.reports import lines_of
from assessments.penilaian.reports import revised
from assessments.penilaian.rules import objecting as rules
from assessments.penilaian.views.objecting import read_points
from assessments.penilaian.views.parts import chosen_part
from assessments.penilaian.workflow import answering as workflow
from assessments.penilaian.workflow.objecting import ObjectionChanged, stamp
from assessments.verifikasi import queries as verifikasi
from p2ham.lib.http import conflict
from p2ham.lib.paging import page
from units.access import require_role
from units.models import Role, User

READERS = (Role.LEAD, Role.ADMIN, Role.LEADERSHIP, Role.ASSESSOR)
LABELS = {
    "baru": "Perlu pemeriksa",
    "diperiksa": "Sedang diperiksa",
    "diusulkan": "Perlu diputuskan",
    "selesai": "Selesai",
}


@require_safe
def objection_list(request: HttpRequest) -> HttpResponse:
    """Objections by where they stand; a reviewer sees their own."""
    user = require_role(request.user, *READERS)
    part = chosen_part(request, LABELS)
    form = ObjectionFilter(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    counts = queries.counts(user)
    if "bagian" not in request.GET:
        part = next((key for key in LABELS if counts[key]), part)
    context = {
        "page": page(request, queries.listed(user, part=part, text=text), by=("filed_at", "pk")),
        "part": part,
        "label": LABELS[part],
        "filter": form,
        "filtered": bool(text),
        "tabs": [(label, f"?bagian={key}", key == part, counts[key]) for key, label in LABELS.items()],
    }
    return render(request, "penilaian/objections.html", context)


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection with what the reader may do about it."""
    user = require_role(request.user, *READERS)
    found = access.reviewed_or_404(user, pk)
    return render(request, "penilaian/objection_review.html", _context(found, user))


def _context(found: Objection, user: User, **more: Any) -> dict[str, Any]:
    points, lines = queries.points_of(found), lines_of(found.result)
    form = more.pop("form", None) or AnswerForm(objection=found, points=points, lines=lines)
    by_indicator = {line.indicator_id: line for line in lines}
    cards = {point.pk: files for point, files in read_points(found)}
    is_reviewer = found.reviewer_id == user.pk
    sheet = _sheet(found) if is_reviewer else {}
    context: dict[str, Any] = {
        "objection": found,
        "participation": found.participation,
        "rows": [
            (point, by_indicator[point.indicator_id], cards[point.pk], level, reason, sheet.get(point.indicator_id))
            for point, level, reason in form.pairs()
        ],
        "form": form,
        "is_reviewer": is_reviewer,
        "review_reasons": rules.review(found, user),
        "refusal": [],
        "reviewer_form": None,
        "barred": [],
        "decision": DecisionForm(),
        "decide_reasons": rules.decide(found, user),
        "assign_reasons": rules.assign(found, user),
        "is_decided": found.standing in queries.DECIDED,
        **_totals(found, form, lines),
    }
    if user.has_role(Role.LEAD) and not context["assign_reasons"]:
        people = queries.reviewers(found.participation, by=user)
        able = [one for one in people if not one.reason_not]
        context["reviewer_form"] = ReviewerForm(able=able, chosen=found.reviewer_id)
        context["barred"] = [one for one in people if one.reason_not]
    return context | more


def _sheet(found: Objection) -> dict[int, Any]:
    """What the unit had answered and shown, by indicator."""
    entries = verifikasi.answers_with_evidence(found.participation, address=address)
    return {entry.indicator.pk: entry for entry in entries}


def _totals(found: Objection, form: AnswerForm, lines: list[Any]) -> dict[str, Any]:
    """What the result would become with the answers of the form so far, or those that are saved."""
    if form.is_bound:
        form.is_valid()
        levels = {point.indicator_id: form.replies()[point.pk].level for point in form.points}
    else:
        levels = {point.indicator_id: point.level for point in form.points}
    outcome = revised(lines, {pk: level for pk, level in levels.items() if level})
    codes = {str(line.indicator_id): line.indicator.code for line in lines}
    names = {line.indicator.criterion.code: str(line.indicator.criterion) for line in lines}
    unmet = [codes[key] for key in outcome.required_unmet]
    return {
        "before": found.result,
        "outcome": outcome,
        "parts": [(names[part.criterion], part.subtotal, part.maximum) for part in outcome.criteria],
        "unmet": unmet,
        "meets": outcome.total >= found.result.threshold and not unmet,
        "formula": scoring.FORMULA,
    }


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who answers."""
    user = require_role(request.user, Role.LEAD)
    found = access.reviewed_or_404(user, pk)
    able = [one for one in queries.reviewers(found.participation, by=user) if not one.reason_not]
    form = ReviewerForm(request.POST, able=able, chosen=found.reviewer_id)
    refusal: list[str] = []
    if form.is_valid():
        try:
            workflow.assign(objection=found, reviewer=form.cleaned_data["reviewer"], by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Pemeriksa ditunjuk dan diberi tahu.")
            return redirect("penilaian_objection_review", pk)
    context = _context(found, user, refusal=refusal)
    context["reviewer_form"] = form
    return render(request, "penilaian/objection_review.html", context)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the answers; with “usulkan” hand them to the second person."""
    user = require_role(request.user, Role.ASSESSOR)
    found = access.reviewed_or_404(user, pk)
    points, lines = queries.points_of(found), lines_of(found.result)
    form = AnswerForm(request.POST, objection=found, points=points, lines=lines)
    refusal: list[str] = rules.review(found, user)
    if form.is_valid() and not refusal:
        data = form.cleaned_data
        try:
            saved = workflow.answer(
                objection=found, replies=form.replies(), note=data["note"], seen=data["seen"], by=user
            )
            if "usulkan" in request.POST:
                workflow.propose(objection=saved, seen=stamp(saved), by=user)
        except ObjectionChanged as changed:
            return conflict(request, form.typed(), sentence=changed.sentences[0])
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            done = "Jawaban diusulkan kepada pimpinan." if "usulkan" in request.POST else "Jawaban disimpan."
            messages.success(request, done)
            return redirect("penilaian_objection_review", pk)
    elif refusal:
        return conflict(request, form.typed(), sentence=" ".join(refusal))
    now = access.reviewed_or_404(user, pk)
    if now.saved_at != found.saved_at:
        # Saved, and only the proposal was refused: the page goes on from there.
        form = AnswerForm(objection=now, points=queries.points_of(now), lines=lines)
    return render(request, "penilaian/objection_review.html", _context(now, user, form=form, refusal=refusal))


@require_safe
def totals(request: HttpRequest, pk: int) -> HttpResponse:
    """The totals with the answers chosen in the form so far: a look ahead for the page's script."""
    user = require_role(request.user, Role.ASSESSOR)
    found = access.reviewed_or_404(user, pk)
    lines = lines_of(found.result)
    form = AnswerForm(request.GET, objection=found, points=queries.points_of(found), lines=lines)
    return render(request, "penilaian/_objection_totals.html", _totals(found, form, lines))


@require_http_methods(["POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the answers as the second person, or send them back."""
    user = require_role(request.user, Role.LEADERSHIP)
    found = access.reviewed_or_404(user, pk)
    form = DecisionForm(request.POST)
    refusal: list[str] = []
    if form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        try:
            workflow.decide(objection=found, by=user, approve=approve, note=form.cleaned_data["note"])
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            done = (
                "Keberatan diputuskan; unit sudah diberi tahu." if approve else "Jawaban dikembalikan kepada pemeriksa."
            )
            messages.success(request, done)
            return redirect("penilaian_objection_review", pk)
    context = _context(found, user, decision=form, refusal=refusal)
    return render(request, "penilaian/objection_review.html", context)
