"""One digest per person and day: every unit in which something is left to do before a deadline that is near.

Sent from the morning on, when one of the milestones has come for one of the units at least. The inbox message with the
key of the day is what makes it one; the rows of ``Reminder`` remember which milestone of which deadline was told.
"""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assessments.cycle import deadlines
from assessments.dashboards.models import Reminder
from assessments.verifikasi.queries import duties
from assessments.verifikasi.queries.duties import CHECK, FILL, GUIDE, RELEASE, Duty, Standing
from p2ham.lib import dates
from units.models import InboxMessage, User
from units.notifications import mail

# So many units, and of one unit so many gaps, stand in a digest; the rest is counted and one press away.
SHOWN_UNITS, SHOWN_GAPS = 40, 5
# People whose sheets are read together, and seconds after which the rest waits for the next tick.
TOGETHER, PATIENCE = 50, 20.0

_TITLES = {
    FILL: "Isi dan sampaikan data dukung",
    RELEASE: "Lepas penyampaian data dukung",
    GUIDE: "Dampingi unit ini sampai menyampaikan",
    CHECK: "Periksa data dukung",
}


def send(now: dt.datetime | None = None) -> int:
    """Send the digests that are due. May run twice, late, or side by side. Returns how many were sent."""
    now = now or timezone.now()
    day = now.astimezone(dates.WIB).date()
    if now < deadlines.morning_of(day):
        return 0
    waiting = _due(now, key_of(day))
    begun, sent = time.monotonic(), 0
    for first in range(0, len(waiting), TOGETHER):
        if time.monotonic() - begun > PATIENCE:
            return sent
        batch = waiting[first : first + TOGETHER]
        standings = duties.standings(duty.participation for _, own, _ in batch for duty in own)
        for user, own, told in batch:
            sent += _send(user, own, told, standings, now=now)
    return sent


def key_of(day: dt.date) -> str:
    """The key of a person's digest of a day, in inbox and outbox."""
    return f"digest:{day.isoformat()}"


def _due(now: dt.datetime, key: str) -> list[tuple[User, list[Duty], list[Reminder]]]:
    """Who is to be told something today and was not: with all their duties, and the milestones that have come."""
    of_person: dict[User, list[Duty]] = defaultdict(list)
    for duty in duties.open_duties(now):
        of_person[duty.user].append(duty)
    people = [user.pk for user in of_person]
    done = set(InboxMessage.objects.filter(key=key).values_list("user", flat=True))
    earlier = Reminder.objects.filter(closes_at__gt=now, user__in=people)
    told = set(earlier.values_list("user", "participation", "duty", "closes_at", "days"))
    found = []
    for user, own in of_person.items():
        if user.pk in done:
            continue
        rows = [row for duty in own if (row := _reminder(duty, now)) and _identity(row) not in told]
        if rows:
            found.append((user, own, rows))
    # Neighbours together: their sheets are read once.
    return sorted(found, key=lambda one: (one[1][0].participation.coordinator_id or 0, one[0].pk))


def _reminder(duty: Duty, now: dt.datetime) -> Reminder | None:
    days = deadlines.due(duty.closes_at, since=duty.since, now=now)
    if days is None:
        return None
    return Reminder(
        user=duty.user,
        participation=duty.participation,
        duty=duty.kind,
        closes_at=duty.closes_at,
        days=days,
        sent_at=now,
    )


def _identity(row: Reminder) -> tuple[int, int, str, dt.datetime, int]:
    return row.user_id, row.participation_id, row.duty, row.closes_at, row.days


