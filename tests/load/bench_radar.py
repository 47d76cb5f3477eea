"""What the radar finds and what it costs.

``python tests/load/bench_radar.py photos FOLDER [offices]``  draws 96 photos for each of so many offices (24: 2,304)
``python tests/load/bench_radar.py recall FOLDER [changed]``  prints recall per kind of change, and false matches
``python tests/load/bench_radar.py blur FOLDER [photos]``     prints false alarms and recall of the blur, blank and size checks
``python tests/load/bench_radar.py time FOLDER sqlite|postgresql [photos]``
    times searches in a throw-away database of so many photos (100,000: a million prints). Their prints are crossed from
    those of the folder, since prints of real pictures share bands more often than random ones. 1,000,000 photos: 4 GB
"""

import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from itertools import combinations
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("P2HAM_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2ham.settings")

from tests.cluster import Cluster

ROOM = ExitStack()
if sys.argv[1:2] == ["time"]:
    if sys.argv[3] == "postgresql":
        cluster = Cluster().start()
        ROOM.callback(cluster.stop)
        os.environ["P2HAM_DATABASE_URL"] = cluster.url
    else:
        folder = ROOM.enter_context(tempfile.TemporaryDirectory())
        os.environ["P2HAM_DATABASE_URL"] = f"sqlite:///{folder}/radar.sqlite3"

import django  # noqa: E402

django.setup()

from django.db import connection, transaction  # noqa: E402
from PIL import Image, ImageFilter  # noqa: E402

from assessments.files import radar  # noqa: E402
from assessments.files.models import PhotoPrint  # noqa: E402
from p2ham.lib import likeness, photoquality  # noqa: E402
from tests.load import office_photos as office  # noqa: E402

THUMBNAIL = (480, 360)
DISTANCES = (6, 8, 10, 12)
CORRELATIONS = (0.5, 0.6, 0.7, 0.8, 0.9)
Prints = dict[str, list[int]]


