"""Questions to this room: what a unit lost, what it is asked to mend, what waits for whom."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from assessments.cycle.models import Approval, Participation
from assessments.cycle.queries import Panel, Waiting
from assessments.cycle.states import State
from assessments.files.models import StoredFile
from assessments.pembinaan.models import ActionEvidence, ActionItem, ActionItemQuerySet, ActionReply, Revocation
from assessments.penilaian.models import Award, Result, ResultLine
from assessments.penilaian.queries import RELEASED
from assessments.verifikasi import queries as verifikasi
from assessments.verifikasi.models import Verdict
from indicators.models import Indicator
from p2ham.lib import dates
from units.models import REGION_ROLES, UNIT_ROLES, Official, Posting, Role, User

PURPOSE = "tindak-lanjut"
# The states in which a unit is coached: its result, or its failure in the verification, is known to it.
COACHED = (*RELEASED, State.FAILED)
# So is one whose result an objection has changed, while it waits for a further decree.
_CHANGED = Result.objects.current().filter(participation=OuterRef("pk"), replaces__isnull=False)
_COACHED = Q(state__in=COACHED) | Q(Exists(_CHANGED), state=State.SETTLED)


def is_coached(participation: Participation) -> bool:
    """Whether the unit is coached now."""
    if participation.state in COACHED:
        return True
    return participation.state == State.SETTLED and Participation.objects.filter(_COACHED, pk=participation.pk).exists()


@dataclass(frozen=True)
class LostPoint:
    """An indicator on which the unit lost something, and the running action item for it if there is one."""

    indicator: Indicator
    level: str
    reason: str
    lost: Decimal | None
    running: ActionItem | None = None
    done: int = 0


def lost_points(participation: Participation) -> list[LostPoint]:
    """What the unit lost, the largest loss first; nothing before the result is released."""
    if not is_coached(participation):
        return []
    found = _failed(participation) if participation.state == State.FAILED else _lost(participation)
    items = ActionItem.objects.filter(participation=participation)
    running = {item.indicator_id: item for item in items.running()}
    done = dict(items.filter(status=ActionItem.Status.DONE).order_by().values_list("indicator").annotate(Count("pk")))
    return [
        LostPoint(p.indicator, p.level, p.reason, p.lost, running.get(p.indicator.pk), done.get(p.indicator.pk, 0))
        for p in found
    ]


def _lines_below(participation: Participation | OuterRef) -> models.QuerySet[ResultLine]:
    """The lines of the result that stands on which something was lost."""
    return ResultLine.objects.filter(
        result__participation=participation, result__replaced_by=None, contribution__lt=F("maximum")
    )


def _lost(participation: Participation) -> list[LostPoint]:
    rows = _lines_below(participation).select_related("indicator__criterion", "level")
    found = [LostPoint(row.indicator, row.label, row.reason, row.lost) for row in rows]
    return sorted(found, key=lambda point: -(point.lost or 0))


def _failed(participation: Participation) -> list[LostPoint]:
    found = []
    verdicts = verifikasi.final_verdicts(participation)
    for indicator in verifikasi.indicators_of(participation):
        verdict = verdicts.get(indicator.pk)
        if verdict is None or verdict.not_applicable:
            continue
        levels = {level.pk: level for level in indicator.levels.all()}
        level = verdict.level or (levels.get(verdict.answer.level_id) if verdict.answer.level_id else None)
        met = verdict.decision == Verdict.Decision.FITS and level is not None and level.value == 1
        if not met:
            reason = verdict.note or "Belum memenuhi tingkat tertinggi."
            found.append(LostPoint(indicator, level.label if level else verdict.get_decision_display(), reason, None))
    return found


def owner_of(participation: Participation) -> str:
    """Who answers for an action item unless the officer writes another: the head of the unit, else its operator."""
    head = Official.objects.filter(work_unit=participation.work_unit_id, valid_until=None).first()
    if head:
        return head.name
    posting = Posting.objects.current().filter(role=Role.OPERATOR, work_unit=participation.work_unit_id)
    operator = posting.select_related("user").first()
    return operator.user.name if operator else ""


def items(user: User, *, part: str = "", text: str = "") -> models.QuerySet[ActionItem]:
    """The items of the person's units. ``part``: berjalan, terlambat, dijawab, selesai or nothing for all."""
    found = ActionItem.objects.visible_to(user).with_place()
    if part == "berjalan":
        found = found.running()
    elif part == "terlambat":
        found = found.overdue()
    elif part == "dijawab":
        found = found.filter(status=ActionItem.Status.ANSWERED)
    elif part == "selesai":
        found = found.filter(status=ActionItem.Status.DONE)
    for word in text.split():
        found = found.filter(
            Q(participation__work_unit__name__icontains=word)
            | Q(participation__work_unit__short_name__icontains=word)
            | Q(indicator__title__icontains=word)
            | Q(indicator__code__iexact=word)
            | Q(owner__icontains=word)
        )
    return found


