"""Offline packs that are sent twice, killed, stopped or cut short: everything is done, and nothing twice."""

import datetime as dt

import pytest
import time_machine
from django.test import TestCase
from django.utils import timezone

from assessments.files import resumable, storage
from assessments.files import workflow as files
from assessments.files.models import StoredFile, Upload, UploadPart
from assessments.verifikasi import packing, workflow
from assessments.verifikasi.models import Answer, Evidence, Pack
from assessments.verifikasi.workflow import distributing, opening
from p2ham.lib import zipindex
from tests import samples
from tests.verifikasi import packs, scenes

pytestmark = pytest.mark.django_db
# A worker has a connection of its own.
committed = pytest.mark.django_db(transaction=True)
PHOTO, OTHER = packs.PHOTO, samples.photo(seed=2, size=(320, 240))
PDF = samples.scanned_pdf(text="SK")
NO = {packing.LEVEL: "Tidak", packing.NOTE: scenes.REASON}


@pytest.fixture
def unit(cast):
    return scenes.declared(cast)


def test_same_pack_twice_attaches_once(cast, unit):
    photos = packs.shelf(unit, "A1", "ada", "photo")
    data = packs.filled(unit, {f"{photos}/1.jpg": PHOTO, f"{photos}/2.jpg": OTHER}, {"A1": {packing.LEVEL: "Ada"}})
    first, second = (packs.sent(unit, cast.operator, data) for _ in range(2))
    assert set(packs.states(first).values()) == {"taken"}
    assert set(packs.states(second).values()) == {"same"}
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (2, 2)
    assert scenes.item(unit, "A1").answer.version == 1


@committed
def test_same_pack_pressed_twice_before_it_is_opened_is_one(cast, unit, work_off):
    data = packs.filled(unit, answers={"A2": NO})
    first, second = (packs.sent(unit, cast.operator, data) for _ in range(2))
    assert (first, Pack.objects.count(), Upload.objects.count()) == (second, 1, 1)
    work_off()
    assert scenes.item(unit, "A2").answer.version == 1


