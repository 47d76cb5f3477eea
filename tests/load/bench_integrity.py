"""What the sweep and the integrity check cost: ``python tests/load/bench_integrity.py [rows] [bytes]``.

Makes so many processed photos (100,000 of 1,000 bytes and a thumbnail each) in a temporary folder and in the migrated
database of P2HAM_DATABASE_URL, within one transaction that is taken back; prints processor and wall seconds, and memory.
The bytes that real photos have come on top: about 2 s of CPU per gigabyte for their SHA-256.
"""

import hashlib
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
FOLDER = tempfile.mkdtemp(prefix="p2ham-bench-")
os.environ.setdefault("P2HAM_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2ham.settings")
os.environ["P2HAM_DATA_DIR"] = FOLDER

import django  # noqa: E402

django.setup()

from django.db import transaction  # noqa: E402

from assessments.files import integrity, storage, tasks  # noqa: E402
from assessments.files.models import StoredFile  # noqa: E402
from tests.cast import Cast  # noqa: E402


def fill(rows: int, size: int) -> None:
    """Rows as the worker leaves them, with their bytes."""
    cast = Cast()
    given: dict[str, Any] = {"participation": cast.participation(), "received_by": cast.operator, "purpose": "uji"}
    given |= {
        "kind": "photo",
        "name": "foto.jpg",
        "content_type": "image/jpeg",
        "received_size": size,
        "status": "ready",
    }
    batch = []
    for number in range(rows):
        data = number.to_bytes(8, "big") + bytes(size - 8)
        mark = hashlib.sha256(data).hexdigest()
        names = storage.new_name("evidence"), storage.new_name("evidence")
        for name in names:
            path = Path(FOLDER, "files", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        columns = {"received_sha256": mark, "stored_sha256": mark, "stored_name": names[0], "thumbnail_name": names[1]}
        batch.append(StoredFile(**given, **columns))
        if len(batch) == 5000 or number == rows - 1:
            StoredFile.objects.bulk_create(batch)
            batch = []


def measure(label: str, act: Callable[[], int]) -> None:
    """Run it once, and tell."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, clock = time.process_time(), time.perf_counter()
    count = act()
    cpu, wall = time.process_time() - start, time.perf_counter() - clock
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    sys.stdout.write(f"{label}: {cpu:.1f} s CPU, {wall:.1f} s, +{grown:.0f} MB, {count} found\n")


def main(rows: int, size: int) -> None:
    """Fill, check, sweep, and take it back."""
    try:
        with transaction.atomic():
            fill(rows, size)
            sys.stdout.write(f"{rows} rows, {2 * rows} files\n")
            measure("check", lambda: sum(1 for fault in integrity.check() if fault))
            measure("sweep", tasks.sweep)
            transaction.set_rollback(True)
    finally:
        shutil.rmtree(FOLDER)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(given[0] if given else 100_000, given[1] if given[1:] else 1000)
