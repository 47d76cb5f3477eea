"""Applying: choosing units, the ceremony, the look before it is sent."""

import datetime as dt

import pytest
from django.urls import reverse

from assessments.cycle.states import Stage, State
from assessments.pencanangan import workflow
from assessments.pencanangan.models import Application
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from tests.pencanangan.scenes import WITNESS, browser, typed
from units.models import Kind, Official

PICK, DETAILS = reverse("pencanangan_apply"), reverse("pencanangan_apply_details")


# --- step one: choosing units ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_apply_units(cast: Cast, count: int, django_assert_num_queries) -> None:
    for number in range(count):
        cast.participation(work_unit=factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil))
    cast.participation(work_unit=cast.foreign_unit)
    cast.participation(State.ACCEPTED, cast.neighbour)
    client = browser(cast.coordinator)
    with django_assert_num_queries(8):
        page = client.get(PICK).content.decode()
    assert page.count('type="checkbox"') == count
    assert "Lapas Barito" not in page
    assert "Lapas Landak" not in page


def test_apply_units_filter_keeps_the_selection(cast: Cast) -> None:
    kept = cast.participation()
    cast.participation(work_unit=cast.neighbour)
    cast.participation(work_unit=cast.kanim)
    page = browser(cast.coordinator).get(PICK, {"unit_kind": Kind.KANIM.value, "unit": kept.pk}).content.decode()
    assert f'value="{kept.pk}" id="unit-{kept.pk}" checked' in page
    assert "Kanim Singkawang" in page
    assert "Lapas Landak" not in page
    assert "1 dipilih" in page


def test_apply_units_window_closed(cast: Cast) -> None:
    factories.close_window(cast.participation(), Stage.PENCANANGAN)
    page = browser(cast.coordinator).get(PICK).content.decode()
    assert "Tahap Pencanangan sudah ditutup" in page
    assert 'aria-disabled="true"' in page


def test_apply_units_none_left(cast: Cast) -> None:
    cast.participation(State.DECLARED)
    assert "Semua unit sudah diajukan" in browser(cast.coordinator).get(PICK).content.decode()


def test_apply_units_of_the_admin(cast: Cast) -> None:
    """The admin applies for units that no office guides, one at a time."""
    cast.participation()
    lonely = cast.participation(work_unit=factories.unit("Ditjen Contoh", kind=Kind.ECHELON1))
    page = browser(cast.admin).get(PICK).content.decode()
    assert f'type="radio" name="unit" value="{lonely.pk}"' in page
    assert "Lapas Kapuas" not in page


def test_apply_units_coming_back_carries_what_wastyped(cast: Cast) -> None:
    row = cast.participation()
    page = browser(cast.coordinator).post(PICK, typed(row, step="unit", place="Aula Khusus")).content.decode()
    assert '<input type="hidden" name="place" value="Aula Khusus">' in page
    assert '<input type="hidden" name="city" value="Pontianak">' in page
    assert 'method="post"' in page
    assert "checked" in page


# --- step two and three ---------------------------------------------------------------------------------------------
def test_apply_details_are_prefilled(cast: Cast) -> None:
    row = cast.participation()
    page = browser(cast.coordinator).get(DETAILS, {"unit": row.pk}).content.decode()
    head = Official.objects.get(work_unit=cast.kanwil)
    assert f'value="{head.name}"' in page
    assert 'value="Koko Koordinator"' in page
    assert "Di dalam jadwal pencanangan: " in page


def test_apply_details_without_units(cast: Cast) -> None:
    cast.participation()
    response = browser(cast.coordinator).get(DETAILS)
    assert response.status_code == 200
    assert "Pilih paling sedikit satu unit." in response.content.decode()


@pytest.mark.parametrize("unit", ["foreign", "0", "x", "²", "9" * 30])
def test_apply_details_of_unknown_units(cast: Cast, unit: str) -> None:
    if unit == "foreign":
        unit = str(cast.participation(work_unit=cast.foreign_unit).pk)
    client = browser(cast.coordinator)
    assert client.get(DETAILS, {"unit": unit}).status_code == 404
    assert client.post(DETAILS, typed() | {"unit": unit}).status_code == 404
    assert not Application.objects.exists()


