"""Papers that look scanned: signed letters, orders, rosters and the like, as PDF. Nobody who signs them exists."""

import datetime as dt
import io
import math
import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from assessments.demo.studio.lettering import font
from p2ham.lib import dates

_SIZE = (1240, 1754)  # A4 at 150 dots per inch
_LEFT, _RIGHT = 150, 1100
_INK = (34, 34, 40)


@dataclass(frozen=True)
class Signer:
    """Who signs, as printed below the signature."""

    name: str
    title: str
    nip: str = ""


class _Page:
    """A sheet that is written from top to bottom."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.image = Image.new("RGB", _SIZE, (255, 255, 255))
        self.pen = ImageDraw.Draw(self.image)
        self.y = 90

    def line(self, text: str, size: int = 25, *, bold: bool = False, middle: bool = False, left: int = _LEFT) -> None:
        letters = font(size)
        x: float = left
        if middle:
            x = (_SIZE[0] - self.pen.textlength(text, font=letters)) / 2
        self.pen.text((x, self.y), text, font=letters, fill=_INK, stroke_width=1 if bold else 0)
        self.y += int(size * 1.5)

    def paragraph(self, text: str, size: int = 25, *, left: int = _LEFT) -> None:
        letters, row = font(size), ""
        for word in text.split():
            longer = f"{row} {word}".strip()
            if self.pen.textlength(longer, font=letters) > _RIGHT - left:
                self.line(row, size, left=left)
                row = word
            else:
                row = longer
        self.line(row, size, left=left)
        self.y += size // 2

    def head(self, unit: str) -> None:
        """The letterhead: a plain roundel, never the emblem of a state."""
        self.pen.ellipse([_LEFT, 86, _LEFT + 110, 196], outline=_INK, width=5)
        self.pen.ellipse([_LEFT + 28, 114, _LEFT + 82, 168], outline=_INK, width=4)
        self.y = 92
        size = min(32, int(1500 / max(20, len(unit)) * 1.05))
        for text, height in (
            (unit.upper(), size),
            ("Jalan Contoh Nomor 1", 21),
            ("Surat contoh untuk peragaan portal", 21),
        ):
            letters = font(height)
            x = _LEFT + 130 + (_RIGHT - _LEFT - 130 - self.pen.textlength(text, font=letters)) / 2
            self.pen.text((x, self.y), text, font=letters, fill=_INK, stroke_width=1 if height == size else 0)
            self.y += int(height * 1.45)
        self.pen.line([_LEFT, 216, _RIGHT, 216], fill=_INK, width=5)
        self.pen.line([_LEFT, 224, _RIGHT, 224], fill=_INK, width=2)
        self.y = 262

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        for n, row in enumerate((heads, *rows)):
            x = _LEFT
            if n == 0:
                self.pen.rectangle([x, self.y, x + sum(widths), self.y + 44], fill=(226, 226, 228))
            for text, wide in zip(row, widths, strict=True):
                self.pen.rectangle([x, self.y, x + wide, self.y + 44], outline=_INK, width=2)
                self.pen.text((x + 12, self.y + 10), text, font=font(21), fill=_INK, stroke_width=1 if n == 0 else 0)
                x += wide
            self.y += 44
        self.y += 34

    def sign(self, place: str, day: dt.date, signer: Signer, *, left: int = 660, stamp: bool = True) -> None:
        self.line(f"{place}, {dates.long_date(day).split(', ')[-1]}", left=left)
        self.line(f"{signer.title},", left=left)
        top = self.y
        self.y += 130
        if stamp:
            self.stamp(left - 30, top - 6)
        self.scribble(left + 20, top + 66)
        self.line(signer.name, bold=True, left=left)
        if signer.nip:
            self.line(f"NIP {signer.nip}", 22, left=left)

    def scribble(self, x: float, y: float) -> None:
        """A signature: loops that lean and run out."""
        rng, points = self.rng, []
        a, b, c = rng.uniform(0.5, 0.9), rng.uniform(24, 46), rng.uniform(0.2, 1.4)
        for i in range(90):
            t = i / 7
            fade = 1 - i / 130
            points.append((x + t * 19 + 26 * math.sin(t * 2.1 + c), y - b * fade * math.sin(t * 1.7 * a + c) - t * 1.6))
        self.pen.line(points, fill=(28, 48, 128), width=4, joint="curve")
        self.pen.line([(x + 6, y + 26), (x + 250, y + rng.uniform(2, 18))], fill=(28, 48, 128), width=3)

    def stamp(self, x: float, y: float) -> None:
        """A round stamp with dots for letters, a little pale."""
        tint = (126, 104, 176)
        self.pen.ellipse([x, y, x + 150, y + 150], outline=tint, width=5)
        self.pen.ellipse([x + 26, y + 26, x + 124, y + 124], outline=tint, width=3)
        for i in range(30):
            angle = i * math.pi / 15
            cx, cy = x + 75 + 61 * math.cos(angle), y + 75 + 61 * math.sin(angle)
            self.pen.line(
                [
                    cx - 4 * math.cos(angle),
                    cy - 4 * math.sin(angle),
                    cx + 5 * math.cos(angle),
                    cy + 5 * math.sin(angle),
                ],
                fill=tint,
                width=5,
            )
        self.pen.text((x + 42, y + 62), "CONTOH", font=font(17), fill=tint, stroke_width=1)

    def scanned(self, paper: tuple[int, int, int]) -> Image.Image:
        """The sheet after a cheap scanner: grey, askew, speckled, dark at one edge."""
        rng = self.rng
        image = self.image.rotate(rng.uniform(-0.9, 0.9), Image.Resampling.BILINEAR, fillcolor=(255, 255, 255))
        image = image.filter(ImageFilter.GaussianBlur(0.6))
        image = ImageChops.multiply(image, Image.new("RGB", _SIZE, paper))
        fall = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(_SIZE)
        fall = fall.point([255 - int(26 * (v / 255) ** 5) for v in range(256)])
        image = ImageChops.multiply(image, Image.merge("RGB", (fall, fall, fall)))
        pen = ImageDraw.Draw(image)
        for _ in range(60):
            x, y = rng.randrange(_SIZE[0]), rng.randrange(_SIZE[1])
            pen.point((x, y), fill=(150, 148, 144))
        grain = Image.frombytes("L", (620, 877), rng.randbytes(620 * 877)).resize(_SIZE, Image.Resampling.BILINEAR)
        grain = grain.point([128 + (v - 128) // 26 for v in range(256)])
        return ImageChops.add(image, Image.merge("RGB", (grain, grain, grain)), 1, -128)


def _pdf(pages: Sequence[_Page], title: str, day: dt.date) -> bytes:
    out = io.BytesIO()
    paper = pages[0].rng.choice(((244, 243, 238), (238, 240, 240), (246, 242, 230)))
    first, *others = [page.scanned(paper) for page in pages]
    stamp = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timetuple()
    first.save(
        out,
        "PDF",
        save_all=True,
        append_images=others,
        resolution=150,
        quality=60,
        title=title,
        producer="Pemindai",
        creationDate=stamp,
        modDate=stamp,
    )
    return out.getvalue()


def _rng(*parts: str) -> random.Random:
    return random.Random(zlib.crc32("/".join(parts).encode()))


def signed_letter_scan(
    unit: str,
    *,
    title: str,
    number: str,
    body: Sequence[str],
    place: str,
    day: dt.date,
    signer: Signer,
    witnesses: Sequence[Signer] = (),
) -> bytes:
    """A letter with letterhead, wavy signature and stamp, and the signatures of witnesses below."""
    page = _Page(_rng(unit, title, number))
    page.head(unit)
    page.line(title.upper(), 30, bold=True, middle=True)
    if number:
        page.line(f"Nomor {number}", 24, middle=True)
    page.y += 30
    for text in body:
        page.paragraph(text)
    page.y += 30
    top = page.y
    page.sign(place, day, signer)
    if witnesses:
        page.y = max(page.y, top + 300)
        page.line("Saksi-saksi", bold=True)
        row = page.y
        for i, witness in enumerate(witnesses[:2]):
            page.y, left = row, _LEFT + 510 * i
            page.line(f"{i + 1}. {witness.title}", 22, left=left)
            page.scribble(left + 20, page.y + 60)
            page.y += 110
            page.line(witness.name, 23, bold=True, left=left)
    return _pdf([page], title, day)


def declaration_scan(unit: str, *, place: str, day: dt.date, signer: Signer, witnesses: Sequence[Signer]) -> bytes:
    """A signed surat pernyataan pencanangan."""
    body = (
        f"Yang bertanda tangan di bawah ini, {signer.name}, {signer.title}, menyatakan bahwa {unit} siap:",
        "1. melaksanakan Pelayanan Publik Berbasis HAM;",
        "2. memenuhi kriteria bagi kelompok rentan: lanjut usia, anak, wanita hamil dan menyusui, serta penyandang disabilitas;",
        "3. melayani dengan cepat, tepat, tidak diskriminatif, dan bebas dari pungutan liar;",
        "4. diverifikasi, dinilai, dibina, dan diawasi.",
        "Demikian pernyataan ini dibuat dengan sebenarnya.",
    )
    return signed_letter_scan(
        unit,
        title="Surat Pernyataan Pencanangan P2HAM",
        number="",
        body=body,
        place=place,
        day=day,
        signer=signer,
        witnesses=witnesses,
    )


def sop_document(title: str, *, unit: str, place: str, day: dt.date, signer: Signer) -> bytes:
    """A standard operating procedure of two pages: the sheet with its approval, and the flow."""
    rng = _rng(unit, title, "sop")
    cover = _Page(rng)
    cover.head(unit)
    cover.line("STANDAR OPERASIONAL PROSEDUR", 32, bold=True, middle=True)
    cover.line(title.upper(), 27, bold=True, middle=True)
    cover.y += 30
    facts = (
        ("Nomor SOP", f"SOP-{rng.randint(1, 60):02d} Tahun {day.year}"),
        ("Tanggal berlaku", dates.long_date(day)),
        ("Disahkan oleh", signer.title),
    )
    cover.table(("Hal", "Keterangan"), facts, (280, 670))
    for head, text in (
        (
            "Tujuan",
            "Memberi kepastian bahwa setiap pengunjung, terutama lanjut usia, anak, wanita hamil dan menyusui, serta penyandang disabilitas, dilayani lebih dahulu dan dengan hormat.",
        ),
        ("Ruang lingkup", "Seluruh petugas layanan, mulai dari pintu masuk sampai pengunjung meninggalkan kantor."),
        ("Perlengkapan", "Kursi roda, nomor antrean prioritas, kursi prioritas, dan formulir dengan huruf besar."),
    ):
        cover.line(head, 26, bold=True)
        cover.paragraph(text)
    cover.y += 20
    cover.sign(place, day, signer)
    flow = _Page(rng)
    flow.y = 120
    flow.line("ALUR PELAYANAN", 30, bold=True, middle=True)
    steps = (
        "Petugas menyambut pengunjung dan menanyakan kebutuhannya",
        "Petugas menawarkan alat bantu dan nomor prioritas",
        "Pengunjung dilayani di loket prioritas",
        "Petugas memeriksa kelengkapan dan menjelaskan hasil",
        "Petugas mengantar pengunjung sampai pintu keluar",
        "Petugas mencatat layanan dalam buku harian",
    )
    for i, step in enumerate(steps):
        y = 220 + i * 200
        flow.pen.rounded_rectangle([180, y, 1060, y + 120], radius=16, outline=_INK, width=3)
        letters = font(25)
        flow.pen.text(((1240 - flow.pen.textlength(step, font=letters)) / 2, y + 44), step, font=letters, fill=_INK)
        if i < len(steps) - 1:
            flow.pen.line([620, y + 120, 620, y + 196], fill=_INK, width=3)
            flow.pen.polygon([(606, y + 176), (634, y + 176), (620, y + 198)], fill=_INK)
    return _pdf([cover, flow], title, day)


def evidence_document(requirement: str, title: str, *, unit: str, place: str, day: dt.date, signer: Signer) -> bytes:
    """The paper that a document requirement of the instrument asks for, by the requirement's code."""
    if requirement == "sop":
        return sop_document(title, unit=unit, place=place, day=day, signer=signer)
    rng = _rng(unit, requirement, title)
    page = _Page(rng)
    page.head(unit)
    page.line(title.upper(), 29 if len(title) < 44 else 24, bold=True, middle=True)
    page.line(f"Nomor {unit_number(rng, day)}", 23, middle=True)
    page.y += 30
    content = _TABLES.get(requirement)
    if content:
        heads, rows, widths = content
        page.table(heads, rows, widths)
        page.paragraph("Keadaan sampai dengan tanggal surat ini. Dokumen contoh untuk peragaan portal.")
    else:
        page.line("MEMUTUSKAN", 26, bold=True, middle=True)
        page.y += 10
        for i, text in enumerate(_ORDER):
            page.line(("KESATU", "KEDUA", "KETIGA")[i], 24, bold=True)
            page.paragraph(text, 24)
    page.y += 30
    page.sign(place, day, signer)
    return _pdf([page], title, day)


