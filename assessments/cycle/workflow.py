"""Making a move: the only place where a state is assigned."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assessments.cycle import rules
from assessments.cycle.models import Approval, Cycle, Extension, Participation, TimelineEntry
from assessments.cycle.queries import window_for, windows_of
from assessments.cycle.states import MOVES, STATES, MoveName, Stage, State
from p2ham.lib import dates
from units import audit
from units.models import Affiliation, Role, User, WorkUnit


class MoveRefused(Exception):
    """A verb that the rules refuse; carries their sentences for the page."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def refuse(sentences: list[str]) -> None:
    """Raise ``MoveRefused`` when a rule had something to say."""
    if sentences:
        raise MoveRefused(sentences)


def lock(participation: Participation) -> Participation:
    """The participation read anew under a row lock; call it first in every verb, inside a transaction.

    ``no_key`` as everywhere: the key does not change. A full lock would stop the check of every foreign key that points
    here, which PostgreSQL makes at the commit, when the writer already holds the head of the audit trail: two would
    wait for each other.
    """
    return (
        Participation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle__instrument", "work_unit__province", "coordinator", "institution")
        .get(pk=participation.pk)
    )


def _enter(participation: Participation, target: State) -> None:
    info = STATES[target]
    window = window_for(participation, info.stage)
    participation.state = target
    participation.state_since = timezone.now()
    participation.turn = info.turn or ""
    participation.until = window.closes_at if window and info.turn else None
    participation.save(update_fields=["state", "state_since", "turn", "until", "round"])


def make_move(
    participation: Participation,
    name: MoveName,
    *,
    by: User | None,
    text: str = "",
    note: str = "",
    data: dict[str, Any] | None = None,
    approval: Approval | None = None,
    at: dt.datetime | None = None,
) -> TimelineEntry:
    """Move a locked participation on, with its timeline row and audit entry.

    Asks the rules and raises ``MoveRefused``. A move with approvers needs the approval that ``by`` has decided;
    the rules then judged its proposer, and ``approvals.decide`` judged ``by``. ``at``: the instant that the window judges
    (default: now), for what was asked for in time and completed a little later. ``by=None`` is the portal's clock, for
    the moves that nobody else makes.
    """
    found = MOVES[name]
    if by is None:
        if found.roles or State(participation.state) not in found.sources:
            raise MoveRefused([f"“{name.label}” tidak berlaku bagi unit ini sekarang."])
    elif found.approvers:
        expected = found.decided_with or name
        if approval is None or approval.decision != Approval.Decision.APPROVED or approval.move != expected:
            raise MoveRefused([f"{name.label} memerlukan persetujuan orang kedua."])
        if State(participation.state) not in found.sources:
            raise MoveRefused([f"Status unit sudah berubah menjadi “{State(participation.state).label}”."])
    else:
        refuse(rules.move(participation, name, by, note=note, at=at))
    source = participation.state
    _enter(participation, found.target)
    entry = TimelineEntry.objects.create(
        participation=participation,
        actor=by,
        move=name,
        from_state=source,
        to_state=found.target,
        text=text or name.label,
        note=note,
    )
    audit.record(
        by=by,
        action=name,
        subject=participation.subject,
        data={"from": source, "to": found.target, "note": note} | (data or {}),
    )
    return entry


def make_moves(rows: Sequence[Participation], name: MoveName, *, by: User, text: str) -> None:
    """Make the same move for many locked units, without a second person: all of them, or ``MoveRefused``.

    One audit entry names them all, so that its head is not held while each is written.
    """
    found = MOVES[name]
    if found.approvers or not found.roles:
        raise MoveRefused([f"{name.label} tidak dapat dilakukan untuk banyak unit sekaligus."])
    windows_of(rows)
    for row in rows:
        refuse(rules.move(row, name, by))
    info, now = STATES[found.target], timezone.now()
    sources = {row.pk: row.state for row in rows}
    for row in rows:
        window = window_for(row, info.stage)
        row.state, row.state_since, row.turn = found.target, now, info.turn or ""
        row.until = window.closes_at if window and info.turn else None
    Participation.objects.bulk_update(rows, ["state", "state_since", "turn", "until"], batch_size=500)
    TimelineEntry.objects.bulk_create(
        [
            TimelineEntry(
                participation=row, actor=by, move=name, from_state=sources[row.pk], to_state=found.target, text=text
            )
            for row in rows
        ],
        batch_size=500,
    )
    if rows:
        data = {"to": found.target, "from": {row.subject: sources[row.pk] for row in rows}}
        audit.record(by=by, action=name, subject=f"cycle:{rows[0].cycle_id}", data=data)


def note_step(
    participation: Participation, *, by: User | None, text: str, note: str = "", action: str
) -> TimelineEntry:
    """A step worth telling that changes no state, such as a printed letter or an assignment."""
    entry = TimelineEntry.objects.create(participation=participation, actor=by, text=text, note=note)
    audit.record(by=by, action=action, subject=participation.subject, data={"text": text, "note": note})
    return entry


@transaction.atomic
def enrol(*, cycle: Cycle, by: User | None) -> int:
    """Register every active unit that is not yet in the cycle; returns how many were added.

    Institution and coordinator are those of the day: a later change of either leaves this cycle as it was.
    """
    # Locked, so that the same press arriving twice adds nothing twice.
    cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    day = dates.today() if cycle.is_open else cycle.last_day
    affiliations = {
        row.work_unit_id: row.institution
        for row in Affiliation.objects.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gte=day)
        ).select_related("institution")
    }
    windows = {window.category: window for window in cycle.windows.filter(stage=Stage.PENCANANGAN)}
    regional = Extension.objects.in_force().filter(cycle=cycle, stage=Stage.PENCANANGAN).order_by("closes_at")
    extended = {row.coordinator_id: row.closes_at for row in regional if row.coordinator_id}
    missing = WorkUnit.objects.participating().exclude(participations__cycle=cycle)
    added = []
    for unit in missing:
        institution = affiliations.get(unit.pk)
        if institution is None:
            continue
        window = windows.get(institution.category)
        coordinator = unit if unit.is_coordinator else unit.coordinator
        until = window.closes_at if window else None
        if until and coordinator:
            until = max(until, extended.get(coordinator.pk, until))
        added.append(
            Participation(
                cycle=cycle,
                work_unit=unit,
                institution=institution,
                category=institution.category,
                coordinator=coordinator,
                # A unit without coordinator, such as unit eselon I, is applied for by the admin.
                turn=Role.COORDINATOR if coordinator else Role.ADMIN,
                until=until,
            )
        )
    Participation.objects.bulk_create(added, batch_size=500)
    audit.record(by=by, action="daftarkan_unit", subject=f"cycle:{cycle.pk}", data={"added": len(added)})
    return len(added)
