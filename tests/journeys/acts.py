"""Stages 1 and 2 of the main job, each step by the person whose turn it is, through the pages alone."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pypdfium2
from playwright.sync_api import Page, expect

from assessments.cycle.states import State
from assessments.documents.models import Document
from indicators.models import EvidenceRequirement, Indicator
from p2ham.lib import dates
from tests import samples
from tests.journeys.stage import Stage

UNIT = "bapas-pontianak"
COMPANION = "kanim-singkawang"
PLANNED = {"A5", "A7", "B3"}
ABSENT = {"A3", "B4"}
WRONG_FIRST = "B2"
SENTENCE = "Belum tersedia karena gedung lama tidak memiliki ruang kosong."

Press = Callable[..., None]


def pdf_text(data: bytes) -> str:
    """The words of a PDF, as a reader or a screen reader gets them."""
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def fetch(page: Page, address: str) -> tuple[int, bytes, dict[str, str]]:
    """What the browser's own session gets from an address, without opening it."""
    response = page.request.get(address, max_redirects=0)
    return response.status, response.body(), response.headers


def file(name: str, data: bytes) -> dict[str, Any]:
    kind = "application/pdf" if name.endswith(".pdf") else "image/jpeg"
    return {"name": name, "mimeType": kind, "buffer": data}


