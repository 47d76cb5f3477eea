"""The verbs on letters, declarations and invitations: what they write, whom they tell, what they refuse."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.cycle.models import Cycle
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.files.models import StoredFile
from assessments.pencanangan import workflow
from assessments.pencanangan.models import ApplicationUnit, Declaration
from p2ham.lib import dates
from tests import factories, samples
from tests.cast import Cast
from tests.pencanangan import scenes
from units.models import Invitation, Kind, Official, OutgoingMail

TODAY = dates.today()


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
    assert scenes.steps(participation)[-1] == "Surat pernyataan dicetak"


def test_print_letter_again_keeps_the_paper(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    first = workflow.print_letter(participation=participation, by=cast.coordinator)
    again = workflow.print_letter(participation=participation, by=cast.coordinator_head)
    assert first.document_id == again.document_id
    assert scenes.steps(participation).count("Surat pernyataan dicetak") == 1


def test_print_letter_after_facts_changed_replaces_the_paper(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    first = workflow.print_letter(participation=participation, by=cast.coordinator).document
    Official.objects.filter(work_unit=cast.unit).update(name="Kepala Baru, M.H.")
    second = workflow.print_letter(participation=participation, by=cast.coordinator).document
    assert first and second
    first.refresh_from_db()
    assert (first.standing, first.replaced_by) == (Document.Standing.REPLACED, second)
    assert second.context["name"] == "Kepala Baru, M.H."
    assert scenes.steps(participation)[-1] == "Surat pernyataan dicetak ulang"


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
    assert scenes.steps(participation)[-1].endswith(declaration.scan.receipt_number)


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
    assert scenes.steps(participation)[-2:] == [
        f"Dicanangkan pada {dates.long_date(TODAY)} di Pontianak",
        "Undangan akun operator dikirim lewat surel",
    ]
    told = scenes.told(f"participation:{participation.pk}:declared")
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
    assert scenes.steps(participation)[-1] == "Lembar undangan akun operator dicetak"


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
    link.operator_email = "benar@unit.test"
    assert workflow.record_operators(application=link.application, named=[link], by=cast.coordinator) == 1
    workflow.invite_operator(participation=participation, by=cast.coordinator, by_mail=True)
    assert Invitation.objects.get(withdrawn_at=None).email == "benar@unit.test"


def test_withdraw_invitation_refused(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    with pytest.raises(MoveRefused, match="diurus oleh Kantor Wilayah Khatulistiwa"):
        workflow.withdraw_invitation(participation=participation, by=cast.foreign_coordinator)


def test_admin_leads_a_unit_without_office_through(cast: Cast) -> None:
    """Unit eselon I have no Kanwil: the admin applies, prints, files and declares for them."""
    unit = factories.unit("Ditjen Contoh", kind=Kind.ECHELON1)
    application = workflow.accept(application=scenes.applied(cast, unit, by=cast.admin), by=cast.admin)
    ApplicationUnit.objects.update(**scenes.NAMED)
    participation = scenes.only(application)
    workflow.print_letter(participation=participation, by=cast.admin)
    workflow.attach_scan(participation=participation, upload=scenes.signed(), by=cast.admin)
    with pytest.raises(MoveRefused, match="diurus oleh Ditjen Contoh atau admin pusat"):
        workflow.declare(participation=participation, by=cast.coordinator, by_mail=True)
    workflow.declare(participation=participation, by=cast.admin, by_mail=True)
    participation.refresh_from_db()
    assert participation.state == State.DECLARED
