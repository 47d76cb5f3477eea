"""Fixtures of the documents room."""

import json

import pytest


@pytest.fixture
def plain_papers(monkeypatch):
    """Papers that are their own JSON: what a test is about is seldom how they look."""
    from assessments.documents import tasks

    def render(kind, context, *, title):
        return json.dumps([kind, title, context], sort_keys=True).encode()

    monkeypatch.setattr(tasks, "render", render)


@pytest.fixture
def press(cast, private_files):
    """Issues certificates for the unit of the play, and renders them as they are."""
    from assessments.cycle.states import State
    from tests.documents.office import Office  # after Django is set up

    return Office(cast, cast.participation(State.AWARDED), private_files)


@pytest.fixture
def office(press, plain_papers):
    """The same, with plain papers."""
    return press
