"""What is left to be done before a deadline, unit by unit: who has to do it, until when, and what is missing.

Asked by the clock for every unit of a cycle at once: ``open_duties`` reads no sheet, ``standings`` reads those asked for.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from assessments.cycle import deadlines
from assessments.cycle.models import Cycle, Participation
from assessments.cycle.queries import windows_of
from assessments.verifikasi.models import CheckAssignment, Release
from assessments.verifikasi.queries import bulk, worklists
from assessments.verifikasi.queries.closings import closing
from units.models import REGION_ROLES, Posting, Role, User

FILL, RELEASE, GUIDE, CHECK = "isi", "lepas", "dampingi", "periksa"
# So many sheets are held in memory at once.
TOGETHER = 100


@dataclass(frozen=True)
class Duty:
    """One unit in which somebody has something left to do."""

    kind: str
    participation: Participation
    closes_at: dt.datetime
    since: dt.datetime
    user: User


@dataclass(frozen=True)
class Standing:
    """How far the sheet of a unit is, and what it lacks, in words."""

    complete: int
    total: int
    gaps: tuple[str, ...]

    @property
    def progress(self) -> str:
        """In words, for a line of a list."""
        if not self.gaps:
            return "semua indikator lengkap, tinggal disampaikan"
        return f"{self.complete} dari {self.total} indikator lengkap"


def open_duties(now: dt.datetime) -> list[Duty]:
    """Every duty of which the deadline is near, the nearest first. The number of queries does not grow with the units."""
    rows = list(
        Participation.objects.filter(
            Q(until=None) | Q(until__gt=now, until__lte=deadlines.horizon(now)),
            cycle__status=Cycle.Status.OPEN,
            state__in=(*worklists.FILLING, *worklists.CHECKING),
        )
        .select_related("cycle", "work_unit__province", "check_hold__verifier")
        .prefetch_related(
            Prefetch("releases", Release.objects.filter(decision=Release.Decision.PENDING), to_attr="asked"),
            Prefetch(
                "check_assignments",
                CheckAssignment.objects.filter(ended_at=None).select_related("verifier"),
                to_attr="assigned",
            ),
        )
        .order_by("coordinator", "pk")
    )
    windows_of(rows)
    near = [(row, closes) for row in rows if (closes := closing(row)) and now < closes <= deadlines.horizon(now)]
    people = _people(row for row, _ in near)
    found = [duty for row, closes in near for duty in _duties(row, closes, people)]
    return sorted(found, key=lambda duty: (duty.closes_at, duty.participation.work_unit.name, duty.participation.pk))


def _people(rows: Iterable[Participation]) -> dict[tuple[str, int], list[User]]:
    """Who holds which role where today, for the units of ``rows`` and their coordinators."""
    places: set[int] = set()
    for row in rows:
        places |= {row.work_unit_id, row.coordinator_id or row.work_unit_id}
    roles = (Role.OPERATOR, Role.HEAD, *REGION_ROLES)
    found: dict[tuple[str, int], list[User]] = defaultdict(list)
    postings = Posting.objects.current().filter(role__in=roles).select_related("user").order_by("user", "pk")
    for posting in postings:
        if posting.work_unit_id in places and posting.work_unit_id is not None:
            found[posting.role, posting.work_unit_id].append(posting.user)
    return found


def _duties(row: Participation, closes: dt.datetime, people: dict[tuple[str, int], list[User]]) -> Iterable[Duty]:
    def each(kind: str, users: Iterable[User], since: dt.datetime) -> Iterable[Duty]:
        return (Duty(kind, row, closes, since, user) for user in dict.fromkeys(users))

    if row.state in worklists.CHECKING:
        yield from each(CHECK, _checkers(row), row.state_since)
        return
    doing = people[Role.OPERATOR, row.work_unit_id]
    asked: list[Release] = row.asked if row.cycle.head_releases else []  # type: ignore[attr-defined]
    if asked:
        doing = [*people[Role.HEAD, row.work_unit_id], *doing]
        yield from each(RELEASE, doing, asked[0].asked_at)
    else:
        yield from each(FILL, doing, row.state_since)
    if row.coordinator_id:
        officers = [user for role in REGION_ROLES for user in people[role, row.coordinator_id]]
        # Who does it herself needs no word on guiding it.
        yield from each(GUIDE, (user for user in officers if user not in doing), row.state_since)


def _checkers(row: Participation) -> list[User]:
    """Whose the unit is to check: the verifier to whom it was given, else who is on it."""
    assigned: list[CheckAssignment] = row.assigned  # type: ignore[attr-defined]
    if assigned:
        return [assigned[0].verifier]
    hold = getattr(row, "check_hold", None)
    return [hold.verifier] if hold else []


def standings(rows: Iterable[Participation]) -> dict[int, Standing]:
    """How far the sheets of units are, as the guard sees them, some at a time."""
    wanted = list({row.pk: row for row in rows if row.state in worklists.FILLING}.values())
    found = {}
    for first in range(0, len(wanted), TOGETHER):
        for pk, sheet in bulk.sheets(wanted[first : first + TOGETHER]).items():
            open_items = sheet.open_items
            gaps = [item.gaps for item in open_items]
            found[pk] = Standing(
                complete=sum(not each for each in gaps),
                total=len(open_items),
                gaps=tuple(str(gap) for each in gaps for gap in each),
            )
    return found
