"""The papers of a unit's result: its report (rapor), and the outcome of an objection. No assessor is named on either.

Figures are texts such as "87,50", as the page of the same moment shows them.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from assessments.documents.contexts.pieces import LONG_NOTE, DatedPaper, Office, Signatory, written_date


@dataclass(frozen=True, kw_only=True)
class ReportGain:
    """What a higher level would have added to the total."""

    level: str
    points: str


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """One indicator of the report."""

    code: str
    title: str
    required: bool = False
    level: str
    contribution: str
    maximum: str
    lost: str
    reason: str = ""
    gains: tuple[ReportGain, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether its reason would leave too much of a sheet empty if it were kept together."""
        return len(self.reason) > LONG_NOTE or self.reason.count("\n") > LONG_NOTE // 100


@dataclass(frozen=True, kw_only=True)
class ReportCriterion:
    """A criterion with its subtotal and, where there are enough units, the median of the unit's kind."""

    code: str
    label: str
    subtotal: str
    maximum: str
    median: str = ""
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True, kw_only=True)
class ReportComparison:
    """With which units the report compares."""

    kind: str
    count: int
    total: str


@dataclass(frozen=True, kw_only=True)
class ReportCard(DatedPaper):
    """Rapor hasil penilaian. It has no number: its code names it, and nothing legal refers to it."""

    kind: ClassVar[str] = "rapor"

    office: Office
    unit: str
    institution: str
    region: str = ""
    year: int
    instrument: str
    decree_number: str = ""
    decree_date: date | None = None
    total: str
    threshold: str
    meets: bool
    required_unmet: tuple[str, ...] = ()
    note: str = ""
    criteria: tuple[ReportCriterion, ...]
    # The codes of the indicators that could have earned more, the biggest gain first.
    raising: tuple[str, ...] = ()
    comparison: ReportComparison | None = None
    formula: str = ""

    @property
    def to_raise(self) -> list[ReportRow]:
        """The indicators that could have earned more, the biggest gain first."""
        rows = {row.code: row for criterion in self.criteria for row in criterion.rows}
        return [rows[code] for code in self.raising if code in rows]

    @property
    def decree_date_text(self) -> str:
        """The decree's date in words."""
        return written_date(self.decree_date)


@dataclass(frozen=True, kw_only=True)
class ObjectionPointRow:
    """One point of an objection with its answer."""

    code: str
    title: str
    text: str
    files: int = 0
    answer: str
    before: str
    after: str
    reason: str

    @property
    def is_long(self) -> bool:
        """Whether text and reason would leave too much of a sheet empty if they were kept together."""
        words = self.text + self.reason
        return len(words) > LONG_NOTE or words.count("\n") > LONG_NOTE // 100


@dataclass(frozen=True, kw_only=True)
class ObjectionOutcome(DatedPaper):
    """Hasil keberatan: each point with its answer and reason, the result before and after."""

    kind: ClassVar[str] = "hasil_keberatan"

    office: Office
    unit: str
    institution: str
    region: str = ""
    year: int
    instrument: str
    filed_on: date | None = None
    outcome: str
    points: tuple[ObjectionPointRow, ...]
    total_before: str
    total_after: str
    threshold: str
    required_unmet: tuple[str, ...] = ()
    conclusion: str
    note: str = ""
    signatory: Signatory

    @property
    def filed_on_text(self) -> str:
        """The day of filing in words."""
        return written_date(self.filed_on)

    @property
    def is_changed(self) -> bool:
        """Whether the total is another one now."""
        return self.total_before != self.total_after
