"""Random sheets: the portal's totals, subtotals and contributions against PostgreSQL's own, from the raw scores.

``python tests/load/bench_arithmetic.py [sheets] [seed]``   (100,000 sheets, seed 1) in a throw-away database. Ends with
1 when a single figure differs.
"""

import os
import sys
import time
from contextlib import ExitStack
from itertools import islice
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

from tests.penilaian.arithmetic import disagreements, otherwise_rounded, random_sheets  # noqa: E402

AT_ONCE = 2000


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    begun, lines, scores, wrong = time.perf_counter(), 0, 0, []
    ties = even = binary = 0
    stream = random_sheets(count, seed)
    while sheets := list(islice(stream, AT_ONCE)):
        wrong += disagreements(sheets)
        for sheet in sheets:
            lines += len(sheet.lines)
            scores += sum(len(line[3]) for line in sheet.lines)
            is_tie, by_even, by_binary = otherwise_rounded(sheet)
            ties, even, binary = ties + is_tie, even + by_even, binary + by_binary
    took = time.perf_counter() - begun
    sys.stdout.write(
        f"{count} sheets, {lines} indicators, {scores} scores in {took:.0f} s: {len(wrong)} figures differ\n"
        f"{ties} totals lie exactly between two printed values; "
        f"half-to-even would print {even} totals otherwise, binary floating point {binary}\n"
    )
    for sentence in wrong[:10]:
        sys.stdout.write(f"{sentence}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    with ROOM:
        sys.exit(main())
