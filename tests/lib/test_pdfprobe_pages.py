"""Several pages of a stranger's PDF, drawn by one confined child."""

import tempfile
from typing import IO

import pytest

from p2ham.lib import pdfprobe
from tests import samples


def _file(data: bytes) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the test
    file.write(data)
    return file


def test_pages_one_after_the_other() -> None:
    with _file(samples.scanned_pdf(pages=3)) as file:
        pages = list(pdfprobe.page_images(file, first=2, last=3, width=400))
    assert [(page.width, page.pages) for page in pages] == [(400, 3), (400, 3)]
    assert pages[0].data != pages[1].data


def test_pages_before_the_missing_one_are_given() -> None:
    given: list[int] = []
    with _file(samples.scanned_pdf(pages=1)) as file, pytest.raises(pdfprobe.PdfRefused) as refusal:
        given.extend(page.width for page in pdfprobe.page_images(file, first=1, last=2, width=400))
    assert (given, refusal.value.reason) == ([400], "no_such_page")


def test_damaged_file_is_refused() -> None:
    with _file(b"%PDF-1.7 rusak") as file, pytest.raises(pdfprobe.PdfRefused) as refusal:
        list(pdfprobe.page_images(file, first=1, last=2, width=400))
    assert refusal.value.reason == "damaged"
