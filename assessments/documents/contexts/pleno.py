"""The minutes of a plenary meeting."""

from dataclasses import dataclass
from typing import ClassVar

from assessments.documents.contexts.pieces import DatedPaper, Signatory, spelled_day


@dataclass(frozen=True, kw_only=True)
class PlenoMember:
    """A member of the team and how they attended."""

    name: str
    body: str = ""
    presence: str = ""


@dataclass(frozen=True, kw_only=True)
class PlenoUnit:
    """A unit as the meeting saw it; figures as printed text."""

    rank: int
    name: str
    region: str = ""
    total: str
    outcome: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlenoMinutes(DatedPaper):
    """Berita acara rapat pleno: who was there, results by rank, what was noted, the conclusion."""

    kind: ClassVar[str] = "berita_pleno"

    year: int
    agenda: str
    venue: str = ""
    size: int
    quorum: int
    present: int
    threshold: str = ""
    members: tuple[PlenoMember, ...]
    units: tuple[PlenoUnit, ...]
    conclusion: str = ""
    leader: Signatory

    @property
    def opening(self) -> str:
        """ "Kamis, tanggal dua puluh delapan bulan Maret tahun dua ribu dua puluh empat"."""
        return spelled_day(self.dated)

    @property
    def meeting(self) -> int:
        """How many units meet the requirements."""
        return sum(unit.outcome == MEETS for unit in self.units)

    @property
    def remarked(self) -> tuple[PlenoUnit, ...]:
        """The units about which something was noted."""
        return tuple(unit for unit in self.units if unit.remarks)


MEETS = "Memenuhi syarat"
FALLS_SHORT = "Belum memenuhi"
