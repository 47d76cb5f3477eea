"""The papers of a site visit."""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from assessments.documents.contexts.pieces import DatedPaper, Finding, Signatory, TeamMember, spelled_day


@dataclass(frozen=True, kw_only=True)
class Visit(DatedPaper):
    """What the sheet that is taken along and the report share."""

    unit: str
    institution: str = ""
    region: str = ""
    year: int
    mode: str = ""
    team: tuple[TeamMember, ...]
    host: Signatory
    findings: tuple[Finding, ...]

    @property
    def opening(self) -> str:
        """ "Kamis, tanggal dua puluh delapan bulan Maret tahun dua ribu dua puluh empat"."""
        return spelled_day(self.dated)

    @property
    def by_criterion(self) -> list[tuple[str, list[Finding]]]:
        """The findings under their criteria."""
        return [(name, list(rows)) for name, rows in groupby(self.findings, key=lambda row: row.criterion)]


@dataclass(frozen=True, kw_only=True)
class VisitSheet(Visit):
    """Lembar kunjungan: to be ticked by pen. A tool of the day, not a paper on record: no code."""

    kind: ClassVar[str] = "lembar_kunjungan"


@dataclass(frozen=True, kw_only=True)
class VisitReport(Visit):
    """Laporan kunjungan lapangan: what was seen, signed by those who went and by the host."""

    kind: ClassVar[str] = "laporan_kunjungan"

    summary: str = ""
