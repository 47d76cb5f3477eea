"""Receiving a file: stored once and safely, or refused with a sentence that names the file and the remedy."""

import errno
import threading

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection, transaction

from assessments.files import tasks, workflow
from assessments.files.models import StoredFile
from assessments.files.workflow import FileRefused, receive
from tests import samples
from tests.hostile import hostile_files
from units.models import AuditEntry


def test_photo_counts_from_the_moment_of_receipt(desk, participation):
    file = desk.receive(name="C:\\foto\\loket prioritas.jpeg")
    assert (file.status, file.kind, file.name) == ("received", "photo", "loket prioritas.jpg")
    assert (file.participation, file.purpose, file.received_by) == (participation, "verifikasi", desk.by)
    assert file.receipt_number.startswith("TT")
    assert (file.captured_on, file.had_location) == (samples.TAKEN.date(), True)
    assert desk.stored() == {file.received_name}
    assert desk.bytes_of(file.received_name) == samples.photo()
    entry = AuditEntry.objects.get(subject=f"file:{file.pk}")
    assert (entry.actor, entry.action, entry.data["sha256"]) == (desk.by, "unggah_berkas", file.received_sha256)


def test_stored_name_tells_nothing_of_the_name_given(desk):
    file = desk.receive(name="rahasia.jpg")
    assert "rahasia" not in file.received_name
    assert file.received_name.startswith("evidence/")


def test_upload_in_a_temporary_file_stays_readable(desk, participation):
    upload = TemporaryUploadedFile("foto.jpg", "image/jpeg", 0, None)
    upload.write(samples.photo())
    file = receive(upload=upload, participation=participation, purpose="verifikasi", by=desk.by)
    assert desk.bytes_of(file.received_name) == samples.photo()
    upload.seek(0)
    assert upload.read() == samples.photo()
    upload.close()


@pytest.mark.parametrize(("name", "data"), [(name, data) for name, data, _ in hostile_files()])
def test_hostile_file_is_refused_without_a_trace(desk, name, data):
    with pytest.raises(FileRefused) as refused:
        desk.receive(data, name)
    (sentence,) = refused.value.sentences
    assert sentence.startswith("Berkas “")
    assert refused.value.reason
    assert not StoredFile.objects.exists()
    assert not desk.stored()


@pytest.mark.parametrize(
    ("data", "kinds", "words"),
    [(samples.photo(), ("pdf",), "diperlukan dokumen PDF"), (samples.scanned_pdf(), ("photo",), "diperlukan foto")],
)
def test_other_kind_than_asked_for_is_refused(desk, data, kinds, words):
    with pytest.raises(FileRefused, match=words):
        desk.receive(data, "berkas", kinds=kinds)
    assert not desk.stored()


def test_same_bytes_are_stored_once(desk):
    first = desk.receive(name="satu.jpg")
    assert desk.receive(name="dua.jpg") == first
    assert StoredFile.objects.count() == 1
    assert desk.stored() == {first.received_name}


def test_same_bytes_after_processing_are_stored_once(desk):
    first = desk.ready()
    before = desk.stored()
    assert desk.receive() == first
    assert desk.stored() == before


def test_same_bytes_for_another_purpose_or_unit_are_another_file(desk, cast):
    first = desk.receive()
    assert desk.receive(purpose="pembinaan") != first
    assert desk.receive(participation=cast.participation(work_unit=cast.neighbour)) != first
    assert StoredFile.objects.count() == 3


