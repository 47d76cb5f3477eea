"""What lies beside the score: the unit's answer with its evidence, the region's advice, the verification's verdict."""

from dataclasses import dataclass

from django.urls import reverse

from assessments.penilaian.models import Assignment
from assessments.penilaian.queries.sealed import own_sheet
from assessments.penilaian.sheets import Item, Sheet
from assessments.verifikasi import queries as verifikasi
from assessments.verifikasi.models import Advice, Evidence
from assessments.verifikasi.queries import comparing
from assessments.verifikasi.queries.sheets import Item as Entry


@dataclass(frozen=True)
class Desk:
    """An assessor's own sheet, and what each indicator is judged by."""

    sheet: Sheet
    entries: dict[int, Entry]

    def voices(self, item: Item) -> list[comparing.Voice]:
        """What the unit, its region and the verifier say of an indicator."""
        return comparing.voices(self.entries[item.pk])


def address(evidence: Evidence, variant: str) -> str:
    """Where this room serves a file of the unit."""
    return reverse("penilaian_evidence_file", args=[evidence.answer.participation_id, evidence.pk, variant])


def desk(assignment: Assignment) -> Desk:
    """The sheet with everything beside it; ten queries, whatever its length.

    Internal remarks of the verifiers stay theirs.
    """
    participation = assignment.participation
    entries = {entry.indicator.pk: entry for entry in verifikasi.answers_with_evidence(participation, address=address)}
    for advice in _last_advices(assignment):
        if entry := entries.get(advice.answer.indicator_id):
            entry.advice = advice
    items = []
    for entry in entries.values():
        if entry.verdict:
            # The very answer that was read already.
            entry.verdict.answer = entry.answer
        items.append(Item(entry.indicator, entry.levels, entry.verdict))
    return Desk(own_sheet(assignment, items), entries)


def _last_advices(assignment: Assignment) -> list[Advice]:
    """The region's finished recommendations, oldest first, so that the last word on an indicator stays."""
    found = Advice.objects.filter(
        answer__participation=assignment.participation_id,
        voice__finished_at__isnull=False,
        voice__submission__withdrawn_at=None,
    )
    return list(found.select_related("advised_by", "answer").order_by("voice__submission__round", "pk"))
