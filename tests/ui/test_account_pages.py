"""Sign-in, forgotten passwords and the second factor, as a person meets them."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests import factories
from units.models import OutgoingMail, User

PASSWORD = "gunung-laut-sawah-26"
pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    user = factories.user("Nur Aini Hasanah")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def confirm(client: Client) -> None:
    """Give the password once more, as every change of the second factor asks."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_login_page_names_its_fields(client: Client) -> None:
    page = text(client.get(reverse("account_login")))
    assert "Alamat surel</label>" in page
    assert "Kata sandi</label>" in page
    assert "Akun peragaan" not in page


def test_login_leads_to_the_tasks(client: Client, person: User) -> None:
    response = sign_in(client, person)
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_unknown_and_known_accounts_get_the_same_refusal(client: Client, person: User) -> None:
    known = text(sign_in(client, person, "salah"))
    unknown = text(client.post(reverse("account_login"), {"login": "tiada@contoh.go.id", "password": "salah"}))
    refusal = re.search(r'<div class="callout callout--danger error-summary".*?</ul>', known)
    assert refusal
    assert refusal[0] in unknown


def test_empty_login_links_to_both_fields(client: Client) -> None:
    page = text(client.post(reverse("account_login"), {}))
    assert '<a href="#id_login">Alamat surel: ' in page
    assert '<a href="#id_password">Kata sandi: ' in page


def test_signed_in_pages_are_private(client: Client, person: User) -> None:
    sign_in(client, person)
    assert "no-store" in client.get(reverse("mfa_index")).headers["Cache-Control"]


def test_logout_asks_first(client: Client, person: User) -> None:
    sign_in(client, person)
    assert "Keluar dari portal?" in text(client.get(reverse("account_logout")))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_signup_is_closed(client: Client) -> None:
    page = client.get(reverse("account_signup"))
    assert "Portal ini tidak menerima pendaftaran mandiri." in text(page)
    assert (
        client.post(reverse("account_signup"), {"email": "baru@contoh.go.id", "password1": PASSWORD}).status_code == 405
    )
    assert not User.objects.filter(email="baru@contoh.go.id").exists()


@pytest.mark.parametrize("name", ["account_email", "account_confirm_email", "account_email_verification_sent"])
def test_email_pages_of_the_library_are_absent(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_forgotten_password_from_mail_to_new_sign_in(client: Client, person: User) -> None:
    response = client.post(reverse("account_reset_password"), {"email": person.email}, follow=True)
    assert "Periksa surel Anda" in text(response)
    letter = OutgoingMail.objects.get()
    assert letter.to == person.email
    assert "Yth. pengguna Portal P2HAM" in letter.body
    link = re.search(r"https?://[^/]+(/\S+)", letter.body)
    assert link
    form = client.get(link[1], follow=True)
    assert "Buat kata sandi baru" in text(form)
    assert "Kata sandi baru</label>" in text(form)
    address = form.redirect_chain[-1][0]
    short = client.post(address, {"password1": "pendek", "password2": "pendek"})
    assert '<a href="#id_password1">Kata sandi baru: ' in text(
        short
    ) or '<a href="#id_password2">Tulis sekali lagi: ' in text(short)
    done = client.post(address, {"password1": "kebun-angin-jendela", "password2": "kebun-angin-jendela"}, follow=True)
    assert "Kata sandi sudah berganti" in text(done)
    assert sign_in(Client(), person, "kebun-angin-jendela").status_code == 302


def test_used_link_offers_a_new_one(client: Client) -> None:
    page = text(client.get(reverse("account_reset_password_from_key", args=["1", "abc-def"])))
    assert "Tautan ini tidak berlaku lagi" in page
    assert reverse("account_reset_password") in page


def test_forgotten_password_of_an_unknown_address_looks_the_same(client: Client, person: User) -> None:
    known = client.post(reverse("account_reset_password"), {"email": person.email}, follow=True)
    unknown = client.post(reverse("account_reset_password"), {"email": "tiada@contoh.go.id"}, follow=True)
    assert text(known) == text(unknown)
    assert "tidak ada akun dengan alamat ini" in OutgoingMail.objects.get(to="tiada@contoh.go.id").body


def test_password_can_be_changed(client: Client, person: User) -> None:
    sign_in(client, person)
    address = reverse("account_change_password")
    assert "Kata sandi sekarang</label>" in text(client.get(address))
    wrong = client.post(address, {"oldpassword": "salah", "password1": PASSWORD, "password2": PASSWORD})
    assert '<a href="#id_oldpassword">Kata sandi sekarang: ' in text(wrong)
    new = {"oldpassword": PASSWORD, "password1": "kebun-angin-jendela", "password2": "kebun-angin-jendela"}
    assert client.post(address, new).status_code == 302
    person.refresh_from_db()
    assert person.check_password("kebun-angin-jendela")


def test_second_factor_from_activation_to_sign_in(client: Client, person: User) -> None:
    sign_in(client, person)
    assert "Belum aktif" in text(client.get(reverse("mfa_index")))
    confirm(client)
    page = text(client.get(reverse("mfa_activate_totp")))
    secret = re.search(r'class="secret">(\w+)<', page)
    assert secret
    assert 'src="data:image/svg+xml;base64,' in page
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert '<a href="#id_code">Kode enam angka: ' in text(wrong)
    codes = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret[1])}, follow=True)
    assert text(codes).count('<li class="secret">') == 10
    assert "Masih ada <strong>10 kode</strong>" in text(client.get(reverse("mfa_index")))
    recovery = re.findall(r'<li class="secret">(\w+)</li>', text(codes))

    phone = Client()
    challenge = phone.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True)
    assert "Langkah kedua: kode" in text(challenge)
    assert phone.post(reverse("mfa_authenticate"), {"code": recovery[0]}).headers["Location"] == "/"


def test_recovery_codes_can_be_made_anew(client: Client, person: User) -> None:
    sign_in(client, person)
    confirm(client)
    page = text(client.get(reverse("mfa_activate_totp")))
    secret = re.search(r'class="secret">(\w+)<', page)
    assert secret
    first = text(client.post(reverse("mfa_activate_totp"), {"code": code_now(secret[1])}, follow=True))
    assert "masih 10, tidak berlaku lagi" in text(client.get(reverse("mfa_generate_recovery_codes")))
    second = text(client.post(reverse("mfa_generate_recovery_codes"), follow=True))
    codes = re.compile(r'<li class="secret">(\w+)</li>')
    assert len(codes.findall(second)) == 10
    assert not set(codes.findall(first)) & set(codes.findall(second))
    assert "hanya dijaga kata sandi" in text(client.get(reverse("mfa_deactivate_totp")))


def test_sensitive_step_asks_for_the_password_again(client: Client, person: User) -> None:
    sign_in(client, person)
    page = text(client.get(reverse("mfa_activate_totp"), follow=True))
    assert "Pastikan ini Anda" in page
    assert "Kata sandi</label>" in page


def test_inactive_account_is_told_why(client: Client, person: User) -> None:
    person.is_active = False
    person.save()
    assert "Akun ini tidak aktif" in text(client.get(reverse("account_inactive")))


def test_too_many_requests_have_their_page(client: Client) -> None:
    for _ in range(12):
        response = client.post(reverse("account_reset_password"), {"email": "tiada@contoh.go.id"})
    assert response.status_code == 429
    assert "Terlalu banyak percobaan" in text(response)
    assert response.headers["Retry-After"]
