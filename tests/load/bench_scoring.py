"""What the assessor's pages cost: CPU of this process, wall clock, queries and bytes, for a sheet of 25 indicators.

``python tests/load/bench_scoring.py postgresql|sqlite [units]``   (300 units, all scored by the same two) in a
throw-away database.
"""

import gzip
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("P2HAM_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2ham.settings")

from tests.cluster import Cluster

ROOM = ExitStack()
if sys.argv[1:2] == ["postgresql"]:
    cluster = Cluster().start()
    ROOM.callback(cluster.stop)
    os.environ["P2HAM_DATABASE_URL"] = cluster.url
else:
    folder = ROOM.enter_context(tempfile.TemporaryDirectory())
    os.environ["P2HAM_DATABASE_URL"] = f"sqlite:///{folder}/scoring.sqlite3"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from assessments.penilaian import queries  # noqa: E402
from assessments.penilaian.models import Assignment  # noqa: E402
from tests import factories  # noqa: E402
from tests.cast import Cast  # noqa: E402
from tests.penilaian import scenes  # noqa: E402
from tests.verifikasi import scenes as sheets  # noqa: E402
from units.models import WorkUnit  # noqa: E402

TIMES = 15


@transaction.atomic
def stage(count: int) -> tuple[Cast, Assignment]:
    """So many units of the same two assessors; the first has three photos and half of its scores."""
    cast = Cast(factories.cycle(instrument=sheets.instrument(21)))
    first, _ = scenes.assigned(cast)
    for seed in range(3):
        scenes.attach(first.participation, cast.operator, "A1", seed + 1)
    codes = list(scenes.indicators(first.participation))
    scenes.score(first, dict.fromkeys(codes[: len(codes) // 2], "ada"))
    units: list[WorkUnit] = [factories.unit(f"Lapas {n}", coordinator=cast.kanwil) for n in range(count - 1)]
    for unit in units:
        participation = factories.participation(unit, cast.cycle, first.participation.state)
        Assignment.objects.bulk_create(
            Assignment(participation=participation, assessor=person) for person in (cast.assessor, cast.second_assessor)
        )
    return cast, first


def measure(name: str, act: Callable[[], Any]) -> None:
    """One line about an act: the median of fifteen and the slowest but one."""
    act()
    cpu, wall = [], []
    for _ in range(TIMES):
        begun, ticked = time.process_time(), time.perf_counter()
        act()
        cpu.append((time.process_time() - begun) * 1000)
        wall.append((time.perf_counter() - ticked) * 1000)
    with CaptureQueriesContext(connection) as asked:
        content = act().content
    size = f"{len(content) / 1024:.0f} KB, {len(gzip.compress(content)) / 1024:.0f} KB over the wire"
    sys.stdout.write(
        f"{name:28} CPU {sorted(cpu)[TIMES // 2]:5.0f} ms, p95 {sorted(cpu)[-2]:5.0f} ms  "
        f"wall p95 {sorted(wall)[-2]:5.0f} ms  {len(asked):3} queries  {size}\n"
    )
    sys.stdout.flush()


def main() -> None:
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    cast, first = stage(count)
    pk, found = first.participation_id, scenes.indicators(first.participation)
    indicator = found["A1"]
    client = Client()
    client.force_login(cast.assessor)
    measure("queue", lambda: client.get(reverse("penilaian_queue")))
    measure("one indicator", lambda: client.get(reverse("penilaian_score", args=[pk, indicator.pk])))
    measure("whole sheet", lambda: client.get(reverse("penilaian_whole", args=[pk])))
    measure("summary", lambda: client.get(reverse("penilaian_sheet", args=[pk])))
    level = scenes.level(indicator, "proses").pk
    totals = reverse("penilaian_score_totals", args=[pk, indicator.pk])
    measure("totals ahead", lambda: client.get(totals, {"level": level}))
    autosave, turn = reverse("penilaian_autosave", args=[pk, found["C1"].pk]), iter(range(10**6))
    sheet = queries.sheet(first)
    item = sheet.item(found["C1"].pk)
    assert item is not None
    last = {"version": sheet.stored(item).version}

    def typed() -> Any:
        response = client.post(autosave, {"justification": f"Kalimat {next(turn)}", **last})
        last["version"] = response.json()["version"]
        return response

    measure("autosave", typed)


if __name__ == "__main__":
    with ROOM:
        main()
