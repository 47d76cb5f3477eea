"""The table of the two papers of verification over several sheets: heads, rows, headings and signatures stay together."""

import re
from dataclasses import replace

import pypdfium2
import pytest
from PIL import Image

from assessments.documents import contexts
from tests.documents import papers
from tests.documents.test_templates import made

KINDS = ["berita_acara", "surat_keterangan"]


def sheets(paper: contexts.Paper) -> list[str]:
    with pypdfium2.PdfDocument(made(paper)) as document:
        return [" ".join(each.get_textpage().get_text_bounded().split()) for each in document]


def assert_whole(said: list[str]) -> None:
    """Nothing stands on a sheet without what belongs to it."""
    for sheet in said:
        begun = set(re.findall(r"Uraian-(Z\d+)", sheet))
        assert set(re.findall(r"(?<!-)\bZ\d+", sheet)) == begun
        for number in re.findall(r"Kriteria (\d+)\. Aksesibilitas", sheet):
            assert f"Z{(int(number) - 1) * 6}" in begun
        for heading, first in [("Simpulan", "dinyatakan"), ("Cara mengikuti kembali", "Lengkapi"), ("Tim ve", "1.")]:
            assert heading not in sheet or first in sheet.partition(heading)[2]
    assert "Demikian" in said[-1]


@pytest.mark.parametrize("kind", KINDS)
def test_25_long_remarks_fill_their_sheets(kind):
    said = sheets(papers.LONGEST[kind])
    assert len(said) < 23
    assert_whole(said)
    (first,) = [number for number, sheet in enumerate(said) if "Uraian-Z0 " in sheet]
    (last,) = [number for number, sheet in enumerate(said) if "Uraian-Z24 " in sheet]
    for number, sheet in enumerate(said):
        assert f"Halaman {number + 1} dari {len(said)}" in sheet
        assert ("Kode Indikator dan " in sheet) or not first <= number <= last
    whole = "".join(said)
    assert "".join(whole.split()).count("X" * 30) > 6
    assert whole.count("<b>tebal</b> & □□□ serta") > 60


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("length", range(430, 1990, 220))
def test_row_is_cut_where_something_of_it_stands_on_both_sheets(kind, length):
    findings = (replace(each, note=("kata " * 400)[: length + place * 37]) for place, each in enumerate(FEW))
    assert_whole(sheets(replace(papers.FILLED[kind], findings=tuple(findings))))  # type: ignore[call-arg]


FEW = papers.LONG_FINDINGS[:8]


@pytest.mark.parametrize("kind", KINDS)
def test_table_is_closed_on_every_sheet_that_it_fills(kind):
    with pypdfium2.PdfDocument(made(replace(papers.FILLED[kind], findings=FEW))) as document:  # type: ignore[call-arg]
        closed = [_ends_on_a_line(sheet.render(scale=DOTS, grayscale=True).to_pil()) for sheet in document]
    assert sum(found is not None for found in closed) >= 4
    assert False not in closed


DOTS = 3


def _ends_on_a_line(image: Image.Image) -> bool | None:
    """Whether the lowest end of the left edge of the table meets a line from edge to edge; none without a table."""
    left, right = (round(place / 25.4 * 72 * DOTS) for place in (25, 190))
    edge = image.crop((left - 2, 0, left + 4, image.height))
    dark = {y for y in range(edge.height) if edge.crop((0, y, edge.width, y + 1)).getextrema()[0] < 140}
    ends = [y for y in dark if dark.issuperset(range(y - 60, y))]
    if not ends:
        return None
    line = image.crop((left + 6, max(ends) - 8, right - 6, max(ends) + 1))
    darkest = [line.crop((x, 0, x + 1, line.height)).getextrema()[0] for x in range(line.width)]
    return max(darkest) < 200


@pytest.mark.parametrize("kind", KINDS)
def test_preview_differs_from_the_paper_in_its_mark_alone(kind):
    issued = papers.LONGEST[kind]
    draft = replace(issued, preview=True, number="", code="", verify_url="")
    left, right = (_body(each) for each in (issued, draft))
    assert len(left) == len(right)
    assert left == right


def _body(paper: contexts.Paper) -> list[str]:
    """The text of each sheet without its number and its mark."""
    mark = r"(Kode verifikasi|PRATINJAU, belum).*?(/v/[\w-]+/|memuat kode verifikasi\.)"
    found = [re.sub(mark, "", sheet) for sheet in sheets(paper)]
    number = getattr(paper, "number", "") or "." * 40
    return [sheet.replace(f"Nomor: {number}", "Nomor:").strip() for sheet in found]
