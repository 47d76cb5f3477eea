"""Single pages of a PDF as pictures: drawn apart, private, recorded, and with words when there is nothing to draw."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from assessments.files import pages, storage
from assessments.files.models import FileView, StoredFile
from p2ham.lib import pdfprobe
from tests import samples

PDF = samples.scanned_pdf(pages=3)


@pytest.fixture
def get(cast):
    def get(file, variant, **headers):
        request = RequestFactory().get("/berkas/", headers=headers)
        request.user = cast.verifier
        return pages.respond(request, file, variant)

    return get


def test_page_is_a_private_picture_and_its_look_is_recorded(cast, desk, get):
    file = desk.ready(PDF, "sk.pdf")
    response = get(file, "halaman-3")
    assert response["Content-Type"] == "image/jpeg"
    assert response.content.startswith(b"\xff\xd8\xff")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-cache"
    assert [(view.user, view.variant) for view in FileView.objects.all()] == [(cast.verifier, "hal-3")]


def test_page_that_the_browser_has_is_not_drawn_again_but_recorded(desk, get, monkeypatch):
    file = desk.ready(PDF, "sk.pdf")
    etag = get(file, "halaman-2")["ETag"]
    monkeypatch.setattr(pdfprobe, "page_image", lambda *given, **more: pytest.fail("drawn again"))
    assert get(file, "halaman-2", if_none_match=etag).status_code == 304
    assert FileView.objects.count() == 2


def test_pages_differ(desk, get):
    file = desk.ready(PDF, "sk.pdf")
    assert get(file, "halaman-1")["ETag"] != get(file, "halaman-2")["ETag"]


@pytest.mark.parametrize("variant", ["halaman-0", "halaman-4", "halaman-01", "halaman-", "halaman--1", "halaman-99999"])
def test_page_that_is_not_there_is_unknown(desk, get, variant):
    file = desk.ready(PDF, "sk.pdf")
    with pytest.raises(Http404):
        get(file, variant)
    assert not FileView.objects.exists()


def test_photo_has_no_pages(desk, get):
    with pytest.raises(Http404):
        get(desk.ready(), "halaman-1")


def test_other_variants_are_served_as_ever(desk, get):
    assert get(desk.ready(PDF, "sk.pdf"), "asli")["Content-Type"] == "application/pdf"


def test_broken_and_lost_files_are_told_in_words(desk, get):
    file = desk.ready(PDF, "sk.pdf")
    storage.delete(file.stored_name)
    assert get(file, "halaman-1").status_code == 404
    StoredFile.objects.update(status="broken")
    file.refresh_from_db()
    response = get(file, "halaman-1")
    assert (response.status_code, response["Content-Type"]) == (404, "image/svg+xml")


def test_page_too_heavy_to_draw_is_told_in_words(desk, get, monkeypatch):
    file = desk.ready(PDF, "sk.pdf")

    def refuse(*given, **more):
        raise pdfprobe.PdfRefused("too_complex")

    monkeypatch.setattr(pdfprobe, "page_image", refuse)
    response = get(file, "halaman-1")
    assert response.status_code == 200
    assert "unduh PDF-nya" in response.content.decode()


def test_drawing_without_end_is_slowed_down(desk, get, monkeypatch):
    monkeypatch.setattr(pages, "LIMITS", {"pages": "1/5m/user"})
    file = desk.ready(PDF, "sk.pdf")
    assert [get(file, f"halaman-{n}").status_code for n in (1, 2)] == [200, 429]
