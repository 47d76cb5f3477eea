"""The thread of an indicator as it is read: each remark with the answer to it, and its number on a picture. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.verifikasi.models import Remark


@dataclass(frozen=True)
class Entry:
    """A remark of those who check with what the unit answered; or a word of the unit by itself."""

    remark: Remark
    reply: Remark | None = None
    # Its number among the spots that are marked within the indicator; 0 without a spot.
    number: int = 0

    @property
    def pk(self) -> int:
        return int(self.remark.pk)

    @property
    def anchor(self) -> str:
        """Where it stands on a page."""
        return f"catatan-{self.pk}"

    @property
    def left(self) -> str:
        """How far its spot is from the left edge, as a drawing says it."""
        return f"{(self.remark.x or 0) / 10:.1f}%"

    @property
    def top(self) -> str:
        """How far its spot is from the upper edge, as a drawing says it."""
        return f"{(self.remark.y or 0) / 10:.1f}%"

    @property
    def whereabouts(self) -> str:
        """Where its spot is, in words, for who does not see the picture."""
        across = _third(self.remark.x, "kiri", "tengah", "kanan")
        down = _third(self.remark.y, "atas", "tengah", "bawah")
        return "di tengah gambar" if across == down else f"di {across} {down} gambar"

    @property
    def is_asked(self) -> bool:
        """Whether the unit is to answer it."""
        return not self.remark.from_unit and not self.remark.is_internal

    @property
    def is_answered(self) -> bool:
        return self.reply is not None and self.reply.is_whole_answer

    @property
    def gap(self) -> str:
        """What its answer lacks; empty when it is whole."""
        who = "verifikator" if not self.remark.from_region else "pemeriksa wilayah"
        if not self.is_asked or self.is_answered:
            return ""
        if self.reply and self.reply.outcome:
            return f"Tuliskan mengapa catatan {who} tidak atau belum diperbaiki."
        return f"Jawab catatan {who}: sudah diperbaiki, atau mengapa tidak."


def _third(value: int | None, first: str, middle: str, last: str) -> str:
    return first if (value or 0) < 334 else middle if (value or 0) < 667 else last


def entries(remarks: list[Remark]) -> list[Entry]:
    """The thread in the order of its remarks; an answer stands with what it answers."""
    replies = {remark.answers_id: remark for remark in remarks if remark.answers_id}
    return list(_numbered([remark for remark in remarks if not remark.answers_id], replies))


def _numbered(remarks: list[Remark], replies: dict[int, Remark]) -> Iterator[Entry]:
    number = 0
    for remark in remarks:
        number += remark.evidence_id is not None
        yield Entry(remark, replies.get(int(remark.pk)), number if remark.evidence_id else 0)
