"""A verifier checks a unit indicator by indicator."""

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName, State
from assessments.cycle.workflow import MoveRefused, lock, make_move, note_step, refuse
from assessments.verifikasi import notifications, queries, rules
from assessments.verifikasi.models import CheckHold, Verdict
from assessments.verifikasi.queries import voices, worklists
from assessments.verifikasi.workflow import assigning
from indicators.models import Indicator, Level
from units import audit
from units.models import User

# So many units that cannot be begun after all are passed over for one press.
TRIES = 10


@transaction.atomic
def start_check(*, participation: Participation, by: User) -> None:
    """Begin to check a unit and hold its sheet. Pressing again changes nothing. Raises ``MoveRefused``."""
    locked = lock(participation)
    hold = queries.holder(locked)
    if locked.state == State.IN_CHECK and hold and hold.verifier_id == by.pk:
        return
    refuse(rules.start(locked, by))
    _hold(locked, by)
    make_move(locked, MoveName.CHECK, by=by, text=f"Pemeriksaan putaran {locked.round} dimulai")
    notifications.started(locked, by=by)
    notifications.voice_passed_over(locked)


@transaction.atomic
def take_over(*, participation: Participation, by: User) -> None:
    """Take the check over from a colleague, for everybody to see. Raises ``MoveRefused``."""
    locked = lock(participation)
    hold = queries.holder(locked)
    refuse(rules.take_over(locked, hold, by))
    _hold(locked, by)
    what = "diambil alih verifikator lain" if hold else "dilanjutkan"
    note_step(locked, by=by, text=f"Pemeriksaan {what}", action="ambil_alih_periksa")
    if hold:
        notifications.taken_over(locked, previous=hold.verifier, by=by)


def _hold(locked: Participation, by: User) -> None:
    """The sheet is this verifier's from now on: who is on it, and whose it is. In the caller's transaction."""
    now = timezone.now()
    CheckHold.objects.update_or_create(participation=locked, defaults={"verifier": by, "since": now, "seen_at": now})
    assignment = worklists.assignment_of(locked)
    if assignment is None or assignment.verifier_id != by.pk:
        assigning.give(locked, to=by, by=by)


def stay(*, participation: Participation, by: User) -> bool:
    """The verifier is still at work on the sheet; tells whether it is theirs. Nothing else is changed by it."""
    mine = CheckHold.objects.filter(participation=participation, verifier=by)
    return bool(mine.update(seen_at=timezone.now()))


@transaction.atomic
def serve_next(*, by: User) -> Participation | None:
    """Begin or go on with what has waited longest and is the verifier's, or free; none when there is nothing.

    Two who press at once are served two different units.
    """
    tried: list[int] = []
    while len(tried) < TRIES:
        found = voices.ready(worklists.serving(by))
        row = found.exclude(pk__in=tried).select_for_update(skip_locked=True, of=("self",), no_key=True).first()
        if row is None:
            break
        try:
            with transaction.atomic():
                _serve(row, by)
        except MoveRefused:
            tried.append(row.pk)
        else:
            return row
    return None


def _serve(row: Participation, by: User) -> None:
    hold = queries.holder(row)
    if row.state == State.SUBMITTED:
        start_check(participation=row, by=by)
    elif hold and hold.is_live:
        raise MoveRefused([f"{hold.verifier.name} sedang memeriksa unit ini."])
    elif hold and hold.verifier_id == by.pk:
        stay(participation=row, by=by)
    else:
        take_over(participation=row, by=by)


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
    stay(participation=locked, by=by)
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
