"""Giving out private bytes. The calling room has checked access; here only how a file leaves the portal is decided."""

import logging

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from assessments.files import storage
from assessments.files.models import FileView, StoredFile
from assessments.files.queries import ORIGINAL, PICTURE, SMALL, VARIANTS
from p2ham.lib import uploads
from units.models import User

logger = logging.getLogger(__name__)

# A file is data: whatever it contains, it loads and runs nothing, and no page frames it.
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg"}
_BROKEN = "Berkas rusak"
_PENDING = "Sedang diolah"
_UNDRAWN = "Tanpa pratinjau, unduh PDF-nya"
AWAY = "Penyimpanan terganggu, coba lagi"


def respond(request: HttpRequest, file: StoredFile, variant: str) -> HttpResponseBase:
    """The file as a download (``asli``), as a picture (``gambar``) or as a thumbnail (``kecil``).

    What is not processed yet, broken, or gone from the storage is answered with words, never with an error of ours
    and never with the bytes of an unprocessed photo. Views are recorded, except of thumbnails.
    """
    if variant not in VARIANTS or not isinstance(request.user, User):
        raise Http404
    name, content_type = _source(file, variant)
    if not name:
        return _stand_in(request, file, variant)
    etag = f'"{file.stored_sha256[:40]}"'
    if variant == SMALL:
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return _small(unchanged, etag)
    label = uploads.clean_name(file.name, extension=_EXTENSIONS[content_type])
    try:
        response = stream(name, content_type=content_type, filename=label, as_attachment=variant == ORIGINAL)
    except FileNotFoundError:
        logger.error("file %s (%s) is missing in the storage", file.pk, variant)
        return _stand_in(request, file, variant, lost=True)
    except OSError:
        logger.exception("file %s (%s) cannot be read now", file.pk, variant)
        return _later(request, file, variant)
    if variant == SMALL:
        return _small(response, etag)
    if request.method == "GET":
        # Recorded first: nothing is given out without its record.
        FileView.objects.create(file=file, user=request.user, variant=variant)
    return response


def stream(name: str, *, content_type: str, filename: str, as_attachment: bool) -> HttpResponseBase:
    """Stored bytes with the headers that keep them harmless and unshared; ``FileNotFoundError`` when they are gone.

    The bytes are opened when the first one is asked for, so a response that nobody reads holds nothing open.
    """
    size = storage.private().size(name)
    response = StreamingHttpResponse(storage.chunks(name), content_type=content_type)
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment, filename) or "inline"
    return guard(response)


def guard(response: HttpResponseBase) -> HttpResponseBase:
    """The headers of every private file."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def original(file: StoredFile) -> str:
    """The stored name of what a download gives; empty when there is nothing to give (yet)."""
    return _source(file, ORIGINAL)[0]


def filename(file: StoredFile) -> str:
    """The name of the download, for people."""
    return uploads.clean_name(file.name, extension=_EXTENSIONS[_source(file, ORIGINAL)[1]])


def _source(file: StoredFile, variant: str) -> tuple[str, str]:
    """The stored name and type of a variant; no name when there is nothing to give out yet."""
    if file.status == StoredFile.Status.BROKEN:
        return "", ""
    if variant == SMALL:
        return file.thumbnail_name, "image/jpeg"
    if file.is_photo:
        return file.stored_name, "image/jpeg"
    if variant == PICTURE:
        return file.preview_name, "image/jpeg"
    # A PDF is stored as received, so its download need not wait.
    return file.stored_name or file.received_name, "application/pdf"


def _stand_in(request: HttpRequest, file: StoredFile, variant: str, *, lost: bool = False) -> HttpResponseBase:
    broken = lost or file.status == StoredFile.Status.BROKEN
    if variant == ORIGINAL:
        template, status = ("files/broken.html", 404) if broken else ("files/pending.html", 202)
        return render(request, template, {"file": file}, status=status)
    text = _BROKEN if broken else _PENDING
    if file.status == StoredFile.Status.READY and not lost:
        text = _UNDRAWN
    return words(text, 404 if broken else 200)


def _later(request: HttpRequest, file: StoredFile, variant: str) -> HttpResponseBase:
    """The storage is away, and nothing is wrong with the file."""
    if variant == ORIGINAL:
        return render(request, "files/away.html", {"file": file}, status=503)
    return words(AWAY, 503)


def words(text: str, status: int) -> HttpResponseBase:
    """A picture that says in words why the other one is not there."""
    picture = render_to_string("files/stand_in.svg", {"words": text})
    return guard(HttpResponse(picture, content_type="image/svg+xml", status=status))


def _small(response: HttpResponseBase | HttpResponse, etag: str) -> HttpResponseBase:
    guard(response)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = etag
    return response
