"""Digests: to those with something left to do, once per person and day, whatever happens to the clock or the mail server."""

import datetime as dt
import os
import signal
import socket
import threading
import warnings
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from assessments.cycle.models import Approval, Cycle, Extension, Participation, Window
from assessments.cycle.states import EXTEND, Stage, State
from assessments.dashboards import digests, tasks
from assessments.dashboards.models import Reminder
from assessments.verifikasi import workflow
from assessments.verifikasi.models import CheckAssignment
from assessments.verifikasi.queries import duties
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.races import together
from tests.verifikasi import scenes
from units.models import InboxMessage, OutgoingMail, Posting, Role, User, WorkUnit
from units.tasks import send_due

LONG_AGO = dt.timedelta(days=40)


def morning(days: int = 0, hour: int = 9) -> dt.datetime:
    """Today, or so many days later, at work."""
    return dt.datetime.combine(dates.today() + dt.timedelta(days=days), dt.time(hour), dates.WIB)


def closing(days: int) -> dt.datetime:
    return dt.datetime.combine(dates.today() + dt.timedelta(days=days), dt.time(23, 59), dates.WIB)


def near(days: int = 7) -> None:
    """The window of every unit closes in so many days; all of them have had their task for long."""
    Window.objects.filter(stage=Stage.VERIFIKASI).update(closes_at=closing(days))
    Participation.objects.update(until=closing(days), state_since=timezone.now() - LONG_AGO)


def filling(cast: Cast, work_unit: WorkUnit | None = None, days: int = 7) -> Participation:
    row = cast.participation(State.DECLARED, work_unit)
    near(days)
    return scenes.fresh(row)


def extended(cast: Cast, days: int, **target: Any) -> None:
    """A later closing that a second person has approved."""
    approval = Approval.objects.create(
        move=EXTEND,
        cycle=cast.cycle,
        note="Banjir",
        proposed_by=cast.admin,
        decision=Approval.Decision.APPROVED,
        decided_by=cast.leadership,
        decided_at=timezone.now(),
    )
    Extension.objects.create(
        cycle=cast.cycle, stage=Stage.VERIFIKASI, closes_at=closing(days), approval=approval, **target
    )


def told(person: User) -> list[str]:
    """What stands in the person's inbox by way of digests."""
    found = InboxMessage.objects.filter(user=person, key__startswith="digest:").order_by("pk")
    return [f"{row.subject}\n{row.body}" for row in found]


def everybody_told() -> set[str]:
    return set(InboxMessage.objects.filter(key__startswith="digest:").values_list("user__name", flat=True))


# --- to whom -----------------------------------------------------------------------------------------------------------
def test_operator_and_region_of_a_unit_that_has_not_submitted(cast: Cast) -> None:
    row = filling(cast)
    assert digests.send(morning()) == 3
    assert everybody_told() == {cast.operator.name, cast.coordinator.name, cast.coordinator_head.name}
    (text,) = told(cast.operator)
    assert "batas waktu Lapas Kapuas 7 hari lagi" in text
    assert dates.long_datetime(closing(7)) in text
    assert "0 dari 4 indikator lengkap" in text
    assert "- A1: Pilih tingkat pemenuhan." in text
    assert "A1: Pilih" not in told(cast.coordinator)[0], "who guides reads how far it is, not every gap"
    mail = OutgoingMail.objects.get(to=cast.operator.email)
    assert f"/kepesertaan/{row.pk}/isian/" in mail.body
    assert mail.subject in text


def test_nobody_is_told_of_a_unit_that_has_submitted(cast: Cast, private_files: Any) -> None:
    scenes.submitted(cast)
    near()
    assert digests.send(morning()) == 0


def test_complete_sheet_that_is_not_submitted_is_told(cast: Cast) -> None:
    row = filling(cast)
    scenes.fill(row, cast.operator)
    digests.send(morning())
    assert "semua indikator lengkap, tinggal disampaikan" in told(cast.operator)[0]


