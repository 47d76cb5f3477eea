"""Taking a declaration back, and another operator for a unit: access ends, work stays."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.pencanangan import workflow
from assessments.pencanangan.models import ApplicationUnit, Declaration
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from tests.pencanangan.scenes import browser
from tests.verifikasi import scenes as sheets
from units import workflow as people
from units.models import AuditEntry, Invitation, Posting, Role

NEW = {"name": "Nia Operator", "email": "nia@unit.test", "phone": "0812 9999 0000"}


def _cancel(participation: Participation, cast: Cast, note: str = "Kepala unit belum menandatangani") -> None:
    workflow.cancel_declaration(participation=participation, by=cast.coordinator, note=note)
    participation.refresh_from_db()


# --- cancelling -----------------------------------------------------------------------------------------------------
def test_cancel(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    before = Declaration.objects.get()
    _cancel(participation, cast)
    declaration = Declaration.objects.get()
    assert participation.state == State.ACCEPTED
    assert (declaration.declared_on, declaration.recorded_at, declaration.recorded_by) == (None, None, None)
    assert (declaration.cancelled_by, declaration.cancel_note) == (cast.coordinator, "Kepala unit belum menandatangani")
    assert (declaration.document_id, declaration.scan_id) == (before.document_id, before.scan_id)
    assert scenes.steps(participation)[-1] == f"Pencanangan {dates.long_date(dates.today())} dibatalkan"
    assert scenes.told(f"participation:{participation.pk}:cancelled") == {
        "Kartini Kakanwil",
        "Oni Operator",
        "Hadi Kepala",
    }
    assert not Invitation.objects.get().is_open


def test_cancel_suspends_the_operators_of_the_unit_alone(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    client = browser(cast.operator)
    address = reverse("participation", args=[participation.pk])
    assert client.get(address).status_code == 200
    _cancel(participation, cast)
    suspended = Posting.objects.exclude(suspended_at=None)
    assert [row.user for row in suspended] == [cast.operator]
    # Signed out at the next request; whoever signs in again is told why and sees nothing of the unit.
    assert client.get(address).status_code == 302
    again = browser(cast.operator)
    assert again.get(address).status_code == 404
    page = again.get(reverse("home"), follow=True).content.decode()
    assert "Akses Anda sedang ditangguhkan" in page
    assert "Hubungi Kantor Wilayah Khatulistiwa" in page
    assert "ditangguhkan" not in browser(cast.neighbour_operator).get(reverse("home")).content.decode()


def test_cancel_deletes_nothing_and_the_next_declaration_brings_it_back(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    sheets.attach(participation, cast.operator)
    sheets.fill(participation, cast.operator)
    answers = participation.answers.count()
    files = participation.files.count()
    _cancel(participation, cast)
    assert (participation.answers.count(), participation.files.count()) == (answers, files)
    workflow.attach_scan(participation=participation, upload=scenes.signed(text="Baru"), by=cast.coordinator)
    workflow.declare(participation=participation, by=cast.coordinator, by_mail=True)
    participation.refresh_from_db()
    assert participation.state == State.DECLARED
    assert not Posting.objects.exclude(suspended_at=None).exists()
    assert browser(cast.operator).get(reverse("participation", args=[participation.pk])).status_code == 200
    assert Declaration.objects.get().cancel_note
    assert AuditEntry.objects.filter(action__in=["tangguhkan_peran", "pulihkan_peran"]).count() == 2


def test_cancel_where_the_account_rests_on_the_application(cast: Cast) -> None:
    Cycle.objects.update(account_after=Cycle.AccountAfter.APPLICATION)
    participation, _ = scenes.declared(cast)
    _cancel(participation, cast)
    assert not Posting.objects.exclude(suspended_at=None).exists()
    assert Invitation.objects.get().is_open


def test_cancel_refused(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    with pytest.raises(MoveRefused, match="Tuliskan alasannya"):
        _cancel(participation, cast, note="  ")
    for person in (cast.operator, cast.foreign_coordinator, cast.verifier):
        with pytest.raises(MoveRefused, match="diurus oleh Kantor Wilayah Khatulistiwa"):
            workflow.cancel_declaration(participation=participation, by=person, note="Alasan")
    Participation.objects.update(state=State.SUBMITTED)
    with pytest.raises(MoveRefused, match="Sekarang statusnya “Disampaikan”"):
        _cancel(participation, cast)
    assert Declaration.objects.get().declared_on


def test_cancel_twice(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    _cancel(participation, cast)
    with pytest.raises(MoveRefused, match="hanya dapat dilakukan ketika"):
        _cancel(participation, cast)
    assert len([text for text in scenes.steps(participation) if text.endswith("dibatalkan")]) == 1


def test_cancel_page(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    unit = reverse("pencanangan_unit", args=[participation.pk])
    address = reverse("pencanangan_cancel_declaration", args=[participation.pk])
    client = browser(cast.coordinator)
    assert address in client.get(unit).content.decode()
    assert address not in browser(cast.head).get(unit).content.decode()
    assert address not in browser(cast.verifier).get(unit).content.decode()
    assert "Tuliskan alasan pembatalan lebih dahulu." in client.post(address, {"note": ""}).content.decode()
    page = client.post(address, {"note": "Surat tertukar"}, follow=True).content.decode()
    assert "Pencanangan dibatalkan" in page
    assert "Surat tertukar" in page
    assert "Ganti pindaian" in page


def test_admin_cancels(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    workflow.cancel_declaration(participation=participation, by=cast.admin, note="Keliru dicatat")
    assert Participation.objects.get().state == State.ACCEPTED


def test_suspended_person_cannot_be_posted_again(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    _cancel(participation, cast)
    with pytest.raises(people.Refused, match="sedang ditangguhkan"):
        people.post(user=cast.operator, role=Role.OPERATOR, work_unit=cast.unit, by=cast.admin)


# --- handing over ---------------------------------------------------------------------------------------------------
def test_hand_over(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    sheets.attach(participation, cast.operator)
    client = browser(cast.operator)
    address = reverse("participation", args=[participation.pk])
    link = workflow.hand_over(participation=participation, **NEW, by=cast.coordinator, by_mail=False)
    assert client.get(address).status_code == 302
    assert browser(cast.operator).get(address).status_code == 404
    assert scenes.told(f"participation:{participation.pk}:handed_over") == {"Oni Operator"}
    assert "Operator diganti: Oni Operator digantikan oleh Nia Operator" in scenes.steps(participation)
    assert AuditEntry.objects.filter(action="ganti_operator").exists()
    row = ApplicationUnit.objects.get()
    assert (row.operator_name, row.operator_email, row.operator_phone) == tuple(NEW.values())
    nia = people.accept_invitation(token=link.rstrip("/").rsplit("/", 1)[1], password="kata-sandi-panjang")
    # All work is there, and the new operator carries it on.
    assert participation.answers.exists()
    assert browser(nia).get(reverse("verifikasi_sheet", args=[participation.pk])).status_code == 200
    sheets.fill(participation, nia)


def test_hand_over_leaves_who_stays(cast: Cast) -> None:
    second = factories.posted(Role.OPERATOR, cast.unit, "Kedua Operator")
    participation, _ = scenes.declared(cast)
    leaving = [cast.operator.postings.get().pk]
    workflow.hand_over(participation=participation, **NEW, leaving=leaving, by=cast.coordinator, by_mail=True)
    assert list(Posting.objects.current().filter(work_unit=cast.unit, role=Role.OPERATOR)) == [second.postings.get()]


def test_hand_over_ends_no_posting_elsewhere(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    workflow.hand_over(
        participation=participation,
        **NEW,
        leaving=[cast.neighbour_operator.postings.get().pk],
        by=cast.coordinator,
        by_mail=True,
    )
    assert cast.neighbour_operator.postings.current().exists()
    assert cast.operator.postings.current().exists()


def test_hand_over_twice(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    for _ in range(2):
        workflow.hand_over(participation=participation, **NEW, by=cast.coordinator, by_mail=True)
    assert Invitation.objects.filter(email=NEW["email"]).count() == 1
    assert len([text for text in scenes.steps(participation) if text.startswith("Operator diganti")]) == 1


def test_hand_over_any_time_after_the_account(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast, named=True))
    with pytest.raises(MoveRefused, match="Akun operator diberikan setelah"):
        workflow.hand_over(participation=participation, **NEW, by=cast.coordinator, by_mail=True)
    Participation.objects.update(state=State.AWARDED)
    workflow.hand_over(participation=participation, **NEW, by=cast.admin, by_mail=True)
    assert Invitation.objects.get().email == NEW["email"]


def test_hand_over_refused(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    for person in (cast.operator, cast.foreign_coordinator, cast.verifier):
        with pytest.raises(MoveRefused, match="diurus oleh Kantor Wilayah Khatulistiwa"):
            workflow.hand_over(participation=participation, **NEW, by=person, by_mail=True)
    with pytest.raises(MoveRefused, match="sudah menjadi operator unit ini"):
        workflow.hand_over(
            participation=participation, **(NEW | {"email": cast.operator.email}), by=cast.coordinator, by_mail=True
        )
    Cycle.objects.update(status=Cycle.Status.ARCHIVED)
    with pytest.raises(MoveRefused, match="diarsipkan"):
        workflow.hand_over(participation=participation, **NEW, by=cast.coordinator, by_mail=True)
    assert cast.operator.postings.current().exists()


def test_hand_over_to_the_operator_of_another_unit(cast: Cast) -> None:
    scenes.accepted(cast, cast.unit, cast.neighbour, named=True)
    Participation.objects.update(state=State.DECLARED)
    participation = Participation.objects.get(work_unit=cast.unit)
    other = ApplicationUnit.objects.get(participation__work_unit=cast.neighbour)
    with pytest.raises(MoveRefused, match="Setiap unit memiliki operatornya"):
        workflow.hand_over(
            participation=participation,
            **(NEW | {"email": other.operator_email}),
            by=cast.coordinator,
            by_mail=True,
        )


def test_hand_over_page(cast: Cast) -> None:
    factories.posted(Role.OPERATOR, cast.unit, "Kedua Operator")
    participation, _ = scenes.declared(cast)
    address = reverse("pencanangan_hand_over", args=[participation.pk])
    client = browser(cast.coordinator)
    page = client.get(address).content.decode()
    assert "Oni Operator" in page
    assert "Kedua Operator" in page
    assert "Tetangga Operator" not in page
    leaving = [str(cast.operator.postings.get().pk)]
    page = client.post(address, NEW | {"email": "bukan-surel", "leaving": leaving, "way": "surel"}).content.decode()
    assert 'href="#id_email"' in page
    assert 'value="Nia Operator"' in page
    page = client.post(address, NEW | {"leaving": leaving, "way": "cetak"}).content.decode()
    assert "Nia Operator" in page
    assert "/undangan/" in page


def test_hand_over_page_hides_addresses_from_readers(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    address = reverse("pencanangan_hand_over", args=[participation.pk])
    page = browser(cast.verifier).get(address).content.decode()
    assert cast.operator.email not in page
    assert "Serahkan tugas operator" not in page
    assert browser(cast.foreign_coordinator).get(address).status_code == 404


def test_hand_over_withdraws_an_unused_invitation(cast: Cast) -> None:
    participation, _ = scenes.declared(cast)
    workflow.hand_over(participation=participation, **NEW, by=cast.coordinator, by_mail=True)
    old, new = Invitation.objects.order_by("pk")
    assert old.withdrawn_at is not None
    assert new.expires_at > timezone.now()
