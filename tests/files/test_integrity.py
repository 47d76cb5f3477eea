"""The sweep removes only what no row names, and the check finds what is lost or altered."""

import io

import pytest
from django.core.management import CommandError, call_command

from assessments.files import storage, tasks
from tests import samples


def run(command: str) -> str:
    out = io.StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def put(desk, name: str) -> None:
    path = desk.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"rest")


def test_sweep_keeps_what_rows_name_however_old(desk):
    desk.receive(samples.photo(seed=1))
    desk.ready(samples.photo(seed=2))
    desk.ready(samples.scanned_pdf())
    kept = desk.stored()
    assert len(kept) == 1 + 2 + 3
    desk.age(60 * 24 * 400)
    assert run("sweep_files") == "0 berkas tanpa catatan dihapus.\n"
    assert desk.stored() == kept


def test_sweep_removes_old_bytes_without_a_row_and_spares_young_ones(desk):
    put(desk, storage.new_name("evidence"))
    put(desk, storage.new_name("papers"))
    desk.age(61)
    put(desk, young := storage.new_name("evidence"))
    assert run("sweep_files") == "2 berkas tanpa catatan dihapus.\n"
    assert desk.stored() == {young}


def test_sweep_of_an_empty_storage_does_nothing(db):
    assert tasks.sweep() == 0


def test_check_of_whole_files_counts_them(desk):
    desk.receive(samples.photo(seed=1))
    desk.ready(samples.photo(seed=2))
    desk.ready(samples.scanned_pdf())
    assert run("verify_files") == "3 berkas diperiksa, 0 bermasalah.\n"


@pytest.mark.parametrize("column", ["stored_name", "preview_name", "thumbnail_name"])
def test_check_finds_lost_bytes(desk, column):
    file = desk.ready(samples.scanned_pdf())
    (desk.folder / getattr(file, column)).unlink()
    with pytest.raises(CommandError) as failed:
        run("verify_files")
    assert failed.value.returncode == 1


def test_check_finds_one_altered_byte(desk):
    file = desk.ready()
    path = desk.folder / file.stored_name
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_files", stdout=out)
    assert f"Berkas {file.pk} ({file.receipt_number}): isinya tidak sama" in out.getvalue()


def test_check_is_not_deceived_by_a_worker_that_moves_on(desk, monkeypatch):
    """The row was read as received; its original is gone because it has become ready since."""
    from assessments.files import integrity

    file = desk.receive()
    first = integrity._fault
    monkeypatch.setattr(integrity, "_fault", lambda row: (tasks.process_file.call(file.pk), first(row))[1])
    assert list(integrity.check()) == [""]
