"""The demo plays to its end by the portal's own verbs, shows each step of the path, and is left alone a second time."""

import json

import pytest
from django.core.management import call_command

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.demo import story
from assessments.demo.accounts import ACCOUNTS
from assessments.penilaian.models import Award, Divergence, Objection, Pleno, SiteVisit, TeamMember
from indicators import workflow as instruments
from units import audit
from units.models import User
from units.reference import FOLDER, load_places

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

# What the units of the story come to, one after the other.
STATES = [
    State.DECLARED, State.DECLARED, State.SUBMITTED, State.IN_CHECK, State.RETURNED, State.IN_CHECK, State.PASSED,
    State.FAILED, State.IN_SCORING, State.IN_SCORING, State.SETTLED, State.AWARDED, State.REVOKED, State.NOT_AWARDED,
]  # fmt: skip


def test_demo_plays_to_its_end_once(capsys):
    load_places()
    instruments.load(json.loads((FOLDER / "instrument_2024.json").read_text(encoding="utf-8")))
    call_command("load_demo")
    units = dict(Participation.objects.filter(work_unit__code__in=story.UNITS).values_list("work_unit__code", "state"))
    assert [units[code] for code in story.UNITS] == STATES
    assert {account.email for account in ACCOUNTS} <= set(User.objects.values_list("email", flat=True))
    shown = (TeamMember, Divergence, SiteVisit, Pleno, Award, Objection)
    assert [model.__name__ for model in shown if not model._default_manager.exists()] == []
    assert list(audit.verify()) == []
    capsys.readouterr()
    call_command("load_demo")
    assert capsys.readouterr().out == "Data demo sudah ada.\n"
