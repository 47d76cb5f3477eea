"""What binds people to units, so that they may not judge them. By person: in whatever role, and with however many posts.

Read at once for many people and many units: five queries whatever their number.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from assessments.cycle.models import Approval, Cycle, Participation
from assessments.cycle.states import MoveName
from assessments.penilaian.models import DeclaredConflict, TeamMember
from assessments.verifikasi.models import Verdict
from p2ham.lib import dates
from units.models import Posting


@dataclass(frozen=True)
class Spot:
    """What of a unit matters here."""

    pk: int
    unit: int
    coordinator: int | None
    province: str

    @classmethod
    def of(cls, participation: Participation) -> "Spot":
        unit = participation.work_unit
        return cls(participation.pk, unit.pk, participation.coordinator_id, unit.province_id)


@dataclass
class _Bonds:
    """One person's."""

    now: set[int] = field(default_factory=set)
    ever: set[int] = field(default_factory=set)
    provinces: set[str] = field(default_factory=set)
    coordinators: set[int] = field(default_factory=set)
    home: str | None = None
    verified: set[int] = field(default_factory=set)
    declared_units: set[int] = field(default_factory=set)
    declared_provinces: set[str] = field(default_factory=set)


class Ties:
    """The bonds of some people in a cycle."""

    def __init__(self, cycle: Cycle, people: Collection[int], spots: Iterable[Spot]) -> None:
        self.year = cycle.year
        self._bonds = {person: _Bonds() for person in people}
        self._read_postings(cycle)
        self._read_declared(cycle)
        self._read_verifiers([spot.pk for spot in spots])

    def _read_postings(self, cycle: Cycle) -> None:
        today = dates.today()
        rows = Posting.objects.filter(user__in=self._bonds, work_unit__isnull=False).values_list(
            "user", "work_unit", "work_unit__province", "work_unit__coordinator", "valid_from", "valid_until"
        )
        for person, unit, province, coordinator, since, until in rows:
            if until and until < since:
                continue  # taken back before it began
            bonds = self._bonds[person]
            bonds.ever.add(unit)
            # In the cycle, or on any day from its first until now, for a cycle that runs over.
            if (until is None or until >= cycle.first_day) and since <= max(cycle.last_day, today):
                bonds.now.add(unit)
                bonds.provinces.add(province)
                bonds.coordinators.update({unit} if coordinator is None else {unit, coordinator})

    def _read_declared(self, cycle: Cycle) -> None:
        homes = TeamMember.objects.filter(cycle=cycle, user__in=self._bonds, home_province__isnull=False)
        for person, province in homes.order_by().values_list("user", "home_province"):
            self._bonds[person].home = province
        declared = DeclaredConflict.objects.filter(cycle=cycle, user__in=self._bonds, withdrawn_at=None)
        for person, unit, province in declared.order_by().values_list("user", "work_unit", "province"):
            if unit:
                self._bonds[person].declared_units.add(unit)
            else:
                self._bonds[person].declared_provinces.add(province)

    def _read_verifiers(self, participations: list[int]) -> None:
        for person, participation in verifications(participations).items():
            if person in self._bonds:
                self._bonds[person].verified = participation

    def reason(self, person: int, spot: Spot) -> str:
        """Why the person may not judge the unit, to follow the person's name or “Anda”; empty: nothing is known."""
        bonds = self._bonds[person]
        if spot.unit in bonds.now:
            return f"bertugas di unit ini pada tahun {self.year}"
        if spot.unit in bonds.ever:
            return "pernah bertugas di unit ini"
        if spot.coordinator in bonds.ever:
            now = spot.coordinator in bonds.now
            return f"{'bertugas' if now else 'pernah bertugas'} di kantor yang membawahkan unit ini"
        if spot.pk in bonds.verified:
            return "ikut memeriksa unit ini pada tahap verifikasi"
        if spot.unit in bonds.declared_units:
            return "menyatakan benturan kepentingan dengan unit ini"
        if spot.province in bonds.declared_provinces:
            return "menyatakan benturan kepentingan dengan provinsi unit ini"
        if spot.province == bonds.home:
            return "berasal dari provinsi yang sama dengan unit ini"
        if spot.province in bonds.provinces or spot.coordinator in bonds.coordinators:
            return f"bertugas di wilayah yang sama dengan unit ini pada tahun {self.year}"
        return ""


def verifications(participations: Collection[int]) -> dict[int, set[int]]:
    """Who decided on an indicator of which of these units, or proposed or decided its outcome. Two queries."""
    found: dict[int, set[int]] = {}
    verdicts = Verdict.objects.filter(answer__participation__in=participations).order_by()
    pairs = list(verdicts.values_list("decided_by", "answer__participation").distinct())
    outcomes = Approval.objects.filter(
        Q(participation__in=participations), move__in=[MoveName.PASS, MoveName.FAIL]
    ).order_by()
    for proposer, decider, participation in outcomes.values_list("proposed_by", "decided_by", "participation"):
        pairs += [(proposer, participation), (decider, participation)]
    for person, participation in pairs:
        if person is not None:
            found.setdefault(person, set()).add(participation)
    return found


def bonds_of(participation: Participation, people: Collection[int]) -> dict[int, str]:
    """Who of ``people`` may not judge this unit, and why."""
    spot = Spot.of(participation)
    ties = Ties(participation.cycle, people, [spot])
    return {person: reason for person in people if (reason := ties.reason(person, spot))}
