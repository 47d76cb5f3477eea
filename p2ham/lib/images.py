"""Photos: opened with care, stripped of everything but the picture, and recognised again.

No picture costs more than about 150 MB: what the header announces is priced before a single pixel is decoded.
"""

import hashlib
import io
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import IO, Any, TypeVar

from PIL import Image, ImageCms

from p2ham.lib import likeness, pdfprobe, photoquality

LONGEST_SIDE = 2560
THUMBNAIL_SIDE = 480
SMALLEST_SIDE = 100
MAX_PIXELS = 120_000_000
JPEG_QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")

_MEMORY = 128_000_000
_COMFORTABLE_PIXELS = 13_000_000
_MAX_SCANS = 100
_MAX_SCANNED_PIXELS = 600_000_000
_LARGEST_PROFILE = 1_000_000
# Bytes per pixel at the peak: Pillow's storage, the copy for a change of mode, and the reduced copy.
_PNG_COST = {"1": 6.0, "L": 1.3, "RGB": 5.5, "P": 8.0}
_COSTLIEST_PNG = 12.0
_WEBP_COST = 16.0
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_T = TypeVar("_T")
_ORIENTATION, _EXIF_IFD, _GPS_IFD, _TAKEN, _DIGITISED = 0x0112, 0x8769, 0x8825, 0x9003, 0x9004

