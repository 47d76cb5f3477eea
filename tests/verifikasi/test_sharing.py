"""Sharing units out among verifiers: the plan, its dry run on the page, and applying exactly what was shown."""

import pytest
from django.urls import reverse

from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.models import CheckAssignment
from assessments.verifikasi.queries import shares
from assessments.verifikasi.queries.assigning import BOUND, EVENLY, FULL, NOBODY, TOGETHER, Unit, Verifier, plan
from assessments.verifikasi.queries.shares import Wish
from tests import factories
from tests.verifikasi import scenes
from tests.verifikasi.test_assigning import owner, three
from tests.verifikasi.test_filling_pages import body
from tests.verifikasi.test_submitting import told
from units.models import AuditEntry, Kind, Role


def units(*regions: str) -> list[Unit]:
    return [Unit(n, f"Unit {n}", region, "Lapas", frozenset({n})) for n, region in enumerate(regions, 1)]


def got(found) -> dict[str, list[int]]:
    return {share.verifier.name: [unit.pk for unit in share.units] for share in found.shares}


# --- the plan ----------------------------------------------------------------------------------------------------------
def test_plan_evenly_goes_to_whom_has_least():
    found = plan(units("A", "A", "B", "B"), [Verifier(1, "V", 2, 9), Verifier(2, "W", 0, 9)], way=EVENLY)
    assert got(found) == {"V": [3], "W": [1, 2, 4]}


def test_plan_together_keeps_a_region_with_one_verifier():
    found = plan(units("A", "B", "A", "B"), [Verifier(1, "V", 0, 2), Verifier(2, "W", 0, 2)], way=TOGETHER)
    assert got(found) == {"V": [1, 3], "W": [2, 4]}


def test_plan_says_what_is_left_and_why():
    few = [Verifier(1, "V", 0, 1)]
    assert [reason for _, reason in plan(units("A", "A"), few).left] == [FULL]
    bound = [Verifier(1, "V", 0, 9, frozenset({1}))]
    assert [(unit.pk, reason) for unit, reason in plan(units("A", "A"), bound).left] == [(1, BOUND)]
    assert [reason for _, reason in plan(units("A"), []).left] == [NOBODY]


# --- sharing out -------------------------------------------------------------------------------------------------------
def wish(cast, **fields):
    quotas = {cast.verifier.pk: 5, cast.second_verifier.pk: 5}
    return Wish(**({"quotas": quotas} | fields))


def test_distribution_by_region_and_kind(cast):
    three(cast)
    cast.participation(State.SUBMITTED, cast.kanim)
    names = lambda **fields: sorted(unit.name for unit in shares.units_to_share(cast.cycle, wish(cast, **fields)))  # noqa: E731
    assert names(regions=(cast.other_kanwil.pk,)) == ["Lapas Barito"]
    assert names(kinds=("kanim",)) == ["Kanim Singkawang"]
    assert len(names()) == 4


def test_distribution_leaves_what_is_owned_begun_or_done(cast):
    first, second, third = three(cast)
    workflow.take(participation=first, by=cast.verifier)
    workflow.start_check(participation=second, by=cast.second_verifier)
    cast.participation(State.PASSED, cast.kanim)
    assert [unit.pk for unit in shares.units_to_share(cast.cycle, wish(cast))] == [third.pk]


def test_distribution_never_gives_the_own_unit_or_region(cast):
    three(cast)
    cast.verifier.postings.create(role=Role.HEAD, work_unit=cast.kanwil, valid_from=cast.cycle.first_day)
    found = shares.planned(cast.cycle, wish(cast, quotas={cast.verifier.pk: 9}))
    assert [unit.name for share in found.shares for unit in share.units] == ["Lapas Barito"]
    assert {reason for _, reason in found.left} == {BOUND}


def test_distribution_gives_nothing_to_whom_pauses(cast):
    three(cast)
    workflow.pause(verifier=cast.verifier, by=cast.verifier)
    found = shares.planned(cast.cycle, wish(cast))
    assert [share.verifier.name for share in found.shares] == ["Vino Verifikator"]


