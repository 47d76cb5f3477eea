"""QR codes on pictures of paper: from a scanner or a telephone, turned, skewed, grey, noisy.

Each attempt costs more than the one before it, and the first that finds a wanted code ends the search; a clean page is
read in some 20 ms. What the error correction of the code does not confirm is never guessed.
"""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
MAX_PIXELS = 24_000_000
SECONDS = 8.0
# How much of the page, from each edge, is searched magnified.
_STRIP = 0.26
_BORDER = 40
_MARGIN = 0.09
_INK = 38
_INKED = 0.00018
# Left, top, right and bottom of a part, as parts of the page.
_Box = tuple[float, float, float, float]
_WHOLE: _Box = (0, 0, 1, 1)


@dataclass(frozen=True)
class Reading:
    """What a code says, by how many degrees clockwise the page is to be turned to stand upright, and where the middle
    of the code is then: from the left and from the top, as parts of the page."""

    text: str
    rotation: int
    x: float
    y: float


def opened(data: bytes) -> Image.Image:
    """The grey picture of a page, decoded within limits. Raises ``OSError`` or ``ValueError`` on what is no picture."""
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        return picture.convert("L")


def read(
    page: Image.Image,
    *,
    wanted: Callable[[str], bool] = lambda text: True,
    seconds: float = SECONDS,
    attempts: int | None = None,
) -> list[Reading]:
    """Every different code that the first successful attempt finds, those of the plain picture among them.

    An attempt is successful when one of its codes is ``wanted``; without any, all that was found is returned.
    ``attempts`` bounds them: the first two are cheap.
    """
    until = time.process_time() + seconds
    found: dict[str, Reading] = {}
    for picture, binarizer, box in islice(_attempts(page.convert("L")), attempts):
        for reading in _decoded(picture, binarizer, box):
            found.setdefault(reading.text, reading)
        if any(wanted(text) for text in found) or time.process_time() > until:
            break
    return list(found.values())


def _decoded(picture: Image.Image, binarizer: zxingcpp.Binarizer, box: _Box) -> Iterator[Reading]:
    left, top, right, bottom = box
    for code in zxingcpp.read_barcodes(picture, formats=_QR, binarizer=binarizer):
        if code.valid and code.text:
            turn = round(-code.orientation / 90) * 90 % 360
            one, other = code.position.top_left, code.position.bottom_right
            x = left + (one.x + other.x) / 2 / picture.width * (right - left)
            y = top + (one.y + other.y) / 2 / picture.height * (bottom - top)
            yield Reading(code.text, turn, *{0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[turn])


def _attempts(page: Image.Image) -> Iterator[tuple[Image.Image, zxingcpp.Binarizer, _Box]]:
    """Pictures of the page or of a part of it, which the box tells."""
    local, whole = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram
    # A white border gives back the quiet zone that the edge of the glass cut off.
    page = ImageOps.expand(page, _BORDER, 255)
    yield page, local, _WHOLE
    yield ImageOps.autocontrast(page, cutoff=1), local, _WHOLE
    softened = page.filter(ImageFilter.GaussianBlur(1.0))
    yield softened, local, _WHOLE
    cleaned = page.filter(ImageFilter.MedianFilter(3))
    yield cleaned, local, _WHOLE
    for source in (softened, page, cleaned):
        for strip, box in _strips(source):
            large = strip.resize((strip.width * 2, strip.height * 2), Image.Resampling.BICUBIC)
            yield large, local, box
            flat = _flattened(large)
            yield flat, whole, box
            # The low levels let pen strokes and stamps fade, which are paler than print.
            for level in (60, 80, 100, 150):
                yield flat.point(_threshold(level)), whole, box
    for angle in (-5, 5):
        yield softened.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255), local, _WHOLE


def _threshold(level: int) -> list[int]:
    return [255 if value > level else 0 for value in range(256)]


def _strips(page: Image.Image) -> Iterator[tuple[Image.Image, _Box]]:
    """The four edges of the page: the code stands near one of them, whichever way the page lies."""
    width, height = page.size
    near, far = _STRIP, 1 - _STRIP
    for left, top, right, bottom in ((0, far, 1, 1), (0, 0, 1, near), (0, 0, near, 1), (far, 0, 1, 1)):
        edges = (round(left * width), round(top * height), round(right * width), round(bottom * height))
        yield page.crop(edges), (left, top, right, bottom)


def _flattened(picture: Image.Image) -> Image.Image:
    """The picture with its shadows taken out: dark ink on an even white."""
    small = picture.reduce(8).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(6))
    paper = small.resize(picture.size, Image.Resampling.BILINEAR)
    # Ink relative to the paper around it, in the 8 bits that Pillow has: 255 - (paper - picture).
    return ImageOps.autocontrast(_minus(paper, picture), cutoff=(0.5, 5))


def _minus(paper: Image.Image, picture: Image.Image) -> Image.Image:
    return ImageOps.invert(ImageChops.subtract(paper, picture))


def is_blank(page: Image.Image) -> bool:
    """Whether nobody wrote on the page: noise, a dark edge, a punch hole or a fold are nothing, a signature is."""
    width, height = page.size
    left, top = round(width * _MARGIN), round(height * _MARGIN)
    middle = page.convert("L").crop((left, top, width - left, height - top))
    if middle.width > 1400:
        middle = middle.resize((1400, round(middle.height * 1400 / middle.width)), Image.Resampling.BOX)
    middle = middle.filter(ImageFilter.MedianFilter(3))
    small = middle.reduce(2)
    around = small.filter(ImageFilter.BoxBlur(20))
    ink = _minus(around, small).point([255 if value < 255 - _INK else 0 for value in range(256)])
    return ImageStat.Stat(ink).mean[0] / 255 < _INKED
