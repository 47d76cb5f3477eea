"""How far a unit is in this stage: handed in, given back, held, proposed, decided."""

import datetime as dt

from assessments.cycle.models import Approval, Participation
from assessments.cycle.queries import window_for
from assessments.cycle.states import MoveName, Stage
from assessments.documents.models import Document
from assessments.verifikasi.models import CheckHold, Release, Repair, Submission, SubmissionRequest
from assessments.verifikasi.queries.worklists import CHECKING, OUTCOMES


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


def end_of_repair(participation: Participation, repair: Repair) -> dt.datetime:
    """Until when a repair that has ended could go on: its date, or the closing where it ended with the window.

    The window may have been extended since.
    """
    window = window_for(participation, Stage.VERIFIKASI)
    if window is None:
        return repair.until
    return window.closes_at if repair.with_window else min(repair.until, window.closes_at)


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


def withdrawal(participation: Participation) -> MoveName:
    """The move by which the unit takes back what it handed in: the first time, or a repair."""
    return MoveName.WITHDRAW if participation.round <= 1 else MoveName.WITHDRAW_REPAIR


def outcome_papers(participation: Participation) -> list[Document]:
    """The issued papers of this stage, newest first."""
    kinds = [Document.Kind.MINUTES, Document.Kind.STATEMENT]
    return list(participation.documents.filter(kind__in=kinds))
