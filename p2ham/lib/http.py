"""Headers, error pages and log lines: what every response and every log record obeys.

The error pages are rendered without a request, so neither the database nor a context processor can make them fail.
"""

import errno
import logging
import re
import sys
from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme

# The disk is full or sick, or the storage on another machine does not answer.
STORAGE_TROUBLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.ESTALE}
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)
BIGGEST_ID = 2**63 - 1
RETRY_SECONDS = {429: "60", 503: "30"}
# Line breaks of every kind, other control characters, and marks that turn the reading direction round.
UNSAFE_IN_LOGS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class Conflict(Exception):
    """Somebody else was faster: the page says so (409) and gives the typed text back."""

    def __init__(self, text: str | Mapping[str, str] = "", *, sentence: str = "") -> None:
        super().__init__(sentence or "The row was changed meanwhile.")
        self.text = text
        self.sentence = sentence


class SecurityHeadersMiddleware:
    """Adds what Django's own middleware leaves out, and puts our pages in the place of bare error answers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with a page for a bare 405 and with the headers that every answer carries."""
        # A session's key with a NUL would reach the database, which refuses it as an error of ours.
        mangled = any("\x00" in value for value in request.COOKIES.values())
        response = error_page(400) if mangled else self.get_response(request)
        if response.status_code == 405 and not response.streaming and not getattr(response, "content", b""):
            allow = response.headers.get("Allow", "")
            response = error_page(405)
            response.headers["Allow"] = allow
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if response.status_code in RETRY_SECONDS:
            response.headers.setdefault("Retry-After", RETRY_SECONDS[response.status_code])
        if _is_private(request, response) and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: HttpRequest, view: GetResponse, args: Sequence[object], kwargs: Mapping[str, object]
    ) -> HttpResponse | None:
        """No row has a number that the database cannot hold: such an address leads nowhere."""
        if any(isinstance(value, int) and value > BIGGEST_ID for value in kwargs.values()):
            return error_page(404)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A conflict raised anywhere in a view becomes the page that keeps the text."""
        if isinstance(exception, Conflict):
            return conflict(request, exception.text, sentence=exception.sentence)
        return None


class CompressedPagesMiddleware(GZipMiddleware):
    """Pages go out compressed, to a fifth: on the last day and on a weak link that decides whether they arrive.

    Only pages. Photos, papers and archives are compressed already and are not worked on twice. What a page repeats of an
    address and what it keeps secret cannot be told from its length: tokens are masked, and the length is made random.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a page for who can read it."""
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


def _is_private(request: HttpRequest, response: HttpResponseBase) -> bool:
    # The cookie tells it without a query; asking request.user could touch a database that is down.
    return settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies


def row_id(text: str) -> int | None:
    """The number of a row that a form or an address names; None when no row can have it."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(BIGGEST_ID))):
        return None
    found = int(text)
    return found if found <= BIGGEST_ID else None


def own_path(request: HttpRequest, text: str) -> str:
    """The path of the portal to which a form or an address asks to return; empty when it leads elsewhere."""
    safe = text.startswith("/") and url_has_allowed_host_and_scheme(
        text, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return text if safe else ""


def error_page(status: int, name: str = "", **context: object) -> HttpResponse:
    """The page ``errors/<status or name>.html``, from files alone."""
    return HttpResponse(render_to_string(f"errors/{name or status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; an oversized form is a 413 with its own remedy."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent | TooManyFieldsSent):
        return error_page(413)
    return error_page(400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the sentence that the refusing code gave."""
    return error_page(403, sentence=str(exception or ""))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same body for what does not exist and for what the reader may not see."""
    return error_page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; a database that is away or a storage in trouble is a 503, for trying again helps there."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable(request)
    if isinstance(error, OSError) and error.errno in STORAGE_TROUBLE:
        return unavailable(request)
    return error_page(500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After (the middleware adds it)."""
    return error_page(503)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429 with Retry-After (the middleware adds it)."""
    return error_page(429)


def payload_too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return error_page(413)


def conflict(request: HttpRequest, text: str | Mapping[str, str] = "", *, sentence: str = "") -> HttpResponse:
    """409 with what was typed, ready to be copied: one text, or a text for each label."""
    texts = text if isinstance(text, Mapping) else {"Isian Anda": text}
    kept = [(label, value) for label, value in texts.items() if value.strip()]
    return error_page(409, sentence=sentence, kept=kept, back=request.get_full_path())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is stale: nearly always another login in a second tab."""
    return error_page(403, "403_csrf", back=request.get_full_path())


class OneLineFormatter(logging.Formatter):
    """One record, one line: text that a user typed cannot start a line of its own.

    The lines of a traceback follow with a mark in front, so that they too cannot pass for a record.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record with every control character written out."""
        trace = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else "")
        stack = self.formatStack(record.stack_info) if record.stack_info else ""
        plain = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None, "stack_info": None})
        lines = [_escaped(super().format(plain))]
        lines += [f"    | {_escaped(line)}" for part in (trace, stack) if part for line in part.split("\n")]
        return "\n".join(lines)


def _escaped(text: str) -> str:
    return UNSAFE_IN_LOGS.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)
