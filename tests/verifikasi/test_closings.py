"""What pages say before, at and after the closing; and that the pages of the last hours stay light."""

import datetime as dt
import gzip
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Participation, Window
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi.queries import closings
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.verifikasi import scenes
from units.models import Role

TICK = dt.timedelta(microseconds=1)
ZONES = [("Asia/Jakarta", "61", "WIB"), ("Asia/Makassar", "73", "WITA"), ("Asia/Jayapura", "94", "WIT")]


def closing_in(span: dt.timedelta) -> dt.datetime:
    at = timezone.now() + span
    Window.objects.filter(stage=Stage.VERIFIKASI).update(closes_at=at)
    return at


def page(person: Any, route: str, row: Participation) -> str:
    client = Client()
    client.force_login(person)
    return " ".join(client.get(reverse(route, args=[row.pk])).content.decode().split())


@pytest.mark.parametrize(("zone", "code", "name"), ZONES)
def test_instant_is_told_in_both_zones(cast: Cast, zone: str, code: str, name: str) -> None:
    place = factories.unit(f"Lapas {code}", province=factories.province(code, timezone=zone))
    operator = factories.posted(Role.OPERATOR, place, "Wati Operator")
    row = factories.participation(place, cast.cycle, State.DECLARED)
    at = closing_in(dt.timedelta(hours=2, minutes=14, seconds=30))
    for route in ("verifikasi_sheet", "verifikasi_submit"):
        text = page(operator, route, row)
        assert f"Segera ditutup: {dates.deadline(at, zone)}" in text
        assert dates.clock(at) in text and f"{dates.clock(at, zone)}" in text
        assert name in text
        assert "<strong>2 jam 14 menit</strong>" in text
        assert f"masih diterima sampai pukul {dates.clock(at + dt.timedelta(minutes=15), zone)}" in text


@pytest.mark.parametrize(("moved", "has_come"), [(-TICK, False), (TICK * 0, True), (TICK, True)])
@pytest.mark.parametrize(("zone", "code", "name"), ZONES)
def test_one_microsecond_before_at_and_after(
    cast: Cast, zone: str, code: str, name: str, moved: dt.timedelta, has_come: bool
) -> None:
    place = factories.unit(f"Lapas {code}", province=factories.province(code, timezone=zone))
    row = scenes.fresh(factories.participation(place, cast.cycle, State.DECLARED))
    at = Window.objects.filter(stage=Stage.VERIFIKASI)[0].closes_at
    found = closings.closing_for(row, at + moved)
    assert found is not None
    assert found.has_come is has_come
    assert has_come or found.left == "kurang dari 1 menit"
    assert ("tidak dapat lagi diubah" in found.sentences[0]) is has_come


def test_page_after_the_closing_says_what_holds_and_whom_to_ask(cast: Cast) -> None:
    row = scenes.declared(cast)
    at = closing_in(-dt.timedelta(minutes=1))
    text = page(cast.operator, "verifikasi_submit", row)
    assert f"Sudah ditutup: {dates.deadline(at, 'Asia/Jakarta')}" in text
    assert "Unggahan yang dimulai sebelum penutupan masih diterima" in text
    assert "hubungi Kantor Wilayah Khatulistiwa; admin pusat dapat mengusulkan perpanjangan" in text
    closing_in(-dt.timedelta(minutes=16))
    assert "masih diterima" not in page(cast.operator, "verifikasi_sheet", row)


def test_repair_that_is_over_goes_back_as_it_is(cast: Cast, private_files: Any) -> None:
    row = scenes.returned(cast)
    until = timezone.now() + dt.timedelta(hours=3)
    Participation.objects.filter(pk=row.pk).update(until=until)
    text = page(cast.operator, "verifikasi_sheet", row)
    assert dates.deadline(until, "Asia/Jakarta") in text
    assert "kembali kepada verifikator sebagaimana adanya" in text


def test_nothing_is_said_while_there_is_time_or_nothing_to_do(cast: Cast, private_files: Any) -> None:
    row = scenes.declared(cast)
    closing_in(dt.timedelta(days=4))
    assert "penutupan" not in page(cast.operator, "verifikasi_sheet", row)
    scenes.fill(row, cast.operator)
    scenes.submit(row, cast.operator)
    closing_in(dt.timedelta(hours=1))
    assert "Segera ditutup" not in page(cast.operator, "verifikasi_sheet", row)


def test_press_one_moment_before_counts_and_at_the_instant_not(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = scenes.declared(cast)
    scenes.fill(row, cast.operator)
    closing_in(dt.timedelta(0))
    with pytest.raises(MoveRefused, match="sudah ditutup"):
        scenes.submit(row, cast.operator)
    closing_in(dt.timedelta(seconds=30))
    assert scenes.submit(row, cast.operator).receipt_number


@pytest.mark.parametrize("route", ["verifikasi_sheet", "verifikasi_submit"])
def test_pages_of_the_last_day_stay_light(cast: Cast, route: str, django_assert_max_num_queries: Any) -> None:
    """Under 10 KB over the wire, and no query more for the closing."""
    cast.cycle.instrument = scenes.instrument(21)
    cast.cycle.save()
    row = scenes.declared(cast)
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(cast.operator)
    closing_in(dt.timedelta(days=10))
    with django_assert_max_num_queries(25) as before:
        client.get(reverse(route, args=[row.pk]))
    closing_in(dt.timedelta(hours=1))
    with django_assert_max_num_queries(len(before)):
        sent = client.get(reverse(route, args=[row.pk])).content
    assert len(sent) < 10_000
    assert b"Segera ditutup" in gzip.decompress(sent)


def test_indicator_page_of_the_last_day_stays_light(cast: Cast, private_files: Any) -> None:
    """Twelve photos cost no query more than three, and few bytes."""
    row = scenes.declared(cast)
    scenes.answer(row, cast.operator, "A1", "ada")
    closing_in(dt.timedelta(hours=1))
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(cast.operator)
    asked = []
    for seeds in (range(3), range(3, 12)):
        for seed in seeds:
            scenes.attach(row, cast.operator, file=scenes.photo(seed))
        with CaptureQueriesContext(connection) as queries:
            sent = client.get(scenes.item(row).url).content
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 30
    assert gzip.decompress(sent).count(b"foto-") >= 12
    assert len(sent) < 15_000
