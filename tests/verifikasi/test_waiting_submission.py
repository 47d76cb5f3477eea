"""A press of "Sampaikan" while uploads are under way is recorded, waits, and is completed or explained."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.queries import window_for
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.files.models import Upload
from assessments.verifikasi import packing, workflow
from assessments.verifikasi.models import Submission, SubmissionRequest
from assessments.verifikasi.workflow import uploading
from tests import samples
from tests.verifikasi import packs, scenes
from tests.verifikasi.test_filling_pages import body
from tests.verifikasi.tus import RESUMABLE, Tus, sha256
from units.models import InboxMessage

PHOTO = samples.photo(size=(800, 600))
# A worker has a connection of its own.
committed = pytest.mark.django_db(transaction=True)
NO = {packing.LEVEL: "Tidak", packing.NOTE: scenes.REASON}


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
    url = tus.begin(len(PHOTO), description="Tampak depan", people="tidak_ada")
    press(tus, address)
    assert SubmissionRequest.objects.filter(closed_at=None).count() == 1
    tus.patch(url, 0, PHOTO)
    request = SubmissionRequest.objects.get()
    assert (request.refusal, state(unit)) == ([], State.SUBMITTED)
    piece = scenes.item(unit).exhibits[-1].evidence
    assert (piece.description, piece.people) == ("Tampak depan", "tidak_ada")


@pytest.fixture
def almost(cast, unit):
    """A1 claims Ada and lacks one photo."""
    scenes.answer(unit, cast.operator, "A1", "ada")
    scenes.attach(unit, cast.operator, kind="document", file=scenes.pdf())
    for seed in (11, 12):
        scenes.attach(unit, cast.operator, file=scenes.photo(seed))


def test_photos_that_do_not_suffice_are_told_before_the_wait(cast, tus, unit, address, almost):
    workflow.remove_evidence(evidence=scenes.item(unit).exhibits[-1].evidence, by=cast.operator)
    tus.begin(len(PHOTO), description="Tampak depan", people="tidak_ada")
    page = body(tus.http.get(address))
    assert "Yang tetap kurang setelah 1 unggahan selesai (1)" in page
    assert "Baru ada 2." in body(press(tus, address))
    assert not SubmissionRequest.objects.exists()


def test_photo_of_which_nothing_is_said_is_asked_about_beside_the_button(tus, unit, address, almost):
    url = tus.begin(len(PHOTO))
    meant = tus.meant(url)
    page = body(tus.http.get(address))
    assert "1 foto yang masih diunggah belum diberi jawaban" in page
    assert f'name="description-u{meant.pk}"' in page
    refused = body(tus.http.post(address, {"serial": "1", f"description-u{meant.pk}": "Loket"}))
    assert "Jawab apakah ada orang dalam foto “foto.jpg”" in refused
    assert not SubmissionRequest.objects.exists()
    meant.refresh_from_db()
    assert meant.description == "Loket", "what was said is kept though it did not suffice"
    sent = {"serial": "1", f"description-u{meant.pk}": "Loket", f"people-u{meant.pk}": "tidak_ada"}
    assert tus.http.post(address, sent)["Location"] == address
    tus.patch(url, 0, PHOTO)
    assert (Submission.objects.count(), state(unit)) == (1, State.SUBMITTED)


def test_answers_about_a_photo_are_taken_while_it_goes_up_and_not_of_strangers(cast, tus, unit, almost):
    undated = samples.png(seed=5)
    url = tus.begin(len(undated))
    said = {"description": "Loket", "people": "setuju", "taken": "2024-03-04"}
    assert Tus(unit, cast.verifier).http.post(url, said, headers=RESUMABLE).status_code == 404
    assert tus.http.post(url, said, headers=RESUMABLE).status_code == 204
    tus.patch(url, 0, undated)
    piece = scenes.item(unit).exhibits[-1].evidence
    assert (piece.description, piece.people, piece.captured_on) == ("Loket", "setuju", dt.date(2024, 3, 4))
    # Afterwards the file itself is described, by whoever may edit the sheet, with its version.
    late = tus.http.post(url, {"description": "Lain"}, headers=RESUMABLE)
    assert (late.status_code, "sudah selesai diunggah" in late.content.decode()) == (409, True)
    assert scenes.item(unit).exhibits[-1].evidence.description == "Loket"


def test_one_more_photo_while_the_press_waits_must_be_described(tus, unit, address, almost):
    tus.begin(len(PHOTO), description="Tampak depan", people="tidak_ada")
    press(tus, address)
    late = tus.create(500)
    assert (late.status_code, "batalkan penyampaian" in late.content.decode()) == (403, True)
    assert tus.create(500, description="Tampak samping", people="tidak_ada").status_code == 201


def test_photo_that_is_here_already_does_not_count_beforehand(cast, tus, unit, address, almost):
    same = samples.photo(seed=12, size=(320, 240))
    claims = {"sent_sha256": sha256(same), "description": "Tampak depan", "people": "tidak_ada"}
    tus.begin(len(same), **claims)
    assert "Baru ada 2." in body(press(tus, address))


@pytest.mark.parametrize(("minutes", "status"), [(14, 204), (15, 403)])
def test_answers_have_the_grace_of_the_upload(cast, unit, minutes, status):
    closes = window_for(unit, Stage.VERIFIKASI).closes_at
    with time_machine.travel(closes - dt.timedelta(seconds=1), tick=False) as clock:
        tus = Tus(unit, cast.operator)
        url = tus.begin(len(PHOTO))
        clock.move_to(closes + dt.timedelta(minutes=minutes))
        tus = Tus(unit, cast.operator)
        assert tus.http.post(url, {"description": "Loket"}, headers=RESUMABLE).status_code == status


def test_last_byte_in_time_is_judged_before_the_wait_ends(cast, tus, unit, address, almost, monkeypatch):
    """The process died with the whole photo in hand; the wait is over before the clock takes it up."""
    url = tus.begin(len(PHOTO), description="Tampak depan", people="tidak_ada")
    press(tus, address)
    with monkeypatch.context() as killed:
        killed.setattr(uploading, "complete_upload", lambda **_: None)
        tus.patch(url, 0, PHOTO)
    SubmissionRequest.objects.update(until=timezone.now())
    assert workflow.settle_requests() == 0
    Upload.objects.update(touched_at=timezone.now() - uploading.FORGOTTEN)
    call_command("tick")
    assert (SubmissionRequest.objects.get().refusal, state(unit)) == ([], State.SUBMITTED)


def test_gap_that_no_upload_fills_is_refused_at_once(cast, tus, unit, address):
    scenes.answer(unit, cast.operator, "B1", "")
    tus.begin(len(PHOTO))
    assert "B1: Pilih tingkat pemenuhan." in body(press(tus, address))
    assert not SubmissionRequest.objects.exists()


def test_refused_file_leaves_a_gap_that_is_told(cast, tus, unit, address):
    scenes.answer(unit, cast.operator, "A1", "ada")
    scenes.attach(unit, cast.operator, kind="document", file=scenes.pdf())
    for seed in (11, 12):
        scenes.attach(unit, cast.operator, file=scenes.photo(seed))
    data = samples.heic_like()
    url = tus.begin(len(data), description="Tampak depan", people="tidak_ada")
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


# --- offline packs -------------------------------------------------------------------------------------------------------
@pytest.fixture
def lacking(unit, cast):
    """One indicator lacks its answer; the pack brings it."""
    scenes.answer(unit, cast.operator, "A2", "")
    return unit


@committed
def test_press_waits_for_a_pack_that_is_being_opened(cast, tus, lacking, address, work_off):
    pack = packs.sent(lacking, cast.operator, packs.filled(lacking, answers={"A2": NO}))
    assert pack.status == "waiting"
    html = body(tus.http.get(address))
    assert "Paket luring sedang diterima" in html
    assert press(tus, address)["Location"] == address
    assert "Isi paket luring sedang dimasukkan" in body(tus.http.get(address))
    assert not Submission.objects.exists()
    work_off()
    assert state(lacking) == State.SUBMITTED
    assert SubmissionRequest.objects.get().submission == Submission.objects.get()
    assert scenes.item(lacking, "A2").answer.note == scenes.REASON


@committed
def test_press_that_a_pack_does_not_complete_is_explained(cast, tus, lacking, address, work_off):
    packs.sent(lacking, cast.operator, packs.filled(lacking))
    press(tus, address)
    work_off()
    assert (state(lacking), Submission.objects.count()) == (State.DECLARED, 0)
    assert SubmissionRequest.objects.get().refusal
    assert "belum selesai" in body(tus.http.get(address))


def test_pack_that_nobody_sends_on_holds_nothing_up(cast, tus, unit, address):
    told = workflow.AnnouncedPack(name="paket.zip", size=1000)
    workflow.begin_pack(participation=unit, announced=told, by=cast.operator)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=30), tick=True):
        assert "/tanda-terima/" in press(tus, address)["Location"]


@committed
def test_pressed_in_time_counts_though_the_pack_is_opened_after_the_closing(cast, tus, lacking, address, work_off):
    closes = window_for(lacking, Stage.VERIFIKASI).closes_at
    with time_machine.travel(closes - dt.timedelta(seconds=5), tick=False) as clock:
        packs.sent(lacking, cast.operator, packs.filled(lacking, answers={"A2": NO}))
        tus.http.force_login(cast.operator)
        press(tus, address)
        clock.move_to(closes + dt.timedelta(minutes=5))
        work_off()
    assert state(lacking) == State.SUBMITTED


@committed
def test_pack_before_a_busy_worker_is_waited_for(cast, tus, lacking, address, work_off):
    """That the portal is late is not the unit's fault: what came in time is opened first."""
    closes = window_for(lacking, Stage.VERIFIKASI).closes_at
    with time_machine.travel(closes - dt.timedelta(seconds=5), tick=False) as clock:
        packs.sent(lacking, cast.operator, packs.filled(lacking, answers={"A2": NO}))
        tus.http.force_login(cast.operator)
        press(tus, address)
        clock.move_to(closes + dt.timedelta(minutes=40))
        assert workflow.settle_requests() == 0
        work_off()
    assert state(lacking) == State.SUBMITTED
