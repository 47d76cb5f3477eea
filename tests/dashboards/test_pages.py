"""Tugas saya, the list of units and a unit's page, seen by each of the cast."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.cycle.states import State
from tests import factories
from tests.cast import Cast
from units.models import AuditEntry, InboxMessage


def test_home_for_everybody(cast: Cast, client: Client) -> None:
    cast.participation(State.DECLARED)
    for name, person in cast.everybody.items():
        client.force_login(person)
        response = client.get(reverse("home"))
        assert response.status_code == 200, name
        assert "Tugas saya" in response.content.decode()


def test_home_counts_only_own_units(cast: Cast, client: Client) -> None:
    cast.participation(State.DECLARED)
    cast.participation(State.DECLARED, cast.foreign_unit)
    client.force_login(cast.coordinator)
    counts = client.get(reverse("home")).context["counts"]
    assert [(row[0], row[1]) for row in counts] == [(1, "Dicanangkan")]


@pytest.mark.parametrize("number", [1, 3])
def test_participations_queries_stay_constant(
    cast: Cast, client: Client, django_assert_num_queries: Any, number: int
) -> None:
    for index in range(number):
        unit = factories.unit(f"Lapas Uji {index}", coordinator=cast.kanwil, province=cast.kanwil.province)
        cast.participation(State.DECLARED, unit)
    cast.participation(State.DECLARED, cast.foreign_unit)
    client.force_login(cast.coordinator)
    with django_assert_num_queries(8):
        response = client.get(reverse("participations"))
    page = response.content.decode()
    assert page.count('<th scope="row"') == number
    assert cast.foreign_unit.short_name not in page


def test_participations_filter_by_state_and_words(cast: Cast, client: Client) -> None:
    cast.participation(State.DECLARED)
    cast.participation(State.RETURNED, cast.neighbour)
    client.force_login(cast.coordinator)
    page = client.get(reverse("participations"), {"state": "dikembalikan"}).content.decode()
    assert cast.neighbour.short_name in page
    assert cast.unit.short_name not in page
    page = client.get(reverse("participations"), {"q": "kapuas"}).content.decode()
    assert cast.unit.short_name in page
    page = client.get(reverse("participations"), {"q": "tidak-ada"}).content.decode()
    assert "Tidak ada unit yang cocok" in page


def test_participations_pages_follow_each_other(cast: Cast, client: Client) -> None:
    for index in range(55):
        unit = factories.unit(f"Lapas Uji {index:02}", coordinator=cast.kanwil, province=cast.kanwil.province)
        cast.participation(State.DECLARED, unit)
    client.force_login(cast.coordinator)
    first = client.get(reverse("participations"))
    second = client.get(reverse("participations") + first.context["page"].next_url)
    names = [row[0].work_unit.name for response in (first, second) for row in response.context["rows"]]
    assert names == [f"Lapas Uji {index:02}" for index in range(55)]
    assert client.get(reverse("participations"), {"setelah": "rusak"}).status_code == 200


def test_participation_of_a_stranger_does_not_exist(cast: Cast, client: Client) -> None:
    address = reverse("participation", args=[cast.participation(State.DECLARED).pk])
    unknown = reverse("participation", args=[999_999])
    for person in (cast.neighbour_operator, cast.foreign_operator, cast.foreign_coordinator, cast.nobody):
        client.force_login(person)
        refused, missing = client.get(address), client.get(unknown)
        assert (refused.status_code, missing.status_code) == (404, 404)
        assert refused.content == missing.content


@pytest.mark.parametrize("state", list(State))
def test_participation_in_every_state(cast: Cast, client: Client, state: State) -> None:
    address = reverse("participation", args=[cast.participation(state).pk])
    for person in (cast.operator, cast.coordinator, cast.verifier, cast.admin, cast.leadership, cast.observer):
        client.force_login(person)
        response = client.get(address)
        assert response.status_code == 200
        assert cast.unit.name in response.content.decode()


def test_inbox_shows_and_marks_own_messages_only(cast: Cast, client: Client) -> None:
    mine = InboxMessage.objects.create(user=cast.operator, key="a", subject="Untuk saya", body="Isi", path="/bantuan/")
    other = InboxMessage.objects.create(user=cast.head, key="a", subject="Untuk kepala", body="Isi")
    client.force_login(cast.operator)
    page = client.get(reverse("inbox")).content.decode()
    assert "Untuk saya" in page
    assert "Untuk kepala" not in page
    response = client.post(reverse("inbox_read"), {"message": mine.pk, "next": "/bantuan/"})
    assert response.headers["Location"] == "/bantuan/"
    client.post(reverse("inbox_read"), {"message": other.pk, "next": "https://jahat.example/"})
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.read_at
    assert other.read_at is None


def test_inbox_read_never_leads_elsewhere(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)
    response = client.post(reverse("inbox_read"), {"next": "https://jahat.example/"})
    assert response.headers["Location"] == reverse("inbox")


def test_announcement_is_written_by_the_admin_and_read_by_its_role(cast: Cast, client: Client) -> None:
    client.force_login(cast.admin)
    data = {
        "title": "Libur",
        "body": "Portal tetap buka.",
        "role": "operator",
        "since": "2024-01-01T00:00",
        "until": "",
    }
    assert client.post(reverse("announcement_new"), data).status_code == 302
    assert AuditEntry.objects.filter(action="umumkan").exists()
    client.force_login(cast.operator)
    assert "Portal tetap buka." in client.get(reverse("home")).content.decode()
    client.force_login(cast.verifier)
    assert "Portal tetap buka." not in client.get(reverse("home")).content.decode()
    assert client.get(reverse("announcements")).status_code == 404


def test_public_pages_need_no_account(client: Client, db: None) -> None:
    for name in ("help", "privacy"):
        assert client.get(reverse(name)).status_code == 200
