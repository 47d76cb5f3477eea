"""Agreement: published examples with known values, degenerate cases in words, leanings by hand, and what the seal keeps out."""

import io
from collections.abc import Sequence

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from assessments.penilaian.agreement import Coincidences, Lean, alpha, report
from assessments.penilaian.queries import agreement as queries
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import Role, User


def coded(*observers: str) -> list[list[float]]:
    """Subjects from one line per observer; a dot is a missing judgement."""
    columns = zip(*(line.split() for line in observers), strict=True)
    return [[float(value) for value in column if value != "."] for column in columns]


# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), example of four observers with missing data.
FOUR = coded(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# The same paper: two observers, dichotomous.
TWO = coded("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
# The example of three coders and fifteen units, as in the article on the coefficient in Wikipedia.
THREE = coded(
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)


@pytest.mark.parametrize(
    ("subjects", "metric", "expected"),
    [
        (FOUR, "nominal", 0.743),
        (FOUR, "ordinal", 0.815),
        (FOUR, "interval", 0.849),
        (TWO, "nominal", 0.095),
        (THREE, "nominal", 0.691),
        (THREE, "interval", 0.811),
    ],
)
def test_alpha_of_published_examples(subjects, metric, expected):
    assert alpha(subjects, metric).value == pytest.approx(expected, abs=0.0005)


def test_alpha_counts_pairable_judgements_only():
    assert (alpha(FOUR).pairable, alpha(THREE).pairable) == (40, 26)


@pytest.mark.parametrize("subjects", [[], [[]], [[1]], [[1], [0.5], [0]]])
def test_alpha_without_pairs_says_so(subjects):
    found = alpha(subjects)
    assert (found.value, found.pairable) == (None, 0)
    assert found.words == "belum dapat dihitung: belum ada yang dinilai oleh dua penilai"


def test_alpha_without_variety_says_so():
    found = alpha([[1, 1], [1, 1, 1]])
    assert (found.value, found.pairable) == (None, 5)
    assert found.words.startswith("belum dapat dihitung: semua nilai sama")


SUBJECTS = st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=0, max_size=4), max_size=25)


