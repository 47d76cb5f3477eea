"""Taking up an invitation: who is invited to what, one use, sentences for what cannot be used."""

import datetime as dt
import html

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.cast import Cast
from units import workflow
from units.models import AuditEntry, Invitation, Posting, Role, User
from units.workflow import Refused

GOOD = {"password1": "empat kata yang mudah", "password2": "empat kata yang mudah"}


def _invited(cast: Cast, email: str = "ori@unit.test", **fields) -> str:
    """The page of a fresh invitation of the unit's operator."""
    facts = {"role": Role.OPERATOR, "work_unit": cast.unit} | fields
    _, link = workflow.invite(email=email, name="Ori Operator", by=cast.coordinator, phone="0812", **facts)
    return "/" + link.split("/", 3)[3]


def _text(response) -> str:
    return html.unescape(response.content.decode())


def test_invitation_shows_who_is_invited_to_what(cast: Cast) -> None:
    address = _invited(cast)
    assert address.startswith("/undangan/")
    response = Client().get(address)
    page = _text(response)
    for part in ("Ori Operator", "ori@unit.test", "Operator unit", "Lapas Kapuas", "Koko Koordinator"):
        assert part in page
    assert page.count('autocomplete="new-password"') == 2
    assert "no-store" in response["Cache-Control"]


def test_invitation_accepted(cast: Cast) -> None:
    address, client = _invited(cast), Client()
    response = client.post(address, GOOD)
    assert response["Location"] == reverse("home")
    user = User.objects.get(email="ori@unit.test")
    assert user.check_password(GOOD["password1"])
    assert (user.name, user.phone) == ("Ori Operator", "0812")
    assert user.units_as(Role.OPERATOR) == [cast.unit.pk]
    assert client.get(reverse("home")).status_code == 200
    assert Invitation.objects.get().accepted_by == user
    assert AuditEntry.objects.filter(action="terima_undangan", actor=user).exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password1": "pendek", "password2": "pendek"}, "12"),
        ({"password1": "123456789012345", "password2": "123456789012345"}, "angka"),
        ({"password1": "ori operator", "password2": "ori operator"}, "nama"),
        (GOOD | {"password2": "lain lagi sama sekali"}, "Kedua kata sandi tidak sama."),
        ({}, "#id_password1"),
    ],
)
def test_invitation_poor_password(cast: Cast, typed: dict[str, str], sentence: str) -> None:
    address = _invited(cast)
    page = _text(Client().post(address, typed))
    assert "error-summary" in page
    assert sentence in page
    assert not User.objects.filter(email="ori@unit.test").exists()


def test_invitation_used(cast: Cast) -> None:
    address = _invited(cast)
    Client().post(address, GOOD)
    for response in (Client().get(address), Client().post(address, GOOD)):
        assert response.status_code == 410
        assert "Undangan ini sudah dipakai. Silakan masuk dengan akun Anda." in _text(response)
    assert Posting.objects.filter(user__email="ori@unit.test").count() == 1


def test_invitation_expired(cast: Cast) -> None:
    address = _invited(cast)
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    for response in (Client().get(address), Client().post(address, GOOD)):
        assert "Undangan ini sudah kedaluwarsa. Mintalah undangan baru" in _text(response)
    assert not User.objects.filter(email="ori@unit.test").exists()


def test_invitation_replaced_by_a_newer_one(cast: Cast) -> None:
    older, newer = _invited(cast), _invited(cast)
    assert "diganti dengan undangan yang lebih baru" in _text(Client().get(older))
    assert Client().get(newer).status_code == 200


def test_invitation_withdrawn(cast: Cast) -> None:
    address = _invited(cast)
    invitation = Invitation.objects.get()
    workflow.withdraw_invitation(invitation=invitation, by=cast.coordinator)
    assert Client().post(address, GOOD).status_code == 410
    with pytest.raises(Refused, match="sudah dipakai atau sudah ditarik"):
        workflow.withdraw_invitation(invitation=invitation, by=cast.coordinator)
    assert AuditEntry.objects.filter(action="tarik_undangan").count() == 1


def test_invitation_unknown(cast: Cast) -> None:
    assert Client().get(reverse("invitation_accept", args=["tidak-ada"])).status_code == 404
    assert Client().post(reverse("invitation_accept", args=["tidak-ada"]), GOOD).status_code == 404


def test_invitation_of_somebody_with_an_account(cast: Cast) -> None:
    """The address has an account: sign in first, then take the role up; the password stays."""
    address = _invited(cast, email=cast.nobody.email)
    page = _text(Client().get(address))
    assert "Anda sudah memiliki akun" in page
    assert f"{reverse('account_login')}?next={address}" in page
    assert "password1" not in page
    assert "Anda sudah memiliki akun" in _text(Client().post(address, GOOD))
    client = Client()
    client.force_login(cast.nobody)
    assert "Anda masuk sebagai Tanpa Peran." in _text(client.get(address))
    assert client.post(address)["Location"] == reverse("home")
    user = User.objects.get(pk=cast.nobody.pk)
    assert user.units_as(Role.OPERATOR) == [cast.unit.pk]
    assert user.check_password(factories.PASSWORD)


def test_invitation_opened_by_somebody_else(cast: Cast) -> None:
    address, client = _invited(cast), Client()
    client.force_login(cast.coordinator)
    for response in (client.get(address), client.post(address, GOOD)):
        assert "Undangan ini untuk Ori Operator (ori@unit.test)" in _text(response)
        assert "Keluar dahulu, lalu buka tautan undangan ini lagi." in _text(response)
    assert not Posting.objects.filter(user=cast.coordinator, role=Role.OPERATOR).exists()
