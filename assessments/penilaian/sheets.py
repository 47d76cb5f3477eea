"""Scores as people read them: one assessor's sheet, the settled result.

Pure but for the rows handed in. What may be read by whom is decided in ``queries``; nothing here asks the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from assessments.penilaian import scoring
from assessments.penilaian.drafts import Stored
from assessments.penilaian.models import Assignment, Result, ResultLine, Score, ScoreDraft
from assessments.verifikasi.models import Verdict
from indicators.models import Criterion, Indicator, Level


@dataclass(frozen=True)
class Item:
    """One indicator that applies to the unit, with what the verification found."""

    indicator: Indicator
    levels: list[Level]
    verdict: Verdict | None

    @property
    def pk(self) -> int:
        return int(self.indicator.pk)

    @property
    def not_applicable(self) -> bool:
        """Whether the verifier agreed that the indicator does not apply: then nobody scores it."""
        return self.verdict is not None and self.verdict.not_applicable

    @property
    def verified_level(self) -> Level | None:
        """The level that the verification ended with: the verifier's own, or the unit's when it fits."""
        if self.verdict is None or self.verdict.not_applicable:
            return None
        if self.verdict.level:
            return self.verdict.level
        if self.verdict.decision != Verdict.Decision.FITS:
            return None
        return self.level(self.verdict.answer.level_id)

    def level(self, pk: int | None) -> Level | None:
        """The level of this very indicator with this id."""
        return next((level for level in self.levels if level.pk == pk), None)

    def needs_justification(self, level: Level) -> bool:
        """A level that differs from the verified one, or the lowest, must be explained."""
        return level.value == 0 or self.differs(level)

    def differs(self, level: Level) -> bool:
        """Whether it is another level than the verified one."""
        return self.verified_level is not None and level.pk != self.verified_level.pk

    def line(self, level: Level | None, value: Fraction | None = None) -> scoring.Line:
        """The indicator as the arithmetic wants it: by a level, or by a value that several assessors combine to.

        Not yet scored counts as nothing earned.
        """
        if value is None:
            value = Fraction(level.value) if level else Fraction()
        return scoring.Line(
            key=str(self.pk),
            criterion=str(self.indicator.criterion_id),
            criterion_weight=self.indicator.criterion.weight,
            weight=self.indicator.weight,
            value=None if self.not_applicable else value,
            required=self.indicator.required,
        )


@dataclass(frozen=True)
class Row:
    """An item with the level chosen for it (None: none, or a value between levels) and what that adds to the total."""

    item: Item
    level: Level | None
    score: scoring.LineScore
    text: str = ""


@dataclass(frozen=True)
class Group:
    """A criterion with its rows and its subtotal."""

    criterion: Criterion
    subtotal: Decimal
    maximum: Decimal
    rows: list[Row]


def grouped(
    items: Sequence[Item],
    levels: Mapping[int, Level | None],
    texts: Mapping[int, str],
    values: Mapping[int, Fraction | None] | None = None,
) -> tuple[scoring.Outcome, list[Group]]:
    """Score the items with these levels (by indicator id) and lay them out by criterion.

    ``values`` are those of several assessors combined; they go before the levels.
    """
    combined = values or {}
    outcome = scoring.outcome(item.line(levels.get(item.pk), combined.get(item.pk)) for item in items)
    by_key = {str(item.pk): item for item in items}
    groups = []
    for criterion in outcome.criteria:
        rows = []
        for found in criterion.lines:
            item = by_key[found.line.key]
            rows.append(Row(item, levels.get(item.pk), found, texts.get(item.pk, "")))
        groups.append(Group(rows[0].item.indicator.criterion, criterion.subtotal, criterion.maximum, rows))
    return outcome, groups


@dataclass(frozen=True)
class Sheet:
    """One assessor's own scores for a unit."""

    assignment: Assignment
    items: list[Item]
    scores: dict[int, Score]
    # Typed, and not yet a score: counts nowhere.
    drafts: dict[int, ScoreDraft] = field(default_factory=dict)

    @cached_property
    def _scored(self) -> tuple[scoring.Outcome, list[Group]]:
        levels = {key: score.level for key, score in self.scores.items()}
        return grouped(self.items, levels, {key: score.justification for key, score in self.scores.items()})

    @property
    def outcome(self) -> scoring.Outcome:
        return self._scored[0]

    @property
    def groups(self) -> list[Group]:
        return self._scored[1]

    @property
    def to_score(self) -> list[Item]:
        """The indicators that apply; those approved as not applicable are nobody's to score."""
        return [item for item in self.items if not item.not_applicable]

    @property
    def missing(self) -> list[Item]:
        return [item for item in self.to_score if item.pk not in self.scores]

    @property
    def scored_count(self) -> int:
        return len(self.to_score) - len(self.missing)

    @property
    def unfinished(self) -> list[Item]:
        """Where something was typed that has not become a score."""
        return [item for item in self.to_score if item.pk in self.drafts]

    @property
    def differing(self) -> list[Row]:
        """The scores that are not the verified level."""
        rows = [row for group in self.groups for row in group.rows]
        return [row for row in rows if row.level and row.item.differs(row.level)]

    def stored(self, item: Item) -> Stored:
        """What the database has of an indicator."""
        return Stored(self.scores.get(item.pk), self.drafts.get(item.pk))

    def item(self, indicator_id: int) -> Item | None:
        """One indicator of this sheet."""
        return next((item for item in self.items if item.pk == indicator_id), None)

    def beside(self, item: Item) -> tuple[Item | None, Item | None]:
        """The indicators before and after."""
        place = self.items.index(item)
        after = self.items[place + 1] if place + 1 < len(self.items) else None
        return (self.items[place - 1] if place else None), after

    def next_missing(self, item: Item) -> Item | None:
        """The next indicator without a score after this one, from the top again at the end."""
        place = self.items.index(item)
        order = self.items[place + 1 :] + self.items[:place]
        return next((found for found in order if found in self.missing), None)

    def with_levels(self, chosen: Mapping[int, Level]) -> tuple[scoring.Outcome, list[Group]]:
        """The result if these indicators had those levels: a look ahead, nothing is stored."""
        levels: dict[int, Level | None] = {key: score.level for key, score in self.scores.items()}
        return grouped(self.items, {**levels, **chosen}, {})


