"""The verifiers' queue, and how a unit is begun and taken over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import access, queries, workflow
from assessments.verifikasi.forms import QueueFilter
from assessments.verifikasi.models import VerifierPause
from assessments.verifikasi.models.checking import HOLD
from p2ham.lib.paging import page
from units.access import require_role
from units.models import Role, User


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Units that wait to be checked or are being checked, oldest first."""
    user = require_role(request.user, Role.VERIFIER, Role.LEADERSHIP)
    form = QueueFilter(request.GET, coordinators=queries.coordinators_in_queue(user))
    found = queries.narrowed(queries.queue(user), user=user, **form.chosen)
    shown = page(request, found, by=("state_since", "pk"), size=25)
    for row in shown.rows:
        row.may_start = row.verifier_id in (None, user.pk)  # type: ignore[attr-defined]
    context = {
        "filter": form,
        "page": shown,
        "rows": [(row, *_standing(row, user)) for row in shown.rows],
        "may_check": user.has_role(Role.VERIFIER),
        "is_filtered": any(form.chosen.values()),
        "pause": VerifierPause.objects.current().filter(verifier=user).first(),
    }
    return render(request, "verifikasi/queue.html", context)


def _standing(row: Any, user: User) -> tuple[str, str]:
    """How a row of the queue stands for this verifier, in words and tone."""
    if row.proposal:
        return "Menunggu persetujuan", "info"
    if row.state == State.SUBMITTED:
        return "Perlu diperiksa", "waiting"
    if row.holder_id == user.pk:
        return "Sedang Anda periksa", "attention"
    if not row.holder_name:
        return "Belum dipegang", "neutral"
    if row.held_at + HOLD <= timezone.now():
        return f"Berhenti diperiksa {row.holder_name}", "neutral"
    return f"Diperiksa {row.holder_name}", "neutral"


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the check and go to the first indicator."""
    user = require_role(request.user, Role.VERIFIER)
    participation = access.filling_or_404(user, pk)
    try:
        workflow.start_check(participation=participation, by=user)
    except MoveRefused as refused:
        return _refused(request, refused, pk)
    participation = access.filling_or_404(user, pk)
    undecided = queries.sheet(participation, drafts=True).undecided
    return redirect(undecided[0].check_url if undecided else reverse("verifikasi_finish", args=[pk]))


@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a check that a colleague holds."""
    user = require_role(request.user, Role.VERIFIER)
    participation = access.filling_or_404(user, pk)
    try:
        workflow.take_over(participation=participation, by=user)
    except MoveRefused as refused:
        return _refused(request, refused, pk)
    messages.success(request, "Pemeriksaan unit ini sekarang Anda pegang.")
    return redirect("verifikasi_finish", pk)


def _refused(request: HttpRequest, refused: MoveRefused, pk: int) -> HttpResponse:
    for sentence in refused.sentences:
        messages.error(request, sentence)
    return redirect("verifikasi_finish", pk)
