"""Files that the door must refuse, each with its reason, and odd but honest files that it must take."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
from PIL import Image, PngImagePlugin

from tests import samples

Hostile = tuple[str, bytes, str]
Good = tuple[str, bytes, str]

SCRIPT = b"<script>fetch('http://127.0.0.1/')</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
HTML = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"

# What a device, or somebody with a tool, may call an honest photo.
NAMES = [
    "../../etc/passwd", "..\\..\\boot.ini", "foto\u202egpj.exe", "foto\0.jpg", "foto.jpg\r\nX-Kepala: 1", ".htaccess", "CON",
    "   ", "=cmd|' /C calc'!A1.jpg", "<script>alert(1)</script>.jpg", "f" * 300 + ".jpg", "foto.svg", "foto.html", "foto.jpg.",
]  # fmt: skip


@cache
def hostile_files() -> list[Hostile]:
    """(name, bytes, expected reason) of every kind that we know."""
    return [*_strangers(), *_photos(), *_floods(), *_pdfs(), *_broken_pdfs()]


@cache
def good_files() -> list[Good]:
    """(name, bytes, kind) of files that look unusual and are fine."""
    photo = samples.photo(seed=11)
    return [
        ("foto.jpg", photo, "photo"),
        ("foto.php.jpg", photo, "photo"),
        ("foto", photo, "photo"),
        ("foto.exe", photo, "photo"),
        ("foto.pdf", photo, "photo"),
        *[(name, photo, "photo") for name in NAMES],
        ("tegak.jpg", samples.photo(seed=12, orientation=6), "photo"),
        ("tanpa-exif.jpg", _saved(samples.scene(13, (640, 480)), "JPEG"), "photo"),
        ("abu-abu.jpg", _saved(samples.scene(14, (640, 480)).convert("L"), "JPEG"), "photo"),
        ("cetak.jpg", _saved(samples.scene(15, (640, 480)).convert("CMYK"), "JPEG"), "photo"),
        ("bertahap.jpg", samples.photo(seed=16, progressive=True), "photo"),
        ("besar.jpg", samples.photo(seed=17, size=(8160, 6144), quality=60), "photo"),
        ("gerak-samsung.jpg", photo + b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(5000) + b"SEFT", "photo"),
        ("dua-gambar.jpg", _two_pictures(), "photo"),
        ("exif-rusak.jpg", _with_segment(photo, 0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff"), "photo"),
        ("layar.png", samples.png(seed=18), "photo"),
        ("tembus.png", samples.png(seed=19, mode="RGBA"), "photo"),
        ("palet.png", samples.png(seed=20, mode="P"), "photo"),
        ("dalam.png", _saved(samples.scene(21, (300, 200)).convert("I;16"), "PNG"), "photo"),
        ("kirim.webp", samples.webp(seed=22), "photo"),
        ("utuh.webp", samples.webp(seed=23, lossless=True), "photo"),
        ("pindai.pdf", samples.scanned_pdf(), "pdf"),
        ("banyak.pdf", samples.scanned_pdf(pages=12), "pdf"),
        ("pindai.jpg", samples.scanned_pdf(), "pdf"),
        ("bom.pdf", b"\xef\xbb\xbf\r\n" + samples.scanned_pdf(), "pdf"),
        ("padat.pdf", _pdf(lambda pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.generate), "pdf"),
        ("web.pdf", _pdf(lambda pdf: None, linearize=True), "pdf"),
        ("tautan.pdf", _pdf(_with_link), "pdf"),
        ("bertanda-tangan.pdf", _pdf(_with_signature), "pdf"),
    ]


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


def _with_segment(jpeg: bytes, marker: int, content: bytes) -> bytes:
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content + jpeg[2:]


def _two_pictures() -> bytes:
    out = io.BytesIO()
    samples.scene(24).save(out, "MPO", save_all=True, append_images=[samples.scene(25)])
    return out.getvalue()


def _strangers() -> list[Hostile]:
    noise = random.Random(3).randbytes
    return [
        ("kosong.jpg", b"", "empty"),
        ("nol.jpg", bytes(4096), "not_allowed"),
        ("acak.jpg", b"\x01" + noise(5000), "not_allowed"),
        ("catatan.jpg", b"Foto menyusul.\n", "not_allowed"),
        ("logo.svg", SVG, "not_allowed"),
        ("logo.jpg", SVG, "not_allowed"),
        ("halaman.html", HTML, "not_allowed"),
        ("halaman.pdf", HTML, "not_allowed"),
        ("foto.php.jpg", b"<?php system($_GET['c']); ?>", "not_allowed"),
        ("foto.jpg.exe", b"MZ" + noise(2000), "not_allowed"),
        ("program.png", b"\x7fELF" + noise(2000), "not_allowed"),
        ("bukti.zip", _archive(), "not_allowed"),
        ("surat.docx", _archive(), "not_allowed"),
        ("surat.pdf", _archive(), "not_allowed"),
        ("lama.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(2000), "not_allowed"),
        ("bergerak.gif", _saved(samples.scene(31, (200, 200)), "GIF"), "not_allowed"),
        ("gambar.bmp", _saved(samples.scene(32, (200, 200)), "BMP"), "not_allowed"),
        ("pindai.tif", _saved(samples.scene(33, (200, 200)), "TIFF"), "not_allowed"),
        ("gambar.jp2", _saved(samples.scene(34, (200, 200)), "JPEG2000"), "not_allowed"),
        ("gambar.avif", _saved(samples.scene(35, (200, 200)), "AVIF"), "not_allowed"),
        ("video.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + noise(2000), "not_allowed"),
        ("IMG_0001.HEIC", samples.heic_like(), "heic"),
        ("IMG_0001.jpg", samples.heic_like(), "heic"),
        ("naskah.ps", b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file", "not_allowed"),
    ]


def _photos() -> list[Hostile]:
    photo = samples.photo(seed=41)
    png = samples.png(seed=42)
    webp = samples.webp(seed=43)
    frames = [samples.scene(seed, (200, 200)) for seed in range(44, 47)]
    comment = PngImagePlugin.PngInfo()
    comment.add_text("Comment", HTML.decode())
    return [
        ("terpotong.jpg", photo[: len(photo) // 2], "damaged"),
        ("hampir-utuh.jpg", photo[:-600], "damaged"),
        ("kepala.jpg", photo[:300], "damaged"),
        ("awal.jpg", photo[:4], "damaged"),
        ("terpotong.png", png[: len(png) // 2], "damaged"),
        ("kepala.png", png[:40], "damaged"),
        ("terpotong.webp", webp[: len(webp) // 2], "damaged"),
        ("sampah.jpg", b"\xff\xd8\xff\xe0" + random.Random(5).randbytes(9000), "damaged"),
        ("sampah.png", b"\x89PNG\r\n\x1a\n" + random.Random(6).randbytes(9000), "damaged"),
        ("sampah.webp", b"RIFF\x00\x10\0\0WEBP" + random.Random(7).randbytes(9000), "damaged"),
        ("crc.png", png[:29] + bytes(4) + png[33:], "damaged"),
        ("bergerak.webp", _saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]), "animated"),
        ("bergerak.png", _saved(frames[0], "PNG", save_all=True, append_images=frames[1:]), "animated"),
        ("ikon.png", _saved(samples.scene(48, (16, 16)), "PNG"), "too_small"),
        ("titik.jpg", _saved(Image.new("RGB", (1, 1)), "JPEG"), "too_small"),
        ("arsip.jpg", photo + _archive(), "polyglot"),
        ("arsip.png", png + _archive(), "polyglot"),
        ("halaman.jpg", photo + HTML, "polyglot"),
        ("komentar.jpg", _with_segment(photo, 0xFE, b"<?php system('id'); ?>"), "polyglot"),
        ("komentar.png", _saved(samples.scene(49, (200, 200)), "PNG", pnginfo=comment), "polyglot"),
        ("dokumen.jpg", photo + samples.scanned_pdf(), "polyglot"),
        ("dokumen.png", png + samples.scanned_pdf(), "polyglot"),
        ("halaman.png", png + HTML, "polyglot"),
        ("halaman.webp", webp + HTML, "polyglot"),
        ("arsip.webp", webp + _archive(), "polyglot"),
        ("vektor.jpg", photo + SVG, "polyglot"),
        ("exif.jpg", _with_segment(photo, 0xE1, b"Exif\0\0" + HTML), "polyglot"),
        ("xmp.jpg", _with_segment(photo, 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SCRIPT), "polyglot"),
        ("berawal-foto.pdf", photo[:900] + samples.scanned_pdf(), "polyglot"),
        ("berawal-arsip.pdf", _archive() + samples.scanned_pdf(), "not_allowed"),
    ]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(width: int, height: int, colour: int, *, before: bytes = b"", rows: int | None = None) -> bytes:
    """A PNG of black pixels: tiny on the disk, enormous in memory."""
    pump = zlib.compressobj(1)
    block = bytes((1 + width * {0: 1, 2: 3, 6: 4}[colour]) * 8)
    data = b"".join(pump.compress(block) for _ in range((rows or height) // 8)) + pump.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + before + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _resized_header(jpeg: bytes, width: int, height: int) -> bytes:
    start = next(jpeg.index(marker) for marker in (b"\xff\xc0", b"\xff\xc2") if marker in jpeg)
    return jpeg[: start + 5] + struct.pack(">HH", height, width) + jpeg[start + 9 :]


def _many_scans() -> bytes:
    """A progressive JPEG that repeats its last scan two thousand times: small to send, long to decode."""
    jpeg = _saved(Image.new("RGB", (4000, 3000), "grey"), "JPEG", progressive=True)
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:last] + jpeg[last:-2] * 2000 + b"\xff\xd9"


def _floods() -> list[Hostile]:
    photo = samples.photo(seed=51)
    webp = _saved(samples.scene(52, (300, 200)), "WEBP", lossless=True)
    size = webp.index(b"VP8L") + 9
    bomb = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(60_000_000), 1))
    profile = _chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(bytes(60_000_000), 1))
    frames = [Image.new("RGB", (120, 120), (number % 256, number // 256, 7)) for number in range(400)]
    png = samples.png(seed=54)
    endless = png[:33] + _chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)) + png[33:]
    return [
        ("banjir-gerak.webp", _saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]), "animated"),
        ("banjir-gerak.png", endless, "animated"),
        ("banjir.png", _png(12000, 12000, 2, rows=800), "too_many_pixels"),
        ("banjir-tembus.png", _png(5000, 5000, 6, rows=800), "too_many_pixels"),
        ("banjir-kepala.png", _png(30000, 30000, 0, rows=8), "too_many_pixels"),
        ("banjir.jpg", _resized_header(photo, 65500, 65500), "too_many_pixels"),
        ("banjir.webp", webp[:size] + struct.pack("<I", 16382 | 16382 << 14) + webp[size + 4 :], "too_many_pixels"),
        ("bertahap.jpg", _resized_header(samples.photo(seed=53, progressive=True), 10000, 10000), "too_many_pixels"),
        ("pindaian.jpg", _many_scans(), "damaged"),
        ("teks.png", _png(200, 200, 2, before=bomb), "damaged"),
        ("profil.png", _png(200, 200, 2, before=profile), "damaged"),
        ("gendut.jpg", photo + bytes(15 * 1024 * 1024), "too_large"),
        ("gendut.pdf", samples.scanned_pdf() + bytes(20 * 1024 * 1024), "too_large"),
    ]


def _pdf(change: Callable[[pikepdf.Pdf], None], **options: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.scanned_pdf(text="PDF UJI"))) as pdf:
        change(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def _action(kind: str, **more: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name("/" + kind), **more)


def _with_annotation(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        entry = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 99, 99], **entries)
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(entry)])

    return change


def _with_link(pdf: pikepdf.Pdf) -> None:
    _with_annotation(Subtype=pikepdf.Name.Link, A=_action("URI", URI="https://p2ham.example/"))(pdf)


def _with_signature(pdf: pikepdf.Pdf) -> None:
    """The form field that an electronic signature leaves; a form, but without a script."""
    value = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig, SubFilter=pikepdf.Name("/ETSI.CAdES.detached"), Contents=b"0" * 99
    )
    field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Signature1", Subtype=pikepdf.Name.Widget, V=value)
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(field)], SigFlags=3)


def _with_root(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            pdf.Root["/" + key] = value

    return change


def _attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["rahasia.exe"] = b"MZ..."


def _pdfs() -> list[Hostile]:
    name = pikepdf.Name
    script = _action("JavaScript", JS="app.alert('x')")
    hidden = _pdf(_with_root(OpenAction=script)).replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4AS")
    names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", script]))
    form = pikepdf.Dictionary(Fields=[], XFA="<xdp:xdp/>")
    permissions = pikepdf.Permissions(extract=False)
    launch = _action("Launch", F="cmd.exe")
    field = pikepdf.Dictionary(FT=name.Tx, T="nama", AA=pikepdf.Dictionary(K=script))
    outline = pikepdf.Dictionary(Title="x", A=script)
    packed = pikepdf.ObjectStreamMode.generate
    return [
        ("sandi.pdf", _pdf(lambda pdf: None, encryption=pikepdf.Encryption(user="x", owner="y")), "encrypted"),
        ("batas.pdf", _pdf(lambda pdf: None, encryption=pikepdf.Encryption(owner="y", allow=permissions)), "encrypted"),
        ("skrip.pdf", _pdf(_with_root(OpenAction=script)), "script"),
        ("skrip-nama.pdf", _pdf(_with_root(Names=names)), "script"),
        ("skrip-samar.pdf", hidden, "script"),
        ("skrip-padat.pdf", _pdf(_with_annotation(Subtype=name.Link, A=script), object_stream_mode=packed), "script"),
        ("skrip-halaman.pdf", _pdf(_with_annotation(Subtype=name.Link, AA=pikepdf.Dictionary(E=script))), "script"),
        ("luncur.pdf", _pdf(_with_annotation(Subtype=name.Link, A=launch)), "script"),
        ("kirim.pdf", _pdf(_with_annotation(Subtype=name.Link, A=_action("SubmitForm", F="http://x/"))), "script"),
        ("impor.pdf", _pdf(_with_annotation(Subtype=name.Link, A=_action("ImportData", F="x.fdf"))), "script"),
        ("keluar.pdf", _pdf(_with_annotation(Subtype=name.Link, A=_action("GoToR", F="//x/y.pdf"))), "script"),
        ("skrip-bidang.pdf", _pdf(_with_root(AcroForm=pikepdf.Dictionary(Fields=[field]))), "script"),
        ("skrip-berantai.pdf", _pdf(_with_root(OpenAction=_action("GoTo", D=[0], Next=script))), "script"),
        ("skrip-garis.pdf", _pdf(_with_root(Outlines=pikepdf.Dictionary(First=outline))), "script"),
        ("lampiran.pdf", _pdf(_attach), "attachment"),
        ("lampiran-tujuan.pdf", _pdf(_with_annotation(Subtype=name.Link, A=_action("GoToE"))), "attachment"),
        ("tiga-dimensi.pdf", _pdf(_with_annotation(Subtype=name("/3D"))), "attachment"),
        ("lampiran-catatan.pdf", _pdf(_with_annotation(Subtype=name.FileAttachment)), "attachment"),
        ("media.pdf", _pdf(_with_annotation(Subtype=name.RichMedia)), "attachment"),
        ("formulir.pdf", _pdf(_with_root(AcroForm=form)), "xfa"),
        ("formulir-larik.pdf", _pdf(_with_root(AcroForm=pikepdf.Dictionary(XFA=["template", "<x/>"]))), "xfa"),
        ("sandi-kosong.pdf", _pdf(lambda pdf: None, encryption=pikepdf.Encryption(user="", owner="y")), "encrypted"),
        ("arsip.pdf", samples.scanned_pdf() + _archive(), "polyglot"),
        ("halaman.pdf", b"%PDF-1.4\n%" + HTML + samples.scanned_pdf()[8:], "polyglot"),
    ]


def _raw_pdf(*objects: bytes) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return bytes(out) + (
        b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    )


def _flate_bomb() -> bytes:
    """A compressed object stream of 400 MB in less than 2 MB."""
    pump = zlib.compressobj(1)
    blanks = b" " * 1_000_000
    data = pump.compress(b"1 0 ") + b"".join(pump.compress(blanks) for _ in range(400)) + pump.flush()
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(data)
    body = b"%PDF-1.7\n2 0 obj\n" + stream + data + b"\nendstream\nendobj\n"
    start = len(body)
    rows = struct.pack(">BIB", 0, 0, 255) + struct.pack(">BIB", 2, 2, 0) + struct.pack(">BIB", 1, 9, 0)
    rows += struct.pack(">BIB", 1, start, 0)
    head = b"<< /Type /XRef /Size 4 /W [1 4 1] /Root 1 0 R /Length %d >>" % len(rows)
    return body + b"3 0 obj\n" + head + b"\nstream\n" + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def _broken_pdfs() -> list[Hostile]:
    pdf = samples.scanned_pdf()
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    loop = _raw_pdf(catalog, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 5003))
    endless = _raw_pdf(catalog, b"<< /Type /Pages /Kids [%b] /Count 5000 >>" % kids, *[page] * 5000)
    crowd = _raw_pdf(catalog, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, *[b"<</A<</B[1 2]>>>>"] * 250_000)
    return [
        ("terpotong.pdf", pdf[: len(pdf) // 2], "damaged"),
        ("ekor-hilang.pdf", pdf[:-30], "damaged"),
        ("sampah.pdf", b"%PDF-1.7\n" + random.Random(8).randbytes(9000), "damaged"),
        ("sampah-berekor.pdf", b"%PDF-1.7\n" + random.Random(8).randbytes(9000) + b"%%EOF", "damaged"),
        ("tanpa-halaman.pdf", _raw_pdf(catalog, b"<< /Type /Pages /Kids [] /Count 0 >>"), "no_pages"),
        ("melingkar.pdf", loop, "damaged"),
        ("ribuan.pdf", endless, "too_many_pages"),
        ("jutaan.pdf", crowd, "too_complex"),
        ("bom.pdf", _flate_bomb(), "damaged"),
    ]


@cache
def largest_files() -> list[Good]:
    """Photos and documents as large as the door lets in, to weigh what one of them costs."""
    grain = Image.effect_noise((425, 320), 90)

    def noisy(width: int, height: int, mode: str = "RGB") -> Image.Image:
        return grain.convert(mode).resize((width, height), Image.Resampling.NEAREST)

    many = _saved(Image.new("RGB", (2000, 1500), "grey"), "JPEG", progressive=True)
    last = many.rindex(b"\xff\xda")
    return [
        ("besar.png", _saved(noisy(4820, 4820), "PNG", compress_level=1), "photo"),
        ("tembus.png", _saved(noisy(3700, 2880, "RGBA"), "PNG", compress_level=1), "photo"),
        ("palet.png", _saved(noisy(4600, 3470, "P"), "PNG", compress_level=1), "photo"),
        ("kelabu.png", _saved(noisy(9900, 9900, "L"), "PNG", compress_level=1), "photo"),
        ("dalam.png", _saved(noisy(3700, 2880, "I;16"), "PNG", compress_level=1), "photo"),
        ("besar.webp", _saved(noisy(3264, 2448), "WEBP", method=0), "photo"),
        ("persegi.jpg", _saved(noisy(3600, 3600), "JPEG"), "photo"),
        ("cetak.jpg", _saved(noisy(3600, 3600, "CMYK"), "JPEG"), "photo"),
        ("panorama.jpg", _saved(noisy(20000, 2400), "JPEG"), "photo"),
        ("kamera-108.jpg", _saved(noisy(12000, 9000), "JPEG", quality=50), "photo"),
        ("bertahap.jpg", _saved(noisy(5400, 3700), "JPEG", progressive=True, subsampling=0), "photo"),
        ("berulang.jpg", many[:last] + many[last:-2] * 85 + b"\xff\xd9", "photo"),
    ]
