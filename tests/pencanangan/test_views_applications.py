"""The pages on applications, as each of the people sees them."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from assessments.cycle.states import Stage, State
from assessments.pencanangan import workflow
from assessments.pencanangan.models import Application, Ceremony
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from units.models import Kind, Official, User

LIST, PICK, DETAILS = (reverse(f"pencanangan_{name}") for name in ("applications", "apply", "apply_details"))


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _typed(*units, step: str = "kirim", **changes) -> dict[str, object]:
    """Step two as a browser sends it."""
    data: dict[str, object] = {
        "unit": [str(row.pk) for row in units],
        "langkah": step,
        "date": dates.today().isoformat(),
        "starts_at": "09:00",
        "place": "Aula Garuda",
        "city": "Pontianak",
        "mode": "hybrid",
        "leader_name": "Kartini, S.H.",
        "leader_title": "Kepala Kantor Wilayah",
        "number_text": "W.90-HA.03.07-1",
        "contact_name": "Koko",
        "contact_phone": "0812 0000 0001",
        "saksi-TOTAL_FORMS": "4",
        "saksi-INITIAL_FORMS": "4",
    }
    for row in range(4):
        data[f"saksi-{row}-kind"] = ["ditjen_ham", "forkopimda", "lain", "lain"][row]
        for name in ("name", "title", "institution"):
            data[f"saksi-{row}-{name}"] = ""
    return data | changes


WITNESS = {
    "saksi-0-name": "Dini",
    "saksi-0-title": "Penyuluh",
    "saksi-0-institution": "Ditjen HAM",
    "saksi-0-online": "on",
}


# --- the list -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_applications_list(cast: Cast, count: int, django_assert_num_queries) -> None:
    for number in range(count):
        scenes.applied(cast, factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil))
    other = scenes.applied(cast, cast.foreign_unit, by=cast.foreign_coordinator)
    client = _as(cast.coordinator)
    with django_assert_num_queries(6):
        response = client.get(LIST)
    assert response.content.decode().count("Kantor Wilayah Khatulistiwa</a>") == count
    assert reverse("pencanangan_application", args=[other.pk]) not in response.content.decode()


def test_applications_list_of_the_admin(cast: Cast) -> None:
    scenes.applied(cast)
    scenes.applied(cast, cast.foreign_unit, by=cast.foreign_coordinator)
    page = _as(cast.admin).get(LIST).content.decode()
    assert "Kantor Wilayah Khatulistiwa" in page
    assert "Kantor Wilayah Andalas" in page


def test_applications_list_filters(cast: Cast) -> None:
    scenes.accepted(cast)
    scenes.applied(cast, cast.foreign_unit, by=cast.foreign_coordinator)
    admin = _as(cast.admin)
    assert "Andalas" not in admin.get(LIST, {"status": "accepted"}).content.decode()
    assert "Khatulistiwa" not in admin.get(LIST, {"q": "wilayah andalas"}).content.decode()
    assert "Tidak ada permohonan yang cocok" in admin.get(LIST, {"q": "Wilayah Lain"}).content.decode()


def test_applications_list_empty(cast: Cast) -> None:
    assert "Ajukan permohonan" in _as(cast.coordinator).get(LIST).content.decode()
    page = _as(cast.observer).get(LIST).content.decode()
    assert "Belum ada permohonan" in page
    assert PICK not in page


@pytest.mark.parametrize("person", ["operator", "head", "assessor", "nobody", "neighbour_operator"])
def test_applications_list_of_others(cast: Cast, person: str) -> None:
    client = _as(getattr(cast, person))
    assert client.get(LIST).status_code == 404
    assert client.get(PICK).status_code == 404


# --- step one: choosing units ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_apply_units(cast: Cast, count: int, django_assert_num_queries) -> None:
    for number in range(count):
        cast.participation(work_unit=factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil))
    cast.participation(work_unit=cast.foreign_unit)
    cast.participation(State.ACCEPTED, cast.neighbour)
    client = _as(cast.coordinator)
    with django_assert_num_queries(7):
        page = client.get(PICK).content.decode()
    assert page.count('type="checkbox"') == count
    assert "Lapas Barito" not in page
    assert "Lapas Landak" not in page


def test_apply_units_filter_keeps_the_selection(cast: Cast) -> None:
    kept = cast.participation()
    cast.participation(work_unit=cast.neighbour)
    cast.participation(work_unit=cast.kanim)
    page = _as(cast.coordinator).get(PICK, {"kind": Kind.KANIM, "unit": kept.pk}).content.decode()
    assert f'value="{kept.pk}" id="unit-{kept.pk}" checked' in page
    assert "Kanim Singkawang" in page
    assert "Lapas Landak" not in page
    assert "1 dipilih" in page


def test_apply_units_window_closed(cast: Cast) -> None:
    factories.close_window(cast.participation(), Stage.PENCANANGAN)
    page = _as(cast.coordinator).get(PICK).content.decode()
    assert "Tahap Pencanangan sudah ditutup" in page
    assert 'aria-disabled="true"' in page


def test_apply_units_none_left(cast: Cast) -> None:
    cast.participation(State.DECLARED)
    assert "Semua unit sudah diajukan" in _as(cast.coordinator).get(PICK).content.decode()


def test_apply_units_of_the_admin(cast: Cast) -> None:
    """The admin applies for units that no office guides, one at a time."""
    cast.participation()
    lonely = cast.participation(work_unit=factories.unit("Ditjen Contoh", kind=Kind.ECHELON1))
    page = _as(cast.admin).get(PICK).content.decode()
    assert f'type="radio" name="unit" value="{lonely.pk}"' in page
    assert "Lapas Kapuas" not in page


def test_apply_units_coming_back_carries_what_was_typed(cast: Cast) -> None:
    row = cast.participation()
    page = _as(cast.coordinator).post(PICK, _typed(row, step="unit", place="Aula Khusus")).content.decode()
    assert '<input type="hidden" name="place" value="Aula Khusus">' in page
    assert 'method="post"' in page
    assert "checked" in page


# --- step two and three ---------------------------------------------------------------------------------------------
def test_apply_details_are_prefilled(cast: Cast) -> None:
    row = cast.participation()
    page = _as(cast.coordinator).get(DETAILS, {"unit": row.pk}).content.decode()
    head = Official.objects.get(work_unit=cast.kanwil)
    assert f'value="{head.name}"' in page
    assert 'value="Koko Koordinator"' in page
    assert "Di dalam jadwal pencanangan: " in page


def test_apply_details_without_units(cast: Cast) -> None:
    cast.participation()
    response = _as(cast.coordinator).get(DETAILS)
    assert response.status_code == 200
    assert "Pilih paling sedikit satu unit." in response.content.decode()


@pytest.mark.parametrize("unit", ["foreign", "0", "x", "²", "9" * 30])
def test_apply_details_of_unknown_units(cast: Cast, unit: str) -> None:
    if unit == "foreign":
        unit = str(cast.participation(work_unit=cast.foreign_unit).pk)
    client = _as(cast.coordinator)
    assert client.get(DETAILS, {"unit": unit}).status_code == 404
    assert client.post(DETAILS, _typed() | {"unit": unit}).status_code == 404
    assert not Application.objects.exists()


def test_apply_details_names_what_is_wrong_and_keeps_the_rest(cast: Cast) -> None:
    row = cast.participation()
    typed = _typed(row, date="", contact_phone="abc", number_text="W.90 khusus", step="periksa")
    typed |= {"saksi-1-name": "Frans"}
    page = _as(cast.coordinator).post(DETAILS, typed).content.decode()
    assert 'href="#id_date"' in page
    assert "Tulis nomor telepon dengan angka" in page
    assert 'href="#saksi-2"' in page
    assert "Lengkapi nama, jabatan, dan instansi saksi ini, atau kosongkan ketiganya." in page
    assert 'value="W.90 khusus"' in page
    assert 'value="Frans"' in page


def test_apply_review_then_send(cast: Cast) -> None:
    row = cast.participation()
    client = _as(cast.coordinator)
    page = client.post(DETAILS, _typed(row, step="periksa") | WITNESS).content.decode()
    assert "Periksa, lalu ajukan" in page
    assert '<input type="hidden" name="saksi-0-name" value="Dini">' in page
    assert "Saksi dari Forkopimda belum dicatat." in page
    assert not Application.objects.exists()
    response = client.post(DETAILS, _typed(row) | WITNESS)
    application = Application.objects.get()
    assert response["Location"] == reverse("pencanangan_application", args=[application.pk])
    witness = application.ceremony.witnesses.get()
    assert (witness.name, witness.kind, witness.online) == ("Dini", "ditjen_ham", True)
    assert application.ceremony.mode == "hybrid"


def test_apply_review_back_to_the_form(cast: Cast) -> None:
    row = cast.participation()
    page = _as(cast.coordinator).post(DETAILS, _typed(row, step="ubah", place="Aula Khusus") | WITNESS).content.decode()
    assert 'value="Aula Khusus"' in page
    assert 'value="Dini"' in page
    assert f'value="{dates.today().isoformat()}"' in page
    assert "error-summary" not in page


def test_apply_refused_shows_the_sentence_and_keeps_the_text(cast: Cast) -> None:
    row = cast.participation()
    far = (dates.today() + dt.timedelta(days=90)).isoformat()
    for step in ("periksa", "kirim"):
        page = (
            _as(cast.coordinator).post(DETAILS, _typed(row, step=step, date=far, place="Aula Khusus")).content.decode()
        )
        assert "di luar jadwal pencanangan unit kementerian" in page
        assert 'value="Aula Khusus"' in page
    assert not Application.objects.exists()


def test_apply_by_the_admin_for_another_offices_unit(cast: Cast) -> None:
    row = cast.participation()
    page = _as(cast.admin).post(DETAILS, _typed(row)).content.decode()
    assert "diurus oleh Kantor Wilayah Khatulistiwa" in page
    assert not Application.objects.exists()


def test_apply_again_after_return(cast: Cast) -> None:
    application = scenes.applied(cast, place="Aula Lama")
    workflow.send_back(application=application, by=cast.admin, note="Perbaiki tempatnya.")
    client = _as(cast.coordinator)
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
    assert _as(cast.coordinator).get(DETAILS, {"unit": row.pk, "dari": foreign.pk}).status_code == 404


# --- one application ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_application(cast: Cast, count: int, django_assert_num_queries) -> None:
    units = [factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil) for number in range(count)]
    application = scenes.accepted(cast, *units)
    client = _as(cast.coordinator)
    with django_assert_num_queries(11):
        page = client.get(reverse("pencanangan_application", args=[application.pk])).content.decode()
    assert page.count("Lapas Nomor") == count
    assert f"Operator {count} unit belum dicatat." in page


def test_application_of_a_stranger(cast: Cast) -> None:
    application = scenes.applied(cast)
    for name in ("application", "application_letter", "operators", "ceremony", "ceremony_edit"):
        address = reverse(f"pencanangan_{name}", args=[application.pk])
        for person in (cast.foreign_coordinator, cast.operator, cast.neighbour_operator, cast.assessor, cast.nobody):
            assert _as(person).get(address).status_code == 404, (name, person)


def test_application_hides_telephone_numbers(cast: Cast) -> None:
    application = scenes.accepted(cast, named=True)
    address = reverse("pencanangan_application", args=[application.pk])
    for person, sees in ((cast.coordinator, True), (cast.admin, True), (cast.verifier, False), (cast.observer, False)):
        page = _as(person).get(address).content.decode()
        assert ("0812 0000 0001" in page, "ori@unit.test" in page) == (sees, sees)


def test_application_buttons_of_the_admin_only(cast: Cast) -> None:
    application = scenes.applied(cast)
    address = reverse("pencanangan_application", args=[application.pk])
    accept = reverse("pencanangan_accept", args=[application.pk])
    assert accept in _as(cast.admin).get(address).content.decode()
    for person in (cast.coordinator, cast.verifier, cast.leadership):
        assert accept not in _as(person).get(address).content.decode()


def test_application_accept(cast: Cast) -> None:
    application = scenes.applied(cast)
    address = reverse("pencanangan_accept", args=[application.pk])
    refused = _as(cast.coordinator).post(address)
    assert "Permohonan diperiksa oleh admin pusat." in refused.content.decode()
    assert _as(cast.foreign_coordinator).post(address).status_code == 404
    assert _as(cast.admin).post(address).status_code == 302
    assert scenes.only(application).state == State.ACCEPTED
    again = _as(cast.admin).post(address)
    assert "Permohonan ini sudah diputuskan: diterima." in again.content.decode()


def test_application_return(cast: Cast) -> None:
    application = scenes.applied(cast)
    address = reverse("pencanangan_return", args=[application.pk])
    admin = _as(cast.admin)
    assert "Tuliskan alasan pengembalian" in admin.post(address, {"note": " "}).content.decode()
    refused = _as(cast.coordinator).post(address, {"note": "Catatan saya"}).content.decode()
    assert "Permohonan diperiksa oleh admin pusat." in refused
    assert admin.post(address, {"note": "Tanggalnya bentrok."}).status_code == 302
    assert scenes.only(application).state == State.REGISTERED


def test_application_letter(cast: Cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        application = scenes.applied(cast)
    response = _as(cast.coordinator).get(reverse("pencanangan_application_letter", args=[application.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


# --- operators ------------------------------------------------------------------------------------------------------
def _operators(application: Application, *rows: dict[str, str]) -> dict[str, str]:
    links = application.units.order_by("participation__work_unit__name")
    return {
        f"unit-{link.pk}-{name}": (rows[number] if number < len(rows) else {}).get(name, "")
        for number, link in enumerate(links)
        for name in scenes.NAMED
    }


@pytest.mark.parametrize("count", [1, 3])
def test_operators(cast: Cast, count: int, django_assert_num_queries) -> None:
    units = [factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil) for number in range(count)]
    application = scenes.accepted(cast, *units)
    client = _as(cast.coordinator)
    with django_assert_num_queries(6):
        page = client.get(reverse("pencanangan_operators", args=[application.pk])).content.decode()
    assert page.count("Lapas Nomor") == count


def test_operators_saved(cast: Cast) -> None:
    application = scenes.applied(cast, cast.unit, cast.neighbour)
    address = reverse("pencanangan_operators", args=[application.pk])
    response = _as(cast.coordinator).post(address, _operators(application, scenes.NAMED))
    assert response.status_code == 302
    assert application.units.get(participation__work_unit=cast.unit).operator_named
    assert not application.units.get(participation__work_unit=cast.neighbour).operator_named


def test_operators_wrong(cast: Cast) -> None:
    application = scenes.applied(cast, cast.unit, cast.neighbour)
    address = reverse("pencanangan_operators", args=[application.pk])
    client = _as(cast.coordinator)
    half = scenes.NAMED | {"operator_email": "bukan surel", "operator_phone": ""}
    page = client.post(address, _operators(application, half)).content.decode()
    assert "Lapas Kapuas: Alamat surel: " in page
    assert "Isi juga kolom ini, atau kosongkan ketiganya." in page
    assert 'value="bukan surel"' in page
    page = client.post(address, _operators(application, scenes.NAMED, scenes.NAMED)).content.decode()
    assert "ori@unit.test tercatat untuk Lapas Kapuas dan Lapas Landak" in page
    assert not application.units.exclude(operator_email="").exists()


def test_operators_of_another_application_cannot_be_written(cast: Cast) -> None:
    application = scenes.applied(cast)
    foreign = scenes.applied(cast, cast.foreign_unit, by=cast.foreign_coordinator)
    data = _operators(application) | _operators(foreign, scenes.NAMED)
    _as(cast.coordinator).post(reverse("pencanangan_operators", args=[application.pk]), data)
    assert not foreign.units.get().operator_named


def test_operators_invited_stay(cast: Cast) -> None:
    scenes.declared(cast)
    application = Application.objects.get()
    address = reverse("pencanangan_operators", args=[application.pk])
    client = _as(cast.coordinator)
    assert "Operator ini sudah diundang." in client.get(address).content.decode()
    client.post(address, _operators(application, scenes.NAMED | {"operator_email": "lain@unit.test"}))
    assert application.units.get().operator_email == "ori@unit.test"


@pytest.mark.parametrize("person", ["verifier", "observer", "leadership"])
def test_operators_are_not_for_readers(cast: Cast, person: str) -> None:
    application = scenes.applied(cast)
    assert _as(getattr(cast, person)).get(reverse("pencanangan_operators", args=[application.pk])).status_code == 404


def test_operators_by_the_admin_for_an_offices_unit(cast: Cast) -> None:
    application = scenes.applied(cast)
    address = reverse("pencanangan_operators", args=[application.pk])
    page = _as(cast.admin).post(address, _operators(application, scenes.NAMED)).content.decode()
    assert "diurus oleh Kantor Wilayah Khatulistiwa" in page
    assert not Ceremony.objects.get().application.units.get().operator_named
