"""Photos are compared while others compare, remove or put back the same ones: one doubt each, and nobody waits for ever."""

import datetime as dt
import threading
import time

import pytest
from django.db import connection

from assessments.files import radar
from assessments.files.tasks import process_file
from assessments.verifikasi import workflow
from assessments.verifikasi.models import Doubt, Evidence
from assessments.verifikasi.workflow import doubting
from tests.cast import Cast
from tests.races import together
from tests.verifikasi import scenes
from tests.verifikasi.test_doubts import upload

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


class Play:
    """Two photos of one unit that are the same picture, processed and not yet compared."""

    def __init__(self) -> None:
        self.cast = Cast()
        self.unit = scenes.declared(self.cast)
        for code in ("A1", "A2"):
            scenes.answer(self.unit, self.cast.operator, code, "ada")
        year = dt.date.today().year
        self.first = scenes.attach(self.unit, self.cast.operator, "A1", upload(1, year=year))
        self.second = scenes.attach(self.unit, self.cast.operator, "A2", upload(1, year=year, quality=40))
        for evidence in (self.first, self.second):
            process_file.call(evidence.file_id)
        Doubt.objects.all().delete()
        Evidence.objects.update(compared_at=None)

    def compare(self, evidence):
        return lambda: workflow.compare(evidence_pk=evidence.pk)

    def remove(self, evidence):
        return lambda: workflow.remove_evidence(evidence=Evidence.objects.get(pk=evidence.pk), by=self.cast.operator)


@pytest.fixture
def play(private_files) -> Play:
    return Play()


def live() -> list[tuple[int, str]]:
    return list(Doubt.objects.filter(cleared_at=None, evidence__removed_at=None).values_list("evidence", "kind"))


def meet(monkeypatch, times: int) -> None:
    """Everybody holds a photo and has looked for what resembles it before anybody writes."""
    looked, resembling = threading.Barrier(times), radar.resembling

    def wait(file):
        found = resembling(file)
        looked.wait(20)
        return found

    monkeypatch.setattr(radar, "resembling", wait)


def somebody_waits() -> None:
    """Return once a connection stands before a lock that another holds."""
    waiting = (
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
        "WHERE NOT granted AND datname = current_database()"
    )
    for _ in range(400):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)


def test_same_photo_compared_by_four_workers_is_doubted_once(play):
    assert together([play.compare(play.second)] * 4) == {"done": 4}
    assert live() == [(play.second.pk, Doubt.Kind.OWN)]


def test_two_alike_compared_at_once_raise_one_doubt_and_do_not_wait_for_each_other(play, monkeypatch):
    meet(monkeypatch, 2)
    assert together([play.compare(play.first), play.compare(play.second)]) == {"done": 2}
    assert live() == [(play.second.pk, Doubt.Kind.OWN)]
    assert not Evidence.objects.filter(compared_at=None).exists()


def test_lock_on_the_key_makes_them_wait_for_each_other(play, monkeypatch):
    """The proof that the race occurs."""
    real = Evidence.objects.select_for_update

    def with_key(**more):
        return real(**{**more, "no_key": False})

    monkeypatch.setattr(type(Evidence.objects), "select_for_update", lambda self, **more: with_key(**more))
    meet(monkeypatch, 2)
    both_looked = radar.resembling

    def written_last(file):
        found = both_looked(file)
        if file.pk == play.second.file_id:
            somebody_waits()
        return found

    monkeypatch.setattr(radar, "resembling", written_last)
    assert together([play.compare(play.first), play.compare(play.second)])["OperationalError"] == 1


def test_photo_removed_while_it_is_compared_is_not_doubted(play, monkeypatch):
    looked, resembling, done = threading.Event(), radar.resembling, []

    def tell(file):
        looked.set()
        return resembling(file)

    monkeypatch.setattr(radar, "resembling", tell)

    def remove():
        assert looked.wait(20)
        done.append(play.remove(play.second)())

    assert together([play.compare(play.second), remove]) == {"done": 2}
    assert done and live() == [] and not Doubt.objects.filter(cleared_at=None).exists()


def test_photo_removed_before_its_turn_is_not_compared(play, monkeypatch):
    """The worker stands before the lock of whoever removes the photo, and then finds it gone."""
    held, clear = threading.Event(), doubting.clear

    def wait(evidence):
        held.set()
        clear(evidence)

    monkeypatch.setattr(doubting, "clear", wait)
    found = []

    def compare():
        assert held.wait(20)
        found.append(workflow.compare(evidence_pk=play.second.pk))

    assert together([play.remove(play.second), compare]) == {"done": 2}
    assert found == [False]
    assert not Doubt.objects.filter(cleared_at=None).exists()


def test_both_compared_while_the_first_is_removed_breaks_nobody(play):
    assert together([play.compare(play.first), play.compare(play.second), play.remove(play.first)]) == {"done": 3}
    assert {pk for pk, _ in live()} <= {play.second.pk}
