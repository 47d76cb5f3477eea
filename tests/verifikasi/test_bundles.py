"""All files of an indicator or of a unit as one ZIP, with its list."""

import hashlib
import io
import zipfile

import pytest
from django.urls import reverse

from assessments.files import storage
from assessments.files.models import FileView, StoredFile
from assessments.verifikasi import workflow
from tests.lib.test_sheets import NS, sheet
from tests.verifikasi import scenes
from units.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit(cast):
    return scenes.declared(cast)


@pytest.fixture
def fetch(cast, client):
    def fetch(unit, code="", *, by: User | None = None):
        client.force_login(by or cast.verifier)
        args = [unit.pk, scenes.item(unit, code).indicator.pk] if code else [unit.pk]
        response = client.get(reverse("verifikasi_bundle_of_indicator" if code else "verifikasi_bundle", args=args))
        assert response.status_code == 200
        return response

    return fetch


def unpacked(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def listed(archive):
    """The rows of the list: column -> text."""
    rows = sheet(archive.read("daftar.xlsx")).iterfind(".//m:row", NS)
    return [{cell.get("r").rstrip("0123456789"): "".join(cell.itertext()) for cell in row} for row in rows]


def files_in(archive):
    return [name for name in archive.namelist() if name != "daftar.xlsx"]


def test_unit_comes_whole_under_its_indicators(cast, unit, fetch):
    scenes.attach(unit, cast.operator, "A1", scenes.photo(1, "depan.jpg"))
    scenes.attach(unit, cast.operator, "A1", scenes.pdf(name="sk.pdf"), kind="document")
    scenes.attach(unit, cast.operator, "A2", scenes.photo(2, "ramp.jpg"))
    archive = unpacked(fetch(unit))
    assert archive.testzip() is None
    names = files_in(archive)
    assert [name.split("/")[1] for name in names] == ["01 depan.jpg", "02 sk.pdf", "01 ramp.jpg"]
    assert [name.split(" ")[0] for name in names] == ["A1", "A1", "A2"]
    for file, name in zip(StoredFile.objects.order_by("pk"), names, strict=True):
        assert hashlib.sha256(archive.read(name)).hexdigest() == file.stored_sha256


def test_list_tells_every_file(cast, unit, fetch):
    piece = scenes.attach(unit, cast.operator, "A1", scenes.photo(1, "=depan.jpg"), description="=1+1")
    archive = unpacked(fetch(unit))
    text = " ".join(cell for row in listed(archive) for cell in row.values())
    piece.file.refresh_from_db()
    for words in (piece.file.receipt_number, piece.file.stored_sha256, piece.file.received_sha256, "=1+1", "ada"):
        assert words in text
    assert "1 dari 1 berkas disertakan dalam ZIP ini" in text
    assert cast.operator.name not in text


def test_indicator_comes_alone(cast, unit, fetch):
    scenes.attach(unit, cast.operator, "A1", scenes.photo(1))
    scenes.attach(unit, cast.operator, "A2", scenes.photo(2))
    assert [name[:2] for name in files_in(unpacked(fetch(unit, "A2")))] == ["A2"]


def test_removed_file_is_not_in_it_and_the_neighbours_neither(cast, unit, fetch):
    kept = scenes.attach(unit, cast.operator, "A1", scenes.photo(1, "tetap.jpg"))
    gone = scenes.attach(unit, cast.operator, "A1", scenes.photo(2, "lepas.jpg"))
    workflow.remove_evidence(evidence=gone, by=cast.operator)
    neighbour = cast.participation(unit.state, cast.neighbour)
    scenes.attach(neighbour, cast.neighbour_operator, "A1", scenes.photo(3, "tetangga.jpg"))
    archive = unpacked(fetch(unit))
    assert [name.split("/")[1] for name in files_in(archive)] == [f"01 {kept.file.name}"]
    text = str(listed(archive))
    assert "tetangga" not in text
    assert "lepas" not in text


def test_lost_broken_and_unprocessed_files_are_named_and_break_nothing(cast, unit, fetch):
    lost, broken, whole = (
        scenes.attach(unit, cast.operator, "A1", scenes.photo(n, f"{name}.jpg"))
        for n, name in enumerate(("hilang", "rusak", "utuh"), 1)
    )
    storage.delete(StoredFile.objects.get(pk=lost.file_id).stored_name)
    StoredFile.objects.filter(pk=broken.file_id).update(status="broken")
    pending = scenes.attach(unit, cast.operator, "A1", scenes.photo(4, "baru.jpg"))
    StoredFile.objects.filter(pk=pending.file_id).update(status="received", stored_name="", stored_sha256="")
    archive = unpacked(fetch(unit))
    assert [name.split("/")[1] for name in files_in(archive)] == ["01 utuh.jpg"]
    rows = {row["E"]: row["C"] for row in listed(archive) if "H" in row}
    assert "hilang dari penyimpanan" in rows["hilang.jpg"]
    assert "rusak" in rows["rusak.jpg"]
    assert "sedang diolah" in rows["baru.jpg"]
    assert rows["utuh.jpg"] == "ada"
    assert "1 dari 4 berkas" in str(listed(archive))
    assert [view.file_id for view in FileView.objects.all()] == [whole.file_id]


def test_changed_bytes_are_told(cast, unit, fetch, private_files):
    piece = scenes.attach(unit, cast.operator)
    name = StoredFile.objects.get(pk=piece.file_id).stored_name
    (private_files / name).write_bytes(b"lain")
    assert "tidak sama dengan sidik jarinya" in str(listed(unpacked(fetch(unit))))


def test_every_file_is_recorded_as_seen(cast, unit, fetch):
    pieces = [scenes.attach(unit, cast.operator, file=scenes.photo(n)) for n in (1, 2)]
    unpacked(fetch(unit))
    views = FileView.objects.order_by("pk")
    assert [(v.file_id, v.user, v.variant) for v in views] == [(p.file_id, cast.verifier, "asli") for p in pieces]


def test_looking_whether_it_is_there_records_nothing(cast, unit, client):
    scenes.attach(unit, cast.operator)
    client.force_login(cast.verifier)
    assert client.head(reverse("verifikasi_bundle", args=[unit.pk])).status_code == 200
    assert not FileView.objects.exists()


def test_zip_has_the_headers_of_a_private_file(cast, unit, fetch):
    response = fetch(unit)
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith('attachment; filename="Data dukung Lapas Kapuas')


def test_names_that_are_the_same_stay_apart_and_inside(cast, unit, fetch):
    for number, name in enumerate(("a.jpg", "A.JPG", "..\\..\\a.jpg", "a\u202e.jpg"), 1):
        scenes.attach(unit, cast.operator, "A1", scenes.photo(number, name))
    names = files_in(unpacked(fetch(unit)))
    assert len({name.lower() for name in names}) == 4
    assert all(name.count("/") == 1 and ".." not in name and name.isprintable() for name in names)


def test_empty_sheet_gives_a_list_that_says_so(unit, fetch):
    archive = unpacked(fetch(unit))
    assert files_in(archive) == []
    assert "0 dari 0 berkas" in str(listed(archive))


@pytest.mark.parametrize("count", [1, 3])
def test_zip_costs_one_query_more_for_each_file(cast, unit, client, django_assert_num_queries, count):
    for number in range(1, count + 1):
        scenes.attach(unit, cast.operator, file=scenes.photo(number))
    client.force_login(cast.verifier)
    client.get(reverse("verifikasi_sheet", args=[unit.pk]))
    with django_assert_num_queries(11 + count):
        b"".join(client.get(reverse("verifikasi_bundle", args=[unit.pk])).streaming_content)


def test_pages_lead_to_the_zip(cast, unit, client):
    scenes.attach(unit, cast.operator, "A1", scenes.photo(1))
    client.force_login(cast.verifier)
    of_unit = reverse("verifikasi_bundle", args=[unit.pk])
    assert of_unit in client.get(reverse("verifikasi_sheet", args=[unit.pk])).content.decode()
    here = scenes.item(unit, "A1")
    of_indicator = reverse("verifikasi_bundle_of_indicator", args=[unit.pk, here.indicator.pk])
    assert of_indicator in client.get(here.url).content.decode()
    assert of_indicator not in client.get(scenes.item(unit, "A2").url).content.decode()
