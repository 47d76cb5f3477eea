"""A press of "Sampaikan" while uploads are under way is recorded, waits, and is completed or explained."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from assessments.cycle.queries import window_for
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import workflow
from assessments.verifikasi.models import Submission, SubmissionRequest
from tests import samples
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body
from tests.verifikasi.tus import Tus
from units.models import InboxMessage

PHOTO = samples.photo(size=(800, 600))


@pytest.fixture
def unit(cast):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    return unit


@pytest.fixture
def tus(cast, unit):
    return Tus(unit, cast.operator)


@pytest.fixture
def address(unit):
    return reverse("verifikasi_submit", args=[unit.pk])


def press(tus, address):
    return tus.http.post(address, {"serial": "1"})


def state(unit):
    return scenes.fresh(unit).state


def test_without_uploads_it_is_handed_in_at_once(tus, unit, address):
    assert "/tanda-terima/" in press(tus, address)["Location"]
    assert not SubmissionRequest.objects.exists()


def test_press_is_recorded_and_completed_with_the_last_upload(tus, unit, address):
    url = tus.begin(len(PHOTO))
    tus.patch(url, 0, PHOTO[:1000])
    html = body(tus.http.get(address))
    assert "1 unggahan masih berjalan" in html
    assert press(tus, address)["Location"] == press(tus, address)["Location"] == address
    request = SubmissionRequest.objects.get()
    assert state(unit) == State.DECLARED
    html = body(tus.http.get(address))
    assert f"tercatat pukul {request.requested_at.astimezone(dt.timezone(dt.timedelta(hours=7))):%H.%M.%S} WIB" in html
    assert "paling lambat" in html
    assert "Sampaikan kepada verifikator" not in html
    tus.patch(url, 1000, PHOTO[1000:])
    submission = Submission.objects.get()
    assert (submission.requested_at, state(unit)) == (request.requested_at, State.SUBMITTED)
    request.refresh_from_db()
    assert request.submission == submission
    assert "Tombol Sampaikan ditekan" in body(
        tus.http.get(reverse("verifikasi_receipt", args=[unit.pk, submission.pk]))
    )


def test_upload_that_is_given_up_ends_the_wait(tus, unit, address):
    url = tus.begin(len(PHOTO))
    press(tus, address)
    tus.delete(url)
    assert state(unit) == State.SUBMITTED


def test_upload_that_brings_what_was_missing(cast, tus, unit, address):
    scenes.answer(unit, cast.operator, "A1", "ada")
    scenes.attach(unit, cast.operator, kind="document", file=scenes.pdf())
    for seed in (11, 12):
        scenes.attach(unit, cast.operator, file=scenes.photo(seed))
    url = tus.begin(len(PHOTO), description="Tampak depan")
    press(tus, address)
    assert SubmissionRequest.objects.filter(closed_at=None).count() == 1
    tus.patch(url, 0, PHOTO)
    request = SubmissionRequest.objects.get()
    assert request.closed_at
    assert not any("Unggah minimal" in sentence for sentence in request.refusal)
    assert (state(unit) == State.SUBMITTED) == (request.refusal == [])


def test_gap_that_no_upload_fills_is_refused_at_once(cast, tus, unit, address):
    scenes.answer(unit, cast.operator, "B1", "")
    tus.begin(len(PHOTO))
    assert "B1: Pilih tingkat pemenuhan." in body(press(tus, address))
    assert not SubmissionRequest.objects.exists()


def test_refused_file_leaves_a_gap_that_is_told(cast, tus, unit, address):
    scenes.answer(unit, cast.operator, "A1", "ada")
    data = samples.heic_like()
    url = tus.begin(len(data))
    press(tus, address)
    tus.patch(url, 0, data)
    request = SubmissionRequest.objects.get()
    assert (state(unit), request.submission) == (State.DECLARED, None)
    assert any("Unggah minimal 3 foto" in sentence for sentence in request.refusal)
    html = body(tus.http.get(address))
    assert "belum selesai" in html
    assert InboxMessage.objects.filter(user=cast.operator, subject__startswith="Belum disampaikan").count() == 1
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON)
    assert "/tanda-terima/" in press(tus, address)["Location"]


def test_press_may_be_taken_back(tus, unit, address):
    url = tus.begin(len(PHOTO))
    press(tus, address)
    tus.http.post(address, {"cancel": "1"})
    tus.patch(url, 0, PHOTO)
    assert state(unit) == State.DECLARED
    assert not Submission.objects.exists()


@pytest.mark.parametrize(("minutes", "expected"), [(14, State.DECLARED), (15, State.SUBMITTED)])
def test_clock_completes_when_the_time_is_over(cast, minutes, expected, unit):
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        tus = Tus(unit, cast.operator)
        url = tus.begin(len(PHOTO))
        workflow.submit_after_uploads(participation=unit, serial=1, by=cast.operator)
        for _ in range(minutes):
            clock.shift(dt.timedelta(minutes=1))
            offset = tus.row(url).offset
            if minutes < 15 or _ < 13:
                tus.patch(url, offset, PHOTO[offset : offset + 10])
            call_command("tick")
        assert state(unit) == expected


def test_upload_that_stands_still_holds_nothing_up(cast, unit):
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        tus = Tus(unit, cast.operator)
        tus.begin(len(PHOTO))
        clock.shift(dt.timedelta(minutes=15, seconds=1))
        assert isinstance(workflow.submit_after_uploads(participation=unit, serial=1, by=cast.operator), Submission)


@pytest.mark.parametrize("before", [dt.timedelta(minutes=30), dt.timedelta(seconds=1)])
def test_press_in_time_counts_though_its_uploads_end_after_the_closing(cast, unit, before):
    closes = window_for(unit, Stage.VERIFIKASI).closes_at
    pressed = closes - before
    with time_machine.travel(pressed, tick=False):
        Tus(unit, cast.operator).begin(len(PHOTO))
        request = workflow.submit_after_uploads(participation=scenes.fresh(unit), serial=1, by=cast.operator)
    assert request.until == pressed + dt.timedelta(minutes=15)
    with time_machine.travel(request.until, tick=False):
        call_command("tick")
    assert (Submission.objects.get().requested_at, state(unit)) == (pressed, State.SUBMITTED)


def test_press_after_the_closing_is_refused(cast, unit):
    closes = window_for(unit, Stage.VERIFIKASI).closes_at
    with time_machine.travel(closes - dt.timedelta(seconds=1), tick=False) as clock:
        Tus(unit, cast.operator).begin(len(PHOTO))
        clock.move_to(closes)
        with pytest.raises(MoveRefused, match="sudah ditutup"):
            workflow.submit_after_uploads(participation=scenes.fresh(unit), serial=1, by=cast.operator)
