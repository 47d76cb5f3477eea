"""Action items: from a lost point to a done deed, with its refusals."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.pembinaan import queries, rules, workflow
from assessments.pembinaan.models import ActionItem
from assessments.verifikasi.models import Verdict
from p2ham.lib import dates
from tests.cast import Cast
from tests.pembinaan.scenes import answer, ask, lossy
from tests.penilaian import scenes
from units.models import AuditEntry, Official, Posting, Role


def refused(verb, *args, **kwargs) -> list[str]:
    with pytest.raises(MoveRefused) as caught:
        verb(*args, **kwargs)
    return caught.value.sentences


# --- what was lost ------------------------------------------------------------------------------------------------------
def test_lost_points_largest_first_with_their_reasons(cast: Cast):
    participation = scenes.released(cast, levels={"A2": "proses", "C1": "tidak"})
    found = [(p.indicator.code, p.level, str(p.lost)) for p in queries.lost_points(participation)]
    assert found == [("C1", "Tidak", "33.3333"), ("A2", "Proses", "8.3334")]
    assert queries.lost_points(participation)[0].reason == "Menurut Asih cukup.\nMenurut Anton cukup."


def test_lost_points_are_unknown_before_the_decree(cast: Cast):
    assert queries.lost_points(scenes.settled(cast, levels={"A2": "proses"})) == []


def test_lost_points_of_a_failed_unit_come_from_its_verdicts(cast: Cast):
    participation = scenes.passed(cast, verified={"A2": "proses"}, na=["B1"])
    Verdict.objects.filter(answer__indicator__code="C1").update(decision="tidak_terpenuhi", note="SK tidak sah.")
    Participation.objects.update(state=State.FAILED)
    participation.refresh_from_db()
    found = [(p.indicator.code, p.reason, p.lost) for p in queries.lost_points(participation)]
    assert found == [("A2", "Belum memenuhi tingkat tertinggi.", None), ("C1", "SK tidak sah.", None)]


# --- asking -------------------------------------------------------------------------------------------------------------
def test_coordinator_asks_and_the_unit_is_told(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    participation = lossy(cast)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        item = ask(participation, cast.coordinator)
    assert (item.status, item.created_by) == ("open", cast.coordinator)
    assert {mail.to[0] for mail in mailoutbox} == {cast.operator.email, cast.head.email}
    step = participation.timeline.first()
    assert (step.actor, step.text) == (
        cast.coordinator,
        f"Butir pembinaan A2 dibuat, batas waktu {dates.short_date(item.due_date)}",
    )
    assert AuditEntry.objects.filter(action="buat_butir_pembinaan").count() == 1


@pytest.mark.parametrize("who", ["operator", "verifier", "lead", "admin", "observer", "foreign_coordinator"])
def test_nobody_but_the_coordinator_asks(cast: Cast, who):
    assert refused(ask, lossy(cast), getattr(cast, who)) == [
        "Pembinaan unit ini dilakukan oleh koordinator wilayahnya."
    ]


def test_the_admin_coaches_a_kanwil_which_has_no_other_office(cast: Cast):
    officer = Posting.objects.get(user=cast.coordinator)
    participation = lossy(cast, cast.kanwil)
    assert participation.coordinator_id == officer.work_unit_id
    assert refused(ask, participation, cast.coordinator) == ["Pembinaan unit ini dilakukan oleh admin pusat."]
    assert ask(participation, cast.admin).participation == participation


def test_ask_where_nothing_was_lost(cast: Cast):
    assert refused(ask, lossy(cast), cast.coordinator, "A1") == [
        "Tidak ada nilai yang hilang pada indikator ini, sehingga tidak perlu butir pembinaan."
    ]


def test_ask_by_a_day_that_has_passed(cast: Cast):
    yesterday = dates.today() - dt.timedelta(days=1)
    today = dates.short_date(dates.today())
    assert refused(ask, lossy(cast), cast.coordinator, due_date=yesterday) == [
        f"Batas waktu tidak boleh sudah lewat. Pilih hari ini ({today}) atau sesudahnya."
    ]


def test_ask_by_a_day_too_far_away(cast: Cast):
    far = dates.today() + dt.timedelta(days=400)
    assert refused(ask, lossy(cast), cast.coordinator, due_date=far) == [
        "Batas waktu paling lama satu tahun dari hari ini."
    ]


def test_ask_without_words(cast: Cast):
    assert refused(ask, lossy(cast), cast.coordinator, text=" ", owner="") == [
        "Tuliskan apa yang perlu dilakukan.",
        "Sebutkan penanggung jawabnya.",
    ]


def test_ask_twice_for_one_indicator(cast: Cast):
    participation = lossy(cast)
    item = ask(participation, cast.coordinator)
    assert refused(ask, participation, cast.coordinator) == ["Sudah ada butir pembinaan yang berjalan untuk A2."]
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionItem.objects.create(
            participation=participation,
            indicator=item.indicator,
            text="Lagi.",
            owner="Siti",
            due_date=dates.today(),
            created_by=cast.coordinator,
        )


def test_ask_before_the_result_is_released(cast: Cast):
    participation = scenes.settled(cast, levels={"A2": "proses"})
    assert refused(ask, participation, cast.coordinator) == [
        "Butir pembinaan dibuat setelah hasil unit diumumkan. Sekarang statusnya “Nilai ditetapkan”."
    ]


def test_ask_in_an_archived_cycle(cast: Cast):
    participation = lossy(cast)
    Cycle.objects.update(status=Cycle.Status.ARCHIVED)
    assert refused(ask, participation, cast.coordinator) == [
        f"Siklus {cast.cycle.year} sudah diarsipkan dan tidak dapat diubah."
    ]


def test_owner_is_the_head_of_the_unit_unless_there_is_none(cast: Cast):
    participation = lossy(cast)
    head = Official.objects.get(work_unit=cast.unit)
    assert queries.owner_of(participation) == head.name
    head.delete()
    assert queries.owner_of(participation) == cast.operator.name
    Posting.objects.filter(work_unit=cast.unit).update(valid_until=cast.cycle.first_day)
    assert queries.owner_of(participation) == ""


# --- answering ----------------------------------------------------------------------------------------------------------
def test_operator_answers_and_the_coordinator_is_told(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    item = ask(lossy(cast), cast.coordinator)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        reply = answer(item, cast.operator)
    item.refresh_from_db()
    assert item.status == "answered"
    assert [link.file.name for link in reply.evidence.all()] == ["bukti-1.jpg"]
    assert {mail.to[0] for mail in mailoutbox} == {cast.coordinator.email, cast.coordinator_head.email}
    assert item.participation.timeline.first().text == "Butir pembinaan A2 dijawab dengan 1 berkas"


@pytest.mark.parametrize("who", ["head", "coordinator", "neighbour_operator", "admin"])
def test_nobody_but_the_operator_answers(cast: Cast, who):
    item = ask(lossy(cast), cast.coordinator)
    assert rules.answer(item, getattr(cast, who)) == ["Butir pembinaan dijawab oleh operator unit ini."]


def test_answer_without_words_and_files(cast: Cast):
    item = ask(lossy(cast), cast.coordinator)
    assert refused(workflow.answer, item=item, text="", files=[], by=cast.operator) == [
        "Tuliskan apa yang sudah dilakukan.",
        "Lampirkan paling sedikit satu berkas bukti baru.",
    ]


def test_answer_twice(cast: Cast):
    item = ask(lossy(cast), cast.coordinator)
    answer(item, cast.operator)
    assert refused(answer, item, cast.operator, seed=2) == [
        "Jawaban Anda sudah terkirim dan sedang menunggu pemeriksaan koordinator."
    ]


def test_answer_when_done(cast: Cast):
    item = ask(lossy(cast), cast.coordinator)
    answer(item, cast.operator)
    workflow.accept(item=item, by=cast.coordinator)
    assert refused(answer, item, cast.operator) == ["Butir pembinaan ini sudah selesai."]


def test_a_late_answer_is_still_an_answer(cast: Cast):
    item = ask(lossy(cast), cast.coordinator)
    ActionItem.objects.update(due_date=dates.today() - dt.timedelta(days=1))
    item.refresh_from_db()
    assert (item.is_overdue, item.tone) == (True, "danger")
    assert answer(item, cast.operator)


# --- checking -----------------------------------------------------------------------------------------------------------
def test_coordinator_accepts(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    item = ask(lossy(cast), cast.coordinator)
    answer(item, cast.operator)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.accept(item=item, by=cast.coordinator)
    item.refresh_from_db()
    assert (item.status, item.closed_by) == ("done", cast.coordinator)
    assert item.closed_at
    assert {mail.subject for mail in mailoutbox} == {"Butir pembinaan A2 selesai"}
    # The indicator is free for another item.
    assert ask(item.participation, cast.coordinator).pk != item.pk


def test_coordinator_sends_back_and_the_unit_answers_again(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    item = ask(lossy(cast), cast.coordinator)
    answer(item, cast.operator)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.send_back(item=item, note="Foto dari pintu masuk belum ada.", by=cast.coordinator)
    item.refresh_from_db()
    assert item.status == "open"
    assert "Foto dari pintu masuk belum ada." in mailoutbox[0].body
    answer(item, cast.operator, seed=2)
    assert [(reply.from_unit, reply.text) for reply in item.replies.all()] == [
        (True, "Sudah dipasang."),
        (False, "Foto dari pintu masuk belum ada."),
        (True, "Sudah dipasang."),
    ]


def test_send_back_without_a_note(cast: Cast):
    item = ask(lossy(cast), cast.coordinator)
    answer(item, cast.operator)
    assert refused(workflow.send_back, item=item, note=" ", by=cast.coordinator) == [
        "Tuliskan apa yang masih kurang, agar unit tahu apa yang harus diperbaiki."
    ]


def test_check_before_there_is_an_answer(cast: Cast):
    item = ask(lossy(cast), cast.coordinator)
    assert refused(workflow.accept, item=item, by=cast.coordinator) == ["Unit belum menjawab butir pembinaan ini."]


def test_check_when_done(cast: Cast):
    item = ask(lossy(cast), cast.coordinator)
    answer(item, cast.operator)
    workflow.accept(item=item, by=cast.coordinator)
    for verb, more in ((workflow.accept, {}), (workflow.send_back, {"note": "x"})):
        assert refused(verb, item=item, by=cast.coordinator, **more) == ["Butir pembinaan ini sudah selesai."]


def test_check_the_own_answer(cast: Cast):
    Posting.objects.create(user=cast.operator, role=Role.COORDINATOR, work_unit=cast.kanwil)
    both = scenes.anew(cast.operator)
    item = ask(lossy(cast), cast.coordinator)
    answer(item, both)
    assert refused(workflow.accept, item=item, by=both) == ["Jawaban Anda sendiri harus diperiksa oleh orang lain."]


@pytest.mark.parametrize("who", ["operator", "head", "foreign_coordinator", "verifier", "admin", "observer"])
def test_nobody_but_the_coordinator_checks(cast: Cast, who):
    item = ask(lossy(cast), cast.coordinator)
    answer(item, cast.operator)
    assert refused(workflow.accept, item=item, by=getattr(cast, who)) == [
        "Pembinaan unit ini dilakukan oleh koordinator wilayahnya."
    ]
