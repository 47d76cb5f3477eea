"""Photos in parts from a phone without an account: the address is the key, and opens one requirement alone."""

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from assessments.cycle.workflow import MoveRefused
from assessments.files import resumable
from assessments.verifikasi import handoffs, queries, workflow
from assessments.verifikasi.models import EvidenceUpload, HandOff
from assessments.verifikasi.views import tus

# Per network, of addresses that lead nowhere; per phone, of photos that begin.
LIMITS = {"stray": "30/15m/ip", "begin": "60/15m/key"}


def _hand_off(request: HttpRequest, token: str) -> HandOff:
    found = handoffs.find(token)
    if found is None:
        if not ratelimit.consume(request, app="p2ham", action="stray", config=LIMITS, limit_get=True):
            raise resumable.NotTaken(429, "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi.")
        raise Http404
    return found


@csrf_exempt  # as the page itself: there is no session whose power another site could borrow
@login_not_required
@tus.tus
def phone_uploads(request: HttpRequest, token: str) -> HttpResponse:
    """The photos of this phone that are not finished (GET), and the beginning of a new one (POST)."""
    found = _hand_off(request, token)
    allowed = ("GET", "POST", "OPTIONS")
    method = tus.method_of(request, *allowed)
    if method == "GET":
        return JsonResponse({"uploads": [_facts(found, meant) for meant in queries.phone_uploads(found)]})
    if method != "POST":
        return tus.otherwise(method, allowed)
    if handoffs.may_add(found, handoffs.answer_of(found)):
        raise resumable.NotTaken(410, handoffs.OVER)
    if not ratelimit.consume(request, app="p2ham", action="begin", config=LIMITS, key=f"phone:{found.pk}"):
        raise resumable.NotTaken(429, "Terlalu banyak foto sekaligus. Tunggu beberapa menit, lalu kirim lagi.")
    meant = workflow.begin_upload(
        participation=found.participation,
        indicator=found.indicator,
        requirement=found.requirement,
        announced=tus.announced(request, lambda _: None),
        hand_off=found,
        by=found.made_by,
    )
    meant.upload.participation = found.participation
    return tus.created(request, meant, by=found.made_by, address=lambda meant: _address(found, meant))


@csrf_exempt
@login_not_required
@tus.tus
def phone_upload(request: HttpRequest, token: str, upload: str) -> HttpResponse:
    """One photo of this phone: how far it is, the next part, what is said of it, giving it up, what became of it."""
    found = _hand_off(request, token)
    meant = queries.phone_uploads(found, upload).first()
    if meant is None:
        raise Http404
    meant.upload.participation = found.participation
    allowed = ("HEAD", "PATCH", "POST", "DELETE", "GET", "OPTIONS")
    method = tus.method_of(request, *allowed)
    if method == "GET":
        return JsonResponse(_facts(found, meant))
    if method not in allowed or method == "OPTIONS":
        return tus.otherwise(method, allowed)
    try:
        return tus.one(request, method, meant, by=found.made_by)
    except MoveRefused as refused:
        # Whatever closed the sheet meanwhile, a phone without an account is told no more than that it is over.
        raise resumable.NotTaken(410, handoffs.OVER) from refused


def _address(found: HandOff, meant: EvidenceUpload) -> str:
    return reverse("verifikasi_phone_upload", args=[handoffs.token_of(found.seed), meant.upload.token])


def _facts(found: HandOff, meant: EvidenceUpload) -> dict[str, Any]:
    zone = found.participation.work_unit.timezone
    told = tus.facts(meant, address=_address(found, meant), timezone=zone)
    if meant.evidence_id:
        told["arrived"] = render_to_string(
            "verifikasi/_phone_arrived.html", {"arrived": handoffs.added(found), "timezone": zone}
        )
    return told
