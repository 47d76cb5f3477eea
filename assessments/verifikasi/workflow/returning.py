"""A sheet goes back to its unit for repair, and comes back to the verifier as it is once the days are over."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from assessments.cycle.deadlines import last_day
from assessments.cycle.models import Cycle, Participation
from assessments.cycle.queries import window_for
from assessments.cycle.states import MoveName, Stage, State
from assessments.cycle.workflow import lock, make_move, refuse
from assessments.verifikasi import notifications, queries, rules
from assessments.verifikasi.models import CheckHold, Mending, Release, Remark, Repair, SubmissionRequest, Verdict
from p2ham.lib import dates
from units.models import User

# Whoever pressed in time has come to the lock by then: no request runs longer. The clock overtakes nobody.
MARGIN = dt.timedelta(minutes=1)
BATCH = 100


@transaction.atomic
def give_back(*, participation: Participation, until: dt.datetime | None = None, by: User) -> int:
    """Return the sheet: only the indicators to be repaired are open again; tells how many. Raises ``MoveRefused``.

    ``until``: the instant at which they close again; default as the cycle says.
    """
    locked = lock(participation)
    sheet = queries.sheet(locked, drafts=True)
    until = until or repair_until(locked)
    refuse(rules.give_back(locked, sheet, queries.holder(locked), by, until))
    returned = sheet.decided_as(Verdict.Decision.REPAIR)
    for item, verdict in returned:
        Remark.objects.create(answer=item.answer, round=locked.round, text=verdict.note, author=by)
    locked.answers.filter(pk__in=[item.answer.pk for item, _ in returned]).update(is_open=True)
    codes = [item.indicator.code for item, _ in returned]
    Repair.objects.create(
        participation=locked, round=locked.round, returned_by=by, until=until, codes=codes, returned_at=timezone.now()
    )
    make_move(
        locked,
        MoveName.RETURN,
        by=by,
        text=f"{len(returned)} indikator dikembalikan untuk diperbaiki: {', '.join(codes)}",
        data={"indicators": ", ".join(codes), "round": locked.round, "until": until},
    )
    locked.until = until
    locked.save(update_fields=["until"])
    CheckHold.objects.filter(participation=locked).delete()
    notifications.returned(locked, returned, by=by)
    return len(returned)


def repair_until(participation: Participation) -> dt.datetime:
    """The end of the day that the cycle's days of repair lead to, and never beyond the window."""
    day = dates.today() + dt.timedelta(days=max(participation.cycle.repair_days, 1))
    until = end_of(day, participation)
    window = window_for(participation, Stage.VERIFIKASI)
    return min(until, window.closes_at) if window else until


def end_of(day: dt.date, participation: Participation) -> dt.datetime:
    """The last minute of a day in WIB; on the last day of the window, its closing, at midnight too."""
    until = dt.datetime.combine(day, dt.time(23, 59), tzinfo=dates.WIB)
    window = window_for(participation, Stage.VERIFIKASI)
    if window and last_day(window.closes_at) <= day <= dates.day_of(window.closes_at):
        return window.closes_at
    return until


def end_repair(locked: Participation, ending: Repair.Ending, until: dt.datetime | None) -> None:
    """The round before the present one is repaired, or its days, which lasted ``until`` then, are over.

    In the caller's transaction.
    """
    open_ = locked.repairs.filter(round=locked.round - 1, ended_at=None)
    if until:
        window = window_for(locked, Stage.VERIFIKASI)
        open_.update(until=until, with_window=window is not None and until >= window.closes_at)
    open_.update(ended_at=timezone.now(), ending=ending)


def reopen_repair(locked: Participation, repair: Repair) -> None:
    """The unit took its repair back: its days go on as they were, or to a later closing. In the caller's transaction."""
    locked.until = queries.end_of_repair(locked, repair)
    locked.save(update_fields=["until"])
    repair.until, repair.ended_at, repair.ending = locked.until, None, ""
    repair.save(update_fields=["until", "ended_at", "ending"])


# --- the days are over -------------------------------------------------------------------------------------------------
def lapse_repairs() -> int:
    """Give the sheets back to the verifiers whose days of repair are over. For the clock; tells how many."""
    waiting = SubmissionRequest.objects.filter(participation=OuterRef("pk"), closed_at=None)
    late = Participation.objects.filter(
        ~Exists(waiting),
        state=State.RETURNED,
        until__lte=timezone.now() - MARGIN,
        cycle__status=Cycle.Status.OPEN,
    )
    return sum(_lapse(row) for row in list(late.order_by("pk")[:BATCH]))


@transaction.atomic
def _lapse(participation: Participation) -> bool:
    locked = lock(participation)
    now = timezone.now()
    if locked.state != State.RETURNED or locked.until is None or now < locked.until + MARGIN:
        return False
    # Pressed in time, or begun in time: such a handing-in, such an upload may still come, or be here unopened.
    if queries.waiting_request(locked) or queries.is_unjudged(locked):
        return False
    if now < locked.until + rules.GRACE and queries.is_awaited(locked):
        return False
    sheet, until = queries.sheet(locked), locked.until
    returned = sheet.open_items
    done = sum(item.is_complete for item in returned)
    mended = Mending.objects.filter(answer=OuterRef("pk"), closed_at=None, until__gt=now)
    locked.answers.filter(~Exists(mended), is_open=True).update(is_open=False)
    pending = locked.releases.filter(decision=Release.Decision.PENDING)
    pending.update(decision=Release.Decision.WITHDRAWN, decided_at=now)
    locked.round += 1
    make_move(
        locked,
        MoveName.LAPSE,
        by=None,
        text=(
            f"Batas perbaikan lewat ({dates.long_datetime(until, locked.work_unit.timezone)}): isian kembali kepada "
            f"verifikator sebagaimana adanya, {done} dari {len(returned)} perbaikan lengkap"
        ),
        data={"round": locked.round, "until": until, "complete": done, "returned": len(returned)},
    )
    end_repair(locked, Repair.Ending.LAPSED, until)
    notifications.lapsed(locked, until, done=done, returned=len(returned))
    return True
