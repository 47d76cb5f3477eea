"""Random sheets of several assessors, and their results recomputed by PostgreSQL from the raw scores alone.

The database works with whole numbers of any size: every fraction is brought to one denominator and rounded once, so
nothing here shares a line of thought with ``scoring.outcome``.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from django.db import connection

from assessments.penilaian.combining import MEAN, MEDIAN, Rule
from assessments.penilaian.scoring import Line, Outcome, outcome

# Levels as instruments have them, to three decimals; half of the sheets are made of these, so that ties are frequent.
USUAL = (0, 250, 500, 750, 1000)


@dataclass(frozen=True)
class RandomSheet:
    """Weights in hundredths and values in thousandths. ``lines``: criterion, its weight, weight, the assessors' values."""

    key: int
    rule: str
    lines: tuple[tuple[int, int, int, tuple[int, ...]], ...]

    def outcome(self) -> Outcome:
        """The result as the portal computes it. A line that nobody scored does not apply."""
        combine = Rule(combine=self.rule).combined
        return outcome(
            Line(
                key=str(place),
                criterion=str(criterion),
                criterion_weight=Decimal(criterion_weight) / 100,
                weight=Decimal(weight) / 100,
                value=combine([Decimal(value) / 1000 for value in values]) if values else None,
            )
            for place, (criterion, criterion_weight, weight, values) in enumerate(self.lines)
        )

    def exact(self) -> Fraction:
        """The total before it is rounded."""
        combine = Rule(combine=self.rule).combined
        counted = [line for line in self.lines if line[3]]
        inside: dict[int, int] = {}
        weights = {criterion: weight for criterion, weight, _, _ in counted}
        for criterion, _, weight, _ in counted:
            inside[criterion] = inside.get(criterion, 0) + weight
        return sum(
            (
                Fraction(100 * own * weight, sum(weights.values()) * inside[criterion])
                * combine([Decimal(value) / 1000 for value in values])
                for criterion, own, weight, values in counted
            ),
            Fraction(),
        )


def random_sheets(count: int, seed: int) -> Iterator[RandomSheet]:
    """So many sheets, the same for the same seed."""
    chance = random.Random(seed)
    for key in range(count):
        plain = chance.random() < 0.5
        assessors, lines = chance.randint(1, 4), []
        for criterion in range(chance.randint(1, 5)):
            own = chance.choice((100, 200, 300, 400)) if plain else chance.randint(1, 9999)
            for _ in range(chance.randint(1, 8)):
                weight = chance.choice((100, 100, 200, 400, 500)) if plain else chance.randint(1, 9999)
                given = [chance.choice(USUAL) if plain else chance.randint(0, 1000) for _ in range(assessors)]
                lines.append((criterion, own, weight, () if chance.random() < 0.12 else tuple(given)))
        yield RandomSheet(key, chance.choice((MEAN, MEDIAN)), tuple(lines))


SETUP = """
CREATE AGGREGATE pg_temp.product(numeric) (sfunc = numeric_mul, stype = numeric, initcond = '1');
CREATE TEMP TABLE random_line (sheet int, line int, rule text, criterion int, own numeric, weight numeric);
CREATE TEMP TABLE random_score (sheet int, line int, value numeric);
"""
# Values in 1/12000: whole for the mean or median of up to four assessors.
COMMON = """
WITH given AS (
  SELECT sheet, line, array_agg(value ORDER BY value) AS v, sum(value) AS s, count(*)::int AS n
  FROM random_score GROUP BY sheet, line
), valued AS (
  SELECT l.*, CASE WHEN l.rule = 'rata_rata' THEN g.s * (12 / g.n) ELSE (g.v[(g.n + 1) / 2] + g.v[g.n / 2 + 1]) * 6 END AS v
  FROM random_line l JOIN given g USING (sheet, line)
), inside AS (
  SELECT sheet, criterion, max(own) AS own, sum(weight) AS i, sum(weight * v) AS s FROM valued GROUP BY sheet, criterion
), whole AS (
  SELECT sheet, sum(own) AS w, pg_temp.product(i) AS p FROM inside GROUP BY sheet
)
"""
# Half up of num/den to d decimals: div(2 * 10^d * num + den, 2 * den).
TOTALS = f"""{COMMON}
SELECT sheet, div(20000 * sum(own * s * div(p, i)) + 12000 * max(w) * max(p), 24000 * max(w) * max(p))
FROM inside JOIN whole USING (sheet) GROUP BY sheet
"""
SUBTOTALS = f"""{COMMON}
SELECT sheet, criterion, div(20000 * own * s + 12000 * w * i, 24000 * w * i), div(20000 * own + w, 2 * w)
FROM inside JOIN whole USING (sheet)
"""
LINES = f"""{COMMON}
SELECT sheet, line, div(2000000 * x.own * weight * v + 12000 * w * i, 24000 * w * i),
  div(2000000 * x.own * weight + w * i, 2 * w * i)
FROM valued x JOIN inside USING (sheet, criterion) JOIN whole USING (sheet)
"""

