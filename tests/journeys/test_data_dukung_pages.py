"""The other ways of evidence: from a phone by its QR code, seen large, saved by itself, doubted, released by the head."""

import datetime as dt
import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from assessments.cycle.models import Cycle
from assessments.cycle.states import State
from assessments.verifikasi import handoffs, workflow
from assessments.verifikasi.models import Doubt, Evidence, HandOff, Submission
from p2ham.lib import dates
from tests import samples
from tests.cast import Cast
from tests.journeys.acts import file
from tests.journeys.shelf import RECEIPT, choose, forgive, grain, row
from tests.verifikasi import scenes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    return Cast()


@pytest.fixture
def unit(cast):
    return scenes.declared(cast)


def photo(name, seed, **more):
    return file(name, samples.photo(seed=seed, size=(800, 600), **more))


def test_phone_adds_photos_by_the_code_on_the_desk_and_nothing_after_its_end(
    cast, unit, visitor, visit, press, check, site
):
    scenes.answer(unit, cast.operator)
    desk = visitor(cast.operator)
    visit(desk, scenes.item(unit).url)
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Tambah foto dari telepon untuk").first.click()
    visit(desk, opened.value.url)
    opened.value.close()
    press(desk, "Tampilkan kode QR")
    picture = Image.open(io.BytesIO(desk.locator(".hand-off__code").screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text.startswith(f"{site}/telepon/")
    phone = visitor(phone=True)
    visit(phone, code.text)
    phone.get_by_label("Keterangan foto", exact=False).first.fill("Ramp dari arah parkir")
    phone.get_by_label("Orang dalam foto", exact=False).first.select_option("tidak_ada")
    phone.locator("input[type=file]").set_input_files([photo("ramp.jpg", 1), photo("loket.jpg", 2)])
    expect(phone.locator(".upload[data-state=done]")).to_have_count(2, timeout=60_000)
    expect(phone.locator("[data-arrived] li")).to_have_count(2)
    assert RECEIPT.search(row(phone, "ramp.jpg").inner_text())
    check(phone)
    assert not phone.context.cookies()
    press(desk, "Lihat yang sudah masuk")
    expect(desk.get_by_text("2 foto dari telepon.")).to_be_visible()
    press(desk, "Akhiri sekarang")
    phone.locator("input[type=file]").set_input_files([photo("terlambat.jpg", 3)])
    expect(row(phone, "terlambat.jpg")).to_have_attribute("data-state", "refused", timeout=60_000)
    expect(row(phone, "terlambat.jpg")).to_contain_text("tautan ini sudah diakhiri")
    visitor.guard_of(phone).faults.clear()  # the refusal is told in the console too
    check(phone)
    visit(phone, code.text)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tautan ini sudah berakhir")
    made = HandOff.objects.get()
    pieces = Evidence.objects.order_by("file__name")
    assert [(p.file.name, p.hand_off, p.added_by, p.people) for p in pieces] == [
        (name, made, cast.operator, "tidak_ada") for name in ("loket.jpg", "ramp.jpg")
    ]


def test_phone_without_javascript_sends_in_one_press(cast, unit, visitor, visit, press):
    here = scenes.item(unit)
    made = workflow.begin_hand_off(
        participation=unit,
        indicator=here.indicator,
        requirement=scenes.requirement(unit, "A1"),
        by=cast.operator,
    )
    phone = visitor(phone=True, javascript=False)
    visit(phone, f"/telepon/{handoffs.token_of(made.seed)}/")
    phone.get_by_label("Orang dalam foto", exact=False).first.select_option("tidak_ada")
    phone.locator("input[type=file]").set_input_files([photo("ramp.jpg", 1)])
    press(phone, "Kirim foto")
    expect(phone.get_by_text("1 foto tersimpan")).to_be_visible()
    assert Evidence.objects.get().people == "tidak_ada"


def test_answers_are_given_while_a_slow_photo_goes_up(cast, unit, visitor, visit, check):
    """The row asks; what is typed goes with the file, and on in its card once it is stored."""
    scenes.answer(unit, cast.operator)
    page = visitor(cast.operator, phone=True)
    visit(page, scenes.item(unit).url)
    held = []
    page.route(
        "**/unggahan/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    choose(page, [photo("ramp.jpg", 1), photo("loket.png", 2, taken=None)])
    expect(row(page, "ramp.jpg").get_by_label("Keterangan foto")).to_be_visible()
    expect(row(page, "loket.png").get_by_label("Tanggal pengambilan", exact=False)).to_be_visible()
    expect(row(page, "ramp.jpg").get_by_label("Tanggal pengambilan", exact=False)).to_be_hidden()
    row(page, "ramp.jpg").get_by_label("Orang dalam foto").select_option("disamarkan")
    check(page)
    field = row(page, "ramp.jpg").get_by_label("Keterangan foto")
    field.click()
    page.keyboard.type("Ramp di pin")
    page.wait_for_function("() => true")
    for route in held:
        route.continue_()
    expect(page.locator(".upload[data-state=done]")).to_have_count(2, timeout=60_000)
    page.keyboard.type("tu samping")
    card = page.locator(".evidence__card").filter(has_text="ramp.jpg")
    expect(card.get_by_label("Keterangan foto")).to_have_value("Ramp di pintu samping")
    expect(card.get_by_label("Keterangan foto")).to_be_focused()
    expect(page.locator("[data-save-state]")).to_contain_text("Tersimpan pukul")
    forgive(visitor, page)  # words that came to the upload after its end are refused there, and saved by the card
    check(page)
    piece = Evidence.objects.get(file__name="ramp.jpg")
    assert (piece.description, piece.people) == ("Ramp di pintu samping", "disamarkan")


def test_photo_large_by_keyboard_turned_enlarged_and_a_paper_page_by_page(cast, unit, visitor, visit, check):
    scenes.answer(unit, cast.operator)
    scenes.attach(unit, cast.operator, file=scenes.photo(1, "ramp.jpg"), description="Ramp depan")
    paper = scenes.SimpleUploadedFile("sk.pdf", samples.scanned_pdf(text="SK", pages=2), "application/pdf")
    scenes.attach(unit, cast.operator, kind="document", file=paper, description="SK petugas")
    page = visitor(cast.operator)
    visit(page, scenes.item(unit).exhibits[0].view_url)

    def follow(*keys):
        with page.expect_navigation(wait_until="load"):
            for key in keys:
                page.keyboard.press(key)
        check(page)

    for name, part in (("Putar ke kanan", "putar=90"), ("Perbesar", "zoom="), ("Putar ke kiri", "zoom=")):
        page.get_by_role("link", name=name).focus()
        follow("Enter")
        assert part in page.url
    assert "putar" not in page.url
    page.evaluate("document.activeElement.blur()")
    follow("ArrowRight")
    expect(page.get_by_text("Berkas 2 dari 2")).to_be_visible()
    for number in (1, 2):
        expect(page.get_by_text(f"Halaman {number} dari 2")).to_be_visible()
        expect(page.locator(".closeup__sheet img")).to_have_js_property("complete", True)
        assert page.locator(".closeup__sheet img").evaluate("image => image.naturalWidth") > 0
        follow("ArrowRight" if number == 1 else "ArrowLeft")
    follow("ArrowLeft")
    expect(page.get_by_text("Berkas 1 dari 2")).to_be_visible()
    follow("Escape")
    assert scenes.item(unit).url in page.url


def test_page_saves_itself_and_the_second_tab_is_told_without_losing_a_word(cast, unit, visitor, visit, press):
    scenes.answer(unit, cast.operator, "A1", "tidak", note="Belum ada.")
    address = scenes.item(unit).url
    first, second = visitor(cast.operator), visitor(cast.operator, phone=True)
    visit(first, address)
    visit(second, address)
    first.get_by_label("Penjelasan", exact=False).fill("Dari tab pertama.")
    expect(first.locator("[data-save-state]")).to_contain_text("Tersimpan pukul", timeout=15_000)
    second.get_by_label("Penjelasan", exact=False).fill("Dari tab kedua.")
    expect(second.get_by_role("alert").filter(has_text="sudah menyimpan isian indikator ini")).to_be_visible()
    expect(second.get_by_label("Penjelasan", exact=False)).to_have_value("Dari tab kedua.")
    assert scenes.item(unit).answer.note == "Dari tab pertama."
    visitor.guard_of(second).faults.clear()  # the 409 of the page's own saving
    press(second, "Simpan")
    for words in ("Dari tab pertama.", "Dari tab kedua."):
        expect(second.get_by_text(words).first).to_be_visible()


def test_near_duplicate_is_doubted_answered_in_a_sentence_and_read_by_the_verifier(
    cast, unit, visitor, visit, press, check
):
    scenes.fill(unit, cast.operator, missing=("A1", "A2"))
    taken = dt.datetime.combine(dates.today(), dt.time(9))
    for code, seeds in (("A1", (1, 2, 3)), ("A2", (4, 5))):
        scenes.answer(unit, cast.operator, code)
        for seed in seeds:
            data = samples.photo(seed=seed, taken=taken)
            scenes.attach(unit, cast.operator, code, scenes.SimpleUploadedFile(f"foto-{seed}.jpg", data))
        for shelf in scenes.item(unit, code).shelves:
            if not shelf.is_photo:
                scenes.attach(unit, cast.operator, code, scenes.pdf(f"SK {code}"), kind="document")
    page = visitor(cast.operator, phone=True)
    visit(page, scenes.item(unit, "A2").url)
    page.locator("select[name^=new-people-]").first.select_option("tidak_ada")
    page.locator("input[name^=caption-]").first.fill("Loket dari dekat")
    choose(page, [file("mirip.jpg", samples.photo(seed=1, size=(1200, 900), quality=60, taken=taken))])
    expect(row(page, "mirip.jpg")).to_have_attribute("data-state", "done", timeout=60_000)
    assert Doubt.objects.filter(kind=Doubt.Kind.OWN, cleared_at=None, evidence__file__name="mirip.jpg").exists()
    visit(page, scenes.item(unit, "A2").url)
    card = page.locator(".evidence__card").filter(has_text="mirip.jpg")
    expect(card).to_contain_text("Foto ini mirip dengan foto pada A1")
    sentence = "Satu loket melayani keduanya; foto ini menunjukkan rambu di atasnya."
    doubt = card.locator(".doubt").filter(has_text="mirip dengan foto")
    doubt.get_by_label("Penjelasan Anda", exact=False).fill(sentence)
    press(page, "Simpan", exact=True)
    visit(page, f"/kepesertaan/{unit.pk}/isian/sampaikan/")
    expect(page.get_by_text(sentence).first).to_be_visible()
    press(page, "Sampaikan data dukung")
    assert scenes.fresh(unit).state == State.SUBMITTED
    desk = visitor(cast.verifier)
    visit(desk, f"/verifikasi/{unit.pk}/indikator/{scenes.item(unit, 'A2').indicator.pk}/")
    seen = desk.locator(".doubt").filter(has_text="mirip dengan foto pada A1")
    expect(seen.first).to_contain_text(sentence)
    expect(seen.first).to_contain_text(cast.operator.name)


def test_head_looks_over_the_sheet_and_releases_it(cast, unit, visitor, visit, press):
    Cycle.objects.update(head_releases=True)
    scenes.fill(unit, cast.operator)
    operator, head = visitor(cast.operator, phone=True), visitor(cast.head)
    address = f"/kepesertaan/{unit.pk}/isian/sampaikan/"
    visit(operator, address)
    press(operator, "Minta kepala unit melepas")
    visit(operator, scenes.item(unit).url)
    expect(operator.get_by_role("button", name="Simpan", exact=True)).to_have_count(0)
    visit(head, address)
    expect(head.get_by_text(f"{cast.operator.name} meminta kepala unit melepas")).to_be_visible()
    press(head, "Lepas dan sampaikan")
    expect(head.get_by_text(cast.head.name).first).to_be_visible()
    expect(head.get_by_text(Submission.objects.get().receipt_number).first).to_be_visible()
    assert scenes.fresh(unit).state == State.SUBMITTED


def test_button_pressed_while_a_photo_goes_up_asks_what_is_missing_and_then_waits(
    cast, unit, visitor, visit, press, check
):
    scenes.fill(unit, cast.operator, missing=("A1",))
    scenes.answer(unit, cast.operator)
    scenes.attach(unit, cast.operator, kind="document", file=scenes.pdf())
    for seed in (1, 2):
        scenes.attach(unit, cast.operator, file=scenes.photo(seed))
    page, other = visitor(cast.operator, phone=True), visitor(cast.operator, phone=True)
    visit(page, scenes.item(unit).url)
    held, holds = [], [True]
    page.route(
        "**/unggahan/*/",
        lambda route: held.append(route) if holds and route.request.method == "PATCH" else route.continue_(),
    )
    choose(page, [file("loket.jpg", grain((1500, 1100), quality=75))])
    expect(row(page, "loket.jpg").locator("[data-part=state]")).to_contain_text("%")
    page.wait_for_function("() => document.querySelector('.upload progress').value > 10")
    address = f"/kepesertaan/{unit.pk}/isian/sampaikan/"
    visit(other, address)
    expect(other.get_by_text("1 foto yang masih diunggah belum diberi jawaban")).to_be_visible()
    press(other, "Sampaikan data dukung")
    expect(other.get_by_text("Jawab apakah ada orang dalam foto “loket.jpg”")).to_be_visible()
    assert scenes.fresh(unit).state == State.DECLARED
    other.get_by_label("Keterangan foto").fill("Loket dari pintu masuk")
    other.get_by_label("Orang dalam foto").select_option("tidak_ada")
    press(other, "Sampaikan data dukung")
    expect(other.get_by_role("heading", name="1 unggahan masih berjalan")).to_be_visible()
    expect(row(page, "loket.jpg")).to_have_attribute("data-state", "sending")
    holds.clear()
    for route in held:
        route.continue_()
    expect(row(page, "loket.jpg")).to_have_attribute("data-state", "done", timeout=60_000)
    press(other, "Periksa lagi")
    assert scenes.fresh(unit).state == State.SUBMITTED
    piece = Evidence.objects.get(file__name="loket.jpg")
    assert (piece.description, piece.people) == ("Loket dari pintu masuk", "tidak_ada")
    assert Submission.objects.get().requested_at is not None
    check(page)
