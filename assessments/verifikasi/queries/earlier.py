"""Last year's evidence as it is offered to the operator: each file with its age, its fingerprint and where it may go."""

import datetime as dt
from dataclasses import dataclass

from assessments.verifikasi.queries.sheets import Exhibit, Item
from indicators.models import EvidenceRequirement
from p2ham.lib import dates

DAYS_OF_MONTH = 30.44


@dataclass(frozen=True)
class Offer:
    """One file of an earlier year."""

    exhibit: Exhibit
    targets: list[EvidenceRequirement]
    # Hangs on the answer of this year already.
    is_taken: bool

    @property
    def year(self) -> int:
        return self.exhibit.evidence.answer.participation.cycle.year

    @property
    def fingerprint(self) -> str:
        """The beginning of the SHA-256 of what was received."""
        return self.exhibit.file.received_sha256[:12]

    @property
    def taken(self) -> dt.date:
        """When it was taken; of a file that does not tell, when it was received."""
        return self.exhibit.evidence.taken_on or self.exhibit.file.received_at.date()

    @property
    def age(self) -> str:
        """How old it is, in words."""
        return age(self.taken)


def offers(item: Item, exhibits: list[Exhibit]) -> list[Offer]:
    """The files with the requirements that they fit: of the claimed level; before there is one, of that of then."""
    here = {exhibit.evidence.file_id for exhibit in item.exhibits}
    return [Offer(exhibit, _targets(item, exhibit), exhibit.evidence.file_id in here) for exhibit in exhibits]


def _targets(item: Item, exhibit: Exhibit) -> list[EvidenceRequirement]:
    then = exhibit.evidence.requirement
    levels = [level for level in item.levels if level.pk == item.answer.level_id]
    levels = levels or [level for level in item.levels if level.code == then.level.code] or item.levels
    fitting = [each for level in levels for each in level.requirements.all() if each.kind == then.kind]
    return [each for each in fitting if each.code == then.code] or fitting


def age(since: dt.date, today: dt.date | None = None) -> str:
    """ "1 tahun 8 bulan", rounded down; below a month in days."""
    days = max(((today or dates.today()) - since).days, 0)
    months = int(days / DAYS_OF_MONTH)
    years, months = divmod(months, 12)
    parts = [f"{years} tahun"] if years else []
    if months:
        parts.append(f"{months} bulan")
    return " ".join(parts) or f"{days} hari"
