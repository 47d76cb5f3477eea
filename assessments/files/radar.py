"""The radar: which stored photos are the same picture, found by an index and never by a scan.

Every photo leaves ten prints of 64 bits, of the whole and of nine parts (``p2ham.lib.likeness``); the bits of a print are
dealt to three bands of 22, 21 and 21. Of two prints that differ in at most 10 bits, some band differs in at most 2 or 3:
so a search asks the index for all values so near to each band, and the few rows that come back are counted bit by bit.
Nothing within the distance is lost, and both databases give the same.

The whole of a photo is compared with the wholes and the parts of those that are there, within 10 bits; its parts with their
wholes within 8, since nine parts ask nine times as much, and mostly the later photo is the one that was cut. Two parts
never meet. So the bands of a whole picture have a range of their own, above those of parts.

Measured at 1,000,000 prints crossed from those of drawn photos, on a busy machine (tests/load/bench_radar.py time): 2,254 rows
looked at, 32 ms of processor on PostgreSQL (35 before VACUUM) and 19 ms on SQLite, 71 and 102 times less than for all rows.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from django.db import connection
from PIL import Image

from assessments.files import storage
from assessments.files.models import PhotoPrint, StoredFile
from p2ham.lib import likeness

# In bits; and by how many fewer a part of ours must differ from a whole picture.
DISTANCE = 10
STRICTER = 2
# The least correlation of two thumbnails, cut alike, that are one picture; and how many are looked at for one photo.
# Of changed photos it loses at most 2 %; of different things that are near it leaves 3 of 21, of rooms on another day 114
# of 140 (at 0.6: 0.5 %, 9, 126; at 0.8: 6 %, 1, 70). See ``likeness`` for the photos.
ALIKE = 0.7
MOST = 50
_BANDS = 3
# Bits that belong together in a picture are neighbours in a hash: dealt out one by one, fewer prints share a band.
_WIDTHS = [len(range(n, likeness.BITS, _BANDS)) for n in range(_BANDS)]
_WHOLES = 1 << max(_WIDTHS)
# One look into the index for each key, whatever the planner believes about the table.
_QUERIES = {
    "postgresql": "SELECT file_id, part, hash, k.key FROM unnest(string_to_array(%s, ',')::int[]) AS k(key)"
    " CROSS JOIN LATERAL (SELECT file_id, part, hash FROM {table} WHERE {band} = k.key OFFSET 0) AS p",
    "sqlite": "SELECT file_id, part, hash, {band} FROM json_each('[' || %s || ']') AS k CROSS JOIN {table} ON {band} = k.value",
}


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
    """The bands of a hash as the index has them."""
    above = _WHOLES if part == likeness.WHOLE else 0
    return {f"band{n}": band | above for n, band in enumerate(_bands(value))}


def search(prints: dict[int, int], *, distance: int = DISTANCE, but: int | None = None) -> list[Match]:
    """The photos within ``distance`` of a photo with these prints (part -> hash), nearest first, each once. Three queries.

    Our parts, but for the whole, have to be nearer by ``STRICTER``.
    A hash of 0 is that of a picture without any structure: it resembles nothing.
    """
    if not 0 <= distance < likeness.BITS:
        raise ValueError(distance)
    best: dict[int, Match] = {}
    for n in range(_BANDS):
        keys = _keys(prints, n, distance)
        for file_id, part, value, key in _rows(n, keys):
            if file_id == but:
                continue
            for mine in keys[key]:
                apart = likeness.distance(prints[mine], value)
                if apart <= _limit(mine, distance):
                    found = Match(apart, file_id, mine, part)
                    best[file_id] = min(found, best.get(file_id, found))
    return sorted(best.values())


def prints_of(file: StoredFile) -> dict[int, int]:
    """What the index has of a photo."""
    return dict(file.prints.values_list("part", "hash"))


def _limit(part: int, distance: int) -> int:
    return distance if part == likeness.WHOLE else distance - STRICTER


def _keys(prints: dict[int, int], n: int, distance: int) -> dict[int, list[int]]:
    """What to look up in one band, and for which of our parts."""
    keys: dict[int, list[int]] = {}
    for part, value in prints.items():
        if not value:
            continue
        band = _bands(value)[n]
        for flip in _flips(_WIDTHS[n], _radii(_limit(part, distance))[n]):
            keys.setdefault(band ^ flip | _WHOLES, []).append(part)
            if part == likeness.WHOLE:
                keys[band ^ flip] = [part]
    return keys


def _rows(n: int, keys: Iterable[int]) -> list[tuple[int, int, int, int]]:
    """File, part, hash and key of the prints that have one of the keys."""
    asked = sorted(keys)
    if not asked:
        return []
    query = _QUERIES[connection.vendor].format(table=PhotoPrint._meta.db_table, band=f"band{n}")
    with connection.cursor() as cursor:
        # As one text: a driver takes longer to send thousands of numbers than the database to find them.
        cursor.execute(query, [",".join(map(str, asked))])
        found: list[tuple[int, int, int, int]] = cursor.fetchall()
        return found


def _radii(distance: int) -> list[int]:
    """By how much each band may differ: were all of them further apart, the whole would be further than ``distance``.

    Below 0: this band need not be asked.
    """
    each, more = divmod(distance + 1, _BANDS)
    return [each - 1 + (n >= _BANDS - more) for n in range(_BANDS)]


def _bands(value: int) -> list[int]:
    bits = f"{value & (1 << likeness.BITS) - 1:064b}"
    return [int(bits[n::_BANDS], 2) for n in range(_BANDS)]


@cache
def _flips(width: int, radius: int) -> list[int]:
    """All patterns of at most ``radius`` bits of a band."""
    places = [1 << n for n in range(width)]
    return [sum(chosen) for count in range(min(radius, width) + 1) for chosen in combinations(places, count)]


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
