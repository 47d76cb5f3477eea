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
def office(cast, plain_papers, private_files):
    """Issues certificates for the unit of the play."""
    from assessments.cycle.states import State
    from tests.documents.office import Office

    return Office(cast, cast.participation(State.AWARDED), private_files)
