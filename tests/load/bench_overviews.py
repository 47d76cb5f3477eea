"""What the overviews cost: CPU of this process, wall clock, queries and bytes over the wire of each page.

``python tests/load/bench_overviews.py postgresql|sqlite [units]``   (1,000 units) in a throw-away database: 25 indicators,
a region for every 40 units; of the units that fill, 15 indicators are answered, with three photos each.
"""

import datetime as dt
import gzip
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

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
    os.environ["P2HAM_DATABASE_URL"] = f"sqlite:///{folder}/overviews.sqlite3"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from assessments.cycle.models import Participation, TimelineEntry, Window  # noqa: E402
from assessments.cycle.states import STATES, State  # noqa: E402
from assessments.dashboards import board, digests  # noqa: E402
from assessments.files.models import StoredFile  # noqa: E402
from assessments.verifikasi.models import Answer, Evidence  # noqa: E402
from assessments.verifikasi.queries import duties  # noqa: E402
from tests import factories  # noqa: E402
from tests.verifikasi import scenes  # noqa: E402
from units.models import Kind, Role, User, WorkUnit  # noqa: E402

PER_REGION, ANSWERED = 40, 15
TIMES = 20
# How the units are spread over the states, in tenths.
SPREAD = [State.DECLARED] * 5 + [State.RETURNED] * 2 + [State.SUBMITTED, State.IN_CHECK, State.PASSED]


def insert(model: type[models.Model], example: models.Model, source: str, **columns: str) -> None:
    """One statement for many rows: ``columns`` are SQL, every other column is that of the ``example``."""
    names, values, fixed = [], [], []
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        names.append(connection.ops.quote_name(field.column))
        if field.name in columns:
            values.append(columns[field.name])
        else:
            values.append("%s")
            fixed.append(field.get_db_prep_save(getattr(example, field.attname), connection))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} {source}", fixed)


