"""ZIP files that leave piece by piece while they are written: the memory stays flat whatever their size."""

import io
import zipfile
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from p2ham.lib import dates
from p2ham.lib.uploads import clean_name

# Folder, number and name together stay far below what old systems open.
LONGEST_PART = 80
_EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Member:
    """One file of a ZIP: its path in it, its date, and its bytes piece by piece."""

    path: str
    at: datetime
    chunks: Iterable[bytes]


class _Pipe(io.RawIOBase):
    """Where ``zipfile`` writes; it cannot go back in it, so each piece may be given away at once."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What was written since it was last asked."""
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found


def stream(members: Iterable[Member]) -> Generator[bytes, None, None]:
    """A ZIP of ``members``, stored as they are: photos and PDF are compressed already."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for member in members:
            entry = zipfile.ZipInfo(member.path, _minute(member.at))
            # An ordinary file that its owner may read and write, wherever it is unpacked.
            entry.external_attr = 0o100644 << 16
            with archive.open(entry, "w") as target:
                for chunk in member.chunks:
                    target.write(chunk)
                    yield pipe.taken()
            yield pipe.taken()
    yield pipe.taken()


def part(text: str, *, most: int = LONGEST_PART) -> str:
    """One part of a path in a ZIP: readable, without separators, marks or endings that some system stumbles over."""
    label = clean_name(text.replace("/", "-").replace("\\", "-"))
    stem, dot, ending = label.rpartition(".")
    tail = f".{ending}" if dot and len(ending) <= 8 else ""
    stem = stem if tail else label
    return (stem[: most - len(tail)].rstrip(". ") or "berkas") + tail


def _minute(at: datetime) -> tuple[int, int, int, int, int, int]:
    local = timezone.localtime(at, dates.WIB)
    found = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    return max(found, _EARLIEST)