def test_head_who_is_asked_to_release_is_told_until_it_is_done(cast: Cast) -> None:
    Cycle.objects.update(head_releases=True)
    row = filling(cast)
    scenes.fill(row, cast.operator)
    asked = workflow.ask_release(participation=scenes.fresh(row), by=cast.operator)
    type(asked).objects.update(asked_at=timezone.now() - LONG_AGO)
    digests.send(morning())
    assert "Lepas penyampaian data dukung" in told(cast.head)[0]
    workflow.release(release=asked, by=cast.head)
    near(3)
    InboxMessage.objects.all().delete()
    assert digests.send(morning()) == 0


def test_verifier_to_whom_a_unit_was_given_is_told(cast: Cast, private_files: Any) -> None:
    row = scenes.submitted(cast)
    CheckAssignment.objects.create(participation=row, verifier=cast.verifier, assigned_by=cast.lead)
    near()
    assert digests.send(morning()) == 1
    assert "Periksa data dukung" in told(cast.verifier)[0]
    assert told(cast.second_verifier) == []


def test_right_that_ended_is_not_reminded(cast: Cast) -> None:
    filling(cast)
    Posting.objects.filter(user=cast.operator).update(valid_until=dates.today() - dt.timedelta(days=1))
    User.objects.filter(pk=cast.coordinator.pk).update(is_active=False)
    digests.send(morning())
    assert everybody_told() == {cast.coordinator_head.name}


def test_archived_cycle_is_not_reminded(cast: Cast) -> None:
    filling(cast)
    Cycle.objects.update(status=Cycle.Status.ARCHIVED)
    assert digests.send(morning()) == 0


def test_person_with_two_roles_reads_of_each_unit_once_as_who_does_it(cast: Cast) -> None:
    """Who fills a sheet and guides it for the region is told to fill it; of the neighbour, to guide it."""
    Posting.objects.create(user=cast.coordinator, role=Role.OPERATOR, work_unit=cast.unit, valid_from=dates.today())
    Posting.objects.create(
        user=cast.coordinator, role=Role.COORDINATOR_HEAD, work_unit=cast.kanwil, valid_from=dates.today()
    )
    filling(cast)
    filling(cast, cast.neighbour)
    digests.send(morning())
    (text,) = told(cast.coordinator)
    assert text.startswith("Pengingat: 2 unit menunggu Anda")
    assert text.count("Isi dan sampaikan data dukung") == 1
    assert text.count("Dampingi unit ini") == 1
    assert text.index("1. Lapas Kapuas: Isi") < text.index("2. Lapas Landak: Dampingi")
    assert OutgoingMail.objects.filter(to=cast.coordinator.email).count() == 1


# --- when --------------------------------------------------------------------------------------------------------------
def test_nothing_before_the_morning(cast: Cast) -> None:
    filling(cast)
    assert digests.send(morning(hour=7)) == 0
    assert digests.send(morning(hour=8)) == 3


@pytest.mark.parametrize("days", [14, 7, 3, 1])
def test_milestones(cast: Cast, days: int) -> None:
    filling(cast, days=days)
    assert digests.send(morning()) == 3


@pytest.mark.parametrize("days", [15, 0])
def test_no_milestone_has_come_or_it_is_the_last_day(cast: Cast, days: int) -> None:
    filling(cast, days=days)
    if days == 0:
        Participation.objects.update(state_since=timezone.now())
    assert digests.send(morning()) == 0


def test_late_clock_tells_the_nearest_once_and_nothing_that_was_missed(cast: Cast) -> None:
    filling(cast, days=2)
    assert digests.send(morning()) == 3
    assert set(Reminder.objects.values_list("days", flat=True)) == {3}
    assert digests.send(morning(hour=15)) == 0
    assert digests.send(morning(1)) == 3, "the eve has its own"
    assert digests.send(morning(2)) == 0


