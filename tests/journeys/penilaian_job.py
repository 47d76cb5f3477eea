"""The work of the team of assessors, each step by the person whose turn it is: from the team to the settled results."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.documents.models import Document
from assessments.penilaian.models import Assignment, Divergence, Result, SiteVisit
from p2ham.lib import dates
from tests import factories, samples
from tests.cast import Cast
from tests.journeys.acts import fetch, file, pdf_text
from tests.penilaian import scenes
from units.models import Kind, Role, User

# The units of the play by what happens to them.
WHOLE, DIVERGENT, SHORT, BOUND, LEFT = (
    "Lapas Kapuas",
    "Lapas Barito",
    "Lapas Landak",
    "Kanim Singkawang",
    "Lapas Sintang",
)
MORE = ("Lapas Sambas", LEFT, "Rutan Sanggau", "Bapas Ketapang")
MORE_ELSEWHERE = ("Lapas Agam", "Lapas Pariaman", "Rutan Maninjau", "Bapas Solok")
KINDS = {"Lapas": Kind.LAPAS, "Rutan": Kind.RUTAN, "Bapas": Kind.BAPAS}

SECRET = "Papan informasi belum memuat maklumat pelayanan."
SECRET_TOTAL = "91,67"
MODERATED = "Dua dari tiga foto belum memperlihatkan maklumat."
SEEN = "Papan informasi sudah lengkap saat dikunjungi."
WHY_BOUND = "Pasangan saya bertugas di kantor ini."
WHY_LEFT = "Kerabat saya baru saja ditempatkan di unit ini."

Press = Callable[..., None]


class Job:
    """The team's steps. ``work_off``: what the worker does in the background."""

    def __init__(self, visitor: Any, visit: Any, press: Press, check: Any, work_off: Callable[[], None]) -> None:
        self.visitor, self.visit, self.press, self.check, self.work_off = visitor, visit, press, check, work_off
        draw = factories.cycle(gap_indicator="0.5", on_gap=Cycle.OnGap.DRAW)
        self.cast = Cast(draw)
        self.newcomer = factories.posted(Role.ASSESSOR, None, "Ambar Penilai")
        self.fourth = factories.posted(Role.ASSESSOR, None, "Arif Penilai")
        self.windows: dict[int, Page] = {}
        for kanwil, names in ((self.cast.kanwil, MORE), (self.cast.other_kanwil, MORE_ELSEWHERE)):
            for name in names:
                kind = KINDS[name.split()[0]]
                facts = {"short_name": name, "kind": kind, "coordinator": kanwil, "province": kanwil.province}
                scenes.passed(self.cast, factories.unit(name, **facts))
        for place in (self.cast.unit, self.cast.neighbour, self.cast.kanim, self.cast.foreign_unit):
            scenes.passed(self.cast, place)
        scenes.attach(self.unit(WHOLE), self.cast.operator)
        work_off()

    # --- looking up -----------------------------------------------------------------------------------------------
    def window(self, user: User, *, phone: bool = False) -> Page:
        """The person's browser, opened once."""
        if user.pk not in self.windows:
            self.windows[user.pk] = self.visitor(user, phone=phone)
        return self.windows[user.pk]

    def unit(self, name: str) -> Participation:
        return Participation.objects.with_place().get(work_unit__short_name=name)

    def states(self) -> Counter[str]:
        return Counter(Participation.objects.values_list("state", flat=True))

    def places(self, name: str) -> list[Assignment]:
        """Who scores the unit now, in the order in which they were given it."""
        rows = Assignment.objects.live().filter(participation=self.unit(name)).order_by("assigned_at", "pk")
        return list(rows.select_related("assessor", "participation__cycle", "participation__work_unit"))

    @property
    def team(self) -> list[User]:
        cast = self.cast
        return [cast.assessor, cast.second_assessor, cast.third_assessor, self.fourth, self.newcomer]

    def row(self, page: Page, name: str) -> Locator:
        return page.get_by_role("row").filter(has_text=name)

    def paper(self, page: Page, link: str | Locator) -> bytes:
        """The PDF behind a link of the page, once the worker has rendered it."""
        self.work_off()
        place = page.get_by_role("link", name=link) if isinstance(link, str) else link
        status, data, headers = fetch(page, f"{self.visitor.site}{place.first.get_attribute('href')}")
        assert (status, headers["content-type"]) == (200, "application/pdf")
        return data

    # --- the team -------------------------------------------------------------------------------------------------
    def enlist(self) -> None:
        """The admin takes the fifth member in; the others are there by decree."""
        scenes.member(self.cast, self.fourth, "Lembaga Penelitian Contoh")
        page = self.window(self.cast.admin)
        self.visit(page, "/penilaian/tim/")
        self.press(page, "Tambah anggota")
        page.locator("select[name=user]").select_option(str(self.newcomer.pk))
        page.get_by_label("Nomor keputusan tim").fill("CONTOH-02")
        page.get_by_label("Tanggal keputusan tim").fill(dates.today().isoformat())
        page.get_by_label("Instansi").fill("Perhimpunan Contoh")
        page.get_by_label("Keahlian").fill("Pelayanan publik")
        self.press(page, "Tambahkan")
        for person in self.team:
            expect(self.row(page, person.name)).to_contain_text("0 dari 30 unit")

    # --- sharing out ----------------------------------------------------------------------------------------------
    def simulate(self) -> User:
        """Look at what would be given to whom; somebody who would get the unit to which they are bound."""
        page = self.window(self.cast.lead)
        self.visit(page, "/penilaian/")
        self.press(page, "Bagikan penilaian")
        page.get_by_label("Nomor undian").fill("2026")
        self.press(page, "Lihat simulasi")
        expect(page.get_by_role("heading", name="Simulasi: 12 unit dibagikan, 0 tersisa")).to_be_visible()
        assert not Assignment.objects.exists()
        row = self.row(page, BOUND).inner_text()
        return next(person for person in self.team if person.name in row)

    def declare_conflict(self, person: User) -> None:
        page = self.window(person)
        self.visit(page, "/penilaian/tugas/")
        self.press(page, "Benturan kepentingan")
        page.get_by_label("Unit kerja").select_option(label=BOUND)
        page.get_by_label("Alasan").fill(WHY_BOUND)
        self.press(page, "Catat")
        expect(self.row(page, BOUND)).to_contain_text(WHY_BOUND)

    def share_out(self, bound: User) -> None:
        """What was looked at no longer holds; the same lot leaves the bound one out, and the loads are even."""
        page = self.window(self.cast.lead)
        self.press(page, "Terapkan pembagian ini")
        expect(page.get_by_text("Keadaan berubah sejak simulasi dibuat")).to_be_visible()
        assert not Assignment.objects.exists()
        expect(self.row(page, BOUND)).not_to_contain_text(bound.name)
        self.press(page, "Terapkan pembagian ini")
        expect(page.get_by_text("12 unit dibagikan.")).to_be_visible()
        rows = Assignment.objects.live()
        assert bound.pk not in set(rows.filter(participation=self.unit(BOUND)).values_list("assessor", flat=True))
        loads = Counter(rows.values_list("assessor", flat=True))
        assert sorted(loads.values()) == [4, 5, 5, 5, 5]
        assert self.states() == {State.IN_SCORING: 12}

    def recuse(self) -> None:
        """One steps back from a unit; the lead finds it waiting and puts another into the place."""
        leaving = self.places(LEFT)[0]
        sheet = f"/penilaian/{leaving.participation_id}/lembar/"
        page = self.window(leaving.assessor)
        self.visit(page, sheet)
        self.press(page, "Undurkan diri dari unit ini")
        page.get_by_label("Alasan").fill(WHY_LEFT)
        self.press(page, "Mengundurkan diri")
        expect(page.get_by_text(f"Anda mengundurkan diri dari penilaian {LEFT}.")).to_be_visible()
        assert fetch(page, f"{self.visitor.site}{sheet}")[0] == 404

        lead = self.window(self.cast.lead)
        self.visit(lead, "/penilaian/?bagian=pengganti")
        self.press(lead, f"Pilih pengganti untuk {LEFT}")
        expect(self.row(lead, leaving.assessor.name)).to_contain_text(WHY_LEFT)
        self.press(lead, f"Pilih pengganti {leaving.assessor.name}")
        choices = lead.get_by_role("group", name="Penilai pengganti")
        expect(choices).not_to_contain_text(leaving.assessor.name)
        choices.get_by_role("radio").first.check()
        self.press(lead, "Tugaskan pengganti")
        expect(lead.get_by_text("menggantikan").first).to_be_visible()
        now = self.places(LEFT)
        assert len(now) == 2
        assert now[-1].replaces_id == leaving.pk

    # --- the site visit -------------------------------------------------------------------------------------------
    def plan_visit(self) -> User:
        """Planned by the lead; the unit reads of it on its phone."""
        unit, page = self.unit(WHOLE), self.window(self.cast.lead)
        scoring = {row.assessor_id for row in self.places(WHOLE)}
        going = next(person for person in self.team if person.pk not in scoring)
        self.visit(page, f"/kepesertaan/{unit.pk}/")
        self.press(page, "Jadwalkan kunjungan")
        page.get_by_label("Tanggal kunjungan").fill(dates.today().isoformat())
        page.get_by_label("Pukul").fill("09:00")
        page.get_by_label("Di tempat").check()
        page.get_by_label("Pesan kepada unit").fill("Mohon dampingi petugas kami.")
        page.get_by_label(going.name).check()
        self.press(page, "Jadwalkan dan beri tahu unit")
        oni = self.window(self.cast.operator, phone=True)
        self.visit(oni, f"/kepesertaan/{unit.pk}/")
        expect(oni.get_by_text("Kunjungan lapangan").first).to_be_visible()
        return going

    def go(self, going: User) -> None:
        """The checklist on the phone, indicator by indicator, with a photo; then the report."""
        page = self.window(going, phone=True)
        self.visit(page, "/penilaian/kunjungan/")
        self.press(page, WHOLE)
        for code, indicator in scenes.indicators(self.unit(WHOLE)).items():
            card = page.locator(f"#i{indicator.pk}")
            differs = code == "A2"
            card.get_by_label("Berbeda dari data dukung" if differs else "Sesuai dengan data dukung").check()
            if differs:
                card.get_by_label("Temuan", exact=True).fill(SEEN)
                photo = file("papan.jpg", samples.photo(seed=5, size=(800, 600)))
                card.locator("input[type=file]").set_input_files([photo])
            self.press(page, f"Simpan {code}")
        self.work_off()
        page.get_by_label("Diterima oleh").fill("Hadi Kepala")
        page.get_by_label("Jabatan penerima").fill("Kepala")
        page.get_by_label("Ringkasan kunjungan").fill("Sarana berfungsi baik.")
        self.press(page, "Akhiri dan terbitkan laporan")
        found = SiteVisit.objects.get()
        assert found.closed_at
        assert SEEN in pdf_text(self.paper(page, f"{found.report.number_text} (PDF)"))

    # --- scoring --------------------------------------------------------------------------------------------------
    def score_whole(self) -> None:
        """All indicators on one page; A2 lower than verified, with a reason."""
        mine = self.places(WHOLE)[0]
        page = self.window(mine.assessor)
        self.visit(page, f"/penilaian/{mine.participation_id}/lembar/")
        self.press(page, "Semua indikator di satu halaman")
        for code, indicator in scenes.indicators(mine.participation).items():
            card = page.locator(f"#i{indicator.pk}")
            card.get_by_label("Proses" if code == "A2" else "Ada", exact=True).check()
            if code == "A2":
                card.get_by_label("Alasan").fill(SECRET)
        expect(page.locator("[data-totals]")).to_contain_text(SECRET_TOTAL)
        self.press(page, "Simpan, lalu ringkasan")
        expect(page.get_by_text(SECRET).first).to_be_visible()
        self.lock(page)

    def lock(self, page: Page) -> None:
        page.get_by_text("Selesai dan kunci", exact=True).click()
        self.press(page, "Ya, selesai dan kunci")
        expect(page.get_by_text("dan dikunci")).to_be_visible()

    def sealed(self) -> None:
        """Nobody sees anything of the finished sheet while the other one is open: not the other, nor lead, nor unit."""
        first, second = self.places(WHOLE)
        pk = first.participation_id
        asked = {
            second.assessor: ["/penilaian/tugas/", f"/penilaian/{pk}/lembar/", f"/penilaian/{pk}/lembar/semua/"],
            self.cast.lead: [
                "/penilaian/?bagian=berjalan", f"/penilaian/{pk}/tetapkan/", f"/penilaian/{pk}/penilai/",
                "/penilaian/tetapkan-sepakat/", "/penilaian/kesepakatan/", f"/kepesertaan/{pk}/",
            ],
            self.cast.operator: [f"/kepesertaan/{pk}/"],
        }  # fmt: skip
        for person, addresses in asked.items():
            page = self.window(person)
            for address in [*addresses, "/kotak-masuk/"]:
                self.visit(page, address)
                shown = page.content()
                assert SECRET not in shown, (person, address)
                assert SECRET_TOTAL not in shown, (person, address)
        page = self.window(self.cast.lead)
        self.visit(page, f"/penilaian/{pk}/tetapkan/")
        expect(page.get_by_text("Nilai belum dibuka")).to_be_visible()
        scenes.complete(second)
        self.visit(page, f"/penilaian/{pk}/tetapkan/")
        assert SECRET in page.content(), "the seal opens with the last sheet"

    def score_the_rest(self) -> None:
        """Every other unit by its two; one of them misses what is wajib."""
        for name in (SHORT, BOUND, *MORE, *MORE_ELSEWHERE):
            for assignment in self.places(name):
                scenes.complete(assignment, {"A1": "proses"} if name == SHORT else None)

    def diverge(self) -> None:
        """“Ada” against “Tidak”: a third is drawn at the second's last press, scores too, and then it is open."""
        first, second = self.places(DIVERGENT)
        scenes.complete(first, {"A2": "proses"})
        assert len(self.places(DIVERGENT)) == 2
        scenes.complete(second, {"A1": "tidak"})
        assert Divergence.objects.get().indicator.code == "A1"
        *_, third = self.places(DIVERGENT)
        assert third.kind == Assignment.Kind.DRAWN
        lead = self.window(self.cast.lead)
        self.visit(lead, f"/penilaian/{third.participation_id}/tetapkan/")
        expect(lead.get_by_text("Nilai belum dibuka")).to_be_visible()

        page = self.window(third.assessor)
        self.visit(page, "/penilaian/tugas/")
        self.press(page, DIVERGENT)
        if page.get_by_role("button", name="Satu indikator per halaman").count():
            self.press(page, "Satu indikator per halaman")
        else:
            self.press(page, "Mulai: A1")
        for _ in scenes.indicators(third.participation):
            page.get_by_label("Ada", exact=True).check()
            self.press(page, "Simpan dan lanjut")
        self.lock(page)

    # --- settling -------------------------------------------------------------------------------------------------
    def moderate(self) -> None:
        """The lead compares three, follows their median for A1 and sets A2 with a reason."""
        unit, page = self.unit(DIVERGENT), self.window(self.cast.lead)
        self.visit(page, "/penilaian/?bagian=siap")
        self.press(page, f"Tetapkan nilai {DIVERGENT}")
        people = page.get_by_role("region", name="Nilai akhir tiap penilai")
        expect(people.get_by_role("listitem")).to_have_count(3)
        expect(people).to_contain_text("Tambahan")
        a2 = page.locator(f"#indikator-{scenes.indicators(unit)['A2'].pk}")
        if not a2.get_attribute("open"):
            a2.locator("summary").first.click()
        a2.get_by_text("Tetapkan tingkat lain").click()
        a2.get_by_label("Proses", exact=True).check()
        a2.get_by_label("A2: alasan").fill(MODERATED)
        self.press(page, "Tetapkan nilai")
        result = Result.objects.get(participation=unit)
        lines = {line.indicator.code: line for line in result.lines.select_related("indicator", "level")}
        assert (lines["A1"].level.code, lines["A2"].level.code, lines["A2"].reason) == ("ada", "proses", MODERATED)

    def settle(self) -> None:
        """What was seen on the spot stands beside the scores; what the rule settles alone is settled at one press."""
        unit, page = self.unit(WHOLE), self.window(self.cast.lead)
        self.visit(page, f"/penilaian/{unit.pk}/tetapkan/")
        a2 = page.locator(f"#indikator-{scenes.indicators(unit)['A2'].pk}")
        a2.locator("summary").first.click()
        expect(a2.get_by_text(SEEN)).to_be_visible()
        self.visit(page, "/penilaian/")
        self.press(page, "Tetapkan yang sepakat")
        expect(self.row(page, DIVERGENT)).to_have_count(0)
        expect(self.row(page, SHORT)).to_contain_text("Wajib belum terpenuhi: A1")
        expect(page.locator("input[name=unit]:checked")).to_have_count(11)
        self.press(page, "Tetapkan yang dicentang")
        assert self.states() == {State.SETTLED: 12}
        assert Document.objects.filter(kind=Document.Kind.CERTIFICATE).count() == 0
