"""XLSX files of strangers, and those that people fill in for us."""

import datetime as dt
import io
import resource
import tempfile
import zipfile

import pytest

from p2ham.lib import sheetforms, sheetread
from tests.hostile_zips import zipped

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def made() -> bytes:
    tab = sheetforms.Tab(
        "Isian",
        "Lembar",
        ["Isi yang kuning."],
        [
            sheetforms.Blank("Kode", 8),
            sheetforms.Blank("Tingkat", 12, "list"),
            sheetforms.Blank("Tanggal", 12, "date"),
            sheetforms.Blank("Penjelasan", 40, "text"),
        ],
        [["A1", "Ada, lengkap", dt.date(2026, 5, 1), "=1+1"], ["A2", "", None, ""]],
        {(0, 1): ("Ada, lengkap", "Tidak"), (1, 1): ("Ada", "Tidak")},
        spare=2,
    )
    return sheetforms.book([tab], [["kode", "PL-1"]])


def changed(data: bytes, **parts: bytes) -> bytes:
    """The XLSX with parts replaced or added, named with dots for slashes' sake."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return out.getvalue()


def read(data: bytes):
    with tempfile.TemporaryFile() as file:
        file.write(data)
        return sheetread.read(file, label="lembar.xlsx")


def test_what_is_written_is_read_again():
    found = read(made())
    assert found["Isian"][0][0] == "Lembar"
    assert found["Isian"][4] == ["Kode", "Tingkat", "Tanggal", "Penjelasan"]
    assert found["Isian"][5] == ["A1", "Ada, lengkap", dt.date(2026, 5, 1), "=1+1"]
    assert found[sheetforms.HIDDEN][0][:2] == ["kode", "PL-1"]


def test_form_offers_each_line_its_own_choices_and_holds_no_formula():
    with zipfile.ZipFile(io.BytesIO(made())) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert 'state="veryHidden"' in book.read("xl/workbook.xml").decode()
    assert sheet.count('type="list"') == 2
    assert sheet.count('type="date"') == 1
    assert "<f>" not in sheet
    assert "sheetProtection" in sheet


def sheet_xml(text: str) -> bytes:
    return changed(made(), **{"xl/worksheets/sheet1.xml": SHEET.format(text).encode()})


def everywhere(text: str) -> bytes:
    """A short file whose every cell shows one long text."""
    cell = '<c r="{}" t="s"><v>0</v></c>'
    rows = "".join(
        f'<row r="{n}">' + "".join(cell.format(f"{letter}{n}") for letter in "ABCDEFGH") + "</row>"
        for n in range(1, 2000)
    )
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{text}</t></si></sst>'
    return changed(
        made(), **{"xl/worksheets/sheet1.xml": SHEET.format(rows).encode(), "xl/sharedStrings.xml": strings.encode()}
    )


ROW = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
HOSTILE = [
    ("not-a-zip", b"Kode,Tingkat\n", "damaged"),
    ("a-zip-of-photos", zipped(("a.jpg", b"x")), "damaged"),
    ("too-many-bytes", b"PK" + bytes(sheetread.MAX_BYTES), "too_large"),
    ("old-or-locked", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted"),
    ("bomb", changed(made(), **{"xl/worksheets/sheet1.xml": b" " * 11_000_000}), "too_large"),
    ("nested", changed(made(), **{"xl/media/x.bin": zipped(("a", b"x"))}), "damaged"),
    ("million-rows", sheet_xml("".join(ROW.format(n) for n in range(1, 400_000))), "too_large"),
    ("six-thousand-rows", sheet_xml("".join(ROW.format(n) for n in range(1, 6000))), "too_large"),
    ("far-corner", sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>'), "too_large"),
    ("one-text-everywhere", everywhere("x" * 3000), "too_large"),
    ("lone-cell-far-down", sheet_xml('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "too_large"),
    ("lone-cell-far-right", sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "too_large"),
    ("doctype", changed(made(), **{"xl/worksheets/sheet1.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'}), "entities"),
    ("doctype-utf16", changed(made(), **{"xl/sharedStrings.xml": '<!DOCTYPE x []>'.encode("utf-16")}), "entities"),
    ("macros", changed(made(), **{"xl/vbaProject.bin": b"x"}), "macros"),
    ("macro-type", changed(made(), **{"[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"}), "macros"),
    ("xml-cut", sheet_xml("<row")[:], "damaged"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "reason"), HOSTILE, ids=[each[0] for each in HOSTILE])
def test_hostile_sheet_is_refused_with_its_reason_and_a_sentence(name, data, reason):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(sheetread.SheetRefused) as refused:
        read(data)
    assert refused.value.reason == reason
    assert refused.value.sentence.startswith("Lembar “lembar.xlsx” ")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000
