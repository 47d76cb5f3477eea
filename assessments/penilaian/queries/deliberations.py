"""What the lead has set and written so far for a unit that is still to be settled."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field

from assessments.cycle.models import Participation
from assessments.penilaian.models import SettlingNote
from assessments.penilaian.settlements import Choice
from units.models import User


@dataclass(frozen=True)
class Deliberation:
    """The lead's levels and words. Nothing of it counts before the result is settled."""

    choices: dict[int, Choice] = field(default_factory=dict)
    total_reason: str = ""
    note: str = ""
    saved_by: User | None = None
    saved_at: dt.datetime | None = None

    @property
    def version(self) -> str:
        """The same for the same content: who saves what is there already overtakes nobody. Empty: nothing is there."""
        rows = sorted(
            (pk, choice.level.pk if choice.level else 0, choice.reason.strip())
            for pk, choice in self.choices.items()
            if not choice.is_empty
        )
        words = [self.total_reason.strip(), self.note.strip()]
        if not (rows or any(words)):
            return ""
        content = json.dumps([rows, *words])
        return hashlib.sha256(content.encode()).hexdigest()[:16]


def deliberation(participation: Participation) -> Deliberation:
    """What is stored. Two queries."""
    rows = list(participation.moderations.select_related("level", "moderated_by"))
    note = SettlingNote.objects.filter(participation=participation).select_related("written_by").first()
    told = [(row.moderated_at, row.moderated_by) for row in rows]
    if note:
        told.append((note.written_at, note.written_by))
    saved_at, saved_by = max(told, key=lambda pair: pair[0]) if told else (None, None)
    return Deliberation(
        {row.indicator_id: Choice(row.level, row.reason) for row in rows},
        note.total_reason if note else "",
        note.note if note else "",
        saved_by,
        saved_at,
    )
