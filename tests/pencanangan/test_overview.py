"""The units of a region with what they lack: rows, figures, filters, and the list as XLSX."""

import datetime as dt
import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.pencanangan.models import Application, ApplicationUnit, Declaration, Nomination
from assessments.pencanangan.queries import overview
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from units.models import Invitation, Official, User

LIST, EXPORT = "overview_units", "overview_units_export"


def lacks(cast: Cast, row: Participation) -> set[str]:
    found = overview.units(User.objects.get(pk=cast.coordinator.pk), cast.cycle).get(pk=row.pk)
    return {key for key in overview.LACKS if getattr(found, f"lacks_{key}")}


def page(person: User, **query) -> str:
    return scenes.browser(person).get(reverse(LIST), query).content.decode()


# --- what a unit lacks ------------------------------------------------------------------------------------------------
def test_unit_that_has_not_applied_lacks_nothing_by_itself(cast: Cast) -> None:
    assert lacks(cast, cast.participation()) == set()


def test_unit_without_head_and_without_nip(cast: Cast) -> None:
    row = cast.participation()
    Official.objects.filter(work_unit=cast.unit).update(nip="")
    assert lacks(cast, row) == {"nip"}
    Official.objects.filter(work_unit=cast.unit).update(valid_until=dates.today() - dt.timedelta(days=1))
    assert lacks(cast, row) == {"kepala"}


def test_unit_whose_window_ended_without_a_ceremony(cast: Cast) -> None:
    row = cast.participation()
    Participation.objects.update(until=timezone.now() - dt.timedelta(minutes=1))
    assert lacks(cast, row) == {"terlewat"}


def test_unit_that_is_not_nominated(cast: Cast) -> None:
    row = cast.participation()
    Nomination.objects.create(
        participation=row, nominated=False, reason="Sedang direnovasi", decided_by=cast.coordinator
    )
    assert lacks(cast, row) == {"tidak_dicalonkan"}
    assert "Tidak dicalonkan: Sedang direnovasi" in page(cast.coordinator)
    Nomination.objects.update(nominated=True)
    assert lacks(cast, row) == set()


def test_accepted_unit_lacks_papers_and_operator(cast: Cast) -> None:
    application = scenes.accepted(cast)
    row = scenes.only(application)
    application.ceremony.date = dates.today() - dt.timedelta(days=1)
    application.ceremony.save()
    assert lacks(cast, row) == {"surat", "pindaian", "catatan", "operator"}
    ApplicationUnit.objects.update(**scenes.NAMED)
    assert lacks(cast, row) == {"surat", "pindaian", "catatan"}
    application.ceremony.date = dates.today()
    application.ceremony.save()
    assert lacks(cast, row) == {"surat", "pindaian"}, "the day of the ceremony is not over"


def test_unit_with_letter_and_scan_lacks_nothing(cast: Cast) -> None:
    row = scenes.ready(cast)
    assert lacks(cast, row) == set()
    Declaration.objects.update(scan=None)
    assert lacks(cast, row) == {"pindaian"}


def test_declared_unit_and_its_invitation(cast: Cast) -> None:
    row, _ = scenes.declared(cast)
    assert lacks(cast, row) == {"akun"}
    Invitation.objects.update(expires_at=timezone.now())
    assert lacks(cast, row) == {"kedaluwarsa"}
    Invitation.objects.update(accepted_at=timezone.now())
    assert lacks(cast, row) == set()
    ApplicationUnit.objects.update(invitation=None)
    assert lacks(cast, row) == {"undangan"}


def test_application_that_was_returned_counts_no_more(cast: Cast) -> None:
    row = scenes.only(scenes.applied(cast))
    assert lacks(cast, row) == {"operator"}
    ApplicationUnit.objects.update(withdrawn=True)
    Participation.objects.update(state=State.REGISTERED)
    Application.objects.update(status="returned", decided_by=cast.admin, decided_at=timezone.now())
    assert lacks(cast, row) == set()
    assert Participation.objects.count() == overview.units(cast.coordinator, cast.cycle).count()


