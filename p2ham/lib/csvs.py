"""Lists as CSV files. What users typed stays text: no program that opens the file takes a cell for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(value: object) -> str:
    """The cell's text; what a spreadsheet would calculate gets the mark that makes it text."""
    text = "" if value is None else str(value).replace("\x00", "\ufffd")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULAS) else text


def lines(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The file line by line, with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff".encode()
    yield _line(headings)
    for row in rows:
        yield _line(row)


def _line(row: Sequence[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([safe(cell) for cell in row])
    return out.getvalue().encode("utf-8", "replace")


def response(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The file as a download: ``name`` without the ending."""
    answer = StreamingHttpResponse(lines(headings, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
