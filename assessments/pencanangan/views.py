"""Pages on ceremonies and declaration letters: print, file the signed scan, declare, invite."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.access import participation_or_404
from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents import serving as papers_serving
from assessments.files import serving as files_serving
from assessments.files.models import StoredFile
from assessments.files.queries import card
from assessments.pencanangan import letters, queries, rules, workflow
from assessments.pencanangan.access import application_or_404
from assessments.pencanangan.forms import CeremonyForm, InviteForm, ScanForm, witness_rows
from assessments.pencanangan.models import Application
from assessments.pencanangan.queries import Papers
from p2ham.lib import dates, nip, qr
from p2ham.templatetags.ui import form_problems
from units.models import Role, User


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


# --- the ceremony ---------------------------------------------------------------------------------------------------
@require_safe
def ceremony(request: HttpRequest, pk: int) -> HttpResponse:
    """A ceremony and how far the papers of each of its units are."""
    user = _user(request)
    return _ceremony(request, user, application_or_404(user, pk))


def _ceremony(request: HttpRequest, user: User, found: Application, refusal: list[str] | None = None) -> HttpResponse:
    papers = queries.papers_of(found)
    mine = queries.files_for(found.applicant, user)
    rows = [_row(row) for row in papers]
    context = {
        "application": found,
        "ceremony": found.ceremony,
        "witnesses": list(found.ceremony.witnesses.all()),
        "zone": dates.zone_name(found.applicant.timezone, timezone.now()),
        "rows": rows,
        "done": sum(row["declared_on"] is not None for row in rows),
        "mine": mine,
        "todo": queries.todo(found, papers) if mine else [],
        "print_reasons": _print_all_reasons(papers, user),
        "edit_reasons": rules.change_ceremony(found, user),
        "refusal": refusal or [],
    }
    return render(request, "pencanangan/ceremony.html", context)


def _row(papers: Papers) -> dict[str, Any]:
    declaration = papers.declaration
    scan = declaration.scan if declaration else None
    if declaration is None or declaration.document_id is None:
        letter = ("Belum dicetak", "neutral")
    elif papers.participation.state == State.ACCEPTED and letters.is_stale(papers):
        letter = ("Data berubah, cetak ulang", "attention")
    else:
        letter = ("Sudah dicetak", "success")
    if scan is None:
        scanned = ("Belum diunggah", "neutral")
    elif scan.status == StoredFile.Status.BROKEN:
        scanned = ("Rusak, unggah ulang", "danger")
    else:
        scanned = ("Sudah diunggah", "success")
    return {
        "participation": papers.participation,
        "unit": papers.unit,
        "declaration": declaration,
        "letter": letter,
        "scan": scanned,
        "operator": queries.operator_state(papers.link),
        "declared_on": declaration.declared_on if declaration else None,
    }


def _print_all_reasons(papers: list[Papers], user: User) -> list[str]:
    """Why not even one letter can be printed; empty when at least one can."""
    refused = [rules.print_letter(row, user) for row in papers]
    if not all(refused):
        return []
    return list(dict.fromkeys(sentence for sentences in refused for sentence in sentences))


@require_POST
def print_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the letters of all units of a ceremony that have what a letter needs."""
    user = _user(request)
    found = application_or_404(user, pk)
    printed, refusal = 0, []
    for row in queries.papers_of(found):
        try:
            workflow.print_letter(participation=row.participation, by=user)
        except MoveRefused as refused:
            refusal += [f"{row.unit.short_name}: {sentence}" for sentence in refused.sentences]
        else:
            printed += 1
    if printed:
        messages.success(request, f"Surat pernyataan {printed} unit siap dicetak.")
    if refusal:
        return _ceremony(request, user, found, refusal)
    return redirect("pencanangan_ceremony", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def ceremony_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the ceremony and record its witnesses."""
    user = _user(request)
    found = application_or_404(user, pk)
    zone = dates.zone_name(found.applicant.timezone, timezone.now())
    # A row of its own for the form: what is typed must not show in the page's facts before it is written.
    instance = type(found.ceremony).objects.get(pk=found.ceremony.pk)
    posted = request.POST if request.method == "POST" else None
    form = CeremonyForm(posted, instance=instance, zone=zone)
    rows = witness_rows(posted, witnesses=list(found.ceremony.witnesses.all()))
    refusal = rules.change_ceremony(found, user)
    if posted is not None and form.is_valid() and rows.is_valid() and not refusal:
        try:
            workflow.record_ceremony(application=found, ceremony=form.instance, witnesses=rows.chosen(), by=user)
        except MoveRefused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Acara dan saksi disimpan.")
            return redirect("pencanangan_ceremony", pk)
    problems = form_problems(form)
    for number, row in rows.numbered():
        problems += [(f"Saksi {number}: {text}", url or f"#saksi-{number}") for text, url in form_problems(row)]
    context = {
        "application": found,
        "ceremony": form,
        "witnesses": rows,
        "problems": problems,
        "refusal": refusal,
        "may_save": not rules.change_ceremony(found, user),
    }
    return render(request, "pencanangan/ceremony_edit.html", context)


# --- the papers of one unit -----------------------------------------------------------------------------------------
@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of one unit: letter, signed scan, declaration, invitation."""
    user = _user(request)
    return _unit(request, user, participation_or_404(user, pk))


def _file_url(file: StoredFile, variant: str) -> str:
    return reverse("pencanangan_scan_file", args=[file.participation_id, variant])


def _unit(
    request: HttpRequest,
    user: User,
    participation: Participation,
    *,
    refusal: list[str] | None = None,
    scan_form: ScanForm | None = None,
    invite_form: InviteForm | None = None,
) -> HttpResponse:
    papers = queries.papers(participation)
    declaration, link = papers.declaration, papers.link
    mine = queries.files_for(queries.applicant_of(participation), user)
    context = {
        "participation": participation,
        "papers": papers,
        "unit": papers.unit,
        "declaration": declaration,
        "state": (State(participation.state).label, participation.state_info.tone),
        "stale": bool(participation.state == State.ACCEPTED and letters.is_stale(papers)),
        "scan_cards": [card(declaration.scan, url_for=_file_url)] if declaration and declaration.scan else [],
        "scan_limits": (
            f"PDF paling besar {dates.file_size(settings.PDF_MAX_BYTES)}, atau foto (JPEG, PNG, WebP) paling besar "
            f"{dates.file_size(settings.PHOTO_MAX_BYTES)}."
        ),
        "scan_max_bytes": max(settings.PDF_MAX_BYTES, settings.PHOTO_MAX_BYTES),
        # A doubt quotes the number, which concerns the office only.
        "nip_doubts": nip.doubts(papers.head.nip) if mine and papers.head else [],
        "mine": mine,
        # The operator's address and telephone concern the office and the admins only.
        "shows_operator": mine or user.has_role(Role.ADMIN),
        "application_visible": link is not None
        and Application.objects.visible_to(user).filter(pk=link.application_id).exists(),
        "operator": queries.operator_state(link),
        "no_account": queries.no_account_yet(participation),
        "filing_until": queries.filing_until(participation),
        "print_reasons": _linked(rules.print_letter(papers, user), papers),
        "scan_reasons": rules.attach_scan(papers, user),
        "declare_reasons": _linked(rules.declare(papers, user), papers),
        "invite_reasons": rules.invite(papers, user),
        "withdraw_reasons": rules.withdraw_invitation(papers, user),
        "scan_form": scan_form or ScanForm(),
        "invite_form": invite_form or InviteForm(),
        "refusal": refusal or [],
    }
    return render(request, "pencanangan/unit.html", context)


def _linked(sentences: list[str], papers: Papers) -> list[tuple[str, str]]:
    """Each sentence with the page on which its reason is mended, where there is one."""
    pages = dict(queries.gap_links(queries.letter_gaps(papers), papers))
    if papers.link:
        pages[rules.UNNAMED] = reverse("pencanangan_operators", args=[papers.link.application_id])
    return [(sentence, pages.get(sentence, "")) for sentence in sentences]


@require_POST
def print_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the unit's declaration letter."""
    user = _user(request)
    participation = participation_or_404(user, pk)
    try:
        workflow.print_letter(participation=participation, by=user)
    except MoveRefused as refused:
        return _unit(request, user, participation, refusal=refused.sentences)
    messages.success(request, "Surat pernyataan siap dicetak.")
    return redirect("pencanangan_unit", pk)


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The declaration letter as PDF."""
    papers = queries.papers(participation_or_404(_user(request), pk))
    if papers.declaration is None or papers.declaration.document is None:
        raise Http404
    return papers_serving.respond(request, papers.declaration.document)


@require_POST
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload the signed letter."""
    user = _user(request)
    participation = participation_or_404(user, pk)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _unit(request, user, participation, scan_form=form)
    upload: UploadedFile = form.cleaned_data["scan"]
    try:
        declaration = workflow.attach_scan(participation=participation, upload=upload, by=user)
    except MoveRefused as refused:
        return _unit(request, user, participation, refusal=refused.sentences)
    if declaration.scan:
        number = declaration.scan.receipt_number
        messages.success(request, f"Pindaian “{declaration.scan.name}” tersimpan. Nomor tanda terima {number}.")
    return redirect("pencanangan_unit", pk)


@require_safe
def scan_file(request: HttpRequest, pk: int, variant: str) -> HttpResponseBase:
    """The signed scan: download, picture or thumbnail."""
    papers = queries.papers(participation_or_404(_user(request), pk))
    if papers.declaration is None or papers.declaration.scan is None:
        raise Http404
    return files_serving.respond(request, papers.declaration.scan, variant)


@require_POST
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the unit has declared, and invite its operator by mail or on paper."""
    user = _user(request)
    participation = participation_or_404(user, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _unit(request, user, participation, invite_form=form)
    try:
        link = workflow.declare(participation=participation, by=user, by_mail=form.by_mail)
    except MoveRefused as refused:
        return _unit(request, user, participation, refusal=refused.sentences, invite_form=form)
    messages.success(request, f"Pencanangan {participation.work_unit.short_name} dicatat.")
    return _sheet(request, participation, link) if link else redirect("pencanangan_unit", pk)


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite the operator (again), by mail or on paper."""
    user = _user(request)
    participation = participation_or_404(user, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _unit(request, user, participation, invite_form=form)
    try:
        link = workflow.invite_operator(participation=participation, by=user, by_mail=form.by_mail)
    except MoveRefused as refused:
        return _unit(request, user, participation, refusal=refused.sentences, invite_form=form)
    if link:
        return _sheet(request, participation, link)
    messages.success(request, "Undangan dikirim lewat surel. Tautan yang lama tidak berlaku lagi.")
    return redirect("pencanangan_unit", pk)


def _sheet(request: HttpRequest, participation: Participation, link: str) -> HttpResponse:
    """The invitation to print. The link is known only now, so this page cannot be fetched again."""
    papers = queries.papers(participation)
    context = {
        "participation": participation,
        "unit": papers.unit,
        "link": papers.link,
        "invitation": papers.link.invitation if papers.link else None,
        "address": link,
        "picture": qr.data_uri(link),
    }
    return render(request, "pencanangan/invitation_sheet.html", context)


@require_POST
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an unused invitation, so that the operator's data can be corrected."""
    user = _user(request)
    participation = participation_or_404(user, pk)
    try:
        workflow.withdraw_invitation(participation=participation, by=user)
    except MoveRefused as refused:
        return _unit(request, user, participation, refusal=refused.sentences)
    messages.success(request, "Undangan ditarik. Data operator sekarang dapat diubah.")
    return redirect("pencanangan_unit", pk)
