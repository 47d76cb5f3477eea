"""Paket luring: take it along, send it back, read what became of it."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused
from assessments.files import resumable
from assessments.verifikasi import access, packing, queries, rules, workflow
from assessments.verifikasi.forms.packs import PackForm
from assessments.verifikasi.models import Pack, PackRow
from assessments.verifikasi.views import tus
from assessments.verifikasi.views.filling import reader
from p2ham.lib import paging, zips
from p2ham.lib.uploads import clean_name
from units.models import User

# The page of a pack that is being worked off renews itself after so many seconds.
SECONDS = 5
LISTED = 20
PROBLEMS, ALL = "masalah", "semua"
_MARK = re.compile(r"[0-9a-f]{64}")
TONES = {"waiting": "waiting", "taken": "success", "same": "neutral", "problem": "attention"}
STATUS_TONES = {
    "uploading": "waiting",
    "waiting": "waiting",
    "filing": "waiting",
    "done": "success",
    "refused": "danger",
    "stopped": "neutral",
}


# --- the page ----------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def packs(request: HttpRequest, pk: int) -> HttpResponse:
    """How a pack is taken along and sent back, what is on its way, and the reports of earlier ones."""
    user = reader(request)
    participation = access.own_filling_or_404(user, pk)
    form, refusal = PackForm(), []
    if request.method == "POST":
        if token := request.POST.get("stop", ""):
            return _stop(request, user, participation, token)
        form = PackForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                made = workflow.receive_pack(participation=participation, upload=form.cleaned_data["pack"], by=user)
            except MoveRefused as refused:
                refusal = refused.sentences
            except resumable.NotTaken as refused:
                refusal = [refused.sentence]
            else:
                return redirect("verifikasi_pack", participation.pk, made.pk)
    found = Pack.objects.filter(participation=participation)
    reports = found.exclude(received_at=None).select_related("sent_by").annotate(**_counts())[:LISTED]
    context = {
        "participation": participation,
        "form": form,
        "refusal": refusal,
        "reasons": rules.edit(participation, user),
        "open_count": len(queries.sheet(participation).open_items),
        "unfinished": list(_unfinished(participation, user)),
        "reports": [(report, STATUS_TONES[report.status]) for report in reports],
    }
    return render(request, "verifikasi/packs.html", context)


def _unfinished(participation: Participation, user: User) -> QuerySet[Pack]:
    """What the person began to upload and did not bring to its end."""
    mine = Pack.objects.filter(participation=participation, sent_by=user, received_at=None)
    return mine.filter(upload__in=resumable.open_uploads(participation)).select_related("upload")


def _counts() -> dict[str, Count]:
    kinds = {"taken": ("taken",), "same": ("same",), "left": ("problem", "waiting")}
    return {name: Count("rows", filter=Q(rows__status__in=statuses)) for name, statuses in kinds.items()}


def _stop(request: HttpRequest, user: User, participation: Participation, token: str) -> HttpResponse:
    pack = _own(participation, token, user)
    if workflow.stop_pack(pack=pack, by=user):
        messages.success(request, f"Paket “{pack.name}” dihentikan. Yang sudah masuk tetap tersimpan.")
    if pack.received_at:
        return redirect("verifikasi_pack", participation.pk, pack.pk)
    return redirect("verifikasi_packs", participation.pk)


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The empty pack, written while it is sent."""
    participation = access.own_filling_or_404(reader(request), pk)
    pieces = zips.stream(packing.members(queries.sheet(participation)))
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, packing.name_of(participation)) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


# --- the report --------------------------------------------------------------------------------------------------------
@require_safe
def report(request: HttpRequest, pk: int, pack: int) -> HttpResponse:
    """What became of each thing in a pack; while it is worked off, how far that is."""
    participation = access.own_filling_or_404(reader(request), pk)
    rows = Pack.objects.filter(participation=participation).exclude(received_at=None).annotate(**_counts())
    found = get_object_or_404(rows.select_related("sent_by"), pk=pack)
    taken, same, left = (int(getattr(found, name)) for name in ("taken", "same", "left"))
    chosen = request.GET.get("tampil", "")
    only = ALL if chosen == ALL or (chosen != PROBLEMS and not left) else PROBLEMS
    listed = PackRow.objects.filter(pack=found).select_related(
        "indicator__criterion", "requirement", "evidence__file", "evidence__answer"
    )
    if only == PROBLEMS:
        listed = listed.filter(status__in=[PackRow.Status.PROBLEM, PackRow.Status.WAITING])
    page = paging.page(request, listed, by=("position",), size=100)
    waiting = PackRow.objects.filter(pack=found, status=PackRow.Status.WAITING).count()
    total = taken + same + left
    context = {
        "participation": participation,
        "pack": found,
        "status_tone": STATUS_TONES[found.status],
        "done": total - waiting,
        "total": total,
        "figures": [(taken, "masuk"), (same, "sudah ada"), (left, "belum masuk")],
        "rows": [(row, *_state(found, row), _url(participation, row)) for row in page.rows],
        "page": page,
        "only": only,
        "tabs": [
            ("Belum masuk", f"?tampil={PROBLEMS}", only == PROBLEMS, left),
            ("Semua", f"?tampil={ALL}", only == ALL, total),
        ],
    }
    response = render(request, "verifikasi/pack.html", context)
    if found.is_working and request.method == "GET" and "diam" not in request.GET:
        # Without scripts too; there is no form on the page that could lose what was typed.
        response.headers["Refresh"] = f"{SECONDS}; url={request.get_full_path()}"
    return response


