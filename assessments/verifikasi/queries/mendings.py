"""Indicators that are open again because a file of them broke after it was received, as the unit's pages tell them."""

from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.verifikasi.models import Mending
from assessments.verifikasi.queries.worklists import FILLING
from indicators.models import Indicator


def told(participation: Participation, indicator: Indicator | None = None) -> list[Mending]:
    """What is to be mended apart; nothing, and no query, while the sheet as a whole is with the unit."""
    if participation.state in FILLING:
        return []
    found = Mending.objects.filter(answer__participation=participation, closed_at=None)
    if indicator:
        found = found.filter(answer__indicator=indicator)
    return list(found.select_related("evidence__file", "answer__indicator").order_by("until", "pk"))


def links(mendings: list[Mending]) -> list[tuple[str, str]]:
    """The same in a line each, with the place where it is mended."""
    return [
        (
            f"{mending.answer.indicator.code}: Ganti berkas “{mending.evidence.file.name}” yang rusak.",
            reverse("verifikasi_answer", args=[mending.answer.participation_id, mending.answer.indicator_id]),
        )
        for mending in mendings
    ]