@transaction.atomic
def _send(
    user: User, own: list[Duty], told: list[Reminder], standings: dict[int, Standing], *, now: dt.datetime
) -> bool:
    """Inbox, outbox and memory in one transaction: a tick that is killed has told all of it or nothing."""
    key = key_of(now.astimezone(dates.WIB).date())
    subject = _subject(own, now)
    _, created = InboxMessage.objects.get_or_create(
        user=user,
        key=key,
        defaults={"subject": subject, "body": _text(own, standings, now, links=False), "path": reverse("home")},
    )
    if not created:
        return False
    Reminder.objects.bulk_create(told, ignore_conflicts=True)
    body = f"Yth. {user.name},\n\n{_text(own, standings, now, links=True)}"
    mail(to=user.email, key=f"{key}:{user.pk}", subject=subject, body=body)
    return True


# --- the text ----------------------------------------------------------------------------------------------------------
def _subject(own: list[Duty], now: dt.datetime) -> str:
    units = len({duty.participation.pk for duty in own})
    nearest = own[0]
    left = deadlines.days_left(nearest.closes_at, now)
    if units == 1:
        return f"Pengingat: batas waktu {nearest.participation.work_unit.short_name} {left}"[:200]
    return f"Pengingat: {units} unit menunggu Anda, batas waktu terdekat {left}"


def _text(own: list[Duty], standings: dict[int, Standing], now: dt.datetime, *, links: bool) -> str:
    shown = own[:SHOWN_UNITS]
    blocks = [_block(number, duty, standings, now, links) for number, duty in enumerate(shown, 1)]
    if len(own) > len(shown):
        blocks.append(f"Dan {len(own) - len(shown)} unit lain.")
    if links and any(duty.kind == GUIDE for duty in own):
        blocks.append(f"Semua unit Anda pada satu halaman: {settings.SITE_URL}{reverse('board')}")
    head = "Yang belum selesai, mulai dari batas waktu terdekat:"
    foot = (
        "Jadwal menutup sendiri tepat pada waktunya. Pengingat dikirim 14, 7, 3, dan 1 hari sebelumnya, paling banyak "
        "satu pesan sehari, dan hanya selama masih ada yang perlu dikerjakan."
    )
    if links:
        foot += f"\n\nSemua tugas Anda: {settings.SITE_URL}{reverse('home')}"
    return "\n\n".join([head, *blocks, foot])


def _block(number: int, duty: Duty, standings: dict[int, Standing], now: dt.datetime, links: bool) -> str:
    row = duty.participation
    left = deadlines.days_left(duty.closes_at, now)
    lines = [
        f"{number}. {row.work_unit.short_name}: {_TITLES[duty.kind]}",
        f"   Ditutup {left}: {dates.deadline(duty.closes_at, row.work_unit.timezone)}",
        *(f"   {line}" for line in _missing(duty, standings.get(row.pk))),
    ]
    if links:
        lines.append(f"   {settings.SITE_URL}{_path(duty)}")
    return "\n".join(lines)


def _missing(duty: Duty, standing: Standing | None) -> Iterable[str]:
    """What is left to be done, in words."""
    if duty.kind == CHECK:
        yield "Unit sudah menyampaikan. Setelah batas ini tidak dapat dikembalikan lagi untuk diperbaiki."
        return
    if duty.kind == RELEASE:
        yield "Menunggu kepala unit melepas penyampaian. Yang tidak dilepas sebelum batas itu tidak diperiksa."
        return
    if standing is None:
        return
    yield f"Sampai sekarang: {standing.progress}."
    if duty.kind == GUIDE or not standing.gaps:
        return
    yield "Yang kurang:"
    yield from (f"- {gap}" for gap in standing.gaps[:SHOWN_GAPS])
    if len(standing.gaps) > SHOWN_GAPS:
        yield f"- dan {len(standing.gaps) - SHOWN_GAPS} hal lain"


def _path(duty: Duty) -> str:
    """The page on which the work is done."""
    route = {
        FILL: "verifikasi_sheet",
        RELEASE: "verifikasi_submit",
        GUIDE: "verifikasi_sheet",
        CHECK: "verifikasi_finish",
    }[duty.kind]
    return reverse(route, args=[duty.participation.pk])
