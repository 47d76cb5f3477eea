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


@pytest.fixture(scope="session")
def s3_server():
    """A server of the S3 protocol for this process of the suite."""
    from tests.s3server import ObjectServer

    server = ObjectServer()
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(params=["disk", "s3"])
def store(request, settings, private_files):
    """Each storage in turn, set as a running portal has it."""
    from tests.files.stores import Bucket, Disk

    if request.param == "disk":
        yield Disk(private_files)
        return
    server = request.getfixturevalue("s3_server")
    private = {"BACKEND": "p2ham.lib.objectstore.ObjectStore", "OPTIONS": server.options}
    settings.STORAGES = settings.STORAGES | {"private": private}
    yield Bucket(server)
    server.empty()
