"""What the verifiers' pages cost: CPU of this process, wall clock and queries of queue, next, overview and desk.

``python tests/load/bench_queue.py postgresql|sqlite [units]``   (1,000 units, all handed in) in a throw-away database:
25 indicators answered with a sentence, a region for every 40 units, ten verifiers, a third of the units free.
"""

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
    os.environ["P2HAM_DATABASE_URL"] = f"sqlite:///{folder}/queue.sqlite3"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from assessments.cycle.models import Participation  # noqa: E402
from assessments.cycle.states import State  # noqa: E402
from assessments.verifikasi import queries, workflow  # noqa: E402
from assessments.verifikasi.models import Answer, CheckAssignment, Submission  # noqa: E402
from assessments.verifikasi.queries import shares, worklists  # noqa: E402
from assessments.verifikasi.queries.shares import Wish  # noqa: E402
from indicators.models import Level  # noqa: E402
from tests import factories  # noqa: E402
from tests.verifikasi import scenes  # noqa: E402
from units.models import Kind, Role, User, WorkUnit  # noqa: E402

PER_REGION, VERIFIERS, TIMES = 40, 10, 20


@transaction.atomic
def stage(count: int) -> tuple[list[User], User]:
    """So many units that have handed in; the verifiers and the admin."""
    cycle = factories.cycle(instrument=scenes.instrument(21))
    people = [factories.posted(Role.VERIFIER, None, f"Verifikator {n}") for n in range(VERIFIERS)]
    admin = factories.posted(Role.ADMIN, None, "Ade Admin")
    province, institution = factories.province(), factories.institution()
    regions = [
        WorkUnit(code=f"kanwil-{n}", name=f"Kanwil {n}", short_name=f"Kanwil {n:04}", kind=Kind.KANWIL,
                 province=province, city="Kota")
        for n in range(max(count // PER_REGION, 1))
    ]  # fmt: skip
    WorkUnit.objects.bulk_create(regions, batch_size=500)
    units = [
        WorkUnit(code=f"satuan-{n}", name=f"Satuan {n}", short_name=f"Satuan {n:06}", kind=Kind.LAPAS,
                 province=province, city="Kota", coordinator=regions[n % len(regions)])
        for n in range(count)
    ]  # fmt: skip
    WorkUnit.objects.bulk_create(units, batch_size=500)
    rows = Participation.objects.bulk_create(
        [
            Participation(cycle=cycle, work_unit=unit, institution=institution, category=institution.category,
                          coordinator=unit.coordinator, state=State.SUBMITTED, turn=Role.VERIFIER, round=1)
            for unit in units
        ],
        batch_size=500,
    )  # fmt: skip
    Submission.objects.bulk_create(
        [
            Submission(participation=row, round=1, submitted_by=admin, receipt_number=f"TT-{row.pk}", snapshot={})
            for row in rows
        ],
        batch_size=500,
    )
    levels = list(Level.objects.filter(code="tidak"))
    for begin in range(0, count, 1000):
        Answer.objects.bulk_create(
            Answer(participation=row, indicator_id=level.indicator_id, level=level, note="Belum ada.", is_open=False)
            for row in rows[begin : begin + 1000]
            for level in levels
        )
    CheckAssignment.objects.bulk_create(
        [
            CheckAssignment(participation=row, verifier=people[place % VERIFIERS], assigned_by=admin)
            for place, row in enumerate(rows)
            if place % 3
        ],
        batch_size=500,
    )
    return people, admin


def tell(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measure(name: str, act: Callable[[], Any]) -> None:
    """One line about an act: the slowest of twenty but one, and its queries."""
    act()
    cpu, wall = [], []
    for _ in range(TIMES):
        begun, ticked = time.process_time(), time.perf_counter()
        act()
        cpu.append(time.process_time() - begun)
        wall.append(time.perf_counter() - ticked)
    with CaptureQueriesContext(connection) as asked:
        act()
    p95 = sorted(cpu)[-2] * 1000, sorted(wall)[-2] * 1000
    tell(f"{name:34} CPU p95 {p95[0]:6.0f} ms  wall p95 {p95[1]:6.0f} ms  {len(asked):3} queries")


def main() -> None:
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    begun = time.perf_counter()
    people, admin = stage(count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    tell(f"{count} units on {connection.vendor}, made in {time.perf_counter() - begun:.0f} s")
    client, office = Client(), Client()
    client.force_login(people[0])
    office.force_login(admin)
    queue = reverse("verifikasi_queue")
    measure("queue", lambda: client.get(queue))
    measure("queue, mine", lambda: client.get(queue, {"bagian": "saya"}))
    measure("queue, free", lambda: client.get(queue, {"bagian": "bebas"}))
    measure("what next would serve", lambda: worklists.serving(people[0]).first())
    unit = workflow.serve_next(by=people[0])
    assert unit is not None
    item = queries.sheet(Participation.objects.with_place().get(pk=unit.pk)).items[0]
    measure("desk (one indicator)", lambda: client.get(item.check_url))
    measure("overview of a check", lambda: client.get(reverse("verifikasi_finish", args=[unit.pk])))
    measure("accept together, list", lambda: client.get(reverse("verifikasi_accept", args=[unit.pk])))
    quotas = {person.pk: count for person in people}
    measure("dry run of the distribution", lambda: shares.planned(unit.cycle, Wish(quotas=quotas)))
    asked = {"cakupan": "masuk", "cara": "merata"} | {
        f"kuota-{pk}": str(min(quota, 2000)) for pk, quota in quotas.items()
    }
    measure("page of the dry run", lambda: office.get(reverse("verifikasi_distribute"), asked))


if __name__ == "__main__":
    with ROOM:
        main()
