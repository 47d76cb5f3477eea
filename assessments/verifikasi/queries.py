"""Questions to this room: a unit's sheet, the verifiers' queue, what waits for a person."""

from typing import TypedDict

from django.db.models import Prefetch, Q, QuerySet, Subquery
from django.urls import reverse

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Approval, Participation
from assessments.cycle.queries import Panel, Waiting
from assessments.cycle.states import MoveName, Stage, State
from assessments.documents.models import Document
from assessments.files import resumable
from assessments.files.models import StoredFile
from assessments.verifikasi import voices, worklists
from assessments.verifikasi.models import (
    Answer,
    CheckHold,
    Evidence,
    EvidenceUpload,
    HandOff,
    Pack,
    Release,
    Repair,
    Submission,
    SubmissionRequest,
    Verdict,
)
from assessments.verifikasi.sheet import Address, Exhibit, Item, Sheet
from assessments.verifikasi.worklists import CHECKING as CHECKING
from assessments.verifikasi.worklists import DECIDED as DECIDED
from assessments.verifikasi.worklists import FILLING as FILLING
from assessments.verifikasi.worklists import OUTCOMES as OUTCOMES
from assessments.verifikasi.worklists import coordinators_in_queue as coordinators_in_queue
from assessments.verifikasi.worklists import narrowed as narrowed
from assessments.verifikasi.worklists import queue as queue
from indicators.models import EvidenceRequirement, Indicator, Level
from units.models import REGION_ROLES, UNIT_ROLES, Role, User


def waiting_for(user: User) -> list[Waiting]:
    """What waits for a person in this room."""
    return worklists.waiting_for(user) + voices.waiting_for(user)


# How many gaps a page that is about more than the sheet lists.
SHOWN_GAPS = 4


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


def file_count(participation: Participation, indicator: Indicator) -> int:
    """How many files an indicator of the unit has, and how many are on their way to it."""
    here = Evidence.objects.filter(answer__participation=participation, answer__indicator=indicator, removed_at=None)
    return here.count() + open_uploads(participation, indicator).count()


def open_uploads(participation: Participation, indicator: Indicator | None = None) -> QuerySet[EvidenceUpload]:
    """Files on their way that may go on, oldest first."""
    found = EvidenceUpload.objects.filter(upload__in=resumable.open_uploads(participation))
    if indicator:
        found = found.filter(indicator=indicator)
    return found.select_related("upload__created_by", "indicator", "requirement", "replaces").order_by(
        "upload__created_at", "pk"
    )


def under_way(participation: Participation) -> QuerySet[EvidenceUpload]:
    """Files on their way that moved a moment ago."""
    return open_uploads(participation).filter(upload__in=resumable.under_way(participation))


def packs_under_way(participation: Participation) -> QuerySet[Pack]:
    """Offline packs that moved a moment ago or wait to be opened; what they bring is not known yet."""
    moving = Q(upload__in=resumable.under_way(participation)) | ~Q(status=Pack.Status.UPLOADING)
    return participation.packs.filter(moving, status__in=Pack.LIVE).select_related("upload")


def is_awaited(participation: Participation) -> bool:
    """Whether anything is on its way that a press of "Sampaikan" waits for."""
    return under_way(participation).exists() or packs_under_way(participation).exists()


def own_upload(participation: Participation, indicator_pk: int, token: str, user: User) -> EvidenceUpload | None:
    """An upload of this very person, to this indicator."""
    found = EvidenceUpload.objects.filter(
        upload__token=token.replace("\x00", ""),
        upload__participation=participation,
        upload__created_by=user,
        indicator=indicator_pk,
    )
    return found.select_related("upload__created_by", "upload__file", "requirement", "evidence", "hand_off").first()


def phone_uploads(hand_off: HandOff, token: str = "") -> QuerySet[EvidenceUpload]:
    """What comes from one phone: what may go on, or whatever became of the upload of that token."""
    found = EvidenceUpload.objects.filter(hand_off=hand_off)
    if token:
        found = found.filter(upload__token=token.replace("\x00", ""))
    else:
        found = found.filter(upload__in=resumable.open_uploads(hand_off.participation))
    return found.select_related("upload__created_by", "upload__file", "requirement", "hand_off__made_by")


def waiting_request(participation: Participation) -> SubmissionRequest | None:
    """A press of "Sampaikan" that waits for uploads."""
    found = participation.submission_requests.filter(closed_at=None)
    return found.select_related("requested_by").first()


