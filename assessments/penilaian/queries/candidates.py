"""Who of the team could be given a unit: best first, and why the others cannot."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assessments.cycle.models import Cycle, Participation
from assessments.penilaian.models import Assignment, TeamMember
from assessments.penilaian.queries.ties import bonds_of
from p2ham.lib import dates
from units.models import Posting, Role, User


@dataclass(frozen=True)
class Candidate:
    """A member of the team; ``reason_not`` is empty for one who can be given the unit."""

    user: User
    member: TeamMember
    load: int
    same_body: bool
    reason_not: str
    # Bound to the unit, so that the reason stays; others may come back when there is room again.
    is_bound: bool = False

    @property
    def is_able(self) -> bool:
        return not self.reason_not

    @property
    def label(self) -> str:
        """The person with institution and load, as one is chosen from a list."""
        same = " · instansi yang sama dengan penilai lain unit ini" if self.same_body else ""
        return f"{self.user.name} · {self.member.body} · {self.load} dari {self.member.quota} unit{same}"

    @property
    def share(self) -> float:
        """How much of the quota is used."""
        return self.load / self.member.quota


def members(cycle: Cycle) -> QuerySet[TeamMember]:
    """Who belongs to the team of the cycle and has not left it."""
    return TeamMember.objects.filter(cycle=cycle, left_at=None).select_related("user", "home_province")


def posted_assessors() -> QuerySet[Posting]:
    """The postings that make an assessor of today."""
    return Posting.objects.current().filter(role=Role.ASSESSOR)


def loads(cycle: Cycle) -> dict[int, int]:
    """How many units of the cycle are each assessor's, finished ones included, by user id. One query."""
    live = Assignment.objects.live().filter(participation__cycle=cycle)
    return dict(live.order_by().values_list("assessor").annotate(Count("pk")))


def away(member: TeamMember) -> str:
    """Why the member takes no work today, to follow the name; empty: takes some."""
    if member.is_away(dates.today()) and member.away_until:
        return f"berhalangan sampai {dates.long_date(member.away_until)}"
    return ""


def full(member: TeamMember, load: int) -> str:
    """That the member's quota is used up, to follow the name; empty: there is room."""
    return f"sudah mendapat {load} unit, sesuai kuotanya" if load >= member.quota else ""


def candidates(participation: Participation, *, exclude: Collection[User] = ()) -> list[Candidate]:
    """The team for this unit, best first: of another body than those who have it, then least used; the barred last.

    ``exclude`` are left out altogether. Nobody is given a unit twice, so whoever had it once is barred.
    """
    team = list(members(participation.cycle).exclude(user__in=[person.pk for person in exclude]))
    posted = set(posted_assessors().values_list("user", flat=True))
    count = loads(participation.cycle)
    had = dict(participation.assignments.values_list("assessor", "ended_at"))
    current = Q(user__in=[person for person, ended in had.items() if ended is None])
    bodies = set(members(participation.cycle).filter(current).values_list("body", flat=True))
    bonds = bonds_of(participation, [member.user_id for member in team])
    found = []
    for member in team:
        person, load = member.user_id, count.get(member.user_id, 0)
        if person not in posted:
            reason = "tidak sedang bertugas sebagai penilai"
        elif person in had:
            reason = "sudah menjadi penilai unit ini" if had[person] is None else "pernah menjadi penilai unit ini"
        else:
            reason = bonds.get(person) or away(member) or full(member, load)
        same = plain(member.body) in map(plain, bodies)
        found.append(Candidate(member.user, member, load, same, reason, reason == bonds.get(person)))
    return sorted(
        found, key=lambda one: (bool(one.reason_not), one.same_body, one.share, one.load, one.user.name, one.user.pk)
    )


def plain(body: str) -> str:
    """An institution's name as it is compared."""
    return " ".join(body.split()).casefold()