def item_counts(user: User) -> dict[str, int]:
    """How long each part of the list is. One query."""
    found: dict[str, int] = ActionItem.objects.visible_to(user).aggregate(
        berjalan=Count("pk", filter=~Q(status="done")),
        terlambat=Count("pk", filter=Q(status="open", due_date__lt=dates.today())),
        dijawab=Count("pk", filter=Q(status="answered")),
        selesai=Count("pk", filter=Q(status="done")),
    )
    return found


def thread(item: ActionItem) -> list[ActionReply]:
    """The answers to an item with their files, oldest first."""
    evidence = Prefetch("evidence", ActionEvidence.objects.select_related("file"))
    return list(item.replies.select_related("author").prefetch_related(evidence))


def kept_files(participation: Participation, user: User, pks: list[int]) -> list[StoredFile]:
    """Files that the person has just uploaded for an answer that was not accepted yet; nobody else's."""
    found = StoredFile.objects.filter(
        participation=participation, purpose=PURPOSE, received_by=user, action_evidence=None, pk__in=pks
    )
    return list(found)


def coached_by(user: User) -> models.QuerySet[Participation]:
    """Units that the person is to coach: a coordinator its units, the admin those without one."""
    guided = Q(coordinator__in=user.units_as(*REGION_ROLES)) & ~Q(coordinator=F("work_unit"))
    if user.has_role(Role.ADMIN):
        guided |= Q(coordinator=None) | Q(coordinator=F("work_unit"))
    return Participation.objects.filter(guided).filter(_COACHED)


def coached_units(user: User, *, text: str = "") -> models.QuerySet[Any]:
    """Units whose result or failure is known, with how many points they lost and how many items they have."""
    found = Participation.objects.visible_to(user).filter(_COACHED).with_place()
    for word in text.split():
        found = found.filter(Q(work_unit__name__icontains=word) | Q(work_unit__short_name__icontains=word))
    return found.annotate(
        lost_count=Coalesce(Subquery(_counted(_lines_below(OuterRef("pk")), "result")), 0),
        running_count=Coalesce(Subquery(_counted(_items_of_row().running(), "participation")), 0),
        done_count=Coalesce(Subquery(_counted(_items_of_row().filter(status="done"), "participation")), 0),
    )


def _items_of_row() -> ActionItemQuerySet:
    return ActionItem.objects.filter(participation=OuterRef("pk"))


def _counted(rows: models.QuerySet[Any], by: str) -> models.QuerySet[Any, int]:
    found: models.QuerySet[Any, int] = rows.order_by().values(by).annotate(n=Count("pk")).values_list("n", flat=True)
    return found


def without_items(user: User) -> models.QuerySet[Participation]:
    """Coached units that lost points and have no action item yet."""
    lost = Q(state=State.FAILED) | Q(Exists(_lines_below(OuterRef("pk"))))
    return coached_by(user).filter(~Exists(_items_of_row()), lost, cycle__status="open")


# --- what waits for a person -------------------------------------------------------------------------------------------
def waiting_for(user: User) -> list[Waiting]:
    """Items to answer, answers to check, units to coach, revocations to decide."""
    found: list[Waiting] = []
    if units := user.units_as(Role.OPERATOR):
        found += _to_answer(units)
    if user.has_role(*REGION_ROLES, Role.ADMIN):
        found += _to_check(user)
    if user.has_role(Role.LEADERSHIP):
        found += _to_decide(user)
    return found


