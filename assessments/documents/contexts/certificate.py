"""The certificate, with the design of its cycle frozen into it."""

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import ClassVar

from assessments.documents.contexts.pieces import DatedPaper, Signatory, written_date

PREDICATE = "sebagai Unit Kerja Pelayanan Publik Berbasis HAM Tahun {tahun}"
YEAR = "{tahun}"
# Up to how many letters the unit's name takes each size, and how many letters of that size fill a line.
_SIZES = {
    "mendatar": ((40, "short", 36), (64, "medium", 43), (92, "long", 50), (999, "longest", 57)),
    "tegak": ((24, "short", 24), (56, "medium", 28), (92, "long", 33), (999, "longest", 38)),
}
# Letters to a line of what is set in the size of the award, and of the text below it.
_LINES = {"mendatar": (52, 105), "tegak": (34, 72)}
# How many lines more than the least still go with all sizes, and how many with the middle ones.
_ROOM = {"mendatar": (0, 3), "tegak": (8, 12)}
# Upright, a signature in the middle stands above the code and takes the room of four lines.
_MIDDLE_TAKES = {"mendatar": 0, "tegak": 4}


@dataclass(frozen=True, kw_only=True)
class Certificate(DatedPaper):
    """Piagam penghargaan. ``emblem`` is a ``data:image/`` address; without it a neutral ornament stands there.

    What the design says has the values that certificates had before there were designs.
    """

    kind: ClassVar[str] = "piagam"
    stylesheets: ClassVar[tuple[str, ...]] = ("certificate.css",)

    issuer: tuple[str, ...]
    unit: str
    institution: str
    region: str = ""
    year: int
    decree_number: str = ""
    decree_date: date | None = None
    signatory: Signatory
    emblem: str = ""
    emblem_text: str = ""
    orientation: str = "mendatar"
    heading: str = "Piagam Penghargaan"
    given_to: str = "diberikan kepada"
    award_text: str = PREDICATE
    closing_text: str = ""
    signature_place: str = "kanan"

    def __post_init__(self) -> None:
        if self.emblem and not self.emblem.startswith(("data:image/png;base64,", "data:image/jpeg;base64,")):
            raise ValueError("the emblem must be a PNG or JPEG as a data: address")

    @property
    def decree_date_text(self) -> str:
        """The decree's date in words."""
        return written_date(self.decree_date)

    @property
    def emblem_spoken(self) -> str:
        """The emblem in words."""
        return self.emblem_text or f"Lambang {' '.join(self.issuer)}"

    @property
    def award_parts(self) -> tuple[str, list[str]]:
        """The small word before the award, if there is one, and the lines of the award, with the year."""
        lines = self.award_text.replace(YEAR, str(self.year)).splitlines()
        first = lines[0] if lines else ""
        word, _, rest = first.partition(" ")
        if word.lower() == "sebagai" and rest:
            return word, [rest, *lines[1:]]
        return "", lines

    @property
    def closing_lines(self) -> list[str]:
        """The text below the decree, line by line."""
        return self.closing_text.replace(YEAR, str(self.year)).splitlines()

    @property
    def name_step(self) -> str:
        """The size in which the unit's name is set, so that long names fit."""
        return self._size[1]

    @property
    def density(self) -> str:
        """How closely the face is set, so that long texts fit above the signature."""
        most, middle = _ROOM[self._way]
        # A name in one line, set in its largest size, leaves room for one line more.
        most += _lines(self.unit, self._size[2]) == 1
        over = self._extra_lines + (_MIDDLE_TAKES[self._way] if self.signature_place == "tengah" else 0)
        return "airy" if over <= most else "snug" if over <= middle else "tight"

    @property
    def sheet_classes(self) -> str:
        """How the sheet is arranged, for the style sheet."""
        place = self.signature_place if self.signature_place in ("kiri", "tengah") else "kanan"
        return f"{self._way} {self.density} sign-{place}"

    @property
    def _way(self) -> str:
        return self.orientation if self.orientation in _ROOM else "mendatar"

    @property
    def _size(self) -> tuple[int, str, int]:
        steps = _SIZES[self._way]
        return next((step for step in steps if len(self.unit) <= step[0]), steps[-1])

    @property
    def _extra_lines(self) -> int:
        large, small = _LINES[self._way]
        office = self.institution + self.region
        decree = f"berdasarkan Keputusan Menteri Nomor {self.decree_number} tanggal {self.decree_date_text}"
        return (
            len(self.issuer)
            + _lines(self.unit, self._size[2])
            + _lines(office, small)
            + sum(_lines(line, large) for line in self.award_parts[1])
            + _lines(decree, small)
            + sum(_lines(line, small) for line in self.closing_lines)
            + 2 * (_lines(self.heading, large // 2) - 1)
            - 6
        )


def _lines(text: str, letters: int) -> int:
    return max(1, ceil(len(text) / letters))
