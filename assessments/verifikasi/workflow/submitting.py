"""The unit hands its sheet in, and may take it back until a verifier begins."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused, lock, make_move, refuse
from assessments.verifikasi import notifications, queries, rules
from assessments.verifikasi.models import Answer, Release, Repair, Submission, SubmissionRequest
from assessments.verifikasi.queries import doubts
from assessments.verifikasi.queries.sheets import Item, Sheet
from assessments.verifikasi.workflow import mending, returning
from units import audit
from units.models import Role, User


@transaction.atomic
def submit(*, participation: Participation, serial: int, by: User) -> Submission:
    """Hand the sheet in: freeze it, lock its answers, give a receipt, move on. Raises ``MoveRefused``.

    ``serial`` says the how-manieth handing-in of this unit the press of the button meant, so that the same press
    arriving twenty times has one effect and every one of them gets the receipt.
    """
    pressed_at = timezone.now()
    locked = lock(participation)
    earlier = _earlier(locked, serial, by)
    if earlier:
        return earlier
    return hand_in(locked, by=by, at=pressed_at)


def hand_in(
    locked: Participation,
    *,
    by: User,
    at: dt.datetime | None = None,
    requested_at: dt.datetime | None = None,
    release: Release | None = None,
) -> Submission:
    """The handing-in itself, under the caller's lock and in its transaction. Raises ``MoveRefused``.

    ``at``: when the button was pressed, before the lock was waited for: the instant that counts.
    """
    at = requested_at or at
    sheet = queries.sheet(locked)
    refuse(rules.submit(locked, sheet, by, released=release is not None, at=at))
    doubts.show(sheet)
    move, opened, until = rules.handing_in(locked), sheet.open_items, locked.until
    locked.round += 1
    submission = Submission.objects.create(
        participation=locked,
        round=locked.round,
        requested_at=requested_at,
        submitted_by=by,
        receipt_number=_number(locked, locked.submissions.count() + 1),
        snapshot=_snapshot(sheet, opened, until) | _released(release),
    )
    if release is None:
        _forget_release(locked, by)
    locked.answers.update(is_open=False)
    mending.end(locked)
    what = "Perbaikan" if locked.round > 1 else "Data dukung"
    head = f", dilepas {release.decided_by.name}" if release and release.decided_by else ""
    make_move(
        locked,
        move,
        by=by,
        text=f"{what} disampaikan{head}: tanda terima {submission.receipt_number}",
        data={"receipt": submission.receipt_number, "round": locked.round},
        at=at,
    )
    returning.end_repair(locked, Repair.Ending.SUBMITTED, until)
    notifications.submitted(submission, by=by)
    notifications.voice_asked(submission)
    return submission


def _forget_release(participation: Participation, by: User) -> None:
    """Nobody need release any more: the setting of the cycle was changed meanwhile."""
    pending = participation.releases.filter(decision=Release.Decision.PENDING)
    pending.update(decision=Release.Decision.WITHDRAWN, decided_by=by, decided_at=timezone.now())


@transaction.atomic
def submit_after_uploads(*, participation: Participation, serial: int, by: User) -> Submission | SubmissionRequest:
    """Hand the sheet in; while uploads or packs of the unit are under way, record the press and wait for them.

    Raises ``MoveRefused``, also when something is missing that none of those uploads brings. What a pack brings is
    judged once it was opened.
    """
    now = timezone.now()
    locked = lock(participation)
    earlier = _earlier(locked, serial, by)
    if earlier:
        return earlier
    running = list(queries.under_way(locked))
    packs = queries.packs_under_way(locked).exists()
    if not (running or packs):
        _close_request(locked)
        return hand_in(locked, by=by, at=now)
    refuse(rules.wait_for_uploads(locked, queries.sheet(locked), running, by, now, packs=packs))
    waiting = queries.waiting_request(locked)
    if waiting:
        return waiting
    waiting = SubmissionRequest.objects.create(
        participation=locked,
        serial=serial,
        requested_at=now,
        requested_by=by,
        until=rules.wait_until(now),
    )
    audit.record(
        by=by,
        action="penyampaian_menunggu",
        subject=locked.subject,
        data={"uploads": len(running), "until": waiting.until},
    )
    return waiting


def _close_request(participation: Participation) -> None:
    participation.submission_requests.filter(closed_at=None).update(closed_at=timezone.now())


def settle_requests(participation: Participation | None = None) -> int:
    """Complete the waiting handings-in whose uploads and packs are in, or whose time has come. Returns how many."""
    waiting = SubmissionRequest.objects.filter(closed_at=None).select_related("participation", "requested_by")
    if participation:
        waiting = waiting.filter(participation=participation)
    return sum(_settle(request) for request in waiting)


@transaction.atomic
def _settle(request: SubmissionRequest) -> bool:
    locked = lock(request.participation)
    found = SubmissionRequest.objects.select_related("requested_by").filter(pk=request.pk, closed_at=None).first()
    if found is None or (timezone.now() < found.until and queries.is_awaited(locked)) or queries.is_unjudged(locked):
        return False
    by = found.requested_by
    found.closed_at = timezone.now()
    try:
        # Undone as a whole when it is refused; the refusal itself is kept.
        with transaction.atomic():
            found.submission = hand_in(locked, by=by, requested_at=found.requested_at)
    except MoveRefused as refused:
        found.refusal = refused.sentences
        notifications.not_submitted(found)
        data = {"sentences": refused.sentences}
        audit.record(by=None, action="penyampaian_belum_selesai", subject=locked.subject, data=data)
    found.save(update_fields=["closed_at", "submission", "refusal"])
    return True


@transaction.atomic
def cancel_request(*, participation: Participation, by: User) -> bool:
    """Take back a press of "Sampaikan" that still waits; tells whether there was one. Raises ``MoveRefused``."""
    locked = lock(participation)
    refuse(rules.edit(locked, by))
    waiting = queries.waiting_request(locked)
    if waiting is None:
        return False
    _close_request(locked)
    audit.record(by=by, action="penyampaian_dibatalkan", subject=locked.subject, data={})
    return True


def _number(participation: Participation, serial: int) -> str:
    return f"TT-{participation.cycle.year}-{participation.pk:06d}-{serial}"


def _earlier(participation: Participation, serial: int, by: User) -> Submission | None:
    """What the same press of the button already handed in."""
    if not cycle_rules.holds(participation, by, (Role.OPERATOR,)):
        return None
    found = participation.submissions.filter(receipt_number=_number(participation, serial)).first()
    if found and found.withdrawn_at:
        raise MoveRefused(["Penyampaian ini sudah ditarik kembali. Muat ulang halaman, lalu sampaikan lagi."])
    return found


def _snapshot(sheet: Sheet, opened: list[Item], until: dt.datetime | None) -> dict[str, Any]:
    """The sheet as it was handed in, in plain values that no later change reaches."""
    unit = sheet.participation.work_unit
    return {
        "unit": unit.name,
        "timezone": unit.timezone,
        "opened": [item.answer.pk for item in opened],
        "until": until.isoformat() if until else None,
        "indicators": [_frozen(item) for item in sheet.items],
    }


def _released(release: Release | None) -> dict[str, Any]:
    """Who released it, and when, where the head of the unit does."""
    if release is None or release.decided_by is None or release.decided_at is None:
        return {}
    return {"released": {"by": release.decided_by.name, "at": release.decided_at.isoformat()}}


def _frozen(item: Item) -> dict[str, Any]:
    answer = item.answer
    return {
        "code": item.indicator.code,
        "title": item.indicator.title,
        "criterion": f"{item.criterion.code}. {item.criterion.title}",
        "claim": item.claim,
        "level": answer.level.code if answer.level else None,
        "not_applicable": answer.not_applicable,
        "note": answer.note,
        "plan_date": answer.plan_date.isoformat() if answer.plan_date else None,
        "replies": [
            {"remark": each.remark.text, "outcome": each.reply.outcome, "text": each.reply.text}
            for each in item.thread
            if each.reply
        ],
        "files": [
            {
                "evidence": exhibit.pk,
                "requirement": exhibit.evidence.requirement.title,
                "name": exhibit.file.name,
                "description": exhibit.evidence.description,
                "size": exhibit.file.received_size,
                "sha256": exhibit.file.received_sha256,
                "receipt": exhibit.file.receipt_number,
                "counted": exhibit.counted,
                "people": exhibit.evidence.people,
                "taken_from": exhibit.taken_year,
                "doubts": [{"kind": note.kind, "text": note.sentence, "answer": note.answer} for note in exhibit.notes],
            }
            for exhibit in item.exhibits
        ],
    }


@transaction.atomic
def withdraw(*, participation: Participation, by: User) -> None:
    """Take the sheet back, or a lapsed repair: the same answers are open again as before. Raises ``MoveRefused``."""
    locked = lock(participation)
    refuse(rules.withdraw(locked, by))
    move = queries.withdrawal(locked)
    submission = queries.active_submission(locked)
    repair = queries.repair_of(locked, locked.round - 1)
    answers = Answer.objects.filter(participation=locked)
    if submission:
        answers = answers.filter(pk__in=submission.snapshot["opened"])
        submission.withdrawn_at = timezone.now()
        submission.save(update_fields=["withdrawn_at"])
    elif repair:
        answers = answers.filter(indicator__code__in=repair.codes)
    answers.update(is_open=True)
    locked.round = max(locked.round - 1, 0)
    lapsed = repair is not None and repair.has_lapsed
    make_move(locked, move, by=by, text="Perbaikan dibuka lagi dalam jadwal yang diperpanjang" if lapsed else "")
    if repair:
        returning.reopen_repair(locked, repair)
    if lapsed:
        notifications.repair_reopened(locked, by=by)
    else:
        notifications.withdrawn(locked, submission, by=by)
