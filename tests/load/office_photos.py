"""A pool of drawn photos of offices for the benches, and what becomes of a photo before it is sent once more.

A name tells what is compared: ``office-indicator-view+day``. View 0, 1 and 2 are three sides of one room; day ``b`` is the
same side on another day: other light, other people, nobody stands in the same place twice. ``surat`` is a letter that lies
on a desk: one letterhead, another text for each number.
"""

import io
import itertools
import random
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from PIL import ExifTags, Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

from assessments.demo import pictures
from assessments.demo.studio.camera import perspective
from assessments.demo.studio.places import Shot
from p2ham.lib import images

SIZE = (1024, 768)
LETTERS_PER_OFFICE = 4
Name = tuple[int, str, str]
Box = tuple[float, float, float, float]
_WORDS = (
    "pelayanan ramah kelompok rentan petugas pengunjung ruang tunggu jalur pemandu kursi roda laktasi penyandang disabilitas "
    "lanjut usia anak ibu hamil maklumat waktu biaya persyaratan pengaduan kepuasan masyarakat informasi sarana prasarana"
).split()


def pool(folder: Path, units: int) -> None:
    """Draw what is not there yet: 96 photos for each office."""
    folder.mkdir(parents=True, exist_ok=True)
    first: list[Name] = list(itertools.product(range(units), pictures.SCENES, ("0a", "1a", "2a")))
    letters: list[Name] = [(n, "surat", f"{k}a") for n in range(units) for k in range(LETTERS_PER_OFFICE)]
    later: list[Name] = list(itertools.product(range(units), pictures.SCENES, ("0b",)))
    with ProcessPoolExecutor() as workers:
        list(workers.map(partial(draw, folder), first + letters + later, chunksize=4))


def draw(folder: Path, name: Name) -> None:
    """One photo, as a phone gives it away."""
    office, what, shot = name
    path = folder / f"{office:03}-{what}-{shot}.jpg"
    if not path.exists():
        rng = random.Random(zlib.crc32(path.name.encode()))
        image = letter(office, rng) if what == "surat" else room(office, what, shot)
        image = lit(image.resize(SIZE, Image.Resampling.LANCZOS), rng)
        image.save(path.with_suffix(".tmp"), "JPEG", quality=88)
        path.with_suffix(".tmp").rename(path)


def room(office: int, indicator: str, shot: str) -> Image.Image:
    """What an indicator asks for, from one side, on one day."""
    seed, view, is_later = f"unit-{office}", int(shot[0]), shot[1] == "b"
    number = zlib.crc32(f"{seed}/{indicator}".encode())
    hand = random.Random(number * 3 + view + (3 << 32 if is_later else 0))
    staged = Shot(
        view=view,
        unit=f"Lapas Kelas IIA Kota {office}",
        year=2026,
        house=random.Random(zlib.crc32(seed.encode())),
        rng=random.Random(number),
        hand=hand,
    )
    if is_later:
        staged.lamps = [hand.choice((0.12, 0.45, 0.62, 0.8, 1.0)) for _ in staged.lamps]
    return pictures._develop(pictures.SCENES[indicator](staged).render(), hand)


