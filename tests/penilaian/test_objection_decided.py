"""A second person decides the answers to an objection, and the result, the papers and the state follow."""

from decimal import Decimal

import pytest

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.pembinaan import queries as coaching
from assessments.penilaian.models import DecreeItem, Objection, Result
from assessments.penilaian.queries.decrees import settled_units
from assessments.penilaian.queries.reports import paper_of
from assessments.penilaian.rules import objecting as rules
from assessments.penilaian.workflow import answering, objecting
from tests.cast import Cast
from tests.penilaian import objecting as play
from tests.penilaian import scenes
from units.models import InboxMessage, Posting, Role

Standing = Objection.Standing


def refusal(verb, **arguments) -> list[str]:
    with pytest.raises(MoveRefused) as caught:
        verb(**arguments)
    return caught.value.sentences


def test_decide_ones_own_proposal_or_without_the_role(cast: Cast):
    objection = play.proposed(cast)
    Posting.objects.create(user=cast.third_assessor, role=Role.LEADERSHIP)
    assert rules.decide(objection, scenes.anew(cast.third_assessor)) == [
        "Usulan Anda harus diputuskan oleh orang lain."
    ]
    assert rules.decide(objection, cast.lead) == ["Usulan ini diputuskan oleh pimpinan."]


def test_decide_by_leadership_that_scored_the_unit(cast: Cast):
    objection = play.proposed(cast)
    Posting.objects.create(user=cast.assessor, role=Role.LEADERSHIP)
    (sentence,) = rules.decide(objection, scenes.anew(cast.assessor))
    assert sentence.startswith("Anda menilai unit ini")


def test_decide_back_to_the_reviewer_and_again(cast: Cast):
    objection = play.proposed(cast)
    assert refusal(answering.decide, objection=objection, by=cast.leadership, approve=False) == [
        "Tuliskan alasan penolakan."
    ]
    back = answering.decide(objection=objection, by=cast.leadership, approve=False, note="Jelaskan A2.")
    assert back.standing == Standing.IN_REVIEW
    assert InboxMessage.objects.filter(user=cast.third_assessor, body__contains="Jelaskan A2.").exists()
    again = answering.propose(objection=back, seen=objecting.stamp(back), by=cast.third_assessor)
    done = answering.decide(objection=again, by=cast.leadership, approve=True)
    assert done.standing == Standing.PARTLY


def test_decide_twice(cast: Cast):
    objection = play.decided(cast)
    assert refusal(answering.decide, objection=objection, by=cast.leadership, approve=True) == [
        "Belum ada jawaban yang menunggu keputusan."
    ]


def test_granted_makes_a_new_result_and_leaves_the_old_one(cast: Cast):
    participation = play.refused(cast)
    old = play.current(participation)
    before = list(old.lines.values_list("indicator", "level", "value", "contribution", "reason"))
    play.decided(cast, participation=participation)
    new = play.current(participation)
    assert (new.pk != old.pk, Result.objects.get(pk=old.pk).replaced_by) == (True, new)
    assert list(old.lines.values_list("indicator", "level", "value", "contribution", "reason")) == before
    assert (old.total, new.total) == (Decimal("83.33"), Decimal("91.67"))
    assert (old.required_unmet, new.required_unmet) == (["A1"], [])
    lines = {line.indicator.code: (line.level.code, line.reason) for line in new.lines.select_related("level")}
    assert lines["A1"] == ("ada", play.REASON)
    assert lines["A2"] == ("proses", "Menurut Asih cukup.\nMenurut Anton cukup.")
    assert sum(line.contribution for line in new.lines.all()).quantize(Decimal("0.01")) == new.total
    assert new.subtotals["A"] == ["25.00", "33.33"]


def test_unit_that_now_meets_waits_for_a_further_decree(cast: Cast):
    objection = play.decided(cast)
    participation = Participation.objects.with_place().get(pk=objection.participation_id)
    assert participation.state == State.SETTLED
    assert not DecreeItem.objects.filter(participation=participation, is_live=True).exists()
    assert list(settled_units(cast.cycle)) == [participation]
    scenes.decreed(cast, participation, number="Keputusan kedua")
    participation.refresh_from_db()
    assert participation.state == State.AWARDED
    assert participation.award.decree.number == "Keputusan kedua"
    assert DecreeItem.objects.get(participation=participation, is_live=True).result == play.current(participation)


