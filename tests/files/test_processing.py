"""From received to ready: clean, once, whatever happens to the worker."""

import errno
import hashlib
import io

import pytest
from django.core.files.storage import FileSystemStorage
from PIL import Image

from assessments.files import processing, storage, tasks
from assessments.files.models import StoredFile
from p2ham.lib import images, pdfprobe
from tests import samples
from units.models import AuditEntry, InboxMessage, OutgoingMail


class Killed(BaseException):
    """kill -9: nothing is caught, nothing is tidied up."""


def facts(file: StoredFile) -> dict[str, object]:
    """The row, but for when it is looked at next."""
    row = StoredFile.objects.filter(pk=file.pk).values().get()
    return {name: value for name, value in row.items() if name != "next_try_at"}


def test_photo_is_served_without_metadata(desk):
    file = desk.ready(samples.photo(orientation=6, size=(1200, 1600)))
    data = desk.bytes_of(file.stored_name)
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "JPEG"
    assert picture.size == (file.width, file.height) == (1200, 1600)
    assert not picture.getexif()
    assert {"exif", "comment", "xmp", "icc_profile"}.isdisjoint(picture.info)
    for trace in (samples.COMMENT, b"Fotografer Rahasia", b"Telepon Uji"):
        assert trace not in data
        assert trace not in desk.bytes_of(file.thumbnail_name)


def test_photo_row_tells_what_is_stored(desk):
    file = desk.ready(samples.png(), "denah.png")
    data = desk.bytes_of(file.stored_name)
    assert file.stored_sha256 == hashlib.sha256(data).hexdigest()
    assert file.stored_size == file.size == len(data)
    assert file.content_type == "image/jpeg"
    assert file.received_sha256 == hashlib.sha256(samples.png()).hexdigest()
    assert file.perceptual_hash
    assert max(Image.open(io.BytesIO(desk.bytes_of(file.thumbnail_name))).size) == images.THUMBNAIL_SIDE
    entry = AuditEntry.objects.filter(subject=f"file:{file.pk}").last()
    assert entry is not None
    assert (entry.action, entry.actor, entry.data["sha256"]) == ("berkas_diolah", None, file.stored_sha256)


def test_original_photo_is_gone_after_processing(desk):
    received = desk.receive().received_name
    file = desk.ready()
    assert file.received_name == ""
    assert desk.stored() == {file.stored_name, file.thumbnail_name}
    assert received not in desk.stored()


def test_pdf_stays_as_received_and_gains_pictures(desk):
    data = samples.scanned_pdf(pages=3)
    file = desk.ready(data, "surat.pdf")
    assert desk.bytes_of(file.stored_name) == data
    assert (file.stored_sha256, file.stored_size, file.pages) == (file.received_sha256, len(data), 3)
    assert desk.stored() == {file.stored_name, file.preview_name, file.thumbnail_name}
    for name in (file.preview_name, file.thumbnail_name):
        assert Image.open(io.BytesIO(desk.bytes_of(name))).format == "JPEG"


def test_pdf_too_heavy_to_draw_is_ready_without_pictures(desk, monkeypatch):
    def refuse(*_, **__):
        raise pdfprobe.PdfRefused("too_complex")

    monkeypatch.setattr(pdfprobe, "page_image", refuse)
    file = desk.ready(samples.scanned_pdf())
    assert (file.preview_name, file.thumbnail_name) == ("", "")
    assert desk.stored() == {file.stored_name}


@pytest.mark.parametrize("data", [samples.photo(), samples.scanned_pdf()], ids=["photo", "pdf"])
def test_processing_again_changes_nothing(desk, data):
    file = desk.ready(data)
    before = desk.stored(), AuditEntry.objects.count(), facts(file)
    desk.waited(file, 60)
    tasks.process_file.call(file.pk)
    assert (desk.stored(), AuditEntry.objects.count(), facts(file)) == before


def test_file_under_work_is_not_claimed_twice(desk, monkeypatch):
    file = desk.receive()
    runs = []
    make = processing.make

    def make_and_call_again(row):
        runs.append(row.pk)
        tasks.process_file.call(row.pk)
        return make(row)

    monkeypatch.setattr(processing, "make", make_and_call_again)
    tasks.process_file.call(file.pk)
    assert runs == [file.pk]


def test_second_worker_after_a_lost_claim_leaves_no_second_copy(desk, monkeypatch):
    """The first worker was so slow that its claim ran out, and both finish."""
    file = desk.receive()
    make = processing.make

    def slow(row):
        made = make(row)
        monkeypatch.setattr(processing, "make", make)
        desk.waited(row, 10)
        StoredFile.objects.filter(pk=row.pk).update(next_try_at=row.received_at)
        tasks.process_file.call(row.pk)
        return made

    monkeypatch.setattr(processing, "make", slow)
    tasks.process_file.call(file.pk)
    file.refresh_from_db()
    assert file.status == "ready"
    assert desk.stored() == {file.stored_name, file.thumbnail_name}
    assert AuditEntry.objects.filter(action="berkas_diolah").count() == 1


