"""Papers issued at once, with faults: ``python tests/load/bench_numbers.py [issues] [workers]``  (200, 16).

On a throw-away PostgreSQL. Every tenth act fails after its number was taken, every tenth loses its connection. Prints
what became of the numbers; then the same as a control with the lock on the counter off, which must show the race.
"""

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
FOLDER = tempfile.mkdtemp(prefix="p2ham-bench-")
os.environ["P2HAM_MODE"] = "demo"
os.environ["P2HAM_DATA_DIR"] = FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2ham.settings")

from tests.cluster import Cluster  # noqa: E402

ROOM = ExitStack()
ROOM.callback(shutil.rmtree, FOLDER, ignore_errors=True)
cluster = Cluster().start()
ROOM.callback(cluster.stop)
os.environ["P2HAM_DATABASE_URL"] = cluster.url

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from assessments.cycle.states import State  # noqa: E402
from assessments.documents import numbers  # noqa: E402
from assessments.documents.models import Document, NumberRegister  # noqa: E402
from tests.cast import Cast  # noqa: E402
from tests.documents.office import Office  # noqa: E402
from tests.documents.test_numbers import at_once  # noqa: E402
from units import audit  # noqa: E402


def run(office: Office, register: str, issues: int, workers: int) -> None:
    """Issue them all at once, and tell what became of the numbers."""

    def work(job: int) -> None:
        with transaction.atomic():
            office.issue(register=register)
            if job % 10 == 0:
                raise ZeroDivisionError
            if job % 10 == 5:
                connection.connection.close()

    begun = time.perf_counter()
    raised = at_once(workers, list(range(issues)), work)
    wall = time.perf_counter() - begun
    given = Document.objects.filter(register__key=register).values_list("number", flat=True)
    found = sorted(number for number in given if number is not None)
    missing = set(range(1, max(found, default=0) + 1)) - set(found)
    kinds = ", ".join(f"{count} {name}" for name, count in Counter(type(error).__name__ for error in raised).items())
    counter = NumberRegister.objects.get(key=register).last_number
    sys.stdout.write(
        f"  {issues} acts by {workers} at once in {wall:.1f} s: {len(found)} issued, {len(raised)} failed ({kinds})\n"
        f"  {len(found) - len(set(found))} duplicate, {len(missing)} missing, the counter stands at {counter}; "
        f"the chain of the audit has {len(list(audit.verify()))} faults\n"
    )


def main(issues: int, workers: int) -> None:
    """With the lock, and without."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    cast = Cast()
    office = Office(cast, cast.participation(State.AWARDED), Path(FOLDER))
    sys.stdout.write("with the lock:\n")
    run(office, "piagam", issues, workers)

    def unlocked(key: str, year: int) -> NumberRegister:
        return NumberRegister.objects.get_or_create(key=key, year=year)[0]

    sys.stdout.write("control, without the lock (the constraint refuses what would be there twice):\n")
    with mock.patch.object(numbers, "_locked", unlocked):
        run(office, "surat_keterangan", issues, workers)


if __name__ == "__main__":
    with ROOM:
        main(*(int(each) for each in (sys.argv[1:3] + ["200", "16"][len(sys.argv[1:3]) :])))
