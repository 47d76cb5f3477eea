"""Those who judge and decide set up a second factor before they do anything else."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import get_resolver, reverse

from tests.cast import Cast
from tests.house.routes import ROUTES
from units.access import SecondFactorMiddleware
from units.models import SECOND_FACTOR_ROLES, Posting, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor")]
SET_UP = "mfa_activate_totp"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def led_away(user: User, address: str) -> bool:
    """Whether the page sends the person to set the second factor up."""
    return browser(user).get(address).headers.get("Location") == reverse(SET_UP)


def test_every_role_that_judges_is_led_to_set_it_up(cast: Cast) -> None:
    for person in cast.everybody.values():
        wanted = person.has_role(*SECOND_FACTOR_ROLES)
        assert led_away(person, reverse("home")) == wanted, person.name


def test_posts_and_files_wait_too(cast: Cast) -> None:
    client = browser(cast.admin)
    assert client.post(reverse("cycle_enrol", args=[cast.cycle.pk])).headers["Location"] == reverse(SET_UP)
    assert not cast.cycle.participations.exists()
    assert led_away(cast.verifier, reverse("pencanangan_scan_file", args=[1, "asli"]))


def test_second_factor_lets_in(cast: Cast) -> None:
    TOTP.activate(cast.verifier, generate_totp_secret())
    assert not led_away(cast.verifier, reverse("home"))
    Authenticator.objects.all().delete()
    assert led_away(cast.verifier, reverse("home"))


def test_recovery_codes_alone_do_not(cast: Cast) -> None:
    RecoveryCodes.activate(cast.verifier)
    assert led_away(cast.verifier, reverse("home"))


def test_role_that_comes_during_a_session_asks_at_the_next_request(cast: Cast) -> None:
    client = browser(cast.operator)
    assert client.get(reverse("home")).status_code == 200
    Posting.objects.create(user=cast.operator, role="verifier")
    assert client.get(reverse("home")).headers["Location"] == reverse(SET_UP)


def test_only_public_and_account_routes_are_open_without_it() -> None:
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    prefixes, whole = SecondFactorMiddleware._open_prefixes, SecondFactorMiddleware._open_names
    opened = {name for name in names if name in whole or name.startswith(prefixes)}
    assert whole <= names
    assert {name for name in opened if not name.startswith(prefixes)} == whole
    assert all(ROUTES[name].public for name in whole)
