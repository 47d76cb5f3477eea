"""ZIP files that are written while they are sent."""

import datetime as dt
import io
import tracemalloc
import zipfile

import pytest
from django.utils import timezone

from p2ham.lib import zips


def member(path, *chunks, at=None):
    return zips.Member(path, at or timezone.now(), list(chunks))


def read(pieces):
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_stream_is_a_sound_zip():
    found = read(zips.stream([member("A1 Maklumat/01 é.jpg", b"satu", b"dua"), member("B/kosong.txt")]))
    assert found.testzip() is None
    assert found.read("A1 Maklumat/01 é.jpg") == b"satudua"
    assert [info.compress_type for info in found.infolist()] == [zipfile.ZIP_STORED] * 2
    assert {info.external_attr >> 16 for info in found.infolist()} == {0o100644}


def test_stream_without_members_is_a_sound_zip():
    assert read(zips.stream([])).namelist() == []


def test_time_of_a_member_is_that_of_jakarta_and_never_before_what_zip_knows():
    noon = dt.datetime(2026, 9, 30, 5, 0, 2, tzinfo=dt.UTC)
    old = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    found = read(zips.stream([member("a", b"x", at=noon), member("b", b"x", at=old)]))
    assert found.getinfo("a").date_time == (2026, 9, 30, 12, 0, 2)
    assert found.getinfo("b").date_time[0] == 1980


def test_memory_stays_flat_and_the_first_bytes_come_before_the_last_are_read():
    chunk, read_so_far = bytes(256 * 1024), []

    def chunks():
        for number in range(400):
            read_so_far.append(number)
            yield chunk

    pieces = zips.stream([zips.Member("besar.bin", timezone.now(), chunks())])
    next(pieces)
    assert len(read_so_far) == 1
    tracemalloc.start()
    total = sum(len(piece) for piece in pieces)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total > 399 * len(chunk)
    assert peak < 4 * 1024 * 1024


def test_stream_that_nobody_reads_to_its_end_closes_quietly():
    pieces = zips.stream([member("a", b"x" * 1000, b"y" * 1000)])
    next(pieces)
    pieces.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1 Maklumat pelayanan", "A1 Maklumat pelayanan"),
        ("A1 SK/Edaran\\Lain", "A1 SK-Edaran-Lain"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ('a:b*c?<d>|"e"', "a_b_c__d___e_"),
        ("titik. . .", "titik"),
        ("\x00\x1f\u200b", "berkas"),
        ("é" * 200 + ".jpg", "é" * 76 + ".jpg"),
    ],
)
def test_part_is_harmless_and_readable(text, expected):
    found = zips.part(text)
    assert found == expected
    assert len(found) <= zips.LONGEST_PART
    assert not set(found) & set('/\\:*?"<>|')
