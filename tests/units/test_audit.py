"""The audit trail: append-only in the database, chained, and every tampering found."""

import io
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, IntegrityError, connection, transaction

from p2ham.lib import constraints
from units import audit
from units.models import AuditEntry, AuditHead

TABLE = "units_auditentry"


def write(count: int) -> None:
    for number in range(1, count + 1):
        audit.record(by=None, action="uji", subject=f"uji:{number}", data={"angka": number, "teks": "é ½ “kutip”"})


@pytest.fixture
def tampering(transactional_db):
    """Somebody with the key to the database takes the triggers away; the tests that follow find them again."""
    events = ["UPDATE", "DELETE"]

    def tamper(sql: str) -> None:
        with connection.schema_editor() as editor:
            constraints.permit(editor, TABLE, "audit_append_only", events=events)
        with connection.cursor() as cursor:
            cursor.execute(sql)

    yield tamper
    with connection.schema_editor() as editor:
        constraints.permit(editor, TABLE, "audit_append_only", events=events)
        constraints.forbid(editor, TABLE, "audit_append_only", events=events, message="audit entries are append-only")


def test_entries_are_chained_from_the_first(db, cast):
    first = audit.record(by=cast.admin, action="satu", subject="uji:1")
    second = audit.record(by=None, action="dua", subject="uji:2", data={"kapan": first.at})
    assert (first.seq, first.previous_hash) == (1, audit.GENESIS)
    assert (second.seq, second.previous_hash) == (2, first.hash)
    head = AuditHead.objects.get()
    assert (head.last_seq, head.last_hash) == (2, second.hash)
    assert list(audit.verify()) == []


def test_empty_trail_is_whole(db):
    assert list(audit.verify()) == []


def test_rolled_back_act_leaves_no_entry_and_no_gap(db):
    write(1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(2)
        raise ZeroDivisionError
    write(1)
    assert list(AuditEntry.objects.values_list("seq", flat=True)) == [1, 2]
    assert list(audit.verify()) == []


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE {TABLE} SET action = 'lain' WHERE seq = 2",
        f"UPDATE {TABLE} SET hash = previous_hash",
        f"DELETE FROM {TABLE} WHERE seq = 3",
        f"DELETE FROM {TABLE}",
    ],
)
def test_database_refuses_to_change_the_trail(db, sql):
    write(3)
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEntry.objects.count() == 3
    assert list(audit.verify()) == []


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        (f"UPDATE {TABLE} SET action = 'lain' WHERE seq = 3", ["Isi entri #3 telah diubah."]),
        (f"UPDATE {TABLE} SET data = '{{\"angka\": 99}}' WHERE seq = 3", ["Isi entri #3 telah diubah."]),
        (f"UPDATE {TABLE} SET subject = 'uji:9', hash = '{'a' * 64}' WHERE seq = 3", None),
        (
            f"DELETE FROM {TABLE} WHERE seq = 3",
            ["Entri #3 sampai #3 hilang.", "Entri #4 tidak menyambung ke entri sebelumnya."],
        ),
        (
            f"DELETE FROM {TABLE} WHERE seq = 1",
            ["Entri #1 sampai #1 hilang.", "Entri #2 tidak menyambung ke entri sebelumnya."],
        ),
        (f"DELETE FROM {TABLE} WHERE seq = 5", ["Kepala rantai menyebut entri #5, tetapi entri terakhir adalah #4."]),
        (f"DELETE FROM {TABLE}", ["Kepala rantai menyebut entri #5, tetapi entri terakhir adalah #0."]),
    ],
    ids=["action", "data", "with a new hash", "middle", "first", "last", "all"],
)
def test_edited_or_deleted_entries_are_found(tampering, sql, found):
    write(5)
    tampering(sql)
    sentences = list(audit.verify())
    assert sentences == found if found else sentences


def test_reordered_entries_are_found(tampering):
    write(4)
    for old, new in ((2, 99), (3, 2), (99, 3)):
        tampering(f"UPDATE {TABLE} SET seq = {new} WHERE seq = {old}")
    sentences = list(audit.verify())
    assert "Isi entri #2 telah diubah." in sentences
    assert "Entri #2 tidak menyambung ke entri sebelumnya." in sentences


def test_inserted_entry_is_found(db):
    """An entry that looks right by itself, put behind the last one past the head."""
    write(3)
    last = AuditEntry.objects.get(seq=3)
    forged = AuditEntry(seq=4, at=last.at, action="palsu", subject="uji:4", data={}, previous_hash=last.hash)
    forged.hash = audit._digest(forged)
    forged.save(force_insert=True)
    assert list(audit.verify()) == ["Kepala rantai menyebut entri #3, tetapi entri terakhir adalah #4."]


def test_entry_squeezed_in_is_found(tampering):
    write(3)
    tampering(f"UPDATE {TABLE} SET seq = 4 WHERE seq = 3")
    second = AuditEntry.objects.get(seq=2)
    forged = AuditEntry(seq=3, at=second.at, action="palsu", subject="uji:3", data={}, previous_hash=second.hash)
    forged.hash = audit._digest(forged)
    forged.save(force_insert=True)
    AuditHead.objects.update(last_seq=4)
    sentences = list(audit.verify())
    assert "Entri #4 tidak menyambung ke entri sebelumnya." in sentences


def test_command_tells_the_whole_trail(db):
    write(3)
    out = io.StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue().startswith("3 entri sampai ")
    assert "0 bermasalah" in out.getvalue()


def test_command_fails_on_a_broken_trail(db):
    write(3)
    AuditHead.objects.update(last_seq=2)
    out = io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("verify_audit", stdout=out)
    assert failed.value.returncode == 1
    assert "Kepala rantai" in out.getvalue()


# --- races ----------------------------------------------------------------------------------------------------------
def at_once(writers: int, work) -> list[BaseException]:
    """Run ``work`` in so many threads, each with a connection of its own. Returns what was raised."""
    raised: list[BaseException] = []
    start = threading.Barrier(writers)

    def run() -> None:
        try:
            start.wait(timeout=30)
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_40_writers_make_one_chain():
    assert at_once(40, lambda: write(10)) == []
    assert list(AuditEntry.objects.values_list("seq", flat=True)) == list(range(1, 401))
    assert list(audit.verify()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_race_occurs_with_the_lock_off(monkeypatch):
    """The control: without the lock on the head two writers continue the same entry."""
    together = threading.Barrier(2)
    digest = audit._digest

    def digest_together(entry: AuditEntry) -> str:
        together.wait(timeout=30)  # both have read the head
        return digest(entry)

    monkeypatch.setattr(type(AuditHead.objects), "select_for_update", lambda self: self.all(), raising=False)
    monkeypatch.setattr(audit, "_digest", digest_together)
    raised = at_once(2, lambda: write(1))
    assert [type(error) for error in raised] == [IntegrityError]
