"""All scores of a unit side by side, what they combine to, and where the lead has to decide.

Pure but for the rows handed in. When the seal is open is decided in ``queries``; nothing here asks the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from assessments.penilaian import scoring
from assessments.penilaian.combining import Rule, spread
from assessments.penilaian.models import Assignment, Score
from assessments.penilaian.sheets import Group, Item, grouped
from indicators.models import Level


@dataclass(frozen=True)
class Judged:
    """One indicator with the scores of all assessors, in the order of their assignments."""

    item: Item
    scores: list[Score]
    assessors: int
    rule: Rule = field(default_factory=Rule)

    @property
    def is_complete(self) -> bool:
        return len(self.scores) == self.assessors > 0

    @property
    def agreed(self) -> Level | None:
        """The level on which all assessors agree."""
        levels = {score.level_id: score.level for score in self.scores}
        return next(iter(levels.values())) if len(levels) == 1 and self.is_complete else None

    @property
    def spread(self) -> Decimal:
        """Highest value minus lowest."""
        return spread([score.level.value for score in self.scores])

    @property
    def differs(self) -> bool:
        """Whether the assessors are further apart than the cycle allows."""
        return not self.item.not_applicable and (not self.is_complete or self.spread > self.rule.gap)

    @property
    def value(self) -> Fraction | None:
        """What the scores combine to, exactly; None where there is nothing to combine."""
        if self.item.not_applicable or not self.is_complete:
            return None
        return self.rule.combined([score.level.value for score in self.scores])

    @property
    def level(self) -> Level | None:
        """The level of that value; None when the value lies between two levels."""
        value = self.value
        if value is None or self.agreed:
            return self.agreed
        return next((level for level in self.item.levels if Fraction(level.value) == value), None)

    @property
    def given(self) -> str:
        """The levels that were given, each once, from the highest: never who gave which."""
        ordered = sorted((score.level for score in self.scores), key=lambda level: (-level.value, level.pk))
        return ", ".join(dict.fromkeys(level.label for level in ordered))

    @property
    def words(self) -> str:
        """What the scores combine to, in words."""
        if self.item.not_applicable or self.value is None:
            return ""
        if self.level:
            return self.level.label
        figure = f"{scoring.rounded(self.value, 4).normalize():f}".replace(".", ",")
        return f"Gabungan: {figure} ({self.given})"

    @property
    def reason(self) -> str:
        """Why the value was given, in the assessors' own words without their names."""
        words = [score.justification.strip() for score in self.scores if score.justification.strip()]
        silent = "Sesuai dengan hasil verifikasi." if self.agreed else "Gabungan nilai para penilai."
        return "\n".join(dict.fromkeys(words)) or silent


@dataclass(frozen=True)
class Choice:
    """What the lead sets for an indicator."""

    level: Level | None
    reason: str = ""

    @property
    def is_empty(self) -> bool:
        return self.level is None and not self.reason.strip()


Choices = Mapping[int, Choice]


@dataclass(frozen=True)
class Settlement:
    """All scores of a unit side by side. Made only once every assessor is done."""

    assignments: list[Assignment]
    judged: list[Judged]
    threshold: Decimal
    rule: Rule = field(default_factory=Rule)

    def codes(self, keys: Sequence[str]) -> list[str]:
        """The codes of indicators that the arithmetic names by their keys."""
        return [found.item.indicator.code for found in self.judged if str(found.item.pk) in keys]

    @property
    def has_drawn(self) -> bool:
        """Whether an additional assessor has scored: then the scores are combined however far apart they are."""
        return any(assignment.kind == Assignment.Kind.DRAWN for assignment in self.assignments)

    @property
    def differing(self) -> list[Judged]:
        """Where the assessors are further apart than the cycle allows."""
        return [found for found in self.judged if found.differs]

    @property
    def to_decide(self) -> list[Judged]:
        """Where the lead must set a level."""
        return [found for found in self.differing if not (self.has_drawn and found.is_complete)]

    @property
    def agreed_count(self) -> int:
        return sum(found.agreed is not None for found in self.judged)

    @cached_property
    def totals(self) -> list[tuple[Assignment, Decimal]]:
        """Each assessor with the total that the own sheet makes."""
        items = [found.item for found in self.judged]
        found = []
        for assignment in self.assignments:
            levels = {
                judged.item.pk: score.level
                for judged in self.judged
                for score in judged.scores
                if score.assignment_id == assignment.pk
            }
            found.append((assignment, grouped(items, levels, {})[0].total))
        return found

    @property
    def total_spread(self) -> Decimal:
        return spread([total for _, total in self.totals])

    @property
    def total_differs(self) -> bool:
        """Whether the assessors' totals are further apart than the cycle allows."""
        return self.total_spread > self.rule.gap_total

    @property
    def is_settled_by_rule(self) -> bool:
        """Whether the rule alone settles it: nothing is left for the lead to decide."""
        return not self.to_decide and not self.wants_word_on_total({})

    def wants_word_on_total(self, choices: Choices) -> bool:
        """Whether the lead must say why the combined total stands, having set no indicator."""
        return self.total_differs and not self.has_drawn and not any(choice.level for choice in choices.values())

    def undecided(self, choices: Choices) -> list[Judged]:
        """What is still to be decided with these choices."""
        return [found for found in self.to_decide if choices.get(found.item.pk, Choice(None)).level is None]

    def scored(self, choices: Choices) -> tuple[scoring.Outcome, list[Group]]:
        """The result with the lead's choices so far. What is still to be decided counts as nothing earned."""
        levels: dict[int, Level | None] = {}
        values: dict[int, Fraction | None] = {}
        texts: dict[int, str] = {}
        open_ = {found.item.pk for found in self.to_decide}
        for found in self.judged:
            pk, choice = found.item.pk, choices.get(found.item.pk)
            if found.item.not_applicable:
                continue
            if choice and choice.level:
                levels[pk], texts[pk] = choice.level, choice.reason.strip()
            elif pk not in open_:
                levels[pk], values[pk], texts[pk] = found.level, found.value, found.reason
        return grouped([found.item for found in self.judged], levels, texts, values)
