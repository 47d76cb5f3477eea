"""Lists as XLSX files: what people typed stays text, dates are dates, nothing tells who asked."""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from p2ham.lib import sheets
from p2ham.lib.sheets import Column

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
COLUMNS = [Column("Isi", 40, lambda row: row)]


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def sheet(content: bytes) -> ElementTree.Element:
    found = parts(content)
    for name, text in found.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(text)  # every part is well-formed
    return ElementTree.fromstring(found["xl/worksheets/sheet1.xml"])


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(node.itertext()) for node in root.iterfind(".//m:is", NS)]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1+1", "https://contoh.test/", "mailto:a@b.test",
        "0812", "{=1}", "<script>", "a\x00b", "a\x1bb\x0b", "x" * 40_000, "'=1", "\ud800",
    ],
)  # fmt: skip
def test_text_stays_text(text: str) -> None:
    content = sheets.workbook(text, [Column(text, 20, lambda row: row)], [text], note=text)
    root = sheet(content)
    assert root.findall(".//m:f", NS) == []
    assert root.findall(".//m:hyperlink", NS) == []
    assert not any("hyperlink" in part for name, part in parts(content).items() if name.endswith(".rels"))
    numbers = [cell for cell in root.iterfind(".//m:c", NS) if cell.get("t") != "inlineStr"]
    assert numbers == []
    assert all(len(found) <= 32_767 for found in texts(root))


def test_text_is_kept_to_the_letter() -> None:
    found = texts(sheet(sheets.workbook("Daftar", COLUMNS, ["=1+1", "0812 3456", "Baris satu\nbaris dua", "a\x00b"])))
    assert found[-4:] == ["=1+1", "0812 3456", "Baris satu\nbaris dua", "a\ufffdb"]


def test_first_lines_tell_the_filter_and_the_hour() -> None:
    found = texts(sheet(sheets.workbook("Daftar unit", COLUMNS, [], note="status Terdaftar")))
    assert found[:2] == ["Daftar unit", "Disaring: status Terdaftar"]
    assert re.fullmatch(r"Dibuat \w+, \d+ \w+ \d{4} pukul \d\d\.\d\d WIB", found[2])
    assert texts(sheet(sheets.workbook("Daftar unit", COLUMNS, [])))[1] == "Disaring: tidak disaring"


def test_dates_and_numbers_are_dates_and_numbers() -> None:
    aware = dt.datetime(2026, 3, 29, 18, 30, tzinfo=dt.UTC)
    content = sheets.workbook(
        "Daftar", COLUMNS, [dt.date(2026, 3, 29), aware, dt.time(9, 30), 12, Decimal("1.5"), None]
    )
    values = [cell.findtext("m:v", namespaces=NS) for cell in sheet(content).iterfind(".//m:c", NS)]
    figures = [float(value) for value in values if value]
    assert figures[0] == 46110.0
    assert figures[1] == pytest.approx(46111 + 1.5 / 24, abs=1e-6), "in WIB, half past one on the next day"
    assert figures[2:] == [pytest.approx(9.5 / 24), 12.0, 1.5]
    assert "[$-421]dd mmmm yyyy" in parts(content)["xl/styles.xml"]


def test_sheet_is_ready_to_read() -> None:
    content = sheets.workbook("Unit: A/B [x]", COLUMNS, ["satu", "dua"])
    root = sheet(content)
    pane = root.find(".//m:pane", NS)
    assert pane is not None and (pane.get("ySplit"), pane.get("state")) == ("5", "frozen")
    filtered = root.find("m:autoFilter", NS)
    assert filtered is not None and filtered.get("ref") == "A5:A7"
    assert 'name="Unit  A B  x"' in parts(content)["xl/workbook.xml"]


def test_properties_name_no_person() -> None:
    core = parts(sheets.workbook("Daftar unit", COLUMNS, ["x"]))["docProps/core.xml"]
    assert "<dc:title>Daftar unit</dc:title>" in core
    assert re.search(r"<dc:creator>(.*?)</dc:creator>|<dc:creator/>", core).group(1) in ("", None)  # type: ignore[union-attr]


def test_rows_are_read_one_by_one() -> None:
    content = sheets.workbook("Daftar", COLUMNS, (f"baris {number}" for number in range(5_000)))
    assert len(texts(sheet(content))) == 5_004


def test_response_is_a_private_download() -> None:
    answer = sheets.response("Unit wilayah é", b"isi")
    assert answer["Content-Type"] == sheets.CONTENT_TYPE
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Unit%20wilayah%20%C3%A9.xlsx"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
