"""manage.py tick: the clock. Every effect is a row with a condition, so a tick may run twice, late or side by side."""

import argparse
import datetime as dt
import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connection
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from assessments.dashboards import tasks as dashboards
from assessments.documents import tasks as documents
from assessments.files import resumable
from assessments.files import tasks as files
from assessments.pencanangan import tasks_piles as piles
from assessments.pencanangan import tasks_scans as scans
from assessments.penilaian import tasks as penilaian
from assessments.penilaian import tasks_reports as reports
from assessments.penilaian.workflow import decrees as penilaian_decrees
from assessments.verifikasi import tasks as verifikasi
from units.tasks import send_due

logger = logging.getLogger(__name__)

HOUR = 60 * 60
RESULTS_KEPT = dt.timedelta(days=7)
ABANDONED = dt.timedelta(days=1)


def sweep_hourly() -> int:
    """Remove stored bytes without a row, once an hour at most, whoever ticks."""
    if not cache.add("tick:sweep", 1, timeout=HOUR):
        return 0
    return files.sweep() + documents.sweep() + scans.sweep() + piles.sweep()


def tidy_hourly() -> int:
    """Forget old results of tasks, what killed workers left in the queue, and sessions that have ended."""
    if not cache.add("tick:tidy", 1, timeout=HOUR):
        return 0
    now = timezone.now()
    finished = Q(finished_at__lte=now - RESULTS_KEPT)
    # Whose work it was is found by the rows themselves; no task runs for a day.
    abandoned = Q(status=TaskResultStatus.RUNNING, started_at__lte=now - ABANDONED)
    count, _ = DBTaskResult.objects.filter(finished | abandoned).delete()
    call_command("clearsessions")
    return count


# In this order, mails last: a slow mail server makes nothing else wait.
STEPS: list[tuple[str, Callable[[], int]]] = [
    ("decrees released", penilaian_decrees.release_due),
    ("decrees sent for certificates", penilaian.enqueue_uncertified),
    ("reports to be issued", reports.enqueue_unreported),
    ("piles enqueued", piles.enqueue_unmade),
    ("papers enqueued", documents.enqueue_unrendered),
    ("uploads and waiting submissions carried on", verifikasi.carry_on),
    ("uploads given up", resumable.expire),
    ("offline packs carried on", verifikasi.open_packs),
    ("files enqueued", files.enqueue_unprocessed),
    ("repairs that are over given back", verifikasi.lapse),
    ("photos to be compared enqueued", verifikasi.look_around),
    ("indicators with broken files opened or closed", verifikasi.mend),
    ("scans enqueued", scans.enqueue_unread),
    ("digests sent", dashboards.remind),
    ("bytes without a row removed", sweep_hourly),
    ("old task results removed", tidy_hourly),
    ("mails tried", send_due),
]


class Command(BaseCommand):
    help = "Do what is due: papers, files, sweep, tidying, mails. Once, or every so many seconds until told to stop."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--every", type=_seconds, metavar="SECONDS", help="repeat until SIGTERM or SIGINT")

    def handle(self, *args: Any, every: float | None = None, **options: Any) -> None:
        self.stopping = threading.Event()
        if every is None:
            failed = self._tick()
            if failed:
                raise CommandError(f"failed: {', '.join(failed)}", returncode=1)
            return
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not self.stopping.is_set():
                self._tick()
                self.stopping.wait(every)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _tick(self) -> list[str]:
        """Run every step; one that fails is logged and stops no other. Returns the names of those that failed."""
        failed = []
        for name, step in STEPS:
            if self.stopping.is_set():
                break
            _drop_dead_connections()
            try:
                count = step()
            except Exception:
                logger.exception("tick step failed: %s", name)
                failed.append(name)
                continue
            if count:
                logger.info("tick: %s %s", count, name)
        _drop_dead_connections()
        return failed

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Finish the step under way; told twice, stop at once."""
        if self.stopping.is_set():
            raise SystemExit(128 + number)
        self.stopping.set()


def _drop_dead_connections() -> None:
    """As between two requests: a database that was away is found again by the next step."""
    if not connection.in_atomic_block:
        close_old_connections()


def _seconds(text: str) -> float:
    seconds = float(text)
    if not seconds > 0:
        raise argparse.ArgumentTypeError("a number of seconds above 0")
    return seconds
