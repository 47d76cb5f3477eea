"""The sheet at a glance: how far each criterion is, and only what the reader wants to see of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from assessments.verifikasi.queries.sheets import Item, Sheet
from indicators.models import Criterion

LACKING, COMPLETE, EXPLAINABLE = "belum", "lengkap", "jelaskan"
Tab = tuple[str, str, bool, int | None]

# The address of a tab -> what it shows of the indicators that may be changed, and what it says when that is nothing.
_SHOWN: dict[str, tuple[str, Callable[[Item], bool]]] = {
    LACKING: ("Belum lengkap", lambda item: not item.is_complete),
    COMPLETE: ("Lengkap", lambda item: item.is_complete),
    EXPLAINABLE: ("Dapat dijelaskan", lambda item: bool(item.unanswered)),
}
_NOTHING = {
    LACKING: "Tidak ada yang belum lengkap.",
    COMPLETE: "Belum ada yang lengkap.",
    EXPLAINABLE: "Tidak ada yang perlu dijelaskan.",
}


@dataclass(frozen=True)
class Part:
    """A criterion with its indicators that are shown, and how many of those that may be changed are complete."""

    criterion: Criterion
    items: list[Item]
    complete: int
    total: int

    @property
    def progress(self) -> str:
        """How far it is, in words; empty when nothing of it may be changed."""
        if not self.total:
            return ""
        return "Semua lengkap" if self.complete == self.total else f"{self.complete} dari {self.total} lengkap"


def parts(sheet: Sheet, *, only: str = "") -> list[Part]:
    """The criteria in order; with ``only`` the address of a tab those indicators alone that it shows."""
    found = []
    for criterion, items in sheet.criteria:
        opened = [item for item in items if item.answer.is_open]
        shown = [item for item in opened if _SHOWN[only][1](item)] if only in _SHOWN else items
        if shown:
            found.append(Part(criterion, shown, sum(item.is_complete for item in opened), len(opened)))
    return found


def tabs(sheet: Sheet, *, only: str = "") -> list[Tab]:
    """All indicators, or by how far they are; none when nothing may be changed."""
    if not sheet.open_items:
        return []
    address = reverse("verifikasi_sheet", args=[sheet.participation.pk])
    found: list[Tab] = [("Semua indikator", address, only not in _SHOWN, len(sheet.items))]
    for key, (label, shows) in _SHOWN.items():
        count = sum(shows(item) for item in sheet.open_items)
        if count or key == only or key != EXPLAINABLE:
            found.append((label, f"{address}?tampil={key}", key == only, count))
    return found


def nothing(only: str) -> str:
    """What to say where a tab shows nothing."""
    return _NOTHING.get(only, _NOTHING[LACKING])
