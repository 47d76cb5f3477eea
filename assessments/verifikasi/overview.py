"""The sheet at a glance: how far each criterion is, and only what lacks something if the reader wants that."""

from dataclasses import dataclass

from django.urls import reverse

from assessments.verifikasi.sheet import Item, Sheet
from indicators.models import Criterion

LACKING = "belum"
Tab = tuple[str, str, bool, int | None]


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
    """The criteria in order; with ``only`` LACKING those indicators alone that lack something."""
    found = []
    for criterion, items in sheet.criteria:
        opened = [item for item in items if item.answer.is_open]
        lacking = [item for item in opened if not item.is_complete]
        shown = lacking if only == LACKING else items
        if shown:
            found.append(Part(criterion, shown, len(opened) - len(lacking), len(opened)))
    return found


def tabs(sheet: Sheet, *, only: str = "") -> list[Tab]:
    """All indicators, or those that lack something; none when nothing may be changed."""
    if not sheet.open_items:
        return []
    address = reverse("verifikasi_sheet", args=[sheet.participation.pk])
    lacking = len(sheet.open_items) - sheet.complete_count
    return [
        ("Semua indikator", address, only != LACKING, len(sheet.items)),
        ("Belum lengkap", f"{address}?tampil={LACKING}", only == LACKING, lacking),
    ]
