"""Sharing units out among assessors, and evening their loads out. Pure: rows in, a plan out, no database is asked."""

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

NOBODY = "Belum ada anggota tim penilai yang dapat ditugaskan."


@dataclass(frozen=True)
class Person:
    """A member of the team: how many units already, how many at most, and why none today (empty: some)."""

    pk: int
    name: str
    body: str
    load: int
    quota: int
    away: str = ""
    email: str = ""
    # ``body`` as people write it.
    institution: str = ""


@dataclass(frozen=True)
class Place:
    """A unit that needs ``need`` assessors more."""

    pk: int
    code: str
    name: str
    region: str
    province: str
    kind: str
    need: int
    # Who has it already, of which institutions; and everybody who had it ever: nobody is given it twice.
    bodies: frozenset[str] = frozenset()
    had: frozenset[int] = frozenset()
    # By person: why they may not judge it.
    barred: dict[int, str] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True)
class Gift:
    """A unit and who gets it."""

    place: Place
    people: tuple[Person, ...]

    @property
    def is_one_body(self) -> bool:
        """Whether two of its assessors come of one institution."""
        bodies = [person.body for person in self.people]
        return len({*bodies, *self.place.bodies}) < len(bodies) + len(self.place.bodies)


@dataclass
class Share:
    """What one member has, and would get."""

    person: Person
    places: list[Place]

    @property
    def total(self) -> int:
        return self.person.load + len(self.places)

    @property
    def regions(self) -> list[tuple[str, int]]:
        return sorted(Counter(place.region for place in self.places).items())


@dataclass
class Plan:
    """Who would get which units, and what is left over and why."""

    people: Sequence[Person]
    gifts: list[Gift] = field(default_factory=list)
    left: list[tuple[Place, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.gifts)

    @property
    def shares(self) -> list[Share]:
        """Every member with what would come, in the order of ``people``."""
        found = {person.pk: Share(person, []) for person in self.people}
        for gift in self.gifts:
            for person in gift.people:
                found[person.pk].places.append(gift.place)
        return list(found.values())

    @property
    def one_body(self) -> list[Gift]:
        """Units whose assessors could not all come of different institutions."""
        return [gift for gift in self.gifts if gift.is_one_body]

    @property
    def fingerprint(self) -> str:
        """The same for the same plan: what is applied is what was shown."""
        return fingerprint((gift.place.pk, person.pk) for gift in self.gifts for person in gift.people)


def fingerprint(pairs: Iterable[tuple[int, int]]) -> str:
    """A short word for these pairs, whatever their order."""
    return hashlib.sha256(repr(sorted(pairs)).encode()).hexdigest()[:32]


def plan(places: Iterable[Place], people: Sequence[Person], *, seed: int) -> Plan:
    """Give each unit its assessors; the same seed always gives the same plan.

    The units with the fewest able people choose first. Each takes those of institutions that it does not have yet, and
    among them those whose quota is least used; a lot decides among equals. A unit gets all it needs or none.
    """
    draw = random.Random(seed)  # noqa: S311 - a lot that can be drawn again, not a secret
    people = sorted(people, key=lambda person: person.pk)
    found = Plan(people)
    load = {person.pk: person.load for person in people}
    able = {
        place.pk: [
            person
            for person in people
            if not person.away and person.pk not in place.barred and person.pk not in place.had
        ]
        for place in places
    }
    ordered = sorted(places, key=lambda place: place.pk)
    draw.shuffle(ordered)
    ordered.sort(key=lambda place: len(able[place.pk]) - place.need)
    for place in ordered:
        chosen = _choose(place, able[place.pk], load, draw)
        if len(chosen) < place.need:
            found.left.append((place, _why(place, people, able[place.pk], load)))
            continue
        for person in chosen:
            load[person.pk] += 1
        found.gifts.append(Gift(place, tuple(chosen)))
    found.gifts.sort(key=lambda gift: (gift.place.region, gift.place.name, gift.place.pk))
    found.left.sort(key=lambda row: (row[1], row[0].name, row[0].pk))
    return found


def _choose(place: Place, able: list[Person], load: dict[int, int], draw: random.Random) -> list[Person]:
    bodies, chosen = set(place.bodies), list[Person]()
    for _ in range(place.need):
        free = [person for person in able if load[person.pk] < person.quota and person not in chosen]
        if not free:
            break
        best = min(
            free,
            key=lambda one: (one.body in bodies, load[one.pk] / one.quota, load[one.pk], draw.random()),
        )
        bodies.add(best.body)
        chosen.append(best)
    return chosen


def _why(place: Place, people: Sequence[Person], able: list[Person], load: dict[int, int]) -> str:
    """Why a unit gets nobody."""
    if not people:
        return NOBODY
    room = sum(load[person.pk] < person.quota for person in able)
    here = [person for person in people if not person.away]
    causes = {
        "terkait dengan unit ini": sum(person.pk in place.barred for person in here),
        "pernah menilainya": sum(person.pk in place.had and person.pk not in place.barred for person in here),
        "berhalangan": len(people) - len(here),
        "kuotanya penuh": len(able) - room,
    }
    parts = ", ".join(f"{count} {cause}" for cause, count in causes.items() if count)
    tail = f": {parts}" if parts else ""
    return f"Perlu {place.need} penilai, yang dapat hanya {room} dari {len(people)} anggota{tail}."


@dataclass(frozen=True)
class Held:
    """An assignment that is not begun, and may therefore move: the unit, who has it, and of whom its others are."""

    pk: int
    place: Place
    holder: int


@dataclass(frozen=True)
class Transfer:
    held: Held
    giver: Person
    taker: Person


def with_bodies(place: Place, bodies: frozenset[str]) -> Place:
    """The unit with these institutions of its other assessors."""
    return replace(place, bodies=bodies)


def evened(held: Iterable[Held], people: Sequence[Person], *, takers: Sequence[Person] | None = None) -> list[Transfer]:
    """Which assignments move, from whom to whom, so that the loads come as close as they can. Each moves once at most.

    ``takers``: who may be given some; everybody unless said otherwise.
    """
    load = {person.pk: person.load for person in people}
    by_pk = {person.pk: person for person in people}
    free: dict[int, list[Held]] = {person.pk: [] for person in people}
    for one in sorted(held, key=lambda row: row.pk):
        if one.holder in free:
            free[one.holder].append(one)
    found: list[Transfer] = []
    while best := _step(free, load, people, people if takers is None else takers):
        one, taker = best
        free[one.holder].remove(one)
        load[one.holder] -= 1
        load[taker.pk] += 1
        found.append(Transfer(one, by_pk[one.holder], taker))
    return found


def _step(
    free: dict[int, list[Held]], load: dict[int, int], people: Sequence[Person], able: Sequence[Person]
) -> tuple[Held, Person] | None:
    """One move that brings the fullest and the emptiest who can meet closer together."""
    body = {person.pk: person.body for person in people}
    takers = sorted((one for one in able if not one.away), key=lambda one: (load[one.pk], one.pk))
    for giver in sorted(free, key=lambda pk: (-load[pk], pk)):
        for taker in takers:
            if load[giver] - load[taker.pk] < 2:
                break
            if load[taker.pk] >= taker.quota:
                continue
            for one in free[giver]:
                place = one.place
                # The other assessors of the unit stay of different institutions, where they were.
                spoils = taker.body in place.bodies and body[giver] not in place.bodies
                if taker.pk not in place.barred and taker.pk not in place.had and not spoils:
                    return one, taker
    return None
