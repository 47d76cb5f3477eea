"""The evidence of an indicator or of a whole unit, to be taken along as one ZIP."""

from collections.abc import Iterable

from assessments.cycle.models import Participation
from assessments.files.bundling import Piece
from assessments.verifikasi.queries.sheets import Item
from indicators.models import Indicator
from p2ham.lib import zips

_TITLE_LETTERS = 60


def folder_of(indicator: Indicator) -> str:
    """The folder of an indicator, the same in every ZIP: code and title."""
    return zips.part(f"{indicator.code} {indicator.title}", most=_TITLE_LETTERS)


def pieces(items: Iterable[Item]) -> list[Piece]:
    """Every attached file of these indicators, those of other levels than the claimed one included."""
    return [
        Piece(
            folder=folder_of(item.indicator),
            file=exhibit.file,
            subject=f"{item.indicator.code} {item.indicator.title}",
            requirement=exhibit.evidence.requirement.title,
            description=exhibit.evidence.description,
            taken_on=exhibit.evidence.taken_on,
        )
        for item in items
        for exhibit in item.exhibits
    ]


def name_of(participation: Participation, item: Item | None = None) -> str:
    """The name of the ZIP, without its ending."""
    part = f" {item.indicator.code}" if item else ""
    return zips.part(f"Data dukung{part} {participation.work_unit.short_name} {participation.cycle.year}")
