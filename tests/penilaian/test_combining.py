"""Several values become one: by hand, and what holds for every rule."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.penilaian.combining import MEAN, MEDIAN, Rule, spread
from assessments.penilaian.scoring import Line, outcome

ADA, PROSES, TIDAK = Decimal(1), Decimal("0.5"), Decimal(0)
LEVELS = st.lists(st.decimals(0, 1, places=3), min_size=1, max_size=7)


@pytest.mark.parametrize(
    ("values", "median", "mean"),
    [
        ([ADA], 1, 1),
        ([ADA, PROSES], Fraction(3, 4), Fraction(3, 4)),
        ([ADA, TIDAK, ADA], 1, Fraction(2, 3)),
        ([TIDAK, PROSES, ADA], Fraction(1, 2), Fraction(1, 2)),
        ([TIDAK, ADA, ADA, TIDAK], Fraction(1, 2), Fraction(1, 2)),
        ([TIDAK, TIDAK, TIDAK, ADA], 0, Fraction(1, 4)),
    ],
)
def test_combined_by_hand(values, median, mean):
    assert Rule(MEDIAN).combined(values) == median
    assert Rule(MEAN).combined(values) == mean


@given(LEVELS, st.sampled_from([MEDIAN, MEAN]), st.randoms())
def test_combined_lies_between_and_knows_no_order(values, how, dice):
    mixed = list(values)
    dice.shuffle(mixed)
    found = Rule(how).combined(values)
    assert min(values) <= found <= max(values)
    assert Rule(how).combined(mixed) == found


@given(st.decimals(0, 1, places=3), st.integers(1, 9), st.sampled_from([MEDIAN, MEAN]))
def test_combined_of_the_same_is_the_same(value, times, how):
    assert Rule(how).combined([value] * times) == Fraction(value)


@pytest.mark.parametrize(
    ("values", "expected"), [([], "0"), ([ADA], "0"), ([ADA, TIDAK, PROSES], "1"), ([ADA, PROSES], "0.5")]
)
def test_spread(values, expected):
    assert spread(values) == Decimal(expected)


def line(code: str, value: Fraction | None, *, required: bool = False) -> Line:
    return Line(code, code[0], Decimal(1), Decimal(1), value, required)


def test_total_of_thirds_is_exact_and_rounded_once():
    """Three lines of two thirds are 66.666…; rounded on the way, to 0.67 each, they would be 67."""
    found = outcome([line("A1", Fraction(2, 3)), line("A2", Fraction(2, 3)), line("A3", Fraction(2, 3))])
    assert found.total == Decimal("66.67")
    found = outcome(
        [line("A1", Fraction(1, 3)), line("A2", Fraction(1, 3)), line("A3", Fraction(1, 3)), line("A4", Fraction(3))]
    )
    assert found.total == Decimal("100.00")


def test_required_indicator_is_met_by_its_full_value_only():
    assert outcome([line("A1", Fraction(2, 3), required=True)]).required_unmet == ("A1",)
    assert outcome([line("A1", Fraction(999_999, 1_000_000), required=True)]).required_unmet == ("A1",)
    assert outcome([line("A1", Fraction(1), required=True)]).required_unmet == ()


def test_rule_in_words():
    assert "nilai tengah (median)" in Rule().words
    assert "semua penilai memilih nilai yang sama" in Rule().words
    words = Rule(MEAN, Decimal("0.250"), Decimal("7.50")).words
    assert "rata-rata" in words
    assert "paling besar 0,25 nilai tingkat" in words
    assert "nilai akhir penilai paling besar 7,5" in words
