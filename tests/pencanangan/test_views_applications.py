"""The pages on applications, as each of the people sees them."""

import pytest
from django.urls import reverse

from assessments.cycle.states import State
from assessments.pencanangan.models import Application, Ceremony
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from tests.pencanangan.scenes import browser

LIST, PICK = reverse("pencanangan_applications"), reverse("pencanangan_apply")


# --- the list -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_applications_list(cast: Cast, count: int, django_assert_num_queries) -> None:
    for number in range(count):
        scenes.applied(cast, factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil))
    other = scenes.applied(cast, cast.foreign_unit, by=cast.foreign_coordinator)
    client = browser(cast.coordinator)
    with django_assert_num_queries(6):
        response = client.get(LIST)
    assert response.content.decode().count("Kantor Wilayah Khatulistiwa<span") == count
    assert reverse("pencanangan_application", args=[other.pk]) not in response.content.decode()


def test_applications_list_of_the_admin(cast: Cast) -> None:
    scenes.applied(cast)
    scenes.applied(cast, cast.foreign_unit, by=cast.foreign_coordinator)
    page = browser(cast.admin).get(LIST).content.decode()
    assert "Kantor Wilayah Khatulistiwa" in page
    assert "Kantor Wilayah Andalas" in page


def test_applications_list_filters(cast: Cast) -> None:
    scenes.accepted(cast)
    scenes.applied(cast, cast.foreign_unit, by=cast.foreign_coordinator)
    admin = browser(cast.admin)
    assert "Andalas" not in admin.get(LIST, {"status": "accepted"}).content.decode()
    assert "Khatulistiwa" not in admin.get(LIST, {"q": "wilayah andalas"}).content.decode()
    assert "Tidak ada permohonan yang cocok" in admin.get(LIST, {"q": "Wilayah Lain"}).content.decode()


def test_applications_list_empty(cast: Cast) -> None:
    assert "Ajukan permohonan" in browser(cast.coordinator).get(LIST).content.decode()
    page = browser(cast.observer).get(LIST).content.decode()
    assert "Belum ada permohonan" in page
    assert PICK not in page


@pytest.mark.parametrize(
    "person",
    [
        "assessor",
        "nobody",
    ],
)
def test_applications_list_of_others(cast: Cast, person: str) -> None:
    client = browser(getattr(cast, person))
    assert client.get(LIST).status_code == 404
    assert client.get(PICK).status_code == 404


# --- one application ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_application(cast: Cast, count: int, django_assert_num_queries) -> None:
    units = [factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil) for number in range(count)]
    application = scenes.accepted(cast, *units)
    client = browser(cast.coordinator)
    with django_assert_num_queries(13):
        page = client.get(reverse("pencanangan_application", args=[application.pk])).content.decode()
    assert page.count("Lapas Nomor") == count
    assert f"Operator {count} unit belum dicatat." in page


def test_application_of_a_stranger(cast: Cast) -> None:
    application = scenes.applied(cast)
    for name in ("application", "application_letter", "operators", "ceremony", "ceremony_edit"):
        address = reverse(f"pencanangan_{name}", args=[application.pk])
        for person in (cast.foreign_coordinator, cast.operator, cast.neighbour_operator, cast.assessor, cast.nobody):
            assert browser(person).get(address).status_code == 404, (name, person)


def test_application_hides_telephone_numbers(cast: Cast) -> None:
    application = scenes.accepted(cast, named=True)
    address = reverse("pencanangan_application", args=[application.pk])
    for person, sees in ((cast.coordinator, True), (cast.admin, True), (cast.verifier, False), (cast.observer, False)):
        page = browser(person).get(address).content.decode()
        assert ("0812 0000 0001" in page, "ori@unit.test" in page) == (sees, sees)


