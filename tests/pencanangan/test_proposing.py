"""The admin proposes another date; the office agrees or declines."""

import datetime as dt

import pytest
from django.urls import reverse

from assessments.cycle.workflow import MoveRefused
from assessments.pencanangan import queries, rules, workflow
from assessments.pencanangan.models import Application, Ceremony, DateProposal
from p2ham.lib import dates
from tests.cast import Cast
from tests.pencanangan import scenes
from tests.pencanangan.scenes import browser
from units.models import User

LATER = dates.today() + dt.timedelta(days=5)
NOTE = "Saksi kami bertugas di tempat lain."


def _proposed(cast: Cast, **fields) -> Application:
    application = scenes.applied(cast)
    workflow.propose_date(application=application, **({"day": LATER, "note": NOTE, "by": cast.admin} | fields))
    application.refresh_from_db()
    return application


def test_propose(cast: Cast) -> None:
    application = _proposed(cast)
    assert application.status == Application.Status.PROPOSED
    assert Ceremony.objects.get().date == dates.today()
    assert scenes.told(f"application:{application.pk}:proposal") == {"Koko Koordinator", "Kartini Kakanwil"}
    assert scenes.steps(scenes.only(application))[-1].startswith("Admin pusat mengusulkan tanggal acara lain: ")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"note": " "}, "Tuliskan alasan usulan tanggal"),
        ({"day": dates.today() - dt.timedelta(days=1)}, "Tanggal usulan sudah lewat: "),
        ({"day": dates.today() + dt.timedelta(days=90)}, "di luar jadwal pencanangan unit kementerian"),
        ({"day": dates.today()}, "Usulan ini sama dengan tanggal yang diajukan"),
    ],
)
def test_propose_refused(cast: Cast, fields: dict, sentence: str) -> None:
    with pytest.raises(MoveRefused, match=sentence):
        _proposed(cast, **fields)
    assert not DateProposal.objects.exists()


def test_propose_by_others_and_twice(cast: Cast) -> None:
    application = scenes.applied(cast)
    for person in (cast.coordinator, cast.verifier, cast.leadership):
        assert rules.propose(application, person) == ["Permohonan diperiksa oleh admin pusat."]
    workflow.propose_date(application=application, day=LATER, note=NOTE, by=cast.admin)
    with pytest.raises(MoveRefused, match="belum dijawab"):
        workflow.propose_date(application=application, day=LATER, note=NOTE, by=cast.admin)
    assert DateProposal.objects.count() == 1


def test_while_proposed_the_application_can_only_be_returned(cast: Cast) -> None:
    application = _proposed(cast)
    with pytest.raises(MoveRefused, match="Tunggu jawabannya, atau kembalikan"):
        workflow.accept(application=application, by=cast.admin)
    workflow.send_back(application=application, by=cast.admin, note="Ajukan lagi bulan depan.")
    application.refresh_from_db()
    assert rules.answer_proposal(application, cast.coordinator) == [
        "Tidak ada usulan tanggal yang menunggu jawaban. Mungkin sudah dijawab rekan Anda."
    ]


def test_agree_then_accept_in_one_click(cast: Cast) -> None:
    application = _proposed(cast, starts_at=dt.time(13, 30))
    workflow.answer_proposal(application=application, agree=True, by=cast.coordinator)
    application.refresh_from_db()
    ceremony = Ceremony.objects.get()
    assert (ceremony.date, ceremony.starts_at) == (LATER, dt.time(13, 30))
    assert application.status == Application.Status.SUBMITTED
    assert scenes.told(f"application:{application.pk}:answer") == {"Ade Admin"}
    (card,) = queries.waiting_for(User.objects.get(pk=cast.admin.pk))
    assert "Pemohon menyetujui tanggal usulan." in card.text
    page = browser(cast.admin).get(reverse("pencanangan_application", args=[application.pk])).content.decode()
    assert "Pemohon menyetujui tanggal usulan" in page
    workflow.accept(application=application, by=cast.admin)


def test_agree_keeps_the_hour_where_none_is_proposed(cast: Cast) -> None:
    workflow.answer_proposal(application=_proposed(cast), agree=True, by=cast.coordinator)
    assert Ceremony.objects.get().starts_at == dt.time(9, 0)


