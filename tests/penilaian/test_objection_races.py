"""Objections at the same moment: each thing happens once; with the lock off it does not."""

import threading

import pytest

from assessments.documents.models import Document
from assessments.penilaian.models import Objection, Result
from assessments.penilaian.workflow import answering, objecting
from tests.cast import Cast
from tests.penilaian import objecting as play
from tests.races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
STALE = objecting.stamp


def propose_twice(cast: Cast, objection: Objection) -> dict[str, int]:
    seen = STALE(objection)
    acts = [lambda: answering.propose(objection=objection, seen=seen, by=cast.third_assessor)] * 2
    return dict(together(acts))


def unlocked(barrier: threading.Barrier):
    def read(objection: Objection) -> Objection:
        found = Objection.objects.select_related("result", "approval__participation__cycle", "reviewer").get(
            pk=objection.pk
        )
        found.participation = objection.participation
        barrier.wait(20)
        return found

    return read


def answers(cast: Cast, objection: Objection, names: list[str]) -> dict[str, int]:
    seen = STALE(objection)
    acts = [
        lambda name=name: answering.answer(
            objection=objection,
            replies=play.replies(objection, {"A1": name}),
            note=name,
            seen=seen,
            by=cast.third_assessor,
        )
        for name in names
    ]
    return dict(together(acts))


def test_answers_race_without_the_lock(monkeypatch):
    """The proof that the race occurs: both have read before either writes, and one overwrites the other unseen."""
    cast = Cast()
    objection = play.reviewed(cast)
    monkeypatch.setattr(answering, "locked", unlocked(threading.Barrier(2)))
    assert answers(cast, objection, ["ada", ""]) == {"done": 2}


def test_answered_twice_at_once_one_is_told():
    cast = Cast()
    objection = play.reviewed(cast)
    outcome = answers(cast, objection, ["ada", "", "ada", ""])
    assert outcome == {"done": 1, "refused": 3}


def test_decided_together_is_one_result_and_one_paper():
    cast = Cast()
    objection = play.proposed(cast)
    acts = [lambda: answering.decide(objection=objection, by=cast.leadership, approve=True)] * 4
    assert dict(together(acts)) == {"done": 1, "refused": 3}
    assert Result.objects.filter(participation=objection.participation).count() == 2
    assert Result.objects.current().filter(participation=objection.participation).count() == 1
    assert Document.objects.filter(kind=Document.Kind.OBJECTION).count() == 1


def test_filed_and_withdrawn_together_end_in_one_of_both():
    cast = Cast()
    draft = play.drafted(cast)
    seen = STALE(draft)
    acts = [
        lambda: objecting.file(objection=draft, seen=seen, by=cast.operator),
        lambda: objecting.withdraw(objection=draft, by=cast.head),
    ]
    outcome = dict(together(acts))
    assert outcome["done"] >= 1
    assert set(outcome) <= {"done", "refused"}
    assert Objection.objects.get().standing == Objection.Standing.WITHDRAWN


def test_begun_together_is_one_draft():
    cast = Cast()
    participation = play.refused(cast)
    texts = play.texts(participation, "A1")
    acts = [
        lambda person=person: objecting.save(participation=participation, texts=texts, seen="", by=person)
        for person in (cast.operator, cast.head)
    ]
    assert dict(together(acts)) == {"done": 1, "refused": 1}
    assert Objection.objects.count() == 1


def test_proposed_together_is_one_proposal():
    cast = Cast()
    saved = play.answered(cast, play.reviewed(cast), {"A1": "ada", "A2": ""})
    assert propose_twice(cast, saved) == {"done": 1, "refused": 1}
