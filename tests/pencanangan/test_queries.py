"""What stage 1 tells other rooms: what waits, what is missing, its part of the unit's page."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import Stage, State
from assessments.pencanangan import queries, workflow
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from units.models import Invitation, Kind, User


def _titles(user: User) -> list[str]:
    return [card.title for card in queries.waiting_for(User.objects.get(pk=user.pk))]


# --- Tugas saya -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_waiting_for_the_office(cast: Cast, count: int, django_assert_num_queries) -> None:
    units = [factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil) for number in range(2 * count)]
    for unit in units[:count]:
        cast.participation(work_unit=unit)
    for unit in units[count:]:
        scenes.accepted(cast, unit)
    cast.participation(work_unit=cast.foreign_unit)
    Participation.objects.filter(state=State.REGISTERED).update(until=timezone.now() + dt.timedelta(days=9))
    user = User.objects.get(pk=cast.coordinator.pk)
    with django_assert_num_queries(7):
        cards = queries.waiting_for(user)
    assert cards[0].text.startswith(f"{count} unit belum diajukan. Tanpa acara sampai jadwal berakhir")
    assert [card.title for card in cards[1:]] == ["Catat pencanangan"] * count
    assert all(card.until for card in cards)


@pytest.mark.parametrize("count", [1, 3])
def test_waiting_for_the_admin(cast: Cast, count: int, django_assert_num_queries) -> None:
    for number in range(count):
        scenes.applied(cast, factories.unit(f"Lapas Nomor {number}", coordinator=cast.kanwil))
    scenes.accepted(cast, cast.neighbour)
    user = User.objects.get(pk=cast.admin.pk)
    with django_assert_num_queries(7):
        cards = queries.waiting_for(user)
    assert [card.title for card in cards] == ["Periksa permohonan pencanangan"] * count
    assert cards[0].unit == "Kantor Wilayah Khatulistiwa"


def test_waiting_for_the_admin_units_without_office(cast: Cast) -> None:
    lonely = cast.participation(work_unit=factories.unit("Ditjen Contoh", kind=Kind.ECHELON1))
    Participation.objects.update(until=timezone.now() + dt.timedelta(days=9))
    assert _titles(cast.admin) == ["Ajukan permohonan pencanangan"]
    assert _titles(cast.coordinator) == []
    Participation.objects.filter(pk=lonely.pk).delete()
    workflow.accept(
        application=scenes.applied(cast, factories.unit("Setjen Contoh", kind=Kind.ECHELON1), by=cast.admin),
        by=cast.admin,
    )
    assert _titles(cast.admin) == ["Catat pencanangan"]


def test_waiting_for_the_office_before_the_ceremony(cast: Cast) -> None:
    scenes.accepted(cast, date=dates.today() + dt.timedelta(days=3))
    assert _titles(cast.coordinator) == ["Siapkan acara pencanangan"]
    assert _titles(cast.foreign_coordinator) == []


def test_waiting_for_the_office_after_return(cast: Cast) -> None:
    workflow.send_back(application=scenes.applied(cast), by=cast.admin, note="Perbaiki tempatnya.")
    assert _titles(cast.coordinator) == ["Perbaiki permohonan yang dikembalikan", "Ajukan permohonan pencanangan"]


def test_waiting_for_the_office_after_the_window(cast: Cast) -> None:
    participation = cast.participation()
    participation.until = timezone.now() - dt.timedelta(minutes=1)
    participation.save()
    assert _titles(cast.coordinator) == []


def test_waiting_for_the_office_invitation_expired(cast: Cast) -> None:
    scenes.declared(cast)
    assert _titles(cast.coordinator) == []
    Invitation.objects.update(expires_at=timezone.now())
    assert _titles(cast.coordinator) == ["Undang operator unit"]


@pytest.mark.parametrize("person", ["operator", "head", "verifier", "assessor", "lead", "leadership", "nobody"])
def test_waiting_for_others(cast: Cast, person: str) -> None:
    scenes.applied(cast)
    assert _titles(getattr(cast, person)) == []


# --- what is missing ------------------------------------------------------------------------------------------------
def test_missing(cast: Cast) -> None:
    participation = cast.participation()
    apply_url = f"{reverse('pencanangan_apply')}?unit={participation.pk}"
    found = queries.missing(participation, cast.coordinator)
    assert found == [("Permohonan pencanangan unit ini belum diajukan.", apply_url)]
    assert queries.missing(participation, cast.operator) == []


def test_missing_before_the_declaration(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast, witnessed=False))
    assert [text for text, _ in queries.missing(participation, cast.coordinator)] == [
        "Saksi dari Direktorat Jenderal HAM belum dicatat.",
        "Saksi dari Forkopimda belum dicatat.",
        "Surat pernyataan belum dicetak.",
        "Pindaian surat pernyataan yang sudah ditandatangani belum diunggah.",
        "Operator unit belum dicatat.",
    ]


def test_missing_nothing(cast: Cast) -> None:
    assert queries.missing(scenes.ready(cast), cast.coordinator) == []


# --- the unit's page ------------------------------------------------------------------------------------------------
def _panel(participation: Participation, user: User) -> str:
    panel = queries.panel(participation, user)
    return render_to_string(panel.template, panel.context)


def test_panel_not_yet_applied_for(cast: Cast) -> None:
    participation = cast.participation()
    assert "Ajukan permohonan</a>" in _panel(participation, cast.coordinator)
    page = _panel(participation, cast.operator)
    assert "Ajukan permohonan sendiri" in page
    assert "Ajukan permohonan" not in _panel(participation, cast.admin)
    assert "Hubungi Kantor Wilayah Khatulistiwa" in page


def test_panel_declared(cast: Cast) -> None:
    participation = scenes.declared(cast)[0]
    application = reverse("pencanangan_application", args=[participation.applications.get().application_id])
    assert application in _panel(participation, cast.coordinator)
    page = _panel(participation, cast.operator)
    assert application not in page
    assert reverse("pencanangan_letter", args=[participation.pk]) in page
    assert dates.long_date(dates.today()) in page


def test_panel_queries(cast: Cast, django_assert_num_queries) -> None:
    participation = scenes.declared(cast)[0]
    user = User.objects.get(pk=cast.coordinator.pk)
    with django_assert_num_queries(7):
        queries.panel(Participation.objects.with_place().get(pk=participation.pk), user)


def test_days_of_a_window(cast: Cast) -> None:
    window = cast.cycle.windows.filter(stage=Stage.PENCANANGAN)[0]
    window.opens_at = dt.datetime(2024, 1, 1, tzinfo=dates.WIB)
    window.closes_at = dt.datetime(2024, 3, 30, tzinfo=dates.WIB)
    assert queries.days_of(window) == (dt.date(2024, 1, 1), dt.date(2024, 3, 29))