def tell(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


# --- recall and false matches --------------------------------------------------------------------------------------------
def nearest(one: list[int], other: list[int]) -> tuple[int, int, int]:
    """The distance of a photo from one that was there before, and the parts that met, as the radar sees them."""
    whole = likeness.WHOLE
    own = [(likeness.distance(one[whole], value), whole, part) for part, value in enumerate(other)]
    # Parts of the later photo have to be nearer.
    parts = [(likeness.distance(value, other[whole]) + radar.STRICTER, part, whole) for part, value in enumerate(one)]
    return min(own + parts[1:])


def half(path: Path) -> Image.Image:
    """A photo at half its size: prints are of 320 px."""
    with Image.open(path) as image:
        image.draft("RGB", (office.SIZE[0] // 2, office.SIZE[1] // 2))
        return image.convert("RGB")


def measured(path: Path) -> dict[str, tuple[int, float]]:
    """Distance and correlation of every change of a photo: the changed one came later; a cropped one also before."""
    image = half(path)
    own, small = likeness.prints(image), image.resize(THUMBNAIL)
    found = {}
    for name, changed in office.changes(image, random.Random(path.name)):
        changed = changed.convert("RGB")
        again, thumbnail = likeness.prints(changed), changed.resize(THUMBNAIL)
        distance, part, of_other = nearest(again, own)
        found[name] = distance, likeness.correlation(thumbnail, small, part=part, of_other=of_other)
        if "cropped" in name:
            distance, part, of_other = nearest(own, again)
            alike = likeness.correlation(small, thumbnail, part=part, of_other=of_other)
            found[f"  whole photo after that ({name[7:12].strip()})"] = distance, alike
    return found


def printed(path: Path) -> list[int]:
    """The prints of a photo."""
    return likeness.prints(half(path))


def prints_in(folder: Path) -> Prints:
    """The prints of all photos of a folder; kept beside them."""
    kept = folder / "prints.json"
    paths = sorted(folder.glob("*.jpg"))
    if not kept.exists() or len(json.loads(kept.read_text())) != len(paths):
        with ProcessPoolExecutor() as workers:
            found = list(workers.map(printed, paths, chunksize=16))
        kept.write_text(json.dumps({path.name: prints for path, prints in zip(paths, found, strict=True)}))
    prints: Prints = json.loads(kept.read_text())
    return prints


def recall(folder: Path, changed: int) -> None:
    """Of each kind of change, the share that is found; and what is found among different photos."""
    paths = [path for path in sorted(folder.glob("*.jpg")) if path.stem.endswith("a")]
    chosen = random.Random(1).sample(paths, min(changed, len(paths)))
    with ProcessPoolExecutor() as workers:
        rows = list(workers.map(measured, chosen, chunksize=4))
    tell(f"{len(chosen)} photos, each changed in {len(rows[0])} ways; distance {radar.DISTANCE}, alike {radar.ALIKE}")
    tell(
        f"  {'':42}{'found':>7} |{''.join(f'  d<={d:<4}' for d in DISTANCES)}|{''.join(f'  c>={c:<4}' for c in CORRELATIONS)}"
    )
    for name in rows[0]:
        found = [row[name][0] <= radar.DISTANCE and row[name][1] >= radar.ALIKE for row in rows]
        near = [sum(row[name][0] <= limit for row in rows) / len(rows) for limit in DISTANCES]
        pairs = [row[name] for row in rows if row[name][0] <= radar.DISTANCE]
        kept = [sum(alike >= limit for _, alike in pairs) / max(len(pairs), 1) for limit in CORRELATIONS]
        shares = ["".join(f"{share:8.1%}" for share in shares) for shares in (near, kept)]
        tell(f"  {name:42}{sum(found) / len(found):7.1%} |{shares[0]} |{shares[1]}")
    false_matches(folder, prints_in(folder))


def false_matches(folder: Path, prints: Prints) -> None:
    """Pairs of different photos that are near, and how alike they are, by how the two are related."""
    pairs: Counter[str] = Counter()
    near: dict[str, list[tuple[int, float]]] = {}
    for (one, mine), (other, theirs) in combinations(prints.items(), 2):
        kind = office.relation(folder / one, folder / other)
        pairs[kind] += 1
        # Parts are never far from their whole: most pairs are told apart by the wholes.
        if likeness.distance(mine[0], theirs[0]) > 30:
            continue
        distance, part, of_other = nearest(mine, theirs)
        if distance <= max(DISTANCES):
            a, b = (half(folder / name).resize(THUMBNAIL) for name in (one, other))
            alike = likeness.correlation(a, b, part=part, of_other=of_other)
            near.setdefault(kind, []).append((distance, alike))
    tell(f"{len(prints)} different photos; pairs that are near, and that stay when thumbnails are compared")
    for kind, total in pairs.items():
        found = near.get(kind, [])
        by_distance = "".join(f"{sum(d <= limit for d, _ in found):8}" for limit in DISTANCES)
        within = [alike for d, alike in found if d <= radar.DISTANCE]
        by_likeness = "".join(f"{sum(alike >= limit for alike in within):8}" for limit in CORRELATIONS)
        kept = sum(alike >= radar.ALIKE for alike in within)
        tell(f"  {kind:32}{total:9,}{kept:8} |{by_distance} |{by_likeness}")
    kept = sum(d <= radar.DISTANCE and alike >= radar.ALIKE for found in near.values() for d, alike in found)
    raw = sum(d <= radar.DISTANCE for found in near.values() for d, _ in found)
    tell(f"  false alarms for each photo: {kept / len(prints):.3f}; by prints alone {raw / len(prints):.3f}")


# --- blur ----------------------------------------------------------------------------------------------------------------
def qualities(path: Path) -> dict[str, tuple[float, bool]]:
    """The sharpness of a photo and of its spoilt versions, and whether it is called blank."""
    with Image.open(path) as source:
        image = source.convert("RGB")
    made = {"as taken": image, "quality 30": office.saved(image, 30)}
    made["by messenger"] = office.saved(office.scaled(image, 0.6), 55)
    made["stretched from 320 x 240"] = image.resize((320, 240)).resize(office.SIZE)
    for radius in (1.5, 2.5, 4, 7, 12):
        blurred = image.filter(ImageFilter.GaussianBlur(radius))
        made[f"blurred by {radius} of 1024 px"] = office.saved(blurred, 75)
        made[f"blurred by {radius}, stamped"] = office.saved(office.stamped(blurred), 75)
    for length in (9, 21):
        made[f"moved by {length} px"] = office.saved(moved(image, length), 75)
    dark = image.point([v // 12 for v in range(256)] * 3)
    made["nearly dark"] = office.saved(dark, 75)
    finger = Image.radial_gradient("L").resize(image.size).point([22 + v // 16 for v in range(256)])
    made["a finger on the lens"] = office.saved(Image.merge("RGB", (finger, finger, finger)), 75)
    wall = office.lit(Image.new("RGB", office.SIZE, (205, 200, 188)), random.Random(path.name))
    made["a bare wall"] = office.saved(wall, 75)
    return {name: (photoquality.sharpness(each), photoquality.is_blank(each)) for name, each in made.items()}


def moved(image: Image.Image, length: int) -> Image.Image:
    """Blurred along one axis, as by an unsteady hand."""
    total = Image.new("RGB", image.size)
    for step in range(length):
        slid = image.transform(image.size, Image.Transform.AFFINE, (1, 0, step - length // 2, 0, 1, 0))
        total = Image.blend(total, slid, 1 / (step + 1))
    return total


def blur(folder: Path, number: int) -> None:
    """How many sharp photos are called blurred or blank, and how many spoilt ones are."""
    paths = sorted(folder.glob("*.jpg"))
    chosen = random.Random(2).sample(paths, min(number, len(paths)))
    with ProcessPoolExecutor() as workers:
        rows = list(workers.map(qualities, chosen, chunksize=8))
    limits = sorted({30.0, 45.0, 60.0, 80.0, 100.0, photoquality.BLURRED_BELOW})
    tell(f"{len(chosen)} photos; sharpness by percentile, and the share below {limits}; blank")
    for name in rows[0]:
        values = sorted(row[name][0] for row in rows)
        steps = " ".join(f"{values[int(len(values) * share)]:6.0f}" for share in (0, 0.01, 0.05, 0.5, 0.95, 0.99))
        below = " ".join(f"{sum(value < limit for value in values) / len(values):6.1%}" for limit in limits)
        blank = sum(row[name][1] for row in rows) / len(rows)
        tell(f"  {name:28}{steps} to {values[-1]:6.0f} | {below} | {blank:6.1%}")


# --- time ----------------------------------------------------------------------------------------------------------------
COLUMNS = ("file_id", "part", "hash", *(f"band{n}" for n in range(3)))
LOWER = (1 << 32) - 1
UPPER = LOWER << 32


def crossed(photos: int, pool: list[list[int]], rng: random.Random) -> Iterator[tuple[int, ...]]:
    """Prints of photos that do not exist: the upper half of one picture of the pool, the lower half of another."""
    for number in range(1, photos + 1):
        upper, lower = rng.choice(pool), rng.choice(pool)
        for part, (one, other) in enumerate(zip(upper, lower, strict=True)):
            value = one & UPPER | other & LOWER
            signed = value - (1 << 64) if value >> 63 & 1 else value
            yield number, part, signed, *radar.columns(signed, part).values()


def fill(rows: Iterator[tuple[int, ...]]) -> None:
    """Make the table, put the rows in by the quickest way that the database has, and index them."""
    table, names = PhotoPrint._meta.db_table, ", ".join(COLUMNS)
    editor = connection.schema_editor()
    editor.deferred_sql = []  # among them what names tables that are not there
    with connection.cursor() as cursor:
        cursor.execute(editor.table_sql(PhotoPrint)[0])
        if connection.vendor == "postgresql":
            cursor.execute("SET maintenance_work_mem = '512MB'")
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA foreign_keys = OFF")
            marks = ", ".join(["?"] * len(COLUMNS))
            with transaction.atomic():
                cursor.cursor.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        for index in PhotoPrint._meta.indexes:
            cursor.execute(str(index.create_sql(PhotoPrint, editor)))


def processor() -> float:
    """Seconds of processor that this process and its database have used."""
    spent = time.process_time()
    if connection.vendor == "postgresql":
        fields = Path(f"/proc/{backend()}/stat").read_text().rsplit(")", 1)[1].split()
        spent += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return spent


def backend() -> int:
    """The process of the server that works for us."""
    pid: int = connection.connection.info.backend_pid
    return pid


def time_searches(folder: Path, photos: int) -> None:
    """What a search through the index costs, beside one through all rows; both find the same."""
    begin = time.perf_counter()
    fill(crossed(photos, list(prints_in(folder).values()), random.Random(3)))
    tell(
        f"{connection.vendor}, {photos:,} photos, {photos * 10:,} prints, filled in {time.perf_counter() - begin:.0f} s"
    )
    picked = random.Random(5).sample(range(1, photos + 1), 53)
    asked = [dict(PhotoPrint.objects.filter(file=n).values_list("part", "hash")) for n in picked]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {PhotoPrint._meta.db_table}")
        if connection.vendor == "postgresql":
            took("before VACUUM", asked)
            cursor.execute(f"VACUUM ANALYZE {PhotoPrint._meta.db_table}")  # as autovacuum does after so many new rows
            explain(asked[0])
    each = took("index", asked)
    rows = [
        sum(len(radar._rows(n, radar._keys(one, n, radar.DISTANCE))) for n in range(len(radar._WIDTHS)))
        for one in asked
    ]
    tell(
        f"  rows looked at: median {median(rows):,.0f}, most {max(rows):,}; photos found: median"
        f" {median(len(radar.search(one)) for one in asked):,.0f}"
    )
    before = processor()
    everything = by_looking_at_all(asked[0])
    scan = processor() - before
    assert {(match.file_id, match.distance) for match in radar.search(asked[0])} == everything
    tell(
        f"  all rows: {scan:.1f} s of processor, {scan / each:,.0f} times as much; both find the same {len(everything)}"
    )
    size()


def took(name: str, asked: list[dict[int, int]]) -> float:
    """Time the searches; the first few are to warm up. Returns seconds of processor for one."""
    for prints in asked[:3]:
        radar.search(prints)
    walls, before = [], processor()
    for prints in asked[3:]:
        begin = time.perf_counter()
        radar.search(prints)
        walls.append(time.perf_counter() - begin)
    each = (processor() - before) / len(walls)
    tell(
        f"  {name}: {each * 1000:.1f} ms of processor; by the clock median {median(walls) * 1000:.1f},"
        f" worst {max(walls) * 1000:.1f} ms, {len(walls)} searches"
    )
    return each


def explain(prints: dict[int, int]) -> None:
    """How the server goes about it."""
    keys = sorted(radar._keys(prints, 1, radar.DISTANCE))
    query = radar._QUERIES["postgresql"].format(table=PhotoPrint._meta.db_table, band="band1")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {query}", [",".join(map(str, keys))])
        for (line,) in cursor.fetchall():
            tell(f"    {line}")


def size() -> None:
    """Bytes on the disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size(%s)", [PhotoPrint._meta.db_table])
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        tell(f"  table and indexes: {cursor.fetchone()[0] / 1e6:,.0f} MB")


def by_looking_at_all(prints: dict[int, int]) -> set[tuple[int, int]]:
    """What a search without an index finds."""
    best: dict[int, int] = {}
    for file, part, value in PhotoPrint.objects.values_list("file", "part", "hash").iterator(chunk_size=10_000):
        for mine, own in prints.items():
            if likeness.WHOLE in (mine, part):
                apart = likeness.distance(own, value)
                if apart <= radar._limit(mine, radar.DISTANCE) and apart < best.get(file, 99):
                    best[file] = apart
    return set(best.items())


if __name__ == "__main__":
    what, folder_name, *rest = sys.argv[1:]
    if what == "time":
        with ROOM:
            time_searches(Path(folder_name), int(rest[1]) if len(rest) > 1 else 100_000)
            connection.close()
    else:
        act, default = {"photos": (office.pool, 24), "recall": (recall, 300), "blur": (blur, 200)}[what]
        act(Path(folder_name), int(rest[0]) if rest else default)
