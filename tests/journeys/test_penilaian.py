"""Scores that can be defended, through the pages: twelve units from the team's first member to the twelfth certificate.

One conflict, one recusal, one divergence, one site visit, a meeting, two decrees, and an objection that is granted.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.core.management import call_command
from playwright.sync_api import Page, expect

from assessments.cycle.states import State
from assessments.documents.models import Document
from assessments.penilaian.models import Award, Objection, Pleno, Result
from p2ham.lib import dates
from tests import samples
from tests.journeys.acts import fetch, file, pdf_text
from tests.journeys.penilaian_job import DIVERGENT, MODERATED, SHORT, WHOLE, Job
from tests.penilaian import scenes
from units import audit
from units.models import User

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, SECOND = "MHA-01.CONTOH", "MHA-02.CONTOH"
NOTED = "Rapat meminta pegangan rambat segera dipasang."
CONCLUSION = "Sebelas unit diusulkan menerima predikat."
OBJECTION = "Pegangan rambat sudah terpasang sejak Maret; lihat fotonya."
GRANTED = "Foto tambahan memperlihatkan pegangan rambat yang lengkap."


class WholeJob(Job):
    """What follows from the settled results."""

    @property
    def certificates(self) -> Any:
        return Document.objects.filter(kind=Document.Kind.CERTIFICATE).order_by("number")

    # --- the meeting ----------------------------------------------------------------------------------------------
    def hold_pleno(self) -> None:
        page = self.window(self.cast.lead)
        self.visit(page, "/penilaian/pleno/")
        page.get_by_label("Tempat").fill("Ruang rapat")
        self.press(page, "Buka rapat")
        expect(page.get_by_text("Kuorum belum tercapai")).to_be_visible()
        ways = ["luring", "luring", "daring", "daring", "izin"]
        for person, way in zip(self.team, ways, strict=True):
            page.get_by_label(f"Kehadiran {person.name}").select_option(way)
        self.press(page, "Simpan kehadiran")
        page.get_by_label("Andaikan ambangnya").fill("96")
        self.press(page, "Andaikan")
        # Two units are below 96: the one that was moderated, and the one whose A2 two assessors saw differently.
        expect(
            page.get_by_text("11 dari 12 unit memenuhi syarat predikat; dengan ambang 96,00 menjadi 9")
        ).to_be_visible()
        self.press(page, SHORT)
        page.get_by_label("Catatan rapat tentang unit ini").fill(NOTED)
        self.press(page, "Simpan catatan")
        found = Pleno.objects.get()
        self.visit(page, f"/penilaian/pleno/{found.pk}/")
        page.get_by_label("Kesimpulan rapat").fill(CONCLUSION)
        self.press(page, "Tutup rapat dan terbitkan berita acara")
        found.refresh_from_db()
        assert found.closed_at
        words = pdf_text(self.paper(page, f"Berita acara {found.minutes.number_text} (PDF)"))
        for each in (CONCLUSION, NOTED, *(person.name for person in self.team)):
            assert each in words

    # --- the decree -----------------------------------------------------------------------------------------------
    def embargo(self) -> None:
        """Neither the unit nor the public knows anything of the outcome."""
        unit, oni = self.unit(SHORT), self.window(self.cast.neighbour_operator, phone=True)
        for address in (f"/kepesertaan/{unit.pk}/", f"/penilaian/{unit.pk}/keberatan/"):
            self.visit(oni, address)
            text = oni.locator("main").inner_text()
            assert not any(word in text for word in ("Nilai akhir", "elum berpredikat", SCORE)), address
        for place in ("hasil", "rapor", "piagam"):
            assert fetch(oni, f"{self.visitor.site}/penilaian/{unit.pk}/{place}/")[0] == 404, place
        anybody = self.window(self.cast.nobody)
        self.visit(anybody, "/unit-berpredikat/")
        expect(anybody.get_by_text(WHOLE)).to_have_count(0)

    def record_decree(self, number: str, *, embargo: bool, units: int) -> None:
        page = self.window(self.cast.admin)
        self.visit(page, "/penetapan/")
        self.press(page, "Catat keputusan")
        page.get_by_label("Nomor keputusan").fill(number)
        if embargo:
            opens = dates.today() + dt.timedelta(days=2)
            page.get_by_label("Diumumkan mulai (WIB)").fill(f"{opens.isoformat()}T09:00")
        expect(page.locator("input[name=units]:checked")).to_have_count(units)
        self.press(page, "Catat dan usulkan kepada pimpinan")

    def approve(self, number: str) -> Page:
        page = self.window(self.cast.leadership)
        self.visit(page, "/penetapan/")
        self.press(page, number)
        page.get_by_label("Setujui", exact=True).check()
        self.press(page, "Putuskan")
        return page

    def certify(self, number: str, count: int) -> None:
        """Asked for on the page, made by the worker; the page counts them."""
        page = self.window(self.cast.admin)
        self.visit(page, "/penetapan/")
        self.press(page, number)
        self.press(page, "Terbitkan piagam")
        self.work_off()
        self.visit(page, page.url)
        for done in ("piagam terbit", "PDF siap diunduh"):
            expect(page.get_by_role("progressbar", name=f"{count} dari {count} {done}")).to_be_visible()

    # --- the objection --------------------------------------------------------------------------------------------
    def object(self) -> None:
        """The unit reads its report, and objects to one indicator with a text and a photo."""
        unit, page = self.unit(SHORT), self.window(self.cast.neighbour_operator)
        call_command("tick")
        self.work_off()
        self.visit(page, f"/penilaian/{unit.pk}/hasil/")
        assert SCORE in pdf_text(self.paper(page, "Rapor (PDF)"))
        expect(page.get_by_text("Belum memenuhi syarat predikat").first).to_be_visible()
        self.press(page, "Tulis keberatan")
        point = page.locator(f"#indikator-{scenes.indicators(unit)['A1'].pk}")
        point.locator("summary").click()
        point.get_by_label("Mengapa nilai A1 menurut Anda belum tepat").fill(OBJECTION)
        photo = file("pegangan.jpg", samples.photo(seed=9, size=(800, 600)))
        point.get_by_label("Bukti untuk A1").set_input_files([photo])
        self.press(page, "Simpan dan ajukan keberatan")
        self.work_off()
        found = Objection.objects.get()
        assert found.points.get().files.count() == 1
        expect(page.get_by_text(f"KB-{found.pk}")).to_be_visible()

    def review(self) -> User:
        """The lead names somebody who had no part in the result; they grant the point."""
        found, page = Objection.objects.get(), self.window(self.cast.lead)
        self.visit(page, "/keberatan/")
        self.press(page, SHORT)
        scoring = [row.assessor for row in self.places(SHORT)]
        choices = page.get_by_role("group", name="Pemeriksa")
        for person in scoring:
            expect(choices).not_to_contain_text(person.name)
        reviewer = next(person for person in self.team if person not in scoring)
        choices.get_by_label(reviewer.name).check()
        self.press(page, "Tunjuk")
        answering = self.window(reviewer)
        self.visit(answering, f"/keberatan/{found.pk}/")
        expect(answering.get_by_text(OBJECTION)).to_be_visible()
        answering.get_by_label("Dikabulkan menjadi Ada").check()
        answering.get_by_label("Alasan jawaban A1").fill(GRANTED)
        expect(answering.locator("[data-totals]")).to_contain_text("100,00")
        self.press(answering, "Simpan dan usulkan kepada pimpinan")
        assert self.unit(SHORT).state == State.NOT_AWARDED
        return reviewer

    def grant(self) -> None:
        """A second person decides; the old result and the old report stay, and say what replaced them."""
        found, page = Objection.objects.get(), self.window(self.cast.leadership)
        old = Document.objects.get(kind=Document.Kind.REPORT, participation=self.unit(SHORT))
        self.visit(page, f"/keberatan/{found.pk}/")
        page.get_by_label("Setujui", exact=True).check()
        self.press(page, "Putuskan")
        assert self.unit(SHORT).state == State.SETTLED
        self.work_off()
        old_result, new_result = Result.objects.filter(participation=self.unit(SHORT)).order_by("pk")
        assert (old_result.replaced_by, new_result.meets) == (new_result, True)
        anybody = self.window(self.cast.nobody)
        self.visit(anybody, f"/v/{old.code}/")
        expect(anybody.get_by_text("sudah diganti").first).to_be_visible()
        oni = self.window(self.cast.neighbour_operator)
        self.visit(oni, f"/penilaian/{self.unit(SHORT).pk}/keberatan/")
        expect(oni.get_by_text(GRANTED)).to_be_visible()
        expect(oni.get_by_text("menunggu Keputusan Menteri berikutnya")).to_be_visible()

    # --- what everybody sees --------------------------------------------------------------------------------------
    def read_report(self) -> None:
        """The unit reads the reason of the moderated indicator and no assessor's name."""
        unit, page = self.unit(DIVERGENT), self.window(self.cast.foreign_operator, phone=True)
        self.visit(page, f"/penilaian/{unit.pk}/hasil/")
        expect(page.get_by_text(MODERATED).first).to_be_visible()
        assert not any(person.name in page.content() for person in [*self.team, self.cast.lead])

    def verify_publicly(self) -> None:
        """The code on the twelfth certificate leads to the page that says it is valid; the list names all twelve."""
        page = self.window(self.cast.neighbour_operator)
        self.visit(page, f"/kepesertaan/{self.unit(SHORT).pk}/")
        last = self.certificates.last()
        data = self.paper(page, last.number_text)
        assert SHORT.upper() in pdf_text(data).upper()
        picture = pypdfium2.PdfDocument(data)[0].render(scale=2.0).to_pil()
        (code,) = [found.text for found in zxingcpp.read_barcodes(picture)]
        anybody = self.visitor(phone=True)
        self.visit(anybody, code.removeprefix(self.visitor.site))
        expect(anybody.locator("main")).to_contain_text("masih berlaku")
        expect(anybody.locator("main")).to_contain_text(SHORT)
        self.visit(anybody, "/unit-berpredikat/")
        listed = anybody.get_by_role("table", name="Unit kerja berpredikat").locator("tbody tr")
        expect(listed).to_have_count(12)
        for award in Award.objects.select_related("participation__work_unit", "certificate"):
            line = listed.filter(has_text=award.participation.work_unit.name)
            expect(line).to_contain_text(award.certificate.number_text)


