"""Several accessible papers as one: still accessible, in order, of no more bytes than its parts."""

import io

import page
import pikepdf
import pypdfium2
import pytest

from assessments.documents.rendering import render
from p2ham.lib import pdfjoin
from tests.documents import papers

KINDS = ["sampul_pencanangan", "daftar_hadir", "acara_pencanangan", "surat_pernyataan"]


@pytest.fixture(scope="module")
def made() -> list[bytes]:
    """A small pile; its last two letters are the same paper, whose identifiers would collide."""
    rows = [render(kind, papers.FILLED[kind].to_json(), title=f"Naskah {kind}") for kind in KINDS]
    longest = papers.LONGEST["surat_pernyataan"]
    return [*rows, rows[-1], render(longest.kind, longest.to_json(), title="Naskah F4")]


def texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [each.get_textpage().get_text_bounded() for each in document]


def test_whole_passes_pdf_ua(made):
    report = page.validate_pdf_bytes(pdfjoin.join(made, title="Tumpukan"), profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_pages_and_text_keep_their_order(made):
    whole = pdfjoin.join(made, title="Tumpukan")
    assert texts(whole) == [text for each in made for text in texts(each)]
    assert pdfjoin.pages(whole) == sum(pdfjoin.pages(each) for each in made)


def test_structure_follows_the_pages(made):
    """A reader's program walks the tree: every page comes once, in order, and the page knows its elements."""
    with pikepdf.open(io.BytesIO(pdfjoin.join(made, title="Tumpukan"))) as whole:
        root = whole.Root.StructTreeRoot
        (document,) = root.K
        assert [str(part.S) for part in document.K] == ["/Part"] * len(made)
        keys = list(root.ParentTree.Nums)[::2]
        assert keys == list(range(len(keys)))
        places = {each.obj.objgen: place for place, each in enumerate(whole.pages)}
        walked = [places[each.Pg.objgen] for each in pdfjoin._elements(document) if "/Pg" in each]
        assert set(walked) == set(places.values())
        for each in whole.pages:
            for element in root.ParentTree.Nums[2 * int(each.obj.StructParents) + 1]:
                assert element.Pg.objgen == each.obj.objgen


def test_identifiers_of_equal_papers_stay_apart(made):
    with pikepdf.open(io.BytesIO(pdfjoin.join(made, title="Tumpukan"))) as whole:
        names = [bytes(each.ID) for each in pdfjoin._elements(whole.Root.StructTreeRoot.K[0]) if "/ID" in each]
    assert names
    assert len(names) == len(set(names))


def test_title_language_and_bookmarks(made):
    with pikepdf.open(io.BytesIO(pdfjoin.join(made, title="Tumpukan"))) as whole:
        assert str(whole.Root.Lang) == "id"
        assert bool(whole.Root.MarkInfo.Marked)
        assert bool(whole.Root.ViewerPreferences.DisplayDocTitle)
        with whole.open_metadata() as described:
            assert described["dc:title"] == "Tumpukan"
            assert described["pdfuaid:part"] == "1"
        with whole.open_outline() as outline:
            assert [item.title for item in outline.root][:2] == ["Naskah sampul_pencanangan", "Naskah daftar_hadir"]


def test_equal_papers_give_equal_bytes_and_no_more_than_their_sum(made):
    whole = pdfjoin.join(made, title="Tumpukan")
    assert whole == pdfjoin.join(made, title="Tumpukan")
    assert len(whole) < sum(map(len, made)) * 1.1


def test_one_paper_and_none(made):
    assert texts(pdfjoin.join(made[:1], title="Satu")) == texts(made[0])
    with pytest.raises(ValueError, match="nothing"):
        pdfjoin.join([], title="Kosong")