class Acts:
    """Each step of the path, by the person whose turn it is."""

    def __init__(self, stage: Stage, visitor: Any, visit: Any, press: Press, check: Any) -> None:
        self.stage, self.visitor, self.visit, self.press, self.check = stage, visitor, visit, press, check
        self.pk = stage.participation(UNIT).pk
        self.indicators = stage.indicators(UNIT)
        self.number = 0
        self.windows: dict[int, Page] = {}

    def window(self, user: Any) -> Page:
        """The person's browser, opened once."""
        if user.pk not in self.windows:
            self.windows[user.pk] = self.visitor(user)
        return self.windows[user.pk]

    @property
    def state(self) -> str:
        return self.stage.participation(UNIT).state

    # --- 1. the application ---------------------------------------------------------------------------------------
    def apply(self) -> None:
        page = self.window(self.stage.officer)
        self.visit(page, "/")
        self.press(page, "Ajukan permohonan pencanangan")
        for code in (UNIT, COMPANION):
            page.get_by_label(self.stage.unit(code).short_name, exact=False).check()
        self.press(page, "Lanjut ke rincian acara")
        page.get_by_label("Tanggal acara").fill(dates.today().isoformat())
        page.get_by_label("Tempat", exact=True).fill("Aula Kanwil")
        page.get_by_label("Kota", exact=True).fill("Kota Pontianak")
        page.get_by_label("Luring", exact=True).check()
        page.get_by_label("Nomor surat").fill("W.16-HA.02.01-123")
        page.get_by_label("Narahubung", exact=True).fill("Petugas Contoh")
        page.get_by_label("Telepon narahubung").fill("0812 0000 0000")
        for number, office in ((1, "Ditjen HAM"), (2, "Kejaksaan Negeri Contoh")):
            row = page.get_by_role("group", name=f"Saksi {number}")
            row.get_by_label("Nama", exact=False).fill(f"Saksi {number} Contoh")
            row.get_by_label("Jabatan", exact=False).fill("Kepala Contoh")
            row.get_by_label("Instansi", exact=False).fill(office)
        self.press(page, "Periksa permohonan")
        self.press(page, "Ajukan permohonan")
        letter = Document.objects.get(kind=Document.Kind.APPLICATION)
        assert self.stage.unit(UNIT).name in self.paper(page, "Surat permohonan (PDF)")
        assert letter.number_text == "W.16-HA.02.01-123"

    def paper(self, page: Page, link: str) -> str:
        """The words of the PDF behind a link of the page."""
        address = page.get_by_role("link", name=link).first.get_attribute("href")
        status, data, headers = fetch(page, f"{self.visitor.site}{address}")
        assert status == 200
        assert headers["content-type"] == "application/pdf"
        return pdf_text(data)

    def accept(self) -> None:
        page = self.window(self.stage.admin)
        self.visit(page, "/permohonan/")
        self.press(page, self.stage.kanwil.short_name, within=page.get_by_role("table"), exact=False)
        self.press(page, "Terima permohonan")
        assert self.state == State.ACCEPTED

    # --- 2. the declaration ---------------------------------------------------------------------------------------
    def declare(self) -> str:
        """Letter, signed scan, declaration; returns the operator's one-use link, as printed."""
        page = self.window(self.stage.officer)
        self.visit(page, f"/kepesertaan/{self.pk}/")
        self.visit(page, f"/pencanangan/{self.pk}/")
        self.press(page, "Data operator")
        row = page.get_by_role("group", name=self.stage.unit(UNIT).name)
        row.get_by_label("Nama operator", exact=False).fill("Oni Operator Contoh")
        row.get_by_label("Alamat surel", exact=False).fill("oni@contoh.example")
        row.get_by_label("Telepon", exact=False).fill("0812 1111 1111")
        self.press(page, "Simpan operator")
        self.visit(page, f"/pencanangan/{self.pk}/")
        self.press(page, "Cetak surat pernyataan")
        words = self.paper(page, "Buka surat (PDF)")
        assert self.stage.unit(UNIT).officials.get().name in words
        assert "Saksi 2 Contoh" in words
        scan = samples.scanned_pdf(text="SURAT PERNYATAAN PENCANANGAN")
        page.locator("input[type=file]").set_input_files([file("surat bertanda tangan.pdf", scan)])
        self.press(page, "Unggah pindaian")
        page.get_by_label("Cetak", exact=False).check()
        self.press(page, "Catat pencanangan")
        assert self.state == State.DECLARED
        return page.locator("code.secret").inner_text()

    def take_up_invitation(self, link: str) -> Page:
        page: Page = self.visitor(phone=True)
        self.visit(page, link.removeprefix(self.visitor.site))
        for name in ("password1", "password2"):
            page.locator(f"input[name={name}]").fill("kapal layar biru 1945")
        self.press(page, "Buat akun dan masuk")
        expect(page.get_by_role("heading", level=1)).to_have_text("Tugas saya")
        self.windows[self.stage.operator(UNIT).pk] = page
        anonymous: Page = self.visitor()
        self.visit(anonymous, link.removeprefix(self.visitor.site))
        expect(anonymous.get_by_text("sudah dipakai").first).to_be_visible()
        return page

    # --- 3. the sheet ---------------------------------------------------------------------------------------------
    def fill(self, page: Page) -> None:
        """Every indicator in its turn, saved and on to the next; one photo too few on the first try."""
        self.visit(page, f"/kepesertaan/{self.pk}/isian/")
        for indicator in self.indicators:
            self.visit(page, f"/kepesertaan/{self.pk}/isian/{indicator.pk}/")
            self.answer(page, indicator)
        self.visit(page, f"/kepesertaan/{self.pk}/isian/sampaikan/")
        gap = page.get_by_role("link", name=re.compile("Unggah minimal 3 foto.*Baru ada 2"))
        expect(gap.first).to_be_visible()
        assert page.get_by_role("button", name="Sampaikan data dukung").get_attribute("aria-disabled") == "true"
        with page.expect_navigation():
            gap.first.click()
        self.check(page)
        indicator = next(found for found in self.indicators if found.code == WRONG_FIRST)
        (requirement,) = self.requirements(indicator)
        self.upload(page, requirement, count=1)

    def answer(self, page: Page, indicator: Indicator) -> None:
        if indicator.code in PLANNED:
            page.get_by_label("Proses", exact=True).check()
            page.get_by_label("Penjelasan", exact=False).fill(
                "Anggaran sudah diusulkan, penanggung jawab subbagian umum."
            )
            day = dates.today() + dt.timedelta(days=45)
            page.get_by_label("Tanggal rencana terpenuhi", exact=False).fill(day.isoformat())
            self.press(page, "Simpan dan lanjut")
        elif indicator.code in ABSENT:
            page.get_by_label("Tidak", exact=True).check()
            page.get_by_label("Penjelasan", exact=False).fill(SENTENCE)
            self.press(page, "Simpan dan lanjut")
        else:
            page.get_by_label("Ada", exact=True).check()
            for requirement in self.requirements(indicator):
                short = indicator.code == WRONG_FIRST
                self.choose(page, requirement, requirement.minimum - 1 if short else requirement.minimum)
            self.press(page, "Simpan", exact=True)
            self.describe(page)

    def requirements(self, indicator: Indicator) -> list[EvidenceRequirement]:
        met = next(level for level in indicator.levels.all() if level.code == "ada")
        return [requirement for requirement in met.requirements.all() if requirement.minimum]

    def choose(self, page: Page, requirement: EvidenceRequirement, count: int) -> None:
        """Choose files of a requirement as a phone or a scanner makes them, each different."""
        chosen = []
        for _ in range(count):
            self.number += 1
            if requirement.kind == EvidenceRequirement.Kind.PHOTO:
                taken = dt.datetime.combine(dates.today(), dt.time(9, 0)) - dt.timedelta(days=3)
                data = samples.photo(seed=self.number, gps=True, taken=taken, size=(800, 600))
                chosen.append(file(f"IMG_{self.number:04}.jpg", data))
            else:
                chosen.append(file(f"naskah {self.number}.pdf", samples.scanned_pdf(text=f"NASKAH {self.number}")))
        page.locator(f"input[name=files-{requirement.pk}]").set_input_files(chosen)
        if page.locator(f"#syarat-{requirement.pk} .shelf__new.is-live").count():
            # With JavaScript every file goes its own way at once, and is described on its card afterwards.
            done = page.locator(f"#syarat-{requirement.pk} .upload[data-state=done]")
            expect(done).to_have_count(count, timeout=60_000)
            return
        page.locator(f"input[name=caption-{requirement.pk}]").fill(requirement.title)
        if requirement.kind == EvidenceRequirement.Kind.PHOTO:
            page.locator(f"select[name=new-people-{requirement.pk}]").select_option("tidak_ada")

    def describe(self, page: Page) -> None:
        """Say of every stored photo what it shows and who is in it, where that is still open."""
        cards = [card for card in page.locator(".evidence__card").all() if card.is_visible()]
        for card in cards:
            description = card.locator("input[name^=description-]")
            if description.count() and not description.input_value():
                description.fill("Terlihat jelas dari pintu masuk")
            people = card.locator("select[name^=people-]")
            if people.count() and not people.input_value():
                people.select_option("tidak_ada")
        if cards:
            self.press(page, "Simpan", exact=True)

    def upload(self, page: Page, requirement: EvidenceRequirement, *, count: int) -> None:
        self.choose(page, requirement, count)
        button = page.locator(f"#syarat-{requirement.pk}").get_by_role("button", name="Unggah dan simpan")
        if button.is_visible():
            self.press(page, "Unggah dan simpan", within=page.locator(f"#syarat-{requirement.pk}"))
        else:
            self.press(page, "Simpan", exact=True)
            self.describe(page)

    def submit(self, page: Page, label: str) -> None:
        self.visit(page, f"/kepesertaan/{self.pk}/isian/sampaikan/")
        self.press(page, label)
        expect(page.get_by_text(re.compile(r"TT-\d{4}-\d+-\d+")).first).to_be_visible()
        assert self.state == State.SUBMITTED

    def withdraw(self, page: Page) -> None:
        page.get_by_text("Tarik kembali", exact=True).first.click()
        self.press(page, "Ya, tarik kembali")
        assert self.state == State.DECLARED

    # --- 4. verification ------------------------------------------------------------------------------------------
    def verify(self, *, repair: str = "") -> None:
        page = self.window(self.stage.verifier)
        self.visit(page, "/verifikasi/")
        self.press(page, "Mulai periksa", exact=False)
        wanted = [found for found in self.indicators if repair or found.code == WRONG_FIRST]
        for indicator in wanted:
            self.visit(page, f"/verifikasi/{self.pk}/indikator/{indicator.pk}/")
            if indicator.code == repair:
                page.get_by_label("Perlu diperbaiki", exact=True).check()
                page.get_by_label("Catatan", exact=True).fill("Foto pintu belum ada. Tambahkan satu foto pintu.")
            else:
                page.get_by_label("Sesuai", exact=True).check()
            self.press(page, "Simpan dan lanjut")
        self.visit(page, f"/verifikasi/{self.pk}/")
        self.press(page, "Kembalikan kepada unit" if repair else "Usulkan lolos")

    def repair(self, page: Page) -> None:
        """Only the returned indicator is open; it wants an answer to the remark before it can go back."""
        closed = next(found for found in self.indicators if found.code == "A1")
        self.visit(page, f"/kepesertaan/{self.pk}/isian/{closed.pk}/")
        assert page.get_by_role("button", name="Simpan", exact=True).count() == 0
        indicator = next(found for found in self.indicators if found.code == WRONG_FIRST)
        self.visit(page, f"/kepesertaan/{self.pk}/isian/{indicator.pk}/")
        expect(page.get_by_text("Tambahkan satu foto pintu.").first).to_be_visible()
        (requirement,) = self.requirements(indicator)
        self.upload(page, requirement, count=1)
        self.visit(page, f"/kepesertaan/{self.pk}/isian/sampaikan/")
        assert page.get_by_role("button", name="Sampaikan perbaikan").get_attribute("aria-disabled") == "true"
        self.visit(page, f"/kepesertaan/{self.pk}/isian/{indicator.pk}/")
        page.get_by_label("Sudah diperbaiki", exact=True).check()
        page.get_by_label("Tanggapan Anda", exact=False).fill("Foto pintu sudah ditambahkan.")
        self.press(page, "Simpan", exact=True)
        self.submit(page, "Sampaikan perbaikan")

    def pass_verification(self) -> None:
        page = self.window(self.stage.second_verifier)
        self.visit(page, "/")
        page.get_by_role("link", name=re.compile("Putuskan|Setujui|Periksa usulan|usulan", re.I)).first.click()
        self.check(page)
        page.get_by_text("Setujui dan terbitkan berita acara", exact=True).click()
        self.press(page, "Ya, setujui dan terbitkan")
        assert self.state == State.PASSED
        minutes = Document.objects.get(kind=Document.Kind.MINUTES)
        words = pdf_text(fetch(page, f"{self.visitor.site}/kepesertaan/{self.pk}/hasil-verifikasi/{minutes.pk}/")[1])
        assert minutes.number_text in words
        assert self.stage.unit(UNIT).name in words
