"""The rules of every test: a closed network, strict templates, no inline code, no silent task, a fresh private folder.

``P2HAM_TEST_DATABASE`` chooses the database: ``postgres`` (default; a throw-away cluster), ``sqlite``, or the address of a
server that runs already. Everything here happens before Django reads its settings.
"""

import gzip
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.cast import Cast

# The machine may be busy: how long an example takes says nothing.
hypothesis.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
DATABASE = os.environ.get("P2HAM_TEST_DATABASE", "postgres")
# Folders that need real processes and locks; SQLite has one writer.
POSTGRES_ONLY = ("tests/journeys/", "tests/faults/", "tests/load/")
# Judges the code, not what a database makes of it.
ONCE = "tests/house/"

WORKER = "PYTEST_XDIST_WORKER" in os.environ
# The workers' folders lie in that of the process that leads the run: it removes them even when a worker was killed.
DATA_DIR = Path(tempfile.mkdtemp(prefix="p2ham-test-", dir=os.environ["P2HAM_DATA_DIR"] if WORKER else None))
for name in [name for name in os.environ if name.startswith("P2HAM_")]:
    # What the developer's shell holds for the demo or for production has no say here.
    if name != "P2HAM_TEST_DATABASE" and not (WORKER and name == "P2HAM_DATABASE_URL"):
        del os.environ[name]
os.environ["P2HAM_MODE"] = "test"
os.environ["P2HAM_DATA_DIR"] = str(DATA_DIR)
os.environ["DJANGO_SETTINGS_MODULE"] = "p2ham.settings"
if DATABASE == "sqlite":
    os.environ["P2HAM_DATABASE_URL"] = f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"
elif DATABASE != "postgres":
    os.environ["P2HAM_DATABASE_URL"] = DATABASE

cluster = pytest.StashKey[Any]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="leave out the tests that use no database")


