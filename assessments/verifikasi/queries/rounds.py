"""The rounds of a unit as people read them: handed in, judged, given back, repaired or not."""

from dataclasses import dataclass, field

from assessments.verifikasi.models import Repair, Submission, Verdict
from assessments.verifikasi.queries.sheets import Item, Sheet

Decision = Verdict.Decision


@dataclass
class Round:
    """One round: what began it, what was decided in it, and what came of that."""

    number: int
    # The handing-in that began it; none when the days of the repair before it ran out.
    submission: Submission | None = None
    lapsed: Repair | None = None
    verdicts: list[tuple[Item, Verdict]] = field(default_factory=list)
    repair: Repair | None = None

    @property
    def tally(self) -> list[tuple[str, int]]:
        """How many indicators were decided how, in this round alone."""
        counts = [(choice.label, sum(v.decision == choice for _, v in self.verdicts)) for choice in Decision]
        return [(label, count) for label, count in counts if count]

    @property
    def noted(self) -> list[tuple[Item, Verdict]]:
        """The verdicts of this round that say something."""
        return [(item, verdict) for item, verdict in self.verdicts if verdict.note]


def of_sheet(sheet: Sheet) -> list[Round]:
    """The rounds of a unit, the newest first. Two queries; verdicts are those that the sheet was read with."""
    participation = sheet.participation
    found: dict[int, Round] = {}

    def of(number: int) -> Round:
        return found.setdefault(number, Round(number))

    handed_in = participation.submissions.filter(withdrawn_at=None).select_related("submitted_by")
    for submission in handed_in:
        of(submission.round).submission = submission
    for repair in participation.repairs.select_related("returned_by"):
        of(repair.round).repair = repair
        if repair.has_lapsed:
            of(repair.round + 1).lapsed = repair
    for item in sheet.items:
        for verdict in item.verdicts:
            of(verdict.round).verdicts.append((item, verdict))
    return sorted(found.values(), key=lambda each: -each.number)
