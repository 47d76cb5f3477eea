"""Handing the sheet in, taking it back, the receipt, and the papers of the outcome."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused
from assessments.documents import serving as papers_serving
from assessments.verifikasi import access, queries, rules, workflow
from assessments.verifikasi.forms import AwaitedForm
from assessments.verifikasi.models import Submission, SubmissionRequest
from assessments.verifikasi.queries import awaited, closings, doubts
from assessments.verifikasi.rules import releasing
from assessments.verifikasi.views.filling import reader
from p2ham.lib.http import conflict, row_id
from units.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """A last look over the sheet, what is missing, and the button that hands it in."""
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    if request.method != "POST":
        return _summary(request, user, participation)
    serial = row_id(request.POST.get("serial", "")) or 0
    try:
        if "cancel" in request.POST:
            if workflow.cancel_request(participation=participation, by=user):
                messages.success(
                    request, "Penyampaian dibatalkan. Isian tetap terbuka; sampaikan lagi bila sudah siap."
                )
            return redirect("verifikasi_submit", pk)
        _say(request, participation, user)
        submission = workflow.submit_after_uploads(participation=participation, serial=serial, by=user)
    except MoveRefused as refused:
        return _summary(request, user, participation, refused.sentences)
    if isinstance(submission, SubmissionRequest):
        return redirect("verifikasi_submit", pk)
    messages.success(request, "Data dukung sudah disampaikan. Simpan tanda terima ini.")
    return redirect("verifikasi_receipt", pk, submission.pk)


def _say(request: HttpRequest, participation: Participation, user: User) -> None:
    """What is answered beside the button about photos that are on their way, before it is weighed."""
    form = AwaitedForm(list(queries.under_way(participation)), request.POST)
    if form.is_valid():
        for meant, description, people in form.said:
            workflow.describe_upload(
                meant=meant, description=description, people=people, captured_on=meant.captured_on, by=user
            )


def _summary(
    request: HttpRequest, user: User, participation: Participation, refusal: list[str] | None = None
) -> HttpResponse:
    found = queries.sheet(participation)
    doubts.show(found)
    move = rules.handing_in(participation)
    standing = releasing.standing(participation, found, user)
    running = list(queries.under_way(participation))
    # What uploads under way bring holds nobody up, the handing-in waits for them; what is to be said about them is asked.
    coming = awaited.with_uploads(found, running, answered=True)
    gaps = [(str(gap), gap.url) for gap in coming.gaps]
    packs = list(queries.packs_under_way(participation))
    questions = AwaitedForm(running, request.POST if refusal else None).questions
    context = {
        "participation": participation,
        "sheet": found,
        "gaps": gaps,
        "doubts": doubts.open_notes(found),
        "closing": closings.closing_for(participation),
        "questions": questions,
        "running": running,
        "packs": packs,
        "waiting": queries.waiting_request(participation),
        "failed_request": _failed_request(participation),
        "refusal": _linked(refusal, gaps),
        "reasons": cycle_rules.move(participation, move, user) or ([] if packs else _pointer(gaps)),
        "label": move.label,
        "standing": standing,
        "ask_reasons": standing and (standing.move_reasons or _pointer(gaps) or standing.ask_reasons),
        "release_reasons": standing and _short(standing.release_reasons, gaps),
        "serial": participation.submissions.count() + 1,
    }
    return render(request, "verifikasi/submit.html", context)


def _linked(refusal: list[str] | None, gaps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A refused gap is mended where it is: the same sentences, as links."""
    return [(text, dict(gaps).get(text, "")) for text in refusal or []]


def _failed_request(participation: Participation) -> SubmissionRequest | None:
    """The latest press of "Sampaikan" that waited, when it did not come to a handing-in and none came since."""
    latest = participation.submission_requests.exclude(closed_at=None).first()
    if latest is None or not latest.refusal:
        return None
    return None if participation.submissions.filter(submitted_at__gte=latest.closed_at).exists() else latest


def _short(reasons: list[str], gaps: list[tuple[str, str]]) -> list[str] | list[tuple[str, str]]:
    """The reasons; gaps are listed above already."""
    return _pointer(gaps) if reasons and reasons == [text for text, _ in gaps] else reasons


def _pointer(gaps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The gaps stand in full above the button; beside it one sentence leads there."""
    return [(f"Masih ada {len(gaps)} hal yang kurang. Lihat daftarnya di atas.", "#kurang")] if gaps else []


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """The operator asks the head to release the sheet or takes that back; the head releases it or sends it back."""
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    act, _, key = request.POST.get("act", "").partition(":")
    note = request.POST.get("note", "").replace("\x00", "")
    meant = participation.releases.filter(pk=row_id(key) or 0).first()
    try:
        if act == "ask":
            workflow.ask_release(participation=participation, by=user)
            messages.success(request, "Kepala unit sudah diberi tahu. Isian terkunci sampai diputuskan.")
        elif act == "withdraw":
            workflow.withdraw_release(participation=participation, by=user)
            messages.success(request, "Permintaan ditarik kembali. Isian dapat diubah lagi.")
        elif act == "release" and meant:
            submission = workflow.release(release=meant, by=user)
            messages.success(request, "Data dukung sudah dilepas dan disampaikan. Simpan tanda terima ini.")
            return redirect("verifikasi_receipt", pk, submission.pk)
        elif act == "back" and meant:
            workflow.send_back(release=meant, note=note[:2000], by=user)
            messages.success(request, "Isian dikembalikan kepada operator beserta catatan Anda.")
    except MoveRefused as refused:
        if note.strip():
            return conflict(request, {"Catatan Anda": note}, sentence=" ".join(refused.sentences))
        for sentence in refused.sentences:
            messages.error(request, sentence)
    return redirect("verifikasi_submit", pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the sheet back before a verifier begins."""
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    try:
        workflow.withdraw(participation=participation, by=user)
    except MoveRefused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, "Isian terbuka lagi dan dapat diubah. Jangan lupa menyampaikannya.")
    return redirect("verifikasi_sheet", pk)


@require_safe
def receipt(request: HttpRequest, pk: int, submission: int) -> HttpResponse:
    """The receipt of one handing-in, for the screen and for the printer."""
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    found = access.submission_or_404(participation, submission)
    context = {
        "participation": participation,
        "submission": found,
        "snapshot": found.snapshot,
        "released": _release_of(found),
        "files": sum(len(row["files"]) for row in found.snapshot["indicators"]),
        "is_current": found.withdrawn_at is None and found.round == participation.round,
        "may_withdraw": not rules.withdraw(participation, user),
    }
    return render(request, "verifikasi/receipt.html", context)


def _release_of(submission: Submission) -> dict[str, object]:
    """Who released it, and when, as the receipt has it."""
    released = submission.snapshot.get("released")
    return {"by": released["by"], "at": parse_datetime(released["at"])} if released else {}


@require_safe
def paper(request: HttpRequest, pk: int, document: int) -> HttpResponseBase:
    """The paper of the outcome: berita acara or surat keterangan."""
    participation = access.filling_or_404(reader(request), pk)
    return papers_serving.respond(request, access.paper_or_404(participation, document))
