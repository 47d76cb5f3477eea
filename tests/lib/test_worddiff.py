"""Which words are new and which are gone."""

import pytest

from p2ham.lib.worddiff import Piece, compare


def test_nothing_changed_is_one_stretch():
    assert compare("Pintu depan.", "Pintu depan.") == [Piece("same", "Pintu depan.")]


def test_a_word_replaced_added_and_gone():
    assert compare("Foto pintu lama di depan", "Foto pintu baru di depan kantor") == [
        Piece("same", "Foto pintu "),
        Piece("gone", "lama"),
        Piece("new", "baru"),
        Piece("same", " di depan"),
        Piece("new", " kantor"),
    ]


@pytest.mark.parametrize(
    ("before", "after"), [("", "Baru."), ("Lama.", ""), ("", ""), ("a b\nc", "a  c\n\nd"), ("<b>", "&")]
)
def test_both_texts_can_be_read_back(before, after):
    pieces = compare(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
