"""Checking and deciding: verbs."""

import datetime as dt

import pytest
from django.utils import timezone

from assessments.cycle.models import Window
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.models import CheckHold, Remark, Verdict
from tests.verifikasi import scenes
from tests.verifikasi.test_submitting import open_codes, told
from units.models import InboxMessage, Role

Decision = Verdict.Decision


# --- the hold ----------------------------------------------------------------------------------------------------------
def test_start_holds_moves_and_tells(cast):
    unit = scenes.in_check(cast)
    assert (unit.state, queries.holder(unit).verifier) == (State.IN_CHECK, cast.verifier)
    assert unit.timeline.first().text == "Pemeriksaan putaran 1 dimulai"
    assert told(cast.operator)[-1] == "Mulai diperiksa: Lapas Kapuas"


def test_start_twice_is_one_effect(cast):
    unit = scenes.in_check(cast)
    workflow.start_check(participation=unit, by=cast.verifier)
    assert unit.timeline.filter(move="periksa").count() == 1


def test_start_refused_to_the_second_verifier(cast):
    unit = scenes.in_check(cast)
    with pytest.raises(MoveRefused, match="Sekarang statusnya “Sedang diperiksa”"):
        workflow.start_check(participation=unit, by=cast.second_verifier)


def test_take_over_is_told_and_on_the_timeline(cast):
    unit = scenes.in_check(cast)
    scenes.judge(unit, cast.verifier, "A1")
    workflow.take_over(participation=unit, by=cast.second_verifier)
    assert CheckHold.objects.get(participation=unit).verifier == cast.second_verifier
    assert unit.timeline.first().text == "Pemeriksaan diambil alih verifikator lain"
    assert told(cast.verifier)[-1] == "Pemeriksaan diambil alih: Lapas Kapuas"
    assert scenes.item(unit, drafts=True).verdict.decided_by == cast.verifier
    with pytest.raises(MoveRefused, match="dipegang Vino Verifikator"):
        scenes.judge(unit, cast.verifier, "A2")


# --- verdicts ----------------------------------------------------------------------------------------------------------
def test_verdict_may_be_rewritten_within_the_round(cast):
    unit = scenes.in_check(cast)
    scenes.judge(unit, cast.verifier, "A1", Decision.REPAIR, note="Kurang.")
    scenes.judge(unit, cast.verifier, "A1", Decision.FITS)
    verdict = Verdict.objects.get()
    assert (verdict.decision, verdict.level.code, verdict.round) == (Decision.FITS, "tidak", 1)


def test_verdict_for_repair_has_no_level(cast):
    unit = scenes.in_check(cast)
    assert scenes.judge(unit, cast.verifier, "A1", Decision.REPAIR, note="Kurang.").level is None


def test_verdict_draft_is_not_the_units_to_read(cast):
    unit = scenes.in_check(cast)
    scenes.judge(unit, cast.verifier, "A1", Decision.REPAIR, note="Rahasia sampai dikembalikan.")
    assert scenes.item(unit).verdict is None
    assert scenes.item(unit, drafts=True).verdict.note == "Rahasia sampai dikembalikan."


def test_verdict_of_the_unit_itself_is_refused(cast):
    unit = scenes.in_check(cast)
    cast.verifier.postings.create(role=Role.HEAD, work_unit=cast.unit, valid_from=cast.cycle.first_day)
    with pytest.raises(MoveRefused, match="Anda bertugas atau pernah bertugas di unit ini"):
        scenes.judge(unit, cast.verifier, "A1")


# --- returning ---------------------------------------------------------------------------------------------------------
def test_give_back_opens_only_what_needs_repair(cast):
    unit = scenes.returned(cast, "A1", "C1")
    assert (unit.state, unit.turn, open_codes(unit)) == (State.RETURNED, "operator", ["A1", "C1"])
    assert unit.timeline.first().text == "2 indikator dikembalikan untuk diperbaiki: A1, C1"
    assert [remark.text for remark in Remark.objects.all()] == ["Yang kurang pada A1.", "Yang kurang pada C1."]
    assert queries.holder(unit) is None


def test_give_back_is_one_mail_with_all_remarks(cast):
    scenes.returned(cast, "A1", "C1")
    for person in (cast.operator, cast.head, cast.coordinator, cast.coordinator_head):
        [message] = InboxMessage.objects.filter(user=person, subject__startswith="Perlu diperbaiki")
        assert "A1 Indikator A1\nYang kurang pada A1." in message.body
        assert "C1 Indikator C1\nYang kurang pada C1." in message.body
    assert not InboxMessage.objects.filter(user=cast.foreign_coordinator).exists()


def test_give_back_until_never_beyond_the_window(cast):
    closes = timezone.now() + dt.timedelta(days=3)
    Window.objects.filter(cycle=cast.cycle, stage=Stage.VERIFIKASI).update(closes_at=closes)
    assert scenes.returned(cast, "A1").until == closes


def test_second_round_needs_only_the_returned_ones(cast):
    unit = scenes.returned(cast, "A1")
    scenes.answer(unit, cast.operator, "A1", "na", note="Tidak ada pengunjung.", reply="Kami perbaiki.")
    scenes.submit(unit, cast.operator)
    # The unit stays Vera's through its rounds, unless she hands it on.
    workflow.hand_over(participation=scenes.fresh(unit), to=cast.second_verifier, by=cast.verifier)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.second_verifier)
    unit = scenes.fresh(unit)
    sheet = queries.sheet(unit, drafts=True)
    assert [item.indicator.code for item in sheet.undecided] == ["A1"]
    workflow.save_verdict(
        participation=unit,
        indicator=scenes.item(unit).indicator,
        decision=Decision.FITS,
        not_applicable=True,
        note="Memang tidak ada pengunjung.",
        by=cast.second_verifier,
    )
    final = queries.final_verdicts(unit)
    assert {verdict.answer.indicator.code: verdict.round for verdict in final.values()} == {
        "A1": 2,
        "A2": 1,
        "B1": 1,
        "C1": 1,
    }
    approval = workflow.propose_pass(participation=unit, by=cast.second_verifier)
    workflow.decide(approval=approval, by=cast.verifier, approve=True)
    assert scenes.fresh(unit).state == State.PASSED


