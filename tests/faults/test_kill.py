"""kill -9 at every step of what writes files: no row without its file, a retry stores once, the sweep leaves nothing."""

import hashlib
import itertools

import pytest

from assessments.files import storage
from assessments.files.models import StoredFile
from assessments.verifikasi.models import Evidence
from tests import samples
from tests.documents.office import Office
from tests.faults import acts, stage
from tests.faults.desk import Desk, once, row

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(zygote, store, work_off):
    return Desk(zygote)


@pytest.fixture
def good(store, zygote, work_off, monkeypatch):
    """What must hold after a process was killed, and again when the portal has made it good."""

    def good(label):
        assert not stage.rows_without_files(store), f"killed {label}: rows without files"
        stage.recover(work_off, monkeypatch)
        assert store.names() == stage.held(), f"killed {label}: leftovers after the sweep"
        assert not zygote.leftovers(), f"killed {label}: temporary files"
        assert not StoredFile.objects.exclude(status="ready").exists(), f"killed {label}: not processed"

    return good


def killed(answer, at):
    """Whether it came to the kill; a verb that passes fewer points this time has nothing more to show."""
    assert answer["killed"] or len(answer["points"]) < at
    return answer["killed"]


@pytest.mark.both_storages
def test_web_process_killed_while_a_form_brings_a_photo(desk, chosen, good):
    points = desk.post(1)["points"]
    good("never")
    once(1)
    assert {"before commit", "after commit"} <= set(points)
    for seed, at in enumerate(chosen(len(points)), start=100):
        if not killed(desk.post(seed, at=at), at):
            continue
        label = points[at - 1]
        good(label)
        assert desk.post(seed)["result"]["status"] in (200, 302)
        good(label)
        once(seed, label)


def test_web_process_killed_while_an_upload_begins(desk, chosen, good):
    points = desk.begin(1)["points"]
    for seed, at in enumerate(chosen(len(points), 3), start=100):
        assert desk.begin(seed, at=at)["killed"]
        good(points[at - 1])
        path = desk.begin(seed)["result"]["Location"]
        assert row(path).status == "open"
        assert desk.part(path, seed, 0)["result"]["status"] == 204
        once(seed)


def test_web_process_killed_while_a_part_is_appended(desk, chosen, good):
    path = desk.begin(1)["result"]["Location"]
    points = desk.part(path, 1, 0, 700)["points"]
    for seed, at in enumerate(chosen(len(points)), start=100):
        path = desk.begin(seed)["result"]["Location"]
        assert desk.part(path, seed, 0, 700, at=at)["killed"]
        good(points[at - 1])
        offset = row(path).offset
        assert offset in (0, 700)
        assert desk.part(path, seed, offset)["result"]["status"] == 204
        good(points[at - 1])
        once(seed, points[at - 1])


@pytest.mark.parametrize("replacing", [False, True], ids=["new", "version"])
def test_web_process_killed_while_the_last_part_is_judged(desk, chosen, good, replacing):
    def begun(seed):
        old = ""
        if replacing:
            kept = desk.begin(seed + 5000)["result"]["Location"]
            desk.part(kept, seed + 5000, 0)
            old = str(Evidence.objects.get(removed_at=None, file__uploads=row(kept)).pk)
        path = desk.begin(seed, replaces=old)["result"]["Location"]
        desk.part(path, seed, 0, 700)
        return path

    points = desk.part(begun(1), 1, 700)["points"]
    for seed, at in enumerate(chosen(len(points)), start=100):
        path = begun(seed)
        if not killed(desk.part(path, seed, 700, at=at), at):
            continue
        label = points[at - 1]
        good(label)
        upload = row(path)
        if upload.status == "open":  # the part itself never came to be
            assert desk.part(path, seed, upload.offset)["result"]["status"] == 204
        good(label)
        once(seed, label)
        if replacing:
            fingerprint = hashlib.sha256(acts.photo(seed + 5000)).hexdigest()
            assert Evidence.objects.get(file__received_sha256=fingerprint).removed_at is not None


@pytest.mark.both_storages
@pytest.mark.parametrize("kind", ["photo", "pdf"])
def test_worker_killed_while_a_file_is_processed(desk, chosen, good, kind):
    def received(seed):
        if kind == "photo":
            return desk.receive(acts.photo(seed), "foto.jpg").pk
        return desk.receive(samples.scanned_pdf(text=f"SURAT {seed}"), "surat.pdf").pk

    points = desk.zygote.order("process", file=received(1))["points"]
    for seed, at in enumerate(chosen(len(points)), start=100):
        assert desk.zygote.order("process", file=received(seed), at=at)["killed"]
        good(points[at - 1])


def test_worker_killed_while_a_paper_is_rendered(desk, chosen, good, private_files):
    office = Office(desk.cast, desk.unit, private_files)
    points = desk.zygote.order("render", document=office.issue().pk)["points"]
    for at in chosen(len(points)):
        document = office.issue()
        assert desk.zygote.order("render", document=document.pk, at=at)["killed"]
        good(points[at - 1])
        document.refresh_from_db()
        assert document.is_rendered


def test_phone_killed_while_it_adds_a_photo(desk, chosen, good):
    from tests.verifikasi.test_phoning import begun, path_of  # after Django is set up

    path = path_of(begun(desk.unit, desk.cast.operator))
    given = {"user": None, "path": path, "fields": {"description": ""}, "file": "photos"}
    points = desk.zygote.order("post", seed=1, **given)["points"]
    for seed, at in enumerate(chosen(len(points)), start=100):
        if not killed(desk.zygote.order("post", seed=seed, at=at, **given), at):
            continue
        good(points[at - 1])
        assert desk.zygote.order("post", seed=seed, **given)["result"]["status"] == 200
        once(seed, points[at - 1])


def test_sweep_killed_while_it_removes(desk, store, chosen, good):
    def scattered():
        for folder in ("evidence", "parts", "papers", "scans", "piles"):
            store.put(storage.new_name(folder), b"rest")

    desk.post(1)
    good("never")
    scattered()
    points = desk.zygote.order("command", name="sweep_files", grace=-5)["points"]
    assert store.names() == stage.held()
    for at in itertools.islice(chosen(len(points)), 12):
        scattered()
        assert desk.zygote.order("command", name="sweep_files", grace=-5, at=at)["killed"]
        assert not stage.rows_without_files(store)
        good(points[at - 1])
    once(1)
