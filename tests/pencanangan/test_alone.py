"""A unit that applies by itself: when, with which reason, and who files its papers then."""

import datetime as dt

import pytest
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.pencanangan import queries, rules, workflow
from assessments.pencanangan.models import Application
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from tests.pencanangan.scenes import browser, typed
from units.models import Kind, Role, User

PICK, DETAILS = reverse("pencanangan_apply"), reverse("pencanangan_apply_details")


def test_choose_own_unit_alone(cast: Cast) -> None:
    row = cast.participation()
    assert rules.choose([row], cast.operator) == []
    assert rules.choose([row], cast.head) == []
    assert queries.applicant_by(row, cast.operator) == cast.unit
    assert queries.applicant_by(row, cast.coordinator) == cast.kanwil


def test_kanwils_own_sheet_is_not_applied_for_past_its_officers(cast: Cast) -> None:
    operator = factories.posted(Role.OPERATOR, cast.kanwil)
    row = cast.participation(work_unit=cast.kanwil)
    assert rules.choose([row], operator) == [
        "Kantor Wilayah Khatulistiwa: Permohonan dan surat pencanangan unit ini diurus oleh Kantor Wilayah Khatulistiwa."
    ]
    assert not queries.candidates(operator, cast.cycle).exists()


def test_apply_alone_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(MoveRefused, match="Tuliskan mengapa tidak ada acara di wilayah Anda yang sesuai"):
        scenes.alone(cast, reason=" ")
    assert not Application.objects.exists()


def test_apply_alone(cast: Cast) -> None:
    application = scenes.alone(cast)
    assert (application.applicant, application.alone_reason) == (cast.unit, "Acara wilayah sudah lewat.")
    row = scenes.only(application)
    assert queries.applicant_of(row) == cast.unit
    assert queries.papers(row).applicant == cast.unit
    assert scenes.told(f"application:{application.pk}:alone") == {"Koko Koordinator", "Kartini Kakanwil"}
    assert application.document and application.document.context["office"]["name"] == cast.unit.name


def test_apply_alone_of_a_unit_without_office_needs_no_reason(cast: Cast) -> None:
    unit = factories.unit("Ditjen Contoh", kind=Kind.ECHELON1)
    operator = factories.posted(Role.OPERATOR, unit)
    application = scenes.applied(cast, unit, by=operator)
    assert (application.applicant, application.alone_reason) == (unit, "")
    assert queries.files_for(unit, operator)
    assert queries.files_for(unit, cast.admin)


def test_office_applying_leaves_no_reason(cast: Cast) -> None:
    application = workflow.apply(
        application=Application(contact_name="K", contact_phone="0812", alone_reason="Terketik"),
        ceremony=scenes.ceremony(),
        witnesses=[],
        participations=[cast.participation()],
        by=cast.coordinator,
    )
    assert application.alone_reason == ""


def test_papers_of_a_unit_that_applied_alone_are_its_own(cast: Cast) -> None:
    application = workflow.accept(application=scenes.alone(cast), by=cast.admin)
    row = scenes.only(application)
    assert rules.print_letter(queries.papers(row), cast.operator) == []
    refused = ["Permohonan dan surat pencanangan unit ini diurus oleh Lapas Kapuas."]
    for person in (cast.coordinator, cast.admin, cast.neighbour_operator):
        assert rules.print_letter(queries.papers(row), person) == refused
    # Once it is returned, the office that guides the unit may apply for it again.
    assert scenes.told(f"application:{application.pk}:accepted") == {"Oni Operator", "Hadi Kepala"}


def test_application_made_alone_is_seen_by_unit_and_office(cast: Cast) -> None:
    application = scenes.alone(cast)
    seen = Application.objects.visible_to
    for person in (cast.operator, cast.head, cast.coordinator, cast.admin, cast.verifier):
        assert seen(person).filter(pk=application.pk).count() == 1, person
    for person in (cast.neighbour_operator, cast.foreign_coordinator, cast.assessor, cast.nobody):
        assert not seen(person).exists(), person


