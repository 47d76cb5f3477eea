"""The main job, through the pages alone: from the application to a certificate that the public can verify.

One real office goes through all four stages on the reference instrument, with files as a phone and a scanner make them.
"""

import datetime as dt
import io
import re
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.documents.models import Document
from assessments.files.models import StoredFile
from p2ham.lib import dates
from tests import factories, samples
from tests.journeys.acts import ABSENT, COMPANION, PLANNED, UNIT, Acts, fetch, file, pdf_text
from tests.journeys.stage import Stage
from units import audit
from units.models import OutgoingMail, Role, User

pytestmark = pytest.mark.django_db(transaction=True)

# A: 6 full and 2 half of 8 less one; B: 6 full, one half, one nothing of 8; C: all. Each group weighs the same.
TOTAL = "85,42"


@pytest.fixture
def stage() -> Stage:
    return Stage()


class WholeJob(Acts):
    """Stages 3 and 4."""

    def declared_operator(self) -> User:
        """The operator of the unit, which is placed directly after its declaration."""
        Participation.objects.filter(pk=self.pk).update(state=State.DECLARED, turn=Role.OPERATOR)
        return factories.posted(Role.OPERATOR, self.stage.unit(UNIT), "Oni Operator Contoh")

    # --- 5. scoring -----------------------------------------------------------------------------------------------
    def team(self) -> None:
        """The admin puts the assessors on the cycle's team, each from another institution."""
        page = self.window(self.stage.admin)
        for assessor, body in zip(self.stage.assessors, ("Ombudsman RI", "Universitas Contoh"), strict=True):
            self.visit(page, "/penilaian/tim/tambah/")
            page.get_by_label("Penilai", exact=False).select_option(str(assessor.pk))
            page.get_by_label("Nomor keputusan tim", exact=False).fill("CONTOH-02 Tahun 2026")
            page.get_by_label("Tanggal keputusan tim", exact=False).fill(dates.today().isoformat())
            page.get_by_label("Instansi", exact=False).fill(body)
            self.press(page, "Tambahkan")

    def assign(self) -> None:
        page = self.window(self.stage.lead)
        self.visit(page, f"/penilaian/{self.pk}/tugaskan/")
        for assessor in self.stage.assessors:
            page.get_by_label(assessor.name, exact=False).check()
        self.press(page, "Tugaskan")
        assert self.state == State.IN_SCORING

    def score(self, assessor: Any, *, severe: bool) -> None:
        """Score the whole sheet; the severe one doubts A2."""
        page = self.window(assessor)
        self.visit(page, "/penilaian/tugas/")
        for indicator in self.indicators:
            self.visit(page, f"/penilaian/{self.pk}/lembar/{indicator.pk}/")
            label = "Proses" if indicator.code in PLANNED else "Tidak" if indicator.code in ABSENT else "Ada"
            if severe and indicator.code == "A2":
                label = "Proses"
            page.get_by_label(label, exact=True).check()
            if indicator.code in ABSENT or (severe and indicator.code == "A2"):
                page.get_by_label("Alasan", exact=False).fill("Sesuai keadaan pada data dukung.")
            self.press(page, "Simpan dan lanjut")
        self.visit(page, f"/penilaian/{self.pk}/lembar/")
        page.get_by_text("Selesai dan kunci", exact=True).click()
        self.press(page, "Ya, selesai dan kunci")

    def settle(self) -> None:
        page = self.window(self.stage.lead)
        self.visit(page, f"/penilaian/{self.pk}/tetapkan/")
        page.get_by_role("group", name=re.compile("A2: tingkat")).get_by_label("Ada", exact=True).check()
        page.get_by_label("A2: alasan", exact=False).fill("Papan informasi terlihat lengkap pada ketiga foto.")
        self.press(page, "Tetapkan nilai")
        assert self.state == State.SETTLED

    # --- 6. decree and certificate --------------------------------------------------------------------------------
    def decree(self) -> None:
        page = self.window(self.stage.admin)
        self.visit(page, "/penetapan/baru/")
        expect(page.get_by_text(TOTAL).first).to_be_visible()
        page.get_by_label("Nomor keputusan", exact=False).fill("MHA-00.CONTOH Tahun 2026")
        page.get_by_label("Tanggal keputusan", exact=False).fill(dates.today().isoformat())
        self.press(page, re.compile("Usulkan|Catat"))
        assert self.state == State.SETTLED
        second = self.window(self.stage.leadership)
        self.visit(second, "/penetapan/")
        self.press(second, "MHA-00.CONTOH Tahun 2026", exact=False)
        second.get_by_label("Setujui", exact=True).check()
        self.press(second, "Putuskan")
        assert self.state == State.AWARDED
        self.visit(page, "/penetapan/")
        self.press(page, "MHA-00.CONTOH Tahun 2026", exact=False)
        self.press(page, "Terbitkan piagam")

    def certificate(self) -> bytes:
        """The certificate as the unit's operator gets it: tagged, numbered, the QR leading to the public page."""
        operator = self.windows[self.stage.operator(UNIT).pk]
        status, data, _ = fetch(operator, f"{self.visitor.site}/penilaian/{self.pk}/piagam/")
        assert status == 200
        certificate = Document.objects.get(kind=Document.Kind.CERTIFICATE)
        words = pdf_text(data)
        assert certificate.number_text in words
        assert self.stage.unit(UNIT).name.upper() in words.upper()
        return data

    def verify_publicly(self, certificate: bytes) -> str:
        """Decode the QR from the rendered certificate and open its address without an account."""
        picture = pypdfium2.PdfDocument(certificate)[0].render(scale=2.0).to_pil()
        (code,) = [found.text for found in zxingcpp.read_barcodes(picture)]
        assert code.startswith(f"{self.visitor.site}/v/")
        address = str(code).removeprefix(self.visitor.site)
        page = self.visitor()
        self.visit(page, address)
        body = page.locator("main").inner_text()
        assert "Berlaku" in body or "berlaku" in body
        assert self.stage.unit(UNIT).name in body
        assert str(self.stage.cycle.year) in body
        head = self.stage.unit(UNIT).officials.get()
        for secret in (head.name, head.nip, "oni@contoh.example", self.stage.officer.name):
            assert secret not in page.content()
        self.visit(page, "/v/0000-0000-0000-0000/")
        expect(page.get_by_text(re.compile("tidak dikenal|tidak ditemukan", re.I)).first).to_be_visible()
        return address

    # --- 7. coaching ----------------------------------------------------------------------------------------------
    def coach(self) -> None:
        page = self.window(self.stage.officer)
        self.visit(page, f"/pembinaan/unit/{self.pk}/")
        assert page.get_by_role("link", name="Buat butir pembinaan").count() == len(PLANNED | ABSENT)
        self.press(page, "Buat butir pembinaan untuk B4")
        page.get_by_label("Yang perlu dilakukan", exact=False).fill("Pasang lantai pemandu dari gerbang ke loket.")
        page.get_by_label("Penanggung jawab", exact=False).fill("Oni Operator Contoh")
        page.get_by_label("Batas waktu", exact=False).fill((dates.today() + dt.timedelta(days=60)).isoformat())
        self.press(page, "Buat butir")
        operator = self.windows[self.stage.operator(UNIT).pk]
        self.visit(operator, "/")
        operator.get_by_role("link", name=re.compile("Tindak lanjuti B4")).click()
        self.check(operator)
        operator.get_by_label("Apa yang sudah dilakukan", exact=False).fill("Lantai pemandu sudah terpasang.")
        photo = samples.photo(seed=900, size=(800, 600))
        operator.locator("input[type=file]").set_input_files([file("pemandu.jpg", photo)])
        self.press(operator, "Kirim jawaban")
        self.visit(page, "/")
        page.get_by_role("link", name=re.compile("tindak lanjut menunggu diperiksa")).click()
        self.check(page)
        page.get_by_role("table").get_by_role("link", name=re.compile("B4")).first.click()
        self.check(page)
        self.press(page, "Terima, butir selesai")
        self.visit(operator, f"/kepesertaan/{self.pk}/")

    def strangers(self, certificate_page: str) -> None:
        """A unit's page, files and papers do not exist for the operator of another unit."""
        page: Page = self.visitor(self.stage.stranger)
        evidence = StoredFile.objects.filter(participation=self.pk, evidence__isnull=False).first()
        assert evidence is not None
        (link,) = evidence.evidence.all()[:1]
        closed = [
            f"/kepesertaan/{self.pk}/",
            f"/kepesertaan/{self.pk}/isian/",
            f"/kepesertaan/{self.pk}/data-dukung/{link.pk}/asli/",
            f"/kepesertaan/{self.pk}/data-dukung/{link.pk}/kecil/",
            f"/pencanangan/{self.pk}/surat-pernyataan/",
            f"/penilaian/{self.pk}/piagam/",
            f"/penilaian/{self.pk}/hasil/",
        ]
        own = self.windows[self.stage.operator(UNIT).pk]
        for address in closed:
            assert fetch(own, f"{self.visitor.site}{address}")[0] == 200, address
            assert fetch(page, f"{self.visitor.site}{address}")[0] == 404, address
        assert fetch(page, f"{self.visitor.site}{certificate_page}")[0] == 200


