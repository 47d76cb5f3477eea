"""The unit answers each remark: done, or why not. Until the sheet is handed in an answer may be half and be changed."""

from dataclasses import dataclass

from django.utils import timezone

from assessments.verifikasi.models import Answer, Remark
from assessments.verifikasi.queries.sheets import Item
from units.models import User


@dataclass(frozen=True)
class Reply:
    """What an operator typed to one remark; as a draft either may be missing."""

    outcome: str = ""
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.outcome or self.text)


def changed(item: Item, replies: dict[int, Reply]) -> list[tuple[Remark, Remark | None, Reply]]:
    """The remarks that are answered otherwise than before, each with its stored answer."""
    found = []
    for entry in item.to_answer:
        typed = replies.get(entry.pk)
        stored = Reply(entry.reply.outcome, entry.reply.text) if entry.reply else Reply()
        if typed is not None and typed != stored:
            found.append((entry.remark, entry.reply, typed))
    return found


def save(answer: Answer, changes: list[tuple[Remark, Remark | None, Reply]], by: User) -> None:
    """Write the answers; emptying one takes it back. In the caller's transaction."""
    for remark, stored, reply in changes:
        if reply.is_empty:
            Remark.objects.filter(answers=remark.pk).delete()
            continue
        row = stored or Remark(answer=answer, round=remark.round, from_unit=True, answers=remark)
        row.outcome, row.text, row.author, row.created_at = reply.outcome, reply.text, by, timezone.now()
        row.save()
