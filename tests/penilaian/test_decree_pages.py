"""The pages of the decree and its papers."""

from django.test import Client
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.penilaian.models import Decree
from assessments.penilaian.workflow import certificates
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import User


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return response.content.decode()


def decree_data(*units: Participation, **more: object) -> dict[str, object]:
    fields = {key: str(value) for key, value in vars(scenes.facts()).items() if value is not None}
    return fields | {"units": [unit.pk for unit in units]} | more


def test_decree_form_one_unit_and_three(cast: Cast, django_assert_num_queries):
    client = signed_in(cast.admin)
    scenes.settled(cast)
    with django_assert_num_queries(7):
        page = text(client.get(reverse("penilaian_decree_new")))
    assert f"Penetapan Predikat Unit Kerja Pelayanan Publik Berbasis HAM Tahun {cast.cycle.year}" in page
    scenes.settled(cast, cast.neighbour, {"A1": "proses"})
    scenes.settled(cast, cast.foreign_unit)
    scenes.scored(cast, cast.kanim)
    with django_assert_num_queries(7):
        page = text(client.get(reverse("penilaian_decree_new")))
    assert page.count('name="units"') == 3
    assert "Belum: A1" in page
    assert "Kanim Singkawang" not in page


def test_decree_is_recorded_and_decided_on_the_pages(cast: Cast):
    unit, left_out = scenes.settled(cast), scenes.settled(cast, cast.neighbour)
    answer = signed_in(cast.admin).post(reverse("penilaian_decree_new"), decree_data(unit))
    decree = Decree.objects.get()
    address = reverse("penilaian_decree", args=[decree.pk])
    assert answer["Location"] == address
    assert "Usulan ini diputuskan oleh pimpinan." in text(signed_in(cast.admin).get(address))
    boss = signed_in(cast.leadership)
    assert "Keputusan Anda" in text(boss.get(address))
    boss.post(reverse("penilaian_decree_decide", args=[decree.pk]), {"decision": "approve"})
    states = dict(Participation.objects.values_list("pk", "state"))
    assert (states[unit.pk], states[left_out.pk]) == (State.AWARDED, State.SETTLED)


def test_decree_form_keeps_what_was_typed(cast: Cast):
    unit = scenes.settled(cast)
    client = signed_in(cast.admin)
    page = text(client.post(reverse("penilaian_decree_new"), decree_data(number="", title="Judul lain")))
    assert "Judul lain" in page
    assert "checked" not in page
    page = text(client.post(reverse("penilaian_decree_new"), decree_data(unit, date="2000-01-01")))
    assert f"Tanggal keputusan tidak boleh sebelum tahun {cast.cycle.year}." in page
    assert 'name="units"' in page


def test_decree_refused_without_a_reason_says_so(cast: Cast):
    decree = scenes.proposed(cast, scenes.settled(cast))
    address = reverse("penilaian_decree_decide", args=[decree.pk])
    assert "Tuliskan alasan penolakan." in text(signed_in(cast.leadership).post(address, {"decision": "refuse"}))
    assert scenes.decision_of(decree) == "pending"


def test_decree_page_one_unit_and_three(cast: Cast, django_assert_num_queries):
    client = signed_in(cast.admin)
    one = scenes.decreed(cast, scenes.settled(cast), number="1")
    three = scenes.decreed(
        cast, *[scenes.settled(cast, unit) for unit in (cast.neighbour, cast.foreign_unit, cast.kanim)], number="2"
    )
    for decree in (one, three):
        with django_assert_num_queries(9):
            page = text(client.get(reverse("penilaian_decree", args=[decree.pk])))
    assert "Lapas Barito" in page
    assert "Lapas Kapuas" not in page


def test_decree_list_one_row_and_three(cast: Cast, django_assert_num_queries):
    client = signed_in(cast.leadership)
    scenes.decreed(cast, scenes.settled(cast), number="Nomor 1")
    with django_assert_num_queries(7):
        assert "Nomor 1" in text(client.get(reverse("penilaian_decrees")))
    scenes.proposed(cast, scenes.settled(cast, cast.neighbour), number="Nomor 2")
    scenes.proposed(cast, scenes.settled(cast, cast.foreign_unit), number="Nomor 3")
    with django_assert_num_queries(7):
        page = text(client.get(reverse("penilaian_decrees")))
    assert all(f"Nomor {number}" in page for number in (1, 2, 3))
    assert "Catat keputusan" not in page


def test_certificates_are_issued_by_a_press_and_their_progress_shown(cast: Cast, django_capture_on_commit_callbacks):
    decree = scenes.decreed(cast, scenes.settled(cast))
    client = signed_in(cast.admin)
    address = reverse("penilaian_decree", args=[decree.pk])
    assert "0 dari 1 piagam terbit" in text(client.get(address))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("penilaian_certificates", args=[decree.pk]))
    page = text(client.get(address))
    assert "1 dari 1 piagam terbit" in page
    assert "1 dari 1 PDF siap diunduh" in page
    again = text(client.post(reverse("penilaian_certificates", args=[decree.pk])))
    assert "Semua piagam dalam keputusan ini sudah diterbitkan." in again


def test_papers_are_served_to_whoever_sees_the_unit(cast: Cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        participation = scenes.settled(cast)
        decree = scenes.decreed(cast, participation)
        certificates.issue_certificates(decree=decree, by=cast.admin)
    addresses = [
        reverse("penilaian_certificate", args=[participation.pk]),
        reverse("penilaian_decree_annex", args=[decree.pk]),
    ]
    for address in addresses:
        for person in (cast.operator, cast.head, cast.coordinator, cast.admin, cast.leadership, cast.observer):
            answer = signed_in(person).get(address)
            assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        for person in (cast.neighbour_operator, cast.foreign_coordinator, cast.assessor, cast.nobody):
            assert signed_in(person).get(address).status_code == 404


def test_certificate_that_is_not_rendered_yet_says_so(cast: Cast):
    participation = scenes.settled(cast)
    certificates.issue_certificates(decree=scenes.decreed(cast, participation), by=cast.admin)
    assert signed_in(cast.operator).get(reverse("penilaian_certificate", args=[participation.pk])).status_code == 202
