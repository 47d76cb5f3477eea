"""What a year's certificates cost: ``python tests/load/bench_batch.py postgresql|sqlite [units] [kills]``  (871, 8).

In a throw-away database with the real names of places: one worker issues and renders every certificate of a decree and
tells the units; its CPU, and its memory at each tenth of the way. Then another decree's worth of them, over which the
worker is killed (kill -9) so many times at instants spread over the batch and started again: what is missing, what is
there twice, and what the dead workers' work cost on top. The promise: a batch of 871 within 90 s of CPU, memory flat.
"""

import datetime as dt
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.mkdtemp(prefix="p2ham-bench-")
os.environ["P2HAM_MODE"] = "demo"
os.environ["P2HAM_DATA_DIR"] = FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2ham.settings")

from tests.cluster import Cluster  # noqa: E402

ROOM = ExitStack()
ROOM.callback(shutil.rmtree, FOLDER, ignore_errors=True)
if sys.argv[1:2] == ["postgresql"]:
    cluster = Cluster().start()
    ROOM.callback(cluster.stop)
    os.environ["P2HAM_DATABASE_URL"] = cluster.url
else:
    os.environ["P2HAM_DATABASE_URL"] = f"sqlite:///{FOLDER}/batch.sqlite3"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.utils import timezone  # noqa: E402

from assessments.documents import tasks as papers  # noqa: E402
from assessments.documents.models import Document  # noqa: E402
from assessments.penilaian import tasks as certificates  # noqa: E402
from assessments.penilaian.models import Award, Decree  # noqa: E402
from assessments.penilaian.workflow import decrees  # noqa: E402
from tests.load import awarded  # noqa: E402
from units.models import InboxMessage  # noqa: E402

WORKER = [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--interval", "0.1", "--batch"]
WORKER += ["--no-startup-delay", "--no-reload", "-v", "0"]
EARLIER = dt.timedelta(hours=1)
YEARS = 2025, 2026


def tell(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def issued(year: int) -> QuerySet[Document]:
    """The year's certificates."""
    return Document.objects.filter(kind=Document.Kind.CERTIFICATE, cycle__year=year)


def rendered(year: int) -> int:
    """How many of them lie on the disk."""
    return issued(year).exclude(sha256="").count()


def worker(watch: Callable[[int], bool]) -> tuple[float, bool]:
    """One worker until nothing is left, or until ``watch`` (given its number) wants it dead: its CPU, and if it died."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(WORKER, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    killed = False
    while process.poll() is None:
        if watch(process.pid):
            process.kill()
            killed = True
            break
        time.sleep(0.05)
    process.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, killed


def resident(pid: int) -> float:
    """The worker's memory in megabytes, 0 when it has gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0)


def whole(year: int, count: int) -> int:
    """One worker over all of them, without harm. Returns the newest message before them."""
    seen: dict[int, float] = {}

    def watch(pid: int) -> bool:
        if now := resident(pid):
            seen[rendered(year) * 10 // count] = now
        return False

    idle, _ = worker(lambda _: False)
    since = order(year, count)
    begun = time.perf_counter()
    cpu, _ = worker(watch)
    wall = time.perf_counter() - begun
    each = (cpu - idle) / count * 1000
    tell(f"batch: {rendered(year)} of {count} in {cpu:.1f} s CPU, {wall:.1f} s ({idle:.1f} s of it to start a worker)")
    tell(f"issuing, rendering and telling the unit: {each:.0f} ms CPU per certificate")
    tell("memory by tenths, MB: " + " ".join(f"{seen[tenth]:.0f}" for tenth in sorted(seen)))
    return since


def interrupted(year: int, count: int, kills: int) -> float:
    """Workers that die; after each the clock finds what it left. Returns the CPU of all."""
    total, died = 0.0, []
    # Half of the deaths fall into the issuing, which is over soon; the others are spread over the rendering.
    early = [(0, (step + 1) * count // (kills // 2 + 1)) for step in range(kills // 2)]
    late = [((step + 1) * count // (kills - kills // 2 + 1), 0) for step in range(kills - kills // 2)]
    for drawn, numbered in early + late:

        def watch(_: int, drawn: int = drawn, numbered: int = numbered) -> bool:
            return issued(year).count() >= numbered and rendered(year) >= drawn

        cpu, killed = worker(watch)
        total += cpu
        if killed:
            died.append(f"{issued(year).count()}/{rendered(year)}")
        tick()
    cpu, _ = worker(lambda _: False)
    tell(f"killed {len(died)} times, with so many issued/rendered: {', '.join(died)}")
    return total + cpu


def tick() -> None:
    """What the clock does once the portal's patience with a dead worker is over."""
    Decree.objects.exclude(certificates_wanted_at=None).update(certificates_wanted_at=timezone.now() - EARLIER)
    Document.objects.filter(sha256="").update(next_try_at=timezone.now() - EARLIER)
    certificates.enqueue_uncertified()
    while papers.enqueue_unrendered():
        pass


def faults(year: int, count: int, since: int) -> list[str]:
    """What is wrong after a batch, in words; empty: nothing."""
    found = issued(year)
    numbers = list(found.order_by("number").values_list("number", flat=True))
    told = InboxMessage.objects.filter(pk__gt=since, subject__startswith="Piagam P2HAM")
    people = told.values("user").distinct().count()
    stored = {path.name for path in Path(FOLDER, "files", papers.FOLDER).rglob("*") if path.is_file()}
    named = {Path(name).name for name in Document.objects.exclude(sha256="").values_list("stored_name", flat=True)}
    wrong = {
        "numbers missing": len(set(range(1, count + 1)) - set(numbers)),
        "numbers twice": len(numbers) - len(set(numbers)),
        "awards without a certificate": Award.objects.filter(decree__cycle__year=year, certificate=None).count(),
        "certificates without an award": found.filter(award=None).count(),
        "not rendered": found.filter(sha256="").count(),
        "units not told": count - people,
        "units told twice": told.count() - people,
        "papers missing on the disk": len(named - stored),
    }
    tell(f"checked {len(numbers)}: " + ", ".join(f"{value} {name}" for name, value in wrong.items()))
    tell(f"bytes that no paper names, for the next sweep: {len(stored - named)}")
    return [name for name, value in wrong.items() if value]


def order(year: int, count: int) -> int:
    """A decree whose certificates are ordered; returns the newest message before them."""
    decree, admin = awarded.released(count, year)
    newest = InboxMessage.objects.order_by("-pk").values_list("pk", flat=True).first()
    decrees.order_certificates(decree=decree, by=admin)
    return newest or 0


def main(count: int, kills: int) -> int:
    """Both batches; 1 when anything is missing or there twice."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    tell(f"{count} certificates on {connection.vendor}, one worker")
    since = whole(YEARS[0], count)
    wrong = faults(YEARS[0], count, since)
    if kills:
        since = order(YEARS[1], count)
        cpu = interrupted(YEARS[1], count, kills)
        tell(f"with the dead workers' work: {cpu:.1f} s CPU ({cpu / count * 1000:.0f} ms each)")
        wrong += faults(YEARS[1], count, since)
    return bool(wrong)


if __name__ == "__main__":
    with ROOM:
        given = [int(each) for each in sys.argv[2:4]]
        sys.exit(main(*given, *(871, 8)[len(given) :]))
