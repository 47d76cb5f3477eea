"""Two leads share units out at the same moment: no unit gets more assessors than it needs."""

import threading

import pytest

from assessments.cycle.models import Cycle, Participation
from assessments.penilaian.models import Assignment
from assessments.penilaian.queries import plans
from assessments.penilaian.queries.plans import Wish
from assessments.penilaian.workflow import distributing, ending
from tests import factories
from tests.cast import Cast
from tests.penilaian import scenes
from tests.races import together
from units.models import Role

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def stage(cast: Cast) -> list[Participation]:
    """Three units, and so many members that two plans need not overlap."""
    found = [scenes.passed(cast, unit) for unit in (cast.unit, cast.neighbour, cast.foreign_unit)]
    for number in range(9):
        scenes.member(cast, factories.posted(Role.ASSESSOR, None, f"Penilai {number}"), f"Lembaga {number}")
    return found


def plans_of(cast: Cast) -> list[tuple[Wish, str]]:
    wishes = [Wish(seed=seed) for seed in (1, 2)]
    return [(wish, plans.planned(cast.cycle, wish, by=cast.lead).fingerprint) for wish in wishes]


def live_per_unit(units: list[Participation]) -> list[int]:
    return [Assignment.objects.live().filter(participation=unit).count() for unit in units]


def presses(cast: Cast, looked_at: list[tuple[Wish, str]]):
    return [
        lambda wish=wish, seen=seen: distributing.distribute(
            cycle=cast.cycle, wish=wish, fingerprint=seen, by=cast.lead
        )
        for wish, seen in looked_at
    ]


def test_plans_race_without_the_locks(monkeypatch):
    """The proof that the race occurs: both have planned before either writes."""
    cast = Cast()
    units = stage(cast)
    looked_at = plans_of(cast)
    assert looked_at[0][1] != looked_at[1][1]
    planned = threading.Barrier(2)

    def unlocked_units(pks):
        found = list(Participation.objects.with_place().filter(pk__in=pks))
        planned.wait(20)
        return found

    real = distributing.make_moves

    def late(*args, **more):
        # Both have written their assignments by now, though neither sees the other's.
        planned.wait(20)
        return real(*args, **more)

    monkeypatch.setattr(distributing, "lock_cycle", lambda cycle: Cycle.objects.get(pk=cycle.pk))
    monkeypatch.setattr(distributing, "_lock_units", unlocked_units)
    monkeypatch.setattr(distributing, "make_moves", late)
    together(presses(cast, looked_at))
    assert max(live_per_unit(units)) > 2


def test_two_leads_apply_at_once_and_no_unit_has_too_many():
    cast = Cast()
    units = stage(cast)
    assert together(presses(cast, plans_of(cast))) == {"done": 1, "refused": 1}
    assert live_per_unit(units) == [2, 2, 2]


def test_same_plan_pressed_eight_times_is_one_effect():
    cast = Cast()
    units = stage(cast)
    assert together(presses(cast, plans_of(cast)[:1] * 8)) == {"done": 1, "refused": 7}
    assert live_per_unit(units) == [2, 2, 2]


def test_one_vacant_place_filled_by_two_at_once_is_filled_once():
    cast = Cast()
    one, _ = scenes.assigned(cast)
    others = [cast.third_assessor, factories.posted(Role.ASSESSOR, None, "Penilai Lain")]
    scenes.member(cast, others[1], "Lembaga Lain")
    ending.recuse(assignment=one, reason="Sakit.", by=cast.assessor)
    acts = [lambda to=to: ending.replace(assignment=one, to=to, by=cast.lead) for to in others * 2]
    assert together(acts) == {"done": 1, "refused": 3}
    assert live_per_unit([one.participation]) == [2]


def test_recusal_and_replacement_at_once_leave_one_ending():
    cast = Cast()
    one, _ = scenes.assigned(cast)
    acts = [
        lambda: ending.recuse(assignment=one, reason="Sakit.", by=cast.assessor),
        lambda: ending.replace(assignment=one, to=cast.third_assessor, reason="Tukar.", by=cast.lead),
    ]
    outcomes = together(acts)
    assert outcomes["done"] + outcomes["refused"] == 2
    assert live_per_unit([one.participation])[0] in (1, 2)
    one.refresh_from_db()
    assert one.ended_at


def test_places_given_at_once_keep_within_the_quota():
    cast = Cast()
    places = [scenes.assigned(cast, unit)[0] for unit in (cast.unit, cast.neighbour, cast.foreign_unit)]
    scenes.member(cast, cast.third_assessor, "Lembaga Lain", quota=1)
    for one in places:
        ending.recuse(assignment=one, reason="Sakit.", by=cast.assessor)
    acts = [lambda one=one: ending.replace(assignment=one, to=cast.third_assessor, by=cast.lead) for one in places]
    assert together(acts) == {"done": 1, "refused": 2}
    assert Assignment.objects.live().filter(assessor=cast.third_assessor).count() == 1
