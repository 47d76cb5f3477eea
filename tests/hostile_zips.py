"""ZIPs that must not be opened, each with the reason, and ZIPs of honest tools that must be."""

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable

from p2ham.lib.unzip import Limits

LIMITS = Limits(entries=50, total=3_000_000, single=2_000_000, small=100_000)
PHOTO = b"\xff\xd8\xff\xe0" + os.urandom(2000)


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An honest ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def _with(change: Callable[[zipfile.ZipInfo], None], name: str = "A1/foto.jpg", data: bytes = PHOTO) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        change(info)
        archive.writestr(info, data)
    return out.getvalue()


def _mode(kind: int) -> bytes:
    return _with(lambda info: setattr(info, "external_attr", (kind | 0o777) << 16), data=b"/etc/passwd")


def _named(name: str) -> bytes:
    """A ZIP whose only entry bears exactly this name, which no tool would write."""
    stand_in = "N" * len(name.encode())
    return zipped((stand_in, PHOTO)).replace(stand_in.encode(), name.encode())


def _central(data: bytes) -> int:
    return data.rindex(b"PK\1\2")


def _patched(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def _sizes(size: int, *, local: bool = True) -> bytes:
    """The declared size of the entry, changed in the list (and in the entry's own header)."""
    data = zipped(("A1/foto.jpg", b"x" * 50_000))
    data = _patched(data, _central(data) + 24, struct.pack("<I", size))
    return _patched(data, 22, struct.pack("<I", size)) if local else data


def _flag(bit: int) -> bytes:
    data = zipped(("A1/foto.jpg", PHOTO))
    data = _patched(data, 6, struct.pack("<H", bit))
    return _patched(data, _central(data) + 8, struct.pack("<H", bit))


def _method(number: int) -> bytes:
    data = zipped(("A1/foto.jpg", PHOTO))
    data = _patched(data, 8, struct.pack("<H", number))
    return _patched(data, _central(data) + 10, struct.pack("<H", number))


def _entry(name: bytes, packed: bytes, size: int, crc: int, offset: int) -> bytes:
    """A line of the list of contents."""
    fixed = struct.pack(
        "<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 0, 33, crc, len(packed), size, len(name), 0, 0, 0, 0, 0, offset
    )
    return b"PK\1\2" + fixed + name


def _local(name: bytes, packed: bytes, size: int, crc: int) -> bytes:
    return b"PK\3\4" + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(packed), size, len(name), 0) + name


def _end(count: int, size: int, start: int, here: int | None = None) -> bytes:
    return b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count if here is None else here, count, size, start, 0)


def overlapping() -> bytes:
    """Two entries that share one kernel: the bomb of David Fifield."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = kernel.compress(b"a" * 90_000) + kernel.flush()
    crc = zlib.crc32(b"a" * 90_000)
    inner = _local(b"b.jpg", packed, 90_000, crc) + packed
    # The first entry's bytes are the second entry with its header.
    head = struct.pack("<BHH", 0, len(inner) - len(packed), 0xFFFF ^ (len(inner) - len(packed)))
    quoted = head + inner
    first = _local(b"a.jpg", quoted, len(inner) - len(packed) + 90_000, 0)
    body = first + quoted
    index = _entry(b"a.jpg", quoted, len(inner) - len(packed) + 90_000, 0, 0)
    index += _entry(b"b.jpg", packed, 90_000, crc, len(first) + len(head))
    return body + index + _end(2, len(index), len(body))


def same_bytes_twice() -> bytes:
    """Two names for one entry."""
    data = zipped(("A1/foto.jpg", PHOTO))
    start = _central(data)
    line = data[start : data.rindex(b"PK\5\6")]
    index = line + line.replace(b"foto", b"foty")
    return data[:start] + index + _end(2, len(index), start)


def lying_inside() -> bytes:
    """Both headers agree on a small size; the packed bytes hold more."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(os.urandom(400) * 2000) + packer.flush()
    body = _local(b"a.jpg", packed, 1000, 7) + packed
    index = _entry(b"a.jpg", packed, 1000, 7, 0)
    return body + index + _end(1, len(index), len(body))


