"""The demo's photographs and papers: they pass the portal's own checks, and nobody in them exists."""

import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from assessments.demo import people
from assessments.demo.captions import CAPTIONS
from assessments.demo.papers import Signer, declaration_scan, evidence_document
from assessments.demo.pictures import SCENES, photo
from p2ham.lib import images, likeness, pdfprobe

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
MOMENT = dt.datetime(2026, 3, 4, 9, 30, tzinfo=dt.UTC)
DAY = MOMENT.date()
SIGNER = Signer("Budi Contoh, S.H.", "Kepala Lapas Kelas IIA Palu")


def requirements(kind: str) -> set[tuple[str, str]]:
    instrument = json.loads((FIXTURES / "instrument_2024.json").read_text(encoding="utf-8"))
    return {
        (indicator["code"], requirement["code"])
        for criterion in instrument["criteria"]
        for indicator in criterion["indicators"]
        for level in indicator["levels"]
        for requirement in level["requirements"]
        if requirement["kind"] == kind and requirement["minimum"]
    }


def test_every_indicator_that_asks_for_photos_has_a_scene_and_captions() -> None:
    assert set(SCENES) == set(CAPTIONS) == {indicator for indicator, _ in requirements("photo")}


@pytest.fixture(scope="module")
def album() -> dict[tuple[str, int], bytes]:
    """A view of each indicator of one office, and all three of B1."""
    views = [(indicator, number % 3) for number, indicator in enumerate(SCENES)]
    views += [("B1", view) for view in range(3)]
    return {
        (code, view): photo(code, view=view, seed="lapas-palu", unit="Lapas Kelas IIA Palu", taken_at=MOMENT)
        for code, view in set(views)
    }


def test_photo_is_a_jpeg_of_a_phone_with_its_date(album: dict[tuple[str, int], bytes]) -> None:
    for data in album.values():
        assert len(data) < 400_000
        image = Image.open(io.BytesIO(data))
        assert (image.format, image.size) == ("JPEG", (1600, 1200))
        exif = image.getexif()
        assert exif[ExifTags.Base.Model]
        assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] == "2026:03:04 09:30:00"
        assert not exif.get_ifd(ExifTags.IFD.GPSInfo)


def test_photo_is_the_same_for_the_same_seed_and_differs_for_another(album: dict[tuple[str, int], bytes]) -> None:
    again = photo("B1", view=1, seed="lapas-palu", unit="Lapas Kelas IIA Palu", taken_at=MOMENT)
    assert again == album["B1", 1]
    assert again != photo("B1", view=1, seed="kanim-kendari", unit="Lapas Kelas IIA Palu", taken_at=MOMENT)


def test_photos_of_one_office_do_not_look_alike(album: dict[tuple[str, int], bytes]) -> None:
    hashes = {key: likeness.perceptual_hash(Image.open(io.BytesIO(data))) for key, data in album.items()}
    alike = [(a, b) for a in hashes for b in hashes if a < b and likeness.distance(hashes[a], hashes[b]) <= 8]
    assert alike == []


def test_photo_passes_the_checks_of_the_portal(album: dict[tuple[str, int], bytes]) -> None:
    facts = images.inspect(io.BytesIO(album["B1", 0]))
    assert facts.capture_date == DAY and not facts.had_gps


@pytest.mark.parametrize("requirement", sorted({code for _, code in requirements("document")}))
def test_paper_passes_the_checks_of_the_portal(requirement: str, tmp_path: Path) -> None:
    data = evidence_document(requirement, "Dokumen contoh", unit="Lapas Palu", place="Palu", day=DAY, signer=SIGNER)
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    with path.open("rb") as file:
        assert pdfprobe.facts(file) == (2 if requirement == "sop" else 1)
    assert len(data) < 600_000


def test_declaration_scan_is_the_same_for_the_same_unit() -> None:
    witnesses = [Signer(person.name, person.title) for person in people.witnesses("Palu")]
    scans = {
        declaration_scan("Lapas Palu", place="Palu", day=DAY, signer=SIGNER, witnesses=witnesses) for _ in range(2)
    }
    assert len(scans) == 1


def test_people_are_plainly_fictitious_and_stay_the_same() -> None:
    for person in (people.head_of("lapas-palu", "Kepala"), people.operator_of("lapas-palu"), people.central("admin")):
        assert "Contoh" in person.name
        assert person.email.endswith("@contoh.example")
        assert re.fullmatch(r"\d{15}000", person.nip), "the serial 000 is given to nobody"
    assert people.operator_of("lapas-palu") == people.operator_of("lapas-palu")
