"""The verbs of stage 1: what they write, whom they tell, what they refuse."""

import datetime as dt

import pytest

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.pencanangan import workflow
from assessments.pencanangan.models import Application, ApplicationUnit, Ceremony
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from units.models import AuditEntry, InboxMessage, Invitation, Kind, Official, OutgoingMail

TODAY = dates.today()


# --- apply ----------------------------------------------------------------------------------------------------------
def test_apply(cast: Cast) -> None:
    application = scenes.applied(cast, cast.unit, cast.neighbour)
    assert application.applicant == cast.kanwil
    assert application.submitted_by == cast.coordinator
    assert application.ceremony.witnesses.count() == 2
    rows = list(Participation.objects.order_by("pk"))
    assert [row.state for row in rows] == [State.APPLIED, State.APPLIED]
    assert scenes.steps(rows[0]) == ["Permohonan pencanangan diajukan oleh Kantor Wilayah Khatulistiwa"]
    assert scenes.told(f"application:{application.pk}:submitted") == {"Ade Admin"}
    assert AuditEntry.objects.filter(subject=application.subject, action="ajukan_permohonan").count() == 1


def test_apply_issues_the_letter(cast: Cast) -> None:
    document = scenes.applied(cast, cast.unit, cast.neighbour).document
    assert document is not None
    assert (document.kind, document.number_text) == (Document.Kind.APPLICATION, "W.90-HA.03.07-1")
    said = document.context
    assert [row["name"] for row in said["units"]] == ["Lapas Kapuas", "Lapas Landak"]
    assert said["addressee"] == ["Direktur Jenderal Contoh"]
    assert (said["ceremony_date"], said["ceremony_time"]) == (TODAY.isoformat(), "09.00 WIB")
    assert said["signatory"]["name"] == Official.objects.get(work_unit=cast.kanwil).name
    assert said["contact_phone"] == "0812 0000 0001"
    assert document.public_facts == {
        "unit": "Kantor Wilayah Khatulistiwa",
        "units": "2",
        "year": str(cast.cycle.year),
    }


def test_apply_kanwils_own_sheet(cast: Cast) -> None:
    application = scenes.applied(cast, cast.kanwil)
    assert application.applicant == cast.kanwil


def test_apply_for_unit_without_office(cast: Cast) -> None:
    unit = factories.unit("Ditjen Contoh", kind=Kind.ECHELON1)
    application = scenes.applied(cast, unit, by=cast.admin)
    assert application.applicant == unit
    # The only admin has applied: nobody else needs to be told.
    assert scenes.told(f"application:{application.pk}:submitted") == set()


def test_apply_refused_writes_nothing(cast: Cast) -> None:
    with pytest.raises(MoveRefused, match="di luar jadwal pencanangan"):
        scenes.applied(cast, date=TODAY + dt.timedelta(days=60))
    assert not Application.objects.exists()
    assert not Document.objects.exists()
    assert Participation.objects.get().state == State.REGISTERED


def test_apply_unit_of_another_office(cast: Cast) -> None:
    with pytest.raises(MoveRefused, match="diurus oleh Kantor Wilayah Andalas"):
        scenes.applied(cast, cast.foreign_unit)


def test_apply_twice(cast: Cast) -> None:
    application = scenes.applied(cast)
    with pytest.raises(MoveRefused, match="Lapas Kapuas tidak dapat diajukan"):
        workflow.apply(
            application=Application(contact_name="Koko", contact_phone="0812"),
            ceremony=scenes.ceremony(),
            witnesses=[],
            participations=[scenes.only(application)],
            by=cast.coordinator,
        )
    assert Application.objects.count() == 1


def test_apply_unit_in_another_application_is_refused_by_the_database(cast: Cast) -> None:
    participation = scenes.only(scenes.applied(cast))
    Participation.objects.update(state=State.REGISTERED)
    with pytest.raises(MoveRefused, match="Unit ini sudah ada dalam permohonan lain pada siklus ini"):
        workflow.apply(
            application=Application(contact_name="Koko", contact_phone="0812"),
            ceremony=scenes.ceremony(),
            witnesses=[],
            participations=[participation],
            by=cast.coordinator,
        )
    assert Application.objects.count() == 1


# --- decide ---------------------------------------------------------------------------------------------------------
def test_accept(cast: Cast) -> None:
    application = scenes.accepted(cast, cast.unit, cast.neighbour, named=True)
    assert application.status == Application.Status.ACCEPTED
    assert application.decided_by == cast.admin
    assert {row.state for row in Participation.objects.all()} == {State.ACCEPTED}
    assert scenes.steps(Participation.objects.first())[-1] == "Permohonan pencanangan diterima"  # type: ignore[arg-type]
    told = scenes.told(f"application:{application.pk}:accepted")
    assert told == {"Koko Koordinator", "Kartini Kakanwil"}
    assert not Invitation.objects.exists()


