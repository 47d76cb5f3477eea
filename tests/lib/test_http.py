import errno
import gzip
import io
import logging
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views.decorators.http import require_POST

from p2ham.lib import http
from p2ham.lib.http import CompressedPagesMiddleware, Conflict, OneLineFormatter, SecurityHeadersMiddleware


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("halaman")


@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse("terkirim")


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


handler400 = "p2ham.lib.http.bad_request"
handler403 = "p2ham.lib.http.permission_denied"
handler404 = "p2ham.lib.http.page_not_found"
handler500 = "p2ham.lib.http.server_error"
urlpatterns = [
    path("halaman/", page),
    path("kirim/", only_post),
    path("tidak-ada/", raising(Http404("rahasia"))),
    path("dilarang/", raising(PermissionDenied("Jendela verifikasi sudah ditutup."))),
    path("besar/", raising(RequestDataTooBig("too big"))),
    path("rusak/", raising(ValueError("broken"))),
    path("tanpa-basis-data/", raising(OperationalError("server closed the connection"))),
    path("penuh/", raising(OSError(errno.ENOSPC, "No space left on device"))),
    path(
        "berubah/",
        raising(Conflict({"Keterangan": "Maklumat <b>terpasang</b>."}, sentence="Isian B1 sudah disimpan rekan Anda.")),
    ),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "p2ham.lib.http.SecurityHeadersMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


@pytest.fixture
def visitor() -> Any:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=MIDDLEWARE):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/tidak-ada/", 404, "Halaman tidak ditemukan"),
        ("/entah/", 404, "Halaman tidak ditemukan"),
        ("/dilarang/", 403, "Jendela verifikasi sudah ditutup."),
        ("/besar/", 413, "Kiriman terlalu besar"),
        ("/kirim/", 405, "Langkah ini harus lewat tombolnya"),
        ("/rusak/", 500, "Ada kesalahan pada portal"),
        ("/tanpa-basis-data/", 503, "Portal sedang tidak dapat melayani"),
        ("/penuh/", 503, "Portal sedang tidak dapat melayani"),
        ("/berubah/", 409, "Isian B1 sudah disimpan rekan Anda."),
    ],
)
def test_each_error_has_its_page_without_a_database(visitor: Client, address: str, status: int, words: str) -> None:
    response = visitor.get(address)
    assert response.status_code == status
    assert words in response.content.decode()
    assert '<html lang="id">' in response.content.decode()


def test_unknown_and_foreign_answer_with_the_same_body(visitor: Client) -> None:
    assert visitor.get("/tidak-ada/").content == visitor.get("/entah/").content
    assert b"rahasia" not in visitor.get("/tidak-ada/").content


def test_405_keeps_the_list_of_methods(visitor: Client) -> None:
    assert visitor.get("/kirim/").headers["Allow"] == "POST"


@pytest.mark.parametrize("address", ["/tanpa-basis-data/", "/penuh/"])
def test_503_says_when_to_try_again(visitor: Client, address: str) -> None:
    assert visitor.get(address).headers["Retry-After"] == "30"


def test_429_page_says_when_to_try_again() -> None:
    response = SecurityHeadersMiddleware(http.too_many_requests)(RequestFactory().get("/"))
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 500, 503])
def test_error_page_names_its_code(status: int) -> None:
    assert f"Kode {status}" in http.error_page(status).content.decode()


def test_error_page_without_a_manifest_still_renders(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(path: str) -> str:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr("p2ham.templatetags.ui.static", missing)
    assert f"{settings.STATIC_URL}css/base.css" in http.error_page(500).content.decode()


def test_conflict_keeps_what_was_typed(visitor: Client) -> None:
    body = visitor.get("/berubah/").content.decode()
    assert "Maklumat &lt;b&gt;terpasang&lt;/b&gt;.</textarea>" in body
    assert "Keterangan</label>" in body
    assert 'href="/berubah/"' in body


def test_conflict_with_one_text_and_without_any() -> None:
    request = RequestFactory().get("/x/?hal=2")
    assert "Isian Anda</label>" in http.conflict(request, "Satu kalimat.").content.decode()
    empty = http.conflict(request).content.decode()
    assert "<textarea" not in empty
    assert 'href="/x/?hal=2"' in empty


def test_stale_token_gets_its_own_page() -> None:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=MIDDLEWARE):
        response = Client(enforce_csrf_checks=True).post("/kirim/")
    assert response.status_code == 403
    assert "Halaman ini sudah terlalu lama terbuka" in response.content.decode()


