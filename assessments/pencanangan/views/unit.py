"""Pages of one unit: letter, signed scan, declaration, invitation."""

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from assessments.cycle.access import participation_or_404
from assessments.cycle.models import Cycle, Participation
from assessments.cycle.queries import window_for
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.documents import serving as papers_serving
from assessments.files import serving as files_serving
from assessments.files.models import StoredFile
from assessments.files.queries import card
from assessments.pencanangan import letters, queries, rules, workflow
from assessments.pencanangan.access import signed_in
from assessments.pencanangan.forms import CancelDeclarationForm, InviteForm, ScanForm
from assessments.pencanangan.models import Application
from assessments.pencanangan.queries import Papers
from p2ham.lib import dates, nip, qr
from units.models import Role, User


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of one unit: letter, signed scan, declaration, invitation."""
    user = signed_in(request)
    return unit_page(request, user, participation_or_404(user, pk))


def _file_url(file: StoredFile, variant: str) -> str:
    return reverse("pencanangan_scan_file", args=[file.participation_id, variant])


def unit_page(
    request: HttpRequest,
    user: User,
    participation: Participation,
    *,
    refusal: list[str] | None = None,
    scan_form: ScanForm | None = None,
    invite_form: InviteForm | None = None,
    cancel_form: CancelDeclarationForm | None = None,
) -> HttpResponse:
    """The page on the papers of a unit, with what was refused and the forms as they were typed."""
    papers = queries.papers(participation)
    declaration, link = papers.declaration, papers.link
    mine = queries.files_for(papers.applicant, user)
    overdue = queries.missed(participation)
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
        "shows_operator": sees_operator(papers, user),
        "signatures": list(declaration.scan.signatures.all()) if declaration and declaration.scan else [],
        "application_visible": link is not None
        and Application.objects.visible_to(user).filter(pk=link.application_id).exists(),
        "operator": queries.operator_state(link),
        "missed": overdue,
        "window": window_for(participation, Stage.PENCANANGAN),
        "no_account": queries.no_account_yet(participation),
        "nomination": queries.nomination_of(participation),
        "may_apply": not overdue and queries.files_for(queries.applicant_by(participation, user), user),
        "filing_until": queries.filing_until(participation),
        "print_reasons": linked(rules.print_letter(papers, user), papers),
        "scan_reasons": rules.attach_scan(papers, user),
        "declare_reasons": linked(rules.declare(papers, user), papers),
        "invite_reasons": rules.invite(papers, user),
        "withdraw_reasons": rules.withdraw_invitation(papers, user),
        "may_hand_over": not rules.hand_over(papers, user),
        "may_cancel": not rules.cancel_declaration(papers, user),
        "suspends": participation.cycle.account_after == Cycle.AccountAfter.DECLARATION,
        "cancel_form": cancel_form or CancelDeclarationForm(),
        "scan_form": scan_form or ScanForm(),
        "invite_form": invite_form or InviteForm(),
        "refusal": refusal or [],
    }
    return render(request, "pencanangan/unit.html", context)


def sees_operator(papers: Papers, user: User) -> bool:
    """Whether the person may read the operator's address and telephone."""
    return queries.files_for(papers.applicant, user) or user.has_role(Role.ADMIN)


def linked(sentences: list[str], papers: Papers) -> list[tuple[str, str]]:
    """Each sentence with the page on which its reason is mended, where there is one."""
    pages = dict(queries.gap_links(queries.letter_gaps(papers), papers))
    if papers.link:
        pages[rules.UNNAMED] = reverse("pencanangan_operators", args=[papers.link.application_id])
    return [(sentence, pages.get(sentence, "")) for sentence in sentences]


@require_POST
def print_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the unit's declaration letter."""
    user = signed_in(request)
    participation = participation_or_404(user, pk)
    try:
        workflow.print_letter(participation=participation, by=user)
    except MoveRefused as refused:
        return unit_page(request, user, participation, refusal=refused.sentences)
    messages.success(request, "Surat pernyataan siap dicetak.")
    return redirect("pencanangan_unit", pk)


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The declaration letter as PDF."""
    papers = queries.papers(participation_or_404(signed_in(request), pk))
    if papers.declaration is None or papers.declaration.document is None:
        raise Http404
    return papers_serving.respond(request, papers.declaration.document)


@require_POST
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload the signed letter."""
    user = signed_in(request)
    participation = participation_or_404(user, pk)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return unit_page(request, user, participation, scan_form=form)
    upload: UploadedFile = form.cleaned_data["scan"]
    try:
        declaration = workflow.attach_scan(participation=participation, upload=upload, by=user)
    except MoveRefused as refused:
        return unit_page(request, user, participation, refusal=refused.sentences)
    if declaration.scan:
        number = declaration.scan.receipt_number
        messages.success(request, f"Pindaian “{declaration.scan.name}” tersimpan. Nomor tanda terima {number}.")
        if declaration.scan_doubt:
            messages.warning(request, declaration.scan_doubt)
    return redirect("pencanangan_unit", pk)


@require_safe
def scan_file(request: HttpRequest, pk: int, variant: str) -> HttpResponseBase:
    """The signed scan: download, picture or thumbnail."""
    papers = queries.papers(participation_or_404(signed_in(request), pk))
    if papers.declaration is None or papers.declaration.scan is None:
        raise Http404
    return files_serving.respond(request, papers.declaration.scan, variant)


@require_POST
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the unit has declared, and invite its operator by mail or on paper."""
    user = signed_in(request)
    participation = participation_or_404(user, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return unit_page(request, user, participation, invite_form=form)
    try:
        link = workflow.declare(participation=participation, by=user, by_mail=form.by_mail)
    except MoveRefused as refused:
        return unit_page(request, user, participation, refusal=refused.sentences, invite_form=form)
    messages.success(request, f"Pencanangan {participation.work_unit.short_name} dicatat.")
    return invitation_sheet(request, participation, link) if link else redirect("pencanangan_unit", pk)


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite the operator (again), by mail or on paper."""
    user = signed_in(request)
    participation = participation_or_404(user, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return unit_page(request, user, participation, invite_form=form)
    try:
        link = workflow.invite_operator(participation=participation, by=user, by_mail=form.by_mail)
    except MoveRefused as refused:
        return unit_page(request, user, participation, refusal=refused.sentences, invite_form=form)
    if link:
        return invitation_sheet(request, participation, link)
    messages.success(request, "Undangan dikirim lewat surel. Tautan yang lama tidak berlaku lagi.")
    return redirect("pencanangan_unit", pk)


def invitation_sheet(request: HttpRequest, participation: Participation, link: str) -> HttpResponse:
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
    user = signed_in(request)
    participation = participation_or_404(user, pk)
    try:
        workflow.withdraw_invitation(participation=participation, by=user)
    except MoveRefused as refused:
        return unit_page(request, user, participation, refusal=refused.sentences)
    messages.success(request, "Undangan ditarik. Data operator sekarang dapat diubah.")
    return redirect("pencanangan_unit", pk)