# Refuses at 2 x this; between the two Pillow warns, and the price below decides.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class ImageRefused(Exception):
    """The bytes are not a photo that we take. ``reason``: not_allowed, damaged, animated, too_small, too_many_pixels."""

    def __init__(self, reason: str, *, size: tuple[int, int] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.size = size


@dataclass(frozen=True)
class NormalisedImage:
    """A re-encoded JPEG without any metadata."""

    data: bytes
    width: int
    height: int
    # Of the whole picture and of its parts: ``likeness``.
    prints: tuple[int, ...]
    quality: photoquality.Quality

    @property
    def phash(self) -> int:
        """The perceptual hash of the whole picture."""
        return self.prints[likeness.WHOLE]

    @cached_property
    def sha256(self) -> str:
        """Hash of the stored bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class PhotoFacts:
    """What a received photo says about itself; width and height as the viewer sees them."""

    format: str
    width: int
    height: int
    capture_date: date | None
    had_gps: bool


def inspect(fileobj: IO[bytes]) -> PhotoFacts:
    """Decode the photo once, at the smallest size that still reads every byte, and report what it says.

    Raises ``ImageRefused``.
    """
    return _guarded(_inspect, fileobj)


def normalise(fileobj: IO[bytes]) -> NormalisedImage:
    """The photo upright, at most 2560 px, sRGB, as a fresh JPEG. Raises ``ImageRefused``."""
    return _guarded(_normalise, fileobj)


def thumbnail(data: bytes, *, side: int = THUMBNAIL_SIDE) -> bytes:
    """A small JPEG of a normalised photo or page image."""
    return _guarded(lambda source: _encode(_small(source, side), quality=80), io.BytesIO(data))


def pdf_page_image(data: bytes, *, page: int = 1, width: int = 1200) -> pdfprobe.PageImage:
    """Page ``page`` (from 1) of a PDF as a JPEG, drawn in a confined process. Raises ``pdfprobe.PdfRefused``."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        return pdfprobe.page_image(file, page=page, width=width)


def _guarded(work: Callable[[IO[bytes]], _T], fileobj: IO[bytes]) -> _T:
    """Whatever a decoder throws at us is a refusal of the file, never an error of ours."""
    try:
        fileobj.seek(0)
        return work(fileobj)
    except ImageRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRefused("too_many_pixels") from error
    except Exception as error:  # decoders raise nearly everything: OSError, SyntaxError, struct.error, KeyError ...
        raise ImageRefused("damaged") from error


def _inspect(fileobj: IO[bytes]) -> PhotoFacts:
    with _opened(fileobj) as image:
        width, height = image.size
        _load(image, _scales(image)[-1])
        tags = _tags(image)
        if tags.get(_ORIENTATION) in (5, 6, 7, 8):
            width, height = height, width
        return PhotoFacts(_format(image), width, height, _capture_date(tags), bool(_ifd(tags, _GPS_IFD)))


def _normalise(fileobj: IO[bytes]) -> NormalisedImage:
    picture = _small(fileobj, LONGEST_SIDE)
    return NormalisedImage(
        data=_encode(picture, quality=JPEG_QUALITY),
        width=picture.width,
        height=picture.height,
        prints=tuple(likeness.prints(picture)),
        quality=photoquality.judge(picture),
    )


def prints(data: bytes) -> tuple[int, ...]:
    """The prints of a photo that was normalised before."""
    return _guarded(lambda source: tuple(likeness.prints(_small(source, LONGEST_SIDE))), io.BytesIO(data))


def _small(fileobj: IO[bytes], side: int) -> Image.Image:
    """The picture upright, in sRGB, with no side above ``side``."""
    with _opened(fileobj) as image:
        scales = _scales(image)
        longest = max(image.size)
        _load(image, max((scale for scale in scales if longest / scale >= side), default=scales[0]))
        orientation = _tags(image).get(_ORIENTATION, 1)
        picture = _flat(_halved(image))
        # Lanczos costs a third more, and nobody sees it in a photo.
        picture = picture.resize(_fitted(picture.size, side), Image.Resampling.BICUBIC)
        picture = _to_srgb(picture, image.info.get("icc_profile"))
    turn = _TURNS.get(orientation)
    return picture if turn is None else picture.transpose(turn)


def _opened(fileobj: IO[bytes]) -> Image.Image:
    """The image with its header read and judged, nothing decoded yet."""
    try:
        image = Image.open(fileobj, formats=FORMATS)
    except Image.UnidentifiedImageError as error:
        raise ImageRefused("damaged") from error
    if _format(image) not in FORMATS:
        raise ImageRefused("not_allowed")
    # A JPEG with a second picture for depth or brightness opens as MPO; it does not move.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise ImageRefused("animated", size=image.size)
    if min(image.size) < SMALLEST_SIDE:
        raise ImageRefused("too_small", size=image.size)
    if image.width * image.height > MAX_PIXELS or not _scales(image):
        raise ImageRefused("too_many_pixels", size=image.size)
    if _format(image) == "JPEG" and not _few_scans(image, fileobj):
        raise ImageRefused("damaged", size=image.size)
    return image


def _format(image: Image.Image) -> str:
    return "JPEG" if image.format == "MPO" else str(image.format)


def _scales(image: Image.Image) -> list[int]:
    """By which divisors the picture can be decoded within the memory that one picture may cost; empty: by none."""
    pixels = image.width * image.height
    if image.format == "WEBP":
        return [1] if pixels * _WEBP_COST <= _MEMORY else []
    if image.format == "PNG":
        plain = _PNG_COST.get(image.mode, _COSTLIEST_PNG)
        cost = _COSTLIEST_PNG if "transparency" in image.info else plain
        return [1] if pixels * cost <= _MEMORY else []
    # A progressive JPEG keeps all its coefficients, two bytes each, until the last scan.
    held = 0.0
    if image.info.get("progressive"):
        layers: list[tuple[int, int, int, int]] = getattr(image, "layer", [])
        most = max(h * v for _, h, v, _ in layers)
        held = sum(2 * pixels * h * v / most for _, h, v, _ in layers)
    return [
        scale
        for scale in (1, 2, 4, 8)
        if pixels / scale**2 <= _COMFORTABLE_PIXELS and held + 4 * pixels / scale**2 <= _MEMORY
    ]


def _few_scans(image: Image.Image, fileobj: IO[bytes]) -> bool:
    """A small progressive JPEG can ask for thousands of passes over the picture."""
    place = fileobj.tell()
    fileobj.seek(0)
    scans = 0
    last = b""
    while chunk := fileobj.read(1 << 16):
        scans += (last + chunk).count(b"\xff\xda")
        last = chunk[-1:]
    fileobj.seek(place)
    return scans <= _MAX_SCANS and scans * image.width * image.height <= _MAX_SCANNED_PIXELS


def _load(image: Image.Image, scale: int) -> None:
    if scale > 1:
        image.draft(None, (image.width // scale, image.height // scale))
    image.load()


def _halved(picture: Image.Image) -> Image.Image:
    """A large PNG at half its size: it has no cheap way to be decoded smaller, and resizing it whole costs twice."""
    large = picture.width * picture.height > _COMFORTABLE_PIXELS
    return picture.reduce(2) if large and picture.mode in ("L", "RGB") else picture


def _fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    factor = min(1.0, side / max(size))
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def _flat(picture: Image.Image) -> Image.Image:
    """Grey, three colours or the four of a press, without transparency."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        picture = picture if picture.mode == "RGBA" else picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        return paper
    return picture if picture.mode in ("L", "RGB", "CMYK") else picture.convert("RGB")


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and len(profile) <= _LARGEST_PROFILE:
        with suppress(Exception):  # a broken profile costs the exact colours, not the photo
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            # What most telephones write: a conversion to itself would cost a fifth of all work on the photo.
            if picture.mode == "RGB" and ImageCms.getProfileDescription(source).startswith("sRGB"):
                return picture
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
            if converted is not None:
                return converted
    return picture.convert("RGB")


def _encode(picture: Image.Image, *, quality: int) -> bytes:
    # Pillow copies the comment of the source from ``info`` into what it saves.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _tags(image: Image.Image) -> Image.Exif:
    with suppress(Exception):  # unreadable EXIF is no reason to refuse a photo
        return image.getexif()
    return Image.Exif()


def _ifd(tags: Image.Exif, which: int) -> dict[int, Any]:
    with suppress(Exception):
        return dict(tags.get_ifd(which))
    return {}


def _capture_date(tags: Image.Exif) -> date | None:
    """The day on which the camera says the picture was taken; a clock that was never set says 1970 or 1980."""
    details = _ifd(tags, _EXIF_IFD)
    for tag in (_TAKEN, _DIGITISED):
        with suppress(ValueError):
            day = date.fromisoformat(str(details.get(tag, ""))[:10].replace(":", "-"))
            if day.year >= 2000:
                return day
    return None