def test_day_without_a_new_milestone_is_quiet(cast: Cast) -> None:
    filling(cast, days=7)
    digests.send(morning())
    assert [digests.send(morning(day)) for day in (1, 2, 3)] == [0, 0, 0]
    assert digests.send(morning(4)) == 3


# --- one digest --------------------------------------------------------------------------------------------------------
def test_region_gets_one_digest_with_the_nearest_first_and_no_foreign_unit(cast: Cast) -> None:
    for place in (cast.unit, cast.neighbour, cast.foreign_unit):
        filling(cast, place)
    row = Participation.objects.get(work_unit=cast.neighbour)
    Participation.objects.filter(pk=row.pk).update(until=closing(9))
    extended(cast, 9, participation=row)
    digests.send(morning())
    (text,) = told(cast.coordinator)
    assert text.startswith("Pengingat: 2 unit menunggu Anda, batas waktu terdekat 7 hari lagi")
    assert text.index("1. Lapas Kapuas") < text.index("2. Lapas Landak")
    assert "Lapas Barito" not in text
    assert OutgoingMail.objects.filter(to=cast.coordinator.email).count() == 1


@pytest.mark.parametrize("whom", ["unit", "region"])
def test_extension_is_honoured(cast: Cast, whom: str) -> None:
    row = filling(cast, days=3)
    other = filling(cast, cast.foreign_unit, days=3)
    target = {"participation": row} if whom == "unit" else {"coordinator": cast.kanwil}
    extended(cast, 20, **target)
    Participation.objects.filter(pk=row.pk).update(until=closing(20))
    digests.send(morning())
    assert everybody_told() == {cast.foreign_operator.name, cast.foreign_coordinator.name}
    digests.send(morning(13))
    assert cast.operator.name in everybody_told()
    assert set(Reminder.objects.filter(participation=row).values_list("days", "closes_at")) == {(7, closing(20))}
    assert set(Reminder.objects.filter(participation=other).values_list("days", flat=True)) == {3}


def test_extension_after_a_reminder_is_reminded_anew(cast: Cast) -> None:
    row = filling(cast, days=7)
    digests.send(morning())
    extended(cast, 10, participation=row)
    Participation.objects.update(until=closing(10))
    digests.send(morning(3))
    assert len(told(cast.operator)) == 2


def test_date_of_a_repair_is_the_deadline(cast: Cast, private_files: Any) -> None:
    row = scenes.returned(cast)
    near(20)
    Participation.objects.filter(pk=row.pk).update(until=closing(3))
    digests.send(morning())
    assert dates.long_datetime(closing(3)) in told(cast.operator)[0]
    assert "A1: Jawab catatan verifikator" in told(cast.operator)[0]


def test_deadline_is_told_in_the_zone_of_the_unit_too(cast: Cast) -> None:
    place = factories.unit("Lapas Abepura", province=factories.province("94", timezone="Asia/Jayapura"))
    person = factories.posted(Role.OPERATOR, place, "Wati Operator")
    filling(cast, place)
    digests.send(morning())
    assert f"{dates.deadline(closing(7), 'Asia/Jayapura')}" in told(person)[0]
    assert "01.59 WIT" in told(person)[0]


def test_long_lists_are_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "SHOWN_UNITS", 1)
    monkeypatch.setattr(digests, "SHOWN_GAPS", 1)
    filling(cast)
    filling(cast, cast.neighbour)
    digests.send(morning())
    assert "Dan 1 unit lain." in told(cast.coordinator)[0]
    assert "- dan 3 hal lain" in told(cast.operator)[0]


# --- the clock ---------------------------------------------------------------------------------------------------------
def test_tick_rests_once_everybody_was_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [3, 0]
    monkeypatch.setattr(tasks.digests, "send", lambda: answers.pop(0))
    assert [tasks.remind() for _ in range(4)] == [3, 0, 0, 0]
    assert answers == []


