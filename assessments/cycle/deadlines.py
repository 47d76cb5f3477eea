"""How near a deadline is, in whole days of the calendar by which it is announced: that of WIB. Pure."""

import datetime as dt

from p2ham.lib import dates

# So many days before the last day people are reminded; in this order the nearest comes last.
MILESTONES = (14, 7, 3, 1)
# From this hour on in WIB: 9 o'clock in WITA and 10 o'clock in WIT, so that everybody is at work.
MORNING = dt.time(8, tzinfo=dates.WIB)


def last_day(closes_at: dt.datetime) -> dt.date:
    """The last day on which something can be done; a closing at midnight belongs to the day that it ends."""
    return (closes_at - dt.timedelta(microseconds=1)).astimezone(dates.WIB).date()


def morning_of(day: dt.date) -> dt.datetime:
    """When the reminders of a day begin."""
    return dt.datetime.combine(day, MORNING)


def due(closes_at: dt.datetime, *, since: dt.datetime, now: dt.datetime) -> int | None:
    """Which of the ``MILESTONES`` is to be told now: the nearest that has come, never one that was missed before it.

    None after the closing, and when the task is younger than that milestone: who just got it was told then.
    """
    if now >= closes_at:
        return None
    mornings = {days: morning_of(last_day(closes_at) - dt.timedelta(days=days)) for days in MILESTONES}
    come = [days for days in MILESTONES if mornings[days] <= now]
    return come[-1] if come and since <= mornings[come[-1]] else None


def horizon(now: dt.datetime) -> dt.datetime:
    """No closing after this instant is reminded of now."""
    return now + dt.timedelta(days=MILESTONES[0] + 2)


def days_left(closes_at: dt.datetime, now: dt.datetime) -> str:
    """ "7 hari lagi" by the calendar; on the last day "hari ini", and the hour says the rest."""
    days = (last_day(closes_at) - now.astimezone(dates.WIB).date()).days
    return "hari ini" if days <= 0 else "besok" if days == 1 else f"{days} hari lagi"
