"""Who outside the unit looked at a file of it, by what they are; names stay in the log, so that nobody is pressed."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.files.models import FileView, StoredFile
from p2ham.lib import dates
from units.models import REGION_ROLES, UNIT_ROLES, Posting, Role, User

_OTHERS = "Pihak lain"
# As the unit knows them, in the order in which they meet its sheet.
_CALLED = {
    Role.COORDINATOR: "Koordinator wilayah",
    Role.COORDINATOR_HEAD: "Koordinator wilayah",
    Role.VERIFIER: "Verifikator",
    Role.ASSESSOR: "Tim penilai",
    Role.LEAD: "Tim penilai",
    Role.LEADERSHIP: "Pimpinan",
    Role.ADMIN: "Admin pusat",
    Role.OBSERVER: "Pemantau",
}


@dataclass
class Seen:
    """How often a group of people opened a file, and when last."""

    who: str
    times: int
    last: dt.datetime


def may_know(participation: Participation, user: User) -> bool:
    """Whether the person is told who looked: the unit, those who guide it, and the admin."""
    return user.has_role(Role.ADMIN) or cycle_rules.holds(participation, user, (*UNIT_ROLES, *REGION_ROLES))


def seen(file: StoredFile, participation: Participation) -> list[Seen]:
    """The groups outside the unit that opened or downloaded the file. Two queries."""
    views = FileView.objects.filter(file=file).order_by().values("user")
    rows = list(views.annotate(times=Count("pk"), last=Max("at")))
    posted: dict[int, list[Posting]] = {}
    for posting in Posting.objects.filter(user__in=[row["user"] for row in rows]):
        posted.setdefault(posting.user_id, []).append(posting)
    found: dict[str, Seen] = {}
    for row in rows:
        who = _called(posted.get(row["user"], []), row["last"], participation)
        if not who:
            continue
        group = found.setdefault(who, Seen(who, 0, row["last"]))
        group.times += row["times"]
        group.last = max(group.last, row["last"])
    order = [*dict.fromkeys(_CALLED.values()), _OTHERS]
    return sorted(found.values(), key=lambda group: order.index(group.who))


def _called(postings: list[Posting], at: dt.datetime, participation: Participation) -> str:
    """What a person was on the day of the view; empty for the unit's own."""
    day = at.astimezone(dates.WIB).date()
    held = [p for p in postings if p.valid_from <= day and (p.valid_until is None or p.valid_until >= day)]
    if any(posting.work_unit_id == participation.work_unit_id for posting in held):
        return ""
    roles = {posting.role for posting in held}
    return next((called for role, called in _CALLED.items() if role in roles), _OTHERS)
