"""The arithmetic: examples worked by hand, and what holds for every sheet."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.penilaian.scoring import Line, Outcome, outcome, rounded

ADA, PROSES, TIDAK = Decimal(1), Decimal("0.5"), Decimal(0)


def line(code: str, value: Decimal | None, weight: str = "1", criterion_weight: str = "1", required=False) -> Line:
    return Line(code, code[0], Decimal(criterion_weight), Decimal(weight), value, required)


# --- by hand ----------------------------------------------------------------------------------------------------------
def test_total_everything_met_is_exactly_one_hundred():
    found = outcome([line("A1", ADA), line("A2", ADA), line("A3", ADA), line("B1", ADA), line("C1", ADA)])
    assert found.total == Decimal("100.00")


def test_total_nothing_met_is_zero():
    assert outcome([line("A1", TIDAK), line("B1", TIDAK)]).total == Decimal("0.00")


def test_criteria_weigh_alike_whatever_their_number_of_indicators():
    found = outcome([line("A1", ADA), line("A2", TIDAK), line("B1", ADA)])
    assert [(c.criterion, c.subtotal, c.maximum) for c in found.criteria] == [
        ("A", Decimal("25.00"), Decimal("50.00")),
        ("B", Decimal("50.00"), Decimal("50.00")),
    ]
    assert found.total == Decimal("75.00")


def test_weights_of_criteria_and_indicators_count():
    found = outcome([line("A1", PROSES, "3", "2"), line("A2", TIDAK, "1", "2"), line("B1", ADA)])
    # A: 2/3 of the whole, of which A1 is 3/4 and half met: 25. B: 1/3.
    assert [found.lines[code].contribution for code in ("A1", "A2", "B1")] == [
        Decimal("25.0000"),
        Decimal("0.0000"),
        Decimal("33.3333"),
    ]
    assert found.lines["A2"].lost == Decimal("16.6667")
    assert found.total == Decimal("58.33")


def test_not_applicable_indicator_leaves_the_denominator():
    found = outcome([line("A1", ADA), line("A2", None), line("B1", PROSES)])
    assert found.total == Decimal("75.00")
    assert (found.lines["A2"].contribution, found.lines["A2"].maximum) == (Decimal(0), Decimal(0))


def test_criterion_without_applicable_indicator_drops_out_with_its_weight():
    found = outcome([line("A1", ADA, "1", "8"), line("B1", None, "1", "5"), line("C1", TIDAK, "1", "2")])
    assert found.total == Decimal("80.00")
    assert [c.maximum for c in found.criteria] == [Decimal("80.00"), Decimal("0.00"), Decimal("20.00")]


def test_no_applicable_indicator_at_all_is_zero():
    assert outcome([line("A1", None)]).total == Decimal("0.00")


@pytest.mark.parametrize(("value", "unmet"), [(ADA, ()), (PROSES, ("A1",)), (TIDAK, ("A1",)), (None, ())])
def test_required_indicator_is_met_only_by_its_full_level(value, unmet):
    assert outcome([line("A1", value, required=True), line("A2", TIDAK)]).required_unmet == unmet


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("74.995"), 2, "75.00"),
        (Decimal("74.994999"), 2, "74.99"),
        (Fraction(200, 3), 2, "66.67"),
        (Decimal("0.005"), 2, "0.01"),
        (Fraction(1, 3), 4, "0.3333"),
    ],
)
def test_rounding_is_half_up(value, places, expected):
    assert str(rounded(value, places)) == expected


# --- for every sheet --------------------------------------------------------------------------------------------------
weights = st.decimals("0.01", "99.99", places=2)
values = st.one_of(st.none(), st.decimals(0, 1, places=3))


@st.composite
def sheets(draw: st.DrawFn) -> list[Line]:
    """Up to five criteria of up to eight indicators, of any weights and levels."""
    lines = []
    for criterion in "ABCDE"[: draw(st.integers(1, 5))]:
        criterion_weight = draw(weights)
        for number in range(draw(st.integers(1, 8))):
            code = f"{criterion}{number}"
            lines.append(Line(code, criterion, criterion_weight, draw(weights), draw(values), draw(st.booleans())))
    return lines


def changed(lines: list[Line], index: int, value: Decimal | None) -> list[Line]:
    old = lines[index]
    new = Line(old.key, old.criterion, old.criterion_weight, old.weight, value, old.required)
    return [*lines[:index], new, *lines[index + 1 :]]


@given(sheets())
def test_total_stays_between_zero_and_one_hundred(lines):
    found = outcome(lines)
    assert 0 <= found.total <= 100
    assert all(0 <= score.contribution <= score.maximum for score in found.lines.values())


@given(sheets())
def test_maxima_add_up_to_one_hundred(lines):
    found = outcome(lines)
    if any(each.counts for each in lines):
        assert abs(sum(c.maximum for c in found.criteria) - 100) <= Decimal("0.005") * len(found.criteria)
        assert abs(sum(s.maximum for s in found.lines.values()) - 100) <= Decimal("0.00005") * len(lines)


@given(sheets())
def test_subtotals_add_up_to_the_total_within_rounding(lines):
    found = outcome(lines)
    assert abs(sum(c.subtotal for c in found.criteria) - found.total) <= Decimal("0.005") * (len(found.criteria) + 1)
    for criterion in found.criteria:
        parts = sum(score.contribution for score in criterion.lines)
        assert abs(parts - criterion.subtotal) <= Decimal("0.005") + Decimal("0.00005") * len(criterion.lines)


@given(sheets(), st.decimals("0.01", "99.99", places=2))
def test_not_applicable_line_is_neutral(lines, weight):
    last = lines[-1]
    more = [*lines, Line("Z9", last.criterion, last.criterion_weight, weight, None, required=True)]
    assert essence(outcome(more)) == essence(outcome(lines))


@given(sheets(), st.integers(1, 50), st.integers(1, 50))
def test_total_does_not_depend_on_the_scale_of_the_weights(lines, inside, between):
    scaled = [
        Line(each.key, each.criterion, each.criterion_weight * between, each.weight * inside, each.value)
        for each in lines
    ]
    assert outcome(scaled).total == outcome(lines).total


@given(sheets(), st.data())
def test_total_never_falls_when_a_level_rises(lines, data):
    index = data.draw(st.integers(0, len(lines) - 1))
    low, high = sorted([data.draw(st.decimals(0, 1, places=3)), data.draw(st.decimals(0, 1, places=3))])
    assert outcome(changed(lines, index, low)).total <= outcome(changed(lines, index, high)).total


@given(sheets())
def test_required_unmet_names_exactly_the_required_lines_below_full(lines):
    expected = {each.key for each in lines if each.required and each.value is not None and each.value < 1}
    assert set(outcome(lines).required_unmet) == expected


def essence(found: Outcome) -> tuple[Decimal, list[Decimal]]:
    return found.total, [criterion.subtotal for criterion in found.criteria]
