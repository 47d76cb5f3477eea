"""Where processes are killed and the portal has to make it good: orders to the zygote, and what must hold afterwards."""

import datetime as dt
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from assessments.documents.models import Document
from assessments.files import integrity, storage
from assessments.files.models import StoredFile, Upload, UploadPart
from assessments.pencanangan.models import Pile, ScanPage
from tests.conftest import DATA_DIR, ROOT

LATER = dt.timedelta(minutes=20)


class Zygote:
    """The process that forks the children; each order is answered before the next."""

    def __init__(self) -> None:
        server = connection.settings_dict
        address = f"postgres://{server['USER']}@{server['HOST']}:{server['PORT']}/{server['NAME']}"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("P2HAM_")}
        environment |= {"P2HAM_MODE": "test", "P2HAM_DATA_DIR": str(DATA_DIR), "P2HAM_DATABASE_URL": address}
        self.temporary = DATA_DIR / "tmp-of-children"
        self.temporary.mkdir(exist_ok=True)
        environment |= {"TMPDIR": str(self.temporary), "DJANGO_SETTINGS_MODULE": "p2ham.settings"}
        self.environment = environment
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def order(
        self, act: str, *, at: int = 0, how: str = "kill", limit: int = 0, memory: int = 1 << 20, **given: Any
    ) -> dict[str, Any]:
        """Have an act done by a process of its own, to which something happens at point ``at`` (0: nothing)."""
        private = settings.STORAGES["private"]
        options = {name: str(value) if name == "location" else value for name, value in private["OPTIONS"].items()}
        order = {"act": act, "with": given, "at": at, "how": how, "limit": limit}
        order |= {"memory": memory, "private": private | {"OPTIONS": options}}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the zygote ended"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def leftovers(self) -> list[str]:
        """Temporary files that dead children left with a name; WeasyPrint's folder holds fonts of ours and nothing else."""
        return [path.name for path in self.temporary.iterdir() if not path.name.startswith("weasyprint-")]

    def stop(self) -> None:
        """End it."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


def held() -> set[str]:
    """Every stored name that some row holds."""
    columns: dict[Any, tuple[str, ...]] = {
        StoredFile: ("received_name", "stored_name", "preview_name", "thumbnail_name"),
        UploadPart: ("stored_name",),
        Document: ("stored_name",),
        Pile: ("stored_name",),
        ScanPage: ("picture_name",),
    }
    rows = [row for model, names in columns.items() for row in model.objects.values_list(*names)]
    return {name for row in rows for name in row if name}


def rows_without_files(store: Any) -> list[str]:
    """What rows name and the storage lacks, and what the portal's own check finds."""
    return sorted(held() - store.names()) + [fault for fault in integrity.check() if fault]


def recover(work_off: Callable[[], None], monkeypatch: Any) -> None:
    """Let the time pass that the portal gives a dead process, then the clock tick, the worker work and the sweep run."""
    earlier = timezone.now() - LATER
    for _ in range(2 if Upload.objects.filter(status=Upload.Status.OPEN).exists() else 1):
        # An upload that the first tick has judged is processed by the second.
        Upload.objects.filter(status=Upload.Status.OPEN).update(touched_at=earlier)
        Upload.objects.exclude(busy_until=None).update(busy_until=earlier)
        StoredFile.objects.filter(status=StoredFile.Status.RECEIVED).update(next_try_at=earlier)
        Document.objects.filter(sha256="").update(next_try_at=earlier)
        cache.set("tick:sweep", 1)  # the sweep comes last, with the grace over
        call_command("tick")
        work_off()
    with monkeypatch.context() as patched:
        patched.setattr(storage, "GRACE", dt.timedelta(seconds=-5))
        call_command("sweep_files", stdout=io.StringIO())
