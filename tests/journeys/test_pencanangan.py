"""The declaration day of thirty real units: from the application to their operators' invitations, through the pages alone.

The pile that the portal prints is put through a scanner of the worse sort: 150 dpi, grey, turned, shuffled, with a blank
page, a page of another office and one whose code nobody can read.
"""

import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.demo import play
from assessments.documents.models import Document
from assessments.documents.queries import code_of
from assessments.files import storage
from assessments.pencanangan.models import Application, Declaration, ScanPage
from p2ham.lib import dates
from tests import factories, scanner
from tests.journeys.acts import fetch, file, pdf_text
from tests.journeys.stage import Stage
from units.models import Role, User

pytestmark = pytest.mark.django_db(transaction=True)

KANWIL = "kanwil-aceh"
UNITS = 30
DPI = 150
# Two heads stay away: their letters never come back from the ceremony. One page comes back without a readable code.
ABSENT = 2
TORN = 7


@pytest.fixture
def stage() -> Stage:
    return Stage()


class DeclarationDay:
    """One ceremony, seen by the officer of the Kanwil and the admin."""

    def __init__(
        self, stage: Stage, visitor: Any, visit: Any, press: Callable[..., None], work_off: Callable[[], None]
    ) -> None:
        self.stage, self.visitor, self.visit, self.press, self.work_off = stage, visitor, visit, press, work_off
        self.kanwil = stage.unit(KANWIL)
        self.officer = factories.posted(Role.COORDINATOR, self.kanwil, "Petugas Aceh Contoh")
        rows = Participation.objects.filter(coordinator=self.kanwil).exclude(work_unit=self.kanwil)
        self.units = list(rows.select_related("work_unit").order_by("work_unit__name")[:UNITS])
        self.windows: dict[int, Page] = {}

    def window(self, user: User) -> Page:
        """The person's browser, opened once."""
        if user.pk not in self.windows:
            self.windows[user.pk] = self.visitor(user)
        return self.windows[user.pk]

    @property
    def application(self) -> Application:
        return Application.objects.get(applicant=self.kanwil)

    def at(self, rest: str = "") -> str:
        return f"/permohonan/{self.application.pk}/{rest}"

    def states(self) -> list[str]:
        return list(
            Participation.objects.filter(pk__in=[row.pk for row in self.units])
            .order_by("work_unit__name")
            .values_list("state", flat=True)
        )

    # --- the application ----------------------------------------------------------------------------------------------
    def apply(self) -> None:
        page = self.window(self.officer)
        self.visit(page, "/")
        self.press(page, "Ajukan permohonan pencanangan")
        for row in self.units:
            page.locator(f"#unit-{row.pk}").check()
        page.get_by_label("Cari nama unit").fill("Lapas")
        self.press(page, "Saring")
        expect(page.get_by_text(f"{UNITS} dipilih")).to_be_visible()
        self.press(page, "Lanjut ke rincian acara")
        page.get_by_label("Tanggal acara").fill(dates.today().isoformat())
        page.get_by_label("Tempat", exact=True).fill("Aula Kanwil")
        page.get_by_label("Kota", exact=True).fill("Kota Banda Aceh")
        page.get_by_label("Hybrid", exact=False).check()
        page.get_by_label("Nomor surat").fill("W.1-HA.02.01-123")
        page.get_by_label("Sifat", exact=False).select_option("Segera")
        page.get_by_label("Tembusan", exact=False).fill("Sekretaris Direktorat Jenderal HAM\nKepala Divisi Contoh")
        page.get_by_label("Narahubung", exact=True).fill("Petugas Aceh Contoh")
        page.get_by_label("Telepon narahubung").fill("0812 0000 0000")
        for number, office in ((1, "Direktorat Jenderal HAM"), (2, "Kejaksaan Tinggi Contoh")):
            witness = page.get_by_role("group", name=f"Saksi {number}")
            witness.get_by_label("Instansi", exact=False).fill(office)
        self.press(page, "Periksa permohonan")
        self.press(page, "Ajukan permohonan")
        letter = Document.objects.get(kind=Document.Kind.APPLICATION)
        self.work_off()
        words = self.paper(page, "Surat permohonan (PDF)")
        assert letter.number_text == "W.1-HA.02.01-123"
        assert all(row.work_unit.name in words for row in self.units)
        assert "Kepala Divisi Contoh" in words

    def paper(self, page: Page, link: str) -> str:
        """The words of the PDF behind a link of the page."""
        return pdf_text(self.download(page, str(page.get_by_role("link", name=link).first.get_attribute("href"))))

    def download(self, page: Page, address: str) -> bytes:
        status, data, headers = fetch(page, f"{self.visitor.site}{address}")
        assert status == 200, (status, address)
        assert headers["content-type"] == "application/pdf"
        return data

    def accept(self) -> None:
        page = self.window(self.stage.admin)
        self.visit(page, "/permohonan/")
        self.press(page, self.kanwil.short_name, within=page.get_by_role("table"), exact=False)
        self.press(page, "Terima permohonan")
        assert set(self.states()) == {State.ACCEPTED}

    def name_operators(self) -> None:
        page = self.window(self.officer)
        self.visit(page, self.at("operator/"))
        for number, row in enumerate(self.units, start=1):
            group = page.get_by_role("group", name=row.work_unit.name)
            group.get_by_label("Nama operator", exact=False).fill(f"Operator {number} Contoh")
            group.get_by_label("Alamat surel", exact=False).fill(f"operator{number}@contoh.example")
            group.get_by_label("Telepon", exact=False).fill("0812 1111 1111")
        self.press(page, "Simpan operator")

    def name_witnesses(self) -> None:
        """The names of the witnesses become known after the application was accepted; everybody can see the change."""
        page = self.window(self.officer)
        self.visit(page, self.at("acara/"))
        self.press(page, "Ubah acara dan saksi")
        for number in (1, 2):
            row = page.get_by_role("group", name=f"Saksi {number}")
            row.get_by_label("Nama", exact=False).first.fill(f"Saksi {number} Contoh, S.H.")
            row.get_by_label("Jabatan", exact=False).fill("Kepala Contoh")
        self.press(page, re.compile("^Simpan"))
        expect(page.get_by_text("Riwayat perubahan acara").first).to_be_visible()

    # --- the pile -----------------------------------------------------------------------------------------------------
    def print_pile(self) -> bytes:
        """Look at the letters, then print them all in one go; returns the PDF."""
        page = self.window(self.officer)
        self.visit(page, self.at("acara/"))
        self.press(page, "Pratinjau surat")
        expect(page.get_by_text(self.units[0].work_unit.officials.get().name).first).to_be_visible()
        self.visit(page, self.at("acara/tumpukan/"))
        page.get_by_label("Nomor berita acara", exact=False).fill("W.1-HA.02.01-124")
        self.press(page, "Siapkan tumpukan")
        expect(page.get_by_text("Sedang disiapkan").or_(page.get_by_text("Menunggu giliran")).first).to_be_visible()
        self.visit(page, "/")
        self.work_off()
        self.visit(page, self.at("acara/tumpukan/"))
        link = page.get_by_role("link", name=re.compile("^Buka tumpukan"))
        data = self.download(page, str(link.get_attribute("href")))
        words = pdf_text(data)
        assert all(words.count(row.work_unit.name) >= 2 for row in self.units)
        assert "Saksi 2 Contoh, S.H." in words
        assert "W.1-HA.02.01-124" in words
        return data

    def sign_and_scan(self, pile: bytes) -> bytes:
        """What comes back: the signed letters out of order and in a poor state, a blank page and a foreign one."""
        rng = random.Random(2026)
        letters = [page for page in pictures(pile) if self.unit_of(page) is not None]
        assert len(letters) == UNITS
        kinds = list(scanner.KINDS)
        pages: list[tuple[int | None, Image.Image]] = []
        for number, letter in enumerate(sorted(letters, key=lambda page: self.unit_of(page) or 0)[ABSENT:]):
            unit = self.unit_of(letter)
            if number == TORN:
                self.torn = unit
                foot = (0, letter.height * 0.85, letter.width, letter.height)
                ImageDraw.Draw(letter).rectangle(foot, fill=scanner.PAPER)
            turn = rng.choice((0, 90, 180, 270))
            pages.append((unit, scanner.degraded(letter, kinds[number % len(kinds)], turn=turn, seed=number)))
        pages += [(None, scanner.blank()), (None, pictures(self.paper_of_another_office())[0])]
        rng.shuffle(pages)
        self.truth = {number: unit for number, (unit, _) in enumerate(pages, start=1)}
        out = io.BytesIO()
        first, *others = [page for _, page in pages]
        first.save(out, "PDF", save_all=True, append_images=others, resolution=DPI, quality=70)
        return out.getvalue()

    def unit_of(self, page: Image.Image) -> int | None:
        """The unit whose letter this clean page is."""
        for found in zxingcpp.read_barcodes(page):
            said = code_of(found.text)
            letter = Document.objects.filter(code=said[0], kind=Document.Kind.DECLARATION).first() if said else None
            if letter:
                return letter.participation_id
        return None

    def paper_of_another_office(self) -> bytes:
        """A letter of the neighbours that slipped in between."""
        day = dates.today()
        other = play.apply(
            self.stage.cycle, ["bapas-pontianak"], by=self.stage.officer, day=day, place="Aula", city="Pontianak"
        )
        self.work_off()
        document = Document.objects.get(application=other)
        return b"".join(storage.chunks(document.stored_name))

    # --- the scan comes back ------------------------------------------------------------------------------------------
    def bring_back(self, scan: bytes) -> None:
        page = self.window(self.officer)
        self.visit(page, self.at("acara/pindaian/"))
        page.locator("input[type=file]").set_input_files([file("pindaian.pdf", scan)])
        self.press(page, "Unggah dan baca")
        self.visit(page, self.at("acara/pindaian/?diam=1"))
        expect(page.get_by_text("Sedang dibaca").first).to_be_visible()
        self.visit(page, "/")
        self.work_off()
        self.visit(page, self.at("acara/pindaian/"))
        findings = list(ScanPage.objects.values_list("finding", flat=True))
        assert len(findings) == UNITS - ABSENT + 2
        assert findings.count("blank") == findings.count("foreign") == 1
        self.assign(page)
        assert not ScanPage.objects.filter(finding="unreadable", participation=None, set_aside=False).exists()
        self.press(page, f"Simpan ke berkas setiap unit ({UNITS - ABSENT} unit)")

    def assign(self, page: Page) -> None:
        """Give every page whose code nobody could read to the unit whose name stands on it."""
        undecided = ScanPage.objects.filter(finding="unreadable", participation=None).order_by("number")
        assert self.torn in {self.truth[found.number] for found in undecided}
        for found in list(undecided):
            card = page.locator(".scans__card", has=page.get_by_text(f"Halaman {found.number} ", exact=False)).first
            unit = next(row.work_unit for row in self.units if row.pk == self.truth[found.number])
            places = card.get_by_label("Unit pada halaman ini")
            names = places.locator("option").all_inner_texts()
            places.select_option(label=next(name for name in names if name.startswith(unit.short_name)))
            self.press(page, "Tentukan", within=card)

    def awaited(self) -> list[int]:
        """The units whose heads were there."""
        return sorted(row.pk for row in self.units)[ABSENT:]

    def check_filing(self) -> None:
        """Every page lies with the unit that the test scanned it for, and with no other."""
        filed = {row.participation_id: row.scan_id for row in Declaration.objects.filter(scan__isnull=False)}
        assert sorted(filed) == self.awaited()
        placed = ScanPage.objects.exclude(filed_in=None)
        assert {page.number: page.participation_id for page in placed} == {
            number: unit for number, unit in self.truth.items() if unit
        }
        assert all(filed[page.participation_id] == page.filed_in_id for page in placed)

    # --- who declared -------------------------------------------------------------------------------------------------
    def declare(self) -> None:
        page = self.window(self.officer)
        self.visit(page, self.at("acara/"))
        self.press(page, "Catat banyak unit sekaligus")
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(UNITS - ABSENT)
        self.press(page, "Catat yang dicentang")
        assert self.states().count(State.DECLARED) == UNITS - ABSENT
        assert self.states().count(State.ACCEPTED) == ABSENT
        self.work_off()

    def overviews(self) -> None:
        """The officer sees who is missing, the admin the ceremony in the table, the public no person at all."""
        page = self.window(self.officer)
        self.visit(page, "/pencanangan/wilayah/")
        status, data, _ = fetch(page, f"{self.visitor.site}/pencanangan/wilayah/unduh/")
        assert status == 200
        assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
        admin = self.window(self.stage.admin)
        self.visit(admin, "/pencanangan/kalender/")
        self.visit(admin, "/pencanangan/acara/")
        expect(admin.get_by_text("Kota Banda Aceh").first).to_be_visible()
        anyone = self.visitor()
        self.visit(anyone, "/kalender-pencanangan/")
        body = anyone.locator("main").inner_text()
        assert "Kota Banda Aceh" in body
        assert "Contoh" not in body

    def take_up_invitation(self, mails: list[Any]) -> None:
        """An operator follows the link of the mail, makes an account, and may fill the sheet."""
        sent = [mail for mail in mails if "/undangan/" in mail.body]
        assert len({mail.to[0] for mail in sent}) == UNITS - ABSENT
        link = re.search(r"\S+(/undangan/\S+)", sent[0].body)
        assert link
        page: Page = self.visitor(phone=True)
        self.visit(page, link.group(1))
        for name in ("password1", "password2"):
            page.locator(f"input[name={name}]").fill("kapal layar biru 1945")
        self.press(page, "Buat akun dan masuk")
        operator = User.objects.get(email=sent[0].to[0])
        (unit,) = operator.units_as(Role.OPERATOR)
        self.visit(page, f"/kepesertaan/{Participation.objects.get(cycle=self.stage.cycle, work_unit=unit).pk}/isian/")


def pictures(data: bytes) -> list[Image.Image]:
    """The pages of a PDF as a scanner of 150 dpi sees them."""
    return [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(data)]


def test_thirty_units_declare(stage, visitor, visit, press, work_off, mailoutbox):
    """From the application to the invitations: nothing filed wrong, nobody left out unsaid."""
    day = DeclarationDay(stage, visitor, visit, press, work_off)
    day.window(day.officer).set_default_timeout(120_000)
    day.apply()
    day.accept()
    day.name_operators()
    day.name_witnesses()
    scan = day.sign_and_scan(day.print_pile())
    day.bring_back(scan)
    day.check_filing()
    day.declare()
    day.overviews()
    day.take_up_invitation(mailoutbox)
