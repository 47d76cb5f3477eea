"""The seal as an attacker tries it: whoever looks anywhere reads the same, whatever another assessor gave in secret.

Every route of the resolver, the links of every page, guessed filters and empty posts, byte for byte, in worlds that
differ only in the levels, words, confidence, drafts and finishing times of one assessor.
"""

from importlib import import_module

import pytest

from assessments.cycle.models import Participation
from assessments.cycle.workflow import note_step
from assessments.penilaian import queries, workflow
from assessments.penilaian.models import Score
from assessments.penilaian.queries import agreement, desks, lists
from tests.cast import Cast
from tests.penilaian.worlds import CANARIES, SCORING, Stage, differences, reminded, seen_in, told
from units.models import Role

# What is read does not hang on the database, and the walk is long: once is enough.
pytestmark = pytest.mark.postgres

DECIDING = ["lead", "admin", "leadership"]
OTHERS = [
    "", "operator", "head", "coordinator", "coordinator_head", "verifier", "assessor", "third_assessor", "observer",
    "neighbour_operator", "foreign_coordinator", "nobody",
]  # fmt: skip


def read(stage: Stage, who: str, commits, *secrets, only=()):
    """What the person reads in the world of each secret."""
    person = getattr(stage.cast, who) if who else None
    return [seen_in(stage, secret, commits, lambda: stage.read_by(person, only=only)) for secret in secrets]


# Where each of the leaks of the control would be seen.
NEAR = ("penilaian_lead", "penilaian_agreement", "penilaian_score", "penilaian_sheet", "participation")


@pytest.mark.parametrize("who", [*OTHERS, *DECIDING])
def test_nothing_of_a_sealed_sheet_is_read(cast: Cast, who, django_capture_on_commit_callbacks):
    """Whether a colleague is done at all is told to those who lead, and to nobody else."""
    stage, commits = Stage(cast), django_capture_on_commit_callbacks
    low, high = read(stage, who, commits, stage.low, stage.high)
    assert differences(low, high) == []
    if who in OTHERS:
        [begun] = read(stage, who, commits, stage.begun, only=SCORING)
        assert [place for place, found in begun.items() if low.get(place) != found] == []
    # The walk has been somewhere, and came back without a canary.
    assert sum(status == 200 for status, _, _ in low.values()) > 3
    for _, _, body in low.values():
        # A guessed word comes back in the field of its search; the codes that follow it in secret do not.
        assert f"{CANARIES[0]} A1".encode() not in body


def test_no_mail_message_step_or_reminder_differs(cast: Cast, django_capture_on_commit_callbacks):
    commits = django_capture_on_commit_callbacks
    with commits(execute=True):
        stage = Stage(cast)
    secrets = (stage.low, stage.high, stage.begun)
    low, high, begun = (seen_in(stage, secret, commits, lambda: told(cast.second_assessor)) for secret in secrets)
    assert low == high == begun
    low, high = (seen_in(stage, secret, commits, lambda: reminded(stage, commits)) for secret in secrets[:2])
    assert low == high


# Papers and files that are frozen before or after, and the meeting's page of a unit, which only settled ones have.
NOT_IN_THE_PLAY = {
    "penilaian_certificate",
    "penilaian_decree_annex",
    "penilaian_decree_annex_sheet",
    "penilaian_objection_file",
    "penilaian_objection_paper",
    "penilaian_pleno_minutes",
    "penilaian_pleno_unit",
    "penilaian_signed_certificate",
    "penilaian_visit_photo",
    "penilaian_visit_report",
    "penilaian_visit_signed",
}


def test_the_walk_opens_every_page_of_the_scoring(cast: Cast):
    """A new route must be reached by somebody here, or it is not tried at all."""
    stage = Stage(cast)
    stage.low()
    people = (*DECIDING, "assessor", "third_assessor", "operator", "neighbour_operator")
    opened = set().union(*(stage.opened_by(getattr(cast, who)) for who in people))
    wanted = {name for name, _ in stage.addresses() if name.startswith(SCORING)}
    assert wanted - opened == NOT_IN_THE_PLAY


# --- the control: each of these leaks is found --------------------------------------------------------------------------
def _filtered_by_value(monkeypatch):
    units = lists.units_to_score
    good = Score.objects.filter(is_current=True, indicator__code="A2", level__code="ada")
    monkeypatch.setattr(
        queries,
        "units_to_score",
        lambda *args, **more: units(*args, **more).filter(pk__in=good.values("assignment__participation")),
    )


def _counted_by_value(monkeypatch):
    monkeypatch.setattr(
        import_module("assessments.penilaian.queries.panel"),
        "progress",
        lambda row: (Score.objects.filter(assignment__participation=row, level__value__lt=1).count(), 9),
    )


def _scores_of_all(monkeypatch):
    own = desks.own_sheet

    def leaking(assignment, items):
        found = own(assignment, items)
        everybody = Score.objects.filter(assignment__participation=assignment.participation, is_current=True)
        found.scores.update({score.indicator_id: score for score in everybody.select_related("level")})
        return found

    monkeypatch.setattr(desks, "own_sheet", leaking)


def _told_in_the_timeline(monkeypatch):
    finish = workflow.finalise

    def telling(*, assignment, by):
        found = finish(assignment=assignment, by=by)
        note_step(assignment.participation, by=by, text=f"Nilai {queries.sheet(found).outcome.total}", action="lepas")
        return found

    monkeypatch.setattr(workflow, "finalise", telling)


def _exported_before_all_are_done(monkeypatch):
    monkeypatch.setattr(agreement, "opened", lambda cycle, user: Participation.objects.filter(cycle=cycle))


def _told_to_the_unit_who_is_done(monkeypatch):
    panel = import_module("assessments.penilaian.queries.panel")
    monkeypatch.setattr(panel, "DECIDING_ROLES", (*panel.DECIDING_ROLES, Role.OPERATOR))


@pytest.mark.parametrize(
    ("who", "leak"),
    [
        ("lead", _filtered_by_value),
        ("lead", _counted_by_value),
        ("lead", _exported_before_all_are_done),
        ("operator", _told_in_the_timeline),
        ("assessor", _scores_of_all),
        ("operator", _told_to_the_unit_who_is_done),
    ],
)
def test_the_walk_finds_a_leak(cast: Cast, who, leak, monkeypatch, django_capture_on_commit_callbacks):
    leak(monkeypatch)
    stage = Stage(cast)
    other = stage.begun if leak == _told_to_the_unit_who_is_done else stage.high
    low, high = read(stage, who, django_capture_on_commit_callbacks, stage.low, other, only=NEAR)
    assert differences(low, high) != []
