"""What a photo of 12 megapixels costs the worker, and what is left of it.

``python tests/load/bench_photo.py [photos]``  photos as a phone takes them (8), each with every kind of metadata
"""

import datetime as dt
import io
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("P2HAM_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2ham.settings")

import django

django.setup()

from PIL import ExifTags, Image, ImageCms, JpegImagePlugin  # noqa: E402

from p2ham.lib import images, likeness, photoquality  # noqa: E402
from tests import samples  # noqa: E402
from tests.load import office_photos as office  # noqa: E402

T = TypeVar("T")
CAMERA = (4000, 3000)
ROOMS = ("A1", "B3", "A5", "C1", "B9", "A3", "B1", "A6")
SPENT: dict[str, list[float]] = {}


def taken(number: int) -> bytes:
    """A photo as a phone writes it: grain, quality 92, place, date, XMP, comment, colour profile, a small picture of itself."""
    room = office.room(number, ROOMS[number % len(ROOMS)], "0a").resize(CAMERA, Image.Resampling.LANCZOS)
    image = office.lit(room, random.Random(number))
    tags = samples.exif(gps=True, taken=dt.datetime(2026, 3, 4, 9, 30), orientation=6 if number % 2 else 1)
    out = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image.save(
        out, "JPEG", quality=92, exif=tags, comment=samples.COMMENT, xmp=samples.XMP, icc_profile=profile, subsampling=2
    )
    return out.getvalue()


def tags_of(data: bytes) -> list[str]:
    """Everything in a JPEG that is not the picture: EXIF, GPS, XMP, profile, comment, or bytes behind its end."""
    found = []
    with Image.open(io.BytesIO(data)) as image:
        assert isinstance(image, JpegImagePlugin.JpegImageFile)
        # APP0 is the header that every JPEG begins with: version and density.
        found += [f"{name} of {len(value)}" for name, value in image.applist if name != "APP0"]
        found += [f"EXIF {ExifTags.TAGS.get(tag, tag)}" for tag in image.getexif()]
        found += [key for key in ("comment", "xmp", "icc_profile", "exif", "photoshop", "mp") if image.info.get(key)]
    if data[data.rindex(b"\xff\xd9") + 2 :]:
        found.append("bytes behind the end")
    return found


def spent(name: str, work: Callable[[], T]) -> T:
    """The result of a step; its seconds of processor are noted."""
    begin = time.process_time()
    result = work()
    SPENT.setdefault(name, []).append(time.process_time() - begin)
    return result


def steps(data: bytes) -> tuple[images.NormalisedImage, bytes]:
    """What the worker does with a photo, step by step, beside the two calls that it makes."""
    made = spent("the worker in all", lambda: (images.normalise(io.BytesIO(data)), None))[0]
    small = spent("  thumbnail", lambda: images.thumbnail(made.data))
    picture = spent("  decode, turn, 2560 px, sRGB", lambda: images._small(io.BytesIO(data), images.LONGEST_SIDE))
    spent("  encode", lambda: images._encode(picture, quality=images.JPEG_QUALITY))
    spent("  radar: ten prints", lambda: likeness.prints(picture))
    spent("  blurred or blank", lambda: photoquality.judge(picture))
    SPENT["the worker in all"][-1] += SPENT["  thumbnail"][-1]
    return made, small


def growth(path: str) -> None:
    """How much a process grows by one photo; run alone."""
    data = Path(path).read_bytes()
    before = peak()
    images.thumbnail(images.normalise(io.BytesIO(data)).data)
    sys.stdout.write(f"{peak() - before}\n")


def peak() -> int:
    """The most memory that this process has had, in MB."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def grown(data: bytes, folder: Path) -> int:
    """MB by which a fresh process grows."""
    path = folder / "photo.jpg"
    path.write_bytes(data)
    done = subprocess.run([sys.executable, __file__, "growth", str(path)], capture_output=True, text=True, check=True)
    path.unlink()
    return int(done.stdout.split()[-1])


def main(photos: int, folder: Path) -> None:
    """Measure and tell."""
    received, stored, thumbnails, left, came, memory = [], [], [], [], [], []
    for number in range(photos):
        data = taken(number)
        made, small = steps(data)
        received.append(len(data))
        stored.append(len(made.data))
        thumbnails.append(len(small))
        came.append(len(tags_of(data)))
        left += tags_of(made.data) + tags_of(small)
        if number < 3:
            memory.append(grown(data, folder))
    share = sum(stored) / sum(received)
    lines = [
        f"{photos} photos of {CAMERA[0]} x {CAMERA[1]}, longest side stored {images.LONGEST_SIDE}",
        f"  bytes: received {median(received) / 1e6:.2f} MB, stored {median(stored) / 1e6:.2f} MB ({share:.0%}),"
        f" thumbnail {median(thumbnails) / 1e3:.0f} KB",
        f"  metadata: {median(came):.0f} kinds received, {len(left)} left in {2 * photos} images {left}",
        f"  a fresh process grows by {max(memory)} MB at most",
        *(f"  {name:30} {median(each) * 1000:6.0f} ms of processor" for name, each in SPENT.items()),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["growth"]:
        growth(sys.argv[2])
    else:
        with tempfile.TemporaryDirectory() as room:
            main(int(sys.argv[1]) if len(sys.argv) > 1 else 8, Path(room))
