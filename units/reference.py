"""Loading places from the files of fixtures/. Loading twice changes nothing; a changed name updates its row."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from units.models import Affiliation, Coverage, Institution, Province, WorkUnit

FOLDER = settings.BASE_DIR / "fixtures"


def rows(name: str, folder: Path = FOLDER) -> Iterator[dict[str, str]]:
    """The rows of one CSV file."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@transaction.atomic
def load_places(folder: Path = FOLDER) -> dict[str, int]:
    """Provinces, institutions, work units with coordinators, coverage and affiliations; returns counts per kind."""
    for row in rows("provinces.csv", folder):
        Province.objects.update_or_create(code=row.pop("code"), defaults=row)
    for row in rows("institutions.csv", folder):
        fields = {name: row[name] for name in ("name", "short_name", "category")}
        Institution.objects.update_or_create(
            key=row["key"],
            defaults=fields | {"valid_from": _date(row["valid_from"]), "valid_until": _date(row["valid_until"])},
        )
    unit_rows = [*rows("work_units.csv", folder), *rows("regional_units.csv", folder)]
    _load_units(unit_rows)
    _load_regional_offices(folder)
    _load_affiliations(unit_rows)
    return {
        "provinsi": Province.objects.count(),
        "instansi": Institution.objects.count(),
        "unit kerja": WorkUnit.objects.count(),
    }


def _load_units(unit_rows: list[dict[str, str]]) -> None:
    for row in unit_rows:
        WorkUnit.objects.update_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "short_name": row["short_name"],
                "kind": row["kind"],
                "unit_class": row["class"],
                "province_id": row["province_code"],
                "regency_code": row["regency_code"],
                "city": row["city"],
            },
        )
    ids = dict(WorkUnit.objects.values_list("code", "pk"))
    for row in unit_rows:
        coordinator = ids[row["coordinator"]] if row["coordinator"] else None
        WorkUnit.objects.filter(code=row["code"]).exclude(coordinator=coordinator).update(coordinator=coordinator)
        if coordinator:
            WorkUnit.objects.filter(code=row["code"], coordinator=None).update(coordinator=coordinator)


def _load_regional_offices(folder: Path) -> None:
    for row in rows("regional_offices.csv", folder):
        office = WorkUnit.objects.get(code=row["unit"])
        WorkUnit.objects.filter(pk=office.pk).update(letter_code=row["w_code"])
        for code in row["province_codes"].split(";"):
            Coverage.objects.get_or_create(work_unit=office, province_id=code, valid_from=None)


def _load_affiliations(unit_rows: list[dict[str, str]]) -> None:
    """The institution at first, and the successor from the day after the first one's end where it is certain."""
    institutions = {institution.key: institution for institution in Institution.objects.all()}
    units = {unit.code: unit for unit in WorkUnit.objects.all()}
    for row in unit_rows:
        unit, first = units[row["code"]], institutions[row["institution"]]
        successor = institutions.get(row["successor_institution"])
        Affiliation.objects.update_or_create(
            work_unit=unit,
            institution=first,
            defaults={"valid_from": first.valid_from, "valid_until": first.valid_until if successor else None},
        )
        if successor:
            Affiliation.objects.update_or_create(
                work_unit=unit, institution=successor, defaults={"valid_from": successor.valid_from}
            )