@given(SUBJECTS, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_alpha_is_at_most_one_and_one_only_for_full_agreement(subjects, metric):
    value = alpha(subjects, metric).value
    if value is not None:
        assert value <= 1 + 1e-9
        pairs = [set(values) for values in subjects if len(values) > 1]
        assert (abs(value - 1) < 1e-9) == all(len(values) == 1 for values in pairs)


def direct(subjects: Sequence[Sequence[float]]) -> float:
    """Interval alpha straight from its definition: mean squared difference within subjects over that of all pairs."""
    kept = [values for values in subjects if len(values) > 1]
    flat = [value for values in kept for value in values]
    within = sum((a - b) ** 2 / (len(values) - 1) for values in kept for a in values for b in values) / len(flat)
    overall = sum((a - b) ** 2 for a in flat for b in flat) / (len(flat) * (len(flat) - 1))
    return 1 - within / overall


@given(SUBJECTS)
def test_alpha_equals_its_definition(subjects):
    found = alpha(subjects, "interval").value
    if found is not None:
        assert found == pytest.approx(direct(subjects), abs=1e-9)


@given(SUBJECTS, SUBJECTS)
def test_coincidences_add_up(one, other):
    both = Coincidences()
    for part in (one, other):
        piece = Coincidences()
        for values in part:
            piece.add(values)
        both.update(piece)
    found, expected = alpha(both).value, alpha([*one, *other]).value
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


@pytest.mark.parametrize(
    ("differences", "signed", "words"),
    [
        ([], "", "belum dapat dihitung: belum menilai unit yang sama dengan rekan lain"),
        ([0.1, -0.1], "0,00", "rata-rata sama dengan rekan penilainya"),
        ([0.16, 0.0], "+0,08", "rata-rata 0,08 lebih tinggi daripada rekan penilainya"),
        ([-0.5], "−0,50", "rata-rata 0,50 lebih rendah daripada rekan penilainya"),
        ([-0.001], "0,00", "rata-rata sama dengan rekan penilainya"),
    ],
)
def test_lean_in_words(differences, signed, words):
    lean = Lean()
    for unit, difference in enumerate(differences):
        lean.add(unit, difference)
    assert (lean.signed, lean.words) == (signed, words)


def test_report_by_hand():
    """Unit 1, indicators 10 and 11 of criterion 5: the first gives 1 and 1, the second 0.5 and 0, the third only 1."""
    given = [(1, 7, 10, 5, 1.0), (1, 8, 10, 5, 0.5), (1, 9, 10, 5, 1.0), (1, 7, 11, 5, 1.0), (1, 8, 11, 5, 0.0)]
    found = report([*given, (2, 7, 10, 5, 0.0)])
    assert found.units == 2
    assert found.leans[7].mean == pytest.approx((0.25 + 1) / 2)
    assert found.leans[8].mean == pytest.approx((-0.5 - 1) / 2)
    assert found.leans[9].mean == pytest.approx(0.25)
    assert {person: lean.units for person, lean in found.leans.items()} == {7: {1}, 8: {1}, 9: {1}}
    assert found.leans_by_criterion[7, 5].judgements == 2
    assert alpha(found.indicators[11]).pairable == 2


# --- the page -------------------------------------------------------------------------------------------------------------
def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(person: User, **query: str) -> str:
    return signed_in(person).get(reverse("penilaian_agreement"), query).content.decode()


def test_page_says_how_far_each_assessor_is_from_the_other(cast: Cast):
    scenes.scored(cast, first={"A1": "proses", "C1": "tidak"})
    page = page_of(cast.lead)
    assert "1 unit, 8 penilaian yang berpasangan" in page
    assert "rata-rata 0,38 lebih rendah daripada rekan penilainya" in page
    assert "rata-rata 0,38 lebih tinggi daripada rekan penilainya" in page
    assert "−1,00" in page
    assert "Nilai asli yang diberikan setiap penilai tetap yang sah" in page


def test_page_says_when_nothing_can_be_computed(cast: Cast):
    assert "Belum ada yang dapat dihitung" in page_of(cast.lead)
    scenes.scored(cast)
    assert "belum dapat dihitung: semua nilai sama" in page_of(cast.lead)


def test_page_leaves_sealed_units_out(cast: Cast):
    first, second = scenes.assigned(cast)
    scenes.complete(first, {"A1": "tidak"})
    scenes.score(second, {"A1": "ada", "A2": "tidak"})
    assert not queries.opened(cast.cycle, cast.lead).exists()
    page = page_of(cast.lead)
    assert "Belum ada yang dapat dihitung" in page
    assert cast.assessor.name not in page
    scenes.complete(second)
    assert cast.assessor.name in page_of(cast.lead)


def test_page_leaves_out_units_with_a_vacant_place(cast: Cast):
    participation = scenes.scored(cast)
    left = participation.assignments.create(assessor=cast.third_assessor)
    participation.assignments.filter(pk=left.pk).update(
        ended_at=left.assigned_at, ending="mundur", ending_reason="Sakit."
    )
    assert not queries.opened(cast.cycle, cast.lead).exists()


def test_page_leaves_out_units_that_the_lead_scored(cast: Cast):
    scenes.scored(cast, second={"A1": "tidak"})
    cast.assessor.postings.create(role=Role.LEAD)
    page = page_of(scenes.anew(cast.assessor))
    assert "Belum ada yang dapat dihitung" in page
    assert cast.second_assessor.name not in page


def test_page_filters_by_province_and_kind(cast: Cast):
    scenes.scored(cast, first={"A1": "tidak"})
    scenes.scored(cast, cast.foreign_unit)
    assert "2 unit, 16 penilaian" in page_of(cast.lead)
    assert "1 unit, 8 penilaian" in page_of(cast.lead, province=cast.unit.province_id)
    assert "Tidak ada unit yang cocok" in page_of(cast.lead, kind="kanim")
    assert "2 unit, 16 penilaian" in page_of(cast.lead, province="'; --")


def test_page_costs_the_same_for_one_unit_and_three(cast: Cast, django_assert_num_queries):
    client, address = signed_in(cast.lead), reverse("penilaian_agreement")
    scenes.scored(cast, first={"A1": "proses"})
    with django_assert_num_queries(12):
        client.get(address)
    scenes.scored(cast, cast.neighbour, first={"A2": "tidak"})
    scenes.scored(cast, cast.foreign_unit, second={"C1": "proses"})
    with django_assert_num_queries(12):
        client.get(address)


def test_workbook_holds_the_same_figures_and_the_sentence(cast: Cast):
    scenes.scored(cast, first={"A1": "proses", "C1": "tidak"})
    answer = signed_in(cast.lead).get(reverse("penilaian_agreement_sheet"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert "tetap yang sah" in rows[1][0]
    found = {(row[1], row[2]): row for row in rows[5:]}
    whole = found[cast.assessor.name, "Semua kriteria"]
    assert (whole[3], whole[4], whole[5], whole[8]) == (
        1, 4, -0.375, "rata-rata 0,38 lebih rendah daripada rekan penilainya",
    )  # fmt: skip
    assert found["Semua indikator", ""][4] == 8


@pytest.mark.parametrize("name", ["agreement", "agreement_sheet", "settle_agreed"])
def test_pages_are_unknown_to_everybody_but_the_lead(cast: Cast, name):
    for who in ("admin", "leadership", "assessor", "verifier", "observer", "operator"):
        assert signed_in(getattr(cast, who)).get(reverse(f"penilaian_{name}")).status_code == 404