@pytest.mark.parametrize("data", [samples.photo(), samples.scanned_pdf()], ids=["photo", "pdf"])
@pytest.mark.parametrize("point", ["make", "thumbnail", "written", "finished"])
def test_killed_worker_is_replaced_and_leaves_no_rest(desk, monkeypatch, data, point):
    def die(*_, **__):
        raise Killed

    file = desk.receive(data)
    with monkeypatch.context() as patch:
        patch.setattr(storage, "delete", lambda *_: None)  # the dead tidy nothing up
        if point == "make":
            patch.setattr(processing, "make", die)
        elif point == "thumbnail":
            patch.setattr(images, "thumbnail", die)
        elif point == "written":
            patch.setattr(tasks, "_finish", die)
        else:
            patch.setattr(storage, "delete", die)
        try:
            tasks.process_file.call(file.pk)
        except Killed:
            pass
        else:
            assert (point, file.kind) == ("finished", "pdf")  # nothing is deleted after a PDF
    file.refresh_from_db()
    named = file.stored_name if file.status == "ready" else file.received_name
    assert named in desk.stored()
    desk.waited(file, 10)
    tasks.enqueue_unprocessed()
    desk.age(61)
    tasks.sweep()
    file.refresh_from_db()
    assert file.status == "ready"
    assert desk.stored() == {name for name in (file.stored_name, file.preview_name, file.thumbnail_name) if name}


@pytest.mark.parametrize("loss", ["altered", "gone"])
def test_bytes_spoilt_in_the_storage_make_the_file_broken(desk, loss, mailoutbox):
    file = desk.receive(name="ramp.jpg")
    path = desk.folder / file.received_name
    path.unlink() if loss == "gone" else path.write_bytes(samples.photo(seed=2))
    tasks.process_file.call(file.pk)
    file.refresh_from_db()
    assert file.status == "broken"
    message = InboxMessage.objects.get(user=desk.by)
    assert "Unggah ulang berkas “ramp.jpg”" in message.subject
    assert file.receipt_number in message.body
    assert OutgoingMail.objects.get().to == desk.by.email
    assert AuditEntry.objects.filter(action="berkas_rusak", subject=f"file:{file.pk}").count() == 1
    tasks.process_file.call(file.pk)
    assert InboxMessage.objects.count() == 1


def test_photo_that_cannot_be_decoded_after_all_is_broken(desk, monkeypatch):
    def refuse(*_):
        raise images.ImageRefused("damaged")

    file = desk.receive()
    monkeypatch.setattr(images, "normalise", refuse)
    tasks.process_file.call(file.pk)
    file.refresh_from_db()
    assert file.status == "broken"


def test_full_disk_while_processing_costs_no_attempt(desk, monkeypatch):
    file = desk.receive()

    def full(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", full)
        for _ in range(tasks.MAX_ATTEMPTS + 2):
            tasks.process_file.call(file.pk)
            desk.waited(file, 60)
    file.refresh_from_db()
    assert (file.status, file.attempts) == ("received", 0)
    assert tasks.enqueue_unprocessed() == 1
    file.refresh_from_db()
    assert file.status == "ready"


def test_file_that_kills_every_worker_is_given_up(desk, monkeypatch):
    def die(*_):
        raise Killed

    file = desk.receive()
    monkeypatch.setattr(processing, "make", die)
    for _ in range(tasks.MAX_ATTEMPTS):
        with pytest.raises(Killed):
            tasks.process_file.call(file.pk)
        desk.waited(file, 60)
    tasks.process_file.call(file.pk)
    file.refresh_from_db()
    assert file.status == "broken"


def test_defect_of_ours_is_raised_and_tried_again_later(desk, monkeypatch):
    file = desk.receive()

    def defect(*_):
        raise KeyError("defect")

    with monkeypatch.context() as patch:
        patch.setattr(processing, "make", defect)
        with pytest.raises(KeyError):
            tasks.process_file.call(file.pk)
    tasks.process_file.call(file.pk)
    file.refresh_from_db()
    assert file.status == "received"
    desk.waited(file, 60)
    tasks.process_file.call(file.pk)
    file.refresh_from_db()
    assert file.status == "ready"


def test_clock_leaves_files_that_stand_in_a_long_queue(desk):
    file = desk.receive()
    assert tasks.enqueue_unprocessed() == 0
    desk.waited(file, 10)
    assert tasks.enqueue_unprocessed() == 0


def test_second_clock_enqueues_nothing_again(desk, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    for seed in range(3):
        desk.waited(desk.receive(samples.photo(seed=seed)), 20)
    assert tasks.enqueue_unprocessed() == 3
    assert tasks.enqueue_unprocessed() == 0
