"""The lists of provinces, institutions and offices hold together before any database sees them."""

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from units.models import Category, Institution, Kind, Province, WorkUnit

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
TABLES = ["provinces.csv", "institutions.csv", "work_units.csv", "regional_offices.csv", "regional_units.csv"]


def rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def units() -> list[dict[str, str]]:
    return rows("work_units.csv") + rows("regional_units.csv")


@pytest.mark.parametrize("name", TABLES)
def test_table_is_clean_utf8_without_stray_spaces(name: str) -> None:
    text = (FIXTURES / name).read_bytes().decode("utf-8")
    assert "\r" not in text and "\ufeff" not in text and "\N{NO-BREAK SPACE}" not in text
    for row in rows(name):
        assert None not in row, f"a row of {name} has too many cells"
        for value in row.values():
            assert value == value.strip() and "  " not in value


def test_counts() -> None:
    kinds = Counter(row["kind"] for row in rows("work_units.csv"))
    assert sum(kinds.values()) == 865 and kinds["kanwil"] == 33 and kinds["eselon1"] == 11
    regional = Counter(row["kind"] == "setda" for row in rows("regional_units.csv"))
    assert regional[False] == 10 and regional[True] == 5
    assert len(rows("provinces.csv")) == 38 and len(rows("regional_offices.csv")) == 33


def test_code_and_name_of_a_unit_are_unique() -> None:
    for column in ("code", "name", "short_name"):
        doubled = [value for value, count in Counter(row[column] for row in units()).items() if count > 1]
        assert doubled == []
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["code"]) for row in units())


def test_code_of_a_unit_does_not_move() -> None:
    """A code is written once: other data point at it, and a changed class or name must not make a second unit."""
    codes = {row["code"]: row["name"] for row in units()}
    assert codes["lapas-banda-aceh"] == "Lembaga Pemasyarakatan Kelas IIA Banda Aceh"
    assert codes["kanim-soekarno-hatta"] == "Kantor Imigrasi Kelas I Khusus TPI Soekarno-Hatta"
    assert codes["dpmptsp-kota-kendari"].startswith("Dinas Penanaman Modal")
    assert {"kanwil-kalimantan-barat", "setda-kota-kendari", "ditjen-ham", "bhp-medan"} <= set(codes)


def test_texts_fit_their_columns() -> None:
    columns = {"code": "code", "name": "name", "short_name": "short_name", "class": "unit_class", "city": "city"}
    for column, name in columns.items():
        longest = max(len(row[column]) for row in units())
        limit = getattr(WorkUnit._meta.get_field(name), "max_length", None)
        assert limit is not None and longest <= limit
    assert {row["kind"] for row in units()} <= set(Kind.values)


def test_coordinator_is_a_kanwil_or_a_setda_of_the_same_side() -> None:
    by_code = {row["code"]: row for row in units()}
    for row in rows("work_units.csv"):
        if row["kind"] in ("kanwil", "eselon1"):
            assert row["coordinator"] == ""
        else:
            assert by_code[row["coordinator"]]["kind"] == "kanwil"
    for row in rows("regional_units.csv"):
        if row["kind"] == "setda":
            assert row["coordinator"] == ""
        else:
            coordinator = by_code[row["coordinator"]]
            assert coordinator["kind"] == "setda" and coordinator["institution"] == row["institution"]


def test_place_of_a_unit_is_known() -> None:
    provinces = {row["code"] for row in rows("provinces.csv")}
    for row in units():
        assert row["province_code"] in provinces
        assert row["city"] or row["kind"] == "balai_diklat", "the seats of the three training centres are not verified"
        assert not row["regency_code"] or re.fullmatch(rf"{row['province_code']}\.\d\d", row["regency_code"])


def test_unit_stands_in_a_province_of_its_kanwil() -> None:
    covered = {row["unit"]: set(row["province_codes"].split(";")) for row in rows("regional_offices.csv")}
    away = [
        row["code"]
        for row in rows("work_units.csv")
        if row["coordinator"] and row["province_code"] not in covered[row["coordinator"]]
    ]
    assert away == ["kanim-soekarno-hatta"], "stands in Banten under Kanwil DKI Jakarta"


def test_every_kanwil_has_its_office_and_every_province_its_kanwil() -> None:
    offices = rows("regional_offices.csv")
    kanwil = {row["code"]: row["name"] for row in rows("work_units.csv") if row["kind"] == "kanwil"}
    assert {row["unit"]: row["name"] for row in offices} == kanwil
    assert [row["w_code"] for row in offices] == [f"W.{number}" for number in range(1, 34)]
    covered = [code for row in offices for code in row["province_codes"].split(";")]
    assert sorted(covered) == sorted(row["code"] for row in rows("provinces.csv"))


def test_zone_of_a_province_is_one_of_three() -> None:
    zones = Counter(row["timezone"] for row in rows("provinces.csv"))
    assert zones == {"Asia/Jakarta": 18, "Asia/Makassar": 12, "Asia/Jayapura": 8}
    limit = getattr(Province._meta.get_field("name"), "max_length", None)
    assert limit is not None and max(len(row["name"]) for row in rows("provinces.csv")) <= limit


def test_institution_of_a_unit_is_valid_when_it_is_named() -> None:
    institutions = {row["key"]: row for row in rows("institutions.csv")}
    split = dt.date(2024, 10, 21)
    for row in institutions.values():
        assert row["category"] in Category.values
        assert len(row["name"]) <= (getattr(Institution._meta.get_field("name"), "max_length", None) or 0)
    assert dt.date.fromisoformat(institutions["kemenkumham"]["valid_until"]) == split - dt.timedelta(days=1)
    for row in units():
        category = "pemda" if row in rows("regional_units.csv") else "kementerian"
        assert institutions[row["institution"]]["category"] == category
        if row["successor_institution"]:
            assert institutions[row["successor_institution"]]["valid_from"] == split.isoformat()


@pytest.mark.parametrize("name", TABLES)
def test_nobody_is_named_in_a_table(name: str) -> None:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    assert not re.search(r"\b\d{18}\b|@|S\.H\.|M\.H\.", text)
