"""Fixtures of the faults; ``--every-point`` takes every point instead of a few per verb (see ``long``)."""

import pytest

from tests.files.conftest import s3_server, store  # noqa: F401


def pytest_addoption(parser):
    parser.addoption("--every-point", action="store_true", help="let something happen at every point of every verb")


@pytest.fixture(scope="session")
def zygote(django_db_setup, django_db_blocker):
    from tests.faults.stage import Zygote

    made = Zygote()
    yield made
    made.stop()


@pytest.fixture
def chosen(request):
    """The points to take of so many: all of them, or the first, the last and a few between."""
    every = request.config.getoption("--every-point", default=False)

    def chosen(count: int, few: int = 5) -> list[int]:
        if every or count <= few:
            return list(range(1, count + 1))
        return sorted({1 + round(step * (count - 1) / (few - 1)) for step in range(few)})

    return chosen


def pytest_collection_modifyitems(config, items):
    """The verbs are the same on both storages; in the suite the S3 service has part in two of them."""
    if config.getoption("--every-point", default=False):
        return
    kept, left_out = [], []
    for item in items:
        elsewhere = "tests/faults/" in item.nodeid and "s3" in getattr(getattr(item, "callspec", None), "id", "")
        (left_out if elsewhere and not item.get_closest_marker("both_storages") else kept).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)