# --- the outcome -------------------------------------------------------------------------------------------------------
def test_propose_changes_nothing_and_tells_the_second_person(cast):
    unit = scenes.proposed(cast)
    assert unit.state == State.IN_CHECK
    assert told(cast.leadership)[-1].startswith("Menunggu persetujuan Anda: Nyatakan lolos verifikasi")
    assert "lolos" not in unit.timeline.first().text.lower()


def test_propose_twice_is_refused(cast):
    unit = scenes.proposed(cast)
    with pytest.raises(MoveRefused, match="Sudah ada usulan untuk unit ini"):
        workflow.propose_pass(participation=unit, by=cast.verifier)


def test_decide_is_not_for_the_proposer_nor_for_others(cast):
    unit = scenes.proposed(cast)
    approval = queries.pending_outcome(unit)
    for person in (cast.verifier, cast.admin, cast.operator, cast.coordinator, cast.lead):
        with pytest.raises(MoveRefused):
            workflow.decide(approval=approval, by=person, approve=True)
    assert scenes.fresh(unit).state == State.IN_CHECK
    assert not Document.objects.exists()


def test_approve_pass_issues_the_minutes(cast):
    unit = scenes.proposed(cast)
    document = workflow.decide(approval=queries.pending_outcome(unit), by=cast.second_verifier, approve=True)
    unit = scenes.fresh(unit)
    assert (unit.state, unit.turn) == (State.PASSED, "lead")
    assert (document.kind, document.number) == (Document.Kind.MINUTES, 1)
    assert document.number_text in unit.timeline.first().text
    assert document.public_facts == {
        "unit": "Lapas Kapuas",
        "institution": "Kementerian Contoh",
        "year": str(cast.cycle.year),
    }
    assert [finding["code"] for finding in document.context["findings"]] == ["A1", "A2", "B1", "C1"]
    for person in (cast.operator, cast.head, cast.coordinator):
        assert told(person)[-1] == "Lolos verifikasi: Lapas Kapuas"
    assert queries.holder(unit) is None


def test_approve_fail_issues_the_statement_with_reasons(cast):
    unit = scenes.proposed(cast, passes=False)
    document = workflow.decide(approval=queries.pending_outcome(unit), by=cast.leadership, approve=True)
    unit = scenes.fresh(unit)
    assert unit.state == State.FAILED
    assert document.kind == Document.Kind.STATEMENT
    assert document.context["summary"] == "Maklumat tidak terbukti."
    [finding] = document.context["findings"]
    assert (finding["code"], finding["note"]) == ("A1", "Tingkat: Tidak. Yang kurang pada A1.")
    assert "mengikuti P2HAM kembali" in document.context["again_note"]
    assert unit.timeline.first().note == "Maklumat tidak terbukti."
    assert told(cast.operator)[-1] == told(cast.coordinator)[-1] == "Tidak lolos verifikasi: Lapas Kapuas"


def test_refuse_goes_back_to_the_proposer_with_the_reason(cast):
    unit = scenes.proposed(cast)
    approval = queries.pending_outcome(unit)
    with pytest.raises(MoveRefused, match="Tuliskan alasan penolakan"):
        workflow.decide(approval=approval, by=cast.second_verifier, approve=False)
    assert workflow.decide(approval=approval, by=cast.second_verifier, approve=False, note="Foto A2 meragukan.") is None
    unit = scenes.fresh(unit)
    assert (unit.state, queries.holder(unit).verifier) == (State.IN_CHECK, cast.verifier)
    assert "Foto A2 meragukan." in InboxMessage.objects.filter(user=cast.verifier).latest("pk").body
    assert unit.timeline.first().note == ""
    scenes.judge(unit, cast.verifier, "A2", Decision.UNMET, note="Foto meragukan.")


def test_decide_twice_is_one_paper(cast):
    unit = scenes.proposed(cast)
    approval = queries.pending_outcome(unit)
    workflow.decide(approval=approval, by=cast.second_verifier, approve=True)
    with pytest.raises(MoveRefused, match="Usulan ini sudah diputuskan"):
        workflow.decide(approval=approval, by=cast.leadership, approve=True)
    assert Document.objects.count() == 1


def test_numbers_follow_without_a_gap(cast):
    first = scenes.proposed(cast)
    refused = cast.participation(State.DECLARED, cast.neighbour)
    workflow.decide(approval=queries.pending_outcome(first), by=cast.second_verifier, approve=True)
    scenes.fill(refused, cast.neighbour_operator)
    scenes.submit(refused, cast.neighbour_operator)
    workflow.start_check(participation=scenes.fresh(refused), by=cast.verifier)
    scenes.judge_all(refused, cast.verifier)
    approval = workflow.propose_pass(participation=scenes.fresh(refused), by=cast.verifier)
    with pytest.raises(MoveRefused):
        workflow.decide(approval=approval, by=cast.verifier, approve=True)
    document = workflow.decide(approval=approval, by=cast.leadership, approve=True)
    assert document.number == 2
