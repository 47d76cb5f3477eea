"""ZIPs of strangers: what is opened, what is refused and why, and what it costs."""

import io
import resource
import tempfile

import pytest

from p2ham.lib import unzip
from tests.hostile_zips import LIMITS, PHOTO, honest_zips, hostile_zips, zipped


@pytest.mark.parametrize(("name", "data", "reason"), hostile_zips(), ids=[each[0] for each in hostile_zips()])
def test_hostile_zip_is_refused_with_its_reason_and_a_sentence(name, data, reason):
    with pytest.raises(unzip.ZipRefused) as refused:
        unzip.look_through(io.BytesIO(data), LIMITS)
    assert refused.value.reason == reason
    told = unzip.sentence(refused.value, "paket.zip")
    assert told.startswith("Paket “paket.zip” ")
    assert told.isprintable()
    assert len(told) < 400


@pytest.mark.parametrize(("name", "data", "paths"), honest_zips(), ids=[each[0] for each in honest_zips()])
def test_zip_of_an_honest_tool_is_opened(name, data, paths):
    file = io.BytesIO(data)
    found = unzip.look_through(file, LIMITS)
    assert [entry.path for entry in found] == paths
    if found and not name.startswith(("word", "empty")):
        assert b"".join(unzip.chunks(file, found[0])) == PHOTO


def test_every_cut_of_a_zip_is_refused():
    data = zipped(("A1/a.jpg", PHOTO[:60]), ("A1/b.jpg", PHOTO[:60]))
    for length in range(len(data)):
        with pytest.raises(unzip.ZipRefused):
            unzip.look_through(io.BytesIO(data[:length]), LIMITS)


def test_no_changed_byte_ends_in_another_error():
    data = zipped(("A1/a.jpg", PHOTO[:60]), ("A1/b.jpg", b"x" * 300))
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        try:
            unzip.look_through(io.BytesIO(changed), LIMITS)
        except unzip.ZipRefused:
            continue


@pytest.mark.parametrize(
    ("path", "noise"),
    [
        ("__MACOSX/A1/._foto.jpg", True),
        ("A1/.DS_Store", True),
        ("A1/Thumbs.db", True),
        ("A1/~$lembar.xlsx", True),
        ("A1/foto.jpg", False),
        ("A1/DS_Store.jpg", False),
    ],
)
def test_what_systems_leave_behind_is_noise(path, noise):
    (entry,) = unzip.look_through(io.BytesIO(zipped((path, PHOTO))), LIMITS)
    assert unzip.is_noise(entry) is noise


def test_large_zip_is_read_in_flat_memory():
    limits = unzip.Limits(entries=50, total=2**30, single=2**30, ratio=2000)
    with tempfile.TemporaryFile() as file:
        file.write(zipped(*[(f"A1/{n}.jpg", b"\0" * 20_000_000) for n in range(5)]))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert sum(entry.size for entry in unzip.look_through(file, limits)) == 100_000_000
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_mark_tells_packs_apart_by_length_beginning_and_end():
    long = b"a" * 300_000
    marks = {unzip.mark(io.BytesIO(data)) for data in (long, b"b" + long[1:], long[:-1] + b"b", long + b"a", b"")}
    assert len(marks) == 5
    assert unzip.mark(io.BytesIO(long)) == unzip.mark(io.BytesIO(long))
