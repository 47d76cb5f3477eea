"""Runs the portal's verbs in processes that may be killed: a loaded portal that forks a child for each order.

One order per line of standard input (JSON: act, with, at, how, limit, storages), one answer per line of standard output:
how the child ended, what it told, and the points that it passed. Run by ``tests.faults.stage``.
"""

import io
import json
import os
import resource
import signal
import sys
import traceback
from typing import Any


def main() -> None:
    """Answer orders until there are no more."""
    import django

    # Whatever a command prints goes elsewhere: this line is for answers.
    answers = os.dup(1)
    os.dup2(2, 1)
    django.setup()
    _load()
    os.write(answers, b"{}\n")
    for line in sys.stdin:
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ours)
            run(json.loads(line), theirs)
        os.close(theirs)
        with os.fdopen(ours, "rb") as pipe:
            told = pipe.read()
        _, status = os.waitpid(child, 0)
        answer = {
            "killed": os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
            **json.loads(told or "{}"),
        }
        os.write(answers, json.dumps(answer).encode() + b"\n")


def _load() -> None:
    """What every child needs is loaded once, before the first of them; nothing here speaks to the database."""
    from django.template.loader import get_template
    from django.urls import get_resolver

    from p2ham.lib import uploads
    from tests import samples
    from tests.faults import acts  # noqa: F401

    for pattern in get_resolver().url_patterns:
        str(pattern)
    get_template("verifikasi/answer.html")
    uploads.inspect(
        io.BytesIO(samples.photo(size=(320, 240))), name="a.jpg", photo_max_bytes=10**6, pdf_max_bytes=10**6
    )


def run(order: dict[str, Any], pipe: int) -> None:
    """In the child: do the act, and tell what came of it, unless something happens on the way."""
    from django.conf import settings

    from tests.faults import acts
    from tests.faults.points import Points

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    settings.INDICATOR_MAX_FILES = 10_000
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = order.get("memory", settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
    if order.get("private"):
        settings.STORAGES = settings.STORAGES | {"private": order["private"]}
    points = Points(at=order.get("at", 0), how=order.get("how", "kill"))
    points.install()
    told: dict[str, Any] = {}
    try:
        if order.get("limit"):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], resource.RLIM_INFINITY))
        told["result"] = getattr(acts, order["act"])(points, **order["with"])
    except BaseException:
        told["error"] = traceback.format_exc()
    points.is_armed = False
    told["points"] = points.passed
    os.write(pipe, json.dumps(told, default=str).encode())
    os._exit(0)


if __name__ == "__main__":
    main()
