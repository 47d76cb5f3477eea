"""The check of a file at receipt: by its content, never by what it calls itself.

A refusal is one Indonesian sentence or two that names the file, the reason and the remedy.
"""

import hashlib
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import IO, Literal

from p2ham.lib import dates, images, pdfprobe

LONGEST_NAME = 120
_CHUNK = 64 * 1024
_HEAD = 1024
_TAIL = 2048
_OUR_EXTENSIONS = {"jpg", "jpeg", "jpe", "jfif", "png", "webp", "pdf"}
_CONTENT_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}
# A photo that is a web page or a PDF as well: what some browser or viewer might make of it. Long enough that the noise of
# a picture does not hold them by chance.
_SECOND_NATURE = re.compile(rb"<script[\s>/]|<\?php\s|<html[\s>/]|<!doctype|%PDF-[12]\.", re.IGNORECASE)
_PAGE_START = re.compile(rb"<(script|\?php|html|!doctype|svg)", re.IGNORECASE)
_LONGEST_SIGNATURE = 16
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}

_TAKEN = "Kirim foto JPEG, PNG atau WebP, atau dokumen PDF."
_AS_PDF = "Simpan dahulu sebagai PDF, lalu unggah PDF itu."
_AS_PHOTO = "Buka di ponsel atau komputer, simpan ulang sebagai JPEG, lalu unggah lagi."
_STRANGERS: list[tuple[bytes, str, str]] = [
    (b"GIF8", "gambar GIF", "Simpan ulang sebagai JPEG atau PNG, lalu unggah lagi."),
    (b"BM", "gambar BMP", "Simpan ulang sebagai JPEG atau PNG, lalu unggah lagi."),
    (b"II*\0", "gambar TIFF", "Simpan ulang sebagai JPEG, atau sebagai PDF bila berisi naskah."),
    (b"MM\0*", "gambar TIFF", "Simpan ulang sebagai JPEG, atau sebagai PDF bila berisi naskah."),
    (b"PK", "arsip ZIP atau dokumen Word, Excel atau PowerPoint", _AS_PDF),
    (b"\xd0\xcf\x11\xe0", "dokumen Word, Excel atau PowerPoint lama", _AS_PDF),
    (b"{\\rtf", "dokumen RTF", _AS_PDF),
    (b"Rar!", "arsip RAR", "Buka arsipnya dan unggah isinya satu per satu."),
    (b"7z\xbc\xaf", "arsip 7-Zip", "Buka arsipnya dan unggah isinya satu per satu."),
    (b"MZ", "program komputer", _TAKEN),
    (b"\x7fELF", "program komputer", _TAKEN),
]

_REASONS = {
    "empty": "kosong (0 bita). Periksa berkas itu di perangkat Anda, lalu pilih lagi.",
    "heic": (
        "adalah foto HEIC dari iPhone atau iPad. Kirim sebagai JPEG: buka Pengaturan, Kamera, Format, pilih "
        "“Paling Kompatibel”, lalu foto lagi; atau simpan ulang foto itu sebagai JPEG."
    ),
    "damaged": "rusak atau terpotong sehingga tidak dapat dibuka. Coba buka di perangkat Anda, simpan ulang, lalu "
    "unggah lagi.",
    "animated": "adalah gambar bergerak. Kirim gambar yang diam, misalnya tangkapan layarnya sebagai JPEG.",
    "polyglot": f"berisi bagian lain yang disisipkan (naskah, arsip atau dokumen). {_AS_PHOTO}",
    "encrypted": "dilindungi kata sandi atau dibatasi. Simpan ulang tanpa kata sandi dan tanpa pembatasan, lalu unggah "
    "lagi.",
    "script": "memuat skrip atau tindakan otomatis. Cetak ulang ke PDF (Cetak, Simpan sebagai PDF), lalu unggah lagi.",
    "attachment": "memuat lampiran atau media di dalamnya. Unggah lampirannya sebagai berkas tersendiri, dan cetak "
    "ulang naskahnya ke PDF.",
    "xfa": "adalah formulir XFA yang tidak dapat diperiksa. Cetak ulang ke PDF (Cetak, Simpan sebagai PDF), lalu "
    "unggah lagi.",
    "no_pages": "tidak memuat satu halaman pun. Buat ulang PDF itu, lalu unggah lagi.",
    "too_many_pages": f"memuat lebih dari {pdfprobe.MAX_PAGES} halaman. Unggah bagian yang diperlukan saja.",
    "too_complex": "terlalu rumit untuk diperiksa. Cetak ulang ke PDF (Cetak, Simpan sebagai PDF) atau pindai dengan "
    "resolusi 150 sampai 200 dpi, lalu unggah lagi.",
}