def pytest_configure(config: pytest.Config) -> None:
    """Start the cluster in the process that leads the run; the workers inherit its address."""
    if DATABASE == "postgres" and not WORKER and not config.option.collectonly:
        from tests.cluster import Cluster, ClusterError

        # A run that is told to end ends tidily too.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            config.stash[cluster] = Cluster().start()
        except ClusterError as error:
            raise pytest.UsageError(str(error)) from error
        os.environ["P2HAM_DATABASE_URL"] = config.stash[cluster].url
    import django

    django.setup()
    from tests.strict import close_network

    close_network()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """A worker must not read its settings before its own conftest has given it a folder of its own."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove every trace, after failed runs too."""
    if config.stash.get(cluster, None):
        config.stash[cluster].stop()
    shutil.rmtree(DATA_DIR, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what a run on SQLite cannot or need not do; begin with the journeys, which take longest."""
    items.sort(key=lambda item: not item.path.is_relative_to(ROOT / "tests" / "journeys"))
    if DATABASE != "sqlite":
        return
    kept, left_out = [], []
    for item in items:
        place = item.path.relative_to(ROOT).as_posix()
        other = place.startswith(POSTGRES_ONLY) or item.get_closest_marker("postgres")
        pure = config.getoption("--only-database") and (place.startswith(ONCE) or not uses_database(item))
        (left_out if other or pure else kept).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)


def uses_database(item: pytest.Item) -> bool:
    """Whether the test asks for the database, by mark or by fixture."""
    fixtures = {"db", "transactional_db", "django_db_setup", "live_server"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(getattr(item, "fixturenames", ())))


# --- strictness -----------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session", autouse=True)
def _strict_templates() -> None:
    """An undefined variable printed by one of our templates is an error."""
    from django.template import engines

    from tests.strict import RefuseUndefined

    engines["django"].engine.string_if_invalid = RefuseUndefined(str(ROOT / "templates"))  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def _checked_responses() -> None:
    """Every page that the test client fetches is looked through for inline script and style."""
    from django.test import Client

    from tests.strict import inline_code

    fetch = Client.request

    def request(self: Client, **environment: Any) -> Any:
        response = fetch(self, **environment)
        if response.streaming or not response.get("Content-Type", "").startswith("text/html") or _lenient:
            return response
        packed = response.get("Content-Encoding") == "gzip"
        html = gzip.decompress(response.content) if packed else response.content
        found = inline_code(html.decode(response.charset))
        assert not found, f"{environment.get('PATH_INFO')}: inline code in the page: {'; '.join(found)}"
        return response

    Client.request = request  # type: ignore[method-assign]


_lenient: list[bool] = []


@pytest.fixture(autouse=True)
def _lenient_html(request: pytest.FixtureRequest) -> Iterator[None]:
    _lenient[:] = [True] if request.node.get_closest_marker("lenient_html") else []
    yield
    _lenient.clear()


@pytest.fixture(autouse=True)
def failed_tasks(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """The immediate backend swallows what a task raises; here it fails the test (marker ``failing_tasks`` allows it)."""
    from django_tasks import TaskResultStatus
    from django_tasks.signals import task_finished

    failed: list[str] = []

    def note(sender: Any, task_result: Any, **_: Any) -> None:
        if task_result.status == TaskResultStatus.FAILED:
            failed.append(f"{task_result.task.module_path}\n{task_result.errors[-1].traceback}")

    task_finished.connect(note)
    yield failed
    task_finished.disconnect(note)
    if failed and not request.node.get_closest_marker("failing_tasks"):
        pytest.fail("A background task failed:\n" + "\n".join(failed), pytrace=False)


# --- a browser -----------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for all tests of this process. A missing one is a failure, never a skip."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.browser import ARGUMENTS, executable

    # Playwright keeps an event loop in this thread, so Django would refuse to speak to the database from it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield chromium
        chromium.close()


# --- surroundings ---------------------------------------------------------------------------------------------------
@pytest.fixture(autouse=True)
def private_files() -> Iterator[Path]:
    """The folder of the private files: empty at the start of every test."""
    folder = DATA_DIR / "files"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_triggers() -> None:
    """On SQLite a test with real commits is cleaned up with DELETE, which the append-only triggers refuse."""
    import django.db.backends.sqlite3.base  # noqa: F401  (the two modules import each other, this one first)
    from django.db.backends.sqlite3.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: Any, sql_list: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
        flush(self, sql_list)
        with self.connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql)

    DatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def _audit_head_after_flush() -> None:
    """A test with real commits is cleaned up by emptying every table; the audit trail's one head row comes back."""
    from django.test import TransactionTestCase

    teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def fixture_teardown(self: Any) -> None:
        from units.models import AuditHead

        teardown(self)
        AuditHead.objects.get_or_create(pk=1)

    TransactionTestCase._fixture_teardown = fixture_teardown  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def _databases_go_though_threads_linger() -> None:
    """A server's thread that a browser left hanging may hold a session; the throw-away database goes all the same."""
    from django.db.backends.postgresql.creation import DatabaseCreation

    destroy = DatabaseCreation._destroy_test_db  # type: ignore[attr-defined]
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"

    def destroy_test_db(self: Any, test_database_name: str, verbosity: int) -> None:
        with self._nodb_cursor() as cursor:
            cursor.execute(others, [test_database_name])
        destroy(self, test_database_name, verbosity)

    DatabaseCreation._destroy_test_db = destroy_test_db  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _loggers_speak() -> None:
    """A tool that a test runs in this process may configure logging and silence every logger made before."""
    logging.disable(logging.NOTSET)
    for logger in list(logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.disabled = False


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Rate limits are counted in the cache; nobody inherits another test's guesses."""
    yield
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def second_factor(settings: Any) -> None:
    """Ask the roles that need one for a second factor; off otherwise."""
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def cast(db: None) -> "Cast":
    """The people of the play, in the running cycle."""
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def work_off(settings: Any) -> Callable[[], None]:
    """Queue background tasks in the database as in production; the fixture's function works them off."""
    from django_tasks_db.management.commands.db_worker import Worker

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

    def work() -> None:
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
            excluded_queue_names=[],
        ).run()

    return work
