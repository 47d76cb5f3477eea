"""Handing in and taking back: verbs."""

import pytest

from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import workflow
from assessments.verifikasi.models import Submission
from tests import factories
from tests.verifikasi import scenes
from units.models import InboxMessage, OutgoingMail


def open_codes(participation):
    return sorted(participation.answers.filter(is_open=True).values_list("indicator__code", flat=True))


def told(user):
    return list(InboxMessage.objects.filter(user=user).order_by("pk").values_list("subject", flat=True))


def test_submit_locks_moves_and_tells(cast):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    submission = scenes.submit(unit, cast.operator)
    unit = scenes.fresh(unit)
    assert (unit.state, unit.round, unit.turn) == (State.SUBMITTED, 1, "verifier")
    assert open_codes(unit) == []
    assert submission.receipt_number == f"TT-{cast.cycle.year}-{unit.pk:06d}-1"
    entry = unit.timeline.first()
    assert entry.text == f"Data dukung disampaikan: tanda terima {submission.receipt_number}"
    assert told(cast.operator) == told(cast.head) == [f"Tanda terima {submission.receipt_number}: Lapas Kapuas"]
    assert told(cast.verifier) == told(cast.second_verifier) == ["Perlu diperiksa: Lapas Kapuas, putaran 1"]
    assert told(cast.coordinator) == ["Mohon diperiksa lebih dahulu: Lapas Kapuas, putaran 1"]
    assert told(cast.neighbour_operator) == told(cast.foreign_coordinator) == []
    assert OutgoingMail.objects.filter(to=cast.operator.email).count() == 1


def test_submit_freezes_what_was_handed_in(cast):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator, missing=("C1",))
    scenes.answer(unit, cast.operator, "C1", "ada")
    evidence = scenes.attach(unit, cast.operator, "C1", scenes.pdf(), kind="document", description="SOP lengkap")
    snapshot = scenes.submit(unit, cast.operator).snapshot
    assert [row["code"] for row in snapshot["indicators"]] == ["A1", "A2", "B1", "C1"]
    assert snapshot["indicators"][0] | {"files": []} == {
        "code": "A1",
        "title": "Indikator A1",
        "criterion": "A. Kriteria A",
        "claim": "Tidak",
        "level": "tidak",
        "not_applicable": False,
        "note": scenes.REASON,
        "plan_date": None,
        "replies": [],
        "files": [],
    }
    [file] = snapshot["indicators"][3]["files"]
    assert (file["name"], file["sha256"], file["receipt"], file["description"], file["counted"]) == (
        "sk.pdf",
        evidence.file.received_sha256,
        evidence.file.receipt_number,
        "SOP lengkap",
        True,
    )


def test_submit_refused_with_every_gap(cast):
    unit = scenes.declared(cast)
    with pytest.raises(MoveRefused) as refused:
        scenes.submit(unit, cast.operator)
    assert refused.value.sentences == [f"{code}: Pilih tingkat pemenuhan." for code in ("A1", "A2", "B1", "C1")]
    assert scenes.fresh(unit).state == State.DECLARED
    assert not Submission.objects.exists()


def test_submit_refused_outside_the_window(cast):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    factories.close_window(unit, Stage.VERIFIKASI)
    with pytest.raises(MoveRefused, match="Tahap Verifikasi sudah ditutup"):
        scenes.submit(unit, cast.operator)


@pytest.mark.parametrize("person", ["head", "coordinator", "neighbour_operator", "verifier", "admin"])
def test_submit_is_the_operators(cast, person):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    with pytest.raises(MoveRefused, match="operator unit"):
        scenes.submit(unit, getattr(cast, person))


def test_submit_twenty_times_is_one_effect(cast):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    got = {workflow.submit(participation=scenes.fresh(unit), serial=1, by=cast.operator).pk for _ in range(20)}
    assert len(got) == 1
    assert Submission.objects.count() == 1
    assert scenes.fresh(unit).round == 1
    assert unit.timeline.count() == 1


def test_submit_pressed_again_after_withdrawal_is_refused(cast):
    unit = scenes.submitted(cast)
    workflow.withdraw(participation=unit, by=cast.operator)
    with pytest.raises(MoveRefused, match="Penyampaian ini sudah ditarik kembali"):
        workflow.submit(participation=scenes.fresh(unit), serial=1, by=cast.operator)
    assert scenes.submit(unit, cast.operator).receipt_number.endswith("-2")


def test_withdraw_opens_everything_again(cast):
    unit = scenes.submitted(cast)
    workflow.withdraw(participation=unit, by=cast.operator)
    unit = scenes.fresh(unit)
    assert (unit.state, unit.round, unit.turn) == (State.DECLARED, 0, "operator")
    assert open_codes(unit) == ["A1", "A2", "B1", "C1"]
    assert unit.submissions.get().withdrawn_at is not None
    assert told(cast.operator)[-1] == "Data dukung ditarik kembali: Lapas Kapuas"


def test_withdraw_repair_opens_the_same_answers_and_keeps_the_date(cast):
    unit = scenes.returned(cast, "A1", "C1")
    until = unit.until
    for code in ("A1", "C1"):
        scenes.answer(unit, cast.operator, code, "tidak", note=scenes.REASON, reply="Sudah diperbaiki.")
    scenes.submit(unit, cast.operator)
    assert (scenes.fresh(unit).round, open_codes(unit)) == (2, [])
    workflow.withdraw(participation=scenes.fresh(unit), by=cast.operator)
    unit = scenes.fresh(unit)
    assert (unit.state, unit.round, unit.until) == (State.RETURNED, 1, until)
    assert open_codes(unit) == ["A1", "C1"]
    assert scenes.replies(unit) == ["Sudah diperbaiki."]


def test_withdraw_refused_once_a_verifier_began(cast):
    unit = scenes.in_check(cast)
    with pytest.raises(MoveRefused, match="Sekarang statusnya “Sedang diperiksa”"):
        workflow.withdraw(participation=unit, by=cast.operator)


def test_resubmit_needs_a_reply_to_each_remark(cast):
    unit = scenes.returned(cast, "A1", "C1")
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Sudah.")
    with pytest.raises(MoveRefused, match="C1: Jawab catatan verifikator"):
        scenes.submit(unit, cast.operator)
    scenes.answer(unit, cast.operator, "C1", "tidak", note=scenes.REASON, reply="Sudah juga.")
    scenes.submit(unit, cast.operator)
    unit = scenes.fresh(unit)
    assert (unit.state, unit.round) == (State.SUBMITTED, 2)
    assert unit.timeline.first().move == "sampaikan_perbaikan"