def zip64(*, size: int | None = None, at: int | None = None, count: int = 1) -> bytes:
    """A ZIP with a ZIP64 end, honest unless told otherwise."""
    data = zipped(("A1/foto.jpg", PHOTO))
    start, end = _central(data), data.rindex(b"PK\5\6")
    length = end - start
    record = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size or length, start)
    locator = b"PK\6\7" + struct.pack("<IQI", 0, end if at is None else at, 1)
    return data[:end] + record + locator + _end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


def zip64_size() -> bytes:
    """An entry that says its size stands in a ZIP64 field that is not there."""
    data = zipped(("A1/foto.jpg", PHOTO))
    return _patched(data, _central(data) + 24, b"\xff\xff\xff\xff")


def deep_bomb() -> bytes:
    return zipped(("A1/nol.jpg", b"\0" * 1_900_000))


def hostile_zips() -> list[tuple[str, bytes, str]]:
    """(name, bytes, reason)."""
    return _large_or_strange() + _misnamed() + _broken()


def _large_or_strange() -> list[tuple[str, bytes, str]]:
    good = zipped(("A1/foto.jpg", PHOTO), ("A2/foto.jpg", PHOTO))
    return [
        ("nothing", b"", "empty"),
        ("not-a-zip", PHOTO, "not_a_zip"),
        ("bomb-by-ratio", deep_bomb(), "bomb"),
        ("one-entry-too-large", zipped(("A1/a.jpg", os.urandom(2_100_000))), "single"),
        ("total-too-large", zipped(*[(f"A1/{n}.jpg", os.urandom(1_100_000)) for n in range(3)]), "total"),
        ("too-many-entries", zipped(*[(f"A1/{n}.jpg", b"x") for n in range(51)]), "count"),
        ("too-many-folders", zipped(*[(f"A1/{n}/", b"") for n in range(51)]), "count"),
        ("overlapping", overlapping(), "overlap"),
        ("one-entry-two-names", same_bytes_twice(), "lying"),
        ("smaller-than-it-is", lying_inside(), "lying"),
        ("declared-smaller", _sizes(10), "lying"),
        ("declared-larger", _sizes(60_000), "lying"),
        ("headers-differ", _sizes(60_000, local=False), "lying"),
        ("wrong-sum", _patched(_patched(good, 14, b"1234"), good.index(b"PK\1\2") + 16, b"1234"), "damaged"),
    ]


def _misnamed() -> list[tuple[str, bytes, str]]:
    inner = zipped(("x.jpg", PHOTO))
    return [
        ("up-one-folder", _named("A1/../../x.jpg"), "traversal"),
        ("up-with-backslashes", _named("A1\\..\\..\\x.jpg"), "traversal"),
        ("up-with-a-space", _named("A1/.. /x.jpg"), "traversal"),
        ("folder-outside", _named("../A1/"), "traversal"),
        ("absolute", _named("/etc/passwd.jpg"), "absolute"),
        ("absolute-backslash", _named("\\\\server\\x.jpg"), "absolute"),
        ("drive-letter", _named("C:\\x.jpg"), "absolute"),
        ("symlink", _mode(stat.S_IFLNK), "symlink"),
        ("pipe", _mode(stat.S_IFIFO), "special"),
        ("device", _mode(stat.S_IFCHR), "special"),
        ("archive-in-archive", zipped(("A1/isi.zip", inner)), "nested"),
        ("archive-in-disguise", zipped(("A1/foto.jpg", inner)), "nested"),
        ("rar-in-archive", zipped(("A1/foto.jpg", b"Rar!\x1a\x07\0" + PHOTO)), "nested"),
        ("gzip-in-archive", zipped(("A1/foto.jpg", b"\x1f\x8b\x08\0" + PHOTO)), "nested"),
        ("encrypted", _flag(1), "encrypted"),
        ("strongly-encrypted", _flag(0x41), "encrypted"),
        ("aes", _method(99), "encrypted"),
        ("lzma", zipped(("A1/foto.jpg", PHOTO), method=zipfile.ZIP_LZMA), "method"),
        ("bzip2", zipped(("A1/foto.jpg", PHOTO), method=zipfile.ZIP_BZIP2), "method"),
        ("same-name-twice", zipped(("A1/aa.jpg", PHOTO), ("A1/ab.jpg", PHOTO)).replace(b"ab.jpg", b"aa.jpg"), "twice"),
        ("same-name-other-case", zipped(("A1/foto.jpg", PHOTO), ("a1/FOTO.JPG", PHOTO)), "twice"),
        ("file-is-a-folder", zipped(("A1/foto.jpg", PHOTO), ("A1/foto.jpg/x.jpg", PHOTO)), "twice"),
        ("turned-name", _named("A1/\u202egpj.exe"), "name"),
        ("nul-in-name", _named("A1/foto.jpg\0.exe"), "name"),
        ("line-break-in-name", _named("A1/foto\n.jpg"), "name"),
        ("not-utf8", _flag(0x800).replace(b"foto", b"f\xff\xfeo"), "name"),
        ("long-name", zipped((f"A1/{'n' * 300}.jpg", PHOTO)), "long_name"),
        ("deep", zipped(("/".join("abcdefghijklmnop") + "/x.jpg", PHOTO)), "deep"),
    ]


