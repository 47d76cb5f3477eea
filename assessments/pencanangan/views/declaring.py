"""Pages after the ceremony: who declared, all invitations at once, taking a declaration back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessments.cycle.access import participation_or_404
from assessments.cycle.queries import windows_of
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.pencanangan import queries, rules, workflow
from assessments.pencanangan.access import application_or_404, signed_in
from assessments.pencanangan.forms import CancelDeclarationForm, InviteForm
from assessments.pencanangan.models import Application
from assessments.pencanangan.queries import Papers
from assessments.pencanangan.views.unit import linked, unit_page
from p2ham.lib import qr
from p2ham.lib.http import row_id
from p2ham.templatetags.ui import form_problems
from units.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def declare_many(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm who of a ceremony has signed; whoever was absent stays unticked and is left for later."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    if request.method != "POST":
        return _declare_page(request, user, found)
    chosen = {row for value in request.POST.getlist("unit") if (row := row_id(value))}
    form = InviteForm(request.POST)
    if not chosen or not form.is_valid():
        problems = form_problems(form) if form.errors else []
        if not chosen:
            problems.append(("Centang paling sedikit satu unit yang sudah menandatangani.", "#unit"))
        return _declare_page(request, user, found, chosen=chosen, form=form, problems=problems)
    outcome = workflow.declare_many(application=found, chosen=chosen, by=user, by_mail=form.by_mail)
    _announce(request, outcome)
    if outcome.links:
        return _sheets(request, found, outcome)
    if outcome.refused:
        return _declare_page(request, user, found, chosen=chosen, form=form, refusal=_refusals(outcome))
    return redirect("pencanangan_ceremony", pk)


def _announce(request: HttpRequest, outcome: workflow.Outcome) -> None:
    words = []
    if outcome.done:
        words.append(f"{outcome.done} pencanangan dicatat")
    if outcome.already:
        words.append(f"{outcome.already} sudah dicatat sebelumnya")
    if outcome.left:
        words.append(f"{outcome.left} ditinggalkan untuk nanti")
    if outcome.refused:
        words.append(f"{len({row.pk for row, _ in outcome.refused})} belum dapat dicatat")
    level = messages.SUCCESS if outcome.done or outcome.already else messages.WARNING
    messages.add_message(request, level, ", ".join(words) + ".")


def _refusals(outcome: workflow.Outcome) -> list[str]:
    return [f"{row.work_unit.short_name}: {sentence}" for row, sentence in outcome.refused]


def _declare_page(
    request: HttpRequest,
    user: User,
    found: Application,
    *,
    chosen: set[int] | None = None,
    form: InviteForm | None = None,
    problems: list[tuple[str, str]] | None = None,
    refusal: list[str] | None = None,
) -> HttpResponse:
    papers = queries.papers_of(found)
    windows_of([row.participation for row in papers])
    rows = [_row(row, user, chosen) for row in papers if row.participation.state == State.ACCEPTED]
    common = _common(rows)
    for row in rows:
        row["others"] = [(text, url) for text, url in row["reasons"] if text not in common]
    context = {
        "application": found,
        "ceremony": found.ceremony,
        "rows": rows,
        "common": common,
        "total": len(papers),
        "ready": sum(not row["reasons"] for row in rows),
        "form": form or InviteForm(),
        "problems": problems or [],
        "refusal": refusal or [],
    }
    return render(request, "pencanangan/declare_many.html", context)


def _common(rows: list[dict[str, Any]]) -> list[str]:
    """What stands in the way of every unit alike: said once, above the list."""
    if len(rows) < 2:
        return []
    texts = [[text for text, _ in row["reasons"]] for row in rows]
    return [text for text in texts[0] if all(text in others for others in texts)]


def _row(papers: Papers, user: User, chosen: set[int] | None) -> dict[str, Any]:
    reasons = rules.declare(papers, user)
    page = reverse("pencanangan_unit", args=[papers.participation.pk])
    ticked = not reasons if chosen is None else papers.participation.pk in chosen
    return {
        "participation": papers.participation,
        "unit": papers.unit,
        "head": papers.head,
        "scan": papers.declaration.scan if papers.declaration else None,
        "reasons": [(text, url or page) for text, url in linked(reasons, papers)],
        "ticked": ticked and not reasons,
    }


@require_POST
def invite_many(request: HttpRequest, pk: int) -> HttpResponse:
    """Send all invitations of a ceremony again that nobody has used, by mail or on sheets."""
    user = signed_in(request)
    found = application_or_404(user, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Pilih cara menyampaikan undangan.")
        return redirect("pencanangan_ceremony", pk)
    outcome = workflow.invite_again(application=found, by=user, by_mail=form.by_mail)
    if outcome.done:
        messages.success(request, f"{outcome.done} undangan dibuat ulang. Tautan yang lama tidak berlaku lagi.")
    if outcome.already:
        messages.info(request, f"{outcome.already} undangan baru saja dikirim, jadi tidak dikirim lagi.")
    for sentence in _refusals(outcome):
        messages.error(request, sentence)
    if not (outcome.done or outcome.already or outcome.refused):
        messages.info(request, "Tidak ada undangan yang perlu dikirim ulang.")
    return _sheets(request, found, outcome) if outcome.links else redirect("pencanangan_ceremony", pk)


def _sheets(request: HttpRequest, found: Application, outcome: workflow.Outcome) -> HttpResponse:
    """The invitations to print, one sheet per unit. The links are known only now: this page cannot be fetched again."""
    papers = {row.participation.pk: row for row in queries.papers_of(found)}
    sheets = [
        {
            "unit": row.work_unit,
            "link": papers[row.pk].link,
            "address": address,
            "picture": qr.data_uri(address),
            "number": number,
        }
        for number, (row, address) in enumerate(outcome.links, start=1)
    ]
    context = {"application": found, "sheets": sheets, "refusal": _refusals(outcome)}
    return render(request, "pencanangan/invitation_sheets.html", context)


@require_POST
def cancel_declaration(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a recorded declaration back, with the reason."""
    user = signed_in(request)
    participation = participation_or_404(user, pk)
    form = CancelDeclarationForm(request.POST)
    if not form.is_valid():
        return unit_page(request, user, participation, cancel_form=form)
    try:
        workflow.cancel_declaration(participation=participation, by=user, note=form.cleaned_data["note"])
    except MoveRefused as refused:
        return unit_page(request, user, participation, refusal=refused.sentences, cancel_form=form)
    messages.success(
        request,
        f"Pencanangan {participation.work_unit.short_name} dibatalkan. Surat, isian, dan berkas tetap tersimpan.",
    )
    return redirect("pencanangan_unit", pk)
