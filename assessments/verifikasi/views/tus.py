"""What the tus protocol 1.0 asks of a view (creation, creation-with-upload, checksum, expiration, termination).

A refusal is a sentence in plain text; what became of a file is told as JSON to the page that sends it.
"""

import base64
import binascii
import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.http import http_date

from assessments.cycle.workflow import MoveRefused
from assessments.files import resumable
from assessments.files.models import Upload
from assessments.verifikasi import workflow
from assessments.verifikasi.models import Evidence, EvidenceUpload
from p2ham.lib import dates
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
            response = sentence(refused.sentence, refused.status)
        except MoveRefused as refused:
            response = sentence(" ".join(refused.sentences), 403)
        except UnreadablePostError:
            response = sentence("Sambungan terputus.", 400)
        response.headers["Tus-Resumable"] = VERSION
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return answer


def sentence(text: str, status: int) -> HttpResponse:
    """A refusal for a person to read."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def method_of(request: HttpRequest, *allowed: str) -> str:
    """What is asked for, once the address is known to be the person's own; checked against the protocol."""
    method = request.method or ""
    if method == "POST":
        method = request.headers.get("X-HTTP-Method-Override", method).upper()
    if method in allowed and method not in ("GET", "OPTIONS") and request.headers.get("Tus-Resumable") != VERSION:
        raise resumable.NotTaken(412, "Versi protokol unggah tidak dikenal. Muat ulang halaman, lalu coba lagi.")
    return method


def otherwise(method: str, allowed: tuple[str, ...], *, most: int = 0) -> HttpResponse:
    """What the server can do, to who asks; to everybody else, that this is not among it."""
    if method != "OPTIONS":
        response = sentence("Permintaan ini tidak dikenal di alamat ini.", 405)
        response.headers["Allow"] = ", ".join(allowed)
        return response
    response = HttpResponse(status=204)
    response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Extension"] = EXTENSIONS
    response.headers["Tus-Max-Size"] = str(most or max(settings.PHOTO_MAX_BYTES, settings.PDF_MAX_BYTES))
    response.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    return response


# --- a new one ---------------------------------------------------------------------------------------------------------
def announced(request: HttpRequest, replaced: Callable[[str], Evidence | None]) -> workflow.Announced:
    """What is said of a file before it comes; ``replaced`` finds the evidence whose place it takes."""
    if "Upload-Defer-Length" in request.headers:
        raise resumable.NotTaken(400, "Ukuran berkas harus disebutkan lebih dahulu.")
    size = number(request, "Upload-Length")
    told = told_of(request)
    name = clean_name(told.get("filename", ""))
    if size == 0:
        raise resumable.NotTaken(400, f"Berkas “{name}” kosong (0 bita). Pilih berkas lain.")
    return workflow.Announced(
        name=name,
        size=size,
        description=description(told),
        people=people(told),
        captured_on=day(told),
        replaces=replaced(told.get("replaces", "")),
        metadata=request.headers.get("Upload-Metadata", ""),
        claims=_claims(told),
    )


def created(
    request: HttpRequest, meant: EvidenceUpload, *, by: User, address: Callable[[EvidenceUpload], str]
) -> HttpResponse:
    """The answer to the beginning of an upload, whose first part may have come along."""
    response = HttpResponse(status=201)
    if request.content_type == PART and has_body(request):
        # Of one that came in part before, the beginning is here already: the client goes on where it stands.
        if meant.upload.offset == 0:
            meant = _received(request, by, meant, offset=0)
        response.headers["Upload-Offset"] = str(meant.upload.offset)
    response.headers["Location"] = address(meant)
    response.headers["Upload-Expires"] = http_date(resumable.expires_at(meant.upload).timestamp())
    return response


def has_body(request: HttpRequest) -> bool:
    """Whether something came along."""
    return request.META.get("CONTENT_LENGTH") not in (None, "", "0")


def number(request: HttpRequest, name: str) -> int:
    """A figure of the protocol."""
    text = request.headers.get(name, "")
    if not _NUMBER.fullmatch(text) or int(text) > LARGEST:
        raise resumable.NotTaken(400, f"{name} bukan bilangan yang dapat dipakai.")
    return int(text)


def told_of(request: HttpRequest) -> dict[str, str]:
    """The pairs of Upload-Metadata. A mangled header is refused; a mangled text loses what cannot be read."""
    header = request.headers.get("Upload-Metadata", "")
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


