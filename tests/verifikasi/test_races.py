"""What happens at the same moment happens once."""

import datetime as dt
import threading

import pytest
from django.db import transaction
from django.utils import timezone

from assessments.cycle import extensions
from assessments.cycle.models import Participation, Window
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import lock
from assessments.documents.models import Document
from assessments.files.models import StoredFile
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.models import Answer, CheckAssignment, CheckHold, Evidence, Repair, Submission
from assessments.verifikasi.queries import shares
from assessments.verifikasi.queries.shares import Wish
from assessments.verifikasi.workflow import submitting
from assessments.verifikasi.workflow.returning import MARGIN
from tests import factories
from tests.cast import Cast
from tests.races import together
from tests.verifikasi import scenes
from units.models import Role

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def handed_in(cast, times, serial=1):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    act = lambda: workflow.submit(participation=unit, serial=serial, by=cast.operator)  # noqa: E731
    return unit, [act] * times


def test_submit_races_without_the_lock(monkeypatch):
    """The proof that the race occurs: everybody has read the old state before anybody writes the new one."""
    _, acts = handed_in(Cast(), 4)
    read = threading.Barrier(len(acts))

    def unlocked(row):
        found = Participation.objects.with_place().get(pk=row.pk)
        read.wait(20)
        return found

    monkeypatch.setattr(submitting, "lock", unlocked)
    assert together(acts) == {"done": 1, "IntegrityError": 3}


@pytest.mark.parametrize("times", [2, 20])
def test_submit_together_is_one_effect_and_everybody_gets_the_receipt(times):
    unit, acts = handed_in(Cast(), times)
    assert together(acts) == {"done": times}
    assert Submission.objects.count() == 1
    assert unit.timeline.count() == 1
    assert scenes.fresh(unit).round == 1


def test_two_people_save_together_one_is_told():
    cast = Cast()
    unit = scenes.declared(cast)
    indicator = scenes.item(unit).indicator

    def saving(text):
        return lambda: workflow.save_answer(
            participation=unit, indicator=indicator, draft=workflow.Draft(note=text), version=0, by=cast.operator
        )

    assert together([saving("satu"), saving("dua")]) == {"done": 1, "AnswerChanged": 1}
    assert Answer.objects.get().version == 1


def test_same_file_uploaded_together_is_stored_once():
    cast = Cast()
    unit = scenes.declared(cast)
    assert together([lambda: scenes.attach(unit, cast.operator)] * 4) == {"done": 4}
    assert (StoredFile.objects.count(), Evidence.objects.count(), Answer.objects.count()) == (1, 1, 1)


def test_two_verifiers_begin_together_one_holds_the_sheet():
    cast = Cast()
    unit = scenes.submitted(cast)
    acts = [
        lambda: workflow.start_check(participation=unit, by=cast.verifier),
        lambda: workflow.start_check(participation=unit, by=cast.second_verifier),
    ]
    assert together(acts) == {"done": 1, "refused": 1}
    assert CheckHold.objects.count() == 1


def test_withdrawal_and_begin_together_only_one_happens():
    cast = Cast()
    unit = scenes.submitted(cast)
    acts = [
        lambda: workflow.withdraw(participation=unit, by=cast.operator),
        lambda: workflow.start_check(participation=unit, by=cast.verifier),
    ]
    assert together(acts) == {"done": 1, "refused": 1}
    assert scenes.fresh(unit).state in (State.DECLARED, State.IN_CHECK)


def test_two_second_people_decide_together_one_paper_is_issued():
    cast = Cast()
    unit = scenes.proposed(cast)
    approval = queries.pending_outcome(unit)
    acts = [
        lambda: workflow.decide(approval=approval, by=cast.second_verifier, approve=True),
        lambda: workflow.decide(approval=approval, by=cast.leadership, approve=True),
    ]
    assert together(acts) == {"done": 1, "refused": 1}
    assert Document.objects.get().number == 1


