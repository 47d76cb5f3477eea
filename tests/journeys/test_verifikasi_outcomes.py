"""How a verification ends: failed with a surat keterangan, "tidak berlaku" judged, an outcome opened again, a whole region.

Every page is looked at by axe, as in all journeys; the codes of the papers are opened by somebody without an account.
"""

import re

import pytest
from playwright.sync_api import expect

from assessments.cycle.states import State
from assessments.documents.models import Document
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.models import Verdict
from tests.cast import Cast
from tests.journeys.acts import fetch, pdf_text
from tests.verifikasi import scenes

pytestmark = pytest.mark.django_db(transaction=True)

Decision = Verdict.Decision
NO_VISITORS = "Tidak ada pengunjung pada kantor ini."
AGREED = "Kantor ini memang tidak melayani pengunjung."
STEPS = "Ruang layanan ada; buktikan dengan foto ruang dan petugasnya."
WHY_OPEN = "Foto A1 ternyata milik unit lain."


@pytest.fixture
def cast(transactional_db):
    return Cast()


def claimed(cast, *, not_applicable):
    """Handed in and begun by Vera: "tidak berlaku" for these, an honest "Tidak" for the rest."""
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator, missing=tuple(not_applicable))
    for code in not_applicable:
        scenes.answer(unit, cast.operator, code, "na", note=NO_VISITORS)
    scenes.submit(unit, cast.operator)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    return scenes.fresh(unit)


def judge(page, visit, press, unit, code, choice, *, level="", note=""):
    visit(page, scenes.item(unit, code).check_url)
    page.get_by_label(choice, exact=True).check()
    if level:
        page.get_by_label(level, exact=True).check()
    if note:
        page.locator("#id_note").fill(note)
    press(page, "Simpan", exact=True)


def paper_of(page, site, press_words):
    """The PDF behind the link of the outcome on the page that is open, and its address for anybody."""
    link = page.get_by_role("region", name="Naskah hasil verifikasi").get_by_role("link").first
    status, data, headers = fetch(page, f"{site}{link.get_attribute('href')}")
    assert (status, headers["content-type"]) == (200, "application/pdf")
    words = pdf_text(data)
    for each in press_words:
        assert each in words
    (address,) = set(re.findall(r"/v/[\w-]+/?", words))
    return address


def anybody_reads(visitor, visit, address, title):
    page = visitor()
    visit(page, address)
    expect(page).to_have_title(re.compile(rf"^Keaslian naskah: {title}"))
    return page


# --- failing -----------------------------------------------------------------------------------------------------------
def test_not_applicable_approved_and_rejected_to_the_surat_keterangan(cast, visitor, visit, press, check):
    unit = claimed(cast, not_applicable=["A1", "A2"])
    vera, pipit, oni = visitor(cast.verifier), visitor(cast.leadership), visitor(cast.operator, phone=True)
    judge(vera, visit, press, unit, "A1", "Sesuai", level="Tidak berlaku, disetujui")
    expect(vera.get_by_text("mengapa “Tidak berlaku” disetujui").first).to_be_visible()
    vera.locator("#id_note").fill(AGREED)
    press(vera, "Simpan", exact=True)
    judge(vera, visit, press, unit, "A2", "Tidak terpenuhi", level="Tidak", note=STEPS)
    approved, rejected = Verdict.objects.order_by("pk")
    assert (approved.not_applicable, approved.level, rejected.decision) == (True, None, Decision.UNMET)
    assert not rejected.not_applicable
    for code in ("B1", "C1"):
        judge(vera, visit, press, unit, code, "Sesuai")

    # The reasons are drafted; the paper is looked at before it is proposed.
    visit(vera, f"/verifikasi/{unit.pk}/")
    expect(vera.get_by_label("Alasan", exact=True)).to_have_value(re.compile(f"A2 .*: {STEPS}"))
    expect(vera.get_by_role("button", name="Pratinjau (tab baru)")).to_be_visible()
    press(vera, "Usulkan tidak lolos", exact=True)
    expect(vera.get_by_text("menunggu keputusan orang kedua").first).to_be_visible()
    assert not Document.objects.exists()

    visit(pipit, f"/verifikasi/usulan/{queries.pending_outcome(unit).pk}/")
    pipit.locator("summary").filter(has_text="Setujui dan terbitkan surat keterangan").click()
    press(pipit, "Ya, setujui dan terbitkan")
    assert scenes.fresh(unit).state == State.FAILED
    number = Document.objects.get(kind=Document.Kind.STATEMENT).number_text
    address = paper_of(pipit, visitor.site, [number, STEPS, "belum memenuhi"])
    text = anybody_reads(visitor, visit, address, "berlaku").locator("main").inner_text()
    assert number in text and STEPS not in text

    # The unit reads on its phone what was decided, and why.
    visit(oni, f"/kepesertaan/{unit.pk}/")
    expect(oni.get_by_text("Tidak lolos").first).to_be_visible()
    visit(oni, scenes.item(unit, "A1").url)
    expect(oni.get_by_text(AGREED).first).to_be_visible()
    visit(oni, scenes.item(unit, "A2").url)
    expect(oni.get_by_text(STEPS).first).to_be_visible()


