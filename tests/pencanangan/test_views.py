"""The pages on ceremonies and letters, as each of the people sees them."""

import datetime as dt
import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.files.models import FileView, StoredFile
from assessments.pencanangan import workflow
from assessments.pencanangan.models import Application, Ceremony, Declaration
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from tests.pencanangan.scenes import browser, typed
from units.models import Invitation, Official


def _unit(name: str, participation: Participation, **kwargs) -> str:
    return reverse(f"pencanangan_{name}", kwargs={"pk": participation.pk, **kwargs})


# --- the ceremony ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_ceremony(cast: Cast, count: int, django_assert_num_queries) -> None:
    units = [factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil) for number in range(count)]
    application = scenes.accepted(cast, *units)
    scenes.accepted(cast, cast.neighbour)
    for row in Participation.objects.filter(applications__application=application):
        workflow.print_letter(participation=row, by=cast.coordinator)
    client = browser(cast.coordinator)
    with django_assert_num_queries(12):
        page = client.get(reverse("pencanangan_ceremony", args=[application.pk])).content.decode()
    assert page.count("Sudah dicetak") == count
    assert "Lapas Landak" not in page


def test_ceremony_states_of_a_row(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast, named=True))
    address = reverse("pencanangan_ceremony", args=[Application.objects.get().pk])
    client = browser(cast.coordinator)
    page = client.get(address).content.decode()
    assert "Belum dicetak" in page
    assert "Belum diunggah" in page
    workflow.print_letter(participation=participation, by=cast.coordinator)
    Official.objects.filter(work_unit=cast.unit).update(name="Kepala Baru, M.H.")
    assert "Data berubah, cetak ulang" in client.get(address).content.decode()
    workflow.attach_scan(participation=participation, upload=scenes.signed(), by=cast.coordinator)
    StoredFile.objects.update(status=StoredFile.Status.BROKEN)
    assert "Rusak, unggah ulang" in client.get(address).content.decode()


def test_ceremony_names_what_is_missing_with_links(cast: Cast) -> None:
    application = scenes.accepted(cast, cast.unit, cast.neighbour, witnessed=False)
    Official.objects.filter(work_unit=cast.unit).update(valid_until=dates.today() - dt.timedelta(days=1))
    page = browser(cast.coordinator).get(reverse("pencanangan_ceremony", args=[application.pk])).content.decode()
    assert f'href="{reverse("official_edit", args=[cast.unit.pk])}?next=' in page
    assert f'href="{reverse("pencanangan_ceremony_edit", args=[application.pk])}">Saksi dari Forkopimda' in page


def test_ceremony_edit(cast: Cast) -> None:
    application = scenes.accepted(cast, witnessed=False)
    address = reverse("pencanangan_ceremony_edit", args=[application.pk])
    client = browser(cast.coordinator)
    assert 'value="Aula Garuda"' in client.get(address).content.decode()
    data = typed(place="Pendopo") | {
        "saksi-1-name": "Frans",
        "saksi-1-title": "Kapolres",
        "saksi-1-institution": "Polres",
    }
    assert client.post(address, data).status_code == 302
    ceremony = Ceremony.objects.get()
    assert (ceremony.place, ceremony.witnesses.get().name) == ("Pendopo", "Frans")
    page = client.get(address).content.decode()
    assert 'value="Kapolres"' in page


def test_ceremony_edit_wrong(cast: Cast) -> None:
    application = scenes.accepted(cast)
    address = reverse("pencanangan_ceremony_edit", args=[application.pk])
    client = browser(cast.coordinator)
    page = client.post(address, typed(place="", city="Kota Ketikan")).content.decode()
    assert 'href="#id_place"' in page
    assert 'value="Kota Ketikan"' in page
    far = (dates.today() + dt.timedelta(days=90)).isoformat()
    page = client.post(address, typed(date=far, place="Pendopo")).content.decode()
    assert "di luar jadwal pencanangan" in page
    assert 'value="Pendopo"' in page
    assert Ceremony.objects.get().place == "Aula Garuda"
    assert Ceremony.objects.get().witnesses.count() == 2


