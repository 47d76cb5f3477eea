"""What the radar finds and what it costs.

``python tests/load/bench_radar.py photos FOLDER [units]``  draws 69 photos for each of so many offices (30: 2,070)
``python tests/load/bench_radar.py recall FOLDER [changed]`` prints recall per kind of change, and false matches
``python tests/load/bench_radar.py blur FOLDER [photos]``    prints false alarms and recall of the blur and blank checks
``python tests/load/bench_radar.py time [prints]``           times queries on the database of P2HAM_DATABASE_URL, which it
                                                            fills with generated prints (use an empty one) and empties
"""

import datetime as dt
import io
import itertools
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("P2HAM_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2ham.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont  # noqa: E402

from assessments.demo import pictures  # noqa: E402
from assessments.files import radar  # noqa: E402
from assessments.files.models import PhotoPrint  # noqa: E402
from p2ham.lib import likeness, photoquality  # noqa: E402

MOMENT = dt.datetime(2026, 3, 4, 9, 30)
SIZE = (1024, 768)
THUMBNAIL = (480, 360)
Box = tuple[float, float, float, float]


def tell(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


# --- photos --------------------------------------------------------------------------------------------------------------
def draw(folder: Path, shot: tuple[int, str, int]) -> None:
    """One photo of one office: what an indicator asks for, from one of three sides."""
    number, indicator, view = shot
    path = folder / f"{number:03}-{indicator}-{view}.jpg"
    if not path.exists():
        unit = f"Lapas Kelas IIA Kota {number}"
        data = pictures.photo(indicator, view=view, seed=f"unit-{number}", unit=unit, taken_at=MOMENT)
        image = Image.open(io.BytesIO(data)).resize(SIZE, Image.Resampling.LANCZOS)
        image.save(path.with_suffix(".tmp"), "JPEG", quality=85)
        path.with_suffix(".tmp").rename(path)


def photos(folder: Path, units: int) -> None:
    """Draw the pool; what is there already is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    shots = itertools.product(range(units), pictures.SCENES, range(3))
    with ProcessPoolExecutor() as workers:
        list(workers.map(partial(draw, folder), shots, chunksize=4))


# --- changes -------------------------------------------------------------------------------------------------------------
def saved(image: Image.Image, quality: int) -> Image.Image:
    """As a messenger sends it on."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue()))


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


def changes(image: Image.Image, rng: random.Random) -> Iterator[tuple[str, Image.Image]]:
    """The photo as it comes back a second time."""
    width, height = image.size
    yield "recompressed, quality 25", saved(image, 25)
    yield "resized to 30 %", image.resize((width * 3 // 10, height * 3 // 10))
    yield "brightness +25 %", ImageEnhance.Brightness(image).enhance(1.25)
    yield "brightness -25 %", ImageEnhance.Brightness(image).enhance(0.75)
    yield "contrast +30 %", ImageEnhance.Contrast(image).enhance(1.3)
    yield "date stamped", stamped(image)
    yield "banner of 8 %", bannered(image)
    for share in (0.03, 0.05, 0.08, 0.10):
        yield f"cropped by {share:.0%}", cropped(image, share, rng)
    yield "cropped 8 % at the left", without(image, (0.08, 0, 0, 0))
    yield "cropped 8 % at the top", without(image, (0, 0.08, 0, 0))
    mixed = ImageEnhance.Brightness(stamped(cropped(image, 0.05, rng))).enhance(1.1)
    yield "cropped 5 %, stamped, brighter, quality 50", saved(mixed, 50)
    yield "mirrored (another photo)", image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


# --- recall and false matches --------------------------------------------------------------------------------------------
def nearest(one: list[int], other: list[int]) -> tuple[int, int, int]:
    """The distance of two photos as the radar sees it, and the parts that met."""
    whole = likeness.WHOLE
    pairs = [(whole, part) for part in range(len(other))] + [(part, whole) for part in range(len(one))]
    return min((likeness.distance(one[a], other[b]), a, b) for a, b in pairs)


def measured(path: Path) -> dict[str, tuple[int, float]]:
    """Distance and correlation of every change of a photo."""
    with Image.open(path) as source:
        source.draft("RGB", (SIZE[0] // 2, SIZE[1] // 2))
        image = source.convert("RGB")
    own, small = likeness.prints(image), image.resize(THUMBNAIL)
    found = {}
    for name, changed in changes(image, random.Random(path.name)):
        distance, part, of_other = nearest(own, likeness.prints(changed))
        alike = likeness.correlation(small, changed.resize(THUMBNAIL), part=part, of_other=of_other)
        found[name] = (distance, alike)
    return found


def printed(path: Path) -> list[int]:
    """The prints of a photo."""
    with Image.open(path) as image:
        image.draft("RGB", (SIZE[0] // 2, SIZE[1] // 2))
        return likeness.prints(image)


def recall(folder: Path, changed: int) -> None:
    """Of each kind of change, the share that is found; and what is found among different photos."""
    paths = sorted(folder.glob("*.jpg"))
    chosen = random.Random(1).sample(paths, min(changed, len(paths)))
    with ProcessPoolExecutor() as workers:
        rows = list(workers.map(measured, chosen, chunksize=4))
        prints = dict(zip(paths, workers.map(printed, paths, chunksize=16), strict=True))
    tell(f"{len(chosen)} photos, distance <= {radar.DISTANCE}, correlation >= {radar.ALIKE}")
    for name in rows[0]:
        near = [row[name][0] <= radar.DISTANCE for row in rows]
        kept = [row[name][0] <= radar.DISTANCE and row[name][1] >= radar.ALIKE for row in rows]
        tell(f"  {name:45} {sum(near) / len(near):7.1%} near {sum(kept) / len(kept):7.1%} found")
    false_matches(prints)


def false_matches(prints: dict[Path, list[int]]) -> None:
    """Pairs of different photos within the distance, by how the two are related."""
    kinds: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    by_value: Counter[str] = Counter()
    found = []
    for (one, mine), (other, theirs) in itertools.combinations(prints.items(), 2):
        kind = relation(one, other)
        pairs[kind] += 1
        whole = mine[0], theirs[0]
        # Parts are never far from their whole: most pairs are told apart by the wholes.
        if likeness.distance(*whole) > 30 or nearest(mine, theirs)[0] > radar.DISTANCE:
            continue
        kinds[kind] += 1
        found.append((one, other))
    for one, other in found:
        _, part, of_other = nearest(prints[one], prints[other])
        with Image.open(one) as a, Image.open(other) as b:
            alike = likeness.correlation(a.resize(THUMBNAIL), b.resize(THUMBNAIL), part=part, of_other=of_other)
        by_value[relation(one, other)] += alike >= radar.ALIKE
    for kind, count in pairs.items():
        tell(f"  {kind:45} {count:9,} pairs, {kinds[kind]:5} near, {by_value[kind]:5} kept")


def relation(one: Path, other: Path) -> str:
    """Which two photos are compared: of one room, of the same drawing in two offices, or of different things."""
    (office, what, view), (another, thing, side) = one.stem.split("-"), other.stem.split("-")
    if (office, what) == (another, thing):
        return "same room, another angle"
    return "same drawing, another office" if (what, view) == (thing, side) else "different"


# --- blur ----------------------------------------------------------------------------------------------------------------
def sharpnesses(path: Path) -> dict[str, float]:
    """The sharpness of a photo and of its blurred versions."""
    with Image.open(path) as source:
        image = source.convert("RGB")
    found = {"as taken": photoquality.sharpness(image), "quality 30": photoquality.sharpness(saved(image, 30))}
    found["stretched from 320 x 240"] = photoquality.sharpness(image.resize((320, 240)).resize(SIZE))
    for radius in (2.5, 4, 7):
        blurred = image.filter(ImageFilter.GaussianBlur(radius))
        found[f"blurred by {radius} of 1024 px"] = photoquality.sharpness(saved(blurred, 75))
        found[f"blurred by {radius}, stamped"] = photoquality.sharpness(saved(stamped(blurred), 75))
    found["(called blank)"] = 0.0 if photoquality.is_blank(image) else 999.0
    return found


def blur(folder: Path, count: int) -> None:
    """How many sharp photos are called blurred, and how many blurred ones are."""
    paths = sorted(folder.glob("*.jpg"))
    chosen = random.Random(2).sample(paths, min(count, len(paths)))
    with ProcessPoolExecutor() as workers:
        rows = list(workers.map(sharpnesses, chosen, chunksize=8))
    for name in rows[0]:
        values = sorted(row[name] for row in rows)
        called = sum(value < photoquality.BLURRED_BELOW for value in values)
        tell(f"  {name:32} {called:4} of {len(values)}, sharpness {values[0]:.1f} to {values[-1]:.1f}")


# --- time ----------------------------------------------------------------------------------------------------------------
COLUMNS = ("id", "file_id", "part", "hash", "band0", "band1", "band2", "band3")


def generated(count: int, rng: random.Random) -> Iterator[tuple[int, ...]]:
    """Prints of photos that do not exist: ten each, the parts a few bits from the whole, half of the bits set."""
    serial = itertools.count(1)
    for number in range(1, count // len(likeness.PARTS) + 1):
        whole = sum(1 << place for place in rng.sample(range(64), 32))
        for part in range(len(likeness.PARTS)):
            value = whole
            for _ in range(rng.randint(2, 14) if part else 0):
                value ^= 1 << rng.randrange(64)
            value = value - (1 << 64) if value >> 63 else value
            yield next(serial), number, part, value, *radar.columns(value, part).values()


def fill(rows: Iterator[tuple[int, ...]]) -> None:
    """Put the rows into the table, by the quickest way that the database has."""
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE assessments_photoprint DISABLE TRIGGER ALL")
            with cursor.copy(f"COPY assessments_photoprint ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["?"] * len(COLUMNS))
        with transaction.atomic():
            cursor.cursor.connection.executemany(f"INSERT INTO assessments_photoprint ({names}) VALUES ({marks})", rows)


def time_queries(count: int) -> None:
    """Seconds of a search through the index, beside one through all rows; and how many rows the index hands out."""
    connection.disable_constraint_checking()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM assessments_photoprint")
    fill(generated(count, random.Random(3)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE assessments_photoprint")
    asked = [dict(PhotoPrint.objects.filter(file=n).values_list("part", "hash")) for n in range(50, 250, 10)]
    spent, candidates, scanned = [], [], []
    for number, prints in enumerate(asked):
        begin = time.perf_counter()
        found = radar.search(prints)
        spent.append(time.perf_counter() - begin)
        candidates.append(sum(1 for _ in radar._candidates(prints, radar.DISTANCE // 4)))
        if number < 3:
            begin = time.perf_counter()
            everything = by_looking_at_all(prints)
            scanned.append(time.perf_counter() - begin)
            assert {(m.file_id, m.distance) for m in found} == everything
    spent.sort()
    tell(f"{connection.vendor}, {PhotoPrint.objects.count():,} prints of {count // 10:,} photos")
    tell(f"  index: median {spent[len(spent) // 2] * 1000:.0f} ms, worst {spent[-1] * 1000:.0f} ms")
    tell(f"  rows handed out: median {sorted(candidates)[len(candidates) // 2]:,}")
    tell(f"  scan of all rows: {min(scanned):.1f} s, ratio 1 : {min(scanned) / spent[len(spent) // 2]:.0f}")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM assessments_photoprint")


def by_looking_at_all(prints: dict[int, int]) -> set[tuple[int, int]]:
    """What a search without an index finds."""
    best: dict[int, int] = {}
    for file, part, value in PhotoPrint.objects.values_list("file", "part", "hash").iterator(chunk_size=10_000):
        for mine, own in prints.items():
            if likeness.WHOLE in (mine, part):
                apart = likeness.distance(own, value)
                if apart <= radar.DISTANCE and apart < best.get(file, 99):
                    best[file] = apart
    return set(best.items())


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "time":
        time_queries(int(rest[0]) if rest else 1_000_000)
    else:
        act, default = {"photos": (photos, 30), "recall": (recall, 300), "blur": (blur, 200)}[what]
        act(Path(rest[0]), int(rest[1]) if len(rest) > 1 else default)
