"""Outcomes of many units are proposed at one press: each by itself, as if it were the only one."""

from dataclasses import dataclass, field

from assessments.cycle.models import Approval, Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import notifications, queries
from assessments.verifikasi.workflow.deciding import propose_fail, propose_pass
from units.models import User, WorkUnit


@dataclass(frozen=True)
class Wanted:
    """The outcome that a verifier chose for one unit, with the reasons when it fails."""

    participation: Participation
    move: MoveName
    note: str = ""


@dataclass
class Report:
    """What became of each: proposed, or refused with sentences."""

    done: list[Wanted] = field(default_factory=list)
    refused: list[tuple[Wanted, list[str]]] = field(default_factory=list)


def propose_many(*, wanted: list[Wanted], office: WorkUnit, by: User) -> Report:
    """Propose each in a transaction of its own, so that a refusal holds up nothing else.

    What this person has proposed already, by the same press arriving twice, counts as done.
    """
    report = Report()
    fresh: list[Approval] = []
    for each in wanted:
        try:
            fresh.append(_propose(each, announce=len(wanted) == 1, by=by))
        except MoveRefused as refused:
            if not _stands(each, by):
                report.refused.append((each, refused.sentences))
                continue
        report.done.append(each)
    if fresh and len(wanted) > 1:
        notifications.proposed_together(fresh, office, by=by)
    return report


def _propose(wanted: Wanted, *, announce: bool, by: User) -> Approval:
    if wanted.move == MoveName.PASS:
        return propose_pass(participation=wanted.participation, announce=announce, by=by)
    return propose_fail(participation=wanted.participation, note=wanted.note, announce=announce, by=by)


def _stands(wanted: Wanted, by: User) -> bool:
    found = queries.pending_outcome(wanted.participation)
    return found is not None and (found.move, found.proposed_by_id) == (wanted.move, by.pk)
