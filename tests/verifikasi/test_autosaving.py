"""The page saves what is typed by itself: the same verb, the version goes along, conflicts lose nothing."""

import pytest
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.cycle.states import Stage
from assessments.verifikasi.forms import description_name
from assessments.verifikasi.models import Answer
from tests import factories
from tests.verifikasi import scenes
from units.models import AuditEntry


@pytest.fixture
def unit(cast) -> Participation:
    return scenes.declared(cast)


@pytest.fixture
def page(cast, client):
    client.force_login(cast.operator)
    return client


def address(unit: Participation, name: str = "verifikasi_autosave", code: str = "A1") -> str:
    return reverse(name, args=[unit.pk, scenes.item(unit, code).indicator.pk])


def save(client, unit: Participation, **fields: object):
    return client.post(address(unit), scenes.form(unit, **fields))


def test_saves_and_tells_when_and_which_version(cast, unit, page):
    level = scenes.level(unit, "A1", "tidak")
    response = save(page, unit, level=level.pk, note=scenes.REASON)
    told = response.json()
    assert response.status_code == 200
    assert told["version"] == 1 and told["sentence"].startswith("Tersimpan pukul ")
    answer = scenes.item(unit).answer
    assert (answer.level, answer.note, answer.updated_by) == (level, scenes.REASON, cast.operator)


def test_page_goes_on_with_the_version_that_came_back(unit, page):
    sent = scenes.form(unit)
    for number in (1, 2, 3):
        sent["note"] = f"Kalimat {number}"
        told = page.post(address(unit), sent).json()
        assert told["version"] == number
        sent["version"] = told["version"]


def test_same_text_again_changes_nothing_though_the_reply_was_lost(unit, page):
    sent = scenes.form(unit, note="Sekali")
    assert [page.post(address(unit), sent).json()["version"] for _ in range(3)] == [1, 1, 1]
    assert AuditEntry.objects.filter(action="isi_indikator").count() == 1


def test_somebody_else_in_between_is_named_and_not_overwritten(cast, unit, page):
    mine = scenes.form(unit, note="Punya saya")
    colleague = factories.posted("operator", cast.unit, "Rekan Operator")
    scenes.answer(unit, colleague, "A1", "", note="Punya rekan")
    response = page.post(address(unit), mine)
    assert response.status_code == 409
    sentence = response.json()["sentence"]
    assert "Rekan Operator sudah menyimpan isian indikator ini pukul" in sentence
    assert "tetap ada di halaman ini" in sentence
    assert scenes.item(unit).answer.note == "Punya rekan"
    # The button then shows both.
    html = page.post(address(unit, "verifikasi_answer"), mine).content.decode()
    assert "Punya saya" in html and "Punya rekan" in html


def test_half_a_date_is_told_and_nothing_is_saved(unit, page):
    response = save(page, unit, note="Ada", plan_date="2026-")
    assert response.status_code == 409
    assert response.json()["again"] and "Belum tersimpan" in response.json()["sentence"]
    assert not Answer.objects.filter(participation=unit).exclude(note="").exists()


def test_closed_window_refuses_in_words(unit, page):
    factories.close_window(unit, Stage.VERIFIKASI)
    response = save(page, unit, note="Terlambat")
    assert response.status_code == 409 and "sudah ditutup" in response.json()["sentence"]


def test_descriptions_and_reply_travel_along(cast, page):
    unit = scenes.returned(cast)
    response = save(page, unit, **scenes.answering(unit, "Sudah diganti."))
    assert response.status_code == 200
    assert scenes.replies(unit) == ["Sudah diganti."]


def test_description_of_a_photo(cast, unit, page):
    piece = scenes.attach(unit, cast.operator)
    name = description_name(scenes.item(unit).exhibits[0])
    assert save(page, unit, **{name: "Papan di loket"}).status_code == 200
    piece.refresh_from_db()
    assert piece.description == "Papan di loket"


def test_buttons_and_files_are_not_heeded(cast, unit, page):
    piece = scenes.attach(unit, cast.operator)
    save(page, unit, remove=piece.pk, note="Ada")
    piece.refresh_from_db()
    assert piece.removed_at is None


def test_only_the_operator_saves_and_only_by_post(cast, unit, client):
    client.force_login(cast.head)
    assert save(client, unit, note="Bukan saya").status_code == 409
    client.force_login(cast.neighbour_operator)
    assert save(client, unit, note="Bukan saya").status_code == 404
    client.force_login(cast.operator)
    assert client.get(address(unit)).status_code == 405


def test_page_names_the_address_only_where_it_may_be_filled(cast, unit, client):
    client.force_login(cast.operator)
    assert f'data-autosave="{address(unit)}"' in client.get(address(unit, "verifikasi_answer")).content.decode()
    client.force_login(cast.head)
    assert "data-autosave" not in client.get(address(unit, "verifikasi_answer")).content.decode()
