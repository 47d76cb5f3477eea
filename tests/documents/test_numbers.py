"""Numbers of the portal's registers: none twice, none missing, whatever happens beside."""

import threading
from queue import Empty, SimpleQueue

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from assessments.documents import numbers
from assessments.documents.models import Document, NumberRegister
from units import audit


@pytest.mark.parametrize(
    ("register", "text"),
    [
        ("piagam", "P2HAM-PG.0001/2024"),
        ("berita_acara", "P2HAM-BA.0001/2024"),
        ("surat_keterangan", "P2HAM-SK.0001/2024"),
    ],
)
def test_each_register_has_its_pattern(db, register, text):
    with transaction.atomic():
        book, number, found = numbers.take(register, 2024)
    assert (book.key, number, found) == (register, 1, text)


def test_each_register_and_year_counts_for_itself(db):
    with transaction.atomic():
        taken = [
            numbers.take(*which)[2] for which in [("piagam", 2024)] * 2 + [("piagam", 2025), ("berita_acara", 2024)]
        ]
    assert taken == ["P2HAM-PG.0001/2024", "P2HAM-PG.0002/2024", "P2HAM-PG.0001/2025", "P2HAM-BA.0001/2024"]


def test_register_without_a_pattern_does_not_exist(db):
    with pytest.raises(KeyError), transaction.atomic():
        numbers.take("surat_lain", 2024)


def test_number_of_an_act_that_fails_is_given_to_the_next(office):
    assert office.issue().number == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert office.issue().number == 2
        raise ZeroDivisionError
    assert office.issue().number == 2
    assert NumberRegister.objects.get().last_number == 2


@pytest.mark.django_db(transaction=True)
def test_number_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        numbers.take("piagam", 2024)
    assert not NumberRegister.objects.exists()


def test_database_refuses_a_number_twice(office):
    first = office.issue()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(
            kind=first.kind,
            cycle=first.cycle,
            register=first.register,
            number=1,
            title="Dua",
            context={},
            issued_by=office.by,
        )


# --- races ----------------------------------------------------------------------------------------------------------
def at_once(workers: int, jobs: list, work) -> list[BaseException]:
    """Work the jobs off in threads, each with a connection of its own. Returns what was raised."""
    queue: SimpleQueue = SimpleQueue()
    for job in jobs:
        queue.put(job)
    raised: list[BaseException] = []
    start = threading.Barrier(workers)

    def run() -> None:
        start.wait(timeout=30)
        while True:
            try:
                job = queue.get_nowait()
            except Empty:
                break
            try:
                work(job)
            except Exception as error:
                raised.append(error)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.fixture
def silent_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_200_issues_at_once_with_faults_leave_no_gap(office, silent_queue):
    """Every fifth act fails after its number was taken: by an error, or by a connection that is cut."""

    def work(job: int) -> None:
        with transaction.atomic():
            document = office.issue()
            assert document.number
            if job % 10 == 0:
                raise ZeroDivisionError
            if job % 10 == 5:
                connection.connection.close()

    raised = at_once(16, list(range(200)), work)
    assert len(raised) == 40
    assert {type(error) for error in raised} <= {ZeroDivisionError, OperationalError, InterfaceError}
    given = list(Document.objects.order_by("number").values_list("number", flat=True))
    assert given == list(range(1, 161))
    assert Document.objects.values("number_text", "code").distinct().count() == 160
    assert NumberRegister.objects.get().last_number == 160
    assert list(audit.verify()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_race_occurs_with_the_lock_off(office, silent_queue, monkeypatch):
    """The control: without the lock on the counter the same number is taken twice, and the constraint has to refuse."""
    office.issue()
    together = threading.Barrier(2)

    def unlocked(key, year):
        found = NumberRegister.objects.get(key=key, year=year)
        together.wait(timeout=30)
        return found

    monkeypatch.setattr(numbers, "_locked", unlocked)
    raised = at_once(2, [1, 2], lambda _: office.issue())
    assert [type(error) for error in raised] == [IntegrityError]
    assert "document_number_once" in str(raised[0])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_first_numbers_of_a_new_year_at_once(office, silent_queue):
    """Nobody has opened the book yet."""
    assert at_once(12, list(range(12)), lambda _: office.issue()) == []
    assert list(Document.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 13))