# A1 is wajib and only half there: (0,75 + 1 + 1) / 3.
SCORE = "91,67"


def test_penilaian(visitor: Any, visit: Any, press: Any, check: Any, work_off: Callable[[], None]) -> None:
    job = WholeJob(visitor, visit, press, check, work_off)
    job.enlist()
    bound = job.simulate()
    job.declare_conflict(bound)
    job.share_out(bound)
    job.recuse()
    going = job.plan_visit()
    job.score_whole()
    job.sealed()
    job.go(going)
    job.score_the_rest()
    job.diverge()
    job.moderate()
    job.settle()
    job.hold_pleno()

    job.embargo()
    job.record_decree(FIRST, embargo=True, units=12)
    leadership = job.approve(FIRST)
    assert job.states() == {State.SETTLED: 12}
    job.embargo()
    press(leadership, "Umumkan sekarang")
    assert job.states() == {State.AWARDED: 11, State.NOT_AWARDED: 1}
    job.certify(FIRST, 11)
    job.read_report()

    job.object()
    job.review()
    job.grant()
    job.record_decree(SECOND, embargo=False, units=1)
    job.approve(SECOND)
    assert job.states() == {State.AWARDED: 12}
    job.certify(SECOND, 1)
    job.verify_publicly()
    assert list(job.certificates.values_list("number", flat=True)) == list(range(1, 13))
    assert not list(audit.verify())
