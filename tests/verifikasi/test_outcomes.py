"""The outcome: drafted reasons, the preview, a whole region at once, and opening a decided outcome again."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Approval, Window
from assessments.cycle.states import MoveName, Stage, State
from assessments.cycle.workflow import MoveRefused, lock, make_move
from assessments.documents.models import Document
from assessments.documents.queries import verdict
from assessments.verifikasi import papers, queries, workflow
from assessments.verifikasi.models import Verdict
from assessments.verifikasi.queries import worklists
from tests import factories
from tests.cast import Cast
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body
from tests.verifikasi.test_submitting import told
from units.models import Role

Decision = Verdict.Decision


def decided(cast, *, passes=True):
    unit = scenes.proposed(cast, passes=passes)
    workflow.decide(approval=queries.pending_outcome(unit), by=cast.second_verifier, approve=True)
    return scenes.fresh(unit)


def reopened(cast, *, passes=True, reason="Foto A1 ternyata milik unit lain."):
    unit = decided(cast, passes=passes)
    approval = workflow.propose_reopen(participation=unit, note=reason, by=cast.verifier)
    workflow.decide_reopen(approval=approval, by=cast.leadership, approve=True)
    return scenes.fresh(unit)


def proposed_too(cast, place, operator):
    """Another unit of the region with a proposal of Vera."""
    unit = cast.participation(State.DECLARED, place)
    scenes.fill(unit, operator)
    scenes.submit(unit, operator)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    scenes.judge_all(unit, cast.verifier)
    workflow.propose_pass(participation=scenes.fresh(unit), by=cast.verifier)
    return scenes.fresh(unit)


# --- the reasons and the preview ---------------------------------------------------------------------------------------
def test_reasons_are_drafted_from_what_is_not_met(cast, client):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1=Decision.UNMET, C1=Decision.REPAIR)
    client.force_login(cast.verifier)
    html = body(client.get(reverse("verifikasi_finish", args=[unit.pk])))
    assert "Sampai putaran 1, 2 dari 4 indikator belum terpenuhi: A1 Indikator A1: Yang kurang pada A1." in html
    assert "C1 Indikator C1: Yang kurang pada C1." in html


def test_drafted_reasons_never_end_in_the_middle(cast, monkeypatch):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1=Decision.UNMET, C1=Decision.REPAIR)
    found = queries.sheet(unit, drafts=True)
    whole = papers.reasons(found)
    monkeypatch.setattr(papers, "MOST_REASONS", len(whole) - 1)
    titles = papers.reasons(found)
    assert titles.splitlines()[1:] == ["A1 Indikator A1", "C1 Indikator C1"]
    monkeypatch.setattr(papers, "MOST_REASONS", len(titles) - 1)
    assert papers.reasons(found).splitlines()[1:] == ["A1, C1"]


def test_statement_tells_from_when_to_take_part_again(cast):
    unit = scenes.in_check(cast)
    assert papers.again_from(unit) == dt.date(cast.cycle.year + 1, 1, 1)
    later = factories.cycle(year=cast.cycle.year + 1, opens=100, closes=200)
    opens = Window.objects.get(cycle=later, stage=Stage.PENCANANGAN, category=unit.category).opens_at
    assert papers.again_from(unit) == timezone.localtime(opens).date()
    scenes.judge_all(unit, cast.verifier, A1=Decision.UNMET)
    approval = workflow.propose_fail(participation=unit, note="Alasan.", by=cast.verifier)
    document = workflow.decide(approval=approval, by=cast.leadership, approve=True)
    assert document.context["again_from"] == papers.again_from(unit).isoformat()


@pytest.mark.parametrize("move", ["loloskan", "gagalkan"])
def test_preview_is_drawn_and_nothing_is_kept(cast, client, move):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, **({"A1": Decision.UNMET} if move == "gagalkan" else {}))
    client.force_login(cast.verifier)
    response = client.post(reverse("verifikasi_preview", args=[unit.pk, move]), {"note": "Alasan percobaan."})
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert (Document.objects.count(), Approval.objects.count()) == (0, 0)
    paper = papers.draft(scenes.fresh(unit), MoveName(move), "", queries.sheet(unit, drafts=True), by=cast.verifier)
    assert paper.preview
    assert client.get(reverse("verifikasi_preview", args=[unit.pk, "cabut"])).status_code == 404


# --- a whole region ----------------------------------------------------------------------------------------------------
def test_region_lists_what_is_ready_and_why_the_rest_is_not(cast, client):
    unit = scenes.proposed(cast)
    cast.participation(State.SUBMITTED, cast.neighbour)
    cast.participation(State.DECLARED, cast.kanim)
    cast.participation(State.SUBMITTED, cast.foreign_unit)
    client.force_login(cast.leadership)
    here = f"{reverse('verifikasi_outcomes')}?koordinator={cast.kanwil.pk}"
    html = body(client.get(here))
    assert "Siap diputuskan (1)" in html
    assert "Lapas Landak</a>: belum mulai diperiksa" in html
    assert "Kanim Singkawang</a>: belum menyampaikan data dukung" in html
    assert "Lapas Barito</a>" not in html
    sent = {"usulan": [queries.pending_outcome(unit).pk]}
    assert "1 usulan disetujui" in body(client.post(here, sent, follow=True))
    assert scenes.fresh(unit).state == State.PASSED


def test_regions_with_proposals_are_named_before_one_is_chosen(cast, client):
    unit = scenes.in_check(cast)
    cast.participation(State.SUBMITTED, cast.foreign_unit)
    client.force_login(cast.leadership)
    here = reverse("verifikasi_outcomes")
    assert "Belum ada usulan" in body(client.get(here))
    scenes.judge_all(unit, cast.verifier)
    workflow.propose_pass(participation=scenes.fresh(unit), by=cast.verifier)
    html = body(client.get(here))
    assert f'href="?koordinator={cast.kanwil.pk}">{cast.kanwil.short_name}</a>: 1 usulan' in html
    assert f"{cast.kanwil.short_name} (1 usulan)" in html
    assert html.count("</a>: ") == 1, "a region without proposals is offered in the list alone"


def test_region_decides_each_by_itself_and_numbers_stay_without_gap(cast, client):
    first = scenes.proposed(cast)
    second = proposed_too(cast, cast.neighbour, cast.neighbour_operator)
    client.force_login(cast.leadership)
    here = f"{reverse('verifikasi_outcomes')}?koordinator={cast.kanwil.pk}"
    sent = {"usulan": [queries.pending_outcome(unit).pk for unit in (first, second)]}
    # A colleague was quicker with the first one.
    workflow.decide(approval=queries.pending_outcome(first), by=cast.second_verifier, approve=True)
    client.post(here, sent)
    assert sorted(Document.objects.values_list("number", flat=True)) == [1, 2]
    assert scenes.fresh(second).state == State.PASSED
    assert "Pilih sedikitnya satu usulan" in body(client.post(here, {})) or not queries.pending_outcome(second)


def test_region_is_not_decided_by_the_proposer_nor_by_whom_belongs_there(cast, client):
    unit = scenes.proposed(cast)
    here = f"{reverse('verifikasi_outcomes')}?koordinator={cast.kanwil.pk}"
    sent = {"usulan": [queries.pending_outcome(unit).pk]}
    client.force_login(cast.verifier)
    assert "usulan Anda sendiri; diputuskan orang lain" in body(client.get(here))
    client.post(here, sent)
    cast.second_verifier.postings.create(role=Role.HEAD, work_unit=cast.kanwil, valid_from=cast.cycle.first_day)
    client.force_login(cast.second_verifier)
    assert "Anda bertugas atau pernah bertugas" in body(client.get(here))
    html = body(client.post(here, sent))
    assert "sehingga tidak dapat memeriksa, menilai, atau memutusnya" in html
    assert scenes.fresh(unit).state == State.IN_CHECK


@pytest.mark.parametrize("more", [0, 2])
def test_region_costs_the_same_with_one_and_three(db, client, django_assert_num_queries, more):
    cast = Cast()
    scenes.proposed(cast)
    for place in (cast.neighbour, cast.kanim)[:more]:
        cast.participation(State.SUBMITTED, place)
    client.force_login(cast.leadership)
    here = f"{reverse('verifikasi_outcomes')}?koordinator={cast.kanwil.pk}"
    client.get(here)
    with django_assert_num_queries(9):
        client.get(here)


# --- opening again -----------------------------------------------------------------------------------------------------
def test_reopen_needs_a_reason_and_a_second_person(cast):
    unit = decided(cast)
    with pytest.raises(MoveRefused, match="Tuliskan alasannya lebih dahulu"):
        workflow.propose_reopen(participation=unit, note=" ", by=cast.verifier)
    with pytest.raises(MoveRefused, match="dilakukan oleh verifikator"):
        workflow.propose_reopen(participation=unit, note="Alasan.", by=cast.admin)
    approval = workflow.propose_reopen(participation=unit, note="Alasan.", by=cast.verifier)
    with pytest.raises(MoveRefused, match="Sudah ada usulan untuk unit ini"):
        workflow.propose_reopen(participation=unit, note="Alasan.", by=cast.second_verifier)
    with pytest.raises(MoveRefused, match="harus diputuskan oleh orang lain"):
        workflow.decide_reopen(approval=approval, by=cast.verifier, approve=True)
    assert (scenes.fresh(unit).state, Document.objects.get().standing) == (State.PASSED, Document.Standing.VALID)


def test_reopen_withdraws_the_paper_and_the_check_goes_on(cast):
    unit = reopened(cast)
    assert (unit.state, unit.round, worklists.assignment_of(unit).verifier) == (State.IN_CHECK, 1, cast.verifier)
    paper = Document.objects.get()
    assert verdict(paper.code).outcome == "revoked"
    assert unit.timeline.first().note == "Foto A1 ternyata milik unit lain."
    for person in (cast.operator, cast.coordinator):
        assert told(person)[-1] == "Hasil verifikasi dibuka kembali: Lapas Kapuas"


@pytest.mark.parametrize("passes", [True, False])
def test_new_outcome_replaces_the_old_paper_and_both_verify(cast, passes):
    unit = reopened(cast, passes=passes)
    old = Document.objects.get()
    workflow.take_over(participation=unit, by=cast.verifier)
    scenes.judge(unit, cast.verifier, "A1", Decision.UNMET, note="Bukan foto unit ini.")
    approval = workflow.propose_fail(participation=scenes.fresh(unit), note="Foto unit lain.", by=cast.verifier)
    new = workflow.decide(approval=approval, by=cast.leadership, approve=True)
    assert scenes.fresh(unit).state == State.FAILED
    assert verdict(old.code).outcome == "replaced"
    assert verdict(old.code).url.endswith(f"{new.code}/")
    assert verdict(new.code).outcome == "valid"
    assert new.number == (1 if passes else 2)


def test_reopen_refused_keeps_the_outcome(cast):
    unit = decided(cast)
    approval = workflow.propose_reopen(participation=unit, note="Alasan.", by=cast.verifier)
    with pytest.raises(MoveRefused, match="Tuliskan alasan penolakan"):
        workflow.decide_reopen(approval=approval, by=cast.leadership, approve=False)
    workflow.decide_reopen(approval=approval, by=cast.leadership, approve=False, note="Sudah benar.")
    assert (scenes.fresh(unit).state, Document.objects.get().standing) == (State.PASSED, Document.Standing.VALID)


def test_reopen_after_the_scoring_began_is_refused_and_nothing_changes(cast):
    unit = decided(cast)
    approval = workflow.propose_reopen(participation=unit, note="Alasan.", by=cast.verifier)
    make_move(lock(unit), MoveName.ASSIGN, by=cast.lead)
    with pytest.raises(MoveRefused, match="Status unit sudah berubah"):
        workflow.decide_reopen(approval=approval, by=cast.leadership, approve=True)
    assert Document.objects.get().standing == Document.Standing.VALID
    with pytest.raises(MoveRefused):
        workflow.propose_reopen(participation=scenes.fresh(unit), note="Alasan.", by=cast.second_verifier)


def test_reopen_from_the_pages(cast, client):
    unit = decided(cast)
    client.force_login(cast.verifier)
    here = reverse("verifikasi_finish", args=[unit.pk])
    assert "Tuliskan alasannya lebih dahulu." in body(client.post(here, {"move": "buka_kembali", "note": ""}))
    html = body(client.post(here, {"move": "buka_kembali", "note": "Foto milik unit lain."}, follow=True))
    assert "Diusulkan oleh Vera Verifikator" in html
    client.force_login(cast.leadership)
    there = reverse("verifikasi_decide", args=[queries.pending_reopening(unit).pk])
    assert "Setujui pembukaan kembali" in body(client.get(there))
    client.post(there, {"decision": "approve"})
    assert scenes.fresh(unit).state == State.IN_CHECK
