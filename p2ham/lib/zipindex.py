"""The table of contents of a ZIP from a stranger, read strictly: what is not plain and consistent is refused.

Pure parsing: no entry is unpacked here. ``unzip`` reads the contents.
"""

import os
import stat
import struct
import unicodedata
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import IO

_END, _END64, _LOCATOR64, _CENTRAL, _LOCAL = b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\1\2", b"PK\3\4"
_END_SIZE, _END64_SIZE, _LOCATOR_SIZE, _CENTRAL_SIZE, _LOCAL_SIZE = 22, 56, 20, 46, 30
_COMMENT = 65_535
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_LATER, _UTF8 = 0x0008, 0x0800
STORED, DEFLATED = 0, 8
_AES = 99
LONGEST_NAME, LONGEST_PATH, DEEPEST = 200, 400, 12
# Turned reading directions make one name look like another.
_TURNED = {"\u061c", "\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


class ZipRefused(Exception):
    """A ZIP that is not opened. ``reason`` is for tests and counts, ``name`` the entry that gave rise to it."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(f"{reason}: {name!a}")
        self.reason = reason
        self.name = name


@dataclass(frozen=True)
class Limits:
    """How much a ZIP may hold."""

    entries: int
    total: int
    single: int
    # How many times larger than its packed bytes an entry may be, once it is larger than ``small``.
    ratio: int = 100
    small: int = 1024 * 1024
    index: int = 4 * 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """One file of a ZIP: the parts of its path, its sizes as declared, and where its packed bytes lie."""

    parts: tuple[str, ...]
    size: int
    packed: int
    start: int
    method: int
    crc: int

    @property
    def path(self) -> str:
        return "/".join(self.parts)

    @property
    def name(self) -> str:
        return self.parts[-1]


@dataclass(frozen=True)
class _Row:
    """An entry of the central directory as it stands there."""

    raw: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    mode: int


def read(file: IO[bytes], limits: Limits) -> list[Entry]:
    """The files of a ZIP in their order. Raises ``ZipRefused``."""
    start, size, count = _central(file, limits)
    file.seek(start)
    rows = _rows(_exactly(file, size), count)
    found, names, regions = [], _Names(), []
    total = 0
    for row in rows:
        text = _decoded(row)
        parts = _parts(text)
        _refuse_strange(row, text)
        is_folder = text.endswith(("/", "\\")) or stat.S_ISDIR(row.mode)
        begin, data = _local(file, row, text, start)
        regions.append((begin, data + row.packed, text))
        if is_folder:
            if row.size:
                raise ZipRefused("damaged", text)
            names.folder(parts, text)
            continue
        if not parts:
            raise ZipRefused("traversal", text)
        names.file(parts, text)
        total += row.size
        if row.size > limits.single:
            raise ZipRefused("single", text)
        if total > limits.total:
            raise ZipRefused("total", text)
        if row.size > limits.small and row.size > limits.ratio * max(row.packed, 1):
            raise ZipRefused("bomb", text)
        if row.method == STORED and row.size != row.packed:
            raise ZipRefused("lying", text)
        found.append(Entry(parts, row.size, row.packed, data, row.method, row.crc))
    _refuse_overlaps(regions, start)
    return found


# --- the end of the file -----------------------------------------------------------------------------------------------
def _central(file: IO[bytes], limits: Limits) -> tuple[int, int, int]:
    """Where the central directory starts, its size, and how many entries it has."""
    length = file.seek(0, os.SEEK_END)
    tail_start = max(0, length - _END_SIZE - _COMMENT)
    file.seek(tail_start)
    tail = _exactly(file, length - tail_start)
    if not tail:
        raise ZipRefused("empty")
    at = tail.rfind(_END)
    while at >= 0 and not _ends_here(tail, at):
        at = tail.rfind(_END, 0, at)
    if at < 0:
        file.seek(0)
        raise ZipRefused("truncated" if file.read(4) == _LOCAL else "not_a_zip")
    disk, central_disk, here, count, size, start = struct.unpack("<HHHHII", tail[at + 4 : at + 20])
    end = tail_start + at
    locator_at = at - _LOCATOR_SIZE
    has_locator = locator_at >= 0 and tail[locator_at : locator_at + 4] == _LOCATOR64
    if _FULL16 in (here, count) or _FULL32 in (size, start) or has_locator:
        if not has_locator:
            raise ZipRefused("lying")
        disk64, at64, disks = struct.unpack("<IQI", tail[locator_at + 4 : at])
        end = tail_start + locator_at
        told = (disk, central_disk, here, count, size, start)
        disk, central_disk, here, count, size, start = _end64(file, at64, end, told)
        if disk64 or disks > 1:
            raise ZipRefused("split")
        end = at64
    if disk or central_disk:
        raise ZipRefused("split")
    if here != count:
        raise ZipRefused("lying")
    if count > limits.entries:
        raise ZipRefused("count")
    if size > limits.index:
        raise ZipRefused("count")
    # Nothing before the first entry, and nothing between the list and its end: no second file in disguise.
    if start + size != end:
        raise ZipRefused("damaged")
    return start, size, count


def _ends_here(tail: bytes, at: int) -> bool:
    if at + _END_SIZE > len(tail):
        return False
    (comment,) = struct.unpack("<H", tail[at + 20 : at + 22])
    return bool(at + _END_SIZE + comment == len(tail))


def _end64(file: IO[bytes], at: int, end: int, told: tuple[int, ...]) -> tuple[int, int, int, int, int, int]:
    if at + _END64_SIZE != end:
        raise ZipRefused("lying")
    file.seek(at)
    record = _exactly(file, _END64_SIZE)
    if record[:4] != _END64 or struct.unpack("<Q", record[4:12])[0] != _END64_SIZE - 12:
        raise ZipRefused("lying")
    found: tuple[int, int, int, int, int, int] = struct.unpack("<IIQQQQ", record[16:])
    for small, large, full in zip(told, found, (*[_FULL16] * 4, *[_FULL32] * 2), strict=True):
        if small not in (large, full):
            raise ZipRefused("lying")
    return found


# --- the list of entries -----------------------------------------------------------------------------------------------
def _rows(index: bytes, count: int) -> list[_Row]:
    found, at = [], 0
    for _ in range(count):
        fixed = index[at : at + _CENTRAL_SIZE]
        if len(fixed) < _CENTRAL_SIZE or fixed[:4] != _CENTRAL:
            raise ZipRefused("damaged")
        flags, method = struct.unpack("<HH", fixed[8:12])
        crc, packed, size, name, extra, comment, disk = struct.unpack("<IIIHHHH", fixed[16:36])
        (attributes, offset) = struct.unpack("<II", fixed[38:46])
        at += _CENTRAL_SIZE
        raw, more = index[at : at + name], index[at + name : at + name + extra]
        at += name + extra + comment
        if at > len(index):
            raise ZipRefused("damaged")
        size, packed, offset, disk = _large(more, size, packed, offset, disk)
        if disk:
            raise ZipRefused("split")
        found.append(_Row(raw, flags, method, crc, packed, size, offset, attributes >> 16))
    if at != len(index):
        raise ZipRefused("lying")
    return found


def _large(extra: bytes, size: int, packed: int, offset: int, disk: int) -> tuple[int, int, int, int]:
    """The figures of an entry, those too large for their place taken from its ZIP64 field."""
    field, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack("<HH", extra[at : at + 4])
        if kind == 1:
            field = extra[at + 4 : at + 4 + length]
        at += 4 + length
    figures = []
    for value, full, width in ((size, _FULL32, 8), (packed, _FULL32, 8), (offset, _FULL32, 8), (disk, _FULL16, 4)):
        if value == full:
            if len(field) < width:
                raise ZipRefused("lying")
            value, field = int.from_bytes(field[:width], "little"), field[width:]
        figures.append(value)
    return figures[0], figures[1], figures[2], figures[3]


def _refuse_strange(row: _Row, text: str) -> None:
    if row.flags & _ENCRYPTED or row.method == _AES:
        raise ZipRefused("encrypted", text)
    if row.method not in (STORED, DEFLATED):
        raise ZipRefused("method", text)
    kind = stat.S_IFMT(row.mode)
    if stat.S_ISLNK(row.mode):
        raise ZipRefused("symlink", text)
    if kind and kind not in (stat.S_IFREG, stat.S_IFDIR):
        raise ZipRefused("special", text)


def _local(file: IO[bytes], row: _Row, text: str, limit: int) -> tuple[int, int]:
    """Where the entry and its packed bytes begin; its own header must say what the list says."""
    if row.offset + _LOCAL_SIZE > limit:
        raise ZipRefused("lying", text)
    file.seek(row.offset)
    fixed = _exactly(file, _LOCAL_SIZE)
    if fixed[:4] != _LOCAL:
        raise ZipRefused("lying", text)
    flags, method = struct.unpack("<HH", fixed[6:10])
    crc, packed, size, name, extra = struct.unpack("<IIIHH", fixed[14:30])
    raw, more = _exactly(file, name), _exactly(file, extra)
    if raw != row.raw or method != row.method or (flags ^ row.flags) & (_ENCRYPTED | _UTF8):
        raise ZipRefused("lying", text)
    if not flags & _LATER:
        size, packed, _, _ = _large(more, size, packed, 0, 0)
        if (crc, packed, size) != (row.crc, row.packed, row.size):
            raise ZipRefused("lying", text)
    data = row.offset + _LOCAL_SIZE + name + extra
    if data + row.packed > limit:
        raise ZipRefused("lying", text)
    return row.offset, data


def _refuse_overlaps(regions: list[tuple[int, int, str]], limit: int) -> None:
    regions = sorted(regions)
    if regions and regions[0][0] != 0:
        raise ZipRefused("damaged", regions[0][2])
    for (_, end, _), (begin, _, text) in pairwise(regions):
        if begin < end:
            raise ZipRefused("overlap", text)


# --- names -------------------------------------------------------------------------------------------------------------
def _decoded(row: _Row) -> str:
    try:
        return row.raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if row.flags & _UTF8:
            raise ZipRefused("name", row.raw.decode("utf-8", "replace")) from error
        return row.raw.decode("cp437")


def _parts(text: str) -> tuple[str, ...]:
    """The parts of a path, whichever slash the tool writes. Raises ``ZipRefused``."""
    if any(unicodedata.category(char) in ("Cc", "Cs") or char in _TURNED for char in text):
        raise ZipRefused("name", text)
    flat = unicodedata.normalize("NFC", text).replace("\\", "/")
    if flat.startswith("/") or (len(flat) > 1 and flat[1] == ":"):
        raise ZipRefused("absolute", text)
    parts = tuple(part for part in flat.split("/") if part not in ("", "."))
    if ".." in (part.strip() for part in parts):
        raise ZipRefused("traversal", text)
    if len(flat) > LONGEST_PATH or any(len(part) > LONGEST_NAME for part in parts):
        raise ZipRefused("long_name", text)
    if len(parts) > DEEPEST:
        raise ZipRefused("deep", text)
    return parts


class _Names:
    """Every path once, letters of either case being the same; a file is no folder."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def file(self, parts: tuple[str, ...], text: str) -> None:
        """Note a file. Raises ``ZipRefused``."""
        key = "/".join(parts).casefold()
        if key in self._files or key in self._folders:
            raise ZipRefused("twice", text)
        self.folder(parts[:-1], text)
        self._files.add(key)

    def folder(self, parts: tuple[str, ...], text: str) -> None:
        """Note a folder and those that it lies in. Raises ``ZipRefused``."""
        for end in range(1, len(parts) + 1):
            key = "/".join(parts[:end]).casefold()
            if key in self._files:
                raise ZipRefused("twice", text)
            self._folders.add(key)


def _exactly(file: IO[bytes], size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise ZipRefused("truncated")
    return data


def checksum(data: bytes, before: int = 0) -> int:
    """The CRC-32 that a ZIP keeps of each file."""
    return zlib.crc32(data, before)
