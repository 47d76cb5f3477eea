"""What the unit changed in an indicator since it last handed it in. Pure: from the frozen sheet and the present one."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from assessments.verifikasi.queries.sheets import Exhibit, Item
from p2ham.lib import dates, worddiff


@dataclass(frozen=True)
class Changes:
    """What is otherwise than in the round before."""

    round: int
    claim: tuple[str, str] | None = None
    plan: tuple[str, str] | None = None
    note: list[worddiff.Piece] = field(default_factory=list)
    added: list[Exhibit] = field(default_factory=list)
    # The newer file with the older one whose place it took.
    replaced: list[tuple[Exhibit, Exhibit]] = field(default_factory=list)
    removed: list[Exhibit] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.claim or self.plan or self.note or self.added or self.replaced or self.removed)


def since(round_: int, snapshot: dict[str, Any], item: Item) -> Changes | None:
    """What changed since the handing-in of a round; None when the indicator was not on that sheet."""
    before = next((each for each in snapshot["indicators"] if each["code"] == item.indicator.code), None)
    if before is None:
        return None
    known = {each["evidence"] for each in before["files"]}
    now, gone = item.exhibits, [exhibit for exhibit in item.removed if exhibit.pk in known]
    replaced = [(_heir(old, item), old) for old in gone]
    pairs = [(new, old) for new, old in replaced if new is not None]
    heirs = {new.pk for new, _ in pairs}
    return Changes(
        round=round_,
        claim=_pair(before["claim"], item.claim),
        plan=_pair(_day(before["plan_date"]), _day(item.answer.plan_date)),
        note=worddiff.compare(before["note"], item.answer.note) if before["note"] != item.answer.note else [],
        added=[exhibit for exhibit in now if exhibit.pk not in known and exhibit.pk not in heirs],
        replaced=pairs,
        removed=[old for new, old in replaced if new is None],
    )


def _heir(old: Exhibit, item: Item) -> Exhibit | None:
    """The file that stands now in the place of an older one, over however many versions."""
    by_pk = {exhibit.pk: exhibit for exhibit in [*item.exhibits, *item.removed]}
    here, seen = old, {old.pk}
    while here.evidence.replaced_by_id and here.evidence.replaced_by_id in by_pk:
        here = by_pk[here.evidence.replaced_by_id]
        if here.pk in seen:
            return None
        seen.add(here.pk)
    return here if here is not old and here in item.exhibits else None


def _pair(before: str, after: str) -> tuple[str, str] | None:
    return (before or "kosong", after or "kosong") if before != after else None


def _day(value: Any) -> str:
    if not value:
        return ""
    return dates.short_date(dt.date.fromisoformat(value) if isinstance(value, str) else value)
