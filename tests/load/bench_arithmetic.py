"""Random sheets: every figure of the portal against PostgreSQL's own, from the raw scores.

``python tests/load/bench_arithmetic.py [sheets] [seed]``   (100,000 sheets, seed 1) in a throw-away database, on all
processors. Of every sheet the exact totals, subtotals and contributions, and the same as the unit's page and its
workbook print them; of one in a thousand as the PDF prints them. Ends with 1 when a single figure differs.
"""

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("P2HAM_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2ham.settings")

from tests.cluster import Cluster

ROOM = ExitStack()
cluster = Cluster().start()
ROOM.callback(cluster.stop)
os.environ["P2HAM_DATABASE_URL"] = cluster.url

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from assessments.cycle.models import Participation  # noqa: E402
from tests import factories  # noqa: E402
from tests.cast import Cast  # noqa: E402
from tests.penilaian.arithmetic import disagreements, otherwise_rounded, random_sheets  # noqa: E402
from tests.penilaian.printing import misprints  # noqa: E402

AT_ONCE = 1000
PAPERS = 1


def part(seed: int, count: int, unit: int) -> tuple[list[int], list[str]]:
    """Some of the sheets: how many indicators, scores, ties, otherwise rounded ones, papers; and what differs."""
    drawn = list(random_sheets(count, seed))
    wrong = disagreements(drawn)
    wrong += misprints(drawn, on_paper_too=PAPERS, participation=Participation.objects.with_place().get(pk=unit))
    lines = sum(len(sheet.lines) for sheet in drawn)
    scores = sum(len(line[3]) for sheet in drawn for line in sheet.lines)
    rounded = [sum(found) for found in zip(*map(otherwise_rounded, drawn), strict=True)]
    return [lines, scores, *rounded, min(PAPERS, count)], [f"seed {seed}, {sentence}" for sentence in wrong]


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    call_command("migrate", verbosity=0)
    unit = Cast(factories.cycle()).participation().pk
    # Every process has a connection of its own.
    connection.close()
    begun, sums, wrong = time.perf_counter(), [0] * 6, []
    sizes = [min(AT_ONCE, count - start) for start in range(0, count, AT_ONCE)]
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        seeds = [seed * 1_000_000 + number for number in range(len(sizes))]
        for figures, sentences in pool.map(part, seeds, sizes, [unit] * len(sizes)):
            sums, wrong = [one + other for one, other in zip(sums, figures, strict=True)], wrong + sentences
    lines, scores, ties, even, binary, papers = sums
    sys.stdout.write(
        f"{count} sheets, {lines} indicators, {scores} scores in {time.perf_counter() - begun:.0f} s: "
        f"{len(wrong)} differ in SQL, on the page, in the workbook, or on {papers} papers\n"
        f"{ties} totals lie exactly between two printed values; "
        f"half-to-even would print {even} totals otherwise, binary floating point {binary}\n"
    )
    for sentence in wrong[:10]:
        sys.stdout.write(f"{sentence}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    with ROOM:
        sys.exit(main())
