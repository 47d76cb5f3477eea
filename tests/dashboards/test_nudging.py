"""Reminding exactly these units: the preview, one press, once per unit and day."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from assessments.cycle.models import Cycle, Participation, TimelineEntry
from assessments.cycle.states import Stage, State
from assessments.dashboards import nudging
from assessments.dashboards.models import Nudge
from assessments.verifikasi import workflow
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.dashboards.test_board import browser, page, row_of
from tests.races import together
from tests.verifikasi import scenes
from units.models import AuditEntry, InboxMessage, Posting, Role, User


def press(person: User, units: str) -> Any:
    return browser(person).post(reverse("board_remind"), {"units": units}, follow=True)


def test_preview_says_who_gets_what_and_who_not(cast: Cast, private_files: Any) -> None:
    scenes.submitted(cast)
    cast.participation(State.DECLARED, cast.neighbour)
    cast.participation(State.DECLARED, cast.kanim)
    text = page(cast.coordinator, "board_remind")
    assert "1 unit diingatkan, kepada 1 orang" in text
    assert "Tetangga Operator" in text
    assert "2 unit tidak diingatkan" in text
    assert "Tidak ada yang perlu dikerjakan unit: disampaikan." in text
    assert "Belum ada operator yang memiliki akun." in text
    assert Nudge.objects.count() == 0, "a GET writes nothing"


def test_press_reminds_exactly_these_once_a_day(cast: Cast) -> None:
    first, second = scenes.declared(cast), cast.participation(State.DECLARED, cast.neighbour)
    assert "1 unit diingatkan" in press(cast.coordinator, f"{first.pk}").content.decode()
    assert list(InboxMessage.objects.values_list("user", flat=True)) == [cast.operator.pk]
    body = InboxMessage.objects.get().body
    assert "Koko Koordinator mengingatkan Anda." in body
    assert "- A1: Pilih tingkat pemenuhan." in body
    assert f"Batas waktu: {dates.deadline(row_of(first).until, 'Asia/Jakarta')}." in body
    again = press(cast.coordinator_head, f"{first.pk},{second.pk}").content.decode()
    assert "1 unit diingatkan" in again
    assert "1 unit tidak diingatkan lagi" in again
    assert InboxMessage.objects.filter(user=cast.operator).count() == 1
    assert "Sudah diingatkan hari ini" in page(cast.coordinator, "board_remind")
    assert TimelineEntry.objects.filter(text__startswith="Unit diingatkan: 0 dari 4").count() == 2
    assert [row.data["units"] for row in AuditEntry.objects.filter(action="ingatkan")] == [[first.pk], [second.pk]]
    Nudge.objects.update(day=dates.today() - dt.timedelta(days=1))
    assert "1 unit diingatkan" in press(cast.coordinator, f"{first.pk}").content.decode()


def test_foreign_unit_is_not_reminded(cast: Cast) -> None:
    row = cast.participation(State.DECLARED, cast.foreign_unit)
    press(cast.coordinator, f"{row.pk},x,{10**30}")
    assert Nudge.objects.count() == InboxMessage.objects.count() == 0


@pytest.mark.parametrize("who", ["leadership", "observer"])
def test_who_only_watches_does_not_remind(cast: Cast, who: str) -> None:
    row = scenes.declared(cast)
    person = cast.everybody[who]
    assert "hanya dapat melihat papan" in page(person, "board_remind")
    assert "hanya dapat melihat papan" in press(person, f"{row.pk}").content.decode()
    assert Nudge.objects.count() == 0


def test_person_with_several_units_gets_one_message(cast: Cast) -> None:
    rows = [scenes.declared(cast), cast.participation(State.DECLARED, cast.neighbour)]
    Posting.objects.create(user=cast.operator, role=Role.OPERATOR, work_unit=cast.neighbour)
    nudging.nudge(rows=rows, by=cast.coordinator)
    (message,) = InboxMessage.objects.filter(user=cast.operator)
    assert message.subject.endswith("2 unit")
    assert "Lapas Kapuas: " in message.body and "Lapas Landak: " in message.body


def test_head_who_is_asked_to_release_is_reminded_too(cast: Cast) -> None:
    Cycle.objects.update(head_releases=True)
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    workflow.ask_release(participation=scenes.fresh(unit), by=cast.operator)
    (line,) = nudging.nudge(rows=[unit], by=cast.coordinator)
    assert {person.name for person in line.people} == {cast.head.name, cast.operator.name}
    assert line.lacks == "menunggu kepala unit melepas penyampaian"


def test_closed_unit_is_not_reminded(cast: Cast) -> None:
    unit = scenes.declared(cast)
    factories.close_window(unit, Stage.VERIFIKASI)
    assert nudging.nudge(rows=[unit], by=cast.coordinator) == []
    assert "Jadwalnya sudah ditutup" in page(cast.coordinator, "board_remind")


def test_too_many_units_are_refused_with_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudging, "MOST", 1)
    rows = [scenes.declared(cast), cast.participation(State.DECLARED, cast.neighbour)]
    assert "Terlalu banyak unit sekaligus" in page(cast.coordinator, "board_remind")
    text = press(cast.coordinator, ",".join(str(row.pk) for row in rows)).content.decode()
    assert "paling banyak 1 unit" in text
    assert Nudge.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_preview_costs_the_same_for_one_and_three_units(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    for place in (cast.unit, cast.neighbour, cast.kanim)[:count]:
        cast.participation(State.DECLARED, place)
    rows = list(Participation.objects.with_place())
    with django_assert_num_queries(13):
        assert len(nudging.lines(rows)) == count


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_several_press_at_once_and_the_unit_is_reminded_once() -> None:
    cast = Cast()
    rows = [scenes.declared(cast), cast.participation(State.DECLARED, cast.neighbour)]
    senders = (cast.coordinator, cast.coordinator_head, cast.admin, cast.verifier)
    acts = [lambda by=by: nudging.nudge(rows=rows, by=by) for by in senders]
    assert together(acts) == {"done": 4}
    assert Nudge.objects.count() == InboxMessage.objects.count() == 2
