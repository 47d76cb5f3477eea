"""An XLSX from a stranger, bounded before any parser sees it: it is a ZIP, and is looked through like one."""

import re
from typing import IO

from p2ham.lib import sheetprobe, unzip
from p2ham.lib.sheetprobe import Cell

MAX_BYTES = 4 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 5000, 40
_LIMITS = unzip.Limits(entries=100, total=24 * 1024 * 1024, single=12 * 1024 * 1024)
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_OVERLAP = 32

_REASONS = {
    "too_large": "terlalu besar. Pakai lembar yang diunduh dari portal; jangan menambah baris atau lembar baru.",
    "damaged": "rusak atau bukan lembar XLSX. Simpan sebagai “Buku Kerja Excel (.xlsx)” dari lembar yang diunduh.",
    "encrypted": "dikunci dengan kata sandi. Simpan ulang tanpa kata sandi.",
    "macros": "memuat makro. Simpan sebagai “Buku Kerja Excel (.xlsx)”, tanpa makro.",
    "entities": "memuat rujukan ke berkas lain. Salin isinya ke lembar yang baru diunduh dari portal.",
}


class SheetRefused(Exception):
    """A sheet that is not read; ``sentence`` is for the person who sent it."""

    def __init__(self, reason: str, label: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sentence = f"Lembar “{label}” {_REASONS[reason]}"


def read(file: IO[bytes], *, label: str) -> dict[str, list[list[Cell]]]:
    """Every sheet of the book by its name, hidden ones too. ``file`` is a real file. Raises ``SheetRefused``."""
    if file.seek(0, 2) > MAX_BYTES:
        raise SheetRefused("too_large", label)
    file.seek(0)
    if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise SheetRefused("encrypted", label)
    try:
        entries = unzip.look_through(file, _LIMITS)
        for entry in entries:
            _refuse_active(file, entry, label)
    except unzip.ZipRefused as refused:
        large = refused.reason in ("bomb", "single", "total", "count")
        raise SheetRefused("too_large" if large else "damaged", label) from refused
    try:
        return sheetprobe.tables(file, rows=MAX_ROWS, columns=MAX_COLUMNS)
    except sheetprobe.TableRefused as refused:
        raise SheetRefused(refused.reason, label) from refused


def _refuse_active(file: IO[bytes], entry: unzip.Entry, label: str) -> None:
    """Nothing in it runs, and nothing points elsewhere while it is read."""
    path = entry.path.casefold()
    if "vbaproject" in path or "macrosheets" in path:
        raise SheetRefused("macros", label)
    if not path.endswith((".xml", ".rels", ".vml")):
        return
    tail = b""
    is_list = path == "[content_types].xml"
    for chunk in unzip.chunks(file, entry):
        # Texts of sixteen bits per letter hide nothing either.
        seen = (tail + chunk).replace(b"\0", b"")
        if _ENTITIES.search(seen):
            raise SheetRefused("entities", label)
        if is_list and _MACROS.search(seen):
            raise SheetRefused("macros", label)
        tail = chunk[-_OVERLAP:]