def unit_number(rng: random.Random, day: dt.date) -> str:
    """A letter number of nobody's register."""
    return f"CONTOH-{rng.randint(11, 480)} Tahun {day.year}"


_ORDER = (
    "Menetapkan petugas dan sarana pelayanan bagi kelompok rentan sebagaimana tercantum dalam lampiran keputusan ini.",
    "Petugas bertanggung jawab kepada kepala unit kerja dan melaporkan pelaksanaannya setiap bulan.",
    "Keputusan ini berlaku sejak tanggal ditetapkan.",
)
_Table = tuple[Sequence[str], Sequence[Sequence[str]], Sequence[int]]
_TABLES: dict[str, _Table] = {
    "inventaris": (
        ("No.", "Nama barang", "Jumlah", "Keadaan"),
        (
            ("1", "Kursi roda", "2", "Baik"),
            ("2", "Tongkat", "4", "Baik"),
            ("3", "Kacamata baca", "6", "Baik"),
            ("4", "Alat bantu dengar", "1", "Baik"),
        ),
        (80, 470, 160, 240),
    ),
    "jadwal": (
        ("Hari", "Pukul 08.00 - 12.00", "Pukul 12.00 - 15.30"),
        (
            ("Senin", "Ayu Contoh", "Bayu Contoh"),
            ("Selasa", "Citra Contoh", "Dimas Contoh"),
            ("Rabu", "Ayu Contoh", "Bayu Contoh"),
            ("Kamis", "Citra Contoh", "Dimas Contoh"),
            ("Jumat", "Ayu Contoh", "Bayu Contoh"),
        ),
        (230, 360, 360),
    ),
    "rekap": (
        ("Bulan", "Masuk", "Selesai", "Keterangan"),
        (
            ("Januari", "2", "2", "Antrean"),
            ("Februari", "0", "0", "Nihil"),
            ("Maret", "1", "1", "Ruang tunggu"),
            ("April", "0", "0", "Nihil"),
        ),
        (240, 160, 160, 390),
    ),
    "data-hunian": (
        ("Kelompok", "Laki-laki", "Perempuan", "Jumlah"),
        (
            ("Lanjut usia", "14", "2", "16"),
            ("Penyandang disabilitas", "3", "0", "3"),
            ("Anak bawaan", "0", "1", "1"),
            ("Hamil", "0", "1", "1"),
        ),
        (380, 190, 190, 190),
    ),
    "sertifikat": (
        ("No.", "Nama petugas", "Pelatihan", "Jam"),
        (
            ("1", "Ayu Contoh", "Bahasa isyarat dasar", "24"),
            ("2", "Bayu Contoh", "Pelayanan prima", "16"),
            ("3", "Citra Contoh", "HAM bagi petugas", "20"),
        ),
        (80, 330, 420, 120),
    ),
}