def test_application_of_the_office_is_not_the_units(cast: Cast) -> None:
    scenes.applied(cast)
    assert not Application.objects.visible_to(cast.operator).exists()


def test_pages_of_applying_alone(cast: Cast) -> None:
    row = cast.participation()
    client = browser(cast.operator)
    page = client.get(PICK).content.decode()
    assert "Anda mengajukan sendiri" in page
    assert "biasanya diajukan oleh Kantor Wilayah Khatulistiwa" in page
    page = client.post(DETAILS, typed(row)).content.decode()
    assert "Mengapa mengajukan sendiri?: Tuliskan mengapa tidak ada acara" in page
    assert "Mengetahui" not in page
    response = client.post(DETAILS, typed(row, alone_reason="Kanwil tidak mengadakan acara lagi."))
    application = Application.objects.get()
    assert response["Location"] == reverse("pencanangan_application", args=[application.pk])
    shown = "Kanwil tidak mengadakan acara lagi."
    assert shown in client.get(response["Location"]).content.decode()
    assert shown in browser(cast.coordinator).get(reverse("pencanangan_unit", args=[row.pk])).content.decode()
    assert browser(cast.neighbour_operator).get(response["Location"]).status_code == 404
    listed = client.get(reverse("pencanangan_applications")).content.decode()
    assert response["Location"] in listed
    neighbour = browser(cast.neighbour_operator).get(reverse("pencanangan_applications")).content.decode()
    assert response["Location"] not in neighbour


def test_waiting_for_a_unit_that_applies_alone(cast: Cast) -> None:
    def titles(user: User) -> list[str]:
        return [card.title for card in queries.waiting_for(User.objects.get(pk=user.pk))]

    cast.participation()
    Participation.objects.update(until=dt.datetime.combine(dates.today() + dt.timedelta(days=9), dt.time(), dates.WIB))
    assert titles(cast.operator) == []
    Participation.objects.all().delete()
    workflow.accept(application=scenes.alone(cast), by=cast.admin)
    assert titles(cast.operator) == ["Catat pencanangan"]
    assert titles(cast.coordinator) == []
    assert titles(cast.admin) == []


# --- the ceremony's date --------------------------------------------------------------------------------------------
def test_apply_for_a_ceremony_in_the_past(cast: Cast) -> None:
    yesterday = dates.today() - dt.timedelta(days=1)
    sentence = f"Tanggal acara sudah lewat: {dates.long_date(yesterday)}."
    with pytest.raises(MoveRefused, match=sentence):
        scenes.applied(cast, date=yesterday)
    assert rules.ahead(dates.today(), cast.coordinator) == []
    late = scenes.applied(cast, factories.unit("Ditjen Contoh", kind=Kind.ECHELON1), by=cast.admin, date=yesterday)
    assert late.ceremony.date == yesterday


# --- choosing units -------------------------------------------------------------------------------------------------
def test_choose_all_that_are_shown(cast: Cast) -> None:
    kept = cast.participation()
    shown = cast.participation(work_unit=cast.kanim)
    hidden = cast.participation(work_unit=cast.neighbour)
    data = {"unit_kind": Kind.KANIM.value, "unit": kept.pk, "pilih": "tampil"}
    page = browser(cast.coordinator).get(PICK, data).content.decode()
    for row in (kept, shown):
        assert f'id="unit-{row.pk}" checked' in page
    assert f'id="unit-{hidden.pk}"' not in page
    assert "2 dipilih" in page
    assert "0 dipilih" in browser(cast.coordinator).get(PICK, data | {"pilih": "kosong"}).content.decode()


def test_units_already_applied_for_are_shown_but_not_chosen(cast: Cast) -> None:
    cast.participation()
    applied = cast.participation(State.ACCEPTED, cast.neighbour)
    client = browser(cast.coordinator)
    assert "Lapas Landak" not in client.get(PICK).content.decode()
    page = client.get(PICK, {"unit_state": "semua", "unit": applied.pk, "pilih": "tampil"}).content.decode()
    assert f'id="unit-{applied.pk}"' not in page
    assert "Permohonan diterima</span>" in page
    assert "1 dipilih" in page
