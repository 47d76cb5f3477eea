"""The portal as processes that can be killed: a web server and a worker on the database and files of the test."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

from tests.cluster import free_port
from tests.journeys.link import Link

ROOT = Path(__file__).resolve().parents[2]


class Portal:
    """Reached through a link of its own, whose address stays the same whatever becomes of the processes."""

    def __init__(self) -> None:
        self.link = Link()
        self.address = f"http://127.0.0.1:{self.link.port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start_web(self) -> None:
        """A web server with two threads, ready to answer."""
        self.link.target = free_port()
        bind = f"127.0.0.1:{self.link.target}"
        self._start("web", "-m", "gunicorn", "p2ham.wsgi", "--bind", bind, "--threads", "8", "--log-level", "error")
        deadline = time.monotonic() + 60
        while True:
            try:
                with urlopen(f"http://{bind}/akun/masuk/", timeout=20):
                    return
            except OSError:
                assert time.monotonic() < deadline and self.processes["web"].poll() is None, "the portal does not start"
                time.sleep(0.1)

    def start_worker(self) -> None:
        """A worker that takes up background tasks."""
        self._start("worker", "manage.py", "db_worker", "--queue-name", "*", "--interval", "0.1")

    def tick(self) -> None:
        """One minute of the portal's clock, in a process of its own."""
        subprocess.run([sys.executable, "manage.py", "tick"], cwd=ROOT, env=self._environment(), check=True, timeout=60)

    def kill(self, name: str) -> None:
        """As a power cut: the process and all its children, at once."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)

    def close(self) -> None:
        """Stop what still runs."""
        for name in list(self.processes):
            self.kill(name)
        self.link.close()

    def _start(self, name: str, *command: str) -> None:
        self.processes[name] = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self._environment(), start_new_session=True
        )

    def _environment(self) -> dict[str, str]:
        found: dict[str, Any] = connection.settings_dict
        place = f"postgres://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
        return os.environ | {
            "P2HAM_MODE": "test",
            "P2HAM_DATA_DIR": str(settings.DATA_DIR),
            "P2HAM_DATABASE_URL": place,
            "P2HAM_SITE_URL": self.address,
            "P2HAM_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "tests.journeys.portal_settings",
        }
