"""Rights, the deadline, what a device says, and what breaks on the way of an upload."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from assessments.cycle.queries import window_for
from assessments.cycle.states import Stage
from assessments.files import integrity, resumable, storage
from assessments.files.models import StoredFile, Upload, UploadPart
from assessments.verifikasi import rules
from assessments.verifikasi.models import Evidence
from assessments.verifikasi.workflow import uploading
from tests import factories, samples
from tests.verifikasi import scenes
from tests.verifikasi.tus import Tus, metadata, sha256, stored

PHOTO = samples.photo(size=(800, 600))
SILENT = samples.png(size=(640, 480))


@pytest.fixture
def unit(cast):
    return scenes.declared(cast)


@pytest.fixture
def tus(cast, unit):
    return Tus(unit, cast.operator)


# --- rights and the deadline ---------------------------------------------------------------------------------------------
def test_right_that_ends_ends_the_upload(cast, tus):
    url = tus.begin(len(PHOTO))
    tus.patch(url, 0, PHOTO[:1000])
    posting = cast.operator.postings.get()
    posting.valid_until = timezone.now().date() - dt.timedelta(days=1)
    posting.save()
    assert tus.patch(url, 1000, PHOTO[1000:]).status_code in (403, 404)
    assert not StoredFile.objects.exists()


def test_locked_sheet_takes_no_more_parts(cast, tus, unit):
    url = tus.begin(len(PHOTO))
    scenes.fill(unit, cast.operator)
    scenes.submit(unit, cast.operator)
    response = tus.patch(url, 0, PHOTO)
    assert response.status_code == 403
    assert "Isian sudah terkunci" in response.content.decode()


@pytest.mark.parametrize(("late", "status"), [(0, 204), (14 * 60 + 59, 204), (15 * 60, 403)])
def test_upload_that_began_in_time_has_a_quarter_of_an_hour(cast, late, status):
    unit = scenes.declared(cast)
    closes = window_for(unit, Stage.VERIFIKASI).closes_at
    with time_machine.travel(closes - dt.timedelta(seconds=1), tick=False) as clock:
        tus = Tus(unit, cast.operator)
        url = tus.begin(len(PHOTO))
        tus.patch(url, 0, PHOTO[:1000])
        clock.move_to(closes + dt.timedelta(seconds=late))
        assert tus.patch(url, 1000, PHOTO[1000:]).status_code == status
        assert Evidence.objects.count() == (status == 204)
        assert tus.create(100).status_code == 403


def test_last_byte_in_time_counts_though_it_is_judged_later(cast, tus, monkeypatch):
    url = tus.begin(len(PHOTO))
    monkeypatch.setattr(uploading, "complete_upload", lambda **_: None)
    tus.patch(url, 0, PHOTO)
    monkeypatch.undo()
    factories.close_window(tus.unit, Stage.VERIFIKASI)
    window = tus.unit.cycle.windows.get(stage=Stage.VERIFIKASI, category=tus.unit.category)
    Upload.objects.update(
        created_at=window.closes_at - dt.timedelta(hours=2), touched_at=window.closes_at - dt.timedelta(hours=1)
    )
    call_command("tick")
    assert tus.row(url).status == "done"
    assert Evidence.objects.count() == 1


def test_upload_begun_after_the_closing_has_no_grace(unit):
    window = window_for(unit, Stage.VERIFIKASI)
    late = window.closes_at + dt.timedelta(minutes=1)
    assert rules.counted_instant(unit, late, late) == late
    early = window.closes_at - dt.timedelta(minutes=1)
    assert rules.counted_instant(unit, early, late) == early
    assert rules.counted_instant(unit, early, window.closes_at + rules.GRACE) == window.closes_at + rules.GRACE


# --- what the device says ------------------------------------------------------------------------------------------------
def test_claims_are_kept_apart_and_the_date_stands_in(tus):
    told = {"captured_on": "2024-07-18", "sha256": "a" * 64, "original_size": "5000000"}
    tus.send(SILENT, filename="kecil.png", sent_sha256=sha256(SILENT), **told)
    file = StoredFile.objects.get()
    assert (file.captured_on, file.is_date_claimed) == (dt.date(2024, 7, 18), True)
    assert Upload.objects.get().claims == {
        "captured_on": "2024-07-18", "sha256": "a" * 64, "original_size": 5_000_000, "sent_sha256": sha256(SILENT),
    }  # fmt: skip


def test_date_in_the_bytes_outweighs_the_claim(tus):
    tus.send(PHOTO, captured_on="2020-01-01")
    file = StoredFile.objects.get()
    assert (file.captured_on, file.is_date_claimed) == (samples.TAKEN.date(), False)


@pytest.mark.parametrize("day", ["2999-01-01", "1901-01-01", "2024-02-31"])
def test_date_that_cannot_be_is_no_date(tus, day):
    tus.send(SILENT, captured_on=day)
    assert StoredFile.objects.get().captured_on is None


# --- things break --------------------------------------------------------------------------------------------------------
def test_kill_between_bytes_and_row_leaves_only_what_is_swept(tus, private_files, monkeypatch):
    url = tus.begin(len(PHOTO))

    def killed(*_):
        raise SystemExit(9)

    monkeypatch.setattr(resumable, "_registered", killed)
    monkeypatch.setattr(storage, "delete", lambda *_: None)
    with pytest.raises(SystemExit):
        tus.patch(url, 0, PHOTO[:1000])
    monkeypatch.undo()
    assert len(stored(private_files)) == 1
    assert tus.head(url)["Upload-Offset"] == "0"
    monkeypatch.setattr(storage, "GRACE", dt.timedelta(seconds=-5))
    assert resumable.sweep() == 1
    assert stored(private_files) == []
    assert tus.patch(url, 0, PHOTO).status_code == 204
    assert tus.state(url)["state"] == "done"


def test_sweep_leaves_the_parts_of_an_open_upload(tus, private_files, monkeypatch):
    url = tus.begin(len(PHOTO))
    tus.patch(url, 0, PHOTO[:1000])
    monkeypatch.setattr(storage, "GRACE", dt.timedelta(seconds=-5))
    assert resumable.sweep() == 0
    assert tus.patch(url, 1000, PHOTO[1000:]).status_code == 204
    assert tus.state(url)["state"] == "done"


def test_kill_before_the_file_is_judged_is_made_good_by_the_clock(tus, unit, monkeypatch):
    url = tus.begin(len(PHOTO))
    monkeypatch.setattr(uploading.files, "receive", lambda **_: (_ for _ in ()).throw(SystemExit(9)))
    with pytest.raises(SystemExit):
        tus.patch(url, 0, PHOTO)
    monkeypatch.undo()
    assert tus.state(url)["state"] == "checking"
    call_command("tick")
    assert tus.state(url)["state"] == "checking"  # a moment ago: its process may still be at it
    Upload.objects.update(touched_at=timezone.now() - uploading.FORGOTTEN)
    call_command("tick")
    assert tus.state(url)["state"] == "done"
    assert len(scenes.item(unit).exhibits) == 1


def test_empty_part_at_the_end_has_a_forgotten_file_judged(tus, monkeypatch):
    url = tus.begin(len(PHOTO))
    monkeypatch.setattr(uploading, "complete_upload", lambda **_: None)
    tus.patch(url, 0, PHOTO)
    monkeypatch.undo()
    assert tus.patch(url, len(PHOTO), b"").status_code == 204
    assert tus.state(url)["state"] == "done"


def test_storage_that_fails_loses_nothing(tus, monkeypatch):
    url = tus.begin(len(PHOTO))
    write = storage.write

    def full(folder, content, *, size):
        raise storage.StorageFailed("no space")

    monkeypatch.setattr(storage, "write", full)
    assert tus.patch(url, 0, PHOTO[:1000]).status_code == 503
    monkeypatch.setattr(storage, "write", write)
    assert tus.patch(url, 0, PHOTO[:1000]).status_code == 204
    monkeypatch.setattr(
        storage, "write", lambda f, c, *, size: write(f, c, size=size) if f == "parts" else full(f, c, size=size)
    )
    assert tus.patch(url, 1000, PHOTO[1000:]).status_code == 503
    monkeypatch.setattr(storage, "write", write)
    Upload.objects.update(touched_at=timezone.now() - uploading.FORGOTTEN)
    call_command("tick")
    assert tus.state(url)["state"] == "done"


def test_lost_part_is_told_by_the_integrity_check_and_refused(tus):
    url = tus.begin(len(PHOTO))
    tus.patch(url, 0, PHOTO[:1000])
    storage.delete(UploadPart.objects.get().stored_name)
    assert [fault for fault in integrity.check() if fault] != []
    tus.patch(url, 1000, PHOTO[1000:])
    assert "tidak utuh di perjalanan" in tus.state(url)["sentence"]


def test_file_that_breaks_its_judge_is_given_up_after_some_attempts(tus, monkeypatch):
    url = tus.begin(len(PHOTO))
    monkeypatch.setattr(uploading.files, "receive", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tus.patch(url, 0, PHOTO)
    Upload.objects.update(touched_at=timezone.now() - uploading.FORGOTTEN)
    for _ in range(resumable.MAX_ATTEMPTS):
        call_command("tick")
    state = tus.state(url)
    assert (state["state"], "berulang kali gagal" in state["sentence"]) == ("refused", True)


def test_headers_of_the_protocol_on_every_answer(tus):
    url = tus.begin(100)
    for response in (tus.head(url), tus.patch(url, 7, b"x"), tus.http.get(tus.endpoint), tus.http.put(url)):
        assert response["Tus-Resumable"] == "1.0.0"
    assert metadata(a="b") == "a Yg=="
