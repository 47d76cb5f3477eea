"""Who heads a unit, as papers name them."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from p2ham.lib import dates
from tests.cast import Cast
from units import rules, workflow
from units.models import AuditEntry, Official, User
from units.workflow import Refused

TODAY = dates.today()
TYPED = {
    "change": "baru",
    "name": "Budi Baru, S.H.",
    "nip": "19800101 200501 1 001",
    "rank": "Pembina (IV/a)",
    "title": "Kepala Lapas Kapuas",
    "standing": "Plt.",
    "valid_from": TODAY.isoformat(),
}


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _page(cast: Cast) -> str:
    return reverse("official_edit", args=[cast.unit.pk])


def test_official_page_of_whom_it_concerns(cast: Cast) -> None:
    for person in (cast.coordinator, cast.coordinator_head, cast.operator, cast.head, cast.admin):
        assert _as(person).get(_page(cast)).status_code == 200, person
    for person in (cast.neighbour_operator, cast.foreign_coordinator, cast.verifier, cast.nobody):
        assert _as(person).get(_page(cast)).status_code == 404, person
        assert _as(person).post(_page(cast), TYPED).status_code == 404, person
    assert Official.objects.filter(work_unit=cast.unit).count() == 1


def test_official_of_the_office_itself(cast: Cast) -> None:
    assert _as(cast.coordinator).get(reverse("official_edit", args=[cast.kanwil.pk])).status_code == 200


def test_official_replaced(cast: Cast) -> None:
    response = _as(cast.coordinator).post(_page(cast), TYPED | {"next": "/permohonan/"})
    assert response["Location"] == "/permohonan/"
    before, now = Official.objects.filter(work_unit=cast.unit).order_by("valid_from")
    assert before.valid_until == TODAY - dt.timedelta(days=1)
    assert (now.name, now.standing, now.valid_until) == ("Budi Baru, S.H.", "Plt.", None)
    assert AuditEntry.objects.get(action="catat_pejabat").data["replaces"] == before.pk


def test_official_corrected(cast: Cast) -> None:
    typed = TYPED | {"change": "perbaikan", "valid_from": "2020-01-01"}
    assert _as(cast.coordinator).post(_page(cast), typed).status_code == 302
    assert Official.objects.get(work_unit=cast.unit).name == "Budi Baru, S.H."


def test_official_first(cast: Cast) -> None:
    Official.objects.filter(work_unit=cast.unit).delete()
    client = _as(cast.coordinator)
    assert "Apa yang berubah?" not in client.get(_page(cast)).content.decode()
    assert client.post(_page(cast), TYPED).status_code == 302
    assert Official.objects.get(work_unit=cast.unit).title == "Kepala Lapas Kapuas"


def test_official_doubtful_nip_is_saved_with_a_warning(cast: Cast) -> None:
    page = _as(cast.coordinator).post(_page(cast), TYPED | {"nip": "NRP 77"}, follow=True).content.decode()
    assert "NIP biasanya terdiri atas 18 angka" in page
    assert Official.objects.filter(nip="NRP 77").exists()


def test_official_wrong_keeps_the_text(cast: Cast) -> None:
    client = _as(cast.coordinator)
    page = client.post(_page(cast), TYPED | {"name": "", "rank": "Pangkat Ketikan"}).content.decode()
    assert 'href="#id_name"' in page
    assert 'value="Pangkat Ketikan"' in page
    page = client.post(_page(cast), TYPED | {"valid_from": "2019-12-31"}).content.decode()
    assert "Pejabat baru harus mulai menjabat sesudah Rabu, 1 Januari 2020" in page
    assert 'value="Budi Baru, S.H."' in page
    tomorrow = (TODAY + dt.timedelta(days=1)).isoformat()
    assert "belum tiba" in client.post(_page(cast), TYPED | {"valid_from": tomorrow}).content.decode()
    assert Official.objects.filter(work_unit=cast.unit).count() == 1


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test/", "javascript:alert(1)"])
def test_official_leads_back_into_the_portal_only(cast: Cast, elsewhere: str) -> None:
    response = _as(cast.coordinator).post(_page(cast), TYPED | {"next": elsewhere})
    assert response["Location"] == reverse("home")


def test_appoint_official_asks_the_rule(cast: Cast) -> None:
    sentence = "Pejabat unit dicatat oleh unit itu sendiri, koordinatornya, atau admin pusat."
    for person in (cast.neighbour_operator, cast.foreign_coordinator, cast.verifier):
        assert rules.appoint_official(cast.unit, by=person) == [sentence]
        with pytest.raises(Refused, match=sentence):
            workflow.appoint_official(work_unit=cast.unit, official=Official(name="X", title="Y"), by=person)
    for person in (cast.coordinator, cast.coordinator_head, cast.operator, cast.head, cast.admin):
        assert rules.appoint_official(cast.unit, by=person) == []


def test_appoint_official_corrects_the_head_in_office_only(cast: Cast) -> None:
    stale = Official.objects.get(work_unit=cast.unit)
    newer = Official(name="Budi", title="Kepala", valid_from=TODAY)
    workflow.appoint_official(work_unit=cast.unit, official=newer, by=cast.coordinator)
    stale.name = "Salah tempat"
    with pytest.raises(Refused, match="sudah digantikan"):
        workflow.appoint_official(work_unit=cast.unit, official=stale, by=cast.coordinator)


def test_official_page_shows_former_heads_and_a_doubtful_number(cast: Cast) -> None:
    Official.objects.filter(work_unit=cast.unit).update(nip="198013012005011001")
    page = _as(cast.coordinator).get(_page(cast)).content.decode()
    assert "19801301 bukan tanggal" in page
    assert "Pejabat sebelumnya" not in page
    before = Official.objects.get(work_unit=cast.unit)
    newer = Official(name="Budi", title="Kepala", standing="Plt.", on_behalf="Gubernur Contoh", valid_from=TODAY)
    workflow.appoint_official(work_unit=cast.unit, official=newer, by=cast.coordinator)
    page = _as(cast.coordinator).get(_page(cast)).content.decode()
    assert "Pejabat sebelumnya" in page
    assert before.name in page
    assert "a.n. Gubernur Contoh, Plt. Kepala" in page


def test_official_form_says_what_to_do(cast: Cast) -> None:
    page = _as(cast.coordinator).post(_page(cast), {"change": "baru"}).content.decode()
    assert "Tulis nama pejabat lengkap dengan gelarnya." in page
    assert "Tulis jabatannya, persis seperti pada surat." in page
    assert "Bidang ini" not in page
