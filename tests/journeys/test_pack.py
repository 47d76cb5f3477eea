"""An office without a link: the pack is taken along, filled, sent back in one go, and each thing in it is told."""

import io
import zipfile

import pytest
from playwright.sync_api import expect

from assessments.files.models import Upload
from assessments.verifikasi import packing
from assessments.verifikasi.models import Evidence, Pack
from tests import samples
from tests.cast import Cast
from tests.journeys.test_uploads import grain
from tests.verifikasi import packs, scenes

pytestmark = pytest.mark.django_db(transaction=True)


def refilled(path, unit):
    """The downloaded pack with two photos, a stray file and a filled sheet, under an outer folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        folder = next(name for name in old.namelist() if name.startswith("A1 ") and "foto" in name.lower())
        for name in old.namelist():
            if name != packing.SHEET:
                new.writestr(f"paket/{name}", old.read(name))
        answers = {"A1": {packing.LEVEL: "Ada"}, "A2": {packing.LEVEL: "Tidak", packing.NOTE: scenes.REASON}}
        lines = [["A1", "ramp.jpg", "Ramp di pintu depan", "Tidak ada orang yang dapat dikenali", ""]]
        new.writestr(f"paket/{packing.SHEET}", packs.book(unit, answers, lines))
        shelf = folder.rpartition("/")[0]
        new.writestr(f"paket/{shelf}/ramp.jpg", grain())
        new.writestr(f"paket/{shelf}/loket.jpg", samples.photo(seed=2, size=(640, 480)))
        new.writestr("paket/catatan.jpg", samples.photo(seed=3, size=(320, 240)))
    return out.getvalue()


def test_pack_is_taken_along_filled_and_sent_back_over_a_link_that_breaks(visitor, visit, press, check):
    cast = Cast()
    unit = scenes.declared(cast)
    page = visitor(cast.operator, phone=True)
    visit(page, f"/kepesertaan/{unit.pk}/isian/")
    press(page, "Kerjakan luring")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh paket (ZIP)").click()
    assert download.value.suggested_filename == "paket-luring-lapas-kapuas.zip"
    data = refilled(download.value.path(), unit)
    sent = []

    def broken_once(route):
        sent.append(route.request.method)
        return route.abort() if sent == ["POST", "PATCH"] else route.continue_()

    page.route("**/paket-luring/unggahan/**", broken_once)
    page.locator("input[type=file]").set_input_files(
        {"name": "paket.zip", "mimeType": "application/zip", "buffer": data}
    )
    expect(page.get_by_role("heading", name="Laporan paket", level=1)).to_be_visible(timeout=60_000)
    guard = visitor.guard_of(page)
    guard.faults = [fault for fault in guard.faults if "Failed to load resource" not in fault]
    check(page)
    assert sent.count("PATCH") > 1
    expect(page.get_by_text("catatan.jpg")).to_be_visible()
    expect(page.get_by_text("di luar folder indikator")).to_be_visible()
    press(page, "Semua", within=page.get_by_role("navigation", name="Isi paket yang ditampilkan"), exact=False)
    expect(page.get_by_text("ramp.jpg")).to_be_visible()
    assert (Evidence.objects.count(), Upload.objects.count(), Pack.objects.get().status) == (2, 0, "done")
    assert scenes.item(unit, "A2").claim == "Tidak"
    press(page, "Unggah paket lagi")
    expect(page.get_by_role("link", name="paket.zip")).to_be_visible()
