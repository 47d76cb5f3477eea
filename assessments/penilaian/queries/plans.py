"""The team and the units to be shared out, as the database has them, for a plan. Ten queries whatever their number."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from assessments.cycle.models import Cycle, Participation, ParticipationQuerySet
from assessments.cycle.states import State
from assessments.penilaian import distribution
from assessments.penilaian.distribution import Held, Person, Place, Plan, Transfer
from assessments.penilaian.models import Assignment, Score, ScoreDraft
from assessments.penilaian.queries.candidates import away, loads, members, plain, posted_assessors
from assessments.penilaian.queries.ties import Spot, Ties
from units.models import Kind, User

# Seeds are typed into addresses; more digits would only be harder to read.
SEEDS = 1_000_000


@dataclass(frozen=True)
class Wish:
    """Which units the lead wants to share out, drawn with which seed."""

    regions: tuple[int, ...] = ()
    provinces: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    vacancies: bool = True
    seed: int = 0


def team(cycle: Cycle, *, without: User | None = None) -> list[Person]:
    """The members who may be given work; those who are away are named, and get nothing."""
    posted = set(posted_assessors().values_list("user", flat=True))
    count = loads(cycle)
    rows = members(cycle).exclude(user=without) if without else members(cycle)
    return [
        Person(
            row.user_id,
            row.user.name,
            plain(row.body),
            count.get(row.user_id, 0),
            row.quota,
            away(row),
            row.user.email,
            row.body,
        )
        for row in rows
        if row.user_id in posted
    ]


def to_share(cycle: Cycle, wish: Wish) -> ParticipationQuerySet:
    """The units of the cycle that still need assessors, as wished."""
    vacant = Assignment.objects.vacant().filter(participation=OuterRef("pk"))
    needy = Q(state=State.PASSED)
    if wish.vacancies:
        needy |= Q(Exists(vacant), state=State.IN_SCORING)
    found = Participation.objects.filter(needy, cycle=cycle)
    if wish.regions:
        found = found.filter(coordinator__in=wish.regions)
    if wish.provinces:
        found = found.filter(work_unit__province__in=wish.provinces)
    if wish.kinds:
        found = found.filter(work_unit__kind__in=wish.kinds)
    return found


def places(rows: ParticipationQuerySet, cycle: Cycle, people: list[Person]) -> list[Place]:
    """These units with how many assessors each still needs, and who may not judge it. Seven queries."""
    facts = list(
        rows.order_by("pk").values_list(
            "pk", "work_unit", "work_unit__code", "work_unit__short_name", "work_unit__kind", "state", "coordinator",
            "coordinator__short_name", "work_unit__province", "work_unit__province__name",
        )
    )  # fmt: skip
    spots = {row[0]: Spot(row[0], row[1], row[6], row[8]) for row in facts}
    ties = Ties(cycle, [person.pk for person in people], spots.values())
    had: dict[int, set[int]] = defaultdict(set)
    current: dict[int, set[int]] = defaultdict(set)
    free: dict[int, int] = defaultdict(int)
    assigned = Assignment.objects.filter(participation__in=spots).annotate(taken=Count("successors")).order_by("pk")
    for unit, person, ended, taken in assigned.values_list("participation", "assessor", "ended_at", "taken"):
        had[unit].add(person)
        if ended is None:
            current[unit].add(person)
        elif not taken:
            free[unit] += 1
    bodies = {row.user_id: plain(row.body) for row in members(cycle)}
    labels = dict(Kind.choices)
    return [
        Place(
            pk,
            code,
            name,
            region or "Tanpa koordinator",
            province_name,
            str(labels.get(kind, kind)),
            cycle.assessors_per_unit if state == State.PASSED else free[pk],
            frozenset(bodies[person] for person in current[pk] if person in bodies),
            frozenset(had[pk]),
            {person.pk: reason for person in people if (reason := ties.reason(person.pk, spots[pk]))},
        )
        for pk, _, code, name, kind, state, _, region, _, province_name in facts
    ]


def planned(cycle: Cycle, wish: Wish, *, by: User) -> Plan:
    """What would come of sharing the units out now. Nobody shares units out to themselves."""
    people = team(cycle, without=by)
    return distribution.plan(places(to_share(cycle, wish), cycle, people), people, seed=wish.seed)


@dataclass(frozen=True)
class Evening:
    """What would move so that the loads come closer together."""

    people: list[Person]
    transfers: list[Transfer]

    @property
    def fingerprint(self) -> str:
        rows = [(row.held.pk, row.taker.pk) for row in self.transfers]
        return distribution.fingerprint(rows)

    @property
    def shares(self) -> list[tuple[Person, int, int, int]]:
        """Each member with how many units go, how many come, and how many there are then."""
        gone, come = defaultdict[int, int](int), defaultdict[int, int](int)
        for row in self.transfers:
            gone[row.giver.pk] += 1
            come[row.taker.pk] += 1
        return [
            (person, gone[person.pk], come[person.pk], person.load - gone[person.pk] + come[person.pk])
            for person in self.people
        ]


def evened(cycle: Cycle, *, by: User) -> Evening:
    """Which assignments without a single score or draft would move. Finished and begun work never does."""
    begun = Exists(Score.objects.filter(assignment=OuterRef("pk")))
    typed = Exists(ScoreDraft.objects.filter(assignment=OuterRef("pk")))
    people = team(cycle)
    rows = Assignment.objects.live().filter(
        ~begun, ~typed, participation__cycle=cycle, participation__state=State.IN_SCORING, final_at=None
    )
    free = list(rows.order_by("pk").values_list("pk", "participation", "assessor"))
    units = Participation.objects.filter(pk__in={unit for _, unit, _ in free})
    found = {place.pk: place for place in places(units, cycle, people)}
    body = {person.pk: person.body for person in people}
    takers = [person for person in people if person.pk != by.pk]
    held = []
    for pk, unit, holder in free:
        place = found[unit]
        others = place.bodies - {body.get(holder, "")}
        held.append(Held(pk, distribution.with_bodies(place, others), holder))
    givers = [person for person in people if person.pk == by.pk]
    return Evening(people, distribution.evened(held, takers + givers, takers=takers))