def test_unit_that_still_falls_short_keeps_its_state(cast: Cast):
    objection = play.decided(cast, {"A1": "", "A2": "ada"})
    participation = Participation.objects.get(pk=objection.participation_id)
    assert participation.state == State.NOT_AWARDED
    assert play.current(participation).total == Decimal("91.67")
    assert DecreeItem.objects.filter(participation=participation, is_live=True).count() == 1


def test_unit_with_the_predikat_gets_new_figures_only(cast: Cast):
    participation = scenes.released(cast, levels={"A2": "proses"})
    play.decided(cast, {"A2": "ada"}, participation=participation)
    participation.refresh_from_db()
    assert (participation.state, play.current(participation).total) == (State.AWARDED, Decimal("100.00"))


def test_denied_changes_nothing(cast: Cast):
    participation = play.refused(cast)
    old = play.current(participation)
    objection = play.decided(cast, {"A1": "", "A2": ""}, participation=participation)
    participation.refresh_from_db()
    assert (play.current(participation), objection.new_result) == (old, None)
    assert (participation.state, objection.standing) == (State.NOT_AWARDED, Standing.DENIED)


def test_outcome_is_a_paper_with_the_next_number(cast: Cast):
    objection = play.decided(cast)
    paper = objection.paper
    assert paper is not None
    assert (paper.kind, paper.number_text) == (Document.Kind.OBJECTION, f"P2HAM-KB.0001/{cast.cycle.year}")
    assert (paper.context["total_before"], paper.context["total_after"]) == ("83,33", "91,67")
    assert [point["answer"] for point in paper.context["points"]] == ["Dikabulkan", "Tidak dikabulkan"]
    frozen = str(paper.context)
    for person in (cast.assessor, cast.second_assessor, cast.third_assessor, cast.lead):
        assert person.name not in frozen


def test_outcome_is_told_to_the_unit_and_its_region_without_the_reviewer(cast: Cast):
    objection = play.decided(cast)
    told = InboxMessage.objects.filter(key=f"objection-decided:{objection.pk}")
    assert {row.user for row in told.select_related("user")} == {
        cast.operator, cast.head, cast.coordinator, cast.coordinator_head,
    }  # fmt: skip
    assert cast.third_assessor.name not in str(list(told.values_list("subject", "body")))


def test_report_paper_is_replaced_with_the_result(cast: Cast):
    participation = play.refused(cast)
    old = answering.report(participation_pk=participation.pk)
    assert old is not None
    play.decided(cast, participation=participation)
    old.refresh_from_db()
    new = paper_of(participation)
    assert new is not None
    assert (old.standing, old.replaced_by) == (Document.Standing.REPLACED, new)
    assert (old.context["total"], new.context["total"]) == ("83,33", "91,67")


def test_report_paper_stays_when_all_is_denied(cast: Cast):
    participation = play.refused(cast)
    old = answering.report(participation_pk=participation.pk)
    play.decided(cast, {"A1": "", "A2": ""}, participation=participation)
    assert paper_of(participation) == old


def test_coaching_follows_the_result_that_holds(cast: Cast):
    participation = scenes.released(cast, levels={"A2": "proses", "B1": "proses"})
    assert {point.indicator.code for point in coaching.lost_points(participation)} == {"A2", "B1"}
    play.decided(cast, {"A2": "ada"}, participation=participation)
    assert {point.indicator.code for point in coaching.lost_points(participation)} == {"B1"}
    (row,) = coaching.coached_units(cast.coordinator)
    assert row.lost_count == 1


def test_coaching_goes_on_while_the_unit_waits_for_the_further_decree(cast: Cast):
    objection = play.decided(cast)
    participation = Participation.objects.with_place().get(pk=objection.participation_id)
    assert participation.state == State.SETTLED
    assert [point.indicator.code for point in coaching.lost_points(participation)] == ["A2"]
    assert list(coaching.coached_by(cast.coordinator)) == [participation]
    scenes.settled(cast, cast.neighbour)
    assert list(coaching.coached_units(cast.coordinator)) == [participation]