def test_repair_handed_in_and_ticks_at_the_closing_end_it_once():
    cast = Cast()
    unit = scenes.returned(cast, "A1")
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Sudah.")
    until = timezone.now() - MARGIN
    Participation.objects.update(until=until)
    Repair.objects.update(until=until, returned_at=until - dt.timedelta(days=1))
    submit = lambda: workflow.submit(participation=unit, serial=2, by=cast.operator)  # noqa: E731
    assert together([submit, *[workflow.lapse_repairs] * 3]) == {"done": 3, "refused": 1}
    unit = scenes.fresh(unit)
    assert (unit.state, unit.round, unit.repairs.get().has_lapsed) == (State.SUBMITTED, 2, True)
    assert unit.timeline.filter(move="lewat_perbaikan").count() == 1


def test_repair_pressed_in_time_wins_over_ticks_while_its_row_is_locked():
    cast = Cast()
    unit = scenes.returned(cast, "A1")
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Sudah.")
    until = timezone.now() + dt.timedelta(seconds=2)
    Participation.objects.update(until=until)
    acts = [lambda: workflow.submit(participation=unit, serial=2, by=cast.operator), *[until_closing(until)] * 3]
    with transaction.atomic():
        lock(unit)
        pressed = threading.Thread(target=together, args=(acts,))
        pressed.start()
        while timezone.now() <= until:
            threading.Event().wait(0.05)
    pressed.join(120)
    unit = scenes.fresh(unit)
    assert (unit.state, unit.round, unit.repairs.get().ending) == (State.SUBMITTED, 2, Repair.Ending.SUBMITTED)


def test_extension_beside_the_ticks_loses_no_repair():
    """Whoever comes first: the unit goes on with its repair until the later closing."""
    cast = Cast()
    unit = scenes.returned(cast, "A1")
    until = timezone.now() - MARGIN
    Window.objects.filter(stage=Stage.VERIFIKASI).update(closes_at=until)
    Participation.objects.update(until=until)
    Repair.objects.update(until=until, returned_at=until - dt.timedelta(days=1))
    later = timezone.now() + dt.timedelta(days=5)
    facts = {"cycle": cast.cycle, "stage": Stage.VERIFIKASI, "participation": unit, "closes_at": later}
    extension = extensions.extend(**facts, reason="Banjir", by=cast.admin, path="/")
    approve = lambda: extensions.decide_extension(extension=extension, by=cast.leadership, approve=True)  # noqa: E731
    assert together([approve, *[workflow.lapse_repairs] * 3]) == {"done": 4}
    if scenes.fresh(unit).state == State.SUBMITTED:
        workflow.withdraw(participation=unit, by=cast.operator)
    unit = scenes.fresh(unit)
    assert (unit.state, unit.round, unit.until, unit.repairs.get().ended_at) == (State.RETURNED, 1, later, None)
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Sudah.")


def until_closing(until):
    """A tick right after the closing."""

    def tick():
        while timezone.now() <= until:
            threading.Event().wait(0.01)
        workflow.lapse_repairs()

    return tick


def test_two_verifiers_press_next_together_and_get_two_units():
    cast = Cast()
    rows = [cast.participation(State.SUBMITTED, place) for place in (cast.unit, cast.neighbour, cast.kanim)]
    third = factories.posted(Role.VERIFIER, None, "Vita Verifikator")
    acts = [lambda by=by: workflow.serve_next(by=by) for by in (cast.verifier, cast.second_verifier, third)]
    assert together(acts) == {"done": 3}
    holds = CheckHold.objects.values_list("participation", "verifier")
    assert (len(holds), {unit for unit, _ in holds}) == (3, {row.pk for row in rows})
    assert CheckAssignment.objects.filter(ended_at=None).count() == 3


def test_two_presses_of_one_distribution_share_out_once():
    cast = Cast()
    cast.participation(State.SUBMITTED)
    cast.participation(State.SUBMITTED, cast.neighbour)
    wish = Wish(quotas={cast.verifier.pk: 1, cast.second_verifier.pk: 1})
    shown = shares.planned(cast.cycle, wish).fingerprint
    act = lambda: workflow.distribute(cycle=cast.cycle, wish=wish, fingerprint=shown, by=cast.admin)  # noqa: E731
    assert together([act] * 4) == {"done": 1, "refused": 3}
    assert CheckAssignment.objects.count() == 2
