"""What a unit's own schedule means in stage 1: extended, or gone by without a ceremony."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.cycle import extensions
from assessments.cycle.models import Cycle, Participation, Window
from assessments.cycle.states import Stage
from assessments.pencanangan import queries, rules
from assessments.pencanangan.queries import days_of
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.pencanangan import scenes
from units.models import Kind, User


def fresh(row: Participation) -> Participation:
    return Participation.objects.select_related("cycle", "coordinator", "work_unit").get(pk=row.pk)


def extended(cast: Cast, row: Participation, days: int = 45) -> None:
    """A later closing for one unit, decided."""
    made = extensions.extend(
        cycle=cast.cycle,
        stage=Stage.PENCANANGAN,
        participation=row,
        closes_at=timezone.now() + dt.timedelta(days=days),
        reason="Banjir bandang",
        by=cast.admin,
        path="/",
    )
    extensions.decide_extension(extension=made, by=cast.leadership, approve=True)


def page(person: User, route: str, *args: object, **query: object) -> str:
    return scenes.browser(person).get(reverse(route, args=args), query).content.decode()


# --- gone by without a ceremony ---------------------------------------------------------------------------------------
def test_unit_whose_window_has_closed_gets_no_account_and_reads_whom_to_ask(cast: Cast) -> None:
    row = cast.participation()
    assert "berakhir" not in queries.no_account_yet(fresh(row))
    factories.close_window(row, Stage.PENCANANGAN)
    last = dates.plain_date(days_of(Window.objects.get(stage=Stage.PENCANANGAN, category=row.category))[1])
    sentence = (
        f"Jadwal pencanangan unit ini berakhir {last} tanpa acara pencanangan, sehingga akun operator tidak diberikan. "
        "Perpanjangan diajukan melalui Kantor Wilayah Khatulistiwa kepada admin pusat."
    )
    assert queries.no_account_yet(fresh(row)) == sentence
    assert rules.account(fresh(row)) == [sentence]
    for person in (cast.operator, cast.head, cast.coordinator, cast.admin, cast.verifier):
        for route in ("participation", "pencanangan_unit"):
            assert page(person, route, row.pk).count(sentence) == 1, (person, route)


def test_applying_is_not_offered_after_the_window(cast: Cast) -> None:
    row = cast.participation()
    apply = reverse("pencanangan_apply")
    for route in ("participation", "pencanangan_unit"):
        assert apply in page(cast.coordinator, route, row.pk)
    factories.close_window(row, Stage.PENCANANGAN)
    for person in (cast.coordinator, cast.head):
        for route in ("participation", "pencanangan_unit"):
            assert apply not in page(person, route, row.pk), (person, route)
    assert queries.missing(fresh(row), cast.coordinator) == []


def test_days_hint_is_what_all_units_share(cast: Cast) -> None:
    row, other = cast.participation(), cast.participation(work_unit=cast.neighbour)
    first, last = days_of(Window.objects.get(stage=Stage.PENCANANGAN, category=row.category))
    words = f"Di dalam jadwal pencanangan: {dates.long_date(first)} sampai {dates.long_date(last)}."
    extended(cast, row)
    assert queries.days_hint([fresh(row), fresh(other)]) == words
    assert queries.days_hint([fresh(row)]) != words
    assert queries.days_hint([]) == ""


def test_unit_without_an_office_asks_the_admin(cast: Cast) -> None:
    row = cast.participation(work_unit=factories.unit("Ditjen Contoh", kind=Kind.ECHELON1))
    factories.close_window(row, Stage.PENCANANGAN)
    assert queries.missed(fresh(row)).endswith("Perpanjangan diajukan kepada admin pusat.")


def test_unit_whose_papers_were_not_filed_in_time(cast: Cast) -> None:
    row = scenes.only(scenes.accepted(cast))
    factories.close_window(row, Stage.PENCANANGAN)
    assert queries.missed(fresh(row)) == "", "papers may be filed for some days more"
    Window.objects.update(closes_at=timezone.now() - dt.timedelta(days=15))
    assert "pencanangannya belum dicatat, sehingga akun operator tidak diberikan." in queries.missed(fresh(row))
    Cycle.objects.update(account_after="permohonan")
    assert "pencanangannya belum dicatat. Perpanjangan" in queries.missed(fresh(row))


def test_declared_unit_has_missed_nothing(cast: Cast, django_assert_num_queries) -> None:
    row = fresh(scenes.declared(cast)[0])
    factories.close_window(row, Stage.PENCANANGAN)
    with django_assert_num_queries(0):
        assert queries.missed(row) == ""


# --- extended ---------------------------------------------------------------------------------------------------------
def test_extended_unit_may_hold_its_ceremony_later(cast: Cast) -> None:
    row, neighbour = cast.participation(), cast.participation(work_unit=cast.neighbour)
    day = dates.today() + dt.timedelta(days=40)
    assert rules.ceremony_date(fresh(row), day)
    extended(cast, row)
    assert rules.ceremony_date(fresh(row), day) == []
    assert rules.ceremony_date(fresh(neighbour), day)
    beyond = rules.ceremony_date(fresh(row), dates.today() + dt.timedelta(days=50))
    assert "di luar jadwal pencanangan Lapas Kapuas yang diperpanjang" in beyond[0]


def test_extended_unit_files_its_papers_later(cast: Cast) -> None:
    row = cast.participation()
    before = queries.filing_until(fresh(row))
    extended(cast, row)
    after = queries.filing_until(fresh(row))
    assert before and after and after - before > dt.timedelta(days=14)


@pytest.mark.parametrize("route", ["participation", "pencanangan_unit"])
def test_extension_stands_on_the_units_pages_with_its_reason(cast: Cast, route: str) -> None:
    row = cast.participation()
    assert "diperpanjang" not in page(cast.operator, route, row.pk)
    extended(cast, row)
    text = page(cast.operator, route, row.pk)
    assert "unit ini diperpanjang sampai" in text and "Alasan: Banjir bandang" in text


def test_only_extended_units_can_be_chosen_after_the_window(cast: Cast) -> None:
    row = cast.participation()
    cast.participation(work_unit=cast.neighbour)
    extended(cast, row)
    factories.close_window(row, Stage.PENCANANGAN)
    text = page(cast.coordinator, "pencanangan_apply", tampil="semua")
    assert "Jadwal ini diperpanjang: Banjir bandang" in text
    assert f'value="{row.pk}"' in text
    assert text.count("Jadwal pencanangan unit ini tidak sedang dibuka") == 1


@pytest.mark.parametrize("count", [1, 5])
def test_choosing_many_units_reads_their_windows_at_once(cast: Cast, count: int, django_assert_num_queries) -> None:
    for _ in range(count):
        cast.participation(work_unit=factories.unit(coordinator=cast.kanwil))
    rows = list(Participation.objects.select_related("cycle", "work_unit", "coordinator", "nomination"))
    user = User.objects.get(pk=cast.coordinator.pk)
    assert user.current_postings
    with django_assert_num_queries(2):
        assert rules.choose(rows, user) == []
        assert all(rules.ceremony_date(row, dates.today()) == [] for row in rows)
