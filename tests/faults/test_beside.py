"""The sweep and the integrity check run while other processes upload, process and cancel: they harm and miss nothing."""

import datetime as dt
import io
import subprocess
import sys

import pytest
from django.core.management import call_command

from assessments.files import storage
from assessments.files.models import StoredFile
from tests.conftest import ROOT
from tests.faults import stage
from tests.faults.desk import Desk
from tests.files.stores import Disk

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
COUNT = 12


def test_sweep_and_check_beside_processes_that_upload(zygote, private_files, work_off, monkeypatch):
    desk, store = Desk(zygote), Disk(private_files)
    for _ in range(5):
        store.put(storage.new_name("evidence"), b"rest")
    store.age(monkeypatch)
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writer", str(desk.unit.pk), str(desk.user), str(seed), str(COUNT)],
            cwd=ROOT,
            env=zygote.environment,
        )
        for seed in (1000, 2000)
    ]
    rounds = 0
    while any(writer.poll() is None for writer in writers):
        # Far less than the hour that a portal gives.
        monkeypatch.setattr(storage, "GRACE", dt.timedelta(seconds=20))
        call_command("sweep_files", stdout=io.StringIO())
        call_command("verify_files", stdout=(told := io.StringIO()))
        assert told.getvalue().endswith(" 0 bermasalah.\n")
        rounds += 1
    assert [writer.returncode for writer in writers] == [0, 0]
    assert rounds > 1
    assert not stage.rows_without_files(store)
    assert StoredFile.objects.count() == 2 * COUNT
    assert {name for name in store.names() if store.read(name) == b"rest"} == set()
    stage.recover(work_off, monkeypatch)
    assert store.names() == stage.held()
