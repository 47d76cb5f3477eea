"""The rounds of a verification, each step by the person whose turn it is; who verifies has no mouse."""

import datetime as dt
import re

from playwright.sync_api import Locator, expect

from assessments.cycle.states import State
from assessments.documents.models import Document
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.models import Advice, Verdict
from tests import samples
from tests.journeys.acts import fetch, file, pdf_text
from tests.journeys.keyboard import Keyboard
from tests.journeys.shelf import choose
from tests.verifikasi import scenes

READY = ["Lampirkan surat keputusan yang masih berlaku.", "Tuliskan alasan dan rencana pemenuhannya."]
PINNED = "Petunjuk arah pada titik ini belum terbaca."
ADVICE = "Alasan unit belum meyakinkan."
FROM_REGION = "Sebutkan kapan renovasi selesai."
WHY_NOT = "Renovasi baru selesai bulan depan, setelah itu ruangnya disiapkan."
STILL = "Tanggal selesai renovasi belum disebutkan."
UNANSWERED = "Jawab catatan .*: sudah diperbaiki, atau mengapa tidak"
MESSAGE = "Tinggal A2; saya dinas luar mulai besok."


def filled(cast):
    """A1 with its evidence, an honest "Tidak" for the rest."""
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator, missing=("A1",))
    scenes.answer(unit, cast.operator, "A1", note="Tersedia sejak awal tahun.")
    for seed in (1, 2, 3):
        scenes.attach(unit, cast.operator, file=scenes.photo(seed), description=f"Sisi {seed}")
    scenes.attach(unit, cast.operator, file=scenes.pdf(), kind="document", description="SK penetapan")
    return scenes.fresh(unit)


def advise_rest(cast, unit):
    """The region has nothing to say about what is still without a recommendation."""
    found = queries.sheet(scenes.fresh(unit), region=True)
    for item in found.items:
        if not item.is_decided and item.advice is None:
            workflow.save_advice(
                participation=scenes.fresh(unit),
                indicator=item.indicator,
                recommendation=Verdict.Decision.FITS,
                note="",
                by=cast.coordinator,
            )


def region_passes_on(cast, unit):
    advise_rest(cast, unit)
    workflow.finish_voice(participation=scenes.fresh(unit), by=cast.coordinator)


def in_hands(cast):
    """Handed in, recommended, and held by Vera."""
    unit = filled(cast)
    scenes.submit(unit, cast.operator)
    region_passes_on(cast, unit)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    return scenes.fresh(unit)


