"""How the values of several assessors become one: exact fractions. Knows neither Django nor the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

MEDIAN, MEAN = "median", "rata_rata"
WORDS = {MEDIAN: "nilai tengah (median)", MEAN: "rata-rata"}


@dataclass(frozen=True)
class Rule:
    """The cycle's rule: how values are combined, and how far apart they may be for that.

    ``gap``: values of levels, 0 to 1, of one indicator. ``gap_total``: points, 0 to 100, of the assessors' totals.
    """

    combine: str = MEDIAN
    gap: Decimal = Decimal(0)
    gap_total: Decimal = Decimal(100)

    def combined(self, values: Sequence[Decimal]) -> Fraction:
        """One value of several, unrounded. The median of an even number lies in the middle of the two middle ones."""
        ordered = sorted(Fraction(value) for value in values)
        if self.combine == MEAN:
            return sum(ordered, Fraction()) / len(ordered)
        middle = len(ordered) // 2
        if len(ordered) % 2:
            return ordered[middle]
        return (ordered[middle - 1] + ordered[middle]) / 2

    @property
    def words(self) -> str:
        """The rule for whoever settles."""
        per_indicator = (
            f"selisihnya paling besar {_printed(self.gap)} nilai tingkat"
            if self.gap
            else "semua penilai memilih nilai yang sama"
        )
        total = (
            f", dan selisih nilai akhir penilai paling besar {_printed(self.gap_total)}" if self.gap_total < 100 else ""
        )
        return (
            f"Nilai satu indikator adalah {WORDS[self.combine]} dari nilai semua penilai, selama {per_indicator}{total}. "
            "Yang berbeda lebih jauh diputuskan menurut aturan siklus. Angka penilai dihitung tepat; hanya hasil akhir yang dibulatkan."
        )


def spread(values: Sequence[Decimal]) -> Decimal:
    """Highest minus lowest; nothing differs from nothing."""
    return max(values) - min(values) if values else Decimal(0)


def _printed(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
