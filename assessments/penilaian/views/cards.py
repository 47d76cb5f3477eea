"""One indicator on the page of the settlement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.penilaian.forms import SettleForm
from assessments.penilaian.models import Finding, Score
from assessments.penilaian.settlements import Judged, Settlement
from assessments.penilaian.sheets import Group, Row


@dataclass(frozen=True)
class Card:
    """The scores side by side, with what the lead may set."""

    judged: Judged
    row: Row
    # Each score with its assessor's place in the order of the assignments.
    scores: list[tuple[int, Score]]
    pair: tuple[Any, Any, dict[str, str]] | None
    findings: Sequence[Finding]
    is_due: bool
    is_set: bool

    @property
    def is_open(self) -> bool:
        """Whether the page shows it unfolded: something is to be decided, differs, or has been set."""
        return self.is_due or self.is_set or self.judged.differs or self.has_errors

    @property
    def has_errors(self) -> bool:
        return bool(self.pair and (self.pair[0].errors or self.pair[1].errors))

    @property
    def word(self) -> str:
        """Where the indicator stands, in a word."""
        if self.judged.item.not_applicable:
            return "Tidak berlaku"
        if self.judged.differs:
            return "Berbeda"
        return "Disepakati" if self.judged.agreed else "Digabung"

    @property
    def tone(self) -> str:
        tones = {"Berbeda": "attention", "Disepakati": "success", "Digabung": "info"}
        return tones.get(self.word, "neutral")


def cards(
    settlement: Settlement, form: SettleForm, groups: Sequence[Group], findings: Mapping[int, list[Finding]]
) -> list[tuple[Group, list[Card]]]:
    """The cards by criterion."""
    places = {assignment.pk: place for place, assignment in enumerate(settlement.assignments, 1)}
    by_pk = {found.item.pk: found for found in settlement.judged}
    due = {found.item.pk for found in settlement.to_decide}
    chosen = {pk for pk, choice in form.choices().items() if choice.level}
    made = []
    for group in groups:
        found = []
        for row in group.rows:
            judged = by_pk[row.item.pk]
            found.append(
                Card(
                    judged,
                    row,
                    [(places[score.assignment_id], score) for score in judged.scores],
                    form.pair(row.item.pk),
                    findings.get(row.item.pk, []),
                    row.item.pk in due,
                    row.item.pk in chosen,
                )
            )
        made.append((group, found))
    return made
