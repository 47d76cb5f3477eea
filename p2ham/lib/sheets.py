"""Lists as XLSX files. What users typed stays text: no cell becomes a formula, a link or a number by itself."""

import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from p2ham.lib import dates

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a cell holds at most; a longer text would make the file unreadable.
LONGEST = 32_767
# "[$-421]" makes the names of months Indonesian whatever the reader's own language.
DATE_FORMAT, TIME_FORMAT = "[$-421]dd mmmm yyyy", "hh.mm"
# XML knows no other control characters, nor halves of surrogate pairs.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TAB_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and how its cell is read from a row."""

    heading: str
    width: int
    value: Callable[[Any], object]


def workbook(title: str, columns: Sequence[Column], rows: Iterable[Any], *, note: str = "", summary: str = "") -> bytes:
    """An XLSX file with one sheet: title, what was filtered and when it was made, headings, then a line per row.

    A ``summary`` stands in the place of the ``note`` about filters, where nothing is filtered.
    ``rows`` may be an iterator over a large query; only one line is in memory at a time.
    """
    title = clean(title)
    found = io.BytesIO()
    book = xlsxwriter.Workbook(found, _OPTIONS)
    # No author: the file says nothing about the person who asked for it.
    book.set_properties({"title": title, "company": "Portal P2HAM", "author": "", "comments": "", "language": "id-ID"})
    sheet = book.add_worksheet(_NOT_IN_TAB_NAMES.sub(" ", title)[:31].strip("' ") or "Daftar")
    bold = book.add_format({"bold": True, "font_size": 14})
    small = book.add_format({"italic": True, "font_color": "#4a5659"})
    head = book.add_format({"bold": True, "bg_color": "#e4f0f1", "bottom": 1, "text_wrap": True, "valign": "top"})
    styles = {
        "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.##", "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "date": book.add_format({"num_format": DATE_FORMAT, "align": "left", "valign": "top"}),
        "datetime": book.add_format({"num_format": f"{DATE_FORMAT} {TIME_FORMAT}", "align": "left", "valign": "top"}),
        "time": book.add_format({"num_format": TIME_FORMAT, "align": "left", "valign": "top"}),
    }
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, clean(summary or f"Disaring: {note or 'tidak disaring'}"), small)
    sheet.write_string(2, 0, f"Dibuat {dates.long_datetime(timezone.now())}", small)
    first = 4
    for index, column in enumerate(columns):
        sheet.write_string(first, index, clean(column.heading), head)
    line = first
    for line, row in enumerate(rows, first + 1):
        for index, column in enumerate(columns):
            _write(sheet, line, index, column.value(row), styles)
    sheet.freeze_panes(first + 1, 1)
    sheet.autofilter(first, 0, line, len(columns) - 1)
    sheet.repeat_rows(first)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return found.getvalue()


def response(name: str, content: bytes) -> HttpResponse:
    """The file as a download: ``name`` without the ending, in any letters."""
    answer = HttpResponse(content, content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def clean(text: str) -> str:
    """What a cell can hold of a text."""
    found = _UNPRINTABLE.sub("\ufffd", text)
    return found if len(found) <= LONGEST else found[: LONGEST - 1] + "\u2026"


def _write(sheet: Any, line: int, index: int, value: object, styles: dict[str, Any]) -> None:
    """One cell by the type of its value; everything that is not a number or a date is text."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(line, index, "ya" if value else "tidak", styles["text"])
    elif isinstance(value, int):
        sheet.write_number(line, index, value, styles["whole"])
    elif isinstance(value, float) or type(value).__name__ == "Decimal":
        sheet.write_number(line, index, value, styles["number"])
    elif isinstance(value, dt.datetime):
        local = value.astimezone(dates.WIB) if timezone.is_aware(value) else value
        sheet.write_datetime(line, index, local, styles["datetime"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(line, index, dt.datetime.combine(value, dt.time()), styles["date"])
    elif isinstance(value, dt.time):
        sheet.write_datetime(line, index, value, styles["time"])
    else:
        sheet.write_string(line, index, clean(str(value)), styles["text"])