# --- headers ---------------------------------------------------------------------------------------------------------
def answer(request: HttpRequest, response: HttpResponseBase | None = None) -> HttpResponseBase:
    return SecurityHeadersMiddleware(lambda _: response or HttpResponse("isi"))(request)


def test_every_response_forbids_sensors(visitor: Client) -> None:
    response = visitor.get("/halaman/")
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_page_with_a_session_is_private() -> None:
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "abc"
    assert answer(request).headers["Cache-Control"] == "private, no-store"


def test_page_that_starts_a_session_is_private() -> None:
    response = HttpResponse()
    response.set_cookie(settings.SESSION_COOKIE_NAME, "abc")
    assert answer(RequestFactory().get("/"), response).headers["Cache-Control"] == "private, no-store"


def test_page_with_its_own_rule_keeps_it() -> None:
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "abc"
    given = HttpResponse(headers={"Cache-Control": "private, no-cache"})
    assert answer(request, given).headers["Cache-Control"] == "private, no-cache"


def test_public_page_without_a_session_may_be_kept() -> None:
    assert "Cache-Control" not in answer(RequestFactory().get("/")).headers


def test_streaming_405_is_left_alone() -> None:
    response = answer(RequestFactory().get("/"), StreamingHttpResponse([b"x"], status=405))
    assert response.streaming


# --- log lines -------------------------------------------------------------------------------------------------------
def record(message: str, *args: object, **more: Any) -> logging.LogRecord:
    return logging.LogRecord("p2ham", logging.INFO, "x.py", 1, message, args, more.get("exc_info"))


FORMAT = OneLineFormatter("%(levelname)s %(message)s")


@pytest.mark.parametrize("separator", ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_log_line_cannot_be_forged(separator: str) -> None:
    line = FORMAT.format(record("berkas %s", f"a.jpg{separator}INFO semua baik"))
    assert len(line.splitlines()) == 1
    assert line.startswith("INFO berkas a.jpg\\")


def test_log_line_shows_control_and_direction_marks() -> None:
    assert FORMAT.format(record("\x1b[2J\u202egpj.exe")) == "INFO \\x1b[2J\\u202egpj.exe"


def test_log_line_keeps_indonesian_text() -> None:
    assert FORMAT.format(record("Nilai 86,81 – “lolos”")) == "INFO Nilai 86,81 – “lolos”"


def test_traceback_cannot_pass_for_a_record() -> None:
    info: tuple[type[BaseException], BaseException, TracebackType | None] | Any = None
    try:
        raise ValueError("a\nINFO forged")
    except ValueError:
        info = sys.exc_info()
    lines = FORMAT.format(record("gagal", exc_info=info)).splitlines()
    assert lines[0] == "INFO gagal"
    assert len(lines) > 3
    assert all(line.startswith("    | ") for line in lines[1:])


# --- over the wire -----------------------------------------------------------------------------------------------------
PAGE = "<p>Ruang laktasi tersedia di lantai satu.</p>" * 200


def answered(response: HttpResponseBase, accepts: str = "gzip, br") -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"accept-encoding": accepts})
    found = CompressedPagesMiddleware(lambda _: response)(request)
    assert isinstance(found, HttpResponseBase)
    return found


def test_page_goes_out_compressed() -> None:
    response = answered(HttpResponse(PAGE))
    assert isinstance(response, HttpResponse)
    assert (response["Content-Encoding"], response["Vary"]) == ("gzip", "Accept-Encoding")
    assert int(response["Content-Length"]) == len(response.content) < len(PAGE) / 5
    assert gzip.decompress(response.content).decode() == PAGE


def test_page_is_plain_for_who_reads_no_gzip() -> None:
    response = answered(HttpResponse(PAGE), "br")
    assert isinstance(response, HttpResponse)
    assert (response.has_header("Content-Encoding"), response.content.decode()) == (False, PAGE)


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(b"%PDF-" + b"a" * 5000, content_type="application/pdf"),
        HttpResponse(b"PK" * 5000, content_type="application/zip"),
        FileResponse(io.BytesIO(b"a" * 5000), content_type="image/jpeg"),
        StreamingHttpResponse([b"a" * 5000]),
    ],
)
def test_files_and_streams_are_left_as_they_are(response: HttpResponseBase) -> None:
    assert not answered(response).has_header("Content-Encoding")
