"""Every route is public by name, or refuses the anonymous visitor and the stranger. The test walks the resolver."""

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.cast import Cast
from tests.house.policy import nothing
from tests.house.routes import ROUTES

LOGIN = "/akun/masuk/"
METHODS = ("get", "post")
CLOSED = sorted(name for name, route in ROUTES.items() if not route.public)
GUARDED = sorted(name for name, route in ROUTES.items() if not route.public and route.insiders)


def names(patterns):
    """The name of every route below; a route without one is named by its pattern, and so is in no table."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def test_every_route_has_a_policy():
    walked = list(names(get_resolver().url_patterns))
    assert sorted(set(walked) - set(ROUTES)) == [], "these routes have no row in tests/house/routes.py"
    assert sorted(set(ROUTES) - set(walked)) == [], "these rows have no route"
    assert sorted(walked) == sorted(set(walked)), "two routes share a name"


def test_routes_name_the_login_page():
    assert reverse("account_login") == LOGIN


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(ROUTES) - set(CLOSED)))
def test_public_route_does_not_ask_for_login(name):
    response = Client().get(reverse(name, kwargs=ROUTES[name].kwargs(Cast())))
    assert response.status_code < 500
    if name != "mfa_authenticate":  # the second step of a login leads back to the first when there was none
        assert not response.get("Location", "").startswith(LOGIN)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CLOSED)
def test_closed_route_sends_anonymous_to_login(name):
    address = reverse(name, kwargs=ROUTES[name].kwargs(Cast()))
    for method in METHODS:
        response = getattr(Client(), method)(address)
        assert (method, response.status_code) == (method, 302)
        assert response["Location"].startswith(f"{LOGIN}?next=")


@pytest.mark.django_db
@pytest.mark.parametrize("name", GUARDED)
def test_guarded_route_is_unknown_to_strangers(name):
    """For GET and POST alike: 404 with the body of an unknown address; 405 only for a method that nobody has."""
    cast = Cast()
    route = ROUTES[name]
    address = reverse(name, kwargs=route.kwargs(cast))
    strangers = {person: user for person, user in cast.everybody.items() if person not in route.insiders}
    # Only to a page that names no object may the operator of another unit come, for its own unit.
    assert "nobody" in strangers
    assert "foreign_operator" in strangers or route.kwargs is nothing
    for person, user in strangers.items():
        client = Client()
        client.force_login(user)
        unknown = without_address(client.get("/tidak-ada/"), "/tidak-ada/")
        answers = {method: getattr(client, method)(address) for method in METHODS}
        statuses = {method: answer.status_code for method, answer in answers.items()}
        assert set(statuses.values()) <= {404, 405}, f"{person} came in: {statuses}"
        assert 404 in statuses.values(), f"{person}: {statuses}"
        for answer in answers.values():
            if answer.status_code == 404:
                assert without_address(answer, address) == unknown, (
                    f"{person} sees another 404 than for an unknown address"
                )


def without_address(response, address):
    """The body of a response with its own address taken out."""
    return response.content.decode().replace(address, "")


@pytest.mark.django_db
@pytest.mark.parametrize("name", GUARDED)
def test_guarded_route_knows_its_insiders(name):
    """Otherwise the refusals above would prove nothing: the object may not exist at all."""
    cast = Cast()
    route = ROUTES[name]
    address = reverse(name, kwargs=route.kwargs(cast))
    for person in route.insiders:
        client = Client()
        client.force_login(getattr(cast, person))
        response = client.get(address)
        if response.status_code == 405:
            response = client.post(address)
        assert response.status_code in (200, 202, 302, 409), f"{person}: {response.status_code}"
        assert not response.get("Location", "").startswith(LOGIN)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(CLOSED) - set(GUARDED)))
def test_own_route_names_no_object(name):
    """A route that lets everybody in may not name an object, and breaks for nobody."""
    cast = Cast()
    assert ROUTES[name].kwargs(cast) == {}
    client = Client()
    client.force_login(cast.nobody)
    assert client.get(reverse(name)).status_code < 500
