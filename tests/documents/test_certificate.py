"""The certificate on the longest and the shortest real names, on its side and upright, in every arrangement."""

import csv
from dataclasses import replace
from itertools import product

import pypdfium2
import pytest

from assessments.documents.contexts import Certificate
from assessments.documents.rendering import render
from tests.conftest import ROOT
from tests.documents import papers


def _named(file: str) -> list[str]:
    text = (ROOT / "fixtures" / file).read_text(encoding="utf-8")
    return [row["name"] for row in csv.DictReader(text.splitlines())]


NAMES = sorted({*_named("work_units.csv"), *_named("regional_units.csv")}, key=lambda name: (len(name), name))
CHOSEN = (*NAMES[:2], "Direktorat Jenderal Peraturan Perundang-undangan", *NAMES[-5:], papers.LONG_UNIT)
PLACES = ("kiri", "tengah", "kanan")
CLOSING = "Piagam ini berlaku satu tahun sejak tanggal ditetapkan dan dapat dicabut bila syaratnya tidak dipenuhi lagi."


def certificate(**facts) -> Certificate:
    paper = papers.FILLED["piagam"]
    assert isinstance(paper, Certificate)
    return replace(paper, **facts)


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def flaws(paper: Certificate) -> list[str]:
    """What is wrong with the sheet: a second page, text beyond its edge or missing, texts that touch."""
    with pypdfium2.PdfDocument(render("piagam", paper.to_json(), title="Piagam")) as document:
        found = [] if len(document) == 1 else [f"{len(document)} pages"]
        sheet = document[0]
        text = sheet.get_textpage()
        words = " ".join(text.get_text_range().split())
        # A hyphen at the end of a line is a soft one to the reader.
        if _bare(paper.unit) not in _bare(words):
            found.append("the name is not whole")
        width, height = sheet.get_size()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        edge = 14 * 72 / 25.4
        if any(
            left < edge or bottom < edge or right > width - edge or top > height - edge
            for left, bottom, right, top in boxes
        ):
            found.append("beyond the frame")
        found += [
            f"touching at {one}"
            for number, one in enumerate(boxes)
            for other in boxes[number + 1 :]
            if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 4
        ]
    return found


@pytest.mark.parametrize(("orientation", "unit"), list(product(("mendatar", "tegak"), CHOSEN)))
def test_longest_and_shortest_names_fit(orientation, unit):
    assert flaws(certificate(orientation=orientation, unit=unit)) == []


@pytest.mark.parametrize(("orientation", "place"), list(product(("mendatar", "tegak"), PLACES)))
def test_every_arrangement_fits(orientation, place):
    paper = certificate(orientation=orientation, signature_place=place, unit=NAMES[-1], closing_text=CLOSING)
    assert flaws(paper) == []


@pytest.mark.parametrize("orientation", ["mendatar", "tegak"])
def test_too_much_text_makes_a_second_page_and_is_found(orientation):
    paper = certificate(orientation=orientation, award_text="kata " * 120, closing_text="kata " * 900)
    assert any(flaw.endswith("pages") for flaw in flaws(paper))


def test_certificate_from_before_there_were_designs():
    frozen = certificate().to_json()
    for name in ("orientation", "heading", "given_to", "award_text", "closing_text", "signature_place", "emblem_text"):
        del frozen[name]
    assert Certificate.from_json(frozen).award_parts == (
        "sebagai",
        ["Unit Kerja Pelayanan Publik Berbasis HAM Tahun 2024"],
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("sebagai Unit Contoh {tahun}", ("sebagai", ["Unit Contoh 2024"])),
        ("Unit Contoh\nTahun {tahun}", ("", ["Unit Contoh", "Tahun 2024"])),
        ("", ("", [])),
        ("{unit.__class__} {0}", ("", ["{unit.__class__} {0}"])),
    ],
)
def test_award_text_knows_the_year_and_nothing_else(text, parts):
    assert certificate(award_text=text).award_parts == parts
