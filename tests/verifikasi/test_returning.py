"""Return for repair: until when, how often, and what happens when the days are over."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation, Window
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import queries, rules, workflow
from assessments.verifikasi.models import Release, Repair, Verdict
from assessments.verifikasi.workflow import returning, submitting
from p2ham.lib import dates
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body
from tests.verifikasi.test_submitting import open_codes, told
from units.models import AuditEntry, InboxMessage, OutgoingMail

REPAIR = Verdict.Decision.REPAIR


def late(unit: Participation, **ago: float) -> Participation:
    """The days of the repair were over so long ago."""
    until = timezone.now() - dt.timedelta(**(ago or {"minutes": 5}))
    Participation.objects.filter(pk=unit.pk).update(until=until)
    Repair.objects.filter(participation=unit).update(until=until, returned_at=until - dt.timedelta(days=1))
    return scenes.fresh(unit)


def checked(cast, *codes: str) -> Participation:
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, **dict.fromkeys(codes or ("A1",), REPAIR))
    return scenes.fresh(unit)


# --- until when --------------------------------------------------------------------------------------------------------
def test_default_is_the_end_of_the_cycles_last_day_of_repair(cast):
    unit = scenes.returned(cast, "A1")
    day = dates.today() + dt.timedelta(days=cast.cycle.repair_days)
    assert unit.until == dt.datetime.combine(day, dt.time(23, 59), tzinfo=dates.WIB)
    assert unit.repairs.get().until == unit.until


def test_the_verifier_chooses_another_day(cast):
    unit = checked(cast)
    until = workflow.end_of(dates.today() + dt.timedelta(days=3), unit)
    workflow.give_back(participation=unit, until=until, by=cast.verifier)
    assert scenes.fresh(unit).until == until


def test_day_beyond_the_window_or_past_is_refused(cast):
    unit = checked(cast)
    for days, sentence in ((31, "tidak boleh melewati penutupan tahap Verifikasi"), (-1, "yang akan datang")):
        until = workflow.end_of(dates.today() + dt.timedelta(days=days), unit)
        with pytest.raises(MoveRefused, match=sentence):
            workflow.give_back(participation=unit, until=until, by=cast.verifier)
    assert scenes.fresh(unit).state == State.IN_CHECK
    assert not Repair.objects.exists()


def test_closing_day_of_the_window_ends_with_the_window(cast):
    unit = checked(cast)
    closes = timezone.now() + dt.timedelta(days=3)
    Window.objects.filter(cycle=cast.cycle, stage=Stage.VERIFIKASI).update(closes_at=closes)
    unit = scenes.fresh(unit)
    assert workflow.end_of(dates.day_of(closes), unit) == closes
    assert workflow.repair_until(unit) == closes


# --- how often ---------------------------------------------------------------------------------------------------------
def test_last_round_is_not_given_back_and_says_why(cast, client):
    Cycle.objects.update(max_rounds=1)
    unit = checked(cast)
    sentence = f"Ini putaran 1, yang terakhir dari 1 putaran pada siklus {cast.cycle.year}."
    with pytest.raises(MoveRefused, match=sentence):
        workflow.give_back(participation=unit, by=cast.verifier)
    client.force_login(cast.verifier)
    html = body(client.get(reverse("verifikasi_finish", args=[unit.pk])))
    assert sentence in html
    assert "putuskan lolos atau tidak lolos" in html
    workflow.propose_fail(participation=unit, note="Belum diperbaiki.", by=cast.verifier)
    assert queries.pending_outcome(unit)


# --- what may be changed -----------------------------------------------------------------------------------------------
def test_after_the_date_nothing_is_changed_or_handed_in_even_before_the_tick(cast):
    unit = scenes.returned(cast, "A1")
    scenes.answer(unit, cast.operator, "A1", "tidak", note="Sebagian sudah.")
    unit = late(unit, seconds=1)
    with pytest.raises(MoveRefused, match="Batas perbaikan sudah lewat"):
        scenes.answer(unit, cast.operator, "A1", "tidak", note="Terlambat.")
    with pytest.raises(MoveRefused, match="Batas perbaikan sudah lewat"):
        scenes.submit(unit, cast.operator)
    with pytest.raises(MoveRefused, match="Batas perbaikan sudah lewat"):
        workflow.submit_after_uploads(participation=unit, serial=2, by=cast.operator)
    assert scenes.item(unit).answer.note == "Sebagian sudah."


@pytest.mark.parametrize(("seconds", "open_"), [(-1, True), (0, False), (1, False)])
def test_the_instant_itself_is_outside(cast, seconds, open_):
    unit = scenes.returned(cast, "A1")
    at = unit.until + dt.timedelta(seconds=seconds)
    assert (rules.edit(unit, cast.operator, at) == []) is open_
    assert (rules.in_time(unit, at) == []) is open_


def test_upload_begun_before_the_date_has_its_grace(cast):
    unit = scenes.returned(cast, "A1")
    begun, received = unit.until - dt.timedelta(minutes=1), unit.until + dt.timedelta(minutes=10)
    assert rules.counted_instant(unit, begun, received) == begun
    much_later = unit.until + rules.GRACE
    assert rules.counted_instant(unit, begun, much_later) == much_later


# --- the clock ---------------------------------------------------------------------------------------------------------
def test_tick_gives_the_sheet_back_as_it_is(cast):
    unit = scenes.returned(cast, "A1", "C1")
    scenes.answer(unit, cast.operator, "A1", "tidak", note="Setengah jadi.")
    unit = late(unit)
    call_command("tick")
    unit = scenes.fresh(unit)
    assert (unit.state, unit.turn, unit.round, open_codes(unit)) == (State.SUBMITTED, "verifier", 2, [])
    assert scenes.item(unit).answer.note == "Setengah jadi."
    entry = unit.timeline.first()
    assert (entry.actor, entry.move, entry.from_state) == (None, "lewat_perbaikan", State.RETURNED)
    assert entry.text.startswith("Batas perbaikan lewat (")
    assert "0 dari 2 perbaikan lengkap" in entry.text
    repair = unit.repairs.get()
    assert (repair.round, repair.has_lapsed, repair.codes) == (1, True, ["A1", "C1"])
    for person in (cast.operator, cast.head, cast.coordinator):
        assert told(person)[-1] == "Batas perbaikan lewat: Lapas Kapuas"
    assert "putaran 2 (batas perbaikan lewat)" in told(cast.verifier)[-1]
    assert [item.indicator.code for item in queries.sheet(unit, drafts=True).undecided] == ["A1", "C1"]


def test_tick_twice_or_restarted_is_one_effect(cast):
    unit = late(scenes.returned(cast, "A1"))
    assert workflow.lapse_repairs() == 1
    mails = OutgoingMail.objects.count()
    assert workflow.lapse_repairs() == 0
    call_command("tick")
    assert scenes.fresh(unit).round == 2
    assert unit.timeline.filter(move="lewat_perbaikan").count() == 1
    assert OutgoingMail.objects.count() == mails
    assert AuditEntry.objects.filter(action="lewat_perbaikan").count() == 1


def test_tick_leaves_what_is_in_time_and_what_is_not_given_back(cast):
    unit = scenes.returned(cast, "A1")
    assert workflow.lapse_repairs() == 0
    late(unit, seconds=30)
    assert workflow.lapse_repairs() == 0
    Cycle.objects.update(status=Cycle.Status.ARCHIVED)
    late(unit)
    assert workflow.lapse_repairs() == 0


def test_tick_waits_for_a_handing_in_that_waits_for_uploads(cast):
    unit = scenes.returned(cast, "A1")
    unit.submission_requests.create(serial=2, requested_by=cast.operator, until=timezone.now())
    late(unit)
    assert workflow.lapse_repairs() == 0
    unit.submission_requests.update(closed_at=timezone.now())
    assert workflow.lapse_repairs() == 1


def test_tick_waits_for_an_upload_under_way_within_its_grace(cast):
    unit = scenes.returned(cast, "A1")
    scenes.begin_upload(unit, cast.operator)
    late(unit)
    assert workflow.lapse_repairs() == 0
    late(unit, minutes=16)
    assert workflow.lapse_repairs() == 1


def test_tick_ends_what_the_head_was_asked(cast):
    unit = scenes.returned(cast, "A1")
    Release.objects.create(participation=unit, round=2, asked_by=cast.operator)
    late(unit)
    workflow.lapse_repairs()
    assert Release.objects.get().decision == Release.Decision.WITHDRAWN


def _tick_comes_first(monkeypatch):
    """The tick runs between the press of the button and the lock of its row."""
    real = submitting.lock

    def slow(row):
        Participation.objects.filter(pk=row.pk).update(until=timezone.now())
        workflow.lapse_repairs()
        return real(row)

    monkeypatch.setattr(submitting, "lock", slow)


def repaired(cast):
    unit = scenes.returned(cast, "A1")
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Sudah diperbaiki.")
    return unit


def test_press_in_the_last_second_is_not_overtaken_by_the_tick(cast, monkeypatch):
    unit = repaired(cast)
    _tick_comes_first(monkeypatch)
    scenes.submit(unit, cast.operator)
    assert (scenes.fresh(unit).state, scenes.fresh(unit).round) == (State.SUBMITTED, 2)
    assert unit.repairs.get().ending == Repair.Ending.SUBMITTED


def test_without_the_margin_the_tick_would_overtake(cast, monkeypatch):
    """The proof that the race occurs."""
    unit = repaired(cast)
    monkeypatch.setattr(returning, "MARGIN", dt.timedelta(0))
    _tick_comes_first(monkeypatch)
    with pytest.raises(MoveRefused, match="Sekarang statusnya “Disampaikan”"):
        scenes.submit(unit, cast.operator)


# --- taking back -------------------------------------------------------------------------------------------------------
def test_lapsed_repair_is_not_taken_back(cast):
    unit = late(scenes.returned(cast, "A1"))
    workflow.lapse_repairs()
    with pytest.raises(MoveRefused, match="diperiksa sebagaimana adanya dan tidak terbuka lagi"):
        workflow.withdraw(participation=scenes.fresh(unit), by=cast.operator)


def test_repair_taken_back_goes_on_until_its_date_and_not_after_it(cast):
    unit = repaired(cast)
    until = unit.until
    scenes.submit(unit, cast.operator)
    workflow.withdraw(participation=scenes.fresh(unit), by=cast.operator)
    unit = scenes.fresh(unit)
    assert (unit.state, unit.until, unit.repairs.get().ended_at) == (State.RETURNED, until, None)
    scenes.submit(unit, cast.operator)
    past = timezone.now() - dt.timedelta(minutes=1)
    Repair.objects.update(until=past, returned_at=past - dt.timedelta(days=1))
    with pytest.raises(MoveRefused, match="tidak dapat ditarik kembali"):
        workflow.withdraw(participation=scenes.fresh(unit), by=cast.operator)


# --- pages -------------------------------------------------------------------------------------------------------------
def test_finish_gives_back_until_the_chosen_day(cast, client):
    unit = checked(cast)
    client.force_login(cast.verifier)
    here = reverse("verifikasi_finish", args=[unit.pk])
    day = dates.today() + dt.timedelta(days=5)
    assert "Putaran 1 dari paling banyak 3" in body(client.get(here))
    for wrong, sentence in (
        ("entah", "tulis tanggal yang benar"),
        ((dates.today() + dt.timedelta(days=40)).isoformat(), "tidak boleh melewati penutupan"),
    ):
        html = body(client.post(here, {"move": "kembalikan", "until": wrong}))
        assert sentence in html
        assert f'value="{wrong}"' in html
    client.post(here, {"move": "kembalikan", "until": day.isoformat()})
    assert dates.day_of(scenes.fresh(unit).until) == day
    [message] = InboxMessage.objects.filter(user=cast.operator, subject__startswith="Perlu diperbaiki")
    assert dates.plain_date(day) in message.body


def test_sheet_and_overview_tell_that_the_date_has_passed(cast, client):
    unit = late(scenes.returned(cast, "A1"))
    workflow.lapse_repairs()
    for person, name in ((cast.operator, "sheet"), (cast.verifier, "finish")):
        client.force_login(person)
        html = body(client.get(reverse(f"verifikasi_{name}", args=[unit.pk])))
        assert "Batas perbaikan putaran 1 lewat" in html


def test_rounds_stay_readable(cast, client, django_assert_max_num_queries):
    unit = late(scenes.returned(cast, "A1"))
    workflow.lapse_repairs()
    workflow.start_check(participation=unit, by=cast.verifier)
    scenes.judge(unit, cast.verifier, "A1", Verdict.Decision.UNMET, note="Rahasia sampai diputuskan.")
    here = reverse("verifikasi_rounds", args=[unit.pk])
    client.force_login(cast.operator)
    with django_assert_max_num_queries(20):
        html = body(client.get(here))
    assert html.index("Putaran 2</h2>") < html.index("Putaran 1</h2>")
    assert "Yang kurang pada A1." in html
    assert "3 sesuai" in html or "1 perlu diperbaiki" in html
    assert "isian diperiksa sebagaimana adanya" in html
    assert "Rahasia sampai diputuskan." not in html
    client.force_login(cast.verifier)
    assert "Rahasia sampai diputuskan." in body(client.get(here))
