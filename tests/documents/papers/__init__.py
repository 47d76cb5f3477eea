"""One filled-in example of every paper, with plainly made-up people, and its longest and emptiest variants."""

from assessments.documents import contexts as c
from tests.documents.papers import pencanangan, penilaian, results, verifikasi
from tests.documents.papers.pencanangan import MANY_CEREMONY_UNITS
from tests.documents.papers.people import (
    BASIS,
    CODE,
    HEAD,
    LONG_FINDINGS,
    LONG_UNIT,
    MANY_UNITS,
    UNITS,
    VERIFY_URL,
    WITNESSES,
)

__all__ = [
    "BASIS",
    "CODE",
    "EMPTY",
    "FILLED",
    "HEAD",
    "LONGEST",
    "LONG_FINDINGS",
    "LONG_UNIT",
    "MANY_CEREMONY_UNITS",
    "MANY_UNITS",
    "UNITS",
    "VERIFY_URL",
    "WITNESSES",
]

_ROOMS = (pencanangan, verifikasi, penilaian, results)
FILLED: dict[str, c.Paper] = {kind: paper for room in _ROOMS for kind, paper in room.FILLED.items()}
EMPTY: dict[str, c.Paper] = {kind: paper for room in _ROOMS for kind, paper in room.EMPTY.items()}
LONGEST: dict[str, c.Paper] = {kind: paper for room in _ROOMS for kind, paper in room.LONGEST.items()}
