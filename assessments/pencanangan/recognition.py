"""Which letter is on a picture of a page, and what that means for a ceremony. Writes nothing."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from assessments.documents.models import Document
from assessments.documents.queries import code_of
from assessments.files import storage
from assessments.files.models import StoredFile
from assessments.pencanangan.models import ScanPage
from assessments.pencanangan.queries.scanning import letters_of, page_count
from p2ham.lib import codereading, images, pdfprobe

# A4 and F4 are 21 cm wide: 200 dots per inch, enough for a code and for a signature.
WIDTH = 1650
# Papers bear their code at 0.15 from the left and 0.95 from the top; a photo may show much of the table around.
_LEFT, _FOOT = 0.42, 0.6
# As many pages as one child draws before the next one begins afresh.
TOGETHER = 20

Finding = ScanPage.Finding


@dataclass(frozen=True)
class Sight:
    """What was seen on a page: codes of papers with their page, how to turn it, whether anything is on it."""

    codes: frozenset[tuple[str, int]] = frozenset()
    rotation: int = 0
    blank: bool = False


@dataclass(frozen=True)
class Judgement:
    """What a page is to a ceremony; ``participation`` only where it may be filed by its code alone."""

    finding: ScanPage.Finding
    document: Document | None = None
    letter_page: int | None = None
    participation: int | None = None


def look(data: bytes) -> Sight:
    """Read the picture of a page; what cannot be opened or read shows nothing."""
    try:
        page = codereading.opened(data)
    except (OSError, ValueError):
        return Sight()

    def ours(text: str) -> bool:
        return code_of(text) is not None

    readings = codereading.read(page, wanted=ours, attempts=2)
    if not readings and codereading.is_blank(page):
        return Sight(blank=True)
    if not any(ours(reading.text) for reading in readings):
        readings = codereading.read(page, wanted=ours)
    found = {code: reading for reading in readings if (code := code_of(reading.text))}
    if not found or (len(found) == 1 and not all(map(_stands_right, found.values()))):
        return Sight()
    return Sight(frozenset(found), next(iter(found.values())).rotation)


def _stands_right(reading: codereading.Reading) -> bool:
    """Whether the code is at the foot of the page, at its left, where papers bear it.

    Elsewhere it is the corner of another letter that lies beside one whose own code cannot be read.
    """
    return reading.x < _LEFT and reading.y > _FOOT


def judge(ceremony_id: int, sight: Sight) -> Judgement:
    """What the page is to this ceremony. The caller holds the lock under which pages are recorded."""
    if sight.blank:
        return Judgement(Finding.BLANK)
    if len(sight.codes) != 1:
        # None, or several that contradict each other: only a person can tell.
        return Judgement(Finding.UNREADABLE)
    ((code, number),) = sight.codes
    document = Document.objects.filter(code=code).first()
    letter = letters_of(ceremony_id).get(document.participation_id) if document and document.participation_id else None
    if document is None or letter is None or document.kind != Document.Kind.DECLARATION:
        return Judgement(Finding.FOREIGN, document, number)
    if letter.document_id != document.pk or not letter.awaited:
        return Judgement(Finding.OUTDATED, document, number)
    pages = page_count(document)
    if pages is not None and number > pages:
        return Judgement(Finding.UNREADABLE)
    if ScanPage.objects.in_place(ceremony_id, document, number).exists():
        return Judgement(Finding.DUPLICATE, document, number)
    return Judgement(Finding.LETTER, document, number, document.participation_id)


def pictures(file: StoredFile, *, first: int, last: int) -> Iterator[tuple[int, bytes]]:
    """The pages of a received file as JPEG, those that cannot be drawn as empty bytes.

    ``FileNotFoundError`` when the file is gone, ``images.ImageRefused`` when a photo is none.
    """
    with tempfile.TemporaryFile() as copy:
        fetch(file, copy)
        if file.is_photo:
            yield 1, images.normalise(copy).data
            return
        yield from _drawn(copy, first, last)


def _drawn(copy: IO[bytes], first: int, last: int) -> Iterator[tuple[int, bytes]]:
    number = first
    while number <= last:
        until = min(last, number + TOGETHER - 1)
        try:
            for page in pdfprobe.page_images(copy, first=number, last=until, width=WIDTH):
                yield number, page.data
                number += 1
        except pdfprobe.PdfRefused:
            yield number, b""
            number += 1


def fetch(file: StoredFile, copy: IO[bytes]) -> None:
    """Copy the stored bytes of a file; a photo changes its name when it is processed, so the row is asked twice."""
    for attempt in range(2):
        copy.seek(0)
        copy.truncate()
        try:
            for chunk in storage.chunks(file.stored_name or file.received_name):
                copy.write(chunk)
        except FileNotFoundError:
            if attempt:
                raise
            file.refresh_from_db()
        else:
            copy.seek(0)
            return