@transaction.atomic
def stage(count: int) -> tuple[User, User]:
    """So many units with their sheets; the admin, and an officer of one region."""
    cycle = factories.cycle(instrument=scenes.instrument(21))
    admin = factories.posted(Role.ADMIN, None, "Ade Admin")
    province, institution = factories.province(), factories.institution()
    regions = [
        WorkUnit(code=f"kanwil-{n}", name=f"Kanwil {n:04}", short_name=f"Kanwil {n:04}", kind=Kind.KANWIL,
                 province=province, city="Kota")
        for n in range(max(count // PER_REGION, 1))
    ]  # fmt: skip
    WorkUnit.objects.bulk_create(regions, batch_size=500)
    kinds = [Kind.LAPAS, Kind.RUTAN, Kind.KANIM, Kind.BAPAS]
    units = [
        WorkUnit(code=f"satuan-{n}", name=f"Satuan {n * 7919 % count:06}", short_name=f"Satuan {n:06}",
                 kind=kinds[n % 4], province=province, city=f"Kota {n % 97}", coordinator=regions[n % len(regions)])
        for n in range(count)
    ]  # fmt: skip
    WorkUnit.objects.bulk_create(units, batch_size=500)
    states = [SPREAD[n // 4 % 10] for n in range(count)]
    Participation.objects.bulk_create(
        (
            Participation(cycle=cycle, work_unit=unit, institution=institution, category=institution.category,
                          coordinator=unit.coordinator, state=state, turn=STATES[state].turn or "",
                          round=0 if state == State.DECLARED else 1)
            for unit, state in zip(units, states, strict=True)
        ),
        batch_size=500,
    )  # fmt: skip
    _sheets(admin)
    officer = factories.posted(Role.COORDINATOR, regions[0], "Koko Koordinator")
    return admin, officer


def _sheets(by: User) -> None:
    p, i, lv = "assessments_participation", "indicators_indicator", "indicators_level"
    now = timezone.now()
    # The indicators of this bench without requirements get three photos as well.
    requirement = f"(SELECT MIN(r.id) FROM indicators_evidencerequirement r JOIN {lv} l2 ON l2.id = r.level_id WHERE l2.id = a.level_id)"
    insert(
        Answer, Answer(updated_at=now),
        f"FROM {p} p CROSS JOIN {i} i JOIN {lv} l ON l.indicator_id = i.id AND l.code = 'ada' WHERE i.id IN "
        f"(SELECT id FROM {i} ORDER BY id LIMIT {ANSWERED})",
        participation="p.id", indicator="i.id", level="l.id",
    )  # fmt: skip
    three = "CROSS JOIN (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) t"
    mark = "CAST(a.id AS varchar(12)) || '-' || CAST(t.n AS varchar(2))"
    file = StoredFile(kind="photo", content_type="image/jpeg", name="foto.jpg", received_size=1, purpose="data-dukung",
                      received_by=by, received_at=now, status="ready")  # fmt: skip
    insert(
        StoredFile, file, f"FROM assessments_answer a {three}", participation="a.participation_id",
        received_sha256=mark, stored_sha256=mark, receipt_number=mark, stored_name=mark,
    )  # fmt: skip
    first = "(SELECT MIN(id) FROM indicators_evidencerequirement)"
    insert(
        Evidence, Evidence(description="Tampak depan", people="tidak_ada", added_by=by, added_at=now),
        f"FROM assessments_answer a {three} JOIN assessments_storedfile f ON f.receipt_number = {mark}",
        answer="a.id", file="f.id", requirement=f"COALESCE({requirement}, {first})",
    )  # fmt: skip
    for days, state in ((90, State.APPLIED), (60, State.DECLARED), (20, State.SUBMITTED), (10, State.IN_CHECK)):
        insert(
            TimelineEntry, TimelineEntry(at=now - dt.timedelta(days=days), to_state=state, text="Langkah", actor=by),
            f"FROM {p} p", participation="p.id",
        )  # fmt: skip


def tell(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measure(person: User, name: str, route: str, query: dict[str, object], *args: int) -> None:
    """One line about a page: the slowest of twenty but one, and what goes over the wire."""
    client = Client()
    client.force_login(person)
    cpu, wall = [], []
    for _ in range(TIMES):
        begun, ticked = time.process_time(), time.perf_counter()
        response = client.get(reverse(route, args=args), query)
        cpu.append(time.process_time() - begun)
        wall.append(time.perf_counter() - ticked)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(route, args=args), query)
    p95 = sorted(cpu)[-2] * 1000, sorted(wall)[-2] * 1000
    wire = len(gzip.compress(response.content)) / 1024
    tell(f"{name:44} {response.status_code}  CPU p95 {p95[0]:6.0f} ms  wall p95 {p95[1]:6.0f} ms  "
          f"{len(queries):3} queries  {wire:5.1f} KB")  # fmt: skip


def of_one_unit() -> None:
    """The pages on the last day: the operator's sheet and indicator, and the verifier's desk; photos on all of them."""
    Window.objects.update(closes_at=timezone.now() + dt.timedelta(hours=5))
    rows = Participation.objects.select_related("work_unit").order_by("pk")
    unit, checked = rows.filter(state=State.DECLARED)[0], rows.filter(state=State.IN_CHECK)[0]
    operator = factories.posted(Role.OPERATOR, unit.work_unit, "Oki Operator")
    verifier = factories.posted(Role.VERIFIER, None, "Vera Verifikator")
    indicator = Answer.objects.filter(participation=unit).order_by("pk")[0].indicator_id
    measure(operator, "the unit's page", "participation", {}, unit.pk)
    measure(operator, "the unit's sheet, last day", "verifikasi_sheet", {}, unit.pk)
    measure(operator, "the unit's indicator, last day", "verifikasi_answer", {}, unit.pk, indicator)
    measure(operator, "handing in, last day", "verifikasi_submit", {}, unit.pk)
    measure(verifier, "the verifier's desk, photos", "verifikasi_check", {}, checked.pk, indicator)
    measure(verifier, "overview of a check, photos", "verifikasi_finish", {}, checked.pk)


def main() -> None:
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    begun = time.perf_counter()
    admin, officer = stage(count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    tell(f"{count} units, {Answer.objects.count()} answers, {Evidence.objects.count()} files on {connection.vendor}, "
          f"made in {time.perf_counter() - begun:.0f} s")  # fmt: skip
    measure(admin, "board, the country", "board", {})
    measure(officer, "board, one region", "board", {})
    measure(admin, "board, by words", "board", {"q": "satuan 0001"})
    for lack in ("mulai", "jawab", "berkas", "lewat"):
        if lack not in board.COUNTED:
            measure(admin, f"board, the country, lacking: {lack}", "board", {"lack": lack})
        measure(officer, f"board, one region, lacking: {lack}", "board", {"lack": lack})
    measure(officer, "preview of a reminder, one region", "board_remind", {})
    measure(admin, "progress, the country", "progress", {})
    measure(officer, "progress, one region", "progress", {})
    measure(admin, "ageing list, the country", "ageing", {})
    measure(officer, "ageing list, one region", "ageing", {})
    measure(officer, "board of one region as XLSX", "board_export", {})
    begun = time.process_time()
    found = duties.open_duties(timezone.now() + dt.timedelta(days=23))
    tell(f"duties of {count} units near their closing: {len(found)}, CPU {time.process_time() - begun:.1f} s")
    begun = time.process_time()
    sent = digests.send(timezone.now() + dt.timedelta(days=23))
    tell(f"digests: {sent} sent, CPU {time.process_time() - begun:.1f} s")
    of_one_unit()


if __name__ == "__main__":
    with ROOM:
        main()
