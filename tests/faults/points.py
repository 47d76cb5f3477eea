"""The points of a verb at which something may happen to its process: around each write to the database and the storage.

Lives in a child of its own (see ``zygote``). The code of the portal is the real one; only its way out to the database
driver and to the storage is watched.
"""

import os
import signal
import time
from collections.abc import Iterator
from functools import wraps
from typing import Any

import psycopg
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from p2ham.lib.objectstore import ObjectStore

WRITES = ("INSERT", "UPDATE", "DELETE")
# Who is signed in, and how often somebody tried, is not what is watched.
ASIDE = ("django_session", "units_user", '"cache"')
KILL, CUT, LOST = "kill", "cut", "lost"


class Points:
    """Counts the points and, at the one that was chosen, lets happen what was ordered."""

    def __init__(self, *, at: int, how: str) -> None:
        self.at, self.how = at, how
        self.passed: list[str] = []
        self.is_armed = False

    def reach(self, label: str) -> None:
        """One point; the process may end here."""
        if not self.is_armed:
            return
        self.passed.append(label)
        if len(self.passed) != self.at:
            return
        if self.how == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        elif self.how == CUT:
            cut()

    def install(self) -> None:
        """Watch the ways out. Nothing is counted before ``is_armed``."""
        self._database()
        for store in (FileSystemStorage, ObjectStore):
            for name in ("_save", "delete"):
                setattr(store, name, self._around(getattr(store, name), f"{store.__name__}.{name}"))
        chunks = File.chunks

        def watched(content: Any, *args: Any) -> Iterator[Any]:
            # The file is there, with no byte or with a part of its bytes.
            for chunk in chunks(content, *args):
                self.reach("half a file")
                yield chunk

        File.chunks = watched  # type: ignore[method-assign,assignment]

    def _around(self, act: Any, label: str) -> Any:
        @wraps(act)
        def watched(*args: Any, **kwargs: Any) -> Any:
            self.reach(f"before {label}")
            result = act(*args, **kwargs)
            self.reach(f"after {label}")
            return result

        return watched

    def _database(self) -> None:
        execute, commit = CursorWrapper.execute, BaseDatabaseWrapper._commit  # type: ignore[attr-defined]

        def watched(cursor: Any, sql: Any, params: Any = None) -> Any:
            text = str(sql)
            if (text.startswith(WRITES) or "FOR UPDATE" in text) and not any(name in text for name in ASIDE):
                self.reach(f"before {' '.join(text.split()[:3])}")
            return execute(cursor, sql, params)

        def committed(wrapper: Any) -> Any:
            self.reach("before commit")
            done = commit(wrapper)
            self.reach("after commit")
            if self.is_armed and self.how == LOST and len(self.passed) == self.at:
                wrapper.close()
                raise OperationalError("server closed the connection unexpectedly")
            return done

        CursorWrapper.execute = watched  # type: ignore[method-assign,assignment]
        BaseDatabaseWrapper._commit = committed  # type: ignore[attr-defined]


def cut() -> None:
    """Let the server end this process's session, as a restart or a broken line does."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname=settings["NAME"], autocommit=True
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
        for _ in range(500):
            if not other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone():
                return
            time.sleep(0.01)