# --- opening again -----------------------------------------------------------------------------------------------------
def test_outcome_opened_again_and_the_old_paper_tells_that_it_is_replaced(cast, visitor, visit, press, check):
    unit = scenes.proposed(cast)
    workflow.decide(approval=queries.pending_outcome(unit), by=cast.second_verifier, approve=True)
    vera, pipit = visitor(cast.verifier), visitor(cast.leadership)
    visit(vera, f"/verifikasi/{unit.pk}/")
    old = paper_of(vera, visitor.site, ["memenuhi"])
    anybody_reads(visitor, visit, old, "berlaku")
    press(vera, "Usulkan buka kembali")
    expect(vera.get_by_text("Tuliskan alasannya lebih dahulu.").first).to_be_visible()
    vera.get_by_label("Alasan membuka kembali").fill(WHY_OPEN)
    press(vera, "Usulkan buka kembali")
    assert scenes.fresh(unit).state == State.PASSED

    visit(pipit, f"/verifikasi/usulan/{queries.pending_reopening(unit).pk}/")
    expect(pipit.get_by_text(WHY_OPEN).first).to_be_visible()
    pipit.locator("summary").filter(has_text="Setujui pembukaan kembali").click()
    press(pipit, "Ya, buka kembali")
    assert scenes.fresh(unit).state == State.IN_CHECK
    anybody_reads(visitor, visit, old, "dicabut")

    visit(vera, f"/verifikasi/{unit.pk}/")
    press(vera, "Lanjutkan pemeriksaan")
    judge(vera, visit, press, unit, "A1", "Tidak terpenuhi", note="Bukan foto unit ini.")
    visit(vera, f"/verifikasi/{unit.pk}/")
    press(vera, "Usulkan tidak lolos", exact=True)
    visit(pipit, f"/verifikasi/usulan/{queries.pending_outcome(unit).pk}/")
    pipit.locator("summary").filter(has_text="Setujui dan terbitkan surat keterangan").click()
    press(pipit, "Ya, setujui dan terbitkan")

    new = paper_of(pipit, visitor.site, ["Bukan foto unit ini.", "belum memenuhi"])
    page = anybody_reads(visitor, visit, old, "sudah diganti")
    page.locator(f"main a[href*='{new.rstrip('/')}']").first.click()
    check(page)
    expect(page).to_have_title(re.compile("^Keaslian naskah: berlaku"))


# --- a whole region ----------------------------------------------------------------------------------------------------
def test_region_is_proposed_at_one_press_and_approved_at_another(cast, visitor, visit, press, check):
    units = [claimed(cast, not_applicable=[])]
    for place, operator in ((cast.neighbour, cast.neighbour_operator), (cast.foreign_unit, cast.foreign_operator)):
        unit = cast.participation(State.DECLARED, place)
        scenes.fill(unit, operator)
        scenes.submit(unit, operator)
        workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
        units.append(scenes.fresh(unit))
    scenes.judge_all(units[0], cast.verifier)
    scenes.judge_all(units[1], cast.verifier, A1=Decision.UNMET)
    scenes.judge_all(units[2], cast.verifier)
    cast.participation(State.DECLARED, cast.kanim)
    vera = visitor(cast.verifier, phone=True)
    visit(vera, "/verifikasi/")
    press(vera, "Usulkan hasil per wilayah")
    vera.locator("select[name=koordinator]").select_option(label="Kantor Wilayah Khatulistiwa (2 Anda pegang)")
    press(vera, "Tampilkan")
    expect(vera.get_by_role("checkbox", name="Lapas Kapuas", exact=False)).to_be_checked()
    expect(vera.get_by_role("checkbox", name="Lapas Landak", exact=False)).not_to_be_checked()
    expect(vera.get_by_text("Belum menyampaikan data dukung.")).to_be_visible()
    vera.get_by_role("checkbox", name="Lapas Landak", exact=False).check()
    vera.locator("summary").filter(has_text="Alasan Lapas Landak").click()
    check(vera)
    vera.get_by_label("Alasan Lapas Landak tidak lolos").fill(STEPS)
    press(vera, "Usulkan yang ditandai")
    expect(vera.get_by_text("2 usulan menunggu keputusan orang kedua.")).to_be_visible()
    assert queries.pending_outcome(units[1]).note == STEPS

    pipit = visitor(cast.leadership)
    visit(pipit, f"/verifikasi/putusan/?koordinator={cast.kanwil.pk}")
    press(pipit, "Setujui dan terbitkan naskahnya")
    assert [scenes.fresh(unit).state for unit in units] == [State.PASSED, State.FAILED, State.IN_CHECK]
    assert set(Document.objects.values_list("kind", "number")) == {("berita_acara", 1), ("surat_keterangan", 1)}
