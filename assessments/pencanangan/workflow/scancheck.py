"""Whose letter is it that one unit uploads? Looked at before the file is taken, quickly, and never a reason to lose it."""

import shutil
import tempfile
from collections.abc import Iterator
from typing import IO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from assessments.cycle.models import Participation
from assessments.documents.models import Document
from assessments.documents.queries import code_of
from p2ham.lib import codereading, images, pdfprobe
from units.models import User

UNREAD = "Kode pada pindaian tidak terbaca; periksa kembali bahwa surat ini milik unit ini."
OLD = "Kode pada pindaian milik surat versi lama; periksa kembali bahwa surat ini yang ditandatangani."
_PAGES = 3
_ATTEMPTS = 3


def judge(upload: UploadedFile, participation: Participation, by: User) -> tuple[list[str], str]:
    """Why the file is not this unit's letter (sentences), and what is to be looked at again (a sentence or nothing)."""
    codes = _codes(upload)
    if not codes:
        return [], UNREAD
    documents = list(Document.objects.filter(code__in=codes))
    own = [row for row in documents if row.participation_id == participation.pk]
    if own:
        # The whole pile, or two letters on one picture: nobody's letter is filed for another.
        if others := [row for row in documents if row not in own and row.kind == Document.Kind.DECLARATION]:
            return [
                f"Berkas ini juga memuat {_whose(others, by)}. Unggah surat unit ini saja; tumpukan surat seluruh unit "
                "diunggah pada halaman pindaian acara."
            ], ""
        return [], "" if any(row.standing == Document.Standing.VALID for row in own) else OLD
    return [f"Berkas ini memuat {_whose(documents, by)}. Pilih pindaian surat unit ini, lalu unggah lagi."], ""


def _whose(documents: list[Document], by: User) -> str:
    letters = [
        row.participation_id for row in documents if row.participation_id and row.kind == Document.Kind.DECLARATION
    ]
    seen = Participation.objects.visible_to(by).filter(pk__in=letters).select_related("work_unit").first()
    if seen:
        return f"surat pernyataan unit lain, yaitu {seen.work_unit.short_name}"
    return "surat pernyataan unit lain" if letters else "naskah lain"


def _codes(upload: UploadedFile) -> set[str]:
    """The codes of papers in the first pages. What cannot be opened has none: receiving it tells why."""
    found: set[str] = set()
    if upload.file is None or (upload.size or 0) > settings.PDF_MAX_BYTES:
        return found
    try:
        for data in _pictures(cast(IO[bytes], upload.file)):
            page = codereading.opened(data)
            readings = codereading.read(page, wanted=lambda text: code_of(text) is not None, attempts=_ATTEMPTS)
            found |= {code[0] for reading in readings if (code := code_of(reading.text))}
    except (OSError, ValueError, Image.DecompressionBombError, images.ImageRefused, pdfprobe.PdfRefused):
        pass
    finally:
        upload.file.seek(0)
    return found


def _pictures(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    is_pdf = b"%PDF-" in file.read(1024)
    file.seek(0)
    if not is_pdf:
        yield images.normalise(file).data
        return
    with tempfile.TemporaryFile() as copy:  # the child reads a real file
        shutil.copyfileobj(file, copy)
        for page in pdfprobe.page_images(copy, first=1, last=_PAGES, width=1650):
            yield page.data
