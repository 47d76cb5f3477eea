"""The signed pile as the scanner of a test gives it: pictures of the real letters, in any order and state."""

import io
import time

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from assessments.cycle.models import Participation
from assessments.documents.models import Document
from assessments.documents.rendering import render
from assessments.documents.tasks import render_document
from assessments.files import storage
from assessments.pencanangan import workflow
from assessments.pencanangan.models import Application, Declaration, ScanPage
from assessments.pencanangan.tasks_scans import read_source
from assessments.pencanangan.workflow import scanning
from tests import scanner
from tests.cast import Cast
from tests.pencanangan import scenes
from units.models import Official, User, WorkUnit

DPI = 150
# The same pages are the same bytes, whenever they are scanned.
STAMP = {"creationDate": time.gmtime(1_720_000_000), "modDate": time.gmtime(1_720_000_000)}


def printed(cast: Cast, *units: WorkUnit, by: User | None = None) -> Application:
    """An accepted application, its letters printed and rendered."""
    application = scenes.accepted(cast, *units, named=True)
    print_all(application, by or cast.coordinator)
    return application


def print_all(application: Application, by: User) -> None:
    for row in rows(application):
        declaration = workflow.print_letter(participation=row, by=by)
        render_document.func(declaration.document_id)


def reprinted(cast: Cast, application: Application) -> None:
    """The heads changed, and so did the letters."""
    for row in rows(application):
        Official.objects.filter(work_unit=row.work_unit).update(name="Kepala Baru, M.H.")
    print_all(application, cast.coordinator)


def rows(application: Application) -> list[Participation]:
    """The units of an application, in the order of their names."""
    found = Participation.objects.filter(applications__application=application)
    return list(found.select_related("work_unit").order_by("work_unit__name"))


def letter(participation: Participation) -> Document:
    document = Declaration.objects.get(participation=participation).document
    assert document is not None
    return document


def sheets(document: Document) -> list[Image.Image]:
    """The pages of a rendered paper as a clean scanner sees them."""
    document.refresh_from_db()
    data = b"".join(storage.chunks(document.stored_name)) if document.stored_name else _rendered(document)
    return raster(data)


def _rendered(document: Document) -> bytes:
    return render(document.kind, document.context, title=str(document))


def raster(data: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L") for page in pdf]


def page_of(participation: Participation, number: int = 1) -> Image.Image:
    """One page of a unit's letter."""
    return sheets(letter(participation))[number - 1]


def pdf(*pages: Image.Image, name: str = "tumpukan.pdf") -> SimpleUploadedFile:
    """One PDF of scanned pages."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=list(pages[1:]), quality=70, **STAMP)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/pdf")


def photo(page: Image.Image, name: str = "foto.jpg") -> SimpleUploadedFile:
    """One page as a photo."""
    out = io.BytesIO()
    page.convert("RGB").save(out, "JPEG", quality=80)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def two(one: Image.Image, other: Image.Image) -> Image.Image:
    """Two letters on one picture: one lay half under the other."""
    both = Image.new("L", (one.width + other.width, one.height), 255)
    both.paste(one, (0, 0))
    both.paste(other, (one.width, 0))
    return both


def unreadable(page: Image.Image) -> Image.Image:
    """A page whose code is smeared beyond reading."""
    out = page.copy()
    out.paste(120, (0, round(page.height * 0.88), round(page.width * 0.3), page.height))
    return out


def turned(page: Image.Image, turn: int, kind: str = "bersih", seed: int = 1) -> Image.Image:
    return scanner.degraded(page, kind, turn=turn, seed=seed)


def one_page(cast: Cast) -> ScanPage:
    """A page that was handed in for the unit of the play and that nobody could read."""
    application = scenes.accepted(cast)
    upload = photo(scanner.signature((620, 877)), "halaman.jpg")
    (source,) = scanning.receive_scans(application=application, uploads=[upload], by=cast.coordinator).taken
    read_source.func(source.pk)
    return source.pages.get()
