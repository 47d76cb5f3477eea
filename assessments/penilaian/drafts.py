"""What an assessor has typed for an indicator, beside what is stored of it. Pure."""

import datetime as dt
from dataclasses import dataclass

from assessments.penilaian.models import Confidence, Score, ScoreDraft
from indicators.models import Level


@dataclass(frozen=True)
class Typed:
    """A level, words and how sure: what a form holds, whether or not it can become a score."""

    level: Level | None = None
    justification: str = ""
    confidence: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == Typed()

    @property
    def confidence_label(self) -> str:
        """How sure, in words."""
        return str(Confidence(self.confidence).label) if self.confidence else ""


@dataclass(frozen=True)
class Stored:
    """What the database has of an indicator: the score that counts, and what was typed since without becoming one."""

    score: Score | None = None
    draft: ScoreDraft | None = None

    @property
    def _latest(self) -> Score | ScoreDraft | None:
        return self.draft or self.score

    @property
    def typed(self) -> Typed:
        """What the form is opened with: the unfinished words before the score."""
        row = self._latest
        return Typed(row.level, row.justification, row.confidence) if row else Typed()

    @property
    def at(self) -> dt.datetime | None:
        """When it was last saved, in either way."""
        return self.draft.saved_at if self.draft else self.score.scored_at if self.score else None

    @property
    def version(self) -> str:
        """Changes with every save, so that a second window is not overwritten unseen."""
        draft = f"{self.draft.saved_at.timestamp():.6f}" if self.draft else ""
        return f"{self.score.pk if self.score else 0}:{draft}"

    def overtakes(self, version: str, typed: Typed) -> bool:
        """Whether something else was saved since the page with ``version`` was opened."""
        return self._latest is not None and version != self.version and typed != self.typed
