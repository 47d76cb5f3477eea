"""The clock: every step on its own, once or until told to stop."""

import os
import signal
import threading

import pytest
from django.core.management import CommandError, call_command

from assessments.files import storage
from assessments.management.commands import tick


def test_clock_processes_what_a_killed_worker_left(desk):
    file = desk.receive()
    desk.waited(file, 10)
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