def test_main_job(stage: Stage, visitor: Any, visit: Any, press: Any, check: Any) -> None:
    job = WholeJob(stage, visitor, visit, press, check)
    job.apply()
    job.accept()
    operator = job.take_up_invitation(job.declare())
    job.fill(operator)
    job.submit(operator, "Sampaikan data dukung")
    job.withdraw(operator)
    job.submit(operator, "Sampaikan data dukung")
    job.verify(repair="B2")
    assert job.state == State.RETURNED
    job.repair(operator)
    job.verify()
    job.pass_verification()
    job.team()
    job.assign()
    first, second = stage.assessors
    job.score(first, severe=False)
    job.score(second, severe=True)
    job.settle()
    job.decree()
    certificate = job.certificate()
    job.strangers(job.verify_publicly(certificate))
    job.coach()

    assert stage.participation(COMPANION).state == State.ACCEPTED
    assert not list(audit.verify())
    assert OutgoingMail.objects.exists()
    assert not OutgoingMail.objects.filter(sent_at=None).exists()
    with pikepdf.open(io.BytesIO(certificate)) as document:
        assert "/StructTreeRoot" in document.Root


def test_sheet_without_javascript(stage: Stage, visitor: Any, visit: Any, press: Any, check: Any) -> None:
    """Step 3 alone, in a browser that runs no JavaScript."""
    job = WholeJob(stage, visitor, visit, press, check)
    factory_operator = job.declared_operator()
    page = visitor(factory_operator, phone=True, javascript=False)
    job.windows[factory_operator.pk] = page
    job.fill(page)
    job.submit(page, "Sampaikan data dukung")
    assert StoredFile.objects.filter(status="ready", had_location=True).exists()