@dataclass(frozen=True)
class TableCriterion:
    label: str
    subtotal: Decimal
    rows: list[tuple[str, str, Decimal, Decimal | None, Decimal, Decimal, str]]


@dataclass(frozen=True)
class Table:
    """A settled result for components/_scores.html: figures as they were stored, nothing recomputed."""

    total: Decimal
    threshold: Decimal
    criteria: list[TableCriterion]
    formula: str = scoring.FORMULA


def table(result: Result, lines: Sequence[ResultLine], given: Mapping[int, str] | None = None) -> Table:
    """Lay a settled result out; ``lines`` come with indicator, criterion and level, in order.

    ``given``: by indicator id, the levels that were combined.
    """
    criteria: dict[str, TableCriterion] = {}
    for line in lines:
        indicator = line.indicator
        code = indicator.criterion.code
        if code not in criteria:
            label = f"{indicator.criterion} (paling tinggi {_printed(result.subtotals[code][1])})"
            criteria[code] = TableCriterion(label, Decimal(result.subtotals[code][0]), [])
        words = line.words((given or {}).get(line.indicator_id, ""))
        note = f"{words}{' · wajib' if indicator.required else ''}"
        criteria[code].rows.append(
            (indicator.code, indicator.title, indicator.weight, line.value, line.contribution, line.lost, note)
        )
    return Table(result.total, result.threshold, list(criteria.values()))


def _printed(text: str) -> str:
    return text.replace(".", ",")