def test_decline_needs_a_note(cast: Cast) -> None:
    application = _proposed(cast)
    with pytest.raises(MoveRefused, match="Tuliskan mengapa tanggal itu tidak sesuai"):
        workflow.answer_proposal(application=application, agree=False, by=cast.coordinator)
    workflow.answer_proposal(application=application, agree=False, note="Aula dipakai.", by=cast.coordinator)
    application.refresh_from_db()
    assert application.status == Application.Status.SUBMITTED
    assert Ceremony.objects.get().date == dates.today()
    (card,) = queries.waiting_for(User.objects.get(pk=cast.admin.pk))
    assert "menyetujui" not in card.text


def test_answer_by_others(cast: Cast) -> None:
    application = _proposed(cast)
    for person in (cast.admin, cast.operator, cast.foreign_coordinator):
        with pytest.raises(MoveRefused, match="diurus oleh Kantor Wilayah Khatulistiwa"):
            workflow.answer_proposal(application=application, agree=True, by=person)
    assert DateProposal.objects.get().is_pending


def test_answer_twice_has_one_effect(cast: Cast) -> None:
    application = _proposed(cast)
    workflow.answer_proposal(application=application, agree=True, by=cast.coordinator)
    with pytest.raises(MoveRefused, match="Mungkin sudah dijawab rekan Anda"):
        workflow.answer_proposal(application=application, agree=False, note="Tidak", by=cast.coordinator_head)
    assert DateProposal.objects.get().is_agreed


def test_waiting_for_the_office_to_answer(cast: Cast) -> None:
    _proposed(cast)
    (card,) = queries.waiting_for(User.objects.get(pk=cast.coordinator.pk))
    assert (card.title, card.state) == ("Jawab usulan tanggal acara", "Menunggu jawaban Anda")
    assert queries.waiting_for(User.objects.get(pk=cast.foreign_coordinator.pk)) == []
    assert queries.waiting_for(User.objects.get(pk=cast.admin.pk)) == []


def test_pages_of_a_proposal(cast: Cast) -> None:
    application = scenes.applied(cast)
    page_url = reverse("pencanangan_application", args=[application.pk])
    propose, answer = (reverse(name, args=[application.pk]) for name in ("pencanangan_propose", "pencanangan_answer"))
    admin, office = browser(cast.admin), browser(cast.coordinator)
    page = admin.get(page_url).content.decode()
    assert propose in page
    assert "Di dalam jadwal pencanangan: " in page
    assert propose not in office.get(page_url).content.decode()
    page = admin.post(propose, {"usulan-date": "", "usulan-note": "Catatan ketikan"}).content.decode()
    assert "Pilih tanggal yang Anda usulkan." in page
    assert "Catatan ketikan" in page
    past = (dates.today() - dt.timedelta(days=1)).isoformat()
    page = admin.post(propose, {"usulan-date": past, "usulan-note": "Catatan ketikan"}).content.decode()
    assert "Tanggal usulan sudah lewat" in page
    assert "Catatan ketikan" in page
    assert admin.post(propose, {"usulan-date": LATER.isoformat(), "usulan-note": NOTE}).status_code == 302
    page = office.get(page_url).content.decode()
    assert NOTE in page
    assert answer in page
    assert answer not in admin.get(page_url).content.decode()
    assert "Pilih jawaban Anda" in office.post(answer, {"jawaban-note": ""}).content.decode()
    read = {"jawaban-proposal": str(DateProposal.objects.get().pk)}
    page = office.post(answer, read | {"jawaban-answer": "tolak", "jawaban-note": ""}).content.decode()
    assert "Tuliskan mengapa tanggal itu tidak sesuai" in page
    assert office.post(answer, read | {"jawaban-answer": "setuju", "jawaban-note": ""}).status_code == 302
    listed = admin.get(reverse("pencanangan_applications"), {"status": "submitted"}).content.decode()
    assert "Pemohon menyetujui tanggal usulan" in listed
    assert page_url not in admin.get(reverse("pencanangan_applications"), {"status": "proposed"}).content.decode()
