"""ZIP files of strangers, opened piece by piece: nothing is believed that was not counted while reading.

``look_through`` reads the whole ZIP once and keeps nothing; only then are files taken out, one at a time.
"""

import hashlib
import zlib
from collections.abc import Iterator
from typing import IO

from p2ham.lib import zipindex
from p2ham.lib.zipindex import Entry, Limits, ZipRefused

__all__ = ["Entry", "Limits", "ZipRefused", "chunks", "is_noise", "look_through", "mark", "sentence"]

_CHUNK = 64 * 1024
_HEAD = 512
_MARK = 64 * 1024
# What systems leave in folders without being asked.
_NOISE = {".ds_store", "thumbs.db", "desktop.ini", ".localized", "ehthumbs.db", ".nomedia", ".picasa.ini"}
_NOISE_FOLDERS = {"__macosx", ".spotlight-v100", ".trashes", "@eadir", "$recycle.bin", ".fseventsd"}
_OFFICE = (b"[Content_Types].xml", b"_rels/.rels", b"mimetype", b"docProps/", b"word/", b"xl/", b"ppt/", b"customXml/")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
_ARCHIVE_NAMES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".iso", ".cab", ".jar")

_REASONS = {
    "empty": "kosong (0 bita). Buat lagi ZIP-nya, lalu unggah.",
    "not_a_zip": "bukan ZIP, atau rusak sehingga tidak dapat dibuka. Kompres lagi foldernya menjadi ZIP, lalu unggah.",
    "truncated": "terpotong: bagian akhirnya tidak ada. Buat lagi ZIP-nya, lalu unggah.",
    "damaged": "rusak sehingga isinya tidak dapat dibaca. Buat lagi ZIP-nya, lalu unggah.",
    "split": "terbagi menjadi beberapa bagian. Buat satu ZIP utuh, lalu unggah.",
    "lying": "memuat keterangan yang tidak cocok dengan isinya. Buat lagi ZIP-nya dari folder aslinya, lalu unggah.",
    "overlap": "memuat berkas yang saling tumpang tindih. Buat lagi ZIP-nya dari folder aslinya, lalu unggah.",
    "bomb": "memuat berkas yang mengembang jauh melebihi ukurannya. Keluarkan berkas itu, lalu buat lagi ZIP-nya.",
    "single": "memuat satu berkas yang terlalu besar. Kecilkan atau keluarkan berkas itu, lalu buat lagi ZIP-nya.",
    "total": "terlalu besar setelah dibuka. Bagi isinya menjadi beberapa ZIP; folder yang tidak berubah boleh "
    "ditinggalkan.",
    "count": "memuat terlalu banyak berkas. Keluarkan yang bukan data dukung, atau bagi menjadi beberapa ZIP.",
    "encrypted": "dikunci dengan kata sandi. Buat lagi ZIP-nya tanpa kata sandi, lalu unggah.",
    "method": "dimampatkan dengan cara yang tidak dikenal. Buat ZIP biasa (Kompres, atau Kirim ke folder terkompresi).",
    "symlink": "memuat pintasan ke berkas lain. Ganti pintasan dengan berkas aslinya, lalu buat lagi ZIP-nya.",
    "special": "memuat sesuatu yang bukan berkas biasa. Keluarkan, lalu buat lagi ZIP-nya.",
    "absolute": "memuat nama yang menunjuk ke luar folder paket. Buat lagi ZIP-nya dari folder paket itu sendiri.",
    "traversal": "memuat nama yang menunjuk ke luar folder paket. Buat lagi ZIP-nya dari folder paket itu sendiri.",
    "name": "memuat nama berkas dengan huruf tersembunyi. Ganti namanya dengan huruf biasa, lalu buat lagi ZIP-nya.",
    "long_name": "memuat nama berkas yang terlalu panjang. Pendekkan namanya, lalu buat lagi ZIP-nya.",
    "deep": "memuat folder yang terlalu dalam. Pindahkan berkasnya ke folder indikator, lalu buat lagi ZIP-nya.",
    "twice": "memuat dua berkas dengan nama yang sama di folder yang sama. Ganti salah satu namanya, lalu buat lagi "
    "ZIP-nya.",
    "nested": "memuat arsip di dalam arsip. Buka arsip itu, letakkan isinya di folder indikator, lalu buat lagi ZIP-nya.",
}


