"""What happens at the same moment happens once."""

import threading

import pytest

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.penilaian import workflow
from assessments.penilaian.models import Assignment, Award, Decree, Result, Score
from assessments.penilaian.workflow import certificates, decrees
from tests.cast import Cast
from tests.penilaian import scenes
from tests.races import together
from units.models import InboxMessage

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_assign_races_without_the_lock(monkeypatch):
    """The proof that the race occurs: everybody has read the old state before anybody writes the new one."""
    cast = Cast()
    participation = scenes.passed(cast)
    pairs = [(cast.assessor, cast.second_assessor), (cast.second_assessor, cast.third_assessor)]
    read = threading.Barrier(len(pairs))

    def unlocked(row):
        found = Participation.objects.with_place().get(pk=row.pk)
        read.wait(20)
        return found

    monkeypatch.setattr(workflow, "lock", unlocked)
    acts = [
        lambda pair=pair: workflow.assign(participation=participation, assessors=pair, by=cast.lead) for pair in pairs
    ]
    # The second is stopped by the database only because the two lists overlap.
    assert together(acts) == {"done": 1, "IntegrityError": 1}


def test_assign_together_is_one_effect():
    cast = Cast()
    participation = scenes.passed(cast)
    pairs = [(cast.assessor, cast.second_assessor), (cast.assessor, cast.third_assessor)] * 4
    acts = [
        lambda pair=pair: workflow.assign(participation=participation, assessors=pair, by=cast.lead) for pair in pairs
    ]
    assert together(acts) == {"done": 1, "refused": 7}
    assert (Assignment.objects.count(), participation.timeline.count()) == (2, 1)


def test_scores_of_one_indicator_together_leave_one_current():
    cast = Cast()
    first, _ = scenes.assigned(cast)
    acts = [lambda name=name: scenes.score(first, {"A1": name}) for name in ("ada", "proses", "tidak") * 3]
    assert together(acts) == {"done": 9}
    assert Score.objects.filter(is_current=True).count() == 1


def test_both_assessors_finish_together_and_the_lead_is_told_once():
    cast = Cast()
    both = scenes.assigned(cast)
    for assignment in both:
        scenes.score(assignment, {"A1": "ada", "A2": "ada", "B1": "ada", "C1": "ada"})
    acts = [lambda each=each: workflow.finalise(assignment=each, by=each.assessor) for each in both]
    assert together(acts) == {"done": 2}
    assert InboxMessage.objects.filter(user=cast.lead).count() == 1
    assert both[0].participation.timeline.filter(text__startswith="Semua penilai selesai").count() == 1


def test_a_score_and_the_lock_together_never_change_a_finished_sheet():
    cast = Cast()
    first, _ = scenes.assigned(cast)
    scenes.score(first, {"A1": "ada", "A2": "ada", "B1": "ada", "C1": "ada"})
    acts = [
        lambda: workflow.finalise(assignment=first, by=cast.assessor),
        lambda: scenes.score(first, {"A1": "proses"}),
    ]
    outcomes = together(acts)
    assert outcomes["done"] + outcomes["refused"] == 2
    final_at = Assignment.objects.get(pk=first.pk).final_at
    assert final_at
    assert not Score.objects.filter(scored_at__gt=final_at).exists()


def test_settle_together_is_one_effect():
    cast = Cast()
    participation = scenes.scored(cast)
    acts = [lambda: workflow.settle(participation=participation, choices={}, by=cast.lead)] * 6
    assert together(acts) == {"done": 1, "refused": 5}
    assert Result.objects.count() == 1


def test_two_decrees_on_one_unit_together_one_is_recorded():
    cast = Cast()
    unit, other = scenes.settled(cast), scenes.settled(cast, cast.neighbour)
    acts = [
        lambda: scenes.proposed(cast, unit, other, number="Satu"),
        lambda: scenes.proposed(cast, other, unit, number="Dua"),
    ]
    assert together(acts) == {"done": 1, "refused": 1}
    assert Decree.objects.count() == 1


def test_decide_together_is_one_effect():
    cast = Cast()
    decree = scenes.proposed(cast, scenes.settled(cast))
    acts = [lambda: decrees.decide(decree=decree, by=cast.leadership, approve=True)] * 4
    assert together(acts) == {"done": 1, "refused": 3}
    assert (Award.objects.count(), Participation.objects.get().state) == (1, State.AWARDED)


def test_certificates_issued_together_have_one_number_each():
    cast = Cast()
    units = [scenes.settled(cast, unit) for unit in (cast.unit, cast.neighbour, cast.kanim)]
    decree = scenes.decreed(cast, *units)

    def press():
        try:
            certificates.issue_certificates(decree=decree, by=cast.admin)
        except MoveRefused:
            pass  # the others were faster: nothing was left to issue

    assert together([press] * 4) == {"done": 4}
    papers = Document.objects.filter(kind=Document.Kind.CERTIFICATE)
    assert sorted(papers.values_list("number", flat=True)) == [1, 2, 3]
    assert Award.objects.filter(certificate__isnull=False).count() == 3