@committed
@pytest.mark.failing_tasks
@pytest.mark.parametrize("step", ["before", "after"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_killed_worker_leaves_nothing_undone_and_nothing_twice(cast, unit, monkeypatch, work_off, number, step):
    photos = packs.shelf(unit, "A1", "ada", "photo")
    inside = {f"{photos}/{n}.jpg": samples.photo(seed=n, size=(320, 240)) for n in range(3)}
    pack = packs.sent(unit, cast.operator, packs.filled(unit, inside, {"A2": NO}))
    attach, calls = distributing.attach_stored, []

    class Killed(BaseException):
        pass

    def die(**kwargs):
        calls.append(1)
        done = attach(**kwargs) if step == "after" or len(calls) != number else None
        if len(calls) == number:
            raise Killed
        return done

    monkeypatch.setattr(distributing, "attach_stored", die)
    with pytest.raises(Killed):
        opening.open_pack.func(pack.pk)
    assert Evidence.objects.count() == number - 1
    pack.refresh_from_db()
    assert pack.status == "filing"
    assert sum(state == "waiting" for state in packs.states(pack).values()) == 4 - number
    with time_machine.travel(timezone.now() + opening.CLAIM + opening.AFTER_DEATH + dt.timedelta(seconds=1), tick=True):
        assert workflow.enqueue_unopened() == 1
        assert workflow.enqueue_unopened() == 0
        work_off()
    pack.refresh_from_db()
    assert (pack.status, set(packs.states(pack).values())) == ("done", {"taken"})
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (3, 3)
    assert scenes.item(unit, "A2").answer.version == 1


@committed
def test_pack_whose_taking_in_was_killed_is_taken_in_by_the_clock(cast, unit, work_off):
    data = packs.filled(unit, answers={"A2": NO})
    told = workflow.AnnouncedPack(name="paket.zip", size=len(data))
    pack = workflow.begin_pack(participation=unit, announced=told, by=cast.operator)
    resumable.append(pack.upload, offset=0, data=data)
    assert workflow.settle_overdue() == 0
    Upload.objects.update(touched_at=timezone.now() - dt.timedelta(minutes=2))
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert (workflow.settle_overdue(), workflow.settle_overdue()) == (1, 0)
    work_off()
    assert scenes.item(unit, "A2").claim == "Tidak"


def test_upload_that_nobody_continues_ends_its_pack(cast, unit):
    told = workflow.AnnouncedPack(name="paket.zip", size=10, mark="a" * 64)
    pack = workflow.begin_pack(participation=unit, announced=told, by=cast.operator)
    with time_machine.travel(timezone.now() + resumable.KEPT + dt.timedelta(hours=1), tick=True):
        resumable.expire()
        workflow.settle_overdue()
        pack.refresh_from_db()
        assert pack.status == "stopped"
        assert workflow.begin_pack(participation=unit, announced=told, by=cast.operator) != pack


@committed
def test_storage_that_is_away_costs_nothing(cast, unit, monkeypatch, work_off):
    photos = packs.shelf(unit, "A1", "ada", "photo")
    pack = packs.sent(unit, cast.operator, packs.filled(unit, {f"{photos}/1.jpg": PHOTO}))

    def away(*args, **kwargs):
        raise files.FileRefused("Penyimpanan terganggu.", reason="storage")

    with monkeypatch.context() as patched:
        patched.setattr(files, "receive", away)
        work_off()
    pack.refresh_from_db()
    assert (pack.status, pack.attempts, list(packs.states(pack).values())) == ("filing", 0, ["waiting"])
    with time_machine.travel(timezone.now() + opening.PAUSE + dt.timedelta(minutes=2), tick=True):
        workflow.enqueue_unopened()
        work_off()
    assert list(packs.states(pack).values()) == ["taken"]


@committed
def test_thing_over_which_the_worker_dies_again_and_again_is_left_to_a_person(cast, unit, work_off):
    photos = packs.shelf(unit, "A1", "ada", "photo")
    data = packs.filled(unit, {f"{photos}/1.jpg": PHOTO, f"{photos}/2.jpg": OTHER})
    pack = packs.sent(unit, cast.operator, data)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(opening, "_worked_off", lambda *args: True)
        patched.setattr(opening.open_pack.__class__, "enqueue", lambda *args, **kwargs: None)
        opening.open_pack.func(pack.pk)
    Pack.objects.update(attempts=opening.MAX_ATTEMPTS)
    opening.open_pack.func(pack.pk)
    assert list(packs.states(pack).values()) == ["problem", "taken"]


@committed
def test_bytes_that_are_gone_refuse_the_pack_in_words(cast, unit, work_off, private_files):
    pack = packs.sent(unit, cast.operator, packs.filled(unit))
    storage.delete(UploadPart.objects.get().stored_name)
    opening.open_pack.func(pack.pk)
    pack.refresh_from_db()
    assert (pack.status, "tidak utuh" in pack.sentence) == ("refused", True)


@committed
def test_stopped_pack_takes_nothing_more(cast, unit, work_off):
    pack = packs.sent(unit, cast.operator, packs.filled(unit, answers={"A2": NO}))
    assert (workflow.stop_pack(pack=pack, by=cast.operator), workflow.stop_pack(pack=pack, by=cast.operator)) == (
        True,
        False,
    )
    work_off()
    pack.refresh_from_db()
    assert (pack.status, Upload.objects.count(), Answer.objects.count()) == ("stopped", 0, 0)


def test_long_pack_gives_way_to_others_and_goes_on(cast, unit, monkeypatch):
    monkeypatch.setattr(opening, "SLICE", -1)
    photos = packs.shelf(unit, "A1", "ada", "photo")
    inside = {f"{photos}/{n}.jpg": samples.photo(seed=n, size=(320, 240)) for n in range(4)}
    reads = []
    read = zipindex.read

    def counted(*args):
        reads.append(1)
        return read(*args)

    monkeypatch.setattr(zipindex, "read", counted)
    pack = packs.sent(unit, cast.operator, packs.filled(unit, inside))
    assert (pack.status, set(packs.states(pack).values())) == ("done", {"taken"})
    assert len(reads) > 4
