"""Files in parts by the tus protocol 1.0 (creation, creation-with-upload, checksum, expiration, termination).

A refusal is a sentence in plain text; what became of a file is told as JSON to the page that sends it.
"""

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import http_date

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused
from assessments.files import resumable
from assessments.files.models import Upload
from assessments.verifikasi import access, doubts, queries, workflow
from assessments.verifikasi.forms import AnswerForm
from assessments.verifikasi.models import Evidence, EvidenceUpload
from assessments.verifikasi.sheet import Item
from assessments.verifikasi.views.filling import reader
from indicators.models import EvidenceRequirement
from p2ham.lib import dates
from p2ham.lib.http import row_id
from p2ham.lib.uploads import clean_name
from units.models import User

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
ALGORITHMS = ("sha1", "sha256")
PART = "application/offset+octet-stream"
METADATA_MAX = 4096
CHECKSUM_MISMATCH = 460
LARGEST = 2**53
_NUMBER = re.compile(r"[0-9]{1,16}")
_HEX = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

View = Callable[..., HttpResponse]


def tus(view: View) -> View:
    """The envelope of the protocol: its headers, and refusals as sentences."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except resumable.NotTaken as refused:
            response = _sentence(refused.sentence, refused.status)
        except MoveRefused as refused:
            response = _sentence(" ".join(refused.sentences), 403)
        except UnreadablePostError:
            response = _sentence("Sambungan terputus.", 400)
        response.headers["Tus-Resumable"] = VERSION
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return answer


def _sentence(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _method(request: HttpRequest, *allowed: str) -> str:
    """What is asked for, once the address is known to be the person's own; checked against the protocol."""
    method = request.method or ""
    if method == "POST":
        method = request.headers.get("X-HTTP-Method-Override", method).upper()
    if method in allowed and method not in ("GET", "OPTIONS") and request.headers.get("Tus-Resumable") != VERSION:
        raise resumable.NotTaken(412, "Versi protokol unggah tidak dikenal. Muat ulang halaman, lalu coba lagi.")
    return method


def _options() -> HttpResponse:
    response = HttpResponse(status=204)
    response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Extension"] = EXTENSIONS
    response.headers["Tus-Max-Size"] = str(max(settings.PHOTO_MAX_BYTES, settings.PDF_MAX_BYTES))
    response.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    return response


def _not_allowed(allowed: tuple[str, ...]) -> HttpResponse:
    response = _sentence("Permintaan ini tidak dikenal di alamat ini.", 405)
    response.headers["Allow"] = ", ".join(allowed)
    return response


