"""The pages of the pile that came back, as each of the people sees them."""

import pytest
from django.urls import reverse

from assessments.files.models import FileView
from assessments.pencanangan.models import ScanPage, ScanSource
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scans, scenes
from tests.pencanangan.scenes import browser


def _address(row: ScanPage, name: str, **more) -> str:
    return reverse(f"pencanangan_{name}", kwargs={"pk": row.source.ceremony.application_id, **more})


def test_pages_and_pictures_are_private(cast: Cast) -> None:
    page = scans.one_page(cast)
    other = scenes.accepted(cast, cast.foreign_unit, by=cast.foreign_coordinator)
    addresses = [
        _address(page, "scans"),
        _address(page, "scan_page", page=page.pk),
        _address(page, "scan_picture", page=page.pk, variant="gambar"),
    ]
    stranger, office = browser(cast.foreign_coordinator), browser(cast.coordinator)
    for address in addresses:
        assert stranger.get(address).status_code == 404
        assert office.get(address).status_code == 200
    # Nor by way of a ceremony of one's own.
    own = reverse("pencanangan_scan_picture", kwargs={"pk": other.pk, "page": page.pk, "variant": "gambar"})
    assert stranger.get(own).status_code == 404
    picture = office.get(addresses[-1])
    assert picture.headers["Cache-Control"] == "private, no-store"
    assert picture.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert FileView.objects.filter(file=page.source.file, variant="halaman").count() == 2


def test_upload_is_read_and_decided_by_hand(cast: Cast, django_capture_on_commit_callbacks) -> None:
    page = scans.one_page(cast)
    application = page.source.ceremony.application
    client = browser(cast.coordinator)
    scans.print_all(application, cast.coordinator)
    text = client.get(_address(page, "scans")).content.decode()
    assert "1 halaman perlu ditentukan" in text
    place = f"{scenes.only(application).pk}:1"
    assert f'value="{place}"' in text
    decide = _address(page, "scan_page", page=page.pk)
    assert "Pilih unit yang suratnya tampak" in client.post(decide, {"act": "tentukan"}).content.decode()
    assert client.post(decide, {"act": "tentukan", "place": place}).status_code == 302
    assert "Simpan ke berkas setiap unit (1 unit)" in client.get(_address(page, "scans")).content.decode()
    for _ in range(2):
        assert client.post(_address(page, "scans_file")).status_code == 302
    page.refresh_from_db()
    assert page.filed_in is not None
    assert "Tersimpan di berkas unit" in client.get(_address(page, "scans")).content.decode()


def test_refused_file_is_named(cast: Cast) -> None:
    application = scenes.accepted(cast)
    client = browser(cast.coordinator)
    address = reverse("pencanangan_scans", args=[application.pk])
    assert "Pilih satu PDF hasil pindaian" in client.post(address).content.decode()
    page = client.post(address, {"scans": scenes.signed("surat.exe.pdf", "x")}, follow=True)
    assert ScanSource.objects.count() == 1
    assert "1 berkas diterima" in page.content.decode()


def test_progress_refreshes_by_itself_until_stopped(cast: Cast) -> None:
    page = scans.one_page(cast)
    ScanSource.objects.update(status=ScanSource.Status.READING, pages_total=3)
    client = browser(cast.coordinator)
    response = client.get(_address(page, "scans"))
    assert "1 dari 3 halaman dibaca" in response.content.decode()
    assert response.headers["Refresh"].startswith("5;")
    assert "Refresh" not in client.get(_address(page, "scans") + "?diam=1").headers


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(cast: Cast, count: int, django_assert_max_num_queries) -> None:
    units = [factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil) for number in range(count)]
    application = scans.printed(cast, *units)
    client = browser(cast.coordinator)
    client.get(reverse("pencanangan_scans", args=[application.pk]))
    with django_assert_max_num_queries(14):
        client.get(reverse("pencanangan_scans", args=[application.pk]))
