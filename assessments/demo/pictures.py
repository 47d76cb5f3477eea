"""Photographs that look like evidence: drawn, deterministic by seed, and never of a real place or person."""

import datetime as dt
import io
import random
import zlib
from collections.abc import Callable
from functools import cache

from PIL import ExifTags, Image, ImageChops, ImageFilter

from assessments.demo.studio.camera import HEIGHT, WIDTH, Scene
from assessments.demo.studio.places import Shot
from assessments.demo.studio.scenes_custody import CUSTODY_SCENES
from assessments.demo.studio.scenes_desks import DESK_SCENES
from assessments.demo.studio.scenes_information import INFORMATION_SCENES
from assessments.demo.studio.scenes_rooms import ROOM_SCENES
from assessments.demo.studio.scenes_staff import STAFF_SCENES
from assessments.demo.studio.scenes_ways import WAY_SCENES

Painter = Callable[[Shot], Scene]
SCENES: dict[str, Painter] = {
    **INFORMATION_SCENES,
    **DESK_SCENES,
    **ROOM_SCENES,
    **WAY_SCENES,
    **CUSTODY_SCENES,
    **STAFF_SCENES,
}
_PHONES = (
    ("samsung", "SM-A145F"),
    ("Xiaomi", "23021RAA2Y"),
    ("OPPO", "CPH2477"),
    ("vivo", "V2247"),
    ("realme", "RMX3710"),
)

_SOFT = ImageFilter.Kernel((3, 3), (1, 2, 1, 2, 8, 2, 1, 2, 1))


def photo(indicator: str, *, view: int = 0, seed: str = "", unit: str = "", taken_at: dt.datetime) -> bytes:
    """A JPEG of 1600 x 1200 that shows what ``indicator`` asks for, from one of three sides.

    ``seed`` (for instance the unit's code) sets colours, furniture and where the photographer stands; ``unit`` is
    printed on boards; ``taken_at`` goes into the EXIF data as the time of capture.
    """
    number = zlib.crc32(f"{seed}/{indicator}".encode())
    hand = random.Random(number * 3 + view)
    house = random.Random(zlib.crc32(seed.encode()))
    shot = Shot(view=view % 3, unit=unit, year=taken_at.year, house=house, rng=random.Random(number), hand=hand)
    image = _develop(SCENES[indicator](shot).render(), hand)
    exif = Image.Exif()
    maker, model = _PHONES[zlib.crc32(seed.encode()) % len(_PHONES)]
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = maker, model
    stamp = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    exif[ExifTags.Base.DateTime] = stamp
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = stamp
    out = io.BytesIO()
    image.save(out, "JPEG", quality=78, exif=exif)
    return out.getvalue()


def _develop(image: Image.Image, rng: random.Random) -> Image.Image:
    """What a cheap phone does to a picture: soft edges, a cast, darker corners, grain."""
    image = image.filter(_SOFT)
    warm = rng.uniform(-0.015, 0.035)
    gain = rng.uniform(0.96, 1.06)
    lift = rng.randint(4, 12)
    tables = []
    for k in (1 + warm, 1.0, 1 - warm):
        tables += [_curve(v, gain * k, lift) for v in range(256)]
    image = image.point(tables)
    image = ImageChops.multiply(image, _corners())
    grain = Image.frombytes("L", (1000, 750), rng.randbytes(750_000)).point([128 + (v - 128) // 19 for v in range(256)])
    grain = grain.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    return ImageChops.add(image, Image.merge("RGB", (grain, grain, grain)), 1, -128)


@cache
def _corners() -> Image.Image:
    """A lens gives less light to its edge."""
    fall = [255 - int((v / 255) ** 2.4 * 70) for v in range(256)]
    light = Image.radial_gradient("L").resize((WIDTH, HEIGHT)).point(fall)
    return Image.merge("RGB", (light, light, light))


def _curve(value: int, gain: float, lift: int) -> int:
    x = value / 255 * gain
    x = min(1.0, x)
    return int(lift + (255 - lift) * (x * x * (3 - 2 * x) * 0.35 + x * 0.65))
