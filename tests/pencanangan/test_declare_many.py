"""Confirming who signed at a ceremony, and all invitations at once."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.pencanangan import workflow
from assessments.pencanangan.models import Application, Ceremony, Declaration
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from tests.pencanangan.scenes import browser
from units.models import Invitation, OutgoingMail, WorkUnit


def _ceremony(cast: Cast, count: int, *, scanned: int) -> tuple[Application, list[Participation]]:
    units: list[WorkUnit] = [
        factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil, province=cast.kanwil.province)
        for number in range(count)
    ]
    application = scenes.accepted(cast, *units, named=True)
    rows = list(Participation.objects.filter(applications__application=application).order_by("work_unit__name"))
    for row in rows[:scanned]:
        workflow.attach_scan(participation=row, upload=scenes.signed(), by=cast.coordinator)
    return application, rows


def _address(application: Application) -> str:
    return reverse("pencanangan_declare_many", args=[application.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_page(cast: Cast, count: int, django_assert_num_queries) -> None:
    application, _ = _ceremony(cast, count, scanned=count)
    scenes.accepted(cast, cast.neighbour)
    client = browser(cast.coordinator)
    with django_assert_num_queries(11):
        page = client.get(_address(application)).content.decode()
    assert len(re.findall(r'name="unit"[^>]* checked>', page)) == count
    assert "Lapas Landak" not in page


def test_page_says_why_a_unit_cannot_be_ticked(cast: Cast) -> None:
    application, rows = _ceremony(cast, 2, scanned=1)
    page = browser(cast.coordinator).get(_address(application)).content.decode()
    assert f'value="{rows[0].pk}" checked' in page
    assert f'value="{rows[1].pk}"' not in page
    assert "Unggah pindaian surat pernyataan yang sudah ditandatangani lebih dahulu." in page


def test_page_for_readers(cast: Cast) -> None:
    application, rows = _ceremony(cast, 1, scanned=1)
    page = browser(cast.verifier).get(_address(application)).content.decode()
    assert "Catat yang dicentang" not in page
    assert "diurus oleh Kantor Wilayah Khatulistiwa" in page
    assert browser(cast.foreign_coordinator).get(_address(application)).status_code == 404
    browser(cast.verifier).post(_address(application), {"unit": [rows[0].pk], "way": "surel"})
    assert not Declaration.objects.exclude(declared_on=None).exists()


def test_declares_the_ticked_and_leaves_the_others(cast: Cast) -> None:
    application, rows = _ceremony(cast, 3, scanned=3)
    client = browser(cast.coordinator)
    reply = client.post(_address(application), {"unit": [rows[0].pk, rows[2].pk], "way": "surel"}, follow=True)
    assert "2 pencanangan dicatat, 1 ditinggalkan untuk nanti." in reply.content.decode()
    assert [Participation.objects.get(pk=row.pk).state for row in rows] == [
        State.DECLARED,
        State.ACCEPTED,
        State.DECLARED,
    ]
    assert Invitation.objects.count() == 2


def test_double_press(cast: Cast) -> None:
    application, rows = _ceremony(cast, 2, scanned=2)
    data = {"unit": [row.pk for row in rows], "way": "surel"}
    client = browser(cast.coordinator)
    client.post(_address(application), data)
    reply = client.post(_address(application), data, follow=True)
    assert "2 sudah dicatat sebelumnya." in reply.content.decode()
    assert Invitation.objects.count() == 2
    assert scenes.steps(rows[0]).count(f"Dicanangkan pada {dates.long_date(dates.today())} di Pontianak") == 1


def test_refused_are_named_and_the_others_recorded(cast: Cast) -> None:
    application, rows = _ceremony(cast, 2, scanned=1)
    reply = browser(cast.coordinator).post(_address(application), {"unit": [row.pk for row in rows], "way": "surel"})
    page = reply.content.decode()
    assert "Lapas Nomor 1: Unggah pindaian" in page
    assert "1 pencanangan dicatat, 1 belum dapat dicatat." in page


def test_nothing_ticked(cast: Cast) -> None:
    application, _ = _ceremony(cast, 1, scanned=1)
    page = browser(cast.coordinator).post(_address(application), {"way": "cetak"}).content.decode()
    assert "Centang paling sedikit satu unit" in page
    assert " checked>" not in page.split('name="way"')[0]
    assert 'value="cetak"' in page


@pytest.mark.parametrize("junk", ["²", "9" * 30, "-1", "abc"])
def test_mangled_keys(cast: Cast, junk: str) -> None:
    application, _ = _ceremony(cast, 1, scanned=1)
    assert browser(cast.coordinator).post(_address(application), {"unit": junk, "way": "surel"}).status_code in {
        200,
        302,
    }
    assert not Invitation.objects.exists()


def test_before_the_ceremony(cast: Cast) -> None:
    application, _ = _ceremony(cast, 1, scanned=1)
    Ceremony.objects.update(date=dates.today() + dt.timedelta(days=3))
    page = browser(cast.coordinator).get(_address(application)).content.decode()
    assert "Pencanangan dicatat setelah acara." in page
    ceremony = browser(cast.coordinator).get(reverse("pencanangan_ceremony", args=[application.pk])).content.decode()
    assert "Catat banyak unit sekaligus" not in ceremony


def test_what_holds_for_all_units_is_said_once(cast: Cast) -> None:
    application, _ = _ceremony(cast, 3, scanned=1)
    Ceremony.objects.update(date=dates.today() + dt.timedelta(days=3))
    page = browser(cast.coordinator).get(_address(application)).content.decode()
    assert page.count("Pencanangan dicatat setelah acara.") == 1
    assert page.count("Unggah pindaian surat pernyataan yang sudah ditandatangani lebih dahulu.") == 2


def test_sheets(cast: Cast) -> None:
    application, rows = _ceremony(cast, 2, scanned=2)
    data = {"unit": [row.pk for row in rows], "way": "cetak"}
    page = browser(cast.coordinator).post(_address(application), data).content.decode()
    assert page.count('class="sheet"') == 2
    assert page.count("/undangan/") >= 2
    assert "hanya ditampilkan sekali ini" in page
    assert not OutgoingMail.objects.filter(key__startswith="invitation:").exists()


# --- invitations again ----------------------------------------------------------------------------------------------
def _again(application: Application, cast: Cast, way: str = "surel") -> str:
    address = reverse("pencanangan_invite_many", args=[application.pk])
    return browser(cast.coordinator).post(address, {"way": way}, follow=True).content.decode()


@pytest.fixture
def invited(cast: Cast) -> Application:
    """Three declared units: one invitation is old, one has expired, one was used."""
    application, rows = _ceremony(cast, 3, scanned=3)
    chosen = {row.pk for row in rows}
    workflow.declare_many(application=application, chosen=chosen, by=cast.coordinator, by_mail=True)
    hour_ago = timezone.now() - dt.timedelta(hours=1)
    Invitation.objects.update(created_at=hour_ago)
    first, second, _ = Invitation.objects.order_by("pk")
    Invitation.objects.filter(pk=first.pk).update(expires_at=hour_ago)
    Invitation.objects.filter(pk=second.pk).update(accepted_at=hour_ago)
    return application


def test_invite_again(cast: Cast, invited: Application) -> None:
    page = browser(cast.coordinator).get(reverse("pencanangan_ceremony", args=[invited.pk])).content.decode()
    assert "2 undangan belum dipakai, 1 di antaranya sudah kedaluwarsa" in page
    assert "2 undangan dibuat ulang" in _again(invited, cast)
    assert Invitation.objects.count() == 5
    assert Invitation.objects.filter(withdrawn_at=None, accepted_at=None).count() == 2


def test_invite_again_twice_mails_once(cast: Cast, invited: Application) -> None:
    _again(invited, cast)
    assert "2 undangan baru saja dikirim, jadi tidak dikirim lagi." in _again(invited, cast)
    assert Invitation.objects.count() == 5


def test_invite_again_on_sheets(cast: Cast, invited: Application) -> None:
    assert _again(invited, cast, "cetak").count('class="sheet"') == 2


def test_invite_again_by_others(cast: Cast, invited: Application) -> None:
    address = reverse("pencanangan_invite_many", args=[invited.pk])
    assert browser(cast.foreign_coordinator).post(address, {"way": "surel"}).status_code == 404
    page = browser(cast.verifier).post(address, {"way": "surel"}, follow=True).content.decode()
    assert "diurus oleh Kantor Wilayah Khatulistiwa" in page
    assert Invitation.objects.count() == 3
