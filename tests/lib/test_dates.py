from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from p2ham.lib import dates

LAST_SECOND = datetime(2026, 9, 30, 16, 59, tzinfo=UTC)


def test_long_date_names_the_day() -> None:
    assert dates.long_date(date(2024, 3, 28)) == "Kamis, 28 Maret 2024"


def test_long_date_of_an_instant_is_the_day_in_wib() -> None:
    assert dates.long_date(datetime(2024, 3, 28, 18, 0, tzinfo=UTC)) == "Jumat, 29 Maret 2024"


@pytest.mark.parametrize(
    ("month", "text"), [(1, "1 Jan 2024"), (5, "1 Mei 2024"), (8, "1 Agu 2024"), (12, "1 Des 2024")]
)
def test_short_date_has_three_letters(month: int, text: str) -> None:
    assert dates.short_date(date(2024, month, 1)) == text


def test_long_datetime_names_its_zone() -> None:
    assert dates.long_datetime(LAST_SECOND) == "Rabu, 30 September 2026 pukul 23.59 WIB"
    assert dates.long_datetime(LAST_SECOND, "Asia/Jayapura") == "Kamis, 1 Oktober 2026 pukul 01.59 WIT"


def test_long_datetime_takes_a_naive_one_as_wib() -> None:
    assert dates.long_datetime(datetime(2024, 3, 28, 7, 5)) == "Kamis, 28 Maret 2024 pukul 07.05 WIB"


def test_spelled_date_for_minutes() -> None:
    assert dates.spelled_date(date(2024, 3, 28)) == (
        "tanggal dua puluh delapan bulan Maret tahun dua ribu dua puluh empat"
    )


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        (None, "WIB"),
        ("Asia/Jakarta", "WIB"),
        ("Asia/Pontianak", "WIB"),
        ("Asia/Makassar", "WITA"),
        ("Asia/Jayapura", "WIT"),
        ("Asia/Kolkata", "UTC+5.5"),
    ],
)
def test_zone_name(zone: str | None, name: str) -> None:
    assert dates.zone_name(zone, LAST_SECOND) == name


def test_deadline_in_wib_is_said_once() -> None:
    assert dates.deadline(LAST_SECOND, "Asia/Pontianak") == "Rabu, 30 September 2026 pukul 23.59 WIB"


def test_deadline_in_another_zone_on_the_next_day_names_that_day() -> None:
    assert dates.deadline(LAST_SECOND, "Asia/Makassar") == (
        "Rabu, 30 September 2026 pukul 23.59 WIB (Kamis, 1 Oktober 2026 pukul 00.59 WITA)"
    )


def test_deadline_in_another_zone_on_the_same_day_gives_the_hour_only() -> None:
    noon = datetime(2026, 9, 30, 5, 0, tzinfo=UTC)
    assert dates.deadline(noon, "Asia/Makassar") == "Rabu, 30 September 2026 pukul 12.00 WIB (pukul 13.00 WITA)"


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=3, hours=23), "3 hari lagi"),
        (timedelta(days=1, hours=5), "1 hari 5 jam lagi"),
        (timedelta(days=1), "1 hari lagi"),
        (timedelta(hours=5, minutes=59), "5 jam lagi"),
        (timedelta(minutes=12), "12 menit lagi"),
        (timedelta(seconds=30), "kurang dari 1 menit lagi"),
        (-timedelta(hours=2, minutes=10), "lewat 2 jam"),
        (-timedelta(days=9), "lewat 9 hari"),
    ],
)
def test_time_left_is_rounded_down(left: timedelta, text: str) -> None:
    assert dates.time_left(LAST_SECOND + left, now=LAST_SECOND) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1234.5, 1, "1.234,5"),
        (1204, None, "1.204"),
        (Decimal("0.125"), 2, "0,13"),
        (Decimal("2.345"), 2, "2,35"),
        (Decimal("-0.001"), 2, "0,00"),
        (-1234567, None, "-1.234.567"),
        (Decimal("4.50"), None, "4,5"),
        ("7", 2, "7,00"),
        (0, None, "0"),
    ],
)
def test_number_has_a_decimal_comma_and_rounds_half_up(value: Decimal, places: int | None, text: str) -> None:
    assert dates.number(value, places) == text


def test_percent() -> None:
    assert dates.percent(Decimal("0.277"), 1) == "27,7%"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 byte"),
        (900, "900 byte"),
        (412_000, "402 KB"),
        (2_516_582, "2,4 MB"),
        (15 * 1024**2, "15 MB"),
        (3 * 1024**4, "3.072 GB"),
    ],
)
def test_file_size(size: int, text: str) -> None:
    assert dates.file_size(size) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (17, "tujuh belas"),
        (20, "dua puluh"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (871, "delapan ratus tujuh puluh satu"),
        (1000, "seribu"),
        (1024, "seribu dua puluh empat"),
        (2024, "dua ribu dua puluh empat"),
        (100_000, "seratus ribu"),
        (1_000_000, "satu juta"),
        (-5, "minus lima"),
    ],
)
def test_spell(value: int, text: str) -> None:
    assert dates.spell(value) == text


@pytest.mark.parametrize(("value", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (12, "XII"), (2024, "MMXXIV")])
def test_roman(value: int, text: str) -> None:
    assert dates.roman(value) == text
