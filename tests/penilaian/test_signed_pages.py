"""Signed certificates on the pages: many at once with a report of each, told to the unit, given out beside the paper."""

from typing import NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document, SignedPaper
from assessments.documents.workflow import revoke
from assessments.files import storage
from assessments.penilaian.workflow import signing
from tests import samples_signed
from tests.cast import Cast
from tests.pembinaan import scenes
from units.models import InboxMessage

PAGE = "/penetapan/piagam-bertanda-tangan/"


class Certified(NamedTuple):
    """A unit's certificate: whose it is, and the file."""

    pk: int
    document: Document
    bytes: bytes


@pytest.fixture
def certified(cast: Cast, django_capture_on_commit_callbacks) -> Certified:
    with django_capture_on_commit_callbacks(execute=True):
        participation = scenes.certified(cast)
    document = Document.objects.get(kind="piagam")
    assert document.is_rendered
    return Certified(participation.pk, document, b"".join(storage.chunks(document.stored_name)))


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def test_several_files_and_what_became_of_each(client, cast: Cast, certified, django_capture_on_commit_callbacks):
    client.force_login(cast.admin)
    good = samples_signed.signed(certified.bytes)
    files = [upload(good, "satu.pdf"), upload(certified.bytes, "dua.pdf"), upload(good, "tiga.pdf")]
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(PAGE, {"berkas": files}).content.decode()
    assert "2 dari 3 berkas terlampir" in page
    for words in (
        "Sudah terlampir sebelumnya",
        "tidak memuat tanda tangan elektronik",
        "belum ada dalam daftar tepercaya",
    ):
        assert words in page
    assert SignedPaper.objects.count() == 1
    told = InboxMessage.objects.filter(user=cast.operator, subject__contains="bertanda tangan elektronik")
    assert told.count() == 1
    assert not InboxMessage.objects.filter(user=cast.neighbour_operator, subject__contains="bertanda tangan").exists()


def test_unit_downloads_both_and_the_neighbour_neither(client, cast: Cast, certified):
    data = samples_signed.signed(certified.bytes)
    signing.attach_signed(upload=upload(data, "a.pdf"), by=cast.admin)
    address = reverse("penilaian_signed_certificate", args=[certified.pk])
    client.force_login(cast.operator)
    assert address in client.get(reverse("participation", args=[certified.pk])).content.decode()
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Disposition"].startswith("attachment")
    twin = client.get(reverse("penilaian_certificate", args=[certified.pk]))
    assert b"".join(twin.streaming_content) == certified.bytes
    client.force_login(cast.neighbour_operator)
    assert client.get(address).status_code == 404


def test_unit_without_a_signed_version_has_no_link(client, cast: Cast, certified):
    address = reverse("penilaian_signed_certificate", args=[certified.pk])
    client.force_login(cast.operator)
    assert address not in client.get(reverse("participation", args=[certified.pk])).content.decode()
    assert client.get(address).status_code == 404


def test_revoked_certificate_takes_none(client, cast: Cast, certified):
    revoke(document=certified.document, by=cast.admin, note="Dicabut")
    client.force_login(cast.admin)
    page = client.post(PAGE, {"berkas": [upload(samples_signed.signed(certified.bytes), "a.pdf")]}).content.decode()
    assert "0 dari 1 berkas terlampir" in page
    assert "tidak dapat dilampirkan" in page


@pytest.mark.parametrize(
    ("count", "sentence"), [(0, "Pilih paling sedikit satu PDF."), (11, "Paling banyak 10 berkas")]
)
def test_none_and_too_many(client, cast: Cast, count, sentence):
    client.force_login(cast.admin)
    files = [upload(b"%PDF-1.7", f"{number}.pdf") for number in range(count)]
    assert sentence in client.post(PAGE, {"berkas": files}).content.decode()


def test_nobody_but_the_admin_attaches(cast: Cast):
    with pytest.raises(MoveRefused) as refused:
        signing.attach_signed(upload=upload(b"", "a.pdf"), by=cast.leadership)
    assert refused.value.sentences == ["Piagam bertanda tangan elektronik dilampirkan oleh admin pusat."]
