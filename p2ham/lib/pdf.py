"""HTML to PDF/UA-1. The only import of WeasyPrint, with every way out of the paper locked.

A paper may show what is in its own text (``data:`` images) and nothing else: one unescaped name must never read a file
or open a connection. Style sheets and fonts are the project's own and are read once.
"""

import hashlib
import logging
import threading
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from PIL import ImageFile

# What WeasyPrint and fontTools tell their logs quotes the text of the paper; they begin to tell when they are imported.
for _name in ("weasyprint", "fontTools"):
    logging.getLogger(_name).propagate = False

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: E402 - comes with WeasyPrint
from weasyprint import CSS, HTML  # noqa: E402
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


def render(
    html: str, *, title: str, stylesheets: tuple[Path, ...], page_picture: Callable[[int], bytes] | None = None
) -> bytes:
    """The PDF/UA-1 bytes of ``html``, the same for the same input.

    ``page_picture`` gives a PNG for each page, counted from 1: the background of the box at the bottom left, of which
    the style sheet sets the size. Characters that the project's faces lack become boxes. ``title`` and the language of ``<html lang>`` are all that goes into the metadata: no author, no date.
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
                    *(_stylesheet(path) for path in stylesheets),
                    *([_page_pictures()] if page_picture else []),
                ],
                pdf_variant="pdf/ua-1",
            )
            document.metadata = type(document.metadata)(title=title, lang=document.metadata.lang)
            identifier = hashlib.sha256(html.encode()).digest()[:16]
            data: Any = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
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
def _page_pictures() -> CSS:
    boxes = (
        f'@page :nth({page}) {{ @bottom-left {{ content: ""; background-image: url("{PAGE_PICTURE}{page}") }} }}'
        for page in range(1, PICTURED_PAGES + 1)
    )
    return CSS(string="\n".join(boxes), font_config=_fonts()[0], url_fetcher=_Locked())