def _to_answer(units: list[int]) -> list[Waiting]:
    rows = ActionItem.objects.filter(status=ActionItem.Status.OPEN, participation__work_unit__in=units).with_place()
    return [
        Waiting(
            title=f"Tindak lanjuti {row.indicator.code} {row.indicator.title}",
            url=reverse("pembinaan_item", args=[row.pk]),
            text="Butir pembinaan: jawab dengan bukti baru.",
            unit=row.participation.work_unit.short_name,
            state="Lewat batas waktu" if row.is_overdue else "Perlu ditindaklanjuti",
            tone=row.tone,
            until=dt.datetime.combine(row.due_date, dt.time(23, 59, 59), dates.WIB),
            tz=row.participation.work_unit.timezone,
        )
        for row in rows
    ]


def _to_check(user: User) -> list[Waiting]:
    found = []
    answered = ActionItem.objects.filter(status=ActionItem.Status.ANSWERED, participation__in=coached_by(user)).count()
    if answered:
        found.append(
            Waiting(
                title=f"{answered} tindak lanjut menunggu diperiksa",
                url=f"{reverse('pembinaan_items')}?bagian=dijawab",
                text="Unit sudah menjawab butir pembinaan. Terima, atau kembalikan dengan catatan.",
                state="Perlu diperiksa",
            )
        )
    if bare := without_items(user).count():
        found.append(
            Waiting(
                title=f"{bare} unit belum memiliki butir pembinaan",
                url=reverse("pembinaan_units"),
                text="Ada nilai yang hilang. Buatkan butir pembinaan agar unit tahu apa yang perlu diperbaiki.",
                state="Perlu pembinaan",
                tone="neutral",
            )
        )
    return found


def _to_decide(user: User) -> list[Waiting]:
    pending = Revocation.objects.filter(approval__decision=Approval.Decision.PENDING)
    return [
        Waiting(
            title="Putuskan usulan pencabutan predikat",
            url=reverse("pembinaan_revocation", args=[row.pk]),
            text=f"Diusulkan oleh {row.approval.proposed_by.name}.",
            unit=row.award.participation.work_unit.short_name,
            state="Menunggu persetujuan Anda",
            tone="attention",
        )
        for row in pending.exclude(approval__proposed_by=user).select_related(
            "approval__proposed_by", "award__participation__work_unit"
        )
    ]


# --- the unit's page ---------------------------------------------------------------------------------------------------
def panel(participation: Participation, user: User) -> Panel | None:
    """This stage on the unit's page: action items and, once it was awarded, revocation."""
    if not is_coached(participation):
        return None
    found = list(ActionItem.objects.filter(participation=participation).select_related("indicator"))
    award = Award.objects.filter(participation=participation).first()
    revocation = (
        Revocation.objects.filter(award=award).select_related("approval").order_by("-pk").first() if award else None
    )
    context: dict[str, Any] = {
        "participation": participation,
        "items": found,
        "running": [item for item in found if item.status != ActionItem.Status.DONE],
        "coaches": coached_by(user).filter(pk=participation.pk).exists(),
        "award": award,
        "revocation": revocation,
        "sees_revocation": user.has_role(Role.ADMIN, Role.LEADERSHIP),
        "pending_revocation": revocation is not None and revocation.approval.is_pending,
        "may_revoke": user.has_role(Role.ADMIN) and participation.state == State.AWARDED,
    }
    return Panel("Pembinaan dan pengawasan", "pembinaan/_panel.html", context)


def missing(participation: Participation, user: User) -> list[tuple[str, str]]:
    """The items that the unit has still to answer, for its own people."""
    if participation.work_unit_id not in user.units_as(*UNIT_ROLES) or not is_coached(participation):
        return []
    rows = ActionItem.objects.filter(participation=participation, status=ActionItem.Status.OPEN)
    return [
        (
            f"{row.indicator.code} {row.indicator.title}: tindak lanjuti sebelum {dates.long_date(row.due_date)}.",
            reverse("pembinaan_item", args=[row.pk]),
        )
        for row in rows.select_related("indicator")
    ]
