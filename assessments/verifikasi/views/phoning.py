"""Photos from a phone: the page that shows the QR code, and the page behind it, which needs no account."""

from dataclasses import dataclass, field

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import access, handoffs, queries, rules, workflow
from assessments.verifikasi.forms import MOST_PHOTOS, PhoneForm
from assessments.verifikasi.models import HandOff
from assessments.verifikasi.views.filling import reader
from p2ham.lib import dates, qr
from p2ham.lib.http import page_not_found, too_many_requests

# Per network, of addresses that lead nowhere; per phone, of presses of the button.
LIMITS = {"stray": "30/15m/ip", "send": "40/15m/key"}


# --- at the desk -------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def hand_off(request: HttpRequest, pk: int, indicator: int, requirement: int) -> HttpResponse:
    """The QR code for a phone, what came from it so far, and the button that ends it."""
    user = reader(request)
    participation = access.own_filling_or_404(user, pk)
    item = access.item_or_404(queries.sheet(participation), indicator)
    wanted = access.requirement_or_404(item, requirement)
    made = handoffs.latest(participation, wanted, user)
    if request.method == "POST":
        try:
            if request.POST.get("act") != "end":
                workflow.begin_hand_off(
                    participation=participation, indicator=item.indicator, requirement=wanted, by=user
                )
            elif made:
                workflow.end_hand_off(hand_off=made, by=user)
                messages.success(request, "Tautan telepon sudah diakhiri. Foto yang sudah masuk tetap tersimpan.")
        except MoveRefused as refused:
            messages.error(request, " ".join(refused.sentences))
        return redirect(request.path)
    reasons = rules.edit_answer(participation, item.answer, user)
    live = made if made and made.is_live and not reasons else None
    address = handoffs.address(live) if live else ""
    context = {
        "participation": participation,
        "item": item,
        "requirement": wanted,
        "reasons": reasons,
        "made": made,
        "live": live,
        "address": address,
        "qr": qr.data_uri(address) if live else "",
        "left": handoffs.left(live) if live else 0,
        "arrived": [e for e in item.shelf(wanted).exhibits if made and e.evidence.hand_off_id == made.pk],
    }
    return render(request, "verifikasi/hand_off.html", context)


# --- on the phone ------------------------------------------------------------------------------------------------------
@dataclass
class Sent:
    """What became of one press of the phone's button."""

    stored: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@csrf_exempt  # there is no session whose power another site could borrow: the address itself is the key
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest, token: str) -> HttpResponse:
    """Add photos to one requirement of one indicator, and nothing else. Whose session the browser has is not asked."""
    found = handoffs.find(token)
    if found is None or handoffs.may_add(found, handoffs.answer_of(found)):
        if not ratelimit.consume(request, app="p2ham", action="stray", config=LIMITS, limit_get=True):
            return too_many_requests(request)
        return page_not_found(request) if found is None else _page("verifikasi/phone_over.html", 410)
    form, sent = PhoneForm(), Sent()
    if request.method == "POST":
        key = f"phone:{found.pk}"
        if not ratelimit.consume(request, app="p2ham", action="send", config=LIMITS, key=key):
            return too_many_requests(request)
        form = PhoneForm(request.POST, request.FILES)
        if form.is_valid():
            _take(form, found, sent)
            form = PhoneForm()
        if handoffs.OVER in sent.refused and not sent.stored:
            return _page("verifikasi/phone_over.html", 410)
    context = {
        "hand_off": found,
        "left": handoffs.left(found),
        "until": dates.clock(found.expires_at, found.participation.work_unit.timezone),
        "sent": sent,
        "arrived": handoffs.added(found),
        "form": form,
        "endpoint": reverse("verifikasi_phone_uploads", args=[handoffs.token_of(found.seed)]),
        "timezone": found.participation.work_unit.timezone,
        "max_bytes": settings.PHOTO_MAX_BYTES,
        "most": MOST_PHOTOS,
    }
    return _page("verifikasi/phone.html", 200, **context)


def _page(template: str, status: int, **context: object) -> HttpResponse:
    """A page without the portal around it: no menu, no name of whoever may be signed in on this phone."""
    response = HttpResponse(render_to_string(template, context), status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _take(form: PhoneForm, found: HandOff, sent: Sent) -> None:
    description = " ".join(form.cleaned_data["description"].split())
    photos = form.uploads
    if not photos:
        sent.refused.append("Belum ada foto yang dipilih. Ambil atau pilih foto lebih dahulu.")
    for photo in photos[:MOST_PHOTOS]:
        try:
            evidence, is_new = workflow.take_photo(
                hand_off=found, upload=photo, description=description, people=form.cleaned_data["people"]
            )
        except MoveRefused as refused:
            sent.refused += [sentence for sentence in refused.sentences if sentence not in sent.refused]
            continue
        name = evidence.file.name
        if is_new:
            sent.stored.append(name)
        else:
            sent.refused.append(f"Foto “{name}” sudah ada pada syarat ini, jadi tidak disimpan dua kali.")
    if len(photos) > MOST_PHOTOS:
        sent.refused.append(
            f"Paling banyak {MOST_PHOTOS} foto sekali kirim: {len(photos) - MOST_PHOTOS} foto terakhir belum tersimpan. "
            "Kirim lagi sisanya."
        )
