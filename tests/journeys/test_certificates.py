"""The certificate's pages in a real browser: the design with its previews, and what the public sees, with axe on each."""

import pytest
from django.urls import reverse

from assessments.documents.models import Document
from assessments.files import storage
from assessments.penilaian.workflow import certificates
from tests.cast import Cast
from tests.penilaian import scenes

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(site) -> Cast:
    cast = Cast()
    decree = scenes.decreed(cast, scenes.settled(cast), scenes.settled(cast, cast.foreign_unit))
    certificates.issue_certificates(decree=decree, by=cast.admin)
    return cast


@pytest.fixture
def paper(cast, tmp_path):
    """A certificate as a file on the visitor's disk."""
    document = Document.objects.filter(kind="piagam").order_by("number")[0]
    path = tmp_path / "piagam.pdf"
    path.write_bytes(b"".join(storage.chunks(document.stored_name)))
    return path


@pytest.mark.parametrize("phone", [True, False])
def test_public_list_with_its_map(cast, visitor, visit, press, check, phone):
    page = visitor(None, phone=phone)
    visit(page, reverse("public_awards"))
    province = cast.unit.province
    tile = page.locator(".tilemap a", has_text=province.short_name).first
    assert tile.bounding_box()["height"] >= 24
    tile.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**provinsi=*")
    check(page)
    assert page.get_by_role("row").filter(has_text=cast.unit.name).count() == 1
    assert page.get_by_text(cast.foreign_unit.name).count() == 0
    page.locator("summary", has_text="sebagai tabel").click()
    check(page)
    press(page, "P2HAM", within=page.locator("#daftar ~ table"), exact=False)
    assert page.get_by_text("masih berlaku").count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_file_is_checked_in_the_browser_or_by_the_server(cast, paper, visitor, visit, check, javascript):
    page = visitor(None, javascript=javascript)
    visit(page, reverse("verify"))
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.get_by_label("Berkas PDF").set_input_files(paper)
    page.get_by_role("button", name="Periksa berkas").click()
    page.get_by_text("Berkas ini sama dengan naskah").wait_for()
    check(page)
    assert bool(sent) is not javascript
    paper.write_bytes(paper.read_bytes() + b"x")
    page.get_by_label("Berkas PDF").set_input_files(paper)
    page.get_by_role("button", name="Periksa berkas").click()
    page.get_by_text("atau sudah berubah").wait_for()
    check(page)


def test_design_is_seen_while_it_is_typed(cast, visitor, visit, press, check):
    page = visitor(cast.admin)
    visit(page, reverse("penilaian_design"))
    pictures = page.locator("[data-live-shown] img")
    before = pictures.first.get_attribute("src")
    page.get_by_label("Judul").fill("Piagam Percobaan")
    page.get_by_text("Pratinjau diperbarui.").wait_for(timeout=30_000)
    assert pictures.first.get_attribute("src") != before
    press(page, "Simpan rancangan")
    assert page.get_by_text("Rancangan disimpan").count() == 1


def test_design_without_javascript_on_a_phone(cast, visitor, visit, press):
    page = visitor(cast.admin, javascript=False, phone=True)
    visit(page, reverse("penilaian_design"))
    page.get_by_label("Tegak").check()
    page.get_by_label("Judul").fill("Piagam Percobaan")
    press(page, "Lihat pratinjau")
    assert page.get_by_label("Judul").input_value() == "Piagam Percobaan"
    assert page.locator("[data-live-shown] img").count() == 2


def test_signed_certificates_page(cast, visitor, visit, press, paper):
    page = visitor(cast.admin, phone=True)
    visit(page, reverse("penilaian_signed_certificates"))
    page.get_by_label("PDF bertanda tangan elektronik").set_input_files(paper)
    press(page, "Periksa dan lampirkan")
    assert page.get_by_text("tidak memuat tanda tangan elektronik").count() == 1
