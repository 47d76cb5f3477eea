"""The database ends the session, or the answer to a commit is lost: a clear page, nothing lost, no false success."""

import pytest

from assessments.files.models import StoredFile
from assessments.verifikasi.models import Answer, Evidence
from tests.faults import acts, stage
from tests.faults.desk import Desk, once, row

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(zygote, private_files, work_off):
    return Desk(zygote)


@pytest.fixture
def good(private_files, work_off, monkeypatch):
    from tests.files.stores import Disk

    store = Disk(private_files)

    def good(label):
        assert not stage.rows_without_files(store), f"cut {label}: rows without files"
        stage.recover(work_off, monkeypatch)
        assert store.names() == stage.held(), f"cut {label}: leftovers after the sweep"
        assert not StoredFile.objects.exclude(status="ready").exists(), f"cut {label}: not processed"

    return good


def ways(points, chosen):
    """At each chosen point the session is cut; after each commit its answer is lost instead."""
    lost = [number for number, label in enumerate(points, start=1) if label == "after commit"]
    return [("cut", at) for at in chosen(len(points)) if at not in lost] + [("lost", at) for at in lost]


def clear(answer, label):
    """A page or a sentence that says that trying again helps."""
    told = answer["result"]
    assert told["status"] == 503, f"{label}: {told['status']}"
    assert told["Retry-After"] == "30"
    assert "belum tersimpan" in told["text"] or "Langkah terakhir Anda mungkin" in told["text"]


def test_form_with_a_photo_while_the_database_is_cut(desk, chosen, good):
    desk.post(1)
    points = desk.post(2)["points"]
    for seed, (how, at) in enumerate(ways(points, chosen), start=100):
        answer = desk.post(seed, at=at, how=how)
        label = f"{how} {points[at - 1]}"
        if answer["result"]["status"] == 503:
            clear(answer, label)
        else:
            # What was not reached by the cut is there indeed.
            assert answer["result"]["status"] in (200, 302), label
            assert Answer.objects.get().note == f"Catatan {seed}" or "belum" in answer["result"]["text"], label
        good(label)
        assert desk.post(seed)["result"]["status"] in (200, 302)
        good(label)
        once(seed, label)


def test_part_while_the_database_is_cut(desk, chosen, good):
    points = desk.part(desk.begin(1)["result"]["Location"], 1, 0, 700)["points"]
    for seed, (how, at) in enumerate(ways(points, chosen), start=100):
        path, label = desk.begin(seed)["result"]["Location"], f"{how} {points[at - 1]}"
        clear(desk.part(path, seed, 0, 700, at=at, how=how), label)
        good(label)
        assert desk.part(path, seed, row(path).offset)["result"]["status"] == 204
        once(seed, label)


def test_last_part_while_the_database_is_cut(desk, chosen, good):
    points = desk.part(desk.begin(1)["result"]["Location"], 1, 0)["points"]
    for seed, (how, at) in enumerate(ways(points, chosen), start=100):
        path, label = desk.begin(seed)["result"]["Location"], f"{how} {points[at - 1]}"
        answer = desk.part(path, seed, 0, at=at, how=how)
        if answer["result"]["status"] == 503:
            clear(answer, label)
        good(label)
        if row(path).status == "open":
            assert desk.part(path, seed, row(path).offset)["result"]["status"] == 204
        once(seed, label)


def test_worker_while_the_database_is_cut(desk, chosen, good):
    points = desk.zygote.order("process", file=desk.receive(acts.photo(1), "foto.jpg").pk)["points"]
    for seed, (how, at) in enumerate(ways(points, chosen), start=100):
        file = desk.receive(acts.photo(seed), "foto.jpg").pk
        desk.zygote.order("process", file=file, at=at, how=how)
        good(f"{how} {points[at - 1]}")
    assert not Evidence.objects.exists()