def test_apply_details_names_what_is_wrong_and_keeps_the_rest(cast: Cast) -> None:
    row = cast.participation()
    data = typed(row, date="", contact_phone="abc", number_text="W.90 khusus", step="periksa")
    page = browser(cast.coordinator).post(DETAILS, data | {"saksi-1-name": "Frans"}).content.decode()
    assert 'href="#id_date"' in page
    assert "Tulis nomor telepon dengan angka" in page
    assert "Tanggal acara: Pilih tanggal acara." in page
    assert 'href="#id_saksi-1-institution"' in page
    assert "Tulis instansi saksi ini, atau kosongkan seluruh isiannya." in page
    assert 'value="W.90 khusus"' in page
    assert 'value="Frans"' in page


def test_apply_review_then_send(cast: Cast) -> None:
    row = cast.participation()
    client = browser(cast.coordinator)
    page = client.post(DETAILS, typed(row, step="periksa") | WITNESS).content.decode()
    assert "Periksa, lalu ajukan" in page
    assert '<input type="hidden" name="saksi-0-name" value="Dini">' in page
    assert "Saksi dari Forkopimda belum dicatat." in page
    assert not Application.objects.exists()
    response = client.post(DETAILS, typed(row) | WITNESS)
    application = Application.objects.get()
    assert response["Location"] == reverse("pencanangan_application", args=[application.pk])
    witness = application.ceremony.witnesses.get()
    assert (witness.name, witness.kind, witness.online) == ("Dini", "ditjen_ham", True)
    assert application.ceremony.mode == "hybrid"


def test_apply_review_back_to_the_form(cast: Cast) -> None:
    row = cast.participation()
    page = (
        browser(cast.coordinator).post(DETAILS, typed(row, step="ubah", place="Aula Khusus") | WITNESS).content.decode()
    )
    assert 'value="Aula Khusus"' in page
    assert 'value="Dini"' in page
    assert f'value="{dates.today().isoformat()}"' in page
    assert "error-summary" not in page


def test_apply_refused_shows_the_sentence_and_keeps_the_text(cast: Cast) -> None:
    row = cast.participation()
    far = (dates.today() + dt.timedelta(days=90)).isoformat()
    for step in ("periksa", "kirim"):
        page = (
            browser(cast.coordinator)
            .post(DETAILS, typed(row, step=step, date=far, place="Aula Khusus"))
            .content.decode()
        )
        assert "di luar jadwal pencanangan unit kementerian" in page
        assert 'value="Aula Khusus"' in page
    assert not Application.objects.exists()


def test_apply_by_the_admin_for_another_offices_unit(cast: Cast) -> None:
    row = cast.participation()
    page = browser(cast.admin).post(DETAILS, typed(row)).content.decode()
    assert "diurus oleh Kantor Wilayah Khatulistiwa" in page
    assert not Application.objects.exists()


def test_apply_again_after_return(cast: Cast) -> None:
    application = scenes.applied(cast, place="Aula Lama")
    workflow.send_back(application=application, by=cast.admin, note="Perbaiki tempatnya.")
    client = browser(cast.coordinator)
    page = client.get(reverse("pencanangan_application", args=[application.pk])).content.decode()
    assert "Perbaiki tempatnya." in page
    row = scenes.only(application)
    address = f"{DETAILS}?dari={application.pk}&amp;unit={row.pk}"
    assert address in page
    page = client.get(address.replace("&amp;", "&")).content.decode()
    assert 'value="Aula Lama"' in page
    assert 'value="Frans"' in page


def test_apply_again_from_anothers_application(cast: Cast) -> None:
    foreign = scenes.applied(cast, cast.foreign_unit, by=cast.foreign_coordinator)
    row = cast.participation()
    assert browser(cast.coordinator).get(DETAILS, {"unit": row.pk, "dari": foreign.pk}).status_code == 404
