"""Parts and endings of one upload that come at the same moment."""

import pytest

from assessments.files import resumable
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
