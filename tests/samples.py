"""Files as people really send them: photos from a telephone, letters from a scanner.

Everything is made here and the same on every machine; the hostile and the odd ones are in tests/hostile.py.
"""

import io
import random
import time
from datetime import datetime

from PIL import Image, ImageDraw, ImageFont

TAKEN = datetime(2024, 7, 18, 9, 30, 15)
COMMENT = b"komentar kamera: 081200000000"
XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="Fotografer Rahasia"/></rdf:RDF></x:xmpmeta>'
    b'<?xpacket end="w"?>'
)
_EXIF_IFD, _GPS_IFD, _ORIENTATION, _MODEL = 0x8769, 0x8825, 0x0112, 0x0110
_TAKEN, _OFFSET = 0x9003, 0x9011


def scene(seed: int = 1, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """A made-up room: wall, floor, a door and some furniture; every seed looks clearly different, in every size."""
    rng = random.Random(seed)
    small = (max(size[0] // 4, 8), max(size[1] // 4, 8))
    width, height = small

    def colour(low: int, high: int) -> tuple[int, int, int]:
        return (rng.randint(low, high), rng.randint(low, high), rng.randint(low, high))

    image = Image.new("RGB", small, colour(150, 240))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * rng.uniform(0.5, 0.8), width, height), fill=colour(60, 140))
    for _ in range(7):
        left, top = width * rng.uniform(-0.2, 1), height * rng.random()
        box = (left, top, left + width * rng.uniform(0.1, 0.35), top + height * rng.uniform(0.12, 0.5))
        shape = rng.choice((draw.rectangle, draw.ellipse))
        shape(box, fill=colour(10, 250), outline=(20, 20, 20), width=2)
    return image.resize(size, Image.Resampling.BICUBIC)


def exif(*, gps: bool, taken: datetime | None, orientation: int) -> Image.Exif:
    """The EXIF block of a telephone's camera."""
    tags = Image.Exif()
    tags[_MODEL] = "Telepon Uji 7"
    if orientation != 1:
        tags[_ORIENTATION] = orientation
    if taken:
        details = tags.get_ifd(_EXIF_IFD)
        details[_TAKEN] = taken.strftime("%Y:%m:%d %H:%M:%S")
        details[_OFFSET] = "+07:00"
    if gps:
        place = tags.get_ifd(_GPS_IFD)
        place.update({1: "S", 2: (3.0, 59.0, 30.5), 3: "E", 4: (122.0, 30.0, 52.2)})
    return tags


def photo(
    *,
    seed: int = 1,
    gps: bool = True,
    taken: datetime | None = TAKEN,
    size: tuple[int, int] = (1600, 1200),
    orientation: int = 1,
    quality: int = 80,
    progressive: bool = False,
) -> bytes:
    """A JPEG photo with capture date, place, comment and XMP, as a telephone writes it.

    ``size`` is what the viewer sees; with ``orientation`` 5 to 8 the stored pixels lie on their side.
    """
    image = scene(seed, size)
    turns = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    for turn in turns.get(orientation, []):
        image = image.transpose(turn)
    out = io.BytesIO()
    tags = exif(gps=gps, taken=taken, orientation=orientation)
    image.save(out, "JPEG", quality=quality, progressive=progressive, exif=tags, comment=COMMENT, xmp=XMP)
    return out.getvalue()


def png(*, seed: int = 1, size: tuple[int, int] = (800, 600), mode: str = "RGB") -> bytes:
    """A PNG such as a screenshot."""
    out = io.BytesIO()
    scene(seed, size).convert(mode).save(out, "PNG")
    return out.getvalue()


def webp(*, seed: int = 1, size: tuple[int, int] = (800, 600), lossless: bool = False) -> bytes:
    """A WebP such as a messenger sends."""
    out = io.BytesIO()
    tags = exif(gps=True, taken=TAKEN, orientation=1)
    scene(seed, size).save(out, "WEBP", lossless=lossless, exif=tags, xmp=XMP)
    return out.getvalue()


def page_image(text: str, *, size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """One scanned sheet: a line of text each ``\\n``, grey paper, a signature and a round stamp."""
    sheet = Image.new("RGB", size, (246, 244, 238))
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=size[0] // 44)
    draw.multiline_text((size[0] // 9, size[1] // 10), text, fill=(30, 30, 34), font=font, spacing=14)
    left, top = size[0] * 6 // 10, size[1] * 7 // 10
    points = [(left + step * 16, top + (step * 37) % 61 - 30) for step in range(18)]
    draw.line(points, fill=(28, 40, 120), width=5, joint="curve")
    draw.ellipse((left - 60, top - 90, left + 120, top + 90), outline=(120, 60, 150), width=5)
    return sheet


def scanned_pdf(*, text: str = "SURAT PERNYATAAN PENCANANGAN", pages: int = 1) -> bytes:
    """A PDF of page images only, without a text layer, as from an office scanner (A4, 150 dpi)."""
    sheets = [page_image(f"{text}\n\nHalaman {number + 1} dari {pages}") for number in range(pages)]
    out = io.BytesIO()
    stamp = time.gmtime(1_720_000_000)
    sheets[0].save(
        out,
        "PDF",
        resolution=150,
        save_all=True,
        append_images=sheets[1:],
        creationDate=stamp,
        modDate=stamp,
        producer="Pemindai Uji",
    )
    return out.getvalue()


def heic_like() -> bytes:
    """The head of a photo as an iPhone stores it by default; no decoder of ours reads the rest."""
    return b"\0\0\0\x24ftypheic\0\0\0\0mif1MiHEMiPrmiafheic" + random.Random(9).randbytes(4096)
