"""What a pile costs: ``python tests/load/bench_pile.py [letters]`` prints CPU and wall seconds on one worker.

The promise: 78 letters with cover list, attendance list and minutes well under 15 seconds. What is measured is the
rendering of every paper and the joining; the database adds some milliseconds a letter.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("P2HAM_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2ham.settings")

import django

django.setup()

from assessments.documents import contexts  # noqa: E402
from assessments.documents.rendering import render  # noqa: E402
from p2ham.lib import pdfjoin  # noqa: E402
from tests.documents import papers  # noqa: E402

_T = TypeVar("_T")


def letter(number: int) -> bytes:
    """One letter as the worker makes it: from JSON, with a name and a code of its own."""
    code = f"{number:04}-4TXR-9HWD-2PCN"
    paper = replace(
        papers.FILLED["surat_pernyataan"],
        code=code,
        verify_url=f"https://p2ham.contoh.go.id/v/{code}/",
        unit=f"Lembaga Pemasyarakatan Kelas IIA Contoh Kota {number}",  # type: ignore[call-arg]
    )
    return render(paper.kind, paper.to_json(), title=f"Surat pernyataan {number}")


def front(count: int) -> list[bytes]:
    """Cover list, attendance list and minutes for so many units."""
    units = (papers.MANY_CEREMONY_UNITS * (count // len(papers.MANY_CEREMONY_UNITS) + 1))[:count]
    rows: list[contexts.Paper] = [
        replace(papers.FILLED[kind], units=units)  # type: ignore[call-arg]
        for kind in ("sampul_pencanangan", "daftar_hadir", "acara_pencanangan")
    ]
    return [render(row.kind, row.to_json(), title=row.kind) for row in rows]


def timed(label: str, work: Callable[[], _T]) -> _T:
    """Do it and say what it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    spent = f"{time.process_time() - cpu:6.2f} s CPU, {time.perf_counter() - wall:6.2f} s wall"
    sys.stdout.write(f"{label:28} {spent}\n")
    return result


def main(count: int) -> None:
    """Warm up, then measure each part and all of it."""
    letter(0)

    def pile() -> None:
        letters = timed(f"{count} letters", lambda: [letter(number) for number in range(1, count + 1)])
        lists = timed("cover, attendance, minutes", lambda: front(count))
        whole = timed("joining", lambda: pdfjoin.join([*lists, *letters], title="Tumpukan"))
        each = sum(map(len, letters)) / count / 1024
        pages = f"{pdfjoin.pages(whole)} pages, {len(whole) / 1024:.0f} KB"
        sys.stdout.write(f"{pages}; {each:.1f} KB a letter alone, {len(whole) / 1024 / (count + 3):.1f} KB in it\n")

    timed("all", pile)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 78)
