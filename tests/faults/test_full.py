"""The disk is full: a sentence with the remedy, what was typed is kept, nothing half stored, and all goes on afterwards.

The storage lies on a small file system of its own where that may be mounted; elsewhere the kernel ends each file early.
"""

import contextlib
import os
import subprocess

import pytest

from assessments.documents.models import Document
from assessments.files.models import StoredFile, Upload
from assessments.verifikasi.models import Evidence
from tests.documents.office import Office
from tests.faults import acts, stage
from tests.faults.desk import Desk, once, row
from tests.files.stores import Disk

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SENTENCE = "penyimpanan portal sedang terganggu"


@pytest.fixture
def desk(zygote, private_files, work_off):
    return Desk(zygote)


@pytest.fixture
def full(private_files):
    """While it lasts, ``room`` bytes are left; gives what an order must be told where nothing can be mounted."""

    @contextlib.contextmanager
    def full(room: int):
        before = private_files.with_name("files-elsewhere")
        private_files.mkdir(exist_ok=True)
        mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(private_files)]
        mounted = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0
        if not mounted:
            yield {"limit": max(room, 1)}
            return
        try:
            ballast = private_files / "ballast"
            ballast.write_bytes(b"x" * (256 * 1024 - room))
            yield {}
            ballast.unlink()
            # What was written while it was nearly full stays, as on a disk that is given room.
            subprocess.run(["cp", "-a", f"{private_files}/.", str(before)], check=True)
        finally:
            subprocess.run(["umount", str(private_files)], check=True)
        subprocess.run(["cp", "-a", f"{before}/.", str(private_files)], check=True)
        subprocess.run(["rm", "-r", str(before)], check=True)

    return full


@pytest.fixture
def good(private_files, work_off, monkeypatch):
    def good():
        store = Disk(private_files)
        assert not stage.rows_without_files(store)
        stage.recover(work_off, monkeypatch)
        assert store.names() == stage.held()
        assert not StoredFile.objects.exclude(status="ready").exists()

    return good


@pytest.mark.parametrize("room", [0, 4096])
def test_form_on_a_full_disk_keeps_what_was_typed(desk, full, good, room):
    with full(room) as how:
        told = desk.post(1, **how)["result"]
    assert told["status"] == 200
    assert SENTENCE in told["text"]
    assert "Catatan 1" in told["text"]
    assert not Evidence.objects.exists()
    good()
    assert desk.post(1)["result"]["status"] == 302
    good()
    once(1)


def test_form_whose_file_has_no_room_on_its_way_in(desk, good):
    """The folder of temporary files is full before the view is even asked."""
    told = desk.post(1, limit=1000, memory=500)["result"]
    assert (told["status"], SENTENCE in told["text"], "Catatan 1" in told["text"]) == (200, True, True)
    assert not StoredFile.objects.exists()
    assert desk.post(1, memory=500)["result"]["status"] == 302
    good()
    once(1)


def test_part_on_a_full_disk_is_sent_again(desk, full, good):
    path = desk.begin(1)["result"]["Location"]
    with full(0) as how:
        told = desk.part(path, 1, 0, 700, **how)["result"]
    assert (told["status"], told["Retry-After"]) == (503, "30")
    assert row(path).offset == 0
    assert desk.part(path, 1, 0)["result"]["status"] == 204
    good()
    once(1)


def test_last_part_on_a_disk_that_is_full_then_is_judged_later(desk, full, good):
    """There is room for the part, and none for the whole file."""
    path = desk.begin(1)["result"]["Location"]
    whole = len(acts.photo(1))
    with full(0) as how:
        desk.part(path, 1, 0, 0, **how)
    for start in range(0, whole - 700, 2000):
        desk.part(path, 1, start, min(start + 2000, whole - 700))
    told = desk.part(path, 1, whole - 700, limit=2048)["result"]
    assert told["status"] == 503
    assert Upload.objects.get().status == "open"
    assert not Evidence.objects.exists()
    good()
    once(1)


def test_worker_on_a_full_disk_waits(desk, full, good):
    file = desk.receive(acts.photo(1), "foto.jpg")
    desk.zygote.order("process", file=file.pk, limit=1)
    file.refresh_from_db()
    assert (file.status, file.attempts) == ("received", 0)
    good()


def test_paper_on_a_full_disk_is_rendered_later(desk, full, good, private_files):
    document = Office(desk.cast, desk.unit, private_files).issue()
    with full(0) as how:
        desk.zygote.order("render", document=document.pk, **how)
    assert not Document.objects.get().is_rendered
    good()
    assert Document.objects.get().is_rendered
