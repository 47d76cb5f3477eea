"""Operators of many units, pasted from a spreadsheet: fills the form, saves nothing."""

import re

import pytest
from django.urls import reverse

from assessments.pencanangan.models import Application
from tests.cast import Cast
from tests.pencanangan import scenes
from tests.pencanangan.scenes import browser


@pytest.fixture
def application(cast: Cast) -> Application:
    return scenes.accepted(cast, cast.unit, cast.neighbour)


def pasted(cast: Cast, application: Application, text: str, **typed: str) -> str:
    address = reverse("pencanangan_operators", args=[application.pk])
    response = browser(cast.coordinator).post(address, {"tempel": "1", "rows": text, **typed})
    return response.content.decode()


def value(page: str, application: Application, unit: str, name: str) -> str:
    link = application.units.get(participation__work_unit__short_name=unit)
    found = re.search(rf'<input[^>]*name="unit-{link.pk}-{name}"[^>]*>', page)
    assert found
    said = re.search(r' value="([^"]*)"', found.group())
    return said.group(1) if said else ""


@pytest.mark.parametrize(
    "text",
    [
        "Lapas Kapuas\tOri\tori@unit.test\t0812 3456 7890\nLapas Landak\tOla\tola@unit.test\t0812 3456 7891",
        "unit;nama;surel;telepon\n1;Ori;ori@unit.test;0812 3456 7890\n2.; Ola ;ola@unit.test;0812 3456 7891\n",
        "1\tLAPAS  KAPUAS\tOri\tori@unit.test\t0812 3456 7890\n\n2\tlapas landak\tOla\tola@unit.test\t0812 3456 7891",
    ],
)
def test_rows_fill_the_form_and_save_nothing(cast: Cast, application: Application, text: str) -> None:
    page = pasted(cast, application, text)
    assert "Isian 2 unit terisi dan belum disimpan." in page
    assert value(page, application, "Lapas Kapuas", "operator_name") == "Ori"
    assert value(page, application, "Lapas Landak", "operator_email") == "ola@unit.test"
    assert value(page, application, "Lapas Landak", "operator_name") == "Ola"
    assert not application.units.exclude(operator_name="").exists()


def test_what_was_typed_beside_stays(cast: Cast, application: Application) -> None:
    link = application.units.get(participation__work_unit=cast.neighbour)
    typed = {f"unit-{link.pk}-operator_name": "Diketik"}
    page = pasted(cast, application, "1;Ori;ori@unit.test;0812 3456 7890", **typed)
    assert value(page, application, "Lapas Landak", "operator_name") == "Diketik"
    assert value(page, application, "Lapas Kapuas", "operator_name") == "Ori"


def test_rows_that_cannot_be_placed_are_named(cast: Cast, application: Application) -> None:
    text = "Lapas Kapuas;Ori;ori@unit.test;0812 3456 7890\nLapas Mars;A;a@unit.test;0812\n1;B;b@unit.test;0812\n2;C"
    page = pasted(cast, application, text)
    assert "Baris 2: unit “Lapas Mars” tidak ada dalam permohonan ini." in page
    assert "Baris 3: Lapas Kapuas sudah ada pada baris 1." in page
    assert "Baris 4: tulis empat kolom" in page
    assert "Lapas Mars;A;a@unit.test" in page
    assert value(page, application, "Lapas Kapuas", "operator_name") == "Ori"


def test_nothing_pasted(cast: Cast, application: Application) -> None:
    assert "Tempel paling sedikit satu baris dari lembar kerja." in pasted(cast, application, " \n")


def test_invited_operator_is_not_replaced(cast: Cast) -> None:
    scenes.declared(cast)
    page = pasted(cast, Application.objects.get(), "1;Lain;lain@unit.test;0812 3456 7890")
    assert "sudah diundang dan tidak diganti." in page
    assert "lain@unit.test" not in page.replace("1;Lain;lain@unit.test", "")