class Refused(Exception):
    """The file is not taken. ``reason`` is for tests and counts, ``sentence`` is for the person who sent it."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence


@dataclass(frozen=True)
class Accepted:
    """What was received. Width and height as the viewer sees them; ``name`` is a label, never a path."""

    kind: Literal["photo", "pdf"]
    content_type: str
    name: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    capture_date: date | None = None
    had_gps: bool = False
    pages: int | None = None


def inspect(fileobj: IO[bytes], *, name: str, photo_max_bytes: int, pdf_max_bytes: int) -> Accepted:
    """Judge a received file by its content. Raises ``Refused``; leaves the file at its beginning."""
    label = clean_name(name)
    try:
        fileobj.seek(0)
        head = fileobj.read(_HEAD)
        fileobj.seek(0)
        if not head:
            raise _refusal(label, "empty")
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
            return _pdf(fileobj, label, pdf_max_bytes)
        if _is_photo(head):
            return _photo(fileobj, label, photo_max_bytes)
        raise _stranger(label, head)
    finally:
        fileobj.seek(0)


def clean_name(name: str, *, extension: str = "") -> str:
    """A label for people: no folders, no control or direction marks, at most 120 characters.

    With ``extension`` the label ends in it; a known extension of ours is replaced, any other stays readable.
    """
    text = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    text = re.split(r"[/\\]", text)[-1]
    text = "".join(" " if _blank(char) else char for char in text if not _hidden(char))
    text = re.sub(r'[<>:"|?*]', "_", " ".join(text.split())).strip(". ")
    stem, dot, ending = text.rpartition(".")
    if not dot or not re.fullmatch(r"\w{1,8}", ending):
        stem, ending = text, ""
    if extension and ending.lower() != extension:
        stem, ending = (stem if ending.lower() in _OUR_EXTENSIONS else text), extension
    tail = f".{ending}" if ending else ""
    return (stem[: LONGEST_NAME - len(tail)].rstrip(". ") or "berkas") + tail


def _blank(char: str) -> bool:
    return char in "\t\r\n\v\f" or unicodedata.category(char) in {"Zs", "Zl", "Zp"}


def _hidden(char: str) -> bool:
    return char not in "\t\r\n\v\f" and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _is_photo(head: bytes) -> bool:
    webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return webp or head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def _photo(fileobj: IO[bytes], label: str, limit: int) -> Accepted:
    digest = hashlib.sha256()
    before = b""
    for chunk in _chunks(fileobj, label, "foto", limit):
        digest.update(chunk)
        if _SECOND_NATURE.search(before + chunk):
            raise _refusal(label, "polyglot")
        before = chunk[-_LONGEST_SIGNATURE:]
    size = fileobj.tell()
    if zipfile.is_zipfile(fileobj):
        raise _refusal(label, "polyglot")
    try:
        facts = images.inspect(fileobj)
    except images.ImageRefused as refused:
        raise _picture_refusal(label, refused) from refused
    content_type = _CONTENT_TYPES[facts.format]
    return Accepted(
        kind="photo",
        content_type=content_type,
        name=clean_name(label, extension=_EXTENSIONS[content_type]),
        size=size,
        sha256=digest.hexdigest(),
        width=facts.width,
        height=facts.height,
        capture_date=facts.capture_date,
        had_gps=facts.had_gps,
    )


def _pdf(fileobj: IO[bytes], label: str, limit: int) -> Accepted:
    digest = hashlib.sha256()
    size = 0
    # A real file of our own: what the probe's process reads, it reads by itself.
    with tempfile.TemporaryFile() as copy:
        last = b""
        for chunk in _chunks(fileobj, label, "PDF", limit):
            if size == 0 and _PAGE_START.search(chunk[:_HEAD]):
                raise _refusal(label, "polyglot")
            digest.update(chunk)
            copy.write(chunk)
            size += len(chunk)
            last = (last + chunk)[-_TAIL:]
        if zipfile.is_zipfile(copy):
            raise _refusal(label, "polyglot")
        if b"%%EOF" not in last:
            raise _refusal(label, "damaged")
        try:
            pages = pdfprobe.facts(copy)
        except pdfprobe.PdfRefused as refused:
            raise _refusal(label, refused.reason) from refused
    return Accepted(
        kind="pdf",
        content_type="application/pdf",
        name=clean_name(label, extension="pdf"),
        size=size,
        sha256=digest.hexdigest(),
        pages=pages,
    )


def _chunks(fileobj: IO[bytes], label: str, what: str, limit: int) -> Iterator[bytes]:
    """The file piece by piece, until it is larger than it may be: a stated length proves nothing."""
    size = 0
    while chunk := fileobj.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise Refused(
                "too_large",
                f"{_quoted(label)} terlalu besar: {what} paling besar {dates.file_size(limit)}. "
                + (
                    "Kecilkan ukuran fotonya, lalu unggah lagi."
                    if what == "foto"
                    else "Pindai dengan resolusi 150 sampai 200 dpi atau pecah menjadi beberapa berkas."
                ),
            )
        yield chunk


def _quoted(label: str) -> str:
    return f"Berkas “{label}”"


def _refusal(label: str, reason: str) -> Refused:
    return Refused(reason, f"{_quoted(label)} {_REASONS.get(reason, _REASONS['damaged'])}")


def _picture_refusal(label: str, refused: images.ImageRefused) -> Refused:
    size = f" ({refused.size[0]} × {refused.size[1]} piksel)" if refused.size else ""
    if refused.reason == "too_small":
        return Refused(
            "too_small",
            f"{_quoted(label)} terlalu kecil{size} untuk dilihat. Kirim foto aslinya, paling kecil "
            f"{images.SMALLEST_SIDE} × {images.SMALLEST_SIDE} piksel.",
        )
    if refused.reason == "too_many_pixels":
        return Refused(
            "too_many_pixels",
            f"{_quoted(label)} terlalu besar ukurannya{size}. Kecilkan fotonya, misalnya menjadi 4000 × 3000 piksel, "
            "simpan sebagai JPEG, lalu unggah lagi.",
        )
    return _refusal(label, refused.reason)


def _stranger(label: str, head: bytes) -> Refused:
    """A type that we do not take, called by its name where we know it."""
    if head[4:8] == b"ftyp":
        if head[8:12] in _HEIC:
            return _refusal(label, "heic")
        what = ("gambar AVIF", _AS_PHOTO) if head[8:12] in {b"avif", b"avis"} else ("video", "Kirim beberapa fotonya.")
        return Refused("not_allowed", f"{_quoted(label)} adalah {what[0]} yang tidak diterima di sini. {what[1]}")
    for start, what_it_is, remedy in _STRANGERS:
        if head.startswith(start):
            return Refused("not_allowed", f"{_quoted(label)} adalah {what_it_is} yang tidak diterima di sini. {remedy}")
    if _PAGE_START.search(head):
        svg = re.search(rb"<svg", head, re.IGNORECASE)
        kind = "gambar SVG" if svg else "halaman web"
        remedy = _AS_PHOTO if svg else _AS_PDF
        return Refused("not_allowed", f"{_quoted(label)} adalah {kind} yang tidak diterima di sini. {remedy}")
    ending = PurePosixPath(label).suffix.lower().lstrip(".")
    if ending in _OUR_EXTENSIONS:
        return Refused(
            "not_allowed", f"{_quoted(label)} bukan foto atau PDF, walaupun namanya berakhiran .{ending}. {_TAKEN}"
        )
    return Refused("not_allowed", f"{_quoted(label)} bukan jenis berkas yang diterima di sini. {_TAKEN}")
