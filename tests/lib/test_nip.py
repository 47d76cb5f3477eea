import datetime as dt

import pytest

from p2ham.lib import nip

TODAY = dt.date(2024, 3, 28)


@pytest.mark.parametrize("text", ["", "196610181992031001", "19661018 199203 1 001", "1970.0912.199303.2.001"])
def test_doubts_of_a_good_nip(text):
    assert nip.doubts(text, TODAY) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12345", "18 angka"),
        ("NRP 77060123", "18 angka"),
        ("1966101819920310011", "18 angka"),
        ("١٩٦٦١٠١٨١٩٩٢٠٣١٠٠١", "18 angka"),
        ("196613181992031001", "19661318 bukan tanggal"),
        ("196610181992131001", "199213 tidak sesuai"),
        ("196610182030031001", "203003 tidak sesuai"),
        ("196610181970031001", "197003 tidak sesuai"),
        ("196610181992033001", "Angka ke-15"),
    ],
)
def test_doubts(text, words):
    (sentence,) = nip.doubts(text, TODAY)
    assert words in sentence


def test_doubts_never_refuse_but_name_each():
    assert len(nip.doubts("000000000000003001", TODAY)) == 3
