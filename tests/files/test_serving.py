"""How a file leaves the portal: harmless, private, recorded, and with words when there is nothing to give."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from assessments.files import serving, tasks
from assessments.files.models import FileView
from tests import samples

PHOTO, PDF = samples.photo(), samples.scanned_pdf(pages=2)


@pytest.fixture
def get(cast):
    def get(file, variant, *, user=None, method="get", **headers):
        request = getattr(RequestFactory(), method)("/berkas/", headers=headers)
        request.user = user or cast.verifier
        return serving.respond(request, file, variant)

    return get


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("data", [PHOTO, PDF], ids=["photo", "pdf"])
@pytest.mark.parametrize("variant", ["asli", "gambar", "kecil"])
def test_every_variant_carries_the_headers_of_a_private_file(desk, get, data, variant):
    response = get(desk.ready(data), variant)
    assert response.status_code == 200
    assert body(response)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "sandbox" not in response.headers["Content-Security-Policy"]
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    expected = "private, no-cache" if variant == "kecil" else "private, no-store"
    assert response.headers["Cache-Control"] == expected
    assert ("ETag" in response.headers) == (variant == "kecil")
    disposition = response.headers["Content-Disposition"].split(";")[0]
    assert disposition == ("attachment" if variant == "asli" else "inline")


@pytest.mark.parametrize(
    ("data", "variant", "content_type", "column"),
    [
        (PHOTO, "asli", "image/jpeg", "stored_name"),
        (PHOTO, "gambar", "image/jpeg", "stored_name"),
        (PHOTO, "kecil", "image/jpeg", "thumbnail_name"),
        (PDF, "asli", "application/pdf", "stored_name"),
        (PDF, "gambar", "image/jpeg", "preview_name"),
        (PDF, "kecil", "image/jpeg", "thumbnail_name"),
    ],
)
def test_variant_gives_its_bytes(desk, get, data, variant, content_type, column):
    file = desk.ready(data)
    response = get(file, variant)
    expected = desk.bytes_of(getattr(file, column))
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Length"] == str(len(expected))
    assert body(response) == expected


def test_pdf_is_never_shown_inline(desk, get):
    file = desk.ready(PDF)
    for variant in ("gambar", "kecil"):
        assert get(file, variant).headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("loket prioritas.png", 'attachment; filename="loket prioritas.jpg"'),
        ('a"; filename=jahat.exe', 'filename="a_; filename=jahat.exe.jpg"'),
        ("ruang\u202egpj.exe", 'filename="ruanggpj.exe.jpg"'),
        ("ramp – depan.jpg", "filename*=utf-8''ramp%20%E2%80%93%20depan.jpg"),
    ],
)
def test_download_bears_the_human_name(desk, get, name, expected):
    response = get(desk.ready(name=name), "asli")
    assert expected in response.headers["Content-Disposition"]


@pytest.mark.parametrize("variant", ["asli", "gambar", "kecil"])
def test_anonymous_visitor_gets_nothing(desk, get, variant):
    with pytest.raises(Http404):
        get(desk.ready(), variant, user=AnonymousUser())
    assert not FileView.objects.exists()


def test_unknown_variant_is_not_found(desk, get):
    with pytest.raises(Http404):
        get(desk.ready(), "besar")


def test_views_are_recorded_but_thumbnails_are_not(desk, get, cast):
    file = desk.ready()
    for variant in ("asli", "gambar", "kecil"):
        body(get(file, variant))
    body(get(file, "gambar", user=cast.operator))
    body(get(file, "gambar", method="head"))
    seen = FileView.objects.order_by("pk").values_list("file", "user", "variant")
    verifier, operator = cast.verifier.pk, cast.operator.pk
    assert list(seen) == [(file.pk, verifier, "asli"), (file.pk, verifier, "gambar"), (file.pk, operator, "gambar")]


def test_nothing_is_given_without_its_record(desk, get, monkeypatch):
    def refuse(**_):
        raise RuntimeError("database away")

    file = desk.ready()
    monkeypatch.setattr(FileView.objects, "create", refuse)
    with pytest.raises(RuntimeError):
        get(file, "asli")


def test_thumbnail_known_to_the_browser_is_not_sent_again(desk, get):
    file = desk.ready()
    etag = get(file, "kecil").headers["ETag"]
    (desk.folder / file.thumbnail_name).unlink()  # not even looked at
    response = get(file, "kecil", if_none_match=etag)
    assert response.status_code == 304
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert file.thumbnail_name not in etag


def test_unprocessed_photo_is_never_given_out(desk, get):
    file = desk.receive()
    page = get(file, "asli")
    assert page.status_code == 202
    assert "sedang diolah" in page.content.decode()
    for variant in ("gambar", "kecil"):
        response = get(file, variant)
        assert (response.status_code, response.headers["Content-Type"]) == (200, "image/svg+xml")
        assert "Sedang diolah" in response.content.decode()
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not FileView.objects.exists()


def test_unprocessed_pdf_can_be_downloaded(desk, get):
    response = get(desk.receive(PDF), "asli")
    assert body(response) == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("state", ["broken", "lost"])
def test_broken_or_lost_file_is_a_sentence(desk, get, state):
    if state == "lost":
        file = desk.ready()
        for name in desk.stored():
            (desk.folder / name).unlink()
    else:
        file = desk.receive()
        (desk.folder / file.received_name).unlink()
        tasks.process_file.call(file.pk)
        file.refresh_from_db()
    page = get(file, "asli")
    assert page.status_code == 404
    assert file.receipt_number in page.content.decode()
    for variant in ("gambar", "kecil"):
        response = get(file, variant)
        assert (response.status_code, response.headers["Content-Type"]) == (404, "image/svg+xml")
        assert "Berkas rusak" in response.content.decode()
    assert not FileView.objects.exists()


def test_pdf_without_preview_says_so(desk, get, monkeypatch):
    from p2ham.lib import pdfprobe

    def refuse(*_, **__):
        raise pdfprobe.PdfRefused("too_complex")

    monkeypatch.setattr(pdfprobe, "page_image", refuse)
    file = desk.ready(PDF)
    assert "unduh PDF-nya" in get(file, "gambar").content.decode()
    assert body(get(file, "asli")) == PDF
