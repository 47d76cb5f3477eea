"""Whose the units are to check: planning a distribution. Pure: rows in, a plan out, the database is not asked."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

TOGETHER, EVENLY = "wilayah", "merata"


@dataclass(frozen=True)
class Unit:
    """A unit that is to be given to a verifier."""

    pk: int
    name: str
    region: str
    kind: str
    # The places whose people may not judge it: the unit itself, and the office that guides it.
    places: frozenset[int]


@dataclass
class Verifier:
    """Somebody who may get units: how many already, how many at most, and where the person is not independent."""

    pk: int
    name: str
    load: int
    quota: int
    barred: frozenset[int] = frozenset()

    @property
    def room(self) -> int:
        return max(0, self.quota - self.load)


@dataclass
class Share:
    """What one verifier would get."""

    verifier: Verifier
    units: list[Unit] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.verifier.load + len(self.units)

    @property
    def is_full(self) -> bool:
        return self.total >= self.verifier.quota

    @property
    def regions(self) -> list[tuple[str, int]]:
        """How many units of which region, those with most first."""
        found = Counter(unit.region for unit in self.units)
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """How many units of which kind."""
        return sorted(Counter(unit.kind for unit in self.units).items())


@dataclass
class Plan:
    """Who would get what, and what is left over and why."""

    shares: list[Share]
    left: list[tuple[Unit, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(share.units) for share in self.shares)

    @property
    def left_by_reason(self) -> list[tuple[str, list[Unit]]]:
        """The units that nobody gets, under their reason."""
        found: dict[str, list[Unit]] = {}
        for unit, reason in self.left:
            found.setdefault(reason, []).append(unit)
        return list(found.items())

    @property
    def fingerprint(self) -> str:
        """The same for the same plan: what is applied is what was shown."""
        rows = sorted((unit.pk, share.verifier.pk) for share in self.shares for unit in share.units)
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:32]


NOBODY = "Isi kuota sedikitnya satu verifikator yang tidak sedang jeda."
FULL = "Kuota semua verifikator yang dipilih sudah penuh."
BOUND = "Setiap verifikator yang kuotanya masih ada bertugas di unit ini atau koordinatornya."


def plan(units: list[Unit], verifiers: list[Verifier], *, way: str = EVENLY) -> Plan:
    """Give each unit, in the order of ``units``, to somebody independent of it who has room.

    ``EVENLY``: to whom has least. ``TOGETHER``: to whom has units of that region already, and then to whom has most room.
    """
    shares = [Share(verifier) for verifier in verifiers]
    found = Plan(shares)
    ordered = sorted(units, key=lambda unit: unit.region) if way == TOGETHER else units
    last: dict[str, Share] = {}
    for unit in ordered:
        roomy = [share for share in shares if not share.is_full]
        able = [share for share in roomy if not (share.verifier.barred & unit.places)]
        if not able:
            found.left.append((unit, NOBODY if not shares else BOUND if roomy else FULL))
            continue
        share = last.get(unit.region) if way == TOGETHER else None
        if share is None or share not in able:
            if way == TOGETHER:
                share = max(able, key=lambda each: (each.verifier.quota - each.total, -each.verifier.pk))
            else:
                share = min(able, key=lambda each: (each.total, each.verifier.pk))
        last[unit.region] = share
        share.units.append(unit)
    return found
