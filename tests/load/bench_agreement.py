"""What the report on agreement costs: CPU of this process, wall clock and queries of the page and of its workbook.

``python tests/load/bench_agreement.py postgresql|sqlite [units]``   (1,000 units) in a throw-away database: 25 indicators,
30 assessors, two for every other unit and three for the rest; every sheet is final.
"""

import os
import random
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
    os.environ["P2HAM_DATABASE_URL"] = f"sqlite:///{folder}/agreement.sqlite3"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from assessments.cycle.models import Participation  # noqa: E402
from assessments.cycle.states import State  # noqa: E402
from assessments.penilaian import agreement  # noqa: E402
from assessments.penilaian.models import Assignment, Score  # noqa: E402
from assessments.penilaian.queries import agreement as queries  # noqa: E402
from indicators.models import Indicator, Instrument, Level  # noqa: E402
from tests import factories  # noqa: E402
from tests.cast import Cast  # noqa: E402
from units.models import Role  # noqa: E402

UNITS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
INDICATORS, ASSESSORS, TIMES = 25, 30, 5


def instrument() -> Instrument:
    """One of 25 indicators."""
    made = factories.instrument(published=False)
    criterion = made.criteria.all()[0]
    for number in range(INDICATORS - Indicator.objects.filter(criterion__instrument=made).count()):
        indicator = Indicator.objects.create(
            criterion=criterion, code=f"X{number}", title=f"Indikator {number}", question="?", position=100 + number
        )
        for place, (code, value) in enumerate((("ada", "1"), ("proses", "0.5"), ("tidak", "0"))):
            Level.objects.create(indicator=indicator, code=code, label=code.title(), value=value, position=place)
    made.status, made.published_at = Instrument.Status.PUBLISHED, timezone.now()
    made.save()
    return made


@transaction.atomic
def fill(cast: Cast) -> None:
    """Units that are all scored."""
    dice = random.Random(6)
    levels: dict[int, list[Level]] = {}
    for level in Level.objects.filter(indicator__criterion__instrument=cast.cycle.instrument).order_by("position"):
        levels.setdefault(level.indicator_id, []).append(level)
    people = [factories.posted(Role.ASSESSOR, None, f"Penilai Contoh {place}") for place in range(ASSESSORS)]
    lenience = {person.pk: dice.uniform(-0.2, 0.2) for person in people}
    for number in range(UNITS):
        unit = factories.unit(f"Lapas Contoh {number}", coordinator=cast.kanwil, province=cast.kanwil.province)
        participation = factories.participation(unit, cast.cycle, State.IN_SCORING)
        chosen = dice.sample(people, 2 + number % 2)
        assignments = Assignment.objects.bulk_create(
            Assignment(participation=participation, assessor=person) for person in chosen
        )
        rows = []
        for indicator, offered in levels.items():
            truth = dice.random()
            for assignment in assignments:
                seen = truth + lenience[assignment.assessor_id] + dice.gauss(0, 0.15)
                place = 0 if seen > 0.6 else 1 if seen > 0.25 else 2
                rows.append(Score(assignment=assignment, indicator_id=indicator, level=offered[place]))
        Score.objects.bulk_create(rows)
    # Last, for a finished sheet takes no score any more.
    Assignment.objects.update(final_at=timezone.now())


def say(text: str) -> None:
    """One line of the figures."""
    sys.stdout.write(f"{text}\n")


def measure(label: str, act) -> None:
    """CPU and wall clock of the best of several runs, the queries of one."""
    with CaptureQueriesContext(connection) as captured:
        act()
    # Counted at once: the next request empties the list.
    queries_made = len(captured)
    found = []
    for _ in range(TIMES):
        cpu, wall = time.process_time(), time.perf_counter()
        act()
        found.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = min(found)
    say(f"{label:<34} CPU {cpu * 1000:7.0f} ms   wall {wall * 1000:7.0f} ms   {queries_made:3d} queries")


def opened(client: Client, name: str) -> None:
    """Open a page; anything but a page is a fault of the measurement."""
    status = client.get(reverse(name)).status_code
    assert status == 200, f"{name}: {status}"


def main() -> None:
    call_command("migrate", verbosity=0)
    cast = Cast(factories.cycle(instrument=instrument()))
    fill(cast)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = Client()
    client.force_login(cast.lead)
    given = list(queries.judgements(cast.cycle, Participation.objects.filter(cycle=cast.cycle)))
    say(f"{connection.vendor}: {UNITS} units, {len(given)} scores")
    measure("reading the scores", lambda: list(queries.judgements(cast.cycle, queries.opened(cast.cycle, cast.lead))))
    measure("arithmetic alone", lambda: agreement.alpha(agreement.report(given).whole))
    measure("page", lambda: opened(client, "penilaian_agreement"))
    measure("workbook", lambda: opened(client, "penilaian_agreement_sheet"))


if __name__ == "__main__":
    with ROOM:
        main()