Figures = dict[tuple[int, ...], tuple[Decimal, ...]]


def recomputed(sheets: list[RandomSheet]) -> tuple[Figures, Figures, Figures]:
    """Totals by sheet, subtotals and their maxima by criterion, contributions and their maxima by line, in SQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pg_temp.random_line')")
        if cursor.fetchone()[0] is None:
            cursor.execute(SETUP)
        cursor.execute("TRUNCATE random_line, random_score")
        with cursor.copy("COPY random_line FROM STDIN") as rows:
            for sheet in sheets:
                for place, (criterion, own, weight, _) in enumerate(sheet.lines):
                    rows.write_row((sheet.key, place, sheet.rule, criterion, own, weight))
        with cursor.copy("COPY random_score FROM STDIN") as rows:
            for sheet in sheets:
                for place, line in enumerate(sheet.lines):
                    for value in line[3]:
                        rows.write_row((sheet.key, place, value))
        cursor.execute("ANALYZE random_line; ANALYZE random_score")
        totals = _asked(cursor, TOTALS, keys=1, places=2)
        return totals, _asked(cursor, SUBTOTALS, keys=2, places=2), _asked(cursor, LINES, keys=2, places=4)


def _asked(cursor: Any, query: str, *, keys: int, places: int) -> Figures:
    cursor.execute(query)
    return {
        row[:keys]: tuple(Decimal(int(number)).scaleb(-places) for number in row[keys:]) for row in cursor.fetchall()
    }


def disagreements(sheets: list[RandomSheet]) -> list[str]:
    """Where the portal and the database differ, in words; a figure that does not apply is zero with both."""
    totals, subtotals, lines = recomputed(sheets)
    found = []
    for sheet in sheets:
        ours = sheet.outcome()
        zero = Decimal(0)
        if ours.total != totals.get((sheet.key,), (zero,))[0]:
            found.append(f"sheet {sheet.key}: total {ours.total} and {totals.get((sheet.key,))}")
        for criterion in ours.criteria:
            theirs = subtotals.get((sheet.key, int(criterion.criterion)), (zero, zero))
            if (criterion.subtotal, criterion.maximum) != theirs:
                found.append(f"sheet {sheet.key}, criterion {criterion.criterion}: {criterion.subtotal} and {theirs}")
        for key, line in ours.lines.items():
            theirs = lines.get((sheet.key, int(key)), (zero, zero))
            if (line.contribution, line.maximum) != theirs:
                found.append(f"sheet {sheet.key}, line {key}: {line.contribution} and {theirs}")
    return found


def otherwise_rounded(sheet: RandomSheet) -> tuple[bool, bool, bool]:
    """Whether the exact total is a tie, and whether half-to-even or binary floating point would print another total."""
    exact, ours = sheet.exact(), sheet.outcome().total
    is_tie = (exact * 1000) % 10 == 5
    even = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    return is_tie, even != ours, Decimal(f"{float(exact):.2f}") != ours
