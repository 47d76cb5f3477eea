"""What happens at the same moment happens once."""

import threading
from types import SimpleNamespace

import pytest

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.penilaian import queries, workflow
from assessments.penilaian.drafts import Typed
from assessments.penilaian.models import Assignment, Award, Decree, Result, Score
from assessments.penilaian.workflow import assigning, certificates, decrees, drawing, scoring, settling
from tests import factories
from tests.cast import Cast
from tests.penilaian import scenes
from tests.races import together
from units.models import AuditEntry, InboxMessage, Role

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def unlocked(row: Participation) -> Participation:
    """The unit as the verbs read it, without its lock."""
    return Participation.objects.with_place().get(pk=row.pk)


def read_by_both(**query):
    """The queries, one of which answers only when both have read: neither sees what the other writes."""
    [(name, ask)] = query.items()
    read = threading.Barrier(2)

    def late(*args):
        found = ask(*args)
        read.wait(20)
        return found

    return SimpleNamespace(**{other: getattr(queries, other) for other in queries.__all__} | {name: late})


def test_assign_races_without_the_lock(monkeypatch):
    """The proof that the race occurs: everybody has read the old state before anybody writes the new one."""
    cast = Cast()
    participation = scenes.passed(cast)
    fourth = factories.posted(Role.ASSESSOR, None, "Fajar Penilai")
    scenes.member(cast, fourth, "Lembaga Lain")
    pairs = [(cast.assessor, cast.second_assessor), (cast.third_assessor, fourth)]
    written = threading.Barrier(len(pairs))
    move = assigning.make_move

    def late(*args, **more):
        # Both have read that nobody is assigned, and written their own; neither sees the other's.
        written.wait(20)
        return move(*args, **more)

    monkeypatch.setattr(assigning, "lock_cycle", lambda cycle: cycle)
    monkeypatch.setattr(assigning, "lock", unlocked)
    monkeypatch.setattr(assigning, "make_move", late)
    acts = [
        lambda pair=pair: workflow.assign(participation=participation, assessors=pair, by=cast.lead) for pair in pairs
    ]
    together(acts)
    assert Assignment.objects.live().filter(participation=participation).count() == 4


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


def two_windows(monkeypatch, *, locked: bool):
    """The same sheet saved from two windows at once, with different levels for an indicator that has a score already."""
    cast = Cast()
    first, _ = scenes.assigned(cast)
    scenes.score(first, {"A1": "ada"})
    found = scenes.indicators(first.participation)["A1"]
    version = queries.sheet(first).stored(queries.sheet(first).items[0]).version
    if not locked:
        monkeypatch.setattr(scoring, "_locked", lambda row: Assignment.objects.get(pk=row.pk))
        monkeypatch.setattr(scoring, "queries", read_by_both(sheet=queries.sheet))
    saved: list[scoring.Saved] = []
    acts = [
        lambda name=name: saved.append(
            workflow.save(
                assignment=first,
                typed={found.pk: (Typed(scenes.level(found, name), f"Alasan {name}."), version)},
                by=cast.assessor,
            )
        )
        for name in ("proses", "tidak")
    ]
    return first, together(acts), saved


def test_windows_race_without_the_lock(monkeypatch):
    """The proof that the race occurs: neither learns of the other, and only a constraint stops the second."""
    first, outcomes, saved = two_windows(monkeypatch, locked=False)
    assert outcomes == {"done": 1, "IntegrityError": 1}
    assert [one.overtaken for one in saved] == [{}]
    assert first.scores.filter(is_current=True).count() == 1


def test_same_sheet_saved_from_two_windows_tells_the_slower_one(monkeypatch):
    first, outcomes, saved = two_windows(monkeypatch, locked=True)
    assert outcomes == {"done": 2}
    assert sorted((len(one.scored), len(one.overtaken)) for one in saved) == [(0, 1), (1, 0)]
    slower = next(one for one in saved if one.overtaken)
    current = first.scores.get(is_current=True)
    assert [stored.typed.level for stored in slower.overtaken.values()] == [current.level]
    assert first.scores.count() == 2


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