def _broken() -> list[tuple[str, bytes, str]]:
    good = zipped(("A1/foto.jpg", PHOTO), ("A2/foto.jpg", PHOTO))
    end = good.rindex(b"PK\5\6")
    cut = zipped(("A1/foto.jpg", PHOTO), method=zipfile.ZIP_STORED)
    return [
        ("no-list", good[: good.index(b"PK\1\2")], "truncated"),
        ("no-end", good[:end], "truncated"),
        ("end-cut-off", good[:-5], "truncated"),
        ("middle-cut-out", cut[:500] + cut[900:], "damaged"),
        ("list-of-another", good[:end] + _end(2, 9999, 0), "damaged"),
        ("more-than-listed", good[:end] + _end(1, end - good.index(b"PK\1\2"), good.index(b"PK\1\2")), "lying"),
        ("counts-differ", good[:end] + _end(2, end - good.index(b"PK\1\2"), good.index(b"PK\1\2"), here=1), "lying"),
        ("something-in-front", b"MZ" + good, "damaged"),
        ("zip64-size-lies", zip64(size=2**40), "count"),
        ("zip64-place-lies", zip64(at=2**50), "lying"),
        ("zip64-count-lies", zip64(count=2**60), "count"),
        ("zip64-field-missing", zip64_size(), "lying"),
        ("a-billion-entries", good[:end] + _end(60_000, end - good.index(b"PK\1\2"), good.index(b"PK\1\2")), "count"),
    ]


def honest_zips() -> list[tuple[str, bytes, list[str]]]:
    """(name, bytes, paths)."""
    streamed = io.BytesIO()

    class Pipe(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            return streamed.write(bytes(data))  # type: ignore[call-overload]

    with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("A1/foto.jpg", PHOTO)
    word = zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
    comment = io.BytesIO()
    with zipfile.ZipFile(comment, "w") as archive:
        archive.writestr("A1/foto.jpg", PHOTO)
        archive.comment = b"dibuat di kantor"
    return [
        ("plain", zipped(("A1/foto.jpg", PHOTO)), ["A1/foto.jpg"]),
        ("stored", zipped(("A1/foto.jpg", PHOTO), method=zipfile.ZIP_STORED), ["A1/foto.jpg"]),
        ("with-folders", zipped(("A1/", b""), ("A1/foto.jpg", PHOTO)), ["A1/foto.jpg"]),
        ("backslashes", _named("A1\\foto.jpg"), ["A1/foto.jpg"]),
        ("from-here", _named("./A1/foto.jpg"), ["A1/foto.jpg"]),
        ("streamed", streamed.getvalue(), ["A1/foto.jpg"]),
        ("zip64", zip64(), ["A1/foto.jpg"]),
        ("comment", comment.getvalue(), ["A1/foto.jpg"]),
        ("old-letters", _named("A1/xxxx.jpg").replace(b"xxxx", b"f\x82t\x82"), ["A1/fété.jpg"]),
        ("utf8", zipped(("A1/foto é.jpg", PHOTO)), ["A1/foto é.jpg"]),
        ("word-inside", zipped(("A1/sop.docx", word)), ["A1/sop.docx"]),
        ("empty-file", zipped(("A1/kosong.jpg", b"")), ["A1/kosong.jpg"]),
        ("no-files", zipped(), []),
    ]