def fail_writing(monkeypatch, error: Exception, *, after: int = 10) -> None:
    """The disk takes some bytes, then no more."""

    def save(self, name, content):
        path = self.path(name)
        with open(path, "wb") as half:
            half.write(content.read(after))
        raise error

    def prepared(self, name, content):
        import pathlib

        pathlib.Path(self.path(name)).parent.mkdir(parents=True, exist_ok=True)
        return save(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", prepared)


def test_full_disk_is_a_sentence_and_leaves_nothing(desk, monkeypatch):
    fail_writing(monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(FileRefused, match=r"“foto\.jpg” belum tersimpan karena penyimpanan portal sedang terganggu"):
        desk.receive()
    assert not StoredFile.objects.exists()
    assert not desk.stored()


def test_storage_that_keeps_fewer_bytes_is_not_believed(desk, monkeypatch):
    monkeypatch.setattr(FileSystemStorage, "size", lambda self, name: 5)
    with pytest.raises(FileRefused, match="coba unggah lagi"):
        desk.receive()
    assert not StoredFile.objects.exists()
    assert not desk.stored()


def test_row_that_cannot_be_written_takes_its_bytes_along(desk, monkeypatch):
    def refuse(**_):
        raise RuntimeError("database away")

    monkeypatch.setattr(workflow.audit, "record", refuse)
    with pytest.raises(RuntimeError):
        desk.receive()
    assert not StoredFile.objects.exists()
    assert not desk.stored()


def test_rolled_back_act_leaves_bytes_for_the_sweep_only(desk):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        desk.receive()
        raise ZeroDivisionError
    assert not StoredFile.objects.exists()
    assert len(desk.stored()) == 1
    assert tasks.sweep() == 0
    desk.age(61)
    assert tasks.sweep() == 1
    assert not desk.stored()


def test_queue_that_is_down_loses_no_file(desk, django_capture_on_commit_callbacks, monkeypatch, caplog):
    def down(*_):
        raise RuntimeError("queue away")

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(type(tasks.process_file), "enqueue", down)
        file = desk.receive()
    assert "queue away" in caplog.text
    desk.waited(file, 20)
    assert tasks.enqueue_unprocessed() == 1
    file.refresh_from_db()
    assert file.status == "ready"


@pytest.mark.parametrize("data", [samples.photo(), samples.scanned_pdf()], ids=["photo", "pdf"])
def test_lost_bytes_are_mended_by_the_same_upload(desk, data, django_capture_on_commit_callbacks):
    file = desk.ready(data)
    (desk.folder / file.stored_name).unlink()
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.receive(data) == file
    file.refresh_from_db()
    assert file.status == "ready"
    assert desk.stored() == {name for name in (file.stored_name, file.preview_name, file.thumbnail_name) if name}


def test_broken_file_is_mended_by_the_same_upload(desk, cast, django_capture_on_commit_callbacks):
    file = desk.receive()
    (desk.folder / file.received_name).write_bytes(b"verdorben")
    tasks.process_file.call(file.pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.receive(by=cast.head) == file
    file.refresh_from_db()
    assert (file.status, file.received_by) == ("ready", cast.head)
    assert desk.stored() == {file.stored_name, file.thumbnail_name}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_identical_uploads_at_once_give_one_row(cast, private_files, monkeypatch):
    """Both looked and found nothing before either wrote: only the constraint of the database stands between them."""
    participation = cast.participation()
    writers, collisions, rows = 8, [], []
    together = threading.Barrier(writers)
    stored, sentences = workflow._stored, workflow.constraints.sentences

    def wait_for_all(upload, facts):
        name = stored(upload, facts)
        together.wait(timeout=30)
        return name

    def note_collision(error, *models):
        collisions.append(error)
        return sentences(error, *models)

    monkeypatch.setattr(workflow, "_stored", wait_for_all)
    monkeypatch.setattr(workflow.constraints, "sentences", note_collision)

    def send():
        try:
            upload = SimpleUploadedFile("foto.jpg", samples.photo())
            rows.append(receive(upload=upload, participation=participation, purpose="verifikasi", by=cast.operator).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(collisions) == writers - 1  # the race did occur
    assert len(rows) == writers
    file = StoredFile.objects.get(pk=rows[0])
    assert set(rows) == {file.pk}
    assert file.status == "ready"
    names = {path.relative_to(private_files).as_posix() for path in private_files.rglob("*") if path.is_file()}
    assert names == {file.stored_name, file.thumbnail_name}
