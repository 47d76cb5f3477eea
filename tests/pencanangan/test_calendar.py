"""Ceremonies month by month and in a table, for offices, Jakarta and the public."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.pencanangan import workflow
from assessments.pencanangan.models import Application
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from tests.pencanangan.test_overview import cells
from units.models import User

CALENDAR, TABLE, EXPORT, PUBLIC = (
    "overview_calendar", "overview_ceremonies", "overview_ceremonies_export", "public_calendar",
)  # fmt: skip


def month_of(day: dt.date) -> dict[str, str]:
    return {"bulan": f"{day:%Y-%m}"}


def open_(person: User | None, route: str, **query: object) -> str:
    client = scenes.browser(person) if person else Client()
    return client.get(reverse(route), query).content.decode()


def elsewhere(cast: Cast, **facts) -> Application:
    """A ceremony of the other region."""
    return workflow.accept(
        application=scenes.applied(cast, cast.foreign_unit, by=cast.foreign_coordinator, **facts), by=cast.admin
    )


# --- offices and Jakarta ----------------------------------------------------------------------------------------------
def test_calendar_shows_the_months_ceremonies(cast: Cast) -> None:
    application = scenes.applied(cast)
    text = open_(cast.coordinator, CALENDAR)
    link = f'href="{reverse("pencanangan_ceremony", args=[application.pk])}"'
    assert link in text and "09.00 WIB" in text and "Menunggu pemeriksaan" in text
    assert text.count('aria-current="date"') == 1
    assert f"Acara pencanangan, {dates.month(dates.today())} {dates.today().year}</caption>" in text
    assert text.count('<th scope="col">') == 7
    next_month = (dates.today().replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    later = open_(cast.coordinator, CALENDAR, **month_of(next_month))
    assert link not in later and "Tidak ada acara pada" in later
    assert f"?bulan={dates.today():%Y-%m}" in later, "the way to the nearest month with a ceremony"


@pytest.mark.parametrize("mangled", ["", "2026-13", "x", "0001-01", "9999-12", "2026-1-1"])
def test_calendar_of_a_mangled_month_is_this_month(cast: Cast, mangled: str) -> None:
    assert f"{dates.month(dates.today())} {dates.today().year}</h2>" in open_(cast.admin, CALENDAR, bulan=mangled)


def test_ceremonies_are_those_of_the_own_region(cast: Cast) -> None:
    scenes.accepted(cast, place="Aula Garuda")
    elsewhere(cast, place="Aula Merpati")
    for route in (CALENDAR, TABLE):
        own = open_(cast.coordinator, route)
        assert "Aula Garuda" in own and "Aula Merpati" not in own
        for person in (cast.admin, cast.observer, cast.verifier):
            national = open_(person, route)
            assert "Aula Garuda" in national and "Aula Merpati" in national
        narrowed = open_(cast.admin, route, region=cast.other_kanwil.pk)
        assert "Aula Merpati" in narrowed and "Aula Garuda" not in narrowed
        same = open_(cast.coordinator, route, region=cast.other_kanwil.pk)
        assert "Aula Garuda" in same, "a coordinator has no such filter"


def test_ceremonies_are_filtered(cast: Cast) -> None:
    scenes.accepted(cast, place="Aula Garuda", mode="daring")
    elsewhere(cast, place="Aula Merpati")
    Application.objects.filter(applicant=cast.other_kanwil).update(
        status="returned", decided_by=cast.admin, decided_at=timezone.now()
    )
    assert "Aula Merpati" not in open_(cast.admin, CALENDAR)
    assert "Aula Merpati" in open_(cast.admin, CALENDAR, status="returned")
    assert "Aula Merpati" in open_(cast.admin, TABLE)
    month = dates.today().month
    for query in ({"status": "accepted"}, {"mode": "daring"}):
        text = open_(cast.admin, TABLE, **query)
        assert "Aula Garuda" in text and "Aula Merpati" not in text
    assert "Aula Garuda" in open_(cast.admin, TABLE, month=month)
    assert "Tidak ada acara yang cocok" in open_(cast.admin, TABLE, month=month % 12 + 1)


def test_table_counts_units_and_declared(cast: Cast) -> None:
    scenes.declared(cast)
    scenes.accepted(cast, cast.neighbour, cast.kanim, place="Aula Merpati")
    client = scenes.browser(cast.admin)
    rows = {row.place: (row.units, row.declared) for row in client.get(reverse(TABLE)).context["rows"]}
    assert rows == {"Aula Garuda": (1, 1), "Aula Merpati": (2, 0)}


def test_export_is_exactly_the_filtered_ceremonies(cast: Cast) -> None:
    scenes.accepted(cast, place="=cmd|' /C calc'!A0", mode="daring")
    elsewhere(cast, place="Aula Merpati")
    browser = scenes.browser(cast.admin)
    assert "Aula Merpati" in cells(browser.get(reverse(EXPORT)).content)
    text = cells(browser.get(reverse(EXPORT), {"mode": "daring"}).content)
    assert "Aula Merpati" not in text and "<f>" not in text and "calc" in text
    assert "cara pelaksanaan: Daring" in text
    own = cells(scenes.browser(cast.foreign_coordinator).get(reverse(EXPORT)).content)
    assert "calc" not in own and "Aula Merpati" in own


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("route", "queries"), [(CALENDAR, 8), (TABLE, 8), (EXPORT, 6)])
def test_ceremonies_queries(cast: Cast, count: int, route: str, queries: int, django_assert_num_queries) -> None:
    for number in range(count):
        scenes.accepted(cast, factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil))
    client = scenes.browser(cast.admin)
    with django_assert_num_queries(queries):
        client.get(reverse(route))


# --- the public -------------------------------------------------------------------------------------------------------
def test_public_calendar_shows_accepted_ceremonies_of_the_cycle(cast: Cast) -> None:
    scenes.accepted(cast, place="Aula Garuda", starts_at=dt.time(13, 30))
    scenes.applied(cast, cast.foreign_unit, by=cast.foreign_coordinator, place="Aula Merpati")
    text = open_(None, PUBLIC)
    assert "Aula Garuda, Pontianak" in text and "13.30 WIB" in text and "1 unit" in text and "Luring" in text
    assert "Kantor Wilayah Khatulistiwa" in text
    assert "Aula Merpati" not in text, "not accepted yet"
    assert "/permohonan/" not in text, "no way into the portal's own pages"


def test_public_calendar_names_no_person(cast: Cast) -> None:
    facts = {"leader_name": "Kartini Pemimpin, S.H.", "leader_title": "Kepala Kantor Pemimpin"}
    application = scenes.accepted(cast, named=True, **facts)
    workflow.print_letter(participation=scenes.only(application), by=cast.coordinator)
    text = open_(None, PUBLIC)
    main = text[text.index("<main") : text.index("</main>")]
    people = [user.name for user in cast.everybody.values()] + [user.email for user in cast.everybody.values()]
    witnesses = [row.name for row in application.ceremony.witnesses.all()]
    said = [*facts.values(), *scenes.NAMED.values(), *witnesses, "Kepala Contoh", "198001012005011001"]
    said += [application.contact_name, application.contact_phone, application.number_text, cast.unit.short_name]
    assert [word for word in [*people, *said] if re.search(rf"\b{re.escape(word)}", text)] == []
    assert "@" not in main
    assert not re.search(r"\d{9,}|08\d{2}", main)


def test_public_calendar_goes_by_months(cast: Cast) -> None:
    scenes.accepted(cast)
    before = (dates.today().replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    text = open_(None, PUBLIC, **month_of(before))
    assert "Aula Garuda" not in text and "Acara terdekat" in text


def test_public_calendar_says_the_hour_of_the_place(cast: Cast) -> None:
    cast.kanwil.province.timezone = "Asia/Jayapura"
    cast.kanwil.province.save()
    scenes.accepted(cast)
    assert "09.00 WIT<" in open_(None, PUBLIC)


@pytest.mark.parametrize("count", [1, 3])
def test_public_calendar_queries(cast: Cast, client: Client, count: int, django_assert_num_queries) -> None:
    for number in range(count):
        scenes.accepted(cast, factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil))
    with django_assert_num_queries(3):
        assert client.get(reverse(PUBLIC)).status_code == 200


def test_public_calendar_without_a_cycle(client: Client, db: None) -> None:
    assert "Belum ada jadwal" in client.get(reverse(PUBLIC)).content.decode()


def test_login_page_leads_to_the_public_calendar(cast: Cast, client: Client) -> None:
    assert client.get(reverse("account_login")).content.decode().count(f'href="{reverse(PUBLIC)}"') == 2
