"""Which outcome may be proposed for a unit now, beside many others?"""

from dataclasses import dataclass

from assessments.cycle.models import Participation
from assessments.cycle.queries import Known
from assessments.cycle.states import MoveName
from assessments.verifikasi.models import CheckHold, Verdict
from assessments.verifikasi.queries.sheets import Sheet
from assessments.verifikasi.rules.checking import give_back, propose_fail, propose_pass
from units.models import User


@dataclass(frozen=True)
class Outlook:
    """One outcome that may be proposed; without one ``reason`` says why not yet.

    ``other`` names what the verifier could do instead: then nobody is chosen for them.
    """

    move: MoveName | None = None
    reason: str = ""
    other: str = ""


def outlook(
    participation: Participation, sheet: Sheet, hold: CheckHold | None, user: User, known: Known | None = None
) -> Outlook:
    """What the rules of a single proposal, and they alone, would let this verifier propose."""
    passing = propose_pass(participation, sheet, hold, user, known)
    failing = propose_fail(participation, sheet, hold, user, known=known)
    if failing:
        return Outlook(MoveName.PASS) if not passing else Outlook(reason=passing[0])
    if not passing:
        return Outlook(MoveName.FAIL, other="Juga dapat diusulkan lolos, dari halaman unitnya.")
    if not give_back(participation, sheet, hold, user, known=known):
        codes = ", ".join(item.indicator.code for item, _ in sheet.decided_as(Verdict.Decision.REPAIR))
        return Outlook(MoveName.FAIL, other=f"{codes} masih dapat dikembalikan kepada unit untuk diperbaiki.")
    return Outlook(MoveName.FAIL)
