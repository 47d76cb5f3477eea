"""Lists that come back as XLSX: the team, and who scores what. Rows of a sheet by its headings; nothing is written."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile

from p2ham.lib import sheetread
from p2ham.lib.sheetprobe import Cell

MEMBER = ("Surel", "Nomor keputusan", "Tanggal keputusan", "Instansi", "Keahlian", "Wilayah asal", "Kuota")
UNIT_CODE, UNIT = "Kode unit", "Unit kerja"


def assessor_heading(number: int) -> str:
    """The heading over the e-mail of a unit's ``number``-th assessor."""
    return f"Surel penilai {number}"


@dataclass
class Line:
    """A row of a list: where it stands, what it says, and what is wrong with it."""

    number: int
    cells: dict[str, Cell]
    name: str = ""
    problems: list[str] = field(default_factory=list)
    outcome: str = ""
    # The id of what it is about, once that is known.
    unit: int = 0

    def text(self, heading: str) -> str:
        """The cell as one line of text; a whole number without its decimals."""
        value = self.cells.get(heading, "")
        if isinstance(value, float) and value.is_integer():
            value = str(int(value))
        return " ".join(str(value).split())

    def day(self, heading: str) -> dt.date | None:
        """The cell as a date: one of the program's own, or typed as dd-mm-yyyy or yyyy-mm-dd."""
        value = self.cells.get(heading, "")
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        text = self.text(heading).replace("/", "-").replace(".", "-")
        for form in ("%d-%m-%Y", "%Y-%m-%d"):
            try:
                return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
            except ValueError:
                continue
        return None


def lines(upload: UploadedFile, needed: Sequence[str]) -> list[Line]:
    """The filled rows below the line that holds all ``needed`` headings. Raises ``SheetRefused``; empty: no such line."""
    with tempfile.TemporaryFile() as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        tables = sheetread.read(copy, label=upload.name or "lembar")
    for rows in tables.values():
        for index, row in enumerate(rows):
            headings = [" ".join(str(cell).split()) for cell in row]
            if set(needed) <= set(headings):
                return [
                    Line(number, dict(zip(headings, cells, strict=False)))
                    for number, cells in enumerate(rows[index + 1 :], index + 2)
                    if any(str(cell).strip() for cell in cells)
                ]
    return []
