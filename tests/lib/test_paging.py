"""A place in a list is good for that list only."""

import pytest
from django.test import RequestFactory

from p2ham.lib.http import row_id
from p2ham.lib.paging import page
from tests import factories
from units.models import User, WorkUnit


@pytest.mark.django_db
def test_place_of_another_list_shows_the_first_page():
    for number in range(3):
        factories.user(f"Orang {number}")
    ask = RequestFactory()
    first = page(ask.get("/"), User.objects.all(), by=("name", "pk"), size=1)
    second = page(ask.get(f"/{first.next_url}"), User.objects.all(), by=("name", "pk"), size=1)
    assert [row.name for row in second.rows] == ["Orang 1"]
    for by in (("name",), ("date_joined", "pk")):
        elsewhere = page(ask.get(f"/{first.next_url}"), User.objects.all(), by=by, size=1)
        assert elsewhere.first_url is None
    assert page(ask.get(f"/{first.next_url}"), WorkUnit.objects.all(), by=("name", "pk")).first_url is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        ("9" * 5000, None),
        ("\u00b2", None),
        ("\u0663", None),
        ("-1", None),
        ("1\x00", None),
        ("", None),
    ],
)
def test_row_id_is_what_a_row_can_have(text, number):
    assert row_id(text) == number
