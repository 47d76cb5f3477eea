"""XLSX files to be filled in: some cells are locked, some offer a list, and hidden facts travel along."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from p2ham.lib import sheets

# In a sheet that no menu shows: the choices of the lists, and what the reader of the filled file must know.
HIDDEN = "portal"
_HEAD_LINE = 4


@dataclass(frozen=True)
class Blank:
    """A column: its heading, its width in characters, and what may be filled in. No ``kind``: nothing may."""

    heading: str
    width: int
    kind: str = ""  # "", "text", "date", "list"
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Tab:
    """One sheet: what it says above, its columns, its lines; ``spare`` empty lines follow them."""

    name: str
    title: str
    intro: Sequence[str]
    columns: Sequence[Blank]
    lines: Sequence[Sequence[object]] = ()
    # The choices of one line in a list column, where they differ from line to line: (line, column) -> choices.
    own_choices: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    spare: int = 0


def book(tabs: Sequence[Tab], facts: Sequence[Sequence[str]]) -> bytes:
    """The file. ``facts`` are the lines of the hidden sheet, text in every cell."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(
        out, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    made.set_properties({"title": sheets.clean(tabs[0].title), "company": "Portal P2HAM", "author": ""})
    styles = _styles(made)
    shown = [made.add_worksheet(tab.name) for tab in tabs]
    hidden = made.add_worksheet(HIDDEN)
    hidden.very_hidden()
    for line, cells in enumerate(facts):
        for index, text in enumerate(cells):
            hidden.write_string(line, index, sheets.clean(text))
    lists = _Lists(hidden, len(facts) + 2)
    for sheet, tab in zip(shown, tabs, strict=True):
        _fill(sheet, tab, styles, lists)
    made.close()
    return out.getvalue()


class _Lists:
    """The choices of lists, each list once, in the hidden sheet: a list in the cell itself knows no commas."""

    def __init__(self, sheet: Any, first: int) -> None:
        self._sheet, self._line = sheet, first
        self._places: dict[tuple[str, ...], str] = {}

    def place(self, choices: tuple[str, ...]) -> str:
        """Where these choices stand."""
        if choices not in self._places:
            for index, text in enumerate(choices):
                self._sheet.write_string(self._line, index, sheets.clean(text))
            first = xl_rowcol_to_cell(self._line, 0, row_abs=True, col_abs=True)
            last = xl_rowcol_to_cell(self._line, len(choices) - 1, row_abs=True, col_abs=True)
            self._places[choices] = f"={HIDDEN}!{first}:{last}"
            self._line += 1
        return self._places[choices]


def _styles(made: Any) -> dict[str, Any]:
    plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#c9c2b2"}
    free = plain | {"locked": False, "bg_color": "#fffdf5"}
    return {
        "title": made.add_format({"bold": True, "font_size": 14}),
        "intro": made.add_format({"font_color": "#4a5659"}),
        "head": made.add_format(plain | {"bold": True, "bg_color": "#e4f0f1"}),
        "": made.add_format(plain | {"bg_color": "#f4f1ea", "num_format": "@"}),
        "text": made.add_format(free | {"num_format": "@"}),
        "list": made.add_format(free | {"num_format": "@"}),
        "date": made.add_format(free | {"num_format": "dd/mm/yyyy", "align": "left"}),
    }


def _fill(sheet: Any, tab: Tab, styles: dict[str, Any], lists: _Lists) -> None:
    head = max(_HEAD_LINE, len(tab.intro) + 2)
    sheet.write_string(0, 0, sheets.clean(tab.title), styles["title"])
    for line, text in enumerate(tab.intro, start=1):
        sheet.write_string(line, 0, sheets.clean(text), styles["intro"])
    lines = [*tab.lines, *([()] * tab.spare)]
    for index, column in enumerate(tab.columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(head, index, sheets.clean(column.heading), styles["head"])
        for line in range(len(lines)):
            at, cells = head + 1 + line, lines[line]
            _cell(sheet, at, index, cells[index] if index < len(cells) else "", styles[column.kind])
            if own := tab.own_choices.get((line, index)):
                sheet.data_validation(at, index, at, index, _list(lists.place(own), column))
        if column.kind == "list" and column.choices:
            sheet.data_validation(head + 1, index, head + len(lines), index, _list(lists.place(column.choices), column))
        if column.kind == "date":
            sheet.data_validation(head + 1, index, head + len(lines), index, _date(column))
    sheet.freeze_panes(head + 1, 1)
    # Without a password: it keeps fingers off the questions, nobody out.
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)


def _cell(sheet: Any, line: int, index: int, value: object, style: Any) -> None:
    if value in (None, ""):
        sheet.write_blank(line, index, None, style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(line, index, dt.datetime.combine(value, dt.time()), style)
    else:
        sheet.write_string(line, index, sheets.clean(str(value)), style)


def _list(place: str, column: Blank) -> dict[str, Any]:
    return _hinted({"validate": "list", "source": place, "error_title": column.heading[:32]}, column) | {
        "error_message": "Pilih salah satu dari daftar, atau kosongkan."
    }


def _date(column: Blank) -> dict[str, Any]:
    return _hinted(
        {"validate": "date", "criteria": ">=", "value": dt.date(2000, 1, 1), "error_title": column.heading[:32]}, column
    ) | {"error_message": "Isi tanggal, misalnya 31/12/2026, atau kosongkan."}


def _hinted(rule: dict[str, Any], column: Blank) -> dict[str, Any]:
    return rule | ({"input_title": column.heading[:32], "input_message": column.hint[:255]} if column.hint else {})
