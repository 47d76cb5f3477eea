"""Verbs of the answer: name a reviewer, answer each point, propose, decide; and the result that follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assessments.cycle import approvals
from assessments.cycle.models import Approval, Participation
from assessments.cycle.states import OBJECTION, MoveName, State
from assessments.cycle.workflow import lock, make_move, note_step, refuse
from assessments.documents import workflow as documents
from assessments.documents.models import Document
from assessments.penilaian import notifications, report_papers, scoring
from assessments.penilaian.models import DecreeItem, Objection, ObjectionPoint, Result, ResultLine
from assessments.penilaian.notifications import objections as notices
from assessments.penilaian.queries import objections as queries
from assessments.penilaian.queries.reports import lines_of, paper_of
from assessments.penilaian.queries.visible import released_at
from assessments.penilaian.reports import revised
from assessments.penilaian.rules import objecting
from assessments.penilaian.workflow.objecting import ObjectionChanged, locked, stamp
from indicators.models import Level
from p2ham.lib.keys import reserve
from units import audit
from units.models import User

Standing, Answer = Objection.Standing, ObjectionPoint.Answer


@dataclass(frozen=True)
class Reply:
    """What the reviewer answers to one point; without an ``answer`` the point is still open."""

    answer: str
    level: Level | None
    reason: str


@transaction.atomic
def assign(*, objection: Objection, reviewer: User, by: User) -> Objection:
    """Name who answers; another name takes the place of the first. Raises ``MoveRefused``."""
    found = locked(objection)
    able = {one.user.pk: one.reason_not for one in queries.reviewers(found.participation, by=by)}
    refuse(objecting.assign(found, by, able.get(reviewer.pk, "bukan anggota tim penilai siklus ini")))
    if found.reviewer_id == reviewer.pk:
        return found
    first = found.reviewer_id is None
    found.reviewer, found.standing, found.saved_at = reviewer, Standing.IN_REVIEW, timezone.now()
    found.save(update_fields=["reviewer", "standing", "saved_at"])
    # What the one before had answered is not taken over.
    found.points.update(answer="", level=None, reason="")
    audit.record(by=by, action="tunjuk_pemeriksa_keberatan", subject=found.subject, data={"reviewer": reviewer.pk})
    if first:
        # Without the name: the unit reads the timeline.
        note_step(found.participation, by=by, text="Keberatan mulai diperiksa", action="periksa_keberatan")
    notices.assigned(found)
    return found


@transaction.atomic
def answer(*, objection: Objection, replies: Mapping[int, Reply], note: str, seen: str, by: User) -> Objection:
    """Keep the reviewer's answers, by id of the point, whole ones only. Raises ``MoveRefused``."""
    found = locked(objection)
    refuse(objecting.review(found, by))
    if seen != stamp(found):
        raise ObjectionChanged
    lines = {line.indicator_id: line for line in lines_of(found.result)}
    sentences: list[str] = []
    changed = []
    for point in queries.points_of(found):
        reply = replies.get(point.pk, Reply("", None, ""))
        point.answer, point.level, point.reason = reply.answer, reply.level, reply.reason.strip()
        sentences += objecting.answer(point, lines[point.indicator_id])
        changed.append(point)
    refuse(sentences)
    for point in changed:
        point.save(update_fields=["answer", "level", "reason"])
    found.review_note, found.saved_at = note.strip(), timezone.now()
    found.save(update_fields=["review_note", "saved_at"])
    return found


@transaction.atomic
def propose(*, objection: Objection, seen: str, by: User) -> Objection:
    """Hand the answers to a second person. Raises ``MoveRefused``."""
    found = locked(objection)
    points, lines = queries.points_of(found), lines_of(found.result)
    refuse(objecting.propose(found, by, points, lines))
    if seen != stamp(found):
        raise ObjectionChanged
    found.approval = approvals.propose(
        move=OBJECTION,
        cycle=found.participation.cycle,
        by=by,
        note=found.review_note,
        participation=found.participation,
        path=reverse("penilaian_objection_review", args=[found.pk]),
    )
    found.standing = Standing.PROPOSED
    found.save(update_fields=["approval", "standing"])
    return found