def test_application_buttons_of_the_admin_only(cast: Cast) -> None:
    application = scenes.applied(cast)
    address = reverse("pencanangan_application", args=[application.pk])
    accept = reverse("pencanangan_accept", args=[application.pk])
    assert accept in browser(cast.admin).get(address).content.decode()
    for person in (cast.coordinator, cast.verifier, cast.leadership):
        assert accept not in browser(person).get(address).content.decode()


def test_application_accept(cast: Cast) -> None:
    application = scenes.applied(cast)
    address = reverse("pencanangan_accept", args=[application.pk])
    refused = browser(cast.coordinator).post(address)
    assert "Permohonan diperiksa oleh admin pusat." in refused.content.decode()
    assert browser(cast.foreign_coordinator).post(address).status_code == 404
    assert browser(cast.admin).post(address).status_code == 302
    assert scenes.only(application).state == State.ACCEPTED
    again = browser(cast.admin).post(address)
    assert "Permohonan ini sudah diputuskan: diterima." in again.content.decode()


def test_application_return(cast: Cast) -> None:
    application = scenes.applied(cast)
    address = reverse("pencanangan_return", args=[application.pk])
    admin = browser(cast.admin)
    assert "Tuliskan alasan pengembalian" in admin.post(address, {"note": " "}).content.decode()
    refused = browser(cast.coordinator).post(address, {"note": "Catatan saya"}).content.decode()
    assert "Permohonan diperiksa oleh admin pusat." in refused
    assert admin.post(address, {"note": "Tanggalnya bentrok."}).status_code == 302
    assert scenes.only(application).state == State.REGISTERED


def test_application_letter(cast: Cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        application = scenes.applied(cast)
    response = browser(cast.coordinator).get(reverse("pencanangan_application_letter", args=[application.pk]))
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
    client = browser(cast.coordinator)
    with django_assert_num_queries(6):
        page = client.get(reverse("pencanangan_operators", args=[application.pk])).content.decode()
    assert page.count("Lapas Nomor") == count


def test_operators_saved(cast: Cast) -> None:
    application = scenes.applied(cast, cast.unit, cast.neighbour)
    address = reverse("pencanangan_operators", args=[application.pk])
    response = browser(cast.coordinator).post(address, _operators(application, scenes.NAMED))
    assert response.status_code == 302
    assert application.units.get(participation__work_unit=cast.unit).operator_named
    assert not application.units.get(participation__work_unit=cast.neighbour).operator_named


def test_operators_wrong(cast: Cast) -> None:
    application = scenes.applied(cast, cast.unit, cast.neighbour)
    address = reverse("pencanangan_operators", args=[application.pk])
    client = browser(cast.coordinator)
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
    browser(cast.coordinator).post(reverse("pencanangan_operators", args=[application.pk]), data)
    assert not foreign.units.get().operator_named


def test_operators_invited_stay(cast: Cast) -> None:
    scenes.declared(cast)
    application = Application.objects.get()
    address = reverse("pencanangan_operators", args=[application.pk])
    client = browser(cast.coordinator)
    assert "Operator ini sudah diundang." in client.get(address).content.decode()
    client.post(address, _operators(application, scenes.NAMED | {"operator_email": "lain@unit.test"}))
    assert application.units.get().operator_email == "ori@unit.test"


@pytest.mark.parametrize("person", ["verifier", "observer", "leadership"])
def test_operators_are_not_for_readers(cast: Cast, person: str) -> None:
    application = scenes.applied(cast)
    assert (
        browser(getattr(cast, person)).get(reverse("pencanangan_operators", args=[application.pk])).status_code == 404
    )


def test_operators_by_the_admin_for_an_offices_unit(cast: Cast) -> None:
    application = scenes.applied(cast)
    address = reverse("pencanangan_operators", args=[application.pk])
    page = browser(cast.admin).post(address, _operators(application, scenes.NAMED)).content.decode()
    assert "diurus oleh Kantor Wilayah Khatulistiwa" in page
    assert not Ceremony.objects.get().application.units.get().operator_named
