"""A settled result as the unit reads it (rapor): the same figures for the page, the PDF and the XLSX.

Pure but for the rows handed in: nothing here asks the database, and no person is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from assessments.penilaian import scoring
from assessments.penilaian.models import Result, ResultLine
from assessments.penilaian.scoring import rounded
from indicators.models import Indicator, Level

# With fewer units of the kind a median would tell a single unit's figures.
FEWEST_PEERS = 5


@dataclass(frozen=True)
class Gain:
    """What a higher level would have added to the total."""

    level: str
    points: Decimal

    def __str__(self) -> str:
        return f"{self.level}: +{str(self.points).replace('.', ',')}"


@dataclass(frozen=True)
class Row:
    """One indicator of the report; figures rounded to what is printed."""

    indicator: Indicator
    level: str
    value: Decimal | None
    contribution: Decimal
    maximum: Decimal
    lost: Decimal
    reason: str
    gains: tuple[Gain, ...]

    @property
    def best(self) -> Decimal:
        """The largest gain; nothing where the level is the highest, or the indicator does not apply."""
        return max((gain.points for gain in self.gains), default=Decimal(0))

    @property
    def unmet(self) -> bool:
        """Whether it is wajib and not fulfilled."""
        return self.indicator.required and self.value is not None and self.value != scoring.FULL


@dataclass(frozen=True)
class CriterionPart:
    """A criterion with its subtotal, the median of the unit's kind when there is one, and its rows."""

    code: str
    label: str
    subtotal: Decimal
    maximum: Decimal
    median: Decimal | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Comparison:
    """The medians of the units of a kind whose results are released: of the total, and by criterion.

    A criterion is told by its code and the most it can add: where much does not apply, the same code weighs differently.
    """

    kind: str
    count: int
    total: Decimal
    criteria: Mapping[tuple[str, Decimal], Decimal]


@dataclass(frozen=True)
class Report:
    """A unit's result with what would have raised it."""

    total: Decimal
    threshold: Decimal
    meets: bool
    note: str
    criteria: tuple[CriterionPart, ...]
    comparison: Comparison | None
    formula: str = scoring.FORMULA

    @property
    def rows(self) -> list[Row]:
        return [row for part in self.criteria for row in part.rows]

    @property
    def to_raise(self) -> list[Row]:
        """The indicators that could have earned more, the biggest gain first."""
        return sorted((row for row in self.rows if row.gains), key=lambda row: -row.best)

    @property
    def unmet(self) -> list[Row]:
        """The wajib indicators that are not fulfilled."""
        return [row for row in self.rows if row.unmet]

    @property
    def missing(self) -> Decimal:
        """How many points the total lacks to the threshold."""
        return max(self.threshold - self.total, Decimal(0))


def gains(line: ResultLine, levels: Iterable[Level]) -> tuple[Gain, ...]:
    """What each higher level of the indicator would have added, the highest first."""
    value = line.value
    if value is None:
        return ()
    higher = sorted((level for level in levels if level.value > value), key=lambda level: -level.value)
    maximum = Fraction(line.maximum)
    return tuple(Gain(level.label, rounded(maximum * (Fraction(level.value) - Fraction(value)))) for level in higher)


def report(
    result: Result, lines: Sequence[ResultLine], comparison: Comparison | None, given: Mapping[int, str] | None = None
) -> Report:
    """The report of a result; ``lines`` come in order, with criterion, level and the indicator's levels.

    ``given``: by indicator id, the levels that a value between two levels combines.
    """
    parts = []
    for criterion, group in groupby(lines, key=lambda line: line.indicator.criterion):
        subtotal, maximum = result.subtotals[criterion.code]
        rows = tuple(_row(line, (given or {}).get(line.indicator_id, "")) for line in group)
        median = comparison.criteria.get((criterion.code, Decimal(maximum))) if comparison else None
        parts.append(CriterionPart(criterion.code, str(criterion), Decimal(subtotal), Decimal(maximum), median, rows))
    return Report(result.total, result.threshold, result.meets, result.note, tuple(parts), comparison)


def _row(line: ResultLine, given: str) -> Row:
    return Row(
        indicator=line.indicator,
        level=line.words(given),
        value=line.value,
        contribution=rounded(line.contribution),
        maximum=rounded(line.maximum),
        lost=rounded(line.lost),
        reason=line.reason,
        gains=gains(line, line.indicator.levels.all()),
    )


def median(figures: Sequence[Decimal]) -> Decimal:
    """The middle figure, or half-way between the two in the middle; as a score is rounded."""
    ordered = sorted(figures)
    middle, even = divmod(len(ordered), 2)[0], len(ordered) % 2 == 0
    if not even:
        return rounded(ordered[middle])
    return rounded((Fraction(ordered[middle - 1]) + Fraction(ordered[middle])) / 2)


def comparison(kind: str, peers: Sequence[tuple[Decimal, Mapping[str, Sequence[str]]]]) -> Comparison | None:
    """The medians of a kind from the totals and subtotals of its units; none when they are too few."""
    if len(peers) < FEWEST_PEERS:
        return None
    alike: dict[tuple[str, Decimal], list[Decimal]] = {}
    for _, subtotals in peers:
        for code, (subtotal, maximum) in subtotals.items():
            if Decimal(maximum):
                alike.setdefault((code, Decimal(maximum)), []).append(Decimal(subtotal))
    criteria = {key: median(found) for key, found in alike.items() if len(found) >= FEWEST_PEERS}
    return Comparison(kind, len(peers), median([total for total, _ in peers]), criteria)


# --- a result with other levels ------------------------------------------------------------------------------------------
def revised(lines: Sequence[ResultLine], levels: Mapping[int, Level]) -> scoring.Outcome:
    """The result if these indicators (by id) had these levels; all others stay. The same arithmetic as ever."""
    return scoring.outcome(_line(line, levels.get(line.indicator_id)) for line in lines)


def _exact(value: Decimal) -> Fraction:
    """The value that several assessors combined to: a row keeps four decimals of two thirds, the total was exact."""
    return Fraction(value).limit_denominator(200)


def _line(line: ResultLine, level: Level | None) -> scoring.Line:
    indicator = line.indicator
    value = _exact(line.value) if line.value is not None else None
    return scoring.Line(
        key=str(indicator.pk),
        criterion=indicator.criterion.code,
        criterion_weight=indicator.criterion.weight,
        weight=indicator.weight,
        value=Fraction(level.value) if level else value,
        required=indicator.required,
    )
