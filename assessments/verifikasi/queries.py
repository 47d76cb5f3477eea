"""Questions to this room: a unit's sheet, the verifiers' queue, what waits for a person."""

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Approval, Participation, ParticipationQuerySet
from assessments.cycle.queries import Panel, Waiting
from assessments.cycle.states import MoveName, Stage, State
from assessments.documents.models import Document
from assessments.files import resumable
from assessments.files.models import StoredFile
from assessments.verifikasi.models import (
    Answer,
    CheckHold,
    Evidence,
    EvidenceUpload,
    Mending,
    Remark,
    Submission,
    SubmissionRequest,
    Verdict,
)
from assessments.verifikasi.sheet import Address, Exhibit, Item, Sheet
from indicators.models import EvidenceRequirement, Indicator, Level
from units.models import REGION_ROLES, UNIT_ROLES, Role, User, WorkUnit

OUTCOMES = (MoveName.PASS, MoveName.FAIL)
FILLING = (State.DECLARED, State.RETURNED)
CHECKING = (State.SUBMITTED, State.IN_CHECK)
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


def sheet(participation: Participation, *, address: Address = own_address, drafts: bool = False) -> Sheet:
    """The unit's sheet, in seven queries whatever its length.

    Verdicts of a round that is still being checked are the verifier's draft: only with ``drafts``.
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
    remarks = Remark.objects.filter(answer__participation=participation).select_related("author")
    for remark in remarks.order_by("created_at", "id"):
        if item := of_answer.get(remark.answer_id):
            item.remarks.append(remark)
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
        .select_related("answer__participation__cycle", "answer__indicator", "file", "requirement")
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
    return found.select_related("upload__created_by", "indicator", "requirement").order_by("upload__created_at", "pk")


def under_way(participation: Participation) -> QuerySet[EvidenceUpload]:
    """Files on their way that moved a moment ago."""
    return open_uploads(participation).filter(upload__in=resumable.under_way(participation))


def own_upload(participation: Participation, indicator_pk: int, token: str, user: User) -> EvidenceUpload | None:
    """An upload of this very person, to this indicator."""
    found = EvidenceUpload.objects.filter(
        upload__token=token.replace("\x00", ""),
        upload__participation=participation,
        upload__created_by=user,
        indicator=indicator_pk,
    )
    return found.select_related("upload__created_by", "upload__file", "requirement", "evidence").first()


def waiting_request(participation: Participation) -> SubmissionRequest | None:
    """A press of "Sampaikan" that waits for uploads."""
    found = participation.submission_requests.filter(closed_at=None)
    return found.select_related("requested_by").first()


def active_submission(participation: Participation) -> Submission | None:
    """What the unit handed in for the current round and did not take back."""
    found = participation.submissions.filter(round=participation.round, withdrawn_at=None)
    return found.select_related("submitted_by").first()


def holder(participation: Participation) -> CheckHold | None:
    """Who is on the unit's sheet."""
    return CheckHold.objects.filter(participation=participation).select_related("verifier").first()


def pending_outcome(participation: Participation) -> Approval | None:
    """The proposed outcome that waits for a second person."""
    found = participation.approvals.filter(decision=Approval.Decision.PENDING, move__in=OUTCOMES)
    return found.select_related("proposed_by").first()


def may_read_drafts(user: User) -> bool:
    """Whether the person belongs to those who check and decide, and so reads verdicts before the unit does."""
    return user.has_role(Role.VERIFIER, Role.LEADERSHIP)


# --- the queue ---------------------------------------------------------------------------------------------------------
def _proposals() -> QuerySet[Approval]:
    """The outcomes that wait for a second person, of the participation of the query around."""
    return Approval.objects.filter(participation=OuterRef("pk"), decision=Approval.Decision.PENDING, move__in=OUTCOMES)


def queue(user: User) -> ParticipationQuerySet:
    """Units that were handed in and are not decided, oldest first.

    Each row knows ``holder_id`` and ``holder_name`` (who checks it) and ``proposal`` (the outcome to be decided).
    """
    return (
        Participation.objects.visible_to(user)
        .in_state(*CHECKING)
        .with_place()
        .annotate(
            holder_id=F("check_hold__verifier"),
            holder_name=F("check_hold__verifier__name"),
            proposal=Subquery(_proposals().values("pk")[:1]),
        )
        .order_by("state_since", "pk")
    )


def narrowed(
    found: ParticipationQuerySet, *, user: User, text: str = "", coordinator: int | None, kind: str = "", part: str = ""
) -> ParticipationQuerySet:
    """The queue as the filters above it say. ``part``: baru, saya or usulan."""
    for word in text.split():
        found = found.filter(
            Q(work_unit__name__icontains=word)
            | Q(work_unit__short_name__icontains=word)
            | Q(work_unit__city__icontains=word)
        )
    if coordinator:
        found = found.filter(coordinator=coordinator)
    if kind:
        found = found.filter(work_unit__kind=kind)
    if part == "baru":
        found = found.in_state(State.SUBMITTED)
    elif part == "saya":
        found = found.in_state(State.IN_CHECK).filter(check_hold__verifier=user)
    elif part == "usulan":
        found = found.filter(Exists(_proposals()))
    return found