def _state(pack: Pack, row: PackRow) -> tuple[str, str]:
    if row.status == PackRow.Status.WAITING and not pack.is_live:
        return "Tidak dikerjakan", "neutral"
    return str(row.get_status_display()), TONES[row.status]


def _url(participation: Participation, row: PackRow) -> str:
    """The page of the indicator, at the requirement."""
    if row.indicator_id is None:
        return ""
    place = f"#syarat-{row.requirement_id}" if row.requirement_id else ""
    return reverse("verifikasi_answer", args=[participation.pk, row.indicator_id]) + place


# --- in parts ----------------------------------------------------------------------------------------------------------
@tus.tus
def uploads(request: HttpRequest, pk: int) -> HttpResponse:
    """The reader's own packs that are not finished (GET), and the beginning of a new one (POST)."""
    user = reader(request)
    participation = access.own_filling_or_404(user, pk)
    allowed = ("GET", "POST", "OPTIONS")
    method = tus.method_of(request, *allowed)
    if method == "GET":
        return JsonResponse({"uploads": [_facts(participation, pack) for pack in _unfinished(participation, user)]})
    if method != "POST":
        return tus.otherwise(method, allowed, most=settings.PACK_MAX_BYTES)
    if "Upload-Defer-Length" in request.headers:
        raise resumable.NotTaken(400, "Ukuran berkas harus disebutkan lebih dahulu.")
    size, told = tus.number(request, "Upload-Length"), tus.told_of(request)
    name, mark = clean_name(told.get("filename", "")), told.get("mark", "")
    if size == 0:
        raise resumable.NotTaken(400, f"Paket “{name}” kosong (0 bita). Buat lagi ZIP-nya, lalu unggah.")
    header = request.headers.get("Upload-Metadata", "")
    announced = workflow.AnnouncedPack(name, size, mark if _MARK.fullmatch(mark) else "", header)
    pack = workflow.begin_pack(participation=participation, announced=announced, by=user)
    response = HttpResponse(status=201)
    if request.content_type == tus.PART and tus.has_body(request):
        # Of one that came in part before, the beginning is here already: the client goes on where it stands.
        if _offset(pack) == 0:
            workflow.continue_pack(pack=pack, offset=0, data=tus.part_of(request), by=user)
        response.headers["Upload-Offset"] = str(_offset(pack))
    response.headers["Location"] = reverse("verifikasi_pack_upload", args=[participation.pk, pack.token])
    return _with_expiry(response, pack)


@tus.tus
def upload(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """One pack on its way: how far it is (HEAD), the next part (PATCH), giving it up (DELETE), what became of it (GET)."""
    user = reader(request)
    participation = access.own_filling_or_404(user, pk)
    pack = _own(participation, token, user)
    allowed = ("HEAD", "PATCH", "DELETE", "GET", "OPTIONS")
    method = tus.method_of(request, *allowed)
    if method == "HEAD":
        return _standing(pack)
    if method == "PATCH":
        offset = tus.number(request, "Upload-Offset")
        if request.content_type != tus.PART and tus.has_body(request):
            raise resumable.NotTaken(415, f"Bagian berkas dikirim sebagai {tus.PART}.")
        workflow.continue_pack(pack=pack, offset=offset, data=tus.part_of(request), by=user)
        response = HttpResponse(status=204)
        response.headers["Upload-Offset"] = str(_offset(pack))
        return _with_expiry(response, pack)
    if method == "DELETE":
        workflow.stop_pack(pack=pack, by=user)
        return HttpResponse(status=204)
    if method == "GET":
        return JsonResponse(_facts(participation, pack))
    return tus.otherwise(method, allowed, most=settings.PACK_MAX_BYTES)


def _own(participation: Participation, token: str, user: User) -> Pack:
    """A pack of this very person, for this unit."""
    rows = Pack.objects.select_related("upload", "participation", "sent_by")
    found = rows.filter(participation=participation, sent_by=user, token=token.replace("\x00", "")).first()
    if found is None:
        raise Http404
    return found


def _offset(pack: Pack) -> int:
    """How far the pack was when it was read: by now a quick worker may have opened it and removed its bytes."""
    return pack.upload.offset if pack.upload else pack.size


def _with_expiry(response: HttpResponse, pack: Pack) -> HttpResponse:
    if pack.upload:
        response.headers["Upload-Expires"] = http_date(resumable.expires_at(pack.upload).timestamp())
    return response


def _standing(pack: Pack) -> HttpResponse:
    if pack.upload:
        return tus.standing(pack.upload)
    if pack.received_at is None:
        raise resumable.NotTaken(410, "Unggahan ini sudah dibatalkan atau kedaluwarsa. Pilih lagi paketnya.")
    response = HttpResponse(status=200)
    response.headers["Upload-Offset"] = response.headers["Upload-Length"] = str(pack.size)
    return response


def _facts(participation: Participation, pack: Pack) -> dict[str, Any]:
    """How a pack stands, for the page that sends it."""
    whole = pack.upload is not None and pack.upload.is_whole
    state = "received" if pack.received_at else "checking" if whole else pack.status
    address = reverse("verifikasi_pack", args=[participation.pk, pack.pk]) if pack.received_at else ""
    return {
        "state": state,
        "name": pack.name,
        "size": pack.size,
        "offset": _offset(pack),
        "sentence": pack.sentence,
        "report": address,
    }