def sentence(refused: ZipRefused, label: str) -> str:
    """Why the ZIP that people call ``label`` is not opened, with the entry and the remedy."""
    shown = "".join(char for char in refused.name if char.isprintable())
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    where = f" Yang dimaksud: “{shown}”." if shown else ""
    return f"Paket “{label}” {_REASONS[refused.reason]}{where}"


def look_through(file: IO[bytes], limits: Limits) -> list[Entry]:
    """Every file of the ZIP, after all of it was read, counted and found whole. Raises ``ZipRefused``."""
    found = zipindex.read(file, limits)
    for entry in found:
        head = b""
        for chunk in chunks(file, entry):
            if len(head) < _HEAD:
                head += chunk[: _HEAD - len(head)]
        if _is_archive(entry.name, head):
            raise ZipRefused("nested", entry.path)
    return found


def chunks(file: IO[bytes], entry: Entry) -> Iterator[bytes]:
    """The contents of one file, piece by piece, never more than was declared. Raises ``ZipRefused``."""
    source = _stored(file, entry) if entry.method == zipindex.STORED else _inflated(file, entry)
    size, crc = 0, 0
    for chunk in source:
        size += len(chunk)
        if size > entry.size:
            raise ZipRefused("lying", entry.path)
        crc = zipindex.checksum(chunk, crc)
        yield chunk
    if size != entry.size:
        raise ZipRefused("lying", entry.path)
    if crc != entry.crc:
        raise ZipRefused("damaged", entry.path)


def _stored(file: IO[bytes], entry: Entry) -> Iterator[bytes]:
    at, end = entry.start, entry.start + entry.packed
    while at < end:
        file.seek(at)
        chunk = file.read(min(_CHUNK, end - at))
        if not chunk:
            raise ZipRefused("truncated", entry.path)
        at += len(chunk)
        yield chunk


def _inflated(file: IO[bytes], entry: Entry) -> Iterator[bytes]:
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _stored(file, entry):
            if machine.eof:
                raise ZipRefused("lying", entry.path)
            while packed:
                chunk = machine.decompress(packed, _CHUNK)
                packed = machine.unconsumed_tail
                if chunk:
                    yield chunk
        if not machine.eof:
            # What the machine still holds back is at most one window.
            yield machine.flush()
    except zlib.error as error:
        raise ZipRefused("damaged", entry.path) from error
    if not machine.eof or machine.unused_data:
        raise ZipRefused("lying", entry.path)


def is_noise(entry: Entry) -> bool:
    """Whether a system left it there by itself."""
    parts = [part.casefold() for part in entry.parts]
    if any(part in _NOISE_FOLDERS for part in parts[:-1]):
        return True
    return parts[-1] in _NOISE or parts[-1].startswith(("._", "~$", ".~lock"))


def mark(file: IO[bytes]) -> str:
    """A fingerprint from the length, the beginning and the end of a file; a ZIP ends with the sums of all its files.

    The page computes the same before it sends, without reading hundreds of megabytes.
    """
    length = file.seek(0, 2)
    digest = hashlib.sha256(str(length).encode())
    for start in (0, max(0, length - _MARK)):
        file.seek(start)
        digest.update(file.read(_MARK))
    file.seek(0)
    return digest.hexdigest()


def _is_archive(name: str, head: bytes) -> bool:
    if head.startswith((b"PK\3\4", b"PK\5\6", b"PK\7\x08")):
        # Documents of word processors are ZIPs too: they are refused one by one, with advice of their own.
        return not head[30:].startswith(_OFFICE)
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        return True
    return name.casefold().endswith(_ARCHIVE_NAMES)
