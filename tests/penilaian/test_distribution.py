"""Sharing out and evening out, as arithmetic: fair, deterministic, and never against a bond or a quota."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.penilaian.distribution import Held, Person, Place, evened, plan


def person(pk: int, body: str = "satu", load: int = 0, quota: int = 100, away: str = "") -> Person:
    return Person(pk, f"Penilai {pk}", body, load, quota, away)


def place(pk: int, need: int = 2, **more) -> Place:
    return Place(pk, f"u{pk}", f"Unit {pk}", "Kanwil", "Provinsi", "Lapas", need, **more)


def given_to(found) -> Counter[int]:
    return Counter(one.pk for gift in found.gifts for one in gift.people)


@settings(max_examples=60, deadline=None)
@given(
    units=st.integers(1, 60), people=st.integers(2, 12), need=st.integers(1, 3), bodies=st.integers(1, 4),
    seed=st.integers(0, 10**6),
)  # fmt: skip
def test_loads_differ_by_at_most_one_among_equals(units, people, need, bodies, seed):
    team = [person(pk, f"instansi {pk % bodies}") for pk in range(1, people + 1)]
    found = plan([place(pk, need) for pk in range(units)], team, seed=seed)
    loads = given_to(found)
    assert len(found.gifts) == (units if people >= need else 0)
    for body in {one.body for one in team}:
        equals = [loads[one.pk] for one in team if one.body == body]
        assert max(equals) - min(equals) <= 1


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(), units=st.integers(1, 25), people=st.integers(1, 8), need=st.integers(1, 3),
    seed=st.integers(0, 10**6),
)  # fmt: skip
def test_plan_keeps_bonds_quotas_and_absences(data, units, people, need, seed):
    team = [
        person(
            pk,
            data.draw(st.sampled_from(["satu", "dua", "tiga"])),
            data.draw(st.integers(0, 3)),
            data.draw(st.integers(1, 8)),
            data.draw(st.sampled_from(["", "", "berhalangan"])),
        )
        for pk in range(people)
    ]
    some = st.sets(st.integers(0, people - 1), max_size=people)
    places = [
        place(pk, need, barred=dict.fromkeys(data.draw(some), "terikat"), had=frozenset(data.draw(some)))
        for pk in range(units)
    ]
    found = plan(places, team, seed=seed)
    assert {gift.place.pk for gift in found.gifts} | {one.pk for one, _ in found.left} == set(range(units))
    assert len(found.gifts) + len(found.left) == units
    for gift in found.gifts:
        chosen = {one.pk for one in gift.people}
        assert len(chosen) == gift.place.need
        assert not chosen & (set(gift.place.barred) | gift.place.had)
        assert not any(one.away for one in gift.people)
    loads = given_to(found)
    assert all(loads[one.pk] <= max(0, one.quota - one.load) for one in team)
    again = plan(list(reversed(places)), list(reversed(team)), seed=seed)
    assert again.fingerprint == found.fingerprint


def test_another_seed_draws_another_plan():
    team, places = [person(pk) for pk in range(6)], [place(pk) for pk in range(30)]
    assert len({plan(places, team, seed=seed).fingerprint for seed in range(5)}) == 5


def test_assessors_come_of_different_institutions():
    team = [person(1, "satu"), person(2, "satu"), person(3, "dua"), person(4, "dua", load=50)]
    found = plan([place(pk) for pk in range(10)], team, seed=1)
    assert found.one_body == []


def test_one_institution_has_to_do_where_there_is_no_other():
    found = plan([place(1)], [person(1), person(2)], seed=1)
    assert [gift.place.pk for gift in found.one_body] == [1]


def test_larger_quota_takes_more():
    team = [person(1, "satu", quota=30), person(2, "dua", quota=10)]
    assert given_to(plan([place(pk, 1) for pk in range(20)], team, seed=3)) == {1: 15, 2: 5}


def test_substitute_comes_of_another_institution_than_who_stays():
    team = [person(1, "satu"), person(2, "dua", load=5)]
    found = plan([place(1, 1, bodies=frozenset({"satu"}))], team, seed=1)
    assert [one.pk for one in found.gifts[0].people] == [2]


def test_units_with_few_able_people_choose_first():
    team = [person(1, "satu", quota=1), person(2, "dua"), person(3, "tiga")]
    only_one = place(99, 2, barred={3: "terikat"})
    assert [one.pk for one, _ in plan([*(place(pk) for pk in range(3)), only_one], team, seed=4).left] == []


def test_unit_left_over_says_why():
    team = [person(1), person(2, away="berhalangan sampai besok"), person(3, load=5, quota=5), person(4)]
    found = plan([place(1, 2, barred={4: "terikat"})], team, seed=1)
    [(_, reason)] = found.left
    assert reason == (
        "Perlu 2 penilai, yang dapat hanya 1 dari 4 anggota: 1 terkait dengan unit ini, 1 berhalangan, 1 kuotanya penuh."
    )
    assert found.gifts == []
    assert plan([place(1)], [], seed=1).left[0][1] == "Belum ada anggota tim penilai yang dapat ditugaskan."


@settings(max_examples=60, deadline=None)
@given(data=st.data(), people=st.integers(2, 8), units=st.integers(0, 30))
def test_evening_out_brings_loads_within_one_and_moves_each_once(data, people, units):
    holders = [data.draw(st.integers(0, people - 1)) for _ in range(units)]
    before = Counter(holders)
    team = [person(pk, load=before[pk]) for pk in range(people)]
    held = [Held(pk, place(pk, 1, had=frozenset({holder})), holder) for pk, holder in enumerate(holders)]
    moves = evened(held, team)
    after = Counter(before)
    for move in moves:
        after[move.giver.pk] -= 1
        after[move.taker.pk] += 1
    assert len({move.held.pk for move in moves}) == len(moves)
    loads = [after[pk] for pk in range(people)]
    assert max(loads) - min(loads) <= 1


def test_evening_out_keeps_bonds_quotas_absences_and_institutions():
    team = [
        person(1, "satu", load=6), person(2, "dua", quota=1, load=1), person(3, "tiga", away="berhalangan"),
        person(4, "empat"), person(5, "lima"),
    ]  # fmt: skip
    held = [
        Held(10, place(1, 1, barred={4: "terikat"}, bodies=frozenset({"lima"})), 1),
        Held(11, place(2, 1, bodies=frozenset({"lima"})), 1),
    ]
    assert [(move.held.pk, move.taker.pk) for move in evened(held, team)] == [(11, 4)]
