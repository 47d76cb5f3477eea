"""Photos from a phone over a link that breaks: everything arrives once, and the page tells the truth meanwhile."""

import time
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as Slow
from playwright.sync_api import expect

from assessments.files.models import StoredFile, Upload
from assessments.verifikasi.models import Evidence
from tests import samples
from tests.cast import Cast
from tests.journeys.acts import file
from tests.journeys.browser import run_axe
from tests.journeys.shelf import PLACE, forgive, grain, row
from tests.verifikasi import scenes

pytestmark = pytest.mark.django_db(transaction=True)

DROP = """([selector, files]) => {
    const data = new DataTransfer();
    for (const [name, type, text] of files) {
        data.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], name, {type}));
    }
    const place = document.querySelector(selector);
    for (const kind of ["dragover", "drop"]) place.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true}));
}"""
PASTE = """([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], name, {type: "image/png"}));
    document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
}"""


class Here:
    """The unit of the play, and windows of its operator."""

    def __init__(self, visitor):
        self.visitor, self.cast = visitor, Cast()
        self.unit = scenes.declared(self.cast)
        scenes.answer(self.unit, self.cast.operator)

    def __call__(self, **options):
        page = self.visitor(self.cast.operator, **options)
        page.goto(scenes.item(self.unit).url)
        return page


@pytest.fixture
def here(visitor):
    """The operator's page of the first indicator, level Ada chosen."""
    return Here(visitor)


def test_photo_over_a_link_that_breaks_arrives_once(here, visitor, check):
    page = here(phone=True)
    check(page)
    offsets = []
    page.on("response", lambda r: offsets.append(r.headers.get("upload-offset")) if "unggahan" in r.url else None)
    page.locator(PLACE).locator("input[type=file]").first.set_input_files([file("ramp.jpg", grain())])
    for _ in range(2):  # the link is cut as soon as one more part is through
        before = len(offsets)
        deadline = time.monotonic() + 30
        while len(offsets) == before and time.monotonic() < deadline:
            page.wait_for_timeout(20)
        page.context.set_offline(True)
        page.wait_for_timeout(400)
        page.context.set_offline(False)
    expect(row(page, "ramp.jpg")).to_have_attribute("data-state", "done", timeout=60_000)
    stored = StoredFile.objects.get()
    upload = Upload.objects.get()
    assert upload.claims["sent_sha256"] == stored.received_sha256 != upload.claims["sha256"]
    assert (stored.captured_on, stored.is_date_claimed, stored.had_location) == (samples.TAKEN.date(), True, False)
    assert max(stored.width, stored.height) == 2560
    assert Evidence.objects.get().file == stored
    expect(row(page, "ramp.jpg")).to_contain_text(stored.receipt_number)
    expect(page.locator("[data-upload-summary]")).to_have_text("1 dari 1 berkas tersimpan.")
    forgive(visitor, page)
    check(page)


def test_dropped_and_pasted_files_and_a_row_in_each_state(here, visitor, check):
    import base64

    page = here(phone=True)
    check(page)
    encoded = lambda data: base64.b64encode(data).decode()  # noqa: E731
    page.context.set_offline(True)
    dropped = [
        ["a.jpg", "image/jpeg", encoded(samples.photo(seed=1, size=(640, 480)))],
        ["b.jpg", "image/jpeg", encoded(samples.photo(seed=2, size=(640, 480)))],
        ["c.jpg", "image/jpeg", encoded(samples.photo(seed=3, size=(640, 480)))],
        ["surat.docx", "application/msword", encoded(b"PK\3\4")],
        ["palsu.jpg", "image/jpeg", encoded(b"bukan foto " * 50)],
    ]
    page.evaluate(DROP, [PLACE, dropped])
    expect(row(page, "b.jpg")).to_have_attribute("data-state", "broken")
    expect(row(page, "c.jpg")).to_have_attribute("data-state", "waiting")
    assert run_axe(page) == []
    row(page, "c.jpg").get_by_role("button", name="Batalkan").click()
    page.context.set_offline(False)
    expect(row(page, "a.jpg")).to_have_attribute("data-state", "done", timeout=30_000)
    expect(row(page, "b.jpg")).to_have_attribute("data-state", "done", timeout=30_000)
    expect(row(page, "palsu.jpg")).to_contain_text("bukan foto atau PDF", timeout=30_000)
    expect(row(page, "surat.docx")).to_contain_text("Jenis berkas ini tidak diterima")
    page.evaluate(PASTE, ["tempel.png", encoded(samples.png(seed=4))])
    expect(row(page, "tempel.png")).to_have_attribute("data-state", "done", timeout=30_000)
    expect(row(page, "c.jpg")).to_have_attribute("data-state", "stopped")
    expect(page.locator(".shelf__head").first).to_contain_text("3 foto, sudah cukup")
    assert sorted(e.file.name for e in Evidence.objects.all()) == ["a.jpg", "b.jpg", "tempel.png"]
    forgive(visitor, page)
    check(page)


def test_keyboard_alone_uploads_pauses_and_replaces(here, visitor, check, press):
    page = here()
    check(page)
    hold = {"on": True}
    page.route(
        "**/unggahan/",
        lambda route: route.abort() if hold["on"] and route.request.method == "POST" else route.continue_(),
    )
    field = page.locator(PLACE).locator("input[type=file]").first
    with page.expect_file_chooser() as chooser:
        field.press("Space")
    chooser.value.set_files([file("satu.jpg", samples.photo(seed=7, size=(800, 600)))])
    expect(row(page, "satu.jpg")).to_have_attribute("data-state", "broken")
    hold["on"] = False
    # It tries again by itself too, whichever comes first.
    with suppress(Slow):
        row(page, "satu.jpg").get_by_role("button", name="Lanjutkan").press("Enter", timeout=2_000)
    expect(row(page, "satu.jpg")).to_have_attribute("data-state", "done", timeout=30_000)
    card = page.locator(".evidence__card").filter(has_text="satu.jpg")
    card.locator("summary").filter(has_text="Ganti").press("Enter")
    card.locator("[data-replaces] input[type=file]").set_input_files(
        [file("dua.jpg", samples.photo(seed=8, size=(800, 600)))]
    )
    expect(row(page, "dua.jpg")).to_have_attribute("data-state", "done", timeout=30_000)
    expect(page.locator(".evidence__card")).to_have_count(1)
    expect(page.locator(".evidence__name")).to_have_text("dua.jpg")
    forgive(visitor, page)
    check(page)
    new, old = Evidence.objects.get(removed_at=None), Evidence.objects.exclude(removed_at=None).get()
    assert (old.file.name, old.replaced_by, old.removed_by) == ("satu.jpg", new, here.cast.operator)
    page.locator(".evidence__card").get_by_label("Keterangan foto").fill("Ramp depan")
    press(page, "Simpan")
    assert Evidence.objects.get(removed_at=None).description == "Ramp depan"
    page.get_by_text("Riwayat: berkas yang diganti atau dilepas (1)").click()
    expect(page.get_by_text("diganti dengan dua.jpg")).to_be_visible()


def test_without_javascript_a_newer_version_takes_the_place(here, check, press):
    scenes.attach(here.unit, here.cast.operator, description="Ramp depan")
    page = here(javascript=False)
    check(page)
    page.locator("summary").filter(has_text="Ganti").click()
    page.get_by_label("Berkas pengganti").set_input_files([file("baru.jpg", samples.photo(seed=9, size=(800, 600)))])
    press(page, "Ganti berkas")
    new = Evidence.objects.get(removed_at=None)
    assert (new.file.name, new.description) == ("baru.jpg", "Ramp depan")