@tus
def uploads(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """The reader's own uploads to an indicator that are not finished (GET), and the beginning of a new one (POST)."""
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    item = access.item_or_404(queries.sheet(participation), indicator)
    allowed = ("GET", "POST", "OPTIONS")
    method = _method(request, *allowed)
    if method == "POST":
        return _create(request, user, participation, item)
    if method == "GET":
        mine = queries.open_uploads(participation, item.indicator).filter(upload__created_by=user)
        return JsonResponse({"uploads": [_facts(participation, meant) for meant in mine]})
    return _options() if method == "OPTIONS" else _not_allowed(allowed)


@tus
def upload(request: HttpRequest, pk: int, indicator: int, token: str) -> HttpResponse:
    """One upload: how far it is (HEAD), the next part (PATCH), giving it up (DELETE), what became of it (GET)."""
    user = reader(request)
    participation = access.filling_or_404(user, pk)
    meant = queries.own_upload(participation, indicator, token, user)
    if meant is None:
        raise Http404
    meant.upload.participation = participation
    allowed = ("HEAD", "PATCH", "DELETE", "GET", "OPTIONS")
    method = _method(request, *allowed)
    if method == "HEAD":
        return _standing(meant.upload)
    if method == "PATCH":
        return _part(request, user, meant)
    if method == "DELETE":
        resumable.refuse_ended(meant.upload)
        workflow.cancel_upload(meant=meant, by=user)
        workflow.settle_requests(participation)
        return HttpResponse(status=204)
    if method == "GET":
        return JsonResponse(_facts(participation, meant) | _shelf(request, participation, meant))
    return _options() if method == "OPTIONS" else _not_allowed(allowed)


# --- a new one ---------------------------------------------------------------------------------------------------------
def _create(request: HttpRequest, user: User, participation: Participation, item: Item) -> HttpResponse:
    if "Upload-Defer-Length" in request.headers:
        raise resumable.NotTaken(400, "Ukuran berkas harus disebutkan lebih dahulu.")
    size = _number(request, "Upload-Length")
    header = request.headers.get("Upload-Metadata", "")
    told = _metadata(header)
    requirement = _requirement(item, told.get("requirement", ""))
    name = clean_name(told.get("filename", ""))
    if size == 0:
        raise resumable.NotTaken(400, f"Berkas “{name}” kosong (0 bita). Pilih berkas lain.")
    meant = workflow.begin_upload(
        participation=participation,
        indicator=item.indicator,
        requirement=requirement,
        announced=workflow.Announced(
            name=name,
            size=size,
            description=_line(told.get("description", ""))[:200],
            replaces=_replaced(participation, item, told.get("replaces", "")),
            metadata=header,
            claims=_claims(told),
        ),
        by=user,
    )
    meant.upload.participation = participation
    response = HttpResponse(status=201)
    if request.content_type == PART and _has_body(request):
        # Of one that came in part before, the beginning is here already: the client goes on where it stands.
        if meant.upload.offset == 0:
            meant = _received(request, user, meant, offset=0)
        response.headers["Upload-Offset"] = str(meant.upload.offset)
    response.headers["Location"] = _address(participation, meant)
    response.headers["Upload-Expires"] = http_date(resumable.expires_at(meant.upload).timestamp())
    return response


def _has_body(request: HttpRequest) -> bool:
    return request.META.get("CONTENT_LENGTH") not in (None, "", "0")


def _number(request: HttpRequest, name: str) -> int:
    text = request.headers.get(name, "")
    if not _NUMBER.fullmatch(text) or int(text) > LARGEST:
        raise resumable.NotTaken(400, f"{name} bukan bilangan yang dapat dipakai.")
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """The pairs of Upload-Metadata. A mangled header is refused; a mangled text loses what cannot be read."""
    if len(header) > METADATA_MAX or not header.isascii() or not header.isprintable():
        raise resumable.NotTaken(400, "Keterangan berkas terlalu panjang atau tidak terbaca.")
    told = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError) as error:
            raise resumable.NotTaken(400, "Keterangan berkas tidak terbaca.") from error
    return told


def _line(text: str) -> str:
    """One line for people, without characters that no database or page should hold."""
    shown = (char if unicodedata.category(char)[0] != "C" else " " for char in text.replace("\ufffd", ""))
    return " ".join("".join(shown).split())


def _requirement(item: Item, text: str) -> EvidenceRequirement:
    found = [r for level in item.levels for r in level.requirements.all() if str(r.pk) == text]
    if not found:
        raise resumable.NotTaken(400, "Syarat data dukung itu tidak ada pada indikator ini. Muat ulang halaman.")
    return found[0]


def _replaced(participation: Participation, item: Item, text: str) -> Evidence | None:
    if not text:
        return None
    old = access.evidence_or_404(participation, row_id(text) or 0)
    if old.answer_id != item.answer.pk:
        raise Http404
    return old


def _claims(told: dict[str, str]) -> dict[str, Any]:
    """What the device says of the file, in the forms that we know; anything else is not kept."""
    claims: dict[str, Any] = {}
    for key in ("sha256", "sent_sha256"):
        if _HEX.fullmatch(told.get(key, "")):
            claims[key] = told[key]
    if _DAY.fullmatch(told.get("captured_on", "")):
        claims["captured_on"] = told["captured_on"]
    if _NUMBER.fullmatch(told.get("original_size", "")):
        claims["original_size"] = int(told["original_size"])
    return claims