# --- the page ---------------------------------------------------------------------------------------------------------
def test_overview_shows_the_own_region_only(cast: Cast) -> None:
    cast.participation()
    cast.participation(work_unit=cast.foreign_unit)
    assert "Lapas Kapuas" in page(cast.coordinator) and "Lapas Barito" not in page(cast.coordinator)
    assert "Lapas Kapuas" not in page(cast.foreign_coordinator)
    national = page(cast.admin)
    assert "Lapas Kapuas" in national and "Lapas Barito" in national
    narrowed = page(cast.admin, region=cast.other_kanwil.pk)
    assert "Lapas Barito" in narrowed and "Lapas Kapuas" not in narrowed
    assert "Lapas Kapuas" in page(cast.coordinator, region=cast.other_kanwil.pk), "no filter of a coordinator"


def test_overview_figures_filter_the_list(cast: Cast) -> None:
    scenes.accepted(cast)
    cast.participation(work_unit=cast.neighbour)
    answer = scenes.browser(cast.coordinator).get(reverse(LIST), {"step": "diterima"})
    counts = {figure["label"]: figure["count"] for figure in answer.context["steps"]}
    assert counts == {
        "Belum diajukan": 1,
        "Permohonan diperiksa": 0,
        "Menunggu pencanangan": 1,
        "Sudah dicanangkan": 0,
    }
    text = answer.content.decode()
    assert "Lapas Kapuas" in text and "Lapas Landak" not in text
    chosen = next(figure for figure in answer.context["steps"] if figure["active"])
    assert (chosen["label"], chosen["url"]) == ("Menunggu pencanangan", "?")
    assert "Lapas Landak" not in page(cast.coordinator, lack="surat")
    assert "Tidak ada unit yang cocok" in page(cast.coordinator, lack="akun")


def test_overview_filters_by_words_kind_and_city(cast: Cast) -> None:
    cast.participation()
    cast.kanim.city = "Singkawang"
    cast.kanim.save()
    cast.participation(work_unit=cast.kanim)
    for query in ({"q": "singkawang"}, {"kind": "kanim"}, {"city": "Singkawang"}):
        text = page(cast.coordinator, **query)
        assert "Kanim Singkawang</a>" in text and "Lapas Kapuas</a>" not in text
    assert "Lapas Kapuas</a>" in page(cast.coordinator, city="Tidak ada", kind="x", step="x", lack="x")


@pytest.mark.parametrize("count", [1, 3])
def test_overview_queries(cast: Cast, client: Client, count: int, django_assert_num_queries) -> None:
    for number in range(count):
        unit = factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil)
        scenes.accepted(cast, unit)
    client.force_login(cast.coordinator)
    with django_assert_num_queries(8):
        assert len(client.get(reverse(LIST)).context["rows"]) == count
    client.force_login(cast.admin)
    with django_assert_num_queries(8):
        client.get(reverse(LIST))


def test_overview_without_a_cycle(cast: Cast) -> None:
    cast.cycle.status = "archived"
    cast.cycle.save()
    assert "Belum ada siklus yang berjalan" in page(cast.coordinator)
    assert scenes.browser(cast.coordinator).get(reverse(EXPORT)).status_code == 404


# --- the list as a file -----------------------------------------------------------------------------------------------
def cells(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_export_is_exactly_what_is_filtered(cast: Cast) -> None:
    scenes.accepted(cast)
    cast.participation(work_unit=cast.neighbour)
    cast.participation(work_unit=cast.foreign_unit)
    cast.neighbour.name = "=1+1"
    cast.neighbour.save()
    browser = scenes.browser(cast.coordinator)
    everything = cells(browser.get(reverse(EXPORT)).content)
    assert "Lapas Kapuas" in everything and "=1+1" in everything and "Lapas Barito" not in everything
    assert "<f>" not in everything and "tidak disaring" in everything
    answer = browser.get(reverse(EXPORT), {"step": "diterima", "lack": "surat"})
    text = cells(answer.content)
    assert "Lapas Kapuas" in text and "=1+1" not in text
    assert "status: Menunggu pencanangan; yang kurang: Surat pernyataan belum dicetak" in text
    assert "Surat pernyataan belum dicetak; Pindaian surat belum diunggah" in text
    assert answer["Cache-Control"] == "private, no-store"
    assert "ori@unit.test" not in text and "Kepala Contoh" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_export_queries(cast: Cast, client: Client, count: int, django_assert_num_queries) -> None:
    for number in range(count):
        scenes.accepted(cast, factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil))
    client.force_login(cast.coordinator)
    with django_assert_num_queries(6):
        client.get(reverse(EXPORT))
