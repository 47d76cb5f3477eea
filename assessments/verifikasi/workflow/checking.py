"""A verifier checks a unit indicator by indicator."""

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName, State
from assessments.cycle.workflow import MoveRefused, lock, make_move, note_step, refuse
from assessments.verifikasi import notifications, queries, rules, voice_notifications
from assessments.verifikasi.models import CheckHold, Verdict
from indicators.models import Indicator, Level
from units import audit
from units.models import User


@transaction.atomic
def start_check(*, participation: Participation, by: User) -> None:
    """Begin to check a unit and hold its sheet. Pressing again changes nothing. Raises ``MoveRefused``."""
    locked = lock(participation)
    hold = queries.holder(locked)
    if locked.state == State.IN_CHECK and hold and hold.verifier_id == by.pk:
        return
    refuse(rules.start(locked, by))
    CheckHold.objects.update_or_create(participation=locked, defaults={"verifier": by, "since": timezone.now()})
    make_move(locked, MoveName.CHECK, by=by, text=f"Pemeriksaan putaran {locked.round} dimulai")
    notifications.started(locked, by=by)
    voice_notifications.passed_over(locked)


@transaction.atomic
def take_over(*, participation: Participation, by: User) -> None:
    """Take the check over from a colleague, for everybody to see. Raises ``MoveRefused``."""
    locked = lock(participation)
    hold = queries.holder(locked)
    refuse(rules.take_over(locked, hold, by))
    CheckHold.objects.update_or_create(participation=locked, defaults={"verifier": by, "since": timezone.now()})
    note_step(locked, by=by, text="Pemeriksaan diambil alih verifikator lain", action="ambil_alih_periksa")
    if hold:
        notifications.taken_over(locked, previous=hold.verifier, by=by)


@transaction.atomic
def save_verdict(
    *,
    participation: Participation,
    indicator: Indicator,
    decision: str,
    level: Level | None = None,
    not_applicable: bool = False,
    note: str = "",
    by: User,
) -> Verdict:
    """Write the verdict on one indicator in this round; until the round ends it may be rewritten.

    Raises ``MoveRefused``.
    """
    locked = lock(participation)
    item = queries.sheet(locked, drafts=True).item(indicator.pk)
    refuse(rules.judge(locked, queries.holder(locked), by))
    if item is None or item.answer.pk is None:
        raise MoveRefused(["Indikator ini tidak ada pada isian unit."])
    refuse(rules.verdict(item, decision=decision, level=level, not_applicable=not_applicable, note=note))
    # What is given back has no level yet: it is judged again.
    level = None if decision == Verdict.Decision.REPAIR else level
    verdict, _ = Verdict.objects.update_or_create(
        answer=item.answer,
        round=locked.round,
        defaults={
            "decision": decision,
            "level": level,
            "not_applicable": not_applicable,
            "note": note,
            "decided_at": timezone.now(),
            "decided_by": by,
        },
    )
    audit.record(
        by=by,
        action="putuskan_indikator",
        subject=locked.subject,
        data={
            "indicator": indicator.code,
            "round": locked.round,
            "decision": decision,
            "level": level.code if level else None,
            "not_applicable": not_applicable,
            "note": note,
        },
    )
    return verdict
