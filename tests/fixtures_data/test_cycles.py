"""The cycles and announcements: all windows, in WIB, and plainly fictitious names in the demo."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from assessments.cycle.models import Cycle, Signatory
from assessments.cycle.states import Stage
from units.models import Announcement, Category, Role

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
CYCLES: dict[str, dict[str, Any]] = {
    row["key"]: row for row in json.loads((FIXTURES / "cycles.json").read_text(encoding="utf-8"))["cycles"]
}
ANNOUNCEMENTS: list[dict[str, Any]] = json.loads((FIXTURES / "announcements.json").read_text(encoding="utf-8"))
EVERY_WINDOW = sorted((stage, category) for stage in Stage.values for category in Category.values)


def test_archive_has_every_window_with_its_closing_second_in_wib() -> None:
    windows = CYCLES["2024"]["windows"]
    assert sorted((row["stage"], row["category"]) for row in windows) == EVERY_WINDOW
    for row in windows:
        opens, closes = dt.datetime.fromisoformat(row["opens_at"]), dt.datetime.fromisoformat(row["closes_at"])
        assert opens < closes
        assert opens.utcoffset() == closes.utcoffset() == dt.timedelta(hours=7)
        assert opens.time() == dt.time(0) and closes.time() == dt.time(23, 59, 59)


def test_archive_keeps_the_real_deadlines() -> None:
    closes = {(row["stage"], row["category"]): row["closes_at"][:10] for row in CYCLES["2024"]["windows"]}
    assert closes["pencanangan", "kementerian"] == "2024-03-29"
    assert closes["pencanangan", "pemda"] == "2024-04-30"
    assert closes["verifikasi", "kementerian"] == "2024-09-30"
    assert CYCLES["2024"]["decree"]["number"] == "MHA-04.UM.04.01 Tahun 2024"


def test_every_stage_of_the_demo_is_open_on_the_day_of_loading() -> None:
    windows = CYCLES["demo"]["windows_relative"]
    assert sorted((row["stage"], row["category"]) for row in windows) == EVERY_WINDOW
    assert all(row["opens_in_days"] < 0 < row["closes_in_days"] for row in windows)


def test_settings_are_known_to_the_model() -> None:
    for cycle in CYCLES.values():
        assert cycle["status"] in Cycle.Status.values
        assert cycle["account_after"] in Cycle.AccountAfter.values
        assert sorted(row["purpose"] for row in cycle["signatories"]) == sorted(Signatory.Purpose.values)
        assert cycle["legal_basis"] and cycle["addressee"] and all(row["title"] for row in cycle["signatories"])


def test_names_of_the_demo_are_plainly_fictitious() -> None:
    assert all("Contoh" in row["name"] for row in CYCLES["demo"]["signatories"])


def test_announcements_fit_and_are_shown_today() -> None:
    assert len({row["key"] for row in ANNOUNCEMENTS}) == len(ANNOUNCEMENTS) == 2
    for row in ANNOUNCEMENTS:
        assert row["role"] in ["", *Role.values]
        assert len(row["title"]) <= (Announcement._meta.get_field("title").max_length or 0)
        assert row["opens_in_days"] < 0 < row["closes_in_days"]
