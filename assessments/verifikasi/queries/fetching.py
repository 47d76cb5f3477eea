"""A unit's sheet, read for one reader: answers, evidence, verdicts and remarks, as far as they may be seen."""

from typing import TypedDict

from django.db.models import Prefetch, Subquery
from django.urls import reverse

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.files.models import StoredFile
from assessments.verifikasi.models import (
    Answer,
    Evidence,
    Verdict,
)
from assessments.verifikasi.queries import voices
from assessments.verifikasi.queries.sheets import Address, Exhibit, Item, Sheet
from assessments.verifikasi.queries.worklists import CHECKING
from indicators.models import EvidenceRequirement, Indicator, Level
from units.models import REGION_ROLES, Role, User


def own_address(evidence: Evidence, variant: str) -> str:
    """Where this room serves a file."""
    return reverse("verifikasi_evidence", args=[evidence.answer.participation_id, evidence.pk, variant])


def indicators_of(participation: Participation) -> list[Indicator]:
    """The indicators that apply to the unit, with their levels and requirements."""
    return list(
        Indicator.objects.filter(criterion__instrument=participation.cycle.instrument_id)
        .applicable_to(participation.work_unit.groups)
        .select_related("criterion")
        .order_by("criterion__position", "position")
        .prefetch_related(
            Prefetch("levels", Level.objects.order_by("position")),
            Prefetch("levels__requirements", EvidenceRequirement.objects.order_by("position")),
        )
    )


def sheet(
    participation: Participation, *, address: Address = own_address, drafts: bool = False, region: bool = False
) -> Sheet:
    """The unit's sheet, in seven queries whatever its length; one more for those who check.

    Verdicts and remarks of a round that is still being checked are the verifier's draft: only with ``drafts``, for the
    verifiers. With ``region``, for those who guide the unit: their own recommendations and internal remarks. Without
    either it is what the unit may read.
    """
    items = {
        indicator.pk: Item(participation, indicator, Answer(participation=participation, indicator=indicator))
        for indicator in indicators_of(participation)
    }
    of_answer: dict[int, Item] = {}
    for answer in participation.answers.select_related("level", "updated_by").order_by():
        if item := items.get(answer.indicator_id):
            item.answer = answer
            of_answer[answer.pk] = item
    evidence = Evidence.objects.filter(answer__participation=participation).select_related(
        "answer",
        "file",
        "requirement",
        "added_by",
        "removed_by",
        "replaced_by__file",
        "taken_from__answer__participation__cycle",
    )
    for piece in evidence.order_by("added_at", "id"):
        if item := of_answer.get(piece.answer_id):
            (item.exhibits if piece.removed_at is None else item.removed).append(Exhibit(piece, address))
    verdicts = Verdict.objects.filter(answer__participation=participation).select_related("level", "decided_by")
    if not drafts and participation.state in CHECKING:
        verdicts = verdicts.filter(round__lt=participation.round)
    for verdict in verdicts.order_by("round", "id"):
        if item := of_answer.get(verdict.answer_id):
            item.verdicts.append(verdict)
    for remark in voices.remarks(participation, drafts=drafts, region=region):
        if item := of_answer.get(remark.answer_id):
            (item.internal if remark.is_internal else item.remarks).append(remark)
    if drafts or region:
        for advice in voices.advices(participation, finished=drafts):
            if item := of_answer.get(advice.answer_id):
                item.advice = advice
    return Sheet(participation, list(items.values()))


def answers_with_evidence(participation: Participation, *, address: Address = own_address) -> list[Item]:
    """Every applicable indicator with the unit's answer and its evidence; files at ``address``. For later rooms."""
    return sheet(participation, address=address).items


def final_verdicts(participation: Participation) -> dict[int, Verdict]:
    """The latest verdict per indicator id. One query."""
    verdicts = Verdict.objects.filter(answer__participation=participation).select_related("answer", "level")
    return {verdict.answer.indicator_id: verdict for verdict in verdicts.order_by("round", "id")}


def evidence_file(participation: Participation, evidence_pk: int) -> Evidence | None:
    """A file of this unit's sheet, removed ones included: they stay part of the history."""
    found = Evidence.objects.filter(answer__participation=participation).select_related("file__participation")
    return found.filter(pk=evidence_pk).first()


def earlier_evidence(participation: Participation, indicator: Indicator) -> list[Exhibit]:
    """The files that the unit had under the same code in the latest year before, to be used once more. One query."""
    years = Participation.objects.filter(
        work_unit=participation.work_unit_id, cycle__year__lt=participation.cycle.year
    ).order_by("-cycle__year")
    found = (
        Evidence.objects.filter(
            answer__participation=Subquery(years.values("pk")[:1]),
            answer__indicator__code=indicator.code,
            removed_at=None,
        )
        .exclude(file__status=StoredFile.Status.BROKEN)
        .select_related("answer__participation__cycle", "answer__indicator", "file", "requirement__level")
    )
    return [Exhibit(piece, own_address) for piece in found.order_by("requirement__position", "added_at", "id")]


def may_read_drafts(user: User) -> bool:
    """Whether the person belongs to those who check and decide, and so reads verdicts before the unit does."""
    return user.has_role(Role.VERIFIER, Role.LEADERSHIP)


class Reading(TypedDict, total=False):
    """How ``sheet`` is asked for a reader."""

    drafts: bool
    region: bool


def reading(participation: Participation, user: User) -> Reading:
    """How ``sheet`` is asked for this reader: as a verifier, as the region, or as the unit and everybody else."""
    if may_read_drafts(user) and not cycle_rules.independence(participation, user):
        return {"drafts": True}
    return {"region": True} if cycle_rules.holds(participation, user, REGION_ROLES) else {}