@transaction.atomic
def decide(*, objection: Objection, by: User, approve: bool, note: str = "") -> Objection:
    """Approve the answers as the second person, with all that follows, or send them back with a reason."""
    found = locked(objection)
    refuse(objecting.decide(found, by))
    assert found.approval is not None
    if not approve:
        approvals.decide(approval=found.approval, by=by, approve=False, note=note)
        found.standing, found.saved_at = Standing.IN_REVIEW, timezone.now()
        found.save(update_fields=["standing", "saved_at"])
        return found
    points, lines = queries.points_of(found), lines_of(found.result)
    refuse(objecting.keeps(found, points, lines))
    granted = [point for point in points if point.answer == Answer.GRANTED]
    # Rows first, then the number, then the head of the audit trail.
    report = paper_of(found.participation) if granted else None
    report = documents.lock(report) if report else None
    found.standing = _outcome(points, granted)
    found.decided_at = timezone.now()
    outcome = revised(lines, {point.indicator_id: point.level for point in granted if point.level})
    found.paper = report_papers.issue_objection(found, points, lines, outcome, by=by)
    found.approval = approvals.decide(approval=found.approval, by=by, approve=True, note=note)
    if granted:
        found.new_result = _renew(found, granted, lines, outcome)
    found.save(update_fields=["standing", "decided_at", "paper", "approval", "new_result"])
    note_step(
        found.participation,
        by=by,
        text=f"Keberatan {found.get_standing_display().lower()}: naskah nomor {found.paper.number_text}",
        action="putus_keberatan",
    )
    if found.new_result:
        _follow(found, report, by=by)
    notices.decided(found)
    return found


def _outcome(points: Sequence[ObjectionPoint], granted: Sequence[ObjectionPoint]) -> str:
    if not granted:
        return Standing.DENIED
    return Standing.GRANTED if len(granted) == len(points) else Standing.PARTLY


def _renew(
    found: Objection, granted: Sequence[ObjectionPoint], lines: Sequence[ResultLine], outcome: scoring.Outcome
) -> Result:
    """A new result, all lines anew, in the place of the old one, which stays as it was."""
    old, points = found.result, {point.indicator_id: point for point in granted}
    assert found.approval is not None
    codes = {str(line.indicator_id): line.indicator.code for line in lines}
    # Never two that hold: the old one names the new one before that is written.
    pk = reserve(Result)
    Result.objects.filter(pk=old.pk).update(replaced_by=pk)
    result = Result.objects.create(
        pk=pk,
        participation=found.participation,
        total=outcome.total,
        threshold=old.threshold,
        required_unmet=[codes[key] for key in outcome.required_unmet],
        subtotals={part.criterion: [str(part.subtotal), str(part.maximum)] for part in outcome.criteria},
        settled_by=found.approval.proposed_by,
        note=old.note,
    )
    scores = outcome.lines
    ResultLine.objects.bulk_create(
        ResultLine(
            result=result,
            indicator=line.indicator,
            level=point.level if point else line.level,
            value=point.level.value if point and point.level else line.value,
            contribution=scores[str(line.indicator_id)].contribution,
            maximum=scores[str(line.indicator_id)].maximum,
            reason=point.reason if point else line.reason,
        )
        for line in lines
        for point in [points.get(line.indicator_id)]
    )
    return result


def _follow(found: Objection, report: Document | None, *, by: User) -> None:
    """What a changed result brings: a report in the place of the old one, and a further decree where one is due."""
    participation, result = found.participation, found.new_result
    assert result is not None and found.approval is not None
    if participation.state == State.NOT_AWARDED and result.meets:
        DecreeItem.objects.filter(participation=participation, is_live=True).update(is_live=False)
        make_move(
            participation,
            MoveName.REVISE,
            by=by,
            text="Hasil berubah karena keberatan dan memenuhi syarat; menunggu keputusan berikutnya",
            data={"objection": found.pk, "result": result.pk},
            approval=found.approval,
        )
        notifications.settled(participation)
    if report is not None:
        new = report_papers.issue_report(participation, result, by=by)
        number = found.paper.number_text if found.paper else ""
        documents.replace(old=report, new=new, by=by, note=f"Hasil berubah karena keberatan {number}.")


@transaction.atomic
def report(*, participation_pk: int) -> Document | None:
    """Issue the report of a released result that has none, in the name of who approved the decree. For the worker."""
    row = lock(Participation(pk=participation_pk))
    result = queries.current_result(row)
    if paper_of(row) is not None or result is None or released_at(row) is None:
        return None
    decided = Approval.objects.filter(decree__items__participation=row, decision=Approval.Decision.APPROVED)
    approval = decided.select_related("decided_by").order_by("-decided_at").first()
    if approval is None or approval.decided_by is None:
        return None
    return report_papers.issue_report(row, result, by=approval.decided_by)
