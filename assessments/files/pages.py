"""Single pages of a PDF as pictures, drawn for each reader anew in a child process that cannot grow or run for long."""

import logging
import re
import tempfile

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from assessments.files import serving, storage
from assessments.files.models import FileView, StoredFile
from p2ham.lib import pdfprobe
from p2ham.lib.http import too_many_requests
from units.models import User

logger = logging.getLogger(__name__)

_PAGE = re.compile("halaman-([1-9][0-9]{0,3})")
WIDTH = 1600
# Drawing costs a second of a processor: as many as an eager reader turns, not as many as a script asks for.
LIMITS = {"pages": "120/5m/user"}


def respond(request: HttpRequest, file: StoredFile, variant: str) -> HttpResponseBase:
    """One page of a PDF (``halaman-3``); every other variant as ``serving`` gives it."""
    found = _PAGE.fullmatch(variant)
    return _page(request, file, int(found[1])) if found else serving.respond(request, file, variant)


def _page(request: HttpRequest, file: StoredFile, number: int) -> HttpResponseBase:
    """Page ``number`` (from 1) of a PDF as a JPEG; the calling room has checked access. Views are recorded.

    What cannot be drawn is answered with a picture of words, never with an error of ours.
    """
    user = request.user
    if file.is_photo or not 1 <= number <= (file.pages or 1) or not isinstance(user, User):
        raise Http404
    source = serving.original(file)
    if not source:
        return serving.words("Berkas rusak", 404)
    if request.method == "GET":
        FileView.objects.create(file=file, user=user, variant=f"hal-{number}")
    etag = f'"{file.received_sha256[:40]}-{number}-{WIDTH}"'
    # A page that the reader's browser has is not drawn again; that it was looked at is recorded all the same.
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return _kept(unchanged, etag)
    if not ratelimit.consume(request, app="p2ham", action="pages", config=LIMITS, user=user, limit_get=True):
        return too_many_requests(request)
    try:
        picture = _drawn(source, number)
    except FileNotFoundError:
        logger.error("file %s is missing in the storage", file.pk)
        return serving.words("Berkas rusak", 404)
    except OSError:
        logger.exception("file %s cannot be read now", file.pk)
        return serving.words(serving.AWAY, 503)
    except pdfprobe.PdfRefused:
        return serving.words("Tidak dapat digambar, unduh PDF-nya", 200)
    return _kept(HttpResponse(picture, content_type="image/jpeg"), etag)


def _drawn(source: str, number: int) -> bytes:
    with tempfile.TemporaryFile() as copy:
        for chunk in storage.chunks(source):
            copy.write(chunk)
        copy.seek(0)
        return pdfprobe.page_image(copy, page=number, width=WIDTH).data


def _kept(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    serving.guard(response)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = etag
    return response