def pending_release(participation: Participation) -> Release | None:
    """What the head of the unit is asked to release. No query where the cycle asks for none."""
    if not participation.cycle.head_releases:
        return None
    found = participation.releases.filter(decision=Release.Decision.PENDING)
    return found.select_related("asked_by").first()


def active_submission(participation: Participation) -> Submission | None:
    """What the unit handed in for the current round and did not take back."""
    found = participation.submissions.filter(round=participation.round, withdrawn_at=None)
    return found.select_related("submitted_by").first()


def repair_of(participation: Participation, round_: int) -> Repair | None:
    """What was given back after a round."""
    return participation.repairs.filter(round=round_).select_related("returned_by").first()


def lapsed(participation: Participation) -> Repair | None:
    """The repair whose days ran out, so that the present round began as the sheet was."""
    if participation.round < 2 or participation.state not in CHECKING:
        return None
    found = repair_of(participation, participation.round - 1)
    return found if found and found.has_lapsed else None


def holder(participation: Participation) -> CheckHold | None:
    """Who is on the unit's sheet."""
    return CheckHold.objects.filter(participation=participation).select_related("verifier").first()


def pending_outcome(participation: Participation) -> Approval | None:
    """The proposed outcome that waits for a second person."""
    found = participation.approvals.filter(decision=Approval.Decision.PENDING, move__in=OUTCOMES)
    return found.select_related("proposed_by").first()


def pending_reopening(participation: Participation) -> Approval | None:
    """The proposal to open the decided outcome again that waits for a second person."""
    found = participation.approvals.filter(decision=Approval.Decision.PENDING, move=MoveName.REOPEN)
    return found.select_related("proposed_by").first()


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


# --- the unit's page ---------------------------------------------------------------------------------------------------
def withdrawal(participation: Participation) -> MoveName:
    """The move by which the unit takes back what it handed in: the first time, or a repair."""
    return MoveName.WITHDRAW if participation.round <= 1 else MoveName.WITHDRAW_REPAIR


def outcome_papers(participation: Participation) -> list[Document]:
    """The issued papers of this stage, newest first."""
    kinds = [Document.Kind.MINUTES, Document.Kind.STATEMENT]
    return list(participation.documents.filter(kind__in=kinds))


def panel(participation: Participation, user: User) -> Panel | None:
    """This stage on the unit's page; nothing before the unit may fill its sheet."""
    if participation.stage == Stage.PENCANANGAN:
        return None
    is_operator = cycle_rules.holds(participation, user, (Role.OPERATOR,))
    checks = user.has_role(Role.VERIFIER)
    found = sheet(participation)
    context: dict[str, object] = {
        "participation": participation,
        "sheet": found,
        "is_open": participation.state in FILLING,
        "may_fill": is_operator and participation.state in FILLING,
        "submissions": list(participation.submissions.select_related("submitted_by")),
        "may_withdraw": is_operator and participation.state == State.SUBMITTED,
        "withdraw_reasons": cycle_rules.move(participation, withdrawal(participation), user),
        "may_start": checks and participation.state == State.SUBMITTED,
        "start_reasons": cycle_rules.move(participation, MoveName.CHECK, user),
        "is_repair": participation.state == State.RETURNED,
        "reads_check": may_read_drafts(user) and participation.round > 0,
        "reads_drafts": may_read_drafts(user) and participation.state == State.IN_CHECK,
        "hold": holder(participation),
        "proposal": pending_outcome(participation) if may_read_drafts(user) else None,
        "papers": outcome_papers(participation),
        "may_advise": participation.state in voices.OPEN
        and not voices.skips(participation)
        and cycle_rules.holds(participation, user, REGION_ROLES),
    }
    return Panel("Verifikasi", "verifikasi/_panel.html", context)


def missing(participation: Participation, user: User, found: Sheet | None = None) -> list[tuple[str, str]]:
    """What the unit's sheet lacks, for the people of the unit and those who guide it; the first few, with links."""
    own = cycle_rules.holds(participation, user, (*UNIT_ROLES, *REGION_ROLES))
    if participation.state not in FILLING or not own:
        return []
    lacking = [item for item in (found or sheet(participation)).open_items if not item.is_complete]
    shown = [(str(item.gaps[0]), item.gaps[0].url) for item in lacking[:SHOWN_GAPS]]
    if len(lacking) > SHOWN_GAPS:
        rest = len(lacking) - SHOWN_GAPS
        shown.append(
            (f"{rest} indikator lain juga belum lengkap.", reverse("verifikasi_sheet", args=[participation.pk]))
        )
    return shown
