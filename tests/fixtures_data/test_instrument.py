"""The reference instrument: whole, consistent with the models, and honest about being provisional."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from indicators.models import EvidenceRequirement, Indicator, Instrument, Level
from units.models import Group, Kind, WorkUnit

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
INSTRUMENT: dict[str, Any] = json.loads((FIXTURES / "instrument_2024.json").read_text(encoding="utf-8"))
INDICATORS: list[dict[str, Any]] = [row for criterion in INSTRUMENT["criteria"] for row in criterion["indicators"]]
EVERY = pytest.mark.parametrize("indicator", INDICATORS, ids=[row["code"] for row in INDICATORS])
# Requirements that are papers by nature: no minimum of photos applies to them.
PAPERS_ONLY = {"C2", "C3"}


def level(indicator: dict[str, Any], code: str) -> dict[str, Any]:
    return next(row for row in indicator["levels"] if row["code"] == code)


def fits(model: type, name: str, text: str) -> bool:
    limit = model._meta.get_field(name).max_length  # type: ignore[attr-defined]
    return bool(text.strip()) and (limit is None or len(text) <= limit)


def test_catalogue_has_nine_twelve_and_four_indicators() -> None:
    assert [(row["code"], len(row["indicators"])) for row in INSTRUMENT["criteria"]] == [("A", 9), ("B", 12), ("C", 4)]
    for criterion in INSTRUMENT["criteria"]:
        codes = [row["code"] for row in criterion["indicators"]]
        assert codes == [f"{criterion['code']}{number}" for number in range(1, len(codes) + 1)]


def test_instrument_says_that_it_is_provisional() -> None:
    assert INSTRUMENT["provisional_note"] == "Rujukan awal, dapat diubah admin"
    assert Decimal(INSTRUMENT["threshold"]) == 75
    assert fits(Instrument, "provisional_note", INSTRUMENT["provisional_note"])


def test_required_indicators_are_few_and_apply_to_everybody() -> None:
    required = [row for row in INDICATORS if row["required"]]
    assert [row["code"] for row in required] == ["A1", "A2", "B1", "B5", "C1"]
    assert all(row["applies_to"] == [] for row in required)


@pytest.mark.parametrize(
    ("kind", "count"),
    [("lapas", 25), ("rutan", 25), ("lpka", 25), ("rupbasan", 23), ("bapas", 20), ("kanim", 21), ("kanwil", 21),
     ("bhp", 20), ("eselon1", 20), ("rumah_sakit", 20), ("puskesmas", 20)],
)  # fmt: skip
def test_indicators_per_kind_of_unit(kind: str, count: int) -> None:
    groups = {str(group) for group in WorkUnit(kind=Kind(kind)).groups}
    assert sum(not row["applies_to"] or bool(groups & set(row["applies_to"])) for row in INDICATORS) == count


@EVERY
def test_applicability_names_known_groups(indicator: dict[str, Any]) -> None:
    known = {row["code"] for row in INSTRUMENT["unit_groups"]}
    assert set(indicator["applies_to"]) <= known == set(Group.values)


@EVERY
def test_levels_are_ada_proses_tidak(indicator: dict[str, Any]) -> None:
    shape = [(row["code"], row["label"], Decimal(row["value"])) for row in indicator["levels"]]
    assert shape == [("ada", "Ada", 1), ("proses", "Proses", Decimal("0.5")), ("tidak", "Tidak", 0)]
    needs = [(row["needs_note"], row["needs_plan_date"]) for row in indicator["levels"]]
    assert needs == [(False, False), (True, True), (True, False)]


@EVERY
def test_honest_answer_needs_no_file(indicator: dict[str, Any]) -> None:
    assert level(indicator, "tidak")["requirements"] == []
    assert all(row["minimum"] == 0 for row in level(indicator, "proses")["requirements"])


@EVERY
def test_photos_are_at_least_three_and_papers_have_no_photo_minimum(indicator: dict[str, Any]) -> None:
    requirements = level(indicator, "ada")["requirements"]
    photos = [row["minimum"] for row in requirements if row["kind"] == "photo" and row["minimum"]]
    assert photos == ([] if indicator["code"] in PAPERS_ONLY else [3])
    assert any(row["minimum"] for row in requirements)
    assert all(row["minimum"] <= 1 for row in requirements if row["kind"] == "document")


@EVERY
def test_texts_are_there_and_fit(indicator: dict[str, Any]) -> None:
    assert fits(Indicator, "title", indicator["title"]) and fits(Indicator, "provenance", indicator["provenance"])
    assert indicator["question"].endswith("?") and 60 <= len(indicator["question"]) <= 260
    assert 80 <= len(indicator["guidance"]) <= 420, "read on a phone, before each upload"
    assert indicator["good_examples"] and indicator["bad_examples"]
    for row in indicator["levels"]:
        assert fits(Level, "description", row["description"]) and row["description"].endswith(".")
        codes = [requirement["code"] for requirement in row["requirements"]]
        assert len(codes) == len(set(codes))
        for requirement in row["requirements"]:
            assert requirement["kind"] in EvidenceRequirement.Kind.values and requirement["hint"].endswith(".")
            assert fits(EvidenceRequirement, "title", requirement["title"])
            assert fits(EvidenceRequirement, "code", requirement["code"])


@pytest.mark.parametrize(
    "word", ["perlindungan", "aksebilitas", "aksesbilitas", "antrian", "ijin ", "mushola", "pasal"]
)
def test_spelling_and_no_article_numbers(word: str) -> None:
    for path in FIXTURES.glob("*.json"):
        assert word not in path.read_text(encoding="utf-8").lower(), path.name