def test_ceremony_edit_by_readers(cast: Cast) -> None:
    application = scenes.accepted(cast)
    address = reverse("pencanangan_ceremony_edit", args=[application.pk])
    page = browser(cast.verifier).post(address, typed(place="Pendopo")).content.decode()
    assert "diurus oleh Kantor Wilayah Khatulistiwa" in page
    assert "Simpan acara dan saksi" not in page
    assert Ceremony.objects.get().place == "Aula Garuda"


# --- the papers of one unit -----------------------------------------------------------------------------------------
def test_unit_is_seen_by_whom_it_concerns(cast: Cast) -> None:
    participation = scenes.declared(cast)[0]
    address = _unit("unit", participation)
    for person in (cast.operator, cast.head, cast.coordinator, cast.coordinator_head, cast.verifier, cast.observer):
        assert browser(person).get(address).status_code == 200, person
    for person in (cast.neighbour_operator, cast.foreign_coordinator, cast.foreign_operator, cast.nobody):
        for name in ("unit", "letter"):
            assert browser(person).get(_unit(name, participation)).status_code == 404, (person, name)
        assert browser(person).get(_unit("scan_file", participation, variant="asli")).status_code == 404, person
        for name in ("print", "scan", "declare", "invite", "withdraw_invitation"):
            assert browser(person).post(_unit(name, participation)).status_code == 404, (person, name)


def test_unit_not_yet_applied_for(cast: Cast) -> None:
    participation = cast.participation()
    assert reverse("pencanangan_apply") in browser(cast.coordinator).get(_unit("unit", participation)).content.decode()
    # The unit may apply for itself; who only looks on is told how things stand.
    assert reverse("pencanangan_apply") in browser(cast.operator).get(_unit("unit", participation)).content.decode()
    page = browser(cast.observer).get(_unit("unit", participation)).content.decode()
    assert "Unit ini belum diajukan untuk pencanangan." in page


def test_unit_hides_the_operators_address(cast: Cast) -> None:
    participation = scenes.declared(cast)[0]
    people = {cast.coordinator: True, cast.admin: True, cast.verifier: False, cast.observer: False, cast.head: False}
    for person, sees in people.items():
        assert ("ori@unit.test" in browser(person).get(_unit("unit", participation)).content.decode()) is sees, person


def test_unit_without_account_says_the_rule(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast, named=True))
    rule = "Akun operator diberikan setelah pencanangannya dicatat."
    page = browser(cast.head).get(_unit("unit", participation)).content.decode()
    assert f"{rule} Hubungi Kantor Wilayah Khatulistiwa." in page
    # The office itself is not sent to itself.
    page = browser(cast.coordinator).get(_unit("unit", participation)).content.decode()
    assert "Hubungi Kantor Wilayah Khatulistiwa" not in page


