"""What the assessor's pages ask of the database: the same for one row and three, for four indicators and twenty-five."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.penilaian.models import Assignment
from tests import factories
from tests.cast import Cast
from tests.penilaian import scenes
from tests.penilaian.test_sheet_pages import signed_in
from tests.verifikasi import scenes as sheets

PINNED = {
    "penilaian_sheet": 18,
    "penilaian_score": 22,
    "penilaian_whole": 22,
    "penilaian_score_totals": 11,
    "penilaian_whole_totals": 11,
}


def address(name: str, assignment: Assignment) -> str:
    pk, indicator = assignment.participation_id, scenes.indicators(assignment.participation)["A1"].pk
    return reverse(name, args=[pk, indicator] if name.startswith("penilaian_score") else [pk])


def costs(assignment: Assignment) -> dict[str, int]:
    """How many queries each page asks."""
    client, found = signed_in(assignment.assessor), {}
    for name in PINNED:
        place = address(name, assignment)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(place).status_code == 200
        found[name] = len(asked)
    return found


@pytest.mark.parametrize("more", [0, 21])
def test_pages_of_a_sheet_cost_the_same_for_any_number_of_indicators(db: None, more: int):
    cast = Cast(factories.cycle(instrument=sheets.instrument(more)))
    first, _ = scenes.assigned(cast)
    assert costs(first) == PINNED
    scenes.score(first, dict.fromkeys(scenes.indicators(first.participation), "ada"))
    scenes.attach(first.participation, cast.operator)
    assert costs(first) == PINNED


def test_pages_of_a_sheet_cost_the_same_beside_three_units(cast: Cast):
    first, _ = scenes.assigned(cast)
    assert costs(first) == PINNED
    for unit in (cast.neighbour, cast.foreign_unit):
        scenes.assigned(cast, unit)
    assert costs(first) == PINNED


def test_saving_twenty_five_scores_asks_little_for_each(db: None, django_assert_max_num_queries):
    """A score is two or three rows and a link of the audit chain, and nothing is read again for it."""
    cast = Cast(factories.cycle(instrument=sheets.instrument(21)))
    first, _ = scenes.assigned(cast)
    data: dict[str, str] = {}
    for indicator in scenes.indicators(first.participation).values():
        data[f"n{indicator.pk}-level"] = str(scenes.level(indicator, "ada").pk)
        data[f"n{indicator.pk}-justification"] = ""
    place = reverse("penilaian_whole", args=[first.participation_id])
    client = signed_in(cast.assessor)
    with django_assert_max_num_queries(40 + 25 * 6):
        assert client.post(place, data).status_code == 302
