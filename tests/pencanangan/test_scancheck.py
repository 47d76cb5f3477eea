"""A single upload is looked at: another unit's letter is refused, an unreadable one is taken with a word about it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.cycle.workflow import MoveRefused
from assessments.files.models import StoredFile
from assessments.pencanangan import workflow
from assessments.pencanangan.workflow import scancheck
from tests.cast import Cast
from tests.pencanangan import scans, scenes
from tests.pencanangan.scenes import browser


def test_own_letter(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit)
    row = scenes.only(application)
    upload = scans.photo(scans.turned(scans.page_of(row), 180, "miring"))
    declaration = workflow.attach_scan(participation=row, upload=upload, by=cast.coordinator)
    assert declaration.scan is not None
    assert declaration.scan_doubt == ""


def test_letter_of_another_unit_is_refused(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit, cast.neighbour)
    one, two = scans.rows(application)
    for upload in (scans.pdf(scans.page_of(two)), scans.photo(scans.page_of(two))):
        with pytest.raises(MoveRefused, match="memuat surat pernyataan unit lain, yaitu Lapas Landak"):
            workflow.attach_scan(participation=one, upload=upload, by=cast.coordinator)
    assert not StoredFile.objects.exists()


def test_stranger_is_not_named(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit, cast.neighbour)
    one, two = scans.rows(application)
    strangers, _ = scancheck.judge(scans.pdf(scans.page_of(two)), one, cast.foreign_coordinator)
    assert strangers == [
        "Berkas ini memuat surat pernyataan unit lain. Pilih pindaian surat unit ini, lalu unggah lagi."
    ]


def test_old_letter_is_taken_with_a_word(cast: Cast) -> None:
    application = scans.printed(cast, cast.unit)
    row = scenes.only(application)
    old = scans.page_of(row)
    scans.reprinted(cast, application)
    declaration = workflow.attach_scan(participation=row, upload=scans.pdf(old), by=cast.coordinator)
    assert declaration.scan_doubt == scancheck.OLD


def test_unreadable_letter_is_taken_and_the_page_says_so(cast: Cast) -> None:
    row = scenes.only(scans.printed(cast, cast.unit))
    client = browser(cast.coordinator)
    address = f"/pencanangan/{row.pk}/"
    page = client.post(f"{address}pindaian/", {"scan": scenes.signed()}, follow=True).content.decode()
    assert page.count(scancheck.UNREAD) >= 2
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 rusak", b"\xff\xd8\xff rusak"])
def test_what_cannot_be_opened_has_no_code(cast: Cast, data: bytes) -> None:
    row = scenes.only(scenes.accepted(cast))
    upload = SimpleUploadedFile("surat.pdf", data)
    assert scancheck.judge(upload, row, cast.coordinator) == ([], scancheck.UNREAD)
