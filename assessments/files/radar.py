"""The radar: which stored photos are the same picture, found by an index and never by a scan.

Every photo leaves ten prints of 64 bits, of the whole and of nine parts (``p2ham.lib.likeness``); each print is cut into
four bands of 16 bits. Of two hashes that differ in at most ``d`` bits, some band differs in at most ``d // 4``: so a search
asks the index for all values so near to each band (137 for two bits), and the few rows that come back are counted bit by
bit. Nothing within ``d`` is lost, and both databases give the same.

The whole of one photo is compared with the whole and the parts of another, and the other way round; two parts never.
So the bands of a whole picture have a range of their own, above those of parts.

Measured at 1,000,000 generated prints on SQLite, on a busy machine (tests/load/bench_radar.py time): a photo hands out
13,058 rows (1.3 %), 550 ms beside 4.4 s for a scan; on PostgreSQL, not vacuumed, 2.5 s beside 12.4 s. All find the same.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from PIL import Image

from assessments.files import storage
from assessments.files.models import PhotoPrint, StoredFile
from p2ham.lib import likeness

DISTANCE = 10
# The least correlation of two thumbnails, cut alike, that are one picture; and how many are looked at for one photo.
ALIKE = 0.6
MOST = 50
_BANDS = 4
_BAND_BITS = likeness.BITS // _BANDS
_MASK = (1 << _BAND_BITS) - 1
_WHOLES = 1 << _BAND_BITS


@dataclass(frozen=True, order=True)
class Match:
    """Another photo: by how many bits it differs, and which part of either met."""

    distance: int
    file_id: int
    part: int
    of_other: int


def record(file_id: int, prints: Iterable[int]) -> None:
    """Put the prints of a photo into the index, in place of those that were there. In the caller's transaction."""
    PhotoPrint.objects.filter(file=file_id).delete()
    PhotoPrint.objects.bulk_create(
        PhotoPrint(file_id=file_id, part=part, hash=value, **columns(value, part))
        for part, value in enumerate(prints)
        if value
    )


def columns(value: int, part: int) -> dict[str, int]:
    """The four bands of a hash as the index has them."""
    return {f"band{n}": _key(band, part) for n, band in enumerate(_bands(value))}


def search(prints: dict[int, int], *, distance: int = DISTANCE, but: int | None = None) -> list[Match]:
    """The photos within ``distance`` of a photo with these prints (part -> hash), nearest first, each once. Four queries.

    A hash of 0 is that of a picture without any structure: it resembles nothing.
    """
    if not 0 <= distance < likeness.BITS:
        raise ValueError(distance)
    asked = {part: value for part, value in prints.items() if value}
    best: dict[int, Match] = {}
    for file_id, part, value in _candidates(asked, distance // _BANDS):
        if file_id == but:
            continue
        for mine, own in asked.items():
            if likeness.WHOLE not in (mine, part):
                continue
            apart = likeness.distance(own, value)
            found = Match(apart, file_id, mine, part)
            if apart <= distance and (file_id not in best or found < best[file_id]):
                best[file_id] = found
    return sorted(best.values())


def prints_of(file: StoredFile) -> dict[int, int]:
    """What the index has of a photo."""
    return dict(file.prints.values_list("part", "hash"))


def _candidates(prints: dict[int, int], radius: int) -> Iterator[tuple[int, int, int]]:
    """Prints that share a band with one of ours, up to ``radius`` bits; the same one may come four times."""
    if not prints:
        return
    for n in range(_BANDS):
        keys: set[int] = set()
        for part, value in prints.items():
            near = [_bands(value)[n] ^ flip for flip in _flips(radius)]
            keys.update(band | _WHOLES for band in near)
            if part == likeness.WHOLE:
                keys.update(near)
        rows = PhotoPrint.objects.filter(**{f"band{n}__in": sorted(keys)}).values_list("file_id", "part", "hash")
        yield from rows.iterator(chunk_size=5000)


def _bands(value: int) -> tuple[int, ...]:
    return tuple(value >> n * _BAND_BITS & _MASK for n in range(_BANDS))


def _key(band: int, part: int) -> int:
    return band | _WHOLES if part == likeness.WHOLE else band


@cache
def _flips(radius: int) -> list[int]:
    """All patterns of at most ``radius`` bits of a band."""
    places = [1 << n for n in range(_BAND_BITS)]
    return [sum(chosen) for count in range(min(radius, _BAND_BITS) + 1) for chosen in combinations(places, count)]


def resembling(file: StoredFile) -> list[tuple[StoredFile, int]]:
    """The photos that are the same picture, each of them looked at: prints find them, thumbnails confirm. For the worker.

    Whatever has no thumbnail to compare is kept: a person will look.
    """
    found = search(prints_of(file), but=file.pk)
    if not found:
        return []
    others = StoredFile.objects.select_related("participation__cycle", "participation__work_unit").in_bulk(
        [match.file_id for match in found]
    )
    own = _thumbnail(file)
    pairs = [(match, others[match.file_id]) for match in found[:MOST]]
    return [(other, match.distance) for match, other in pairs if _is_alike(own, other, match)]


def _is_alike(own: Image.Image | None, other: StoredFile, match: Match) -> bool:
    theirs = _thumbnail(other) if own else None
    if own is None or theirs is None:
        return True
    return likeness.correlation(own, theirs, part=match.part, of_other=match.of_other) >= ALIKE


def _thumbnail(file: StoredFile) -> Image.Image | None:
    if not file.thumbnail_name:
        return None
    try:
        with Image.open(io.BytesIO(b"".join(storage.chunks(file.thumbnail_name))), formats=("JPEG",)) as image:
            return image.convert("L")
    except (OSError, storage.StorageFailed):
        return None
