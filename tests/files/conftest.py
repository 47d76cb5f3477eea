"""Fixtures of the files room."""

import pytest


@pytest.fixture
def participation(cast):
    return cast.participation()


@pytest.fixture
def desk(cast, participation, private_files):
    """Receives files. Tasks are enqueued on commit, which does not come by itself inside a test's transaction."""
    from tests.files.desk import Desk  # after Django is set up

    return Desk(cast, participation, private_files)