def test_unit_doubts_a_nip(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    Official.objects.filter(work_unit=cast.unit).update(nip="12345")
    page = browser(cast.coordinator).get(_unit("unit", participation)).content.decode()
    assert "NIP biasanya terdiri atas 18 angka" in page


def test_unit_quotes_no_nip_to_others(cast: Cast) -> None:
    participation = scenes.ready(cast)
    Official.objects.filter(work_unit=cast.unit).update(nip="197013012000031001")
    assert "19701301" in browser(cast.coordinator).get(_unit("unit", participation)).content.decode()
    for person in (cast.observer, cast.operator, cast.verifier):
        assert "19701301" not in browser(person).get(_unit("unit", participation)).content.decode()


def test_unit_button_asks_the_rule_of_the_verb(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    client = browser(cast.coordinator)
    shown = html.unescape(client.get(_unit("unit", participation)).content.decode())
    refused = html.unescape(client.post(_unit("declare", participation), {"way": "surel"}).content.decode())
    for sentence in (
        "Unggah pindaian surat pernyataan yang sudah ditandatangani lebih dahulu.",
        "Catat nama, alamat surel, dan nomor telepon operator unit lebih dahulu.",
    ):
        assert sentence in shown
        assert sentence in refused
    assert "Belum dapat dilakukan" in refused


def test_unit_others_see_no_buttons(cast: Cast) -> None:
    participation = scenes.ready(cast)
    for person in (cast.operator, cast.head, cast.admin, cast.verifier):
        page = browser(person).get(_unit("unit", participation)).content.decode()
        for name in ("print", "scan", "declare", "invite"):
            assert f'action="{_unit(name, participation)}"' not in page


def test_print(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    assert "diurus oleh" in browser(cast.head).post(_unit("print", participation)).content.decode()
    assert browser(cast.coordinator).get(_unit("letter", participation)).status_code == 404
    assert browser(cast.coordinator).post(_unit("print", participation)).status_code == 302
    assert Declaration.objects.get().document is not None


def test_letter_as_pdf(cast: Cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        participation = scenes.ready(cast)
    response = browser(cast.head).get(_unit("letter", participation))
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_scan(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    client = browser(cast.coordinator)
    response = client.post(_unit("scan", participation), {"scan": scenes.signed()}, follow=True)
    file = Declaration.objects.get().scan
    assert file is not None
    assert f"Nomor tanda terima {file.receipt_number}" in response.content.decode()


def test_scan_refused(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    client = browser(cast.coordinator)
    assert "Pilih berkas pindaiannya dahulu." in client.post(_unit("scan", participation)).content.decode()
    wrong = SimpleUploadedFile("surat.pdf", b"MZ bukan PDF")
    page = client.post(_unit("scan", participation), {"scan": wrong}).content.decode()
    assert "“surat.pdf”" in page
    refused = browser(cast.operator).post(_unit("scan", participation), {"scan": scenes.signed()}).content.decode()
    assert "diurus oleh Kantor Wilayah Khatulistiwa" in refused
    assert not Declaration.objects.exists()


def test_scan_file(cast: Cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        participation = scenes.ready(cast)
    response = browser(cast.verifier).get(_unit("scan_file", participation, variant="asli"))
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert FileView.objects.get().user == cast.verifier
    assert browser(cast.verifier).get(_unit("scan_file", participation, variant="lain")).status_code == 404


def test_scan_file_before_the_upload(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    assert browser(cast.coordinator).get(_unit("scan_file", participation, variant="asli")).status_code == 404


def test_declare_by_mail(cast: Cast) -> None:
    participation = scenes.ready(cast)
    response = browser(cast.coordinator).post(_unit("declare", participation), {"way": "surel"})
    assert response["Location"] == _unit("unit", participation)
    participation.refresh_from_db()
    assert participation.state == State.DECLARED


def test_declare_with_printed_invitation(cast: Cast) -> None:
    participation = scenes.ready(cast)
    response = browser(cast.coordinator).post(_unit("declare", participation), {"way": "cetak"})
    page = response.content.decode()
    assert "Lembar undangan operator" in page
    assert "/undangan/" in page
    assert 'src="data:image/png;base64,' in page
    assert "no-store" in response["Cache-Control"]


def test_declare_without_choice(cast: Cast) -> None:
    participation = scenes.ready(cast)
    page = browser(cast.coordinator).post(_unit("declare", participation)).content.decode()
    assert "Pilih cara menyampaikan undangan." in page
    participation.refresh_from_db()
    assert participation.state == State.ACCEPTED


def test_invite_again(cast: Cast) -> None:
    participation = scenes.declared(cast)[0]
    client = browser(cast.coordinator)
    assert client.post(_unit("invite", participation), {"way": "surel"}).status_code == 302
    assert "/undangan/" in client.post(_unit("invite", participation), {"way": "cetak"}).content.decode()
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1
    refused = browser(cast.operator).post(_unit("invite", participation), {"way": "surel"}).content.decode()
    assert "diurus oleh Kantor Wilayah Khatulistiwa" in refused


def test_withdraw_invitation(cast: Cast) -> None:
    participation = scenes.declared(cast)[0]
    client = browser(cast.coordinator)
    assert client.post(_unit("withdraw_invitation", participation)).status_code == 302
    assert Invitation.objects.get().withdrawn_at is not None
    page = client.post(_unit("withdraw_invitation", participation)).content.decode()
    assert "Tidak ada undangan yang dapat ditarik." in page


def test_unit_of_an_operator_with_account(cast: Cast) -> None:
    participation = scenes.declared(cast)[0]
    Invitation.objects.update(accepted_at=timezone.now(), accepted_by=cast.operator)
    page = browser(cast.coordinator).get(_unit("unit", participation)).content.decode()
    assert "Sudah memiliki akun" in page
    assert _unit("invite", participation) not in page