# --- the next part -----------------------------------------------------------------------------------------------------
def _standing(found: Upload) -> HttpResponse:
    resumable.refuse_ended(found)
    response = HttpResponse(status=200)
    response.headers["Upload-Offset"] = str(found.offset)
    response.headers["Upload-Length"] = str(found.size)
    if found.metadata:
        response.headers["Upload-Metadata"] = found.metadata
    response.headers["Upload-Expires"] = http_date(resumable.expires_at(found).timestamp())
    return response


def _part(request: HttpRequest, user: User, meant: EvidenceUpload) -> HttpResponse:
    if request.content_type != PART and _has_body(request):
        raise resumable.NotTaken(415, f"Bagian berkas dikirim sebagai {PART}.")
    meant = _received(request, user, meant, offset=_number(request, "Upload-Offset"))
    response = HttpResponse(status=204)
    response.headers["Upload-Offset"] = str(meant.upload.offset)
    response.headers["Upload-Expires"] = http_date(resumable.expires_at(meant.upload).timestamp())
    return response


def _received(request: HttpRequest, user: User, meant: EvidenceUpload, *, offset: int) -> EvidenceUpload:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not _NUMBER.fullmatch(length):
        raise resumable.NotTaken(400, "Panjang bagian berkas tidak terbaca.")
    if int(length) > resumable.PART_MAX_BYTES:
        most = dates.file_size(resumable.PART_MAX_BYTES)
        raise resumable.NotTaken(413, f"Bagian berkas terlalu besar: paling besar {most} sekali kirim.")
    # A broken link may end a part early; what came of it is the beginning of it, and counts.
    data = request.body
    _check(request.headers.get("Upload-Checksum", ""), data)
    done = workflow.continue_upload(meant=meant, offset=offset, data=data, by=user)
    if not done.upload.is_open:
        workflow.settle_requests(done.upload.participation)
    return done


def _check(header: str, data: bytes) -> None:
    if not header:
        return
    algorithm, _, text = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise resumable.NotTaken(400, "Cara menghitung sidik jari tidak dikenal.")
    try:
        expected = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise resumable.NotTaken(400, "Sidik jari bagian berkas tidak terbaca.") from error
    if hashlib.new(algorithm, data, usedforsecurity=False).digest() != expected:
        raise resumable.NotTaken(CHECKSUM_MISMATCH, "Bagian berkas berubah di perjalanan dan dikirim ulang.")


# --- what became of it -------------------------------------------------------------------------------------------------
def _address(participation: Participation, meant: EvidenceUpload) -> str:
    return reverse("verifikasi_upload", args=[participation.pk, meant.indicator_id, meant.upload.token])


def _facts(participation: Participation, meant: EvidenceUpload) -> dict[str, Any]:
    found = meant.upload
    facts: dict[str, Any] = {
        "url": _address(participation, meant),
        "state": "checking" if found.is_open and found.is_whole else found.status,
        "name": found.name,
        "size": found.size,
        "offset": found.offset,
        "sentence": found.sentence,
        "requirement": meant.requirement_id,
        "sent_sha256": found.claims.get("sent_sha256", ""),
    }
    if found.file:
        facts["receipt"] = found.file.receipt_number
        facts["stored"] = dates.file_size(found.file.received_size)
        facts["at"] = dates.clock(found.touched_at, participation.work_unit.timezone)
    return facts


def _shelf(request: HttpRequest, participation: Participation, meant: EvidenceUpload) -> dict[str, Any]:
    """The requirement as it stands now, for the page to take over the new file from it."""
    found = queries.sheet(participation)
    doubts.show(found)
    item = found.item(meant.indicator_id)
    if meant.evidence_id is None or item is None:
        return {}
    parts = [part for _, _, parts in AnswerForm(item).places for part in parts]
    part = next(part for part in parts if part.shelf.requirement.pk == meant.requirement_id)
    html = render_to_string("verifikasi/_shelf_edit.html", {"part": part, "item": item}, request)
    replaced = meant.replaces_id if meant.replaces_id != meant.evidence_id else None
    return {"evidence": meant.evidence_id, "replaced": replaced, "shelf": html}
