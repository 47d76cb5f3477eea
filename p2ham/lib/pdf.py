"""HTML to PDF/UA-1 and PDF/A-2a at once. The only import of WeasyPrint, with every way out of the paper locked.

A paper may show what is in its own text (``data:`` images) and nothing else: one unescaped name must never read a file
or open a connection. Style sheets and fonts are the project's own and are read once.
"""

import hashlib
import io
import logging
import threading
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from PIL import ImageFile

# What WeasyPrint and fontTools tell their logs quotes the text of the paper; they begin to tell when they are imported.
for _name in ("weasyprint", "fontTools"):
    logging.getLogger(_name).propagate = False

import pydyf  # type: ignore[import-untyped]  # noqa: E402 - comes with WeasyPrint, and writes what it draws
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: E402 - comes with WeasyPrint
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.css import ColorProfile  # noqa: E402
from weasyprint.document import DocumentMetadata  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: E402

# WeasyPrint lets Pillow take truncated pictures, in the whole process; the check of received photos must not.
ImageFile.LOAD_TRUNCATED_IMAGES = False

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts" / "pdf"

# A picture for one page, made when the page is laid out; past these pages there is none.
PAGE_PICTURE = "page-picture:"
PICTURED_PAGES = 120

# Pango's font map is not made for two threads at once.
_lock = threading.RLock()


# WeasyPrint writes one variant; what makes the archive's file an accessible one as well stands in ``_Metadata``.
VARIANT = "pdf/a-2a"
# Pictures are shown as they are: an archive's file must not ask the viewer to smooth them.
_ARCHIVED = "html { image-rendering: pixelated }"
# The property that says PDF/UA-1, and, as an archive demands of every property outside its own list, what it means.
_ACCESSIBLE = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


_plain_stream: Any = pydyf.Stream.data.fget


def _ended(stream: Any) -> bytes:
    """The bytes of a stream, with CR and LF before its last word.

    With the LF alone that pydyf writes, a stream whose own last byte happens to be CR reads as if it were one byte
    shorter than its ``/Length`` says, which the rules of archives forbid: about one paper in twenty.
    """
    plain: bytes = _plain_stream(stream)
    return plain.removesuffix(b"\nendstream") + b"\r\nendstream"


pydyf.Stream.data = property(_ended)


class PaperRefused(Exception):
    """The paper asks for something outside itself. Carries no text of the paper."""


class _Locked(URLFetcher):
    """Fetches ``data:`` addresses and the pictures of the pages, and stops the paper at any other."""

    def __init__(self, page_picture: Callable[[int], bytes] | None = None) -> None:
        super().__init__()
        self.page_picture = page_picture

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        number = url.removeprefix(PAGE_PICTURE)
        if self.page_picture and number != url and number.isascii() and number.isdigit():
            return URLFetcherResponse(url, self.page_picture(int(number)), {"Content-Type": "image/png"})
        if url[:5].lower() != "data:":
            raise FatalURLFetchingError("a paper may only show what it carries itself")
        return super().fetch(url, headers)


class _OwnFonts(URLFetcher):
    """Fetches the TrueType files that the project ships, for the style sheet that lies beside them."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = FONTS / url.rpartition("/")[2]
        if url != path.as_uri() or path.suffix != ".ttf":
            raise FatalURLFetchingError("not a font of the project")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/ttf"})


class _Metadata(DocumentMetadata):
    """Says PDF/UA-1 beside PDF/A-2a, uncompressed as an archive wants it."""

    def include_in_pdf(self, pdf: Any, variant: str, version: int, conformance: str, compress: bool) -> None:
        super().include_in_pdf(pdf, variant, version, conformance, compress=False)

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        written: bytes = super().generate_rdf_metadata(variant, version, conformance)
        return written.removesuffix(b"</rdf:RDF>") + _ACCESSIBLE


def render(
    html: str, *, title: str, stylesheets: tuple[Path, ...], page_picture: Callable[[int], bytes] | None = None
) -> bytes:
    """The bytes of ``html`` as PDF/UA-1 and PDF/A-2a, the same for the same input.

    ``page_picture`` gives a PNG for each page, counted from 1: the background of the box at the bottom left, of which
    the style sheet sets the size. Characters that the project's faces lack become boxes. ``title`` and the language of
    ``<html lang>`` are all that goes into the metadata: no author, no date.
    Raises ``PaperRefused`` when the page refers to anything but ``data:``.
    """
    with _lock:
        fonts, face_rules = _fonts()
        try:
            document = HTML(
                string=html.translate(_printable()), url_fetcher=_Locked(page_picture), base_url=None
            ).render(
                font_config=fonts,
                stylesheets=[
                    face_rules,
                    _archived(),
                    *(_stylesheet(path) for path in stylesheets),
                    *([_page_pictures()] if page_picture else []),
                ],
                pdf_variant=VARIANT,
            )
            document.metadata = _Metadata(title=title, lang=document.metadata.lang)
            document.color_profiles = {"srgb": _colours()}
            identifier = hashlib.sha256(html.encode()).digest()[:16]
            data: Any = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier, output_intent="our own")
        except FatalURLFetchingError as error:
            raise PaperRefused(str(error)) from error
    return bytes(data)


class _Printable(dict[int, str]):
    """For ``str.translate``: a box for every character that the project's faces lack.

    Another machine's fonts must not step in: the paper would differ from one to the next, or show nothing at all.
    """

    def __init__(self) -> None:
        super().__init__()
        with TTFont(FONTS / "LiberationSans-Regular.ttf", lazy=True) as face:
            self.known = set(face.getBestCmap())

    def __missing__(self, code: int) -> str:
        char = chr(code)
        shown = code in self.known or unicodedata.category(char) in {"Cc", "Cf", "Zs", "Zl", "Zp"}
        self[code] = char if shown else "\u25a1"
        return self[code]


@cache
def _printable() -> _Printable:
    return _Printable()


@cache
def _fonts() -> tuple[FontConfiguration, CSS]:
    configuration = FontConfiguration()
    sheet = CSS(filename=FONTS / "fonts.css", font_config=configuration, url_fetcher=_OwnFonts())
    return configuration, sheet


@cache
def _stylesheet(path: Path) -> CSS:
    return CSS(string=path.read_text(encoding="utf-8"), font_config=_fonts()[0], url_fetcher=_Locked())


@cache
def _colours() -> ColorProfile:
    """The colours that an archive's file names, read once; WeasyPrint itself would open the file for every paper."""
    profile = io.BytesIO(files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes())
    return ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@cache
def _archived() -> CSS:
    return CSS(string=_ARCHIVED, font_config=_fonts()[0], url_fetcher=_Locked())


@cache
def _page_pictures() -> CSS:
    boxes = (
        f"@page :nth({page}) {{ @bottom-left {{ content: ''; image-rendering: pixelated; "
        f"background-image: url('{PAGE_PICTURE}{page}') }} }}"
        for page in range(1, PICTURED_PAGES + 1)
    )
    return CSS(string="\n".join(boxes), font_config=_fonts()[0], url_fetcher=_Locked())
