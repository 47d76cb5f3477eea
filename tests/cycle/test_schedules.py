"""Cycles and windows: what an admin sets at once, and what a second person must approve."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.cycle import schedules
from assessments.cycle.models import Cycle, Participation, Window, WindowChange
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from p2ham.lib.dates import WIB
from tests.cast import Cast


def local(value: dt.datetime) -> str:
    return value.astimezone(WIB).strftime("%Y-%m-%dT%H:%M:%S")


def test_window_that_has_not_opened_is_set_at_once(cast: Cast, client: Client) -> None:
    window = cast.cycle.windows.get(stage=Stage.PENILAIAN, category="kementerian")
    Window.objects.filter(pk=window.pk).update(opens_at=timezone.now() + dt.timedelta(days=3))
    opens, closes = timezone.now() + dt.timedelta(days=5), timezone.now() + dt.timedelta(days=50)
    client.force_login(cast.admin)
    data = {"opens_at": local(opens), "closes_at": local(closes), "reason": ""}
    assert client.post(reverse("cycle_window", args=[window.pk]), data).status_code == 302
    window.refresh_from_db()
    assert local(window.closes_at) == local(closes)


def test_running_window_changes_only_by_a_second_person(cast: Cast, client: Client) -> None:
    participation = cast.participation(State.DECLARED)
    window = cast.cycle.windows.get(stage=Stage.VERIFIKASI, category="kementerian")
    before, later = window.closes_at, window.closes_at + dt.timedelta(days=7)
    data = {"opens_at": local(window.opens_at), "closes_at": local(later), "reason": "Gempa di Kalimantan"}
    client.force_login(cast.admin)
    assert client.post(reverse("cycle_window", args=[window.pk]), data).status_code == 302
    window.refresh_from_db()
    assert window.closes_at == before
    change = WindowChange.objects.get()
    address = reverse("cycle_window_change", args=[change.pk])
    page = client.post(address, {"decision": "approve", "note": ""}).content.decode()
    assert "Usulan ini diputuskan oleh pimpinan." in page
    client.force_login(cast.leadership)
    assert any(task.url == address for task in client.get(reverse("home")).context["tasks"])
    client.post(address, {"decision": "approve", "note": ""})
    window.refresh_from_db()
    assert local(window.closes_at) == local(later)
    assert local(Participation.objects.get(pk=participation.pk).until) == local(later)


def test_changed_window_leaves_a_repair_date_that_lies_before_it(cast: Cast) -> None:
    repair = timezone.now() + dt.timedelta(days=5)
    window = cast.cycle.windows.get(stage=Stage.VERIFIKASI, category="kementerian")
    returned = cast.participation(State.RETURNED)
    waiting = cast.participation(State.SUBMITTED, cast.neighbour)
    Participation.objects.filter(pk=returned.pk).update(until=repair)
    Participation.objects.filter(pk=waiting.pk).update(until=window.closes_at)
    for days, expected in ((40, repair), (2, None)):
        closes = timezone.now() + dt.timedelta(days=days)
        change = schedules.set_window(
            window=window, opens_at=window.opens_at, closes_at=closes, reason="Uji", by=cast.admin, path="/"
        )
        assert change is not None
        schedules.decide_window(change=change, by=cast.leadership, approve=True)
        returned.refresh_from_db()
        waiting.refresh_from_db()
        assert returned.until == (expected or closes)
        assert waiting.until == closes
        window.refresh_from_db()


def test_running_window_needs_a_reason(cast: Cast) -> None:
    window = cast.cycle.windows.get(stage=Stage.VERIFIKASI, category="kementerian")
    with pytest.raises(MoveRefused) as refused:
        schedules.set_window(
            window=window,
            opens_at=window.opens_at,
            closes_at=window.closes_at + dt.timedelta(days=1),
            reason=" ",
            by=cast.admin,
            path="/",
        )
    assert refused.value.sentences == ["Jadwal ini sudah berjalan. Tuliskan alasan perubahannya."]


def test_refused_change_leaves_the_window_and_needs_a_note(cast: Cast) -> None:
    window = cast.cycle.windows.get(stage=Stage.VERIFIKASI, category="kementerian")
    change = schedules.set_window(
        window=window,
        opens_at=window.opens_at,
        closes_at=window.closes_at + dt.timedelta(days=1),
        reason="Banjir",
        by=cast.admin,
        path="/",
    )
    assert change is not None
    with pytest.raises(MoveRefused):
        schedules.decide_window(change=change, by=cast.leadership, approve=False)
    schedules.decide_window(change=change, by=cast.leadership, approve=False, note="Belum perlu")
    before = window.closes_at
    window.refresh_from_db()
    assert window.closes_at == before


def test_window_is_open_until_its_closing_instant(cast: Cast) -> None:
    window = Window(opens_at=dt.datetime(2024, 1, 1, tzinfo=WIB), closes_at=dt.datetime(2024, 3, 30, tzinfo=WIB))
    tick = dt.timedelta(microseconds=1)
    assert window.is_open(window.opens_at)
    assert not window.is_open(window.opens_at - tick)
    assert window.is_open(window.closes_at - tick)
    assert not window.is_open(window.closes_at)


def test_create_cycle_copies_and_moves_the_windows(cast: Cast, client: Client) -> None:
    client.force_login(cast.admin)
    Cycle.objects.update(mend_days=6)
    year = cast.cycle.year + 1
    data = {
        "year": year, "title": f"P2HAM {year}", "instrument": cast.cycle.instrument.pk, "template": cast.cycle.pk,
    }  # fmt: skip
    assert client.post(reverse("cycle_new"), data).status_code == 302
    made = Cycle.objects.get(year=year)
    assert made.mend_days == 6
    assert made.windows.count() == cast.cycle.windows.count()
    assert made.signatories.count() == cast.cycle.signatories.count()
    page = client.post(reverse("cycle_new"), data).content.decode()
    assert f"Siklus {year} sudah ada." in page


def test_cycle_pages_show_and_save(cast: Cast, client: Client) -> None:
    client.force_login(cast.admin)
    assert client.get(reverse("cycles")).status_code == 200
    page = client.get(reverse("cycle", args=[cast.cycle.pk])).content.decode()
    assert "WIB" in page
    client.post(reverse("cycle_enrol", args=[cast.cycle.pk]))
    assert cast.cycle.participations.count() == 6
    address = reverse("cycle_edit", args=[cast.cycle.pk])
    data = dict(client.get(address).context["form"].initial)
    data |= {"legal_basis": "Satu\nDua", "addressee": "Yth. Direktur", "repair_days": 10, "mend_days": 5}
    assert client.post(address, data).status_code == 302
    cast.cycle.refresh_from_db()
    assert (cast.cycle.legal_basis, cast.cycle.repair_days, cast.cycle.mend_days) == (["Satu", "Dua"], 10, 5)
    assert "5 hari" in client.get(reverse("cycle", args=[cast.cycle.pk])).content.decode()
    for days in (0, 31):
        page = client.post(address, data | {"mend_days": days}).content.decode()
        assert "Hari penggantian berkas rusak antara 1 dan 30." in page
    signatory = cast.cycle.signatories.get(purpose="piagam")
    client.post(reverse("cycle_signatory", args=[signatory.pk]), {"name": "Baru Contoh", "title": "Menteri Contoh"})
    signatory.refresh_from_db()
    assert signatory.name == "Baru Contoh"


def test_cycle_pages_are_closed_to_others(cast: Cast, client: Client) -> None:
    for person in (cast.operator, cast.coordinator, cast.verifier, cast.nobody):
        client.force_login(person)
        assert client.get(reverse("cycles")).status_code == 404
        assert client.get(reverse("cycle", args=[cast.cycle.pk])).status_code == 404
        assert client.post(reverse("cycle_enrol", args=[cast.cycle.pk])).status_code == 404
