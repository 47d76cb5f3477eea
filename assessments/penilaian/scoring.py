"""The arithmetic of the result: exact fractions inside, rounded once at the end. Knows neither Django nor the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import floor

FULL = Fraction(1)
FORMULA = (
    "Nilai akhir adalah jumlah sumbangan semua indikator, paling tinggi 100. "
    "Sumbangan satu indikator = 100 × (bobot kriteria ÷ jumlah bobot kriteria yang berlaku) "
    "× (bobot indikator ÷ jumlah bobot indikator yang berlaku dalam kriteria itu) × nilai tingkat. "
    "Indikator yang tidak berlaku tidak ikut dihitung. Hasil dibulatkan dua angka di belakang koma; "
    "setengah dibulatkan ke atas."
)


@dataclass(frozen=True)
class Line:
    """One indicator as it was settled. ``value`` None: tidak berlaku, outside the denominator.

    The combined value of several assessors may be a fraction that no decimal says exactly, such as two thirds.
    """

    key: str
    criterion: str
    criterion_weight: Decimal
    weight: Decimal
    value: Decimal | Fraction | None
    required: bool = False

    @property
    def counts(self) -> bool:
        return self.value is not None

    @property
    def met(self) -> bool:
        """Whether a wajib indicator is fulfilled: by its full value only, or when it does not apply."""
        return self.value is None or Fraction(self.value) == FULL


@dataclass(frozen=True)
class LineScore:
    """What a line adds to the total, and what it could add at most; both rounded to four decimals."""

    line: Line
    contribution: Decimal
    maximum: Decimal

    @property
    def lost(self) -> Decimal:
        return self.maximum - self.contribution


@dataclass(frozen=True)
class CriterionScore:
    criterion: str
    subtotal: Decimal
    maximum: Decimal
    lines: tuple[LineScore, ...]


@dataclass(frozen=True)
class Outcome:
    """The whole result: the printed total, the subtotals, the lines, and the wajib indicators that are not met."""

    total: Decimal
    criteria: tuple[CriterionScore, ...]
    required_unmet: tuple[str, ...]

    @property
    def lines(self) -> dict[str, LineScore]:
        """The lines by their key."""
        return {found.line.key: found for criterion in self.criteria for found in criterion.lines}


def rounded(value: Fraction | Decimal, places: int = 2) -> Decimal:
    """Half up, to two decimals unless told otherwise: the one place where a score is rounded."""
    scale = 10**places
    return Decimal(floor(Fraction(value) * scale + Fraction(1, 2))).scaleb(-places)


def outcome(lines: Iterable[Line]) -> Outcome:
    """Score ``lines``, which come ordered by criterion."""
    groups = [(key, list(group)) for key, group in groupby(lines, key=lambda line: line.criterion)]
    weights = {key: Fraction(group[0].criterion_weight) for key, group in groups if any(line.counts for line in group)}
    whole = sum(weights.values(), Fraction())
    total = Fraction()
    criteria = []
    for key, group in groups:
        inside = sum((Fraction(line.weight) for line in group if line.counts), Fraction())
        earned, possible, found = Fraction(), Fraction(), []
        for line in group:
            most = 100 * weights[key] / whole * Fraction(line.weight) / inside if line.counts else Fraction()
            got = most * Fraction(line.value or 0)
            found.append(LineScore(line, rounded(got, 4), rounded(most, 4)))
            earned, possible = earned + got, possible + most
        criteria.append(CriterionScore(key, rounded(earned), rounded(possible), tuple(found)))
        total += earned
    unmet = tuple(line.key for _, group in groups for line in group if line.required and not line.met)
    return Outcome(rounded(total), tuple(criteria), unmet)
