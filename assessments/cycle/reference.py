"""Loading cycles from fixtures/cycles.json, and enrolling the units of a cycle."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.db import transaction

from assessments.cycle.models import Cycle, Signatory, Window
from indicators.models import Instrument
from p2ham.lib import dates
from units.reference import FOLDER


def load_cycle(key: str, instrument: Instrument, folder: Path = FOLDER) -> Cycle:
    """The cycle of the file with this key. One that is there already keeps what an admin changed."""
    entries = json.loads((folder / "cycles.json").read_text(encoding="utf-8"))["cycles"]
    data = next(entry for entry in entries if entry["key"] == key)
    year = data["year"] or dates.today().year
    known = Cycle.objects.filter(year=year).first()
    return known or _create(data, year, instrument)


@transaction.atomic
def _create(data: dict[str, Any], year: int, instrument: Instrument) -> Cycle:
    names = (
        "status", "account_after", "filing_days", "repair_days", "assessors_per_unit", "place", "addressee",
        "legal_basis",
    )  # fmt: skip
    cycle = Cycle.objects.create(
        year=year,
        title=data["title"].format(year=year),
        instrument=instrument,
        **{name: data[name] for name in names},
    )
    Signatory.objects.bulk_create(Signatory(cycle=cycle, **row) for row in data["signatories"])
    Window.objects.bulk_create(_window(cycle, row) for row in data.get("windows", data.get("windows_relative", [])))
    return cycle


def _window(cycle: Cycle, row: dict[str, Any]) -> Window:
    if "opens_at" in row:
        opens_at, closes_at = (dt.datetime.fromisoformat(row[name]) for name in ("opens_at", "closes_at"))
    else:
        first, last = (dates.today() + dt.timedelta(days=row[name]) for name in ("opens_in_days", "closes_in_days"))
        opens_at = dt.datetime.combine(first, dt.time(0, 0), dates.WIB)
        closes_at = dt.datetime.combine(last, dt.time(23, 59, 59), dates.WIB)
    return Window(cycle=cycle, stage=row["stage"], category=row["category"], opens_at=opens_at, closes_at=closes_at)
