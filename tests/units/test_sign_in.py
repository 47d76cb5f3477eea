"""Guessing passwords: five times per account and network, and nobody is locked out by a rival elsewhere."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
RIGHT = "kata sandi yang benar"

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    """Somebody with a password."""
    user = factories.user("Oni Operator")
    user.set_password(RIGHT)
    user.save()
    return user


def sign_in(email: str, password: str, network: str = HERE) -> bool:
    """Whether the portal let this pair in."""
    client = Client(REMOTE_ADDR=network)
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


def guess(email: str, times: int, network: str = HERE) -> None:
    for number in range(times):
        assert not sign_in(email, f"tebakan nomor {number}", network)


def test_sixth_guess_from_one_network_is_not_judged(person):
    guess(person.email, 5)
    assert not sign_in(person.email, RIGHT)


def test_right_password_after_four_guesses_lets_in(person):
    guess(person.email, 4)
    assert sign_in(person.email, RIGHT)


def test_rival_elsewhere_locks_nobody_out(person):
    guess(person.email, 8, ELSEWHERE)
    assert not sign_in(person.email, RIGHT, ELSEWHERE)
    assert sign_in(person.email, RIGHT, HERE)


def test_capitals_are_the_same_account(person):
    guess(person.email.upper(), 3)
    guess(person.email, 2)
    assert not sign_in(person.email, RIGHT)


def test_guesses_at_one_account_spare_the_others(person):
    other = factories.user("Tia Tetangga")
    other.set_password(RIGHT)
    other.save()
    guess(person.email, 5)
    assert sign_in(other.email, RIGHT)


def test_unknown_account_is_refused_in_the_same_words(person):
    def words(email: str) -> str:
        client = Client(REMOTE_ADDR=ELSEWHERE)
        page = client.post(reverse("account_login"), {"login": email, "password": "salah sekali"})
        return page.content.decode().replace(email, "")

    for _ in range(6):
        known, unknown = words(person.email), words("tidak-dikenal@contoh.go.id")
        assert _without_token(known) == _without_token(unknown)


def _without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_proxy_names_the_network_when_it_is_trusted(person, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(5):
        client = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, {ELSEWHERE}")
        client.post(reverse("account_login"), {"login": person.email, "password": "salah sekali"})
    behind = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=HERE)
    behind.post(reverse("account_login"), {"login": person.email, "password": RIGHT})
    assert "_auth_user_id" in behind.session
    locked = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"192.0.2.250, {ELSEWHERE}")
    locked.post(reverse("account_login"), {"login": person.email, "password": RIGHT})
    assert "_auth_user_id" not in locked.session