def test_accept_invites_where_the_cycle_gives_accounts_now(cast: Cast) -> None:
    Cycle.objects.update(account_after=Cycle.AccountAfter.APPLICATION)
    application = scenes.applied(cast, cast.unit, cast.neighbour)
    link = application.units.get(participation__work_unit=cast.unit)
    ApplicationUnit.objects.filter(pk=link.pk).update(**scenes.NAMED)
    workflow.accept(application=application, by=cast.admin)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.work_unit) == ("ori@unit.test", cast.unit)
    assert OutgoingMail.objects.get(key=f"invitation:{invitation.pk}").to == "ori@unit.test"


def test_accept_refused(cast: Cast) -> None:
    application = scenes.applied(cast)
    with pytest.raises(MoveRefused, match="diperiksa oleh admin pusat"):
        workflow.accept(application=application, by=cast.coordinator)
    workflow.accept(application=application, by=cast.admin)
    with pytest.raises(MoveRefused, match="sudah diputuskan: diterima"):
        workflow.accept(application=application, by=cast.admin)


def test_send_back(cast: Cast) -> None:
    application = scenes.applied(cast)
    workflow.send_back(application=application, by=cast.admin, note="Tanggalnya bentrok.")
    application.refresh_from_db()
    assert application.status == Application.Status.RETURNED
    assert application.units.get().withdrawn
    entry = scenes.only(application).timeline.first()
    assert entry is not None
    assert (entry.to_state, entry.note) == (State.REGISTERED, "Tanggalnya bentrok.")
    assert scenes.told(f"application:{application.pk}:returned") == {"Koko Koordinator", "Kartini Kakanwil"}
    assert "Tanggalnya bentrok." in InboxMessage.objects.filter(key__contains="returned")[0].body


def test_send_back_frees_the_units(cast: Cast) -> None:
    first = scenes.applied(cast)
    workflow.send_back(application=first, by=cast.admin, note="Perbaiki.")
    second = workflow.apply(
        application=Application(contact_name="Koko", contact_phone="0812"),
        ceremony=scenes.ceremony(),
        witnesses=[],
        participations=[scenes.only(first)],
        by=cast.coordinator,
    )
    assert second.units.get().participation == first.units.get().participation


def test_send_back_without_reason(cast: Cast) -> None:
    application = scenes.applied(cast)
    with pytest.raises(MoveRefused, match="Tuliskan alasan pengembalian"):
        workflow.send_back(application=application, by=cast.admin, note=" ")


# --- operators and ceremony -----------------------------------------------------------------------------------------
def _typed(link: ApplicationUnit, **facts: str) -> ApplicationUnit:
    for name, value in (scenes.NAMED | facts).items():
        setattr(link, name, value)
    return link


def test_record_operators(cast: Cast) -> None:
    application = scenes.applied(cast, cast.unit, cast.neighbour)
    named = [_typed(application.units.get(participation__work_unit=cast.unit))]
    assert workflow.record_operators(application=application, named=named, by=cast.coordinator) == 1
    assert workflow.record_operators(application=application, named=named, by=cast.coordinator) == 0
    assert application.units.filter(operator_email="ori@unit.test").count() == 1
    assert scenes.steps(named[0].participation)[-1] == "Operator unit dicatat"


def test_record_operators_refused(cast: Cast) -> None:
    application = scenes.applied(cast, cast.unit, cast.neighbour)
    links = [_typed(link) for link in application.units.all()]
    with pytest.raises(MoveRefused, match=r"ori@unit\.test tercatat untuk"):
        workflow.record_operators(application=application, named=links, by=cast.coordinator)
    with pytest.raises(MoveRefused, match="diurus oleh Kantor Wilayah Khatulistiwa"):
        workflow.record_operators(application=application, named=links[:1], by=cast.foreign_coordinator)
    assert not application.units.exclude(operator_email="").exists()


def test_record_ceremony(cast: Cast) -> None:
    application = scenes.accepted(cast, witnessed=False)
    ceremony = scenes.ceremony(place="Pendopo", date=TODAY + dt.timedelta(days=2))
    workflow.record_ceremony(
        application=application, ceremony=ceremony, witnesses=scenes.witnesses(), by=cast.coordinator
    )
    found = Ceremony.objects.get()
    assert (found.place, found.witnesses.count()) == ("Pendopo", 2)
    assert scenes.steps(scenes.only(application))[-1].startswith("Acara pencanangan diubah: ")
    assert scenes.told(f"application:{application.pk}:ceremony") == {"Ade Admin"}


def test_record_ceremony_witnesses_alone_tell_nobody(cast: Cast) -> None:
    application = scenes.accepted(cast, witnessed=False)
    workflow.record_ceremony(
        application=application,
        ceremony=Ceremony.objects.get(),
        witnesses=scenes.witnesses(),
        by=cast.coordinator,
    )
    assert scenes.told(f"application:{application.pk}:ceremony") == set()
    assert scenes.steps(scenes.only(application))[-1] == "Permohonan pencanangan diterima"


def test_record_ceremony_refused(cast: Cast) -> None:
    application = scenes.applied(cast)
    with pytest.raises(MoveRefused, match="setelah permohonan diterima"):
        workflow.record_ceremony(application=application, ceremony=scenes.ceremony(), witnesses=[], by=cast.coordinator)