class Journey:
    """The steps, each by the person whose turn it is."""

    def __init__(self, cast, unit, visitor, visit, press, check) -> None:
        self.cast, self.unit = cast, unit
        self.visitor, self.visit, self.press, self.check = visitor, visit, press, check
        self.phone = visitor(cast.operator, phone=True)
        self.codes = [item.indicator.code for item in queries.sheet(unit).items]

    @property
    def now(self):
        return scenes.fresh(self.unit)

    def url(self, code: str) -> str:
        return scenes.item(self.unit, code).url

    def submit_page(self) -> str:
        return f"/kepesertaan/{self.unit.pk}/isian/sampaikan/"

    def hand_in(self, label: str) -> None:
        self.visit(self.phone, self.submit_page())
        self.press(self.phone, label)
        expect(self.phone.get_by_text(re.compile(r"TT-\d{4}-\d+-\d+")).first).to_be_visible()
        assert self.now.state == State.SUBMITTED

    def refused(self, *words: str) -> None:
        """The page of handing in says why not, and its button does nothing."""
        self.visit(self.phone, self.submit_page())
        button = self.phone.get_by_role("button", name="Sampaikan perbaikan")
        assert button.get_attribute("aria-disabled") == "true"
        for each in words:
            expect(self.phone.locator("#kurang").get_by_text(re.compile(each)).first).to_be_visible()
        assert self.now.state == State.RETURNED

    def region_first(self) -> None:
        """The officer of the Kanwil looks at everything: a recommendation for each, one doubt, one remark to the unit."""
        page = self.visitor(self.cast.coordinator)
        self.visit(page, "/verifikasi/wilayah/")
        self.visit(page, f"/verifikasi/wilayah/{self.unit.pk}/")
        self.press(page, "Periksa A1", exact=False)
        for code in self.codes:
            expect(page.get_by_role("heading", level=1)).to_contain_text(code)
            if code == "A2":
                page.get_by_text("Tulis catatan", exact=True).click()
                page.get_by_label("Isi catatan").fill(FROM_REGION)
                self.press(page, "Simpan catatan")
                page.get_by_label("Perlu diperbaiki", exact=True).check()
                page.get_by_label("Catatan untuk verifikator").fill(ADVICE)
            else:
                page.get_by_label("Sesuai", exact=True).check()
            self.press(page, "Simpan dan lanjut")
        self.press(page, "Selesai memeriksa")
        expect(page.get_by_text("Pemeriksaan wilayah selesai").first).to_be_visible()
        assert Advice.objects.count() == len(self.codes)

    # --- round 1 ------------------------------------------------------------------------------------------------------
    def check_first_round(self, vera: Keyboard) -> dt.date:
        vera.next_unit()
        vera.at("A1")
        vera.press("j")
        vera.at("A2")
        vera.press("k")
        vera.at("A1")
        self.pin(vera)
        vera.judge("2", "Perbaiki petunjuk arahnya.")
        vera.at("A2")
        expect(vera.page.get_by_text(ADVICE).first).to_be_visible()
        self.choose_ready(vera)
        vera.press("s")
        vera.at("B1")
        vera.press("r")
        vera.enter("Setujui bersama (4)", "link")
        vera.enter("Nyatakan sesuai")
        expect(vera.page.get_by_text("4 indikator dinyatakan sesuai: B1, C1, D1, D2.")).to_be_visible()
        day = vera.one_day_less(vera.page.get_by_label("Batas perbaikan", exact=False))
        vera.enter("Kembalikan kepada unit")
        expect(vera.page.get_by_text("2 indikator dikembalikan kepada Lapas Kapuas")).to_be_visible()
        return day

    def pin(self, vera: Keyboard) -> None:
        """A remark on a spot of the first photo, which opens in another tab, its place typed as numbers; back with Esc."""
        photo = scenes.item(self.unit, "A1").exhibits[0]
        vera.to(vera.page.locator(f"a[href='{photo.view_url}']").first)
        with vera.page.context.expect_page() as opened:
            vera.page.keyboard.press("Enter")
        opened.value.close()
        vera.visit(vera.page, opened.value.url)
        vera.open("Catatan pada satu titik gambar")
        vera.type(vera.page.get_by_label("Dari kiri (%)"), "25")
        vera.type(vera.page.get_by_label("Dari atas (%)"), "62.5")
        vera.type(vera.page.get_by_label("Isi catatan"), PINNED)
        vera.enter("Simpan catatan")
        expect(vera.page.get_by_text("Titik 1", exact=True)).to_be_visible()
        vera.press("Escape")
        vera.at("A1")

    def choose_ready(self, vera: Keyboard) -> None:
        """The second of the ready sentences by arrow and Enter; passing the first one leaves nothing behind."""
        page = vera.page
        page.keyboard.press("2")
        note = page.locator("#id_note")
        vera.to(page.locator("#id_ready"))
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(note).to_have_value("")
        page.keyboard.press("Enter")
        expect(note).to_have_value(READY[1])
        expect(note).to_be_focused()
        page.keyboard.press("Escape")

    # --- what the unit answers ----------------------------------------------------------------------------------------
    def sees_open(self, *codes: str) -> None:
        self.visit(self.phone, f"/kepesertaan/{self.unit.pk}/isian/")
        expect(self.phone.get_by_text(f"{len(codes)} indikator dikembalikan verifikator")).to_be_visible()
        shown = self.phone.locator(".indicator.is-returned .code").all_inner_texts()
        assert shown == list(codes)
        for code in self.codes:
            self.visit(self.phone, self.url(code))
            assert bool(self.phone.get_by_role("button", name="Simpan", exact=True).count()) == (code in codes)

    def entries(self) -> Locator:
        return self.phone.locator("#jawab-catatan ~ ol > li")

    def reply(self, entry: Locator, outcome: str, text: str) -> None:
        entry.get_by_label(outcome, exact=True).check()
        entry.get_by_label("Tanggapan Anda", exact=False).fill(text)

    def save(self) -> None:
        self.press(self.phone, "Simpan", exact=True)

    def answer_first_return(self) -> None:
        """A1 gets a new photo and its answers; A2 another sentence, its region's remark answered, then the verifier's."""
        phone = self.phone
        self.visit(phone, self.url("A1"))
        expect(phone.get_by_text(PINNED).first).to_be_visible()
        choose(phone, [file("arah-baru.jpg", samples.photo(seed=77, size=(800, 600)))])
        expect(phone.locator(".upload[data-state=done]")).to_have_count(1, timeout=60_000)
        card = phone.locator(".evidence__card").filter(has_text="arah-baru.jpg").first
        card.locator("input[name^=description-]").fill("Petunjuk arah yang baru")
        card.locator("select[name^=people-]").select_option("tidak_ada")
        for entry in self.entries().all():
            self.reply(entry, "Sudah diperbaiki", "Petunjuk arah sudah diganti.")
        self.save()
        self.visit(phone, self.url("A2"))
        phone.get_by_label("Penjelasan", exact=False).fill(f"{scenes.REASON} Ruang sementara tersedia.")
        *others, _verifiers = self.entries().all()
        assert others, "the region's remark and the verifier's"
        for entry in others:
            self.reply(entry, "Sudah diperbaiki", "Sudah ditulis pada penjelasan.")
        self.save()
        self.refused(UNANSWERED)
        self.visit(phone, self.url("A2"))
        self.reply(self.entries().nth(len(others)), "Tidak atau belum diperbaiki", WHY_NOT)
        self.save()
        self.hand_in("Sampaikan perbaikan")

    # --- rounds 2 and 3 -----------------------------------------------------------------------------------------------
    def check_second_round(self, vera: Keyboard) -> None:
        vera.next_unit()
        vera.at("A1")
        changed = vera.page.get_by_role("region", name="Perubahan sejak putaran 1")
        expect(changed.get_by_role("link", name="arah-baru.jpg")).to_be_visible()
        vera.judge("1")
        vera.at("A2")
        expect(changed.locator("ins")).to_contain_text("Ruang sementara tersedia.")
        expect(vera.page.get_by_text(WHY_NOT).first).to_be_visible()
        vera.judge("2", STILL)
        vera.enter("Kembalikan kepada unit")
        expect(vera.page.get_by_text("1 indikator dikembalikan kepada Lapas Kapuas")).to_be_visible()

    def answer_second_return(self) -> None:
        self.visit(self.phone, self.url("A2"))
        self.reply(self.entries().first, "Sudah diperbaiki", "Renovasi selesai akhir bulan depan.")
        self.save()
        self.hand_in("Sampaikan perbaikan")

    def hand_over(self, vera: Keyboard) -> None:
        vera.next_unit()
        vera.at("A2")
        vera.press("r")
        vera.enter("Serahkan kepada rekan", "link")
        vera.to(vera.page.get_by_label("Diserahkan kepada"))
        vera.page.keyboard.type("Vino")
        vera.type(vera.page.get_by_label("Pesan"), MESSAGE)
        vera.enter("Serahkan")
        expect(vera.page.get_by_text("diserahkan kepada Vino Verifikator")).to_be_visible()

    def propose(self, vino: Keyboard) -> None:
        vino.next_unit()
        vino.at("A2")
        vino.judge("1")
        expect(vino.page.get_by_text(MESSAGE)).to_be_visible()
        vino.enter("Usulkan lolos")
        expect(vino.page.get_by_text("Usulan menunggu persetujuan", exact=False).first).to_be_visible()
        assert self.now.state == State.IN_CHECK

    def approve(self, vera: Keyboard) -> None:
        vera.visit(vera.page, "/verifikasi/")
        vera.enter("Lihat usulan", "link", exact=False)
        vera.open("Setujui dan terbitkan berita acara")
        vera.enter("Ya, setujui dan terbitkan")
        assert self.now.state == State.PASSED

    def paper(self, vera: Keyboard) -> None:
        """The berita acara opens from the page, and anybody finds it valid under its code."""
        minutes = Document.objects.get(kind=Document.Kind.MINUTES)
        link = vera.page.get_by_role("region", name="Naskah hasil verifikasi").get_by_role("link").first
        status, data, headers = fetch(vera.page, f"{self.visitor.site}{link.get_attribute('href')}")
        assert (status, headers["content-type"]) == (200, "application/pdf")
        words = pdf_text(data)
        assert minutes.number_text in words
        assert self.unit.work_unit.name in words
        anybody = self.visitor()
        (address,) = set(re.findall(r"/v/[\w-]+/?", words))
        self.visit(anybody, address)
        expect(anybody.locator("main")).to_contain_text(minutes.number_text)
        expect(anybody.locator("main")).to_contain_text(re.compile("berlaku", re.I))