def coordinators_in_queue(user: User) -> list[tuple[int, str]]:
    """The coordinators that have units in the queue, for the filter above it."""
    waiting = Participation.objects.visible_to(user).in_state(*CHECKING).order_by().values("coordinator")
    return list(WorkUnit.objects.filter(pk__in=waiting).order_by("short_name").values_list("pk", "short_name"))


# --- what waits for a person -------------------------------------------------------------------------------------------
def waiting_for(user: User) -> list[Waiting]:
    """Sheets to fill or repair, broken files to replace, units to check, outcomes to decide. At most five queries."""
    found: list[Waiting] = []
    if units := user.units_as(Role.OPERATOR):
        found += _to_mend(units) + _to_fill(units)
    if user.has_role(Role.VERIFIER):
        found += _to_check(user)
    if user.has_role(Role.VERIFIER, Role.LEADERSHIP):
        found += _to_decide(user)
    return found


def _to_fill(units: list[int]) -> list[Waiting]:
    rows = (
        Participation.objects.filter(work_unit__in=units)
        .in_state(*FILLING)
        .with_place()
        .annotate(returned=Count("answers", filter=Q(answers__is_open=True)))
        .order_by("until", "pk")
    )
    found = []
    for row in rows:
        repair = row.state == State.RETURNED
        found.append(
            Waiting(
                title="Perbaiki data dukung" if repair else "Isi dan unggah data dukung",
                url=reverse("verifikasi_sheet", args=[row.pk]),
                text=f"{row.returned} indikator dikembalikan verifikator beserta catatannya."
                if repair
                else "Jawab setiap indikator, unggah data dukungnya, lalu sampaikan sebelum batas waktu.",
                unit=row.work_unit.short_name,
                state=row.state_info.label(State(row.state), Role.OPERATOR),
                tone=row.state_info.tone,
                until=row.until,
                tz=row.work_unit.timezone,
            )
        )
    return found


def _to_mend(units: list[int]) -> list[Waiting]:
    rows = (
        Mending.objects.filter(
            closed_at=None, until__gt=timezone.now(), answer__participation__work_unit__in=units, answer__is_open=True
        )
        .select_related("answer__indicator", "answer__participation__work_unit", "evidence__file")
        .order_by("until", "pk")
    )
    return [
        Waiting(
            title=f"Ganti berkas yang rusak pada {row.answer.indicator.code}",
            url=reverse("verifikasi_answer", args=[row.answer.participation_id, row.answer.indicator_id]),
            text=f"“{row.evidence.file.name}” rusak setelah diterima. Unggah penggantinya; indikator lain tidak berubah.",
            unit=row.answer.participation.work_unit.short_name,
            state="Perlu diganti",
            tone="attention",
            until=row.until,
            tz=row.answer.participation.work_unit.timezone,
        )
        for row in rows
    ]


def _to_check(user: User) -> list[Waiting]:
    mine = queue(user).in_state(State.IN_CHECK).filter(~Exists(_proposals()), check_hold__verifier=user)
    found = [
        Waiting(
            title="Lanjutkan pemeriksaan",
            url=reverse("verifikasi_finish", args=[row.pk]),
            text=f"Putaran {row.round}. Anda memegang pemeriksaan unit ini.",
            unit=row.work_unit.short_name,
            state=row.state_info.label(State(row.state), Role.VERIFIER),
            until=row.until,
        )
        for row in mine
    ]
    fresh = Participation.objects.visible_to(user).in_state(State.SUBMITTED).count()
    if fresh:
        found.append(
            Waiting(
                title=f"{fresh} unit menunggu diperiksa",
                url=reverse("verifikasi_queue") + "?bagian=baru",
                text="Data dukungnya sudah disampaikan dan belum ada yang memeriksa. Mulai dari yang paling lama.",
                state="Perlu diperiksa",
            )
        )
    return found


def _to_decide(user: User) -> list[Waiting]:
    rows = (
        Approval.objects.filter(decision=Approval.Decision.PENDING, move__in=OUTCOMES)
        .exclude(proposed_by=user)
        .select_related("participation__work_unit", "proposed_by")
        .order_by("proposed_at")
    )
    return [
        Waiting(
            title=f"Putuskan usulan: {row.get_move_display()}",
            url=reverse("verifikasi_decide", args=[row.pk]),
            text=f"Diusulkan oleh {row.proposed_by.name}.",
            unit=row.participation.work_unit.short_name,
            state="Menunggu persetujuan",
        )
        for row in rows
        if row.participation
    ]


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
