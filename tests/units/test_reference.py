"""The reference data loads whole, twice without doubling, and a changed name updates its row."""

import shutil
from pathlib import Path

import pytest

from units.models import Affiliation, Institution, Kind, Province, WorkUnit
from units.reference import FOLDER, load_places

pytestmark = pytest.mark.django_db


def test_load_places_whole_and_twice() -> None:
    first = load_places()
    assert first == {"provinsi": 38, "instansi": 9, "unit kerja": 880}
    affiliations = Affiliation.objects.count()
    assert load_places() == first
    assert Affiliation.objects.count() == affiliations
    assert WorkUnit.objects.filter(kind=Kind.KANWIL).count() == 33
    assert Institution.objects.get(key="kemenkumham").valid_until is not None


def test_load_places_gives_each_upt_its_kanwil_and_each_opd_its_setda() -> None:
    load_places()
    kendari = WorkUnit.objects.get(name="Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kota Kendari")
    assert kendari.coordinator is not None
    assert (kendari.coordinator.kind, kendari.coordinator.code) == (Kind.SETDA, "setda-kota-kendari")
    without = WorkUnit.objects.filter(coordinator=None).values_list("kind", flat=True).distinct()
    assert set(without) == {Kind.ECHELON1, Kind.KANWIL, Kind.SETDA}
    assert WorkUnit.objects.filter(affiliations__valid_until=None).distinct().count() == 880


def test_load_places_covers_several_provinces_by_one_kanwil() -> None:
    load_places()
    covered = {unit.code: unit.coverages.count() for unit in WorkUnit.objects.filter(kind=Kind.KANWIL)}
    assert max(covered.values()) > 1
    assert Province.objects.filter(coverages=None).count() == 0


def test_load_places_updates_a_changed_name(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "fixtures")
    load_places(tmp_path / "fixtures")
    file = tmp_path / "fixtures" / "work_units.csv"
    text = file.read_text(encoding="utf-8")
    unit = WorkUnit.objects.get(code="bphn")
    file.write_text(text.replace(unit.name, "Badan Pembinaan Hukum Nasional Baru", 1), encoding="utf-8")
    load_places(tmp_path / "fixtures")
    unit.refresh_from_db()
    assert unit.name == "Badan Pembinaan Hukum Nasional Baru"
    assert WorkUnit.objects.count() == 880
