"""How well assessors agree: Krippendorff's alpha, and who is how much stricter. Knows neither Django nor the database.

Advice to whoever leads them; it changes no score. Values are those of levels; a unit of judgement ("subject") is one
indicator of one work unit, and a missing judgement is simply not there.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Metric = Literal["nominal", "ordinal", "interval"]
# Why a figure cannot be had, for people.
TOO_FEW = "belum dapat dihitung: belum ada yang dinilai oleh dua penilai"
NO_VARIETY = "belum dapat dihitung: semua nilai sama, sehingga kesepakatan tidak dapat dibedakan dari kebetulan"


@dataclass(frozen=True)
class Alpha:
    """The coefficient, or why there is none. ``pairable``: how many judgements have another beside them."""

    value: float | None
    pairable: int
    why_not: str = ""

    @property
    def words(self) -> str:
        """What the figure means, by the bounds that Krippendorff names."""
        if self.value is None:
            return self.why_not
        if self.value >= 0.8:
            return "dapat diandalkan"
        if self.value >= 0.667:
            return "cukup untuk kesimpulan sementara"
        return "rendah: bahas kembali rubriknya bersama para penilai"


class Coincidences:
    """How often each pair of values stands side by side, each subject weighing as many as it has judgements."""

    def __init__(self) -> None:
        # How many subjects have exactly these values: there are few such patterns, however many subjects.
        self._patterns: Counter[tuple[float, ...]] = Counter()

    def add(self, values: Iterable[float], times: int = 1) -> None:
        """One subject's judgements, in any order."""
        self._patterns[tuple(sorted(values))] += times

    def update(self, other: "Coincidences") -> None:
        """All subjects of another."""
        self._patterns.update(other._patterns)

    def pairs(self) -> dict[tuple[float, float], float]:
        """The matrix of coincidences; subjects with one judgement do not count."""
        found: dict[tuple[float, float], float] = defaultdict(float)
        for pattern, times in self._patterns.items():
            size = len(pattern)
            if size < 2:
                continue
            counts = Counter(pattern)
            for one, many in counts.items():
                for other, more in counts.items():
                    found[one, other] += times * many * (more - (one == other)) / (size - 1)
        return found


def alpha(subjects: Coincidences | Iterable[Sequence[float]], metric: Metric = "ordinal") -> Alpha:
    """Krippendorff's alpha: 1 is agreement without exception, 0 what chance gives, below 0 worse than chance."""
    if not isinstance(subjects, Coincidences):
        given, subjects = subjects, Coincidences()
        for values in given:
            subjects.add(values)
    pairs = subjects.pairs()
    totals: dict[float, float] = defaultdict(float)
    for (one, _), weight in pairs.items():
        totals[one] += weight
    size = sum(totals.values())
    if size < 2:
        return Alpha(None, 0, TOO_FEW)
    pairable = round(size)
    if len([one for one, weight in totals.items() if weight]) < 2:
        return Alpha(None, pairable, NO_VARIETY)
    distance = _distance(metric, totals)
    observed = sum(weight * distance(*pair) for pair, weight in pairs.items())
    expected = sum(totals[one] * totals[other] * distance(one, other) for one in totals for other in totals)
    return Alpha(1 - (size - 1) * observed / expected, pairable)


def _distance(metric: Metric, totals: Mapping[float, float]) -> Callable[[float, float], float]:
    """How far two values are apart, squared."""
    if metric == "nominal":
        return lambda one, other: float(one != other)
    if metric == "interval":
        return lambda one, other: (one - other) ** 2
    order = sorted(totals)
    places = {value: place for place, value in enumerate(order)}

    def ordinal(one: float, other: float) -> float:
        low, high = sorted((places[one], places[other]))
        between = sum(totals[value] for value in order[low : high + 1])
        return (between - (totals[one] + totals[other]) / 2) ** 2

    return ordinal


@dataclass
class Lean:
    """How much one assessor gives more (or less) than the co-assessors of the same units, in values of levels."""

    units: set[int] = field(default_factory=set)
    judgements: int = 0
    difference: float = 0.0

    def add(self, unit: int, difference: float) -> None:
        """One judgement, less the mean of the others'."""
        self.units.add(unit)
        self.judgements += 1
        self.difference += difference

    @property
    def mean(self) -> float | None:
        return self.difference / self.judgements if self.judgements else None

    @property
    def signed(self) -> str:
        """ "+0,08", "−0,12", "0,00"; empty when there is nothing to say."""
        if self.mean is None:
            return ""
        rounded = round(self.mean, 2)
        sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
        return f"{sign}{abs(rounded):.2f}".replace(".", ",")

    @property
    def words(self) -> str:
        """A plain sentence."""
        mean = self.mean
        if mean is None:
            return "belum dapat dihitung: belum menilai unit yang sama dengan rekan lain"
        rounded = round(mean, 2)
        if not rounded:
            return "rata-rata sama dengan rekan penilainya"
        figure = f"{abs(rounded):.2f}".replace(".", ",")
        return f"rata-rata {figure} lebih {'tinggi' if rounded > 0 else 'rendah'} daripada rekan penilainya"


# One judgement: work unit, assessor, indicator, criterion, value.
Judgement = tuple[int, int, int, int, float]


@dataclass
class Report:
    """Agreement as a whole and per criterion and indicator, and the lean of each assessor, as a whole and per criterion."""

    units: int
    whole: Coincidences
    criteria: dict[int, Coincidences]
    indicators: dict[int, Coincidences]
    leans: dict[int, Lean]
    leans_by_criterion: dict[tuple[int, int], Lean]


def report(judgements: Iterable[Judgement]) -> Report:
    """Everything from one pass over the judgements."""
    subjects: dict[tuple[int, int, int], list[tuple[int, float]]] = defaultdict(list)
    for unit, assessor, indicator, criterion, value in judgements:
        subjects[unit, indicator, criterion].append((assessor, value))
    found = Report(
        len({unit for unit, _, _ in subjects}),
        Coincidences(),
        defaultdict(Coincidences),
        defaultdict(Coincidences),
        defaultdict(Lean),
        defaultdict(Lean),
    )
    for (unit, indicator, criterion), given in subjects.items():
        values = [value for _, value in given]
        found.criteria[criterion].add(values)
        found.indicators[indicator].add(values)
        if len(given) < 2:
            continue
        total, others = sum(values), len(values) - 1
        for assessor, value in given:
            difference = value - (total - value) / others
            found.leans[assessor].add(unit, difference)
            found.leans_by_criterion[assessor, criterion].add(unit, difference)
    for part in found.criteria.values():
        found.whole.update(part)
    return found
