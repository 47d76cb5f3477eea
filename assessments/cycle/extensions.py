"""Verbs on extensions: a later closing of a stage for one unit or one region, decided by a second person."""

import datetime as dt

from django.db import transaction
from django.db.models import DateTimeField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from assessments.cycle import approvals, notifications, rules
from assessments.cycle.models import (
    Approval,
    Cycle,
    Extension,
    Participation,
    ParticipationQuerySet,
    TimelineEntry,
    Window,
)
from assessments.cycle.states import EXTEND, STATES, Stage
from assessments.cycle.workflow import refuse
from p2ham.lib import dates
from units import audit
from units.models import User, WorkUnit


@transaction.atomic
def extend(
    *,
    cycle: Cycle,
    stage: Stage,
    participation: Participation | None = None,
    coordinator: WorkUnit | None = None,
    closes_at: dt.datetime,
    reason: str,
    by: User,
    path: str,
) -> Extension:
    """Propose a later closing of a stage for one unit, or for the units of one coordinator; raises ``MoveRefused``."""
    # Locked, so that the same press arriving twice is judged one after the other.
    cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    wanted = Extension(
        cycle=cycle, stage=stage, participation=participation, coordinator=coordinator, closes_at=closes_at
    )
    sentences = rules.extend(wanted, by)
    if not reason.strip():
        sentences.append("Tuliskan alasan perpanjangan.")
    refuse(sentences)
    # About no participation: an extension blocks no other proposal of the unit.
    wanted.approval = approvals.propose(move=EXTEND, cycle=cycle, by=by, note=reason, path=path)
    wanted.save()
    return wanted


@transaction.atomic
def decide_extension(*, extension: Extension, by: User, approve: bool, note: str = "") -> None:
    """Decide a proposed extension as the second person; raises ``MoveRefused``."""
    cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=extension.cycle_id)
    extension = Extension.objects.select_related(
        "participation__work_unit", "participation__cycle", "coordinator", "approval__proposed_by"
    ).get(pk=extension.pk)
    extension.cycle = cycle
    refuse(rules.decide_extension(extension, by))
    if approve:
        refuse(rules.still_extends(extension))
    # The units in the order of their keys, before the audit trail: the lock order of every verb.
    rows = list(_reached(extension).select_for_update(of=("self",), no_key=True).order_by("pk")) if approve else []
    decided = approvals.decide(approval=extension.approval, by=by, approve=approve, note=note)
    if decided.decision == Approval.Decision.APPROVED:
        _put_in_force(extension, rows, by=by)


def _reached(extension: Extension) -> ParticipationQuerySet:
    """Its units that have not passed the stage yet and would close earlier without it."""
    stages = list(Stage)
    ahead = stages[: stages.index(Stage(extension.stage)) + 1]
    states = [state for state, info in STATES.items() if info.stage in ahead]
    regular = Subquery(
        Window.objects.filter(
            cycle=OuterRef("cycle"), category=OuterRef("category"), stage=extension.stage
        ).values("closes_at")[:1]
    )  # fmt: skip
    found = Participation.objects.filter(cycle=extension.cycle_id, state__in=states)
    if extension.participation_id:
        found = found.filter(pk=extension.participation_id)
    else:
        found = found.filter(coordinator=extension.coordinator_id)
    return found.annotate(closing=closing(extension.stage, regular)).filter(closing__lt=extension.closes_at)


def closing(stage: str, regular: Subquery | Value) -> Greatest:
    """The closing that holds for a participation, in SQL: ``regular`` of its category, or a later one in force."""
    later = (
        Extension.objects.in_force()
        .filter(
            Q(participation=OuterRef("pk")) | Q(coordinator=OuterRef("coordinator")),
            cycle=OuterRef("cycle"),
            stage=stage,
        )
        .order_by("-closes_at")
        .values("closes_at")[:1]
    )
    return Greatest(regular, Coalesce(Subquery(later), regular), output_field=DateTimeField())


def _put_in_force(extension: Extension, rows: list[Participation], *, by: User) -> None:
    text = f"Jadwal {extension.get_stage_display()} diperpanjang sampai {dates.long_datetime(extension.closes_at)}"
    TimelineEntry.objects.bulk_create(
        TimelineEntry(participation=row, actor=by, text=text, note=extension.approval.note) for row in rows
    )
    waiting = [row.pk for row in rows if row.stage == extension.stage and row.turn and _follows(row)]
    Participation.objects.filter(pk__in=waiting).update(until=extension.closes_at)
    audit.record(
        by=by,
        action="perpanjang",
        subject=extension.subject,
        data={
            "extension": extension.pk,
            "stage": extension.stage,
            "target": extension.target.code,
            "closes_at": extension.closes_at,
            "units": [row.pk for row in rows],
        },
    )
    notifications.extended(extension, rows)


def _follows(row: Participation) -> bool:
    # A date of its own, such as that of a repair, stays.
    return row.until is None or row.until >= row.closing  # type: ignore[attr-defined]


def follow_window(window: Window, closes_at: dt.datetime) -> None:
    """Let the waiting units of a window's category wait until ``closes_at``, or until a later extension of theirs.

    To be called before the window itself takes the new time.
    """
    states = [state for state, info in STATES.items() if info.stage == window.stage and info.turn]
    before = closing(window.stage, Value(window.closes_at, output_field=DateTimeField()))
    after = closing(window.stage, Value(closes_at, output_field=DateTimeField()))
    waiting = Participation.objects.filter(cycle=window.cycle_id, category=window.category, state__in=states)
    # A date of its own, such as that of a repair, stays; but nobody's turn lasts longer than the window.
    waiting = waiting.annotate(before=before, after=after)
    waiting.filter(Q(until=F("before")) | Q(until__gt=F("after")) | Q(until=None)).update(until=after)
