"""What each paper says: plain frozen data, handed down by a stage, kept as JSON, rendered any number of times.

``kind`` is the value of ``Document.Kind`` and the name of the template. An empty text or date stays blank on the
paper, for the pen. ``number``, ``code`` and ``verify_url`` are filled in when the paper is issued.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, ClassVar

from assessments.documents.contexts.ceremony import (
    ApplicationLetter,
    AttendanceList,
    CeremonyMinutes,
    CeremonyUnit,
    CoverList,
    DeclarationLetter,
)
from assessments.documents.contexts.certificate import Certificate
from assessments.documents.contexts.pieces import (
    BLANK,
    DatedPaper,
    Finding,
    Office,
    PageSize,
    Paper,
    Signatory,
    TeamMember,
    UnitRow,
    Witness,
    enumeration,
    spaced_nip,
    spelled_day,
    written_date,
)
from assessments.documents.contexts.pleno import FALLS_SHORT, MEETS, PlenoMember, PlenoMinutes, PlenoUnit
from assessments.documents.contexts.results import (
    ObjectionOutcome,
    ObjectionPointRow,
    ReportCard,
    ReportComparison,
    ReportCriterion,
    ReportGain,
    ReportRow,
)
from assessments.documents.contexts.visit import VisitReport, VisitSheet

__all__ = [
    "BLANK",
    "FALLS_SHORT",
    "MEETS",
    "PAPERS",
    "ApplicationLetter",
    "AttendanceList",
    "CeremonyMinutes",
    "CeremonyUnit",
    "Certificate",
    "CoverList",
    "DatedPaper",
    "DeclarationLetter",
    "DecreeAnnex",
    "Finding",
    "Findings",
    "ObjectionOutcome",
    "ObjectionPointRow",
    "Office",
    "PageSize",
    "Paper",
    "PlenoMember",
    "PlenoMinutes",
    "PlenoUnit",
    "ReportCard",
    "ReportComparison",
    "ReportCriterion",
    "ReportGain",
    "ReportRow",
    "Signatory",
    "TeamMember",
    "UnitRow",
    "VerificationMinutes",
    "VerificationStatement",
    "VisitReport",
    "VisitSheet",
    "Witness",
    "enumeration",
    "from_json",
    "spaced_nip",
    "written_date",
]


@dataclass(frozen=True, kw_only=True)
class Findings(DatedPaper):
    """What the two papers of a verification share."""

    office: Office
    unit: str
    institution: str
    region: str = ""
    year: int
    instrument: str
    findings: tuple[Finding, ...]

    @property
    def by_criterion(self) -> list[tuple[str, list[Finding]]]:
        """The findings in their order, grouped under their criteria."""
        return [(criterion, list(group)) for criterion, group in groupby(self.findings, lambda f: f.criterion)]


@dataclass(frozen=True, kw_only=True)
class VerificationMinutes(Findings):
    """Berita acara hasil verifikasi: the unit has passed."""

    kind: ClassVar[str] = "berita_acara"

    team: tuple[TeamMember, ...]
    unit_signatory: Signatory
    acknowledged_by: Signatory | None = None

    @property
    def opening(self) -> str:
        """ "Kamis, tanggal dua puluh delapan bulan Maret tahun dua ribu dua puluh empat"; blank for the pen."""
        return spelled_day(self.dated)

    @property
    def tally(self) -> list[tuple[str, int]]:
        """How many indicators have each status, in the order in which they first appear."""
        counts: dict[str, int] = {}
        for finding in self.findings:
            counts[finding.status] = counts.get(finding.status, 0) + 1
        return list(counts.items())


@dataclass(frozen=True, kw_only=True)
class VerificationStatement(Findings):
    """Surat keterangan hasil verifikasi: the unit has not passed; every finding is a reason."""

    kind: ClassVar[str] = "surat_keterangan"

    signatory: Signatory
    summary: str = ""
    again_from: date | None = None
    again_note: str = ""
    contact: str = ""

    @property
    def again_text(self) -> str:
        """From when the unit may apply again."""
        return written_date(self.again_from)


@dataclass(frozen=True, kw_only=True)
class DecreeAnnex(Paper):
    """Lampiran keputusan: the units to which the predikat is given."""

    kind: ClassVar[str] = "lampiran_keputusan"

    issuer: str
    decree_number: str = ""
    decree_date: date | None = None
    subject: str
    year: int
    units: tuple[UnitRow, ...]
    signatory: Signatory

    @property
    def decree_date_text(self) -> str:
        """The decree's date in words."""
        return written_date(self.decree_date)

    @property
    def groups(self) -> list[tuple[str, list[tuple[int, UnitRow]]]]:
        """The units under their headings, in the order of the list, numbered through."""
        numbered = enumerate(self.units, 1)
        return [(name, list(rows)) for name, rows in groupby(numbered, key=lambda pair: pair[1].group)]


PAPERS: dict[str, type[Paper]] = {
    paper.kind: paper
    for paper in (
        ApplicationLetter,
        DeclarationLetter,
        CeremonyMinutes,
        CoverList,
        AttendanceList,
        VerificationMinutes,
        VerificationStatement,
        Certificate,
        DecreeAnnex,
        PlenoMinutes,
        VisitReport,
        VisitSheet,
        ReportCard,
        ObjectionOutcome,
    )
}


def from_json(kind: str, data: dict[str, Any]) -> Paper:
    """The paper of ``kind`` from its frozen JSON."""
    return PAPERS[kind].from_json(data)
