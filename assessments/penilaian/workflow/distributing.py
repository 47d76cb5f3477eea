"""Many units get their assessors at once, and loads are evened out: exactly as was looked at, or not at all."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.queries import windows_of
from assessments.cycle.states import MoveName, State
from assessments.cycle.workflow import MoveRefused, make_moves, note_step, refuse
from assessments.penilaian.distribution import Gift, Plan
from assessments.penilaian.models import Assignment
from assessments.penilaian.notifications import team as notifications
from assessments.penilaian.queries import plans
from assessments.penilaian.queries.plans import Evening, Wish
from assessments.penilaian.rules import distributing as rules
from assessments.penilaian.rules.ending import rearrange
from assessments.penilaian.workflow.ending import end, lot, take_over
from assessments.penilaian.workflow.locking import lock_cycle
from units import audit
from units.models import User

CHANGED = "Keadaan berubah sejak simulasi dibuat. Periksa simulasi yang baru, lalu terapkan lagi."


class PlanChanged(MoveRefused):
    """Between looking and pressing, something happened to the units or to the team."""


def _lock_units(units: Sequence[int]) -> list[Participation]:
    """These units with their places, locked in the one order in which all lock them."""
    rows = Participation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=units).order_by("pk")
    found = list(rows.select_related("cycle__instrument", "work_unit__province", "coordinator", "institution"))
    windows_of(found)
    return found


@transaction.atomic
def distribute(*, cycle: Cycle, wish: Wish, fingerprint: str, by: User) -> Plan:
    """Apply the plan that was looked at. Raises ``PlanChanged`` when it would come out otherwise by now."""
    # Locked, so that two presses are planned one after the other.
    cycle = lock_cycle(cycle)
    refuse(rules.distribute(cycle, by))
    found = plans.planned(cycle, wish, by=by)
    if not found.gifts and not fingerprint:
        raise MoveRefused(["Tidak ada unit yang dapat dibagikan dengan pilihan ini."])
    locked = _lock_units([gift.place.pk for gift in found.gifts])
    # What happened to a unit while this waited for its row is seen by planning again.
    found = plans.planned(cycle, wish, by=by)
    if found.fingerprint != fingerprint or {row.pk for row in locked} != {gift.place.pk for gift in found.gifts}:
        raise PlanChanged([CHANGED])
    _give(cycle, locked, found.gifts, by=by)
    return found


@transaction.atomic
def distribute_chosen(*, cycle: Cycle, chosen: Mapping[int, Sequence[int]], by: User) -> int:
    """Give these units to these people, as written by hand: all of them, or none. Raises ``MoveRefused``."""
    cycle = lock_cycle(cycle)
    refuse(rules.distribute(cycle, by))
    locked = _lock_units(list(chosen))
    gifts, problems = rules.checked(cycle, chosen, by)
    refuse([sentence for sentences in problems.values() for sentence in sentences])
    if not gifts:
        raise MoveRefused(["Tidak ada unit yang dibagikan."])
    _give(cycle, locked, gifts, by=by)
    return len(gifts)


def _give(cycle: Cycle, locked: Sequence[Participation], gifts: Sequence[Gift], *, by: User) -> None:
    """In the caller's transaction, under the locks of the cycle and of the units."""
    units = {row.pk: row for row in locked}
    left: dict[int, list[int]] = {}
    for unit, pk in Assignment.objects.vacant().filter(participation__in=units).values_list("participation", "pk"):
        left.setdefault(unit, []).append(pk)
    made: list[Assignment] = []
    for gift in gifts:
        vacancies = left.get(gift.place.pk, [])
        made += [
            Assignment(
                participation_id=gift.place.pk,
                assessor_id=person.pk,
                assigned_by=by,
                lot=lot(),
                replaces_id=vacancies.pop(0) if vacancies else None,
            )
            for person in gift.people
        ]
    replaced = [new.replaces_id for new in made if new.replaces_id]
    kinds = dict(Assignment.objects.filter(pk__in=replaced).values_list("pk", "kind"))
    for new in made:
        if new.replaces_id:
            new.kind = kinds[new.replaces_id]
    Assignment.objects.bulk_create(made, batch_size=500)
    passed = [row for row in locked if row.state == State.PASSED]
    data = {str(gift.place.pk): [person.pk for person in gift.people] for gift in gifts}
    make_moves(passed, MoveName.ASSIGN, by=by, text=f"{cycle.assessors_per_unit} penilai ditugaskan")
    for row in locked:
        if row not in passed:
            note_step(row, by=None, text="Penilai pengganti ditugaskan", action="penilai_pengganti")
    entry = audit.record(by=by, action="bagikan_penilaian", subject=f"cycle:{cycle.pk}", data=data)
    counts = Counter(person.pk for gift in gifts for person in gift.people)
    people = User.objects.in_bulk(counts)
    notifications.distributed({people[pk]: count for pk, count in counts.items()}, key=str(entry.seq))


EVENED = "Pemerataan beban tim penilai."


@transaction.atomic
def even_out(*, cycle: Cycle, fingerprint: str, by: User) -> Evening:
    """Move what is not begun so that loads come closer together, exactly as looked at. Raises ``PlanChanged``."""
    cycle = lock_cycle(cycle)
    refuse(rules.distribute(cycle, by))
    found = plans.evened(cycle, by=by)
    locked = {row.pk: row for row in _lock_units(sorted({row.held.place.pk for row in found.transfers}))}
    found = plans.evened(cycle, by=by)
    if not found.transfers or found.fingerprint != fingerprint:
        raise PlanChanged([CHANGED])
    people = User.objects.in_bulk([row.taker.pk for row in found.transfers] + [row.giver.pk for row in found.transfers])
    old = Assignment.objects.in_bulk([row.held.pk for row in found.transfers])
    for row in found.transfers:
        unit = locked[row.held.place.pk]
        refuse(rearrange(unit, by))
        ended = end(unit, old[row.held.pk], how=Assignment.Ending.REPLACED, reason=EVENED, by=by)
        if ended is None:
            raise PlanChanged([CHANGED])
        take_over(unit, ended, to=people[row.taker.pk], by=by)
    data = {"moved": len(found.transfers)}
    entry = audit.record(by=by, action="ratakan_penilaian", subject=f"cycle:{cycle.pk}", data=data)
    lost = Counter(row.giver.pk for row in found.transfers)
    gained = Counter(row.taker.pk for row in found.transfers)
    notifications.rearranged(
        {people[pk]: count for pk, count in lost.items()},
        {people[pk]: count for pk, count in gained.items()},
        key=str(entry.seq),
    )
    return found
