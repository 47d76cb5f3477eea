"""Filing what came back: one upright PDF for each unit, made of its pages."""

import io
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from assessments.cycle.workflow import MoveRefused, lock, refuse
from assessments.files import storage
from assessments.pencanangan.models import Application, ScanPage
from assessments.pencanangan.queries.scanning import UnitPages, pile
from assessments.pencanangan.rules import scanning as rules
from assessments.pencanangan.workflow.locks import lock_application
from assessments.pencanangan.workflow.scans import attach_scan
from p2ham.lib import codereading
from units import audit
from units.models import User

# A4 and F4 are both 21 cm wide.
_PAPER_INCHES = 210 / 25.4
_QUALITY = 82


@dataclass
class Filed:
    """What became of the units of a pile."""

    units: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def file_pages(*, application: Application, by: User, replace: Collection[int] = ()) -> Filed:
    """File the pages of every complete unit; ``replace`` names the units whose scan on record may be replaced.

    Each unit is an effect of its own: what broke off is gone on with by calling again. Raises ``MoveRefused``.
    """
    refuse(rules.scan_back(application, by))
    result = Filed()
    found = pile(application)
    for unit in found.ready + [unit for unit in found.replacing if unit.participation.pk in replace]:
        try:
            if _file(application, unit, by):
                result.units.append(unit.name)
        except MoveRefused as refused:
            result.refused += [f"{unit.name}: {sentence}" for sentence in refused.sentences]
    return result


def _file(application: Application, unit: UnitPages, by: User) -> bool:
    """File one unit, if its pages still are those that were looked at. False when somebody else has filed them."""
    data = letter_pdf(unit.pages)
    upload = SimpleUploadedFile(f"Surat pernyataan {unit.name}.pdf", data, content_type="application/pdf")
    with transaction.atomic():
        locked = lock_application(application)
        lock(unit.participation)
        now = {row.participation.pk: row for row in pile(locked).units}.get(unit.participation.pk)
        if now is None or now.state == "filed":
            return False
        if _facts(now) != _facts(unit):
            raise MoveRefused(["Halamannya baru saja diubah orang lain. Periksa lagi, lalu simpan sekali lagi."])
        declaration = attach_scan(participation=unit.participation, upload=upload, by=by, reads_code=False)
        ScanPage.objects.filter(pk__in=[page.pk for page in now.pages]).update(filed_in=declaration.scan)
        audit.record(
            by=by,
            action="simpan_pindaian_unit",
            subject=unit.participation.subject,
            data={"pages": [page.pk for page in now.pages], "file": declaration.scan_id},
        )
    return True


def _facts(unit: UnitPages) -> object:
    declaration = unit.papers.declaration
    pages = [(page.pk, page.letter_page, page.rotation, page.document_id) for page in unit.pages]
    return unit.state, pages, declaration and (declaration.document_id, declaration.scan_id)


def letter_pdf(pages: Sequence[ScanPage]) -> bytes:
    """The pictures of the pages, upright and as wide as the paper, as a PDF that holds nothing else.

    The same pages give the same bytes. Raises ``MoveRefused`` when a picture is gone.
    """
    sheets = [_upright(page) for page in pages]
    if not sheets:
        raise MoveRefused(["Belum ada halaman untuk disimpan."])
    out = io.BytesIO()
    stamp = time.gmtime(pages[0].source.file.received_at.timestamp())
    sheets[0].save(
        out,
        "PDF",
        resolution=max(sheets[0].width, 1) / _PAPER_INCHES,
        quality=_QUALITY,
        save_all=True,
        append_images=sheets[1:],
        creationDate=stamp,
        modDate=stamp,
    )
    return out.getvalue()


def _upright(page: ScanPage) -> Image.Image:
    try:
        data = b"".join(storage.chunks(page.picture_name)) if page.picture_name else b""
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
            if picture.width * picture.height > codereading.MAX_PIXELS:
                raise ValueError("too many pixels")
            return picture.convert("RGB").rotate(-page.rotation, expand=True)
    except (OSError, ValueError) as error:
        raise MoveRefused(
            [
                f"Gambar halaman {page.number} dari “{page.source.file.name}” tidak dapat dibuka. Pindai lagi halaman itu."
            ]
        ) from error
