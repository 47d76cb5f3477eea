"""What happens at the same moment happens once."""

import pytest

from assessments.cycle.models import Approval
from assessments.pembinaan import workflow
from assessments.pembinaan.models import ActionItem, ActionReply
from tests.cast import Cast
from tests.pembinaan import scenes
from tests.races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_officers_ask_for_the_same_together():
    cast = Cast()
    participation = scenes.lossy(cast)
    people = [cast.coordinator, cast.coordinator_head] * 2
    acts = [lambda by=by: scenes.ask(participation, by) for by in people]
    assert together(acts) == {"done": 1, "refused": 3}
    assert ActionItem.objects.count() == 1


def test_answer_together_is_one_answer():
    cast = Cast()
    item = scenes.ask(scenes.lossy(cast), cast.coordinator)
    file = scenes.proof(item, cast.operator)
    acts = [lambda: workflow.answer(item=item, text="Sudah.", files=[file], by=cast.operator)] * 4
    assert together(acts) == {"done": 1, "refused": 3}
    assert ActionReply.objects.count() == 1


def test_accept_and_send_back_together_only_one_happens():
    cast = Cast()
    item = scenes.ask(scenes.lossy(cast), cast.coordinator)
    scenes.answer(item, cast.operator)
    acts = [
        lambda: workflow.accept(item=item, by=cast.coordinator),
        lambda: workflow.send_back(item=item, note="Kurang.", by=cast.coordinator_head),
    ]
    assert together(acts) == {"done": 1, "refused": 1}


def test_propose_a_revocation_together():
    cast = Cast()
    participation = scenes.certified(cast)
    acts = [lambda: scenes.propose(cast, participation)] * 3
    assert together(acts) == {"done": 1, "refused": 2}
    assert Approval.objects.filter(move="cabut").count() == 1
