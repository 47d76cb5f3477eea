"""Until when a returned sheet may be repaired, and how often it may be returned."""

import datetime as dt

from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.queries import window_for
from assessments.cycle.states import Stage, State
from p2ham.lib import dates


def in_time(participation: Participation, at: dt.datetime | None = None) -> list[str]:
    """Whether the days of a repair are not over at an instant (default: now). The closing instant itself is outside."""
    until = participation.until
    if participation.state != State.RETURNED or until is None or (at or timezone.now()) < until:
        return []
    day = dates.deadline(until, participation.work_unit.timezone)
    return [
        f"Batas perbaikan sudah lewat: {day}. Yang sudah tersimpan tetap tersimpan dan diperiksa sebagaimana adanya."
    ]


def repair_day(participation: Participation, until: dt.datetime) -> list[str]:
    """Whether a verifier may let the repair last until then: ahead, and within the window."""
    window = window_for(participation, Stage.VERIFIKASI)
    if until <= timezone.now():
        return ["Batas perbaikan harus hari yang akan datang. Pilih tanggal lain."]
    if window and until > window.closes_at:
        return [
            f"Batas perbaikan tidak boleh melewati penutupan tahap Verifikasi, {dates.long_datetime(window.closes_at)}. "
            "Pilih tanggal yang lebih awal."
        ]
    return []


def another_round(participation: Participation) -> list[str]:
    """Whether the cycle allows one more round after this one."""
    most = participation.cycle.max_rounds
    if participation.round < most:
        return []
    return [
        f"Ini putaran {participation.round}, yang terakhir dari {most} putaran pada siklus "
        f"{participation.cycle.year}. Unit tidak dapat dikembalikan lagi; putuskan lolos atau tidak lolos."
    ]