def two_leads(monkeypatch, *, locked: bool):
    """Two leads who settle at once with different levels; with the lock off both read before either writes."""
    cast = Cast()
    participation = scenes.scored(cast, first={"A2": "proses"})
    other = factories.posted(Role.LEAD, None, "Lukas Ketua")
    if not locked:
        monkeypatch.setattr(settling, "lock", unlocked)
        monkeypatch.setattr(settling, "queries", read_by_both(deliberation=queries.deliberation))
    acts = [
        lambda by=by, name=name: workflow.settle(
            participation=participation, choices=scenes.choices(participation, {"A2": name}), version="", by=by
        )
        for by, name in ((cast.lead, "ada"), (other, "tidak"))
    ]
    return participation, together(acts)


def test_two_leads_race_without_the_lock(monkeypatch):
    """The proof that the race occurs: both pass the rules, and only a constraint stops the second, without a sentence."""
    participation, outcomes = two_leads(monkeypatch, locked=False)
    assert outcomes == {"done": 1, "IntegrityError": 1}
    assert Result.objects.filter(participation=participation).count() == 1


def test_two_leads_settle_together_and_one_is_told(monkeypatch):
    participation, outcomes = two_leads(monkeypatch, locked=True)
    assert outcomes == {"done": 1, "refused": 1}
    result = Result.objects.get(participation=participation)
    # What was settled is wholly one lead's: level, reason and author.
    moderation = participation.moderations.get()
    assert (moderation.moderated_by, moderation.level) == (
        result.settled_by,
        result.lines.select_related("level").get(indicator__code="A2").level,
    )


def last_sheets(monkeypatch, *, locked: bool):
    """Both assessors finish at once, a level apart, in a cycle that draws a third."""
    cast = Cast()
    Cycle.objects.update(on_gap=Cycle.OnGap.DRAW)
    both = scenes.assigned(cast)
    for assignment, name in zip(both, ("ada", "tidak"), strict=True):
        scenes.score(assignment, {"A1": name, "A2": "ada", "B1": "ada", "C1": "ada"})
    if not locked:
        monkeypatch.setattr(scoring, "lock", unlocked)
        monkeypatch.setattr(drawing, "queries", read_by_both(settlement=queries.settlement))
        # The head of the trail is locked too, and would happen to put the two in a row.
        monkeypatch.setattr(scoring, "audit", SimpleNamespace(record=lambda **entry: None))
    acts = [lambda each=each: workflow.finalise(assignment=each, by=each.assessor) for each in both]
    return both[0].participation, together(acts)


def test_last_sheets_race_without_the_lock(monkeypatch):
    """The proof that the race occurs: each thinks the other is still at work, and nobody draws the third."""
    participation, outcomes = last_sheets(monkeypatch, locked=False)
    assert outcomes == {"done": 2}
    assert not participation.divergences.exists()
    assert not participation.assignments.filter(kind=Assignment.Kind.DRAWN).exists()


def test_last_sheets_together_draw_one_third(monkeypatch):
    participation, outcomes = last_sheets(monkeypatch, locked=True)
    assert outcomes == {"done": 2}
    assert participation.assignments.filter(kind=Assignment.Kind.DRAWN).count() == 1
    assert [row.indicator.code for row in participation.divergences.exclude(indicator=None)] == ["A1"]


def test_the_same_sheet_finished_many_times_is_finished_once():
    cast = Cast()
    first, _ = scenes.assigned(cast)
    scenes.score(first, {"A1": "ada", "A2": "ada", "B1": "ada", "C1": "ada"})
    outcomes = together([lambda: workflow.finalise(assignment=first, by=cast.assessor)] * 6)
    assert outcomes == {"done": 1, "refused": 5}
    assert AuditEntry.objects.filter(action="selesai_menilai").count() == 1


def test_leads_who_save_together_overwrite_nothing():
    cast = Cast()
    participation = scenes.scored(cast, first={"A2": "proses"})
    acts = [
        lambda name=name: workflow.moderate(
            participation=participation,
            typed=queries.Deliberation(scenes.choices(participation, {"A2": name}, name)),
            version="",
            by=cast.lead,
        )
        for name in ("ada", "proses", "tidak")
    ]
    assert together(acts) == {"done": 1, "refused": 2}
    assert participation.moderations.count() == 1