def test_distribution_applies_what_was_shown_and_tells_each_once(cast):
    three(cast)
    shown = shares.planned(cast.cycle, wish(cast))
    workflow.distribute(cycle=cast.cycle, wish=wish(cast), fingerprint=shown.fingerprint, by=cast.admin)
    assert CheckAssignment.objects.filter(ended_at=None).count() == 3
    assert sorted([told(cast.verifier)[-1][0], told(cast.second_verifier)[-1][0]]) == ["1", "2"]
    assert AuditEntry.objects.filter(action="bagikan_verifikasi").count() == 1
    with pytest.raises(MoveRefused, match="Tidak ada unit yang dapat dibagikan"):
        workflow.distribute(cycle=cast.cycle, wish=wish(cast), fingerprint=shown.fingerprint, by=cast.admin)


def test_distribution_of_another_state_than_shown_is_refused(cast):
    rows = three(cast)
    shown = shares.planned(cast.cycle, wish(cast))
    workflow.take(participation=rows[0], by=cast.second_verifier)
    with pytest.raises(MoveRefused, match="Keadaan berubah sejak simulasi"):
        workflow.distribute(cycle=cast.cycle, wish=wish(cast), fingerprint=shown.fingerprint, by=cast.admin)
    assert CheckAssignment.objects.count() == 1


def test_distribution_hands_on_what_belongs_to_whom_is_away(cast):
    unit = scenes.in_check(cast)
    workflow.pause(verifier=cast.verifier, by=cast.admin)
    shown = shares.planned(cast.cycle, wish(cast, away=True))
    workflow.distribute(cycle=cast.cycle, wish=wish(cast, away=True), fingerprint=shown.fingerprint, by=cast.admin)
    assert owner(unit) == cast.second_verifier
    assert queries.holder(unit) is None


def test_distribution_is_for_the_admin(cast):
    three(cast)
    with pytest.raises(MoveRefused, match="dibagikan kepada verifikator oleh admin pusat"):
        workflow.distribute(cycle=cast.cycle, wish=wish(cast), fingerprint="", by=cast.verifier)


def test_distribution_page_shows_the_dry_run_then_applies_it(cast, client):
    three(cast)
    client.force_login(cast.admin)
    here = reverse("verifikasi_distribute")
    query = f"?cakupan=masuk&cara=merata&kuota-{cast.verifier.pk}=1&kuota-{cast.second_verifier.pk}=1"
    page = client.get(here + query)
    html = body(page)
    assert "Simulasi: 2 unit dibagikan, 1 tersisa" in html
    assert FULL in html
    assert not CheckAssignment.objects.exists()
    sent = {"rencana": page.context["plan"].fingerprint}
    assert "2 unit dibagikan." in body(client.post(here + query, sent, follow=True))
    assert CheckAssignment.objects.count() == 2
    assert "Tidak ada unit yang dapat dibagikan" in body(client.post(here + query, sent))
    assert "tulis angka." in body(client.get(here + f"?cakupan=masuk&cara=merata&kuota-{cast.verifier.pk}=x"))


def test_distribution_page_names_the_largest_regions_of_many(cast, client):
    for number in range(10):
        kanwil = factories.unit(f"Kanwil Contoh {number:02}", kind=Kind.KANWIL)
        for _ in range(2 if number == 9 else 1):
            cast.participation(State.SUBMITTED, factories.unit(coordinator=kanwil))
    client.force_login(cast.admin)
    query = f"?cakupan=masuk&cara=merata&kuota-{cast.verifier.pk}=20"
    html = body(client.get(reverse("verifikasi_distribute") + query))
    assert "Kanwil Contoh 09 (2), Kanwil Contoh 00 (1)" in html
    assert "Kanwil Contoh 06 (1), dan 2 wilayah lain" in html
    assert "Kanwil Contoh 07 (1)" not in html
