"""What a certificate costs: ``python tests/load/bench_certificate.py [count]`` prints CPU milliseconds and memory.

The promise is at most 60 ms of CPU for one, 90 s for a batch of 871 on one worker, and memory that stays flat. Cold is
the first one of a process, which loads the fonts and the style sheets. The worker's whole way: ``bench_batch.py``.
"""

import os
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("P2HAM_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2ham.settings")

import django

django.setup()

from assessments.documents.rendering import render  # noqa: E402
from tests.documents import papers  # noqa: E402


def certificate(number: int) -> bytes:
    """One certificate as the worker makes it: from JSON, with a name and a code of its own."""
    code = f"{number:04}-4TXR-9HWD-2PCN"
    paper = replace(
        papers.FILLED["piagam"],
        number=f"{number:04}/P2HAM/2024",
        code=code,
        verify_url=f"https://p2ham.contoh.go.id/periksa/{code}",
        unit=f"Lembaga Pemasyarakatan Kelas IIA Contoh Kota {number}",  # type: ignore[call-arg]
    )
    return render("piagam", paper.to_json(), title=f"Piagam penghargaan {paper.number}")


def main(count: int) -> None:
    """The first one, then all others."""
    loaded = time.process_time()
    certificate(0)
    cold = time.process_time() - loaded
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, clock = time.process_time(), time.perf_counter()
    size = sum(len(certificate(number)) for number in range(1, count + 1)) // count
    cpu, wall = time.process_time() - start, time.perf_counter() - clock
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    each = f"{count} in {wall:.1f} s, {size} bytes each, +{grown:.0f} MB"
    sys.stdout.write(f"cold: {cold * 1000:.0f} ms CPU, after {loaded:.1f} s CPU in which the portal was loaded\n")
    sys.stdout.write(f"warm: {cpu / count * 1000:.1f} ms CPU per certificate ({each})\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
