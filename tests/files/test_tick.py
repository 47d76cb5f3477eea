"""The clock: every step on its own, once or until told to stop."""

import datetime as dt
import os
import signal
import threading

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.files import storage
from assessments.management.commands import tick


def test_clock_processes_what_a_killed_worker_left(desk):
    file = desk.receive()
    desk.waited(file, 20)
    call_command("tick")
    file.refresh_from_db()
    assert file.status == "ready"


def test_clock_sweeps_once_an_hour_at_most(desk):
    def leave_a_rest() -> None:
        path = desk.folder / storage.new_name("evidence")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"rest")
        desk.age(61)

    leave_a_rest()
    call_command("tick")
    assert not desk.stored()
    leave_a_rest()
    call_command("tick")
    assert len(desk.stored()) == 1


def test_clock_forgets_old_results_and_what_killed_workers_left(db):
    now = timezone.now()
    for name, status, days in [
        ("done", "SUCCESSFUL", 8),
        ("fresh", "SUCCESSFUL", 6),
        ("dead", "RUNNING", 2),
        ("at work", "RUNNING", 0),
        ("queued", "READY", 30),
    ]:
        then = now - dt.timedelta(days=days)
        DBTaskResult.objects.create(
            args_kwargs={"args": [name], "kwargs": {}},
            task_path="assessments.files.tasks.process_file",
            backend_name="default",
            status=status,
            started_at=None if status == "READY" else then,
            finished_at=then if status == "SUCCESSFUL" else None,
        )
    call_command("tick")
    kept = [row.args_kwargs["args"][0] for row in DBTaskResult.objects.all()]
    assert sorted(kept) == ["at work", "fresh", "queued"]


def test_failing_step_stops_no_other(db, monkeypatch, caplog):
    done = []

    def fail() -> int:
        raise RuntimeError("kaputt")

    def second() -> int:
        done.append(1)
        return 1

    monkeypatch.setattr(tick, "STEPS", [("first", fail), ("second", second)])
    with pytest.raises(CommandError, match="failed: first"):
        call_command("tick")
    assert done == [1]
    assert "tick step failed: first" in caplog.text


def test_clock_repeats_after_a_failure_until_told_to_stop(db, monkeypatch):
    rounds = []

    def fail() -> int:
        rounds.append(1)
        if rounds.count(1) == 3:
            os.kill(os.getpid(), signal.SIGTERM)
        raise RuntimeError("kaputt")

    def second() -> int:
        rounds.append(0)
        return 0

    monkeypatch.setattr(tick, "STEPS", [("first", fail), ("second", second)])
    before = signal.getsignal(signal.SIGTERM)
    call_command("tick", every=0.01)
    # Told to stop in its third round, it finished the step under way and began no other.
    assert rounds == [1, 0, 1, 0, 1]
    assert signal.getsignal(signal.SIGTERM) == before


def test_waiting_clock_stops_at_once(db, monkeypatch):
    monkeypatch.setattr(tick, "STEPS", [])
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
    call_command("tick", every=3600.0)


@pytest.mark.parametrize("seconds", ["0", "-1"])
def test_clock_without_a_pause_is_refused(seconds):
    with pytest.raises(CommandError):
        call_command("tick", "--every", seconds)
