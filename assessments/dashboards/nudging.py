"""Reminding exactly these units: who gets what, who not and why; and the verb behind the button."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Participation, TimelineEntry
from assessments.cycle.queries import windows_of
from assessments.cycle.states import State
from assessments.cycle.workflow import refuse
from assessments.dashboards.models import Nudge
from assessments.verifikasi.models import Release
from assessments.verifikasi.queries import FILLING, duties
from assessments.verifikasi.queries.closings import closing
from assessments.verifikasi.queries.duties import Standing
from p2ham.lib import dates
from units import audit
from units.models import REGION_ROLES, UNIT_ROLES, Posting, Role, User
from units.notifications import tell

# Who may have units reminded.
SENDERS = (*REGION_ROLES, Role.VERIFIER, Role.LEAD, Role.ADMIN)
# So many units at one press, so that it is done while one waits.
MOST = 200
SHOWN_GAPS = 5


@dataclass(frozen=True)
class Line:
    """One unit of a reminder: to whom it goes and what it says, or why it does not go."""

    participation: Participation
    people: list[User]
    standing: Standing | None
    waits_for_head: bool
    reason: str = ""

    @property
    def lacks(self) -> str:
        """What is left to be done, in a few words."""
        if self.waits_for_head:
            return "menunggu kepala unit melepas penyampaian"
        return self.standing.progress if self.standing else ""


def senders(user: User) -> list[str]:
    """Whether the person may have units reminded at all."""
    return [] if user.has_role(*SENDERS) else ["Peran Anda hanya dapat melihat papan ini."]


def lines(rows: Iterable[Participation]) -> list[Line]:
    """What a reminder to these units would do today. The number of queries does not grow with them."""
    rows = list(rows)
    windows_of(rows)
    pks = [row.pk for row in rows]
    done = {
        nudge.participation_id: nudge
        for nudge in Nudge.objects.filter(participation__in=pks, day=dates.today()).select_related("asked_by")
    }
    pending = Release.objects.filter(
        participation__in=pks, decision=Release.Decision.PENDING, participation__cycle__head_releases=True
    )
    asked = set(pending.values_list("participation", flat=True))
    places = [row.work_unit_id for row in rows]
    at: dict[int | None, list[Posting]] = defaultdict(list)
    current = Posting.objects.current().filter(role__in=UNIT_ROLES, work_unit__in=places)
    for posting in current.select_related("user").order_by("user__name", "pk"):
        at[posting.work_unit_id].append(posting)
    standings = duties.standings(row for row in rows if row.pk not in done)
    return [
        _line(row, at[row.work_unit_id], done.get(row.pk), standings.get(row.pk), asked=row.pk in asked) for row in rows
    ]


def _line(
    row: Participation, postings: list[Posting], nudge: Nudge | None, standing: Standing | None, *, asked: bool
) -> Line:
    roles = UNIT_ROLES if asked else (Role.OPERATOR,)
    people = list(dict.fromkeys(posting.user for posting in postings if posting.role in roles))
    return Line(row, people, standing, asked, _reason(row, people, nudge))


def _reason(row: Participation, people: list[User], nudge: Nudge | None) -> str:
    """Why the unit is not reminded; empty when it is."""
    if row.state not in FILLING:
        return f"Tidak ada yang perlu dikerjakan unit: {State(row.state).label.lower()}."
    if not row.cycle.is_open:
        return f"Siklus {row.cycle.year} sudah diarsipkan."
    closes = closing(row)
    if closes and closes <= timezone.now():
        return f"Jadwalnya sudah ditutup {dates.long_datetime(closes)}."
    if nudge:
        return f"Sudah diingatkan hari ini pukul {dates.clock(nudge.asked_at)} oleh {nudge.asked_by.name}."
    if not people:
        return "Belum ada operator yang memiliki akun."
    return ""


@transaction.atomic
def nudge(*, rows: list[Participation], by: User) -> list[Line]:
    """Remind these units, each once a day whoever presses; returns those that were. Raises ``MoveRefused``.

    The caller has made sure that ``by`` may see them.
    """
    refuse(senders(by))
    if len(rows) > MOST:
        refuse(
            [f"Sekali tekan paling banyak {MOST} unit. Persempit saringannya, lalu ingatkan sebagian demi sebagian."]
        )
    # In the order of their keys, before the audit trail: the lock order of every verb.
    locked = Participation.objects.filter(pk__in=[row.pk for row in rows]).select_for_update(of=("self",), no_key=True)
    found = list(locked.select_related("cycle", "work_unit__province").order_by("pk"))
    chosen = [line for line in lines(found) if not line.reason]
    if not chosen:
        return []
    nudges = Nudge.objects.bulk_create(Nudge(participation=line.participation, asked_by=by) for line in chosen)
    TimelineEntry.objects.bulk_create(
        TimelineEntry(participation=line.participation, actor=by, text=f"Unit diingatkan: {line.lacks}")
        for line in chosen
    )
    audit.record(
        by=by,
        action="ingatkan",
        subject=f"cycle:{chosen[0].participation.cycle_id}",
        data={"units": [line.participation.pk for line in chosen]},
    )
    _tell(chosen, key=f"nudge:{nudges[0].pk}", by=by)
    return chosen


def _tell(chosen: list[Line], *, key: str, by: User) -> None:
    """One message per person, with all of the person's units."""
    of_person: dict[User, list[Line]] = defaultdict(list)
    for line in chosen:
        for user in line.people:
            of_person[user].append(line)
    for user, own in of_person.items():
        name = own[0].participation.work_unit.short_name if len(own) == 1 else f"{len(own)} unit"
        first = own[0].participation
        tell(
            [user],
            key=key,
            subject=f"Mohon dilengkapi dan disampaikan: data dukung {name}",
            body=f"{by.name} mengingatkan Anda.\n\n" + "\n\n".join(_words(line) for line in own),
            path=reverse("verifikasi_sheet", args=[first.pk]) if len(own) == 1 else reverse("home"),
        )


def _words(line: Line) -> str:
    row = line.participation
    closes = closing(row)
    until = f" Batas waktu: {dates.deadline(closes, row.work_unit.timezone)}." if closes else ""
    gaps = line.standing.gaps if line.standing and not line.waits_for_head else ()
    words = [f"{row.work_unit.short_name}: {line.lacks}.{until}"]
    words += [f"- {gap}" for gap in gaps[:SHOWN_GAPS]]
    if len(gaps) > SHOWN_GAPS:
        words.append(f"- dan {len(gaps) - SHOWN_GAPS} hal lain")
    return "\n".join(words)