def letter(office: int, rng: random.Random) -> Image.Image:
    """A sheet of paper on a desk, taken from above by hand."""
    sheet = Image.new("RGB", (900, 1270), (250, 249, 245))
    pen = ImageDraw.Draw(sheet)
    pen.ellipse((70, 60, 170, 160), outline=(40, 60, 120), width=9)
    pen.multiline_text(
        (200, 70),
        f"KEMENTERIAN CONTOH\nKANTOR WILAYAH\nUNIT KOTA {office}",
        fill=(20, 20, 24),
        font=ImageFont.load_default(30),
        align="center",
    )
    pen.line((60, 190, 840, 190), fill=(20, 20, 24), width=5)
    lines = [" ".join(rng.choices(_WORDS, k=rng.randint(4, 9))) for _ in range(rng.randint(12, 26))]
    pen.multiline_text((80, 260), "\n".join(lines), fill=(30, 30, 34), font=ImageFont.load_default(22), spacing=11)
    grain = noise((480, 360), 80, rng).resize((1600, 1200), Image.Resampling.BICUBIC)
    colour = rng.choice(((120, 84, 54), (150, 150, 152), (88, 92, 100), (170, 140, 100)))
    desk = ImageOps.colorize(grain, tuple(c * 3 // 4 for c in colour), colour)  # type: ignore[arg-type]
    corners = [
        (x + rng.uniform(-90, 90), y + rng.uniform(-60, 60))
        for x, y in ((430, 70), (1170, 70), (1210, 1150), (390, 1150))
    ]
    how = perspective(corners, [(0, 0), (900, 0), (900, 1270), (0, 1270)])
    laid = sheet.convert("RGBA").transform((1600, 1200), Image.Transform.PERSPECTIVE, how, Image.Resampling.BICUBIC)
    desk.paste(laid, (0, 0), laid)
    return desk


def lit(image: Image.Image, rng: random.Random) -> Image.Image:
    """Light from one side, a patch of sun or a lamp, stains on the walls and the grain of a small sensor."""
    width, height = image.size
    fall = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(image.size)
    low = rng.randint(165, 245)
    fall = fall.point([low + (255 - low) * v // 255 for v in range(256)])
    for coarse in (90, 24, 7):
        stains = noise((width // coarse, height // coarse), 14, rng).point([v + 112 for v in range(256)])
        fall = ImageChops.multiply(fall, stains.resize(image.size, Image.Resampling.BICUBIC))
    if rng.random() < 0.6:
        side = rng.randint(height // 4, height // 2)
        spot = Image.radial_gradient("L").point([max(0, 200 - v) // 3 for v in range(256)]).resize((side * 2, side))
        glow = Image.new("L", image.size)
        glow.paste(spot, (rng.randint(-side, width - side), rng.randint(-side // 2, height - side // 2)))
        image = ImageChops.add(image, Image.merge("RGB", (glow, glow, glow)))
    image = ImageChops.multiply(image, Image.merge("RGB", (fall, fall, fall)))
    grain = noise(image.size, rng.randint(8, 26), rng)
    return ImageChops.add(image, Image.merge("RGB", (grain, grain, grain)), 1, -128)


def noise(size: tuple[int, int], width: int, rng: random.Random) -> Image.Image:
    """Grey values around the middle, so many steps to either side."""
    values = Image.frombytes("L", size, rng.randbytes(size[0] * size[1]))
    return values.point([128 + (v - 128) * width // 128 for v in range(256)])


# --- changes -------------------------------------------------------------------------------------------------------------
def saved(image: Image.Image, quality: int) -> Image.Image:
    """As it is sent on."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue()))


def scaled(image: Image.Image, factor: float) -> Image.Image:
    """Smaller, as an app does it."""
    return image.resize((round(image.width * factor), round(image.height * factor)), Image.Resampling.BICUBIC)


def without(image: Image.Image, box: Box) -> Image.Image:
    """So much less at the left, top, right and bottom."""
    width, height = image.size
    left, top, right, bottom = box
    return image.crop(
        (round(left * width), round(top * height), round(width * (1 - right)), round(height * (1 - bottom)))
    )


def cropped(image: Image.Image, share: float, rng: random.Random) -> Image.Image:
    """Less of both axes, from any side."""
    x, y = rng.random() * share, rng.random() * share
    return without(image, (x, y, share - x, share - y))


def stamped(image: Image.Image) -> Image.Image:
    """With date and time in the corner."""
    width, height = image.size
    image = image.copy()
    font = ImageFont.load_default(height // 18)
    ImageDraw.Draw(image).text((width * 0.55, height * 0.92), "04/03/2026 09:30 WIB", fill=(255, 200, 40), font=font)
    return image


def bannered(image: Image.Image) -> Image.Image:
    """With the half-transparent banner of a camera app that notes the place."""
    width, height = image.size
    image = image.copy()
    draw = ImageDraw.Draw(image, "RGBA")
    draw.rectangle((0, height * 0.86, width * 0.6, height), fill=(0, 0, 0, 120))
    font = ImageFont.load_default(height // 24)
    draw.text((width * 0.02, height * 0.88), "Jl. Contoh 5\n-3.98, 122.5", fill=(255, 255, 255), font=font)
    return image


def lying(image: Image.Image) -> Image.Image:
    """Stored on its side, with the tag that says so; as the portal opens it."""
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = 6
    out = io.BytesIO()
    image.transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", quality=85, exif=tags)
    return Image.open(io.BytesIO(images.normalise(io.BytesIO(out.getvalue())).data))


def changes(image: Image.Image, rng: random.Random) -> Iterator[tuple[str, Image.Image]]:
    """The photo as it comes back a second time."""
    yield "recompressed, quality 25", saved(image, 25)
    yield "resized to 30 %", scaled(image, 0.3)
    yield "by messenger: 60 %, quality 55, twice", saved(saved(scaled(image, 0.6), 55), 55)
    yield "brightness +25 %", ImageEnhance.Brightness(image).enhance(1.25)
    yield "brightness -25 %", ImageEnhance.Brightness(image).enhance(0.75)
    yield "contrast +30 %", ImageEnhance.Contrast(image).enhance(1.3)
    yield "a little blurred", image.filter(ImageFilter.GaussianBlur(2.5))
    yield "date stamped", stamped(image)
    yield "banner of 8 %", bannered(image)
    yield "lying, with an EXIF turn", lying(image)
    for share in (0.03, 0.05, 0.08, 0.10):
        yield f"cropped by {share:.0%}", cropped(image, share, rng)
    yield "cropped 8 % at the left", without(image, (0.08, 0, 0, 0))
    yield "cropped 8 % at the top", without(image, (0, 0.08, 0, 0))
    mixed = ImageEnhance.Brightness(stamped(cropped(image, 0.05, rng))).enhance(1.1)
    yield "cropped 5 %, stamped, brighter, messenger", saved(scaled(mixed, 0.6), 55)
    yield "mirrored (another photo)", image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def relation(one: Path, other: Path) -> str:
    """Which two photos are compared."""
    (office, what, shot), (another, thing, side) = one.stem.split("-"), other.stem.split("-")
    if "surat" in (what, thing):
        return "two letters" if what == thing else "different"
    if (office, what) == (another, thing):
        return "same side of a room, another day" if shot[0] == side[0] else "same room, another angle"
    return "same drawing, another office" if (what, shot[0]) == (thing, side[0]) else "different"
