import pytest
from assessments.cycle.states import State
from tests.pencanangan import scenes

@pytest.mark.django_db
def test_smoke(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        p, link = scenes.declared(cast)
    assert p.state == State.DECLARED
