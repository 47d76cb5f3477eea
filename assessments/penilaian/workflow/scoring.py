"""Verbs of the assessor: keep what is typed, score, finish a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from assessments.cycle.workflow import MoveRefused, lock, refuse
from assessments.penilaian import queries, rules
from assessments.penilaian.drafts import Stored, Typed
from assessments.penilaian.models import Assignment, Score, ScoreDraft
from assessments.penilaian.sheets import Item, Sheet
from assessments.penilaian.workflow.drawing import after_a_sheet
from indicators.models import Level
from units import audit
from units.models import User

UNKNOWN = "Indikator ini tidak termasuk lembar unit tersebut."


class ScoreChanged(Exception):
    """Another window saved the same indicator in between; carries what is stored."""

    def __init__(self, stored: Stored) -> None:
        super().__init__(str(stored.typed))
        self.stored = stored


@dataclass
class Saved:
    """What became of a press of the button, by indicator: scores, sentences why there is none, what another window saved."""

    scored: list[Item] = field(default_factory=list)
    refused: dict[int, list[str]] = field(default_factory=dict)
    overtaken: dict[int, Stored] = field(default_factory=dict)


def _locked(assignment: Assignment) -> Assignment:
    return (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("participation__cycle", "participation__work_unit__province", "participation__coordinator")
        .get(pk=assignment.pk)
    )


@transaction.atomic
def score(
    *,
    assignment: Assignment,
    indicator_id: int,
    level: Level,
    justification: str,
    confidence: int | None = None,
    by: User,
) -> Score:
    """Record a score; an earlier one of the same indicator stays as history. Raises ``MoveRefused``.

    The same level and words again change nothing.
    """
    locked = _locked(assignment)
    sheet = queries.sheet(locked)
    item = _item(sheet, indicator_id)
    typed = Typed(level, justification.strip(), confidence)
    refuse(rules.work_on(locked, by) + rules.score(item, typed))
    return _record(sheet, item, typed, by)


@transaction.atomic
def save(*, assignment: Assignment, typed: Mapping[int, tuple[Typed, str]], by: User) -> Saved:
    """Make scores of what was typed, each with the version of the page; ``MoveRefused`` when nothing may be changed.

    What cannot be a score yet is kept as typed. What another window has saved meanwhile is left alone, and told.
    """
    locked = _locked(assignment)
    refuse(rules.work_on(locked, by))
    sheet, saved = queries.sheet(locked), Saved()
    for indicator_id, (new, version) in typed.items():
        item = _item(sheet, indicator_id)
        stored = sheet.stored(item)
        if new == stored.typed and not stored.draft and (stored.score or len(typed) > 1):
            continue
        if stored.overtakes(version, new):
            saved.overtaken[item.pk] = stored
        elif sentences := rules.score(item, new):
            saved.refused[item.pk] = sentences
            _keep(sheet, item, new)
        else:
            _record(sheet, item, new, by)
            saved.scored.append(item)
    return saved


@transaction.atomic
def keep(*, assignment: Assignment, indicator_id: int, typed: Typed, version: str, by: User) -> Stored:
    """Keep what is typed, valid or not; it counts nowhere. Raises ``MoveRefused`` and ``ScoreChanged``."""
    locked = _locked(assignment)
    sheet = queries.sheet(locked)
    item = _item(sheet, indicator_id)
    refuse(rules.work_on(locked, by) + rules.applies(item))
    stored = sheet.stored(item)
    if stored.overtakes(version, typed):
        raise ScoreChanged(stored)
    return stored if typed == stored.typed else Stored(stored.score, _keep(sheet, item, typed))


@transaction.atomic
def discard(*, assignment: Assignment, indicator_id: int, by: User) -> None:
    """Throw away what was typed and did not become a score. Raises ``MoveRefused``."""
    locked = _locked(assignment)
    refuse(rules.work_on(locked, by))
    locked.drafts.filter(indicator=indicator_id).delete()


def _item(sheet: Sheet, indicator_id: int) -> Item:
    item = sheet.item(indicator_id)
    if item is None:
        raise MoveRefused([UNKNOWN])
    return item


def _keep(sheet: Sheet, item: Item, typed: Typed) -> ScoreDraft | None:
    """The draft as it is now; none where it says no more than the score does."""
    own = ScoreDraft.objects.filter(assignment=sheet.assignment, indicator=item.pk)
    if typed == Stored(sheet.scores.get(item.pk)).typed:
        own.delete()
        return None
    made, _ = own.update_or_create(
        defaults={
            "level": typed.level,
            "justification": typed.justification,
            "confidence": typed.confidence,
            "saved_at": timezone.now(),
        },
        create_defaults={
            "assignment": sheet.assignment,
            "indicator": item.indicator,
            "level": typed.level,
            "justification": typed.justification,
            "confidence": typed.confidence,
        },
    )
    return made


def _record(sheet: Sheet, item: Item, typed: Typed, by: User) -> Score:
    assignment, current = sheet.assignment, sheet.scores.get(item.pk)
    if item.pk in sheet.drafts:
        sheet.drafts[item.pk].delete()
    if current and typed == Stored(current).typed:
        return current
    if current:
        current.is_current = False
        current.save(update_fields=["is_current"])
    assert typed.level is not None
    made = Score.objects.create(
        assignment=assignment,
        indicator=item.indicator,
        level=typed.level,
        justification=typed.justification,
        confidence=typed.confidence,
    )
    # The trail tells that a score was given, not which: it is read by more people than the seal allows.
    audit.record(
        by=by,
        action="nilai",
        subject=assignment.participation.subject,
        data={"assignment": assignment.pk, "indicator": item.indicator.code, "score": made.pk},
    )
    return made


@transaction.atomic
def finalise(*, assignment: Assignment, by: User) -> Assignment:
    """Declare one's sheet finished; it cannot be changed afterwards. Raises ``MoveRefused``."""
    participation = lock(assignment.participation)
    locked = _locked(assignment)
    refuse(rules.finalise(queries.sheet(locked), by))
    locked.final_at = timezone.now()
    locked.save(update_fields=["final_at"])
    audit.record(by=by, action="selesai_menilai", subject=participation.subject, data={"assignment": locked.pk})
    after_a_sheet(participation)
    return locked