def description(told: Mapping[str, str]) -> str:
    """What a file shows, as it is told."""
    return _line(told.get("description", ""))[:200]


def people(told: Mapping[str, str]) -> str:
    """Who is in a photo, as it is told; nothing when that is no answer we know."""
    answer = told.get("people", "")
    return answer if answer in Evidence.People.values else ""


def day(told: Mapping[str, str]) -> dt.date | None:
    """When a photo was taken, as the person says; never later than today."""
    try:
        found = dt.date.fromisoformat(told.get("taken", ""))
    except ValueError:
        return None
    return found if dt.date(2000, 1, 1) <= found <= dates.today() else None


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


# --- one that is on its way ----------------------------------------------------------------------------------------------
def one(request: HttpRequest, method: str, meant: EvidenceUpload, *, by: User) -> HttpResponse:
    """How far an upload is (HEAD), its next part (PATCH), what is said of it (POST), giving it up (DELETE)."""
    if method == "HEAD":
        return standing(meant.upload)
    if method == "PATCH":
        return _part(request, by, meant)
    if method == "POST":
        told = request.POST.dict()
        described = workflow.describe_upload(
            meant=meant,
            description=description(told),
            people=people(told),
            captured_on=day(told),
            by=by,
        )
        if not described.upload.is_open:
            return sentence("Berkas ini sudah selesai diunggah; keterangannya diisi di halaman indikator.", 409)
        return HttpResponse(status=204)
    resumable.refuse_ended(meant.upload)
    workflow.cancel_upload(meant=meant, by=by)
    workflow.settle_requests(meant.upload.participation)
    return HttpResponse(status=204)


def standing(found: Upload) -> HttpResponse:
    """How far it is."""
    resumable.refuse_ended(found)
    response = HttpResponse(status=200)
    response.headers["Upload-Offset"] = str(found.offset)
    response.headers["Upload-Length"] = str(found.size)
    if found.metadata:
        response.headers["Upload-Metadata"] = found.metadata
    response.headers["Upload-Expires"] = http_date(resumable.expires_at(found).timestamp())
    return response


def _part(request: HttpRequest, user: User, meant: EvidenceUpload) -> HttpResponse:
    if request.content_type != PART and has_body(request):
        raise resumable.NotTaken(415, f"Bagian berkas dikirim sebagai {PART}.")
    meant = _received(request, user, meant, offset=number(request, "Upload-Offset"))
    response = HttpResponse(status=204)
    response.headers["Upload-Offset"] = str(meant.upload.offset)
    response.headers["Upload-Expires"] = http_date(resumable.expires_at(meant.upload).timestamp())
    return response


def _received(request: HttpRequest, user: User, meant: EvidenceUpload, *, offset: int) -> EvidenceUpload:
    done = workflow.continue_upload(meant=meant, offset=offset, data=part_of(request), by=user)
    if not done.upload.is_open:
        workflow.settle_requests(done.upload.participation)
    return done


def part_of(request: HttpRequest) -> bytes:
    """The bytes of one part, as they were sent. Raises ``NotTaken``."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not _NUMBER.fullmatch(length):
        raise resumable.NotTaken(400, "Panjang bagian berkas tidak terbaca.")
    if int(length) > resumable.PART_MAX_BYTES:
        most = dates.file_size(resumable.PART_MAX_BYTES)
        raise resumable.NotTaken(413, f"Bagian berkas terlalu besar: paling besar {most} sekali kirim.")
    # A broken link may end a part early; what came of it is the beginning of it, and counts.
    data = request.body
    _check(request.headers.get("Upload-Checksum", ""), data)
    return data


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
def facts(meant: EvidenceUpload, *, address: str, timezone: str) -> dict[str, Any]:
    """How an upload stands, for the page that sends it."""
    found = meant.upload
    told: dict[str, Any] = {
        "url": address,
        "state": "checking" if found.is_open and found.is_whole else found.status,
        "name": found.name,
        "size": found.size,
        "offset": found.offset,
        "sentence": found.sentence,
        "requirement": meant.requirement_id,
        "sent_sha256": found.claims.get("sent_sha256", ""),
    }
    if found.file:
        told["receipt"] = found.file.receipt_number
        told["stored"] = dates.file_size(found.file.received_size)
        told["at"] = dates.clock(found.touched_at, timezone)
    return told