def test_digests_that_take_long_go_on_with_the_next_tick(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    filling(cast)
    monkeypatch.setattr(digests, "TOGETHER", 1)
    monkeypatch.setattr(digests, "PATIENCE", -1.0)
    assert digests.send(morning()) == 0
    monkeypatch.setattr(digests, "PATIENCE", 20.0)
    assert digests.send(morning()) == 3


def test_duties_cost_the_same_for_one_and_three_units(cast: Cast, django_assert_num_queries: Any) -> None:
    filling(cast)
    with django_assert_num_queries(6):
        assert len(duties.open_duties(morning())) == 3
    for place in (cast.neighbour, cast.kanim):
        filling(cast, place)
    with django_assert_num_queries(6):
        found = duties.open_duties(morning())
    with django_assert_num_queries(8):
        assert len(duties.standings(duty.participation for duty in found)) == 3


# --- faults ------------------------------------------------------------------------------------------------------------
def test_tick_that_dies_half_way_sends_the_rest_and_nothing_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    filling(cast)
    real, calls = digests.mail, []

    def dying(**fields: Any) -> None:
        calls.append(fields)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(**fields)

    monkeypatch.setattr(digests, "mail", dying)
    with pytest.raises(KeyboardInterrupt):
        digests.send(morning())
    assert (InboxMessage.objects.count(), OutgoingMail.objects.count(), Reminder.objects.count()) == (1, 1, 1)
    monkeypatch.setattr(digests, "mail", real)
    assert digests.send(morning()) == 2
    assert (InboxMessage.objects.count(), OutgoingMail.objects.count(), Reminder.objects.count()) == (3, 3, 3)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_tick_that_is_killed_between_two_people_leaves_no_half_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = Cast()
    filling(cast)
    real, calls = digests.mail, []

    def killed(**fields: Any) -> None:
        calls.append(fields)
        if len(calls) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        real(**fields)

    connections.close_all()
    with warnings.catch_warnings():
        # Later versions of Python warn of forks beside threads; the child does nothing but this.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        monkeypatch.setattr(digests, "mail", killed)
        digests.send(morning())
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert (InboxMessage.objects.count(), OutgoingMail.objects.count(), Reminder.objects.count()) == (1, 1, 1)
    assert digests.send(morning()) == 2
    assert (InboxMessage.objects.count(), OutgoingMail.objects.count(), Reminder.objects.count()) == (3, 3, 3)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_ticks_side_by_side_tell_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = Cast()
    filling(cast)
    filling(cast, cast.neighbour)
    real, ready = digests._due, threading.Barrier(2)

    def both_have_read(*args: Any) -> Any:
        found = real(*args)
        ready.wait(20)
        return found

    monkeypatch.setattr(digests, "_due", both_have_read)
    assert together([lambda: digests.send(morning())] * 2) == {"done": 2}
    assert InboxMessage.objects.count() == OutgoingMail.objects.count() == 4
    assert Reminder.objects.count() == 6


@pytest.fixture
def server(settings: Any) -> Any:
    """A mail server on this machine that takes the connection and says nothing; ``settings`` point to it."""
    listening = socket.create_server(("127.0.0.1", 0))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
    settings.EMAIL_TIMEOUT = 0.3
    yield listening
    listening.close()


@pytest.mark.parametrize("refuses", [True, False])
def test_mail_server_that_is_down_delays_the_mail_and_nothing_else(
    cast: Cast, server: Any, settings: Any, refuses: bool, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    filling(cast)
    if refuses:
        server.close()
    with django_capture_on_commit_callbacks(execute=True):
        assert digests.send(morning()) == 3
    assert len(everybody_told()) == 3
    waiting = OutgoingMail.objects.filter(sent_at=None)
    assert (waiting.count(), waiting.exclude(last_error="").count()) == (3, 1), "one was tried; the rest waits unharmed"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    waiting.update(next_try_at=timezone.now())
    assert send_due() == 3
    assert sorted(message.to[0] for message in mailoutbox) == sorted(waiting.model.objects.values_list("to", flat=True))
    assert digests.send(morning()) == 0
