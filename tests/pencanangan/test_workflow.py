"""The verbs of stage 1: what they write, whom they tell, what they refuse."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.files.models import StoredFile
from assessments.pencanangan import workflow
from assessments.pencanangan.models import Application, ApplicationUnit, Ceremony, Declaration
from p2ham.lib import dates
from tests import factories, samples
from tests.cast import Cast
from tests.pencanangan import scenes
from units.models import AuditEntry, InboxMessage, Invitation, Kind, Official, OutgoingMail, User

TODAY = dates.today()


def _steps(participation: Participation) -> list[str]:
    """The timeline, oldest first."""
    return list(participation.timeline.order_by("pk").values_list("text", flat=True))


def _told(key: str) -> set[str]:
    """Who got the message into the inbox; the mail goes to the same people."""
    told = set(InboxMessage.objects.filter(key__startswith=key).values_list("user__name", flat=True))
    mailed = set(OutgoingMail.objects.filter(key__startswith=key).values_list("to", flat=True))
    assert {User.objects.get(name=name).email for name in told} == mailed
    return told


# --- apply ----------------------------------------------------------------------------------------------------------
def test_apply(cast: Cast) -> None:
    application = scenes.applied(cast, cast.unit, cast.neighbour)
    assert application.applicant == cast.kanwil
    assert application.submitted_by == cast.coordinator
    assert application.ceremony.witnesses.count() == 2
    rows = list(Participation.objects.order_by("pk"))
    assert [row.state for row in rows] == [State.APPLIED, State.APPLIED]
    assert _steps(rows[0]) == ["Permohonan pencanangan diajukan oleh Kantor Wilayah Khatulistiwa"]
    assert _told(f"application:{application.pk}:submitted") == {"Ade Admin"}
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
    assert _told(f"application:{application.pk}:submitted") == set()


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
    assert _steps(Participation.objects.first())[-1] == "Permohonan pencanangan diterima"  # type: ignore[arg-type]
    told = _told(f"application:{application.pk}:accepted")
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
    assert _told(f"application:{application.pk}:returned") == {"Koko Koordinator", "Kartini Kakanwil"}
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
    assert _steps(named[0].participation)[-1] == "Operator unit dicatat"


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
    assert _steps(scenes.only(application))[-1].startswith("Acara pencanangan diubah: ")
    assert _told(f"application:{application.pk}:ceremony") == {"Ade Admin"}


def test_record_ceremony_witnesses_alone_tell_nobody(cast: Cast) -> None:
    application = scenes.accepted(cast, witnessed=False)
    workflow.record_ceremony(
        application=application,
        ceremony=Ceremony.objects.get(),
        witnesses=scenes.witnesses(),
        by=cast.coordinator,
    )
    assert _told(f"application:{application.pk}:ceremony") == set()
    assert _steps(scenes.only(application))[-1] == "Permohonan pencanangan diterima"


def test_record_ceremony_refused(cast: Cast) -> None:
    application = scenes.applied(cast)
    with pytest.raises(MoveRefused, match="setelah permohonan diterima"):
        workflow.record_ceremony(application=application, ceremony=scenes.ceremony(), witnesses=[], by=cast.coordinator)


# --- letters --------------------------------------------------------------------------------------------------------
def test_print_letter(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    declaration = workflow.print_letter(participation=participation, by=cast.coordinator)
    document = declaration.document
    assert document is not None
    head = Official.objects.get(work_unit=cast.unit)
    said = document.context
    assert (said["name"], said["nip"], said["position"]) == (head.name, head.nip, head.title)
    assert [row["name"] for row in said["witnesses"]] == ["Dini", "Frans"]
    assert said["dated"] == TODAY.isoformat()
    assert document.number_text == ""
    assert document.public_facts["unit"] == "Lapas Kapuas"
    assert _steps(participation)[-1] == "Surat pernyataan dicetak"


def test_print_letter_again_keeps_the_paper(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    first = workflow.print_letter(participation=participation, by=cast.coordinator)
    again = workflow.print_letter(participation=participation, by=cast.coordinator_head)
    assert first.document_id == again.document_id
    assert _steps(participation).count("Surat pernyataan dicetak") == 1


def test_print_letter_after_facts_changed_replaces_the_paper(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    first = workflow.print_letter(participation=participation, by=cast.coordinator).document
    Official.objects.filter(work_unit=cast.unit).update(name="Kepala Baru, M.H.")
    second = workflow.print_letter(participation=participation, by=cast.coordinator).document
    assert first and second
    first.refresh_from_db()
    assert (first.standing, first.replaced_by) == (Document.Standing.REPLACED, second)
    assert second.context["name"] == "Kepala Baru, M.H."
    assert _steps(participation)[-1] == "Surat pernyataan dicetak ulang"


def test_print_letter_refused(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast, witnessed=False))
    with pytest.raises(MoveRefused, match=r"Saksi dari Direktorat Jenderal HAM belum dicatat\."):
        workflow.print_letter(participation=participation, by=cast.coordinator)
    assert not Declaration.objects.exists()


def test_attach_scan(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    declaration = workflow.attach_scan(participation=participation, upload=scenes.signed(), by=cast.coordinator)
    assert declaration.scan is not None
    assert declaration.scan.purpose == "surat-pernyataan"
    assert _steps(participation)[-1].endswith(declaration.scan.receipt_number)


def test_attach_scan_photo(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    upload = SimpleUploadedFile("surat.jpg", samples.photo(seed=3))
    declaration = workflow.attach_scan(participation=participation, upload=upload, by=cast.coordinator)
    assert declaration.scan is not None
    assert declaration.scan.is_photo


def test_attach_scan_twice(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    for _ in range(2):
        workflow.attach_scan(participation=participation, upload=scenes.signed(), by=cast.coordinator)
    assert StoredFile.objects.count() == 1
    later = workflow.attach_scan(
        participation=participation, upload=scenes.signed(text="Halaman lain"), by=cast.coordinator
    )
    assert StoredFile.objects.count() == 2
    assert Declaration.objects.get().scan == later.scan


def test_attach_scan_refused_stores_nothing(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    with pytest.raises(MoveRefused, match="diurus oleh Kantor Wilayah Khatulistiwa"):
        workflow.attach_scan(participation=participation, upload=scenes.signed(), by=cast.operator)
    with pytest.raises(MoveRefused, match=r"surat\.pdf"):
        workflow.attach_scan(
            participation=participation,
            upload=SimpleUploadedFile("surat.pdf", b"MZ bukan PDF"),
            by=cast.coordinator,
        )
    assert not StoredFile.objects.exists()
    assert not Declaration.objects.exists()


# --- declare and invite ---------------------------------------------------------------------------------------------
def test_declare(cast: Cast) -> None:
    participation, link = scenes.declared(cast)
    assert (participation.state, link) == (State.DECLARED, "")
    declaration = Declaration.objects.get()
    assert (declaration.declared_on, declaration.recorded_by) == (TODAY, cast.coordinator)
    assert _steps(participation)[-2:] == [
        f"Dicanangkan pada {dates.long_date(TODAY)} di Pontianak",
        "Undangan akun operator dikirim lewat surel",
    ]
    told = _told(f"participation:{participation.pk}:declared")
    assert told == {"Kartini Kakanwil", "Oni Operator", "Hadi Kepala"}


def test_declare_invites_by_mail(cast: Cast, django_capture_on_commit_callbacks, mailoutbox) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        scenes.declared(cast)
    mail = next(mail for mail in mailoutbox if mail.to == ["ori@unit.test"])
    assert "/undangan/" in mail.body
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.work_unit, invitation.invited_by) == ("operator", cast.unit, cast.coordinator)


def test_declare_with_printed_invitation(cast: Cast) -> None:
    participation, link = scenes.declared(cast, by_mail=False)
    assert "/undangan/" in link
    assert not OutgoingMail.objects.filter(key__startswith="invitation:").exists()
    assert _steps(participation)[-1] == "Lembar undangan akun operator dicetak"


def test_declare_keeps_an_earlier_invitation(cast: Cast) -> None:
    Cycle.objects.update(account_after=Cycle.AccountAfter.APPLICATION)
    participation = scenes.ready(cast)
    workflow.invite_operator(participation=participation, by=cast.coordinator, by_mail=True)
    assert workflow.declare(participation=participation, by=cast.coordinator, by_mail=False) == ""
    assert Invitation.objects.count() == 1


def test_declare_refused(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    with pytest.raises(MoveRefused) as refused:
        workflow.declare(participation=participation, by=cast.coordinator, by_mail=True)
    assert len(refused.value.sentences) == 2
    participation.refresh_from_db()
    assert participation.state == State.ACCEPTED


def test_declare_twice(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    with pytest.raises(MoveRefused, match="sudah dicatat"):
        workflow.declare(participation=participation, by=cast.coordinator, by_mail=True)
    assert Invitation.objects.count() == 1


def test_invite_operator_again_withdraws_the_older_link(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    link = workflow.invite_operator(participation=participation, by=cast.coordinator, by_mail=False)
    assert "/undangan/" in link
    older, newer = Invitation.objects.order_by("pk")
    assert older.withdrawn_at is not None
    assert newer.is_open
    assert ApplicationUnit.objects.get().invitation == newer


def test_invite_operator_refused_before_declaration(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast, named=True))
    with pytest.raises(MoveRefused, match="diberikan setelah pencanangannya dicatat"):
        workflow.invite_operator(participation=participation, by=cast.coordinator, by_mail=True)


def test_withdraw_invitation_frees_the_operators_data(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    workflow.withdraw_invitation(participation=participation, by=cast.coordinator)
    assert not Invitation.objects.get().is_open
    link = ApplicationUnit.objects.get()
    typed = [_typed(link, operator_email="benar@unit.test")]
    assert workflow.record_operators(application=link.application, named=typed, by=cast.coordinator) == 1
    workflow.invite_operator(participation=participation, by=cast.coordinator, by_mail=True)
    assert Invitation.objects.get(withdrawn_at=None).email == "benar@unit.test"


def test_withdraw_invitation_refused(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    with pytest.raises(MoveRefused, match="diurus oleh Kantor Wilayah Khatulistiwa"):
        workflow.withdraw_invitation(participation=participation, by=cast.foreign_coordinator)
