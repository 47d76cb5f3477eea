"""Photos in parts from a phone without an account: this requirement alone, and an end when the time is over."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.states import Stage
from assessments.files.models import StoredFile
from assessments.verifikasi import handoffs, workflow
from assessments.verifikasi.models import Evidence, EvidenceUpload, HandOff
from tests import factories, samples
from tests.verifikasi import scenes
from tests.verifikasi.tus import Tus

PHOTO = samples.photo(size=(800, 600))


class Phone(Tus):
    """A phone without a session speaks the protocol with the token as its key."""

    def __init__(self, made):
        super().__init__(made.participation, enforce_csrf_checks=True)
        self.endpoint = reverse("verifikasi_phone_uploads", args=[handoffs.token_of(made.seed)])


def begun(unit, by, code="A1", kind="photo"):
    return workflow.begin_hand_off(
        participation=unit,
        indicator=scenes.item(unit, code).indicator,
        requirement=scenes.requirement(unit, code, kind),
        by=by,
    )


@pytest.fixture
def unit(cast):
    return scenes.declared(cast)


@pytest.fixture
def made(cast, unit):
    return begun(unit, cast.operator)


@pytest.fixture
def phone(made):
    return Phone(made)


def test_photo_in_parts_is_attached_in_the_name_of_who_handed_over(cast, unit, made, phone):
    state = phone.send(PHOTO, step=20_000, description="Pintu depan", people="tidak_ada")
    piece = Evidence.objects.get()
    assert (piece.added_by, piece.hand_off, piece.requirement) == (cast.operator, made, made.requirement)
    assert (piece.description, piece.people) == ("Pintu depan", "tidak_ada")
    assert (state["state"], state["receipt"]) == ("done", piece.file.receipt_number)
    assert piece.file.receipt_number in state["arrived"]
    assert "shelf" not in state
    assert not phone.http.cookies


def test_link_that_breaks_goes_on_where_it_stood(phone):
    url = phone.begin(len(PHOTO))
    phone.patch(url, 0, PHOTO[:9000])
    assert phone.head(url)["Upload-Offset"] == "9000"
    assert [each["offset"] for each in phone.http.get(phone.endpoint).json()["uploads"]] == [9000]
    phone.patch(url, 9000, PHOTO[9000:])
    assert phone.state(url)["state"] == "done"


def test_requirement_of_the_metadata_has_no_say(unit, made, phone):
    other = scenes.requirement(unit, "A2")
    phone.send(PHOTO, requirement=other.pk)
    assert Evidence.objects.get().requirement == made.requirement


def test_only_photos_even_where_papers_are_asked_for(cast, unit):
    phone = Phone(begun(unit, cast.operator, kind="document"))
    data = samples.scanned_pdf(text="SK")
    state = phone.send(data, filename="sk.pdf")
    assert (state["state"], StoredFile.objects.count()) == ("refused", 0)
    assert "diperlukan foto" in state["sentence"]


def test_photo_larger_than_photos_may_be_is_not_begun(cast, unit, settings):
    settings.PHOTO_MAX_BYTES = 1000
    phone = Phone(begun(unit, cast.operator, kind="document"))
    assert phone.create(1001).status_code == 413


def test_begun_in_time_may_end_within_the_grace(made, phone):
    with time_machine.travel(made.expires_at - dt.timedelta(seconds=1), tick=False) as clock:
        url = phone.begin(len(PHOTO))
        phone.patch(url, 0, PHOTO[:9000])
        clock.shift(dt.timedelta(minutes=15))
        assert phone.patch(url, 9000, PHOTO[9000:10000]).status_code == 204
        assert phone.create(500).status_code == 410
        assert phone.patch(url, 10000, PHOTO[10000:]).status_code == 204
        assert phone.state(url)["state"] == "done"


def test_beyond_the_grace_nothing_more_is_taken(made, phone):
    with time_machine.travel(made.expires_at - dt.timedelta(seconds=1), tick=False) as clock:
        url = phone.begin(len(PHOTO))
        clock.shift(dt.timedelta(minutes=15, seconds=1))
        assert phone.patch(url, 0, PHOTO).status_code == 410
    assert not Evidence.objects.exists()


def test_ended_at_the_desk_stops_what_is_on_its_way(cast, made, phone):
    url = phone.begin(len(PHOTO))
    phone.patch(url, 0, PHOTO[:9000])
    workflow.end_hand_off(hand_off=made, by=cast.operator)
    answer = phone.patch(url, 9000, PHOTO[9000:])
    assert (answer.status_code, answer.content.decode()) == (410, handoffs.OVER)
    assert not Evidence.objects.exists()


def test_ended_while_the_photo_is_judged_keeps_it_out(cast, made, phone, monkeypatch):
    received = workflow.uploading.files.receive

    def slow(**given):
        stored = received(**given)
        workflow.end_hand_off(hand_off=made, by=cast.operator)
        return stored

    monkeypatch.setattr(workflow.uploading.files, "receive", slow)
    assert phone.send(PHOTO)["state"] == "refused"
    assert not Evidence.objects.exists()


def test_new_code_lets_what_the_old_one_began_come_to_its_end(cast, unit, made, phone):
    HandOff.objects.update(expires_at=timezone.now() + dt.timedelta(minutes=5))
    url = phone.begin(len(PHOTO))
    assert begun(unit, cast.operator) != made
    assert phone.create(500).status_code == 410
    assert phone.patch(url, 0, PHOTO).status_code == 204
    assert phone.state(url)["state"] == "done"


def test_relieved_maker_takes_the_phone_along(cast, phone):
    url = phone.begin(len(PHOTO))
    cast.operator.postings.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    answers = [phone.patch(url, 0, PHOTO), phone.create(500)]
    assert [(each.status_code, each.content.decode()) for each in answers] == [(410, handoffs.OVER)] * 2


def test_closed_window_closes_the_phone(unit, phone):
    factories.close_window(unit, Stage.VERIFIKASI)
    assert phone.create(500).status_code == 410


def test_upload_of_another_phone_is_unknown(cast, unit, phone):
    url = phone.begin(len(PHOTO))
    other = Phone(begun(unit, cast.operator, "A2"))
    there = other.endpoint + url.rstrip("/").rsplit("/", 1)[1] + "/"
    answers = [other.head(there), other.patch(there, 0, PHOTO), other.delete(there), other.http.get(there)]
    assert {each.status_code for each in answers} == {404}
    assert other.http.get(other.endpoint).json() == {"uploads": []}


def test_upload_of_the_desk_is_unknown_to_the_phone(cast, unit, phone):
    meant = scenes.begin_upload(unit, cast.operator)
    assert phone.http.get(f"{phone.endpoint}{meant.upload.token}/").status_code == 404
    assert phone.http.get(phone.endpoint).json() == {"uploads": []}


@pytest.mark.django_db
def test_unknown_token_is_slowed_down():
    client = Client()
    addresses = [reverse("verifikasi_phone_uploads", args=[f"{n:016}"]) for n in range(31)]
    statuses = [client.get(address).status_code for address in addresses]
    assert (set(statuses[:30]), statuses[30]) == ({404}, 429)


def test_photos_without_end_are_slowed_down(phone, monkeypatch):
    limits = {"stray": "30/15m/ip", "begin": "2/15m/key"}
    monkeypatch.setattr("assessments.verifikasi.views.phone_uploading.LIMITS", limits)
    assert [phone.create(500, sent_sha256=f"{n:064}").status_code for n in range(3)] == [201, 201, 429]


def test_unfinished_photo_of_the_phone_is_told_at_the_desk_and_may_be_cancelled(cast, unit, made, phone, client):
    phone.begin(len(PHOTO), filename="dari-telepon.jpg")
    client.force_login(cast.operator)
    page = client.get(scenes.item(unit).url).content.decode()
    assert "dari-telepon.jpg" in page
    assert "lewat telepon" in page
    meant = EvidenceUpload.objects.get()
    client.post(scenes.item(unit).url, scenes.form(unit, stop=meant.upload.token))
    meant.upload.refresh_from_db()
    assert meant.upload.status == "cancelled"
