"""Parts and endings of one upload that come at the same moment."""

import threading

import pytest
from django.db import transaction

from assessments.cycle.workflow import lock
from assessments.files import resumable
from assessments.files import workflow as files
from assessments.files.models import StoredFile, Upload, UploadPart
from assessments.verifikasi import workflow
from assessments.verifikasi.models import Evidence, EvidenceUpload
from tests import samples
from tests.cast import Cast
from tests.races import together
from tests.verifikasi import scenes

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PHOTO = samples.photo(size=(640, 480))


def begun():
    cast = Cast()
    meant = scenes.begin_upload(scenes.declared(cast), cast.operator, size=len(PHOTO))
    return cast, meant


def read(meant):
    return EvidenceUpload.objects.select_related("upload__participation", "upload__created_by", "requirement").get(
        pk=meant.pk
    )


def test_same_part_together_is_taken_once(private_files):
    _, meant = begun()
    rows = [Upload.objects.get(pk=meant.upload_id) for _ in range(4)]
    acts = [lambda row=row: resumable.append(row, offset=0, data=PHOTO[:1000]) for row in rows]
    assert together(acts) == {"done": 1, "NotTaken": 3}
    assert UploadPart.objects.count() == 1
    assert len([path for path in (private_files / "parts").rglob("*") if path.is_file()]) == 1


def test_whole_upload_judged_together_is_attached_once():
    cast, meant = begun()
    resumable.append(meant.upload, offset=0, data=PHOTO)
    rows = [read(meant) for _ in range(4)]
    acts = [
        lambda row=row: workflow.continue_upload(meant=row, offset=len(PHOTO), data=b"", by=cast.operator)
        for row in rows
    ]
    assert together(acts) == {"done": 4}
    assert (StoredFile.objects.count(), Evidence.objects.count()) == (1, 1)


def test_end_and_cancellation_together_leave_one_truth():
    cast, meant = begun()
    resumable.append(meant.upload, offset=0, data=PHOTO)
    first, second = read(meant), read(meant)
    together(
        [
            lambda: workflow.continue_upload(meant=first, offset=len(PHOTO), data=b"", by=cast.operator),
            lambda: workflow.cancel_upload(meant=second, by=cast.operator),
        ]
    )
    assert (Upload.objects.get().status == "done") == (Evidence.objects.count() == 1)
    assert not UploadPart.objects.exists()


def test_photo_that_is_stored_and_one_that_is_attached_do_not_wait_for_each_other():
    """The row of a stored file points at the unit; that is checked at the commit, with the audit head in hand."""
    cast = Cast()
    unit = scenes.declared(cast)
    begun_too = []
    for seed in (1, 2, 3, 4):
        data = samples.photo(seed=seed, size=(640, 480))
        meant = scenes.begin_upload(unit, cast.operator, size=len(data))
        resumable.append(meant.upload, offset=0, data=data)
        begun_too.append((read(meant), len(data)))
    acts = [
        lambda row=row, size=size: workflow.continue_upload(meant=row, offset=size, data=b"", by=cast.operator)
        for row, size in begun_too
    ]
    assert together(acts) == {"done": 4}
    assert Evidence.objects.count() == 4


def test_lock_of_a_unit_lets_what_points_at_it_be_written():
    """Without ``no_key`` this hangs until the lock is gone: the deadlock of the test before, without the luck."""
    cast = Cast()
    unit = scenes.declared(cast)
    is_locked, is_written = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            lock(unit)
            is_locked.set()
            assert is_written.wait(20), "the lock of the unit holds up whoever stores a file of it"

    def store():
        assert is_locked.wait(20)
        files.receive(
            upload=scenes.photo(1), participation=unit, purpose="data-dukung", by=cast.operator, kinds=("photo",)
        )
        is_written.set()

    assert together([hold, store]) == {"done": 2}
