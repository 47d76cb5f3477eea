"""What the portal prints of a random sheet: page, workbook and PDF, read back and held against the database's figures."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

import pypdfium2
from django.template.loader import render_to_string
from python_calamine import CalamineWorkbook

from assessments.cycle.models import Participation
from assessments.documents import rendering
from assessments.documents.models import Document
from assessments.documents.workflow import freeze
from assessments.penilaian import reports
from assessments.penilaian import sheets as score_sheets
from assessments.penilaian.combining import Rule
from assessments.penilaian.models import Assignment, Result, ResultLine, Score
from assessments.penilaian.report_papers import report_card
from assessments.penilaian.scoring import rounded
from assessments.penilaian.settlements import Judged, Settlement
from assessments.penilaian.sheets import Item
from assessments.penilaian.views.results import ROW_COLUMNS, summary
from assessments.penilaian.workflow.settling import rows_of
from assessments.verifikasi.models import Verdict
from indicators.models import Criterion, Indicator, Level
from p2ham.lib import sheets
from tests.penilaian.arithmetic import RandomSheet, recomputed

FIGURE = r"(\d{1,3},\d\d)"
TITLE = "Indikator acak"


@dataclass(frozen=True)
class Figures:
    """What is printed: the total, (subtotal, maximum) per criterion, (contribution, maximum, lost) per indicator."""

    total: Decimal
    criteria: tuple[tuple[Decimal, ...], ...]
    lines: tuple[tuple[Decimal, ...], ...]


def by_the_database(drawn: list[RandomSheet]) -> list[Figures]:
    """The figures as PostgreSQL makes them from the raw scores."""
    totals, subtotals, lines = recomputed(drawn)
    zero = Decimal("0.00")
    found = []
    for sheet in drawn:
        criteria = sorted({line[0] for line in sheet.lines})
        pairs = [lines.get((sheet.key, place), (zero, zero)) for place in range(len(sheet.lines))]
        found.append(
            Figures(
                totals.get((sheet.key,), (zero,))[0],
                tuple(subtotals.get((sheet.key, criterion), (zero, zero)) for criterion in criteria),
                tuple((rounded(got), rounded(most), rounded(most - got)) for got, most in pairs),
            )
        )
    return found


# --- the portal's rows, made as a settlement makes them ------------------------------------------------------------------
def judged(sheet: RandomSheet) -> list[Judged]:
    """The indicators with the scores of all assessors, never saved."""
    people = max((len(line[3]) for line in sheet.lines), default=0)
    rule = Rule(combine=sheet.rule, gap=Decimal(1))
    criteria: dict[int, Criterion] = {}
    found = []
    for place, (number, own, weight, values) in enumerate(sheet.lines):
        letter = chr(ord("A") + number)
        criterion = criteria.setdefault(
            number, Criterion(pk=number + 1, code=letter, title=f"Kriteria {letter}", weight=Decimal(own) / 100)
        )
        indicator = Indicator(
            pk=place + 1, code=f"{letter}{place:02}", title=TITLE, weight=Decimal(weight) / 100, criterion=criterion
        )
        levels = [
            Level(pk=100 * place + value_place, label="Tingkat", value=Decimal(value) / 1000, position=value_place)
            for value_place, value in enumerate(sorted({0, 1000, *values}))
        ]
        _remember(indicator, levels)
        by_value = {level.value: level for level in levels}
        scores = [Score(level=by_value[Decimal(value) / 1000], indicator=indicator) for value in values]
        item = Item(indicator, levels, None if values else Verdict(not_applicable=True))
        found.append(Judged(item, scores, people, rule))
    return found


def _remember(indicator: Indicator, levels: list[Level]) -> None:
    rows = Level.objects.none()
    rows._result_cache = levels
    indicator._prefetched_objects_cache = {"levels": rows}  # type: ignore[attr-defined]


def settled(sheet: RandomSheet) -> tuple[Result, list[ResultLine], reports.Report]:
    """The result as it would be stored, and the report of it."""
    found = judged(sheet)
    people = [Assignment() for _ in range(max((one.assessors for one in found), default=0))]
    settlement = Settlement(people, found, Decimal(75), found[0].rule)
    result, lines = rows_of(settlement, {})
    given = {one.item.pk: one.given for one in found}
    return result, lines, reports.report(result, lines, None, given)


# --- read back -------------------------------------------------------------------------------------------------------------
def _read(figure: str) -> Decimal:
    return Decimal(figure.replace(",", "."))


def _all(figures: Iterable[tuple[str, ...]]) -> tuple[tuple[Decimal, ...], ...]:
    return tuple(tuple(map(_read, found)) for found in figures)


def on_the_page(result: Result, lines: list[ResultLine], report: reports.Report) -> Figures:
    """The tables of the unit's page, with the total of the table that those who settle see."""
    html = render_to_string("penilaian/_report_rows.html", {"report": report})
    cells = "".join(
        rf'<td data-label="{name}" class="num">{FIGURE}</td>\s*' for name in ("Nilai", "Paling tinggi", "Hilang")
    )
    table = render_to_string("components/_scores.html", {"table": score_sheets.table(result, lines)})
    totals = re.findall(rf'scores__total">{FIGURE}<', table)
    found = Figures(
        _read(totals[0]),
        _all(re.findall(rf"<h3>[^<]*: {FIGURE} dari {FIGURE}</h3>", html)),
        _all(re.findall(cells, html)),
    )
    beside = re.findall(rf'data-label="Sumbangan">{FIGURE}</td><td class="num" data-label="Hilang">{FIGURE}<', table)
    both_say_it = _all(beside) == tuple((line[0], line[2]) for line in found.lines)
    return found if both_say_it else replace(found, lines=())


def in_the_workbook(report: reports.Report) -> Figures:
    """The cells of the report's XLSX and the sentence above them."""
    rows = [(part, row) for part in report.criteria for row in part.rows]
    book = sheets.workbook("Rapor", ROW_COLUMNS, rows, summary=summary(report))
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    words = str(cells[1][0])
    heading = next(place for place, row in enumerate(cells) if row[0] == "Kriteria")
    columns = [cells[heading].index(name) for name in ("Nilai", "Paling tinggi", "Hilang")]
    total = re.search(rf"Nilai akhir {FIGURE}", words)
    assert total is not None
    return Figures(
        _read(total[1]),
        _all(re.findall(rf"{FIGURE} dari {FIGURE}", words)),
        tuple(tuple(_cell(row[column]) for column in columns) for row in cells[heading + 1 :]),
    )


def _cell(value: object) -> Decimal:
    """A number of a cell must be the printed one, to its last place."""
    return (
        Decimal(repr(value)).quantize(Decimal("0.01"))
        if Decimal(repr(value)) == rounded(Decimal(repr(value)))
        else Decimal(-1)
    )


def on_paper(participation: Participation, report: reports.Report) -> Figures:
    """The text of the report's PDF. Its lines print what was earned and what was lost."""
    context = freeze(report_card(participation, report), code="", number="", verify_url="")
    with pypdfium2.PdfDocument(rendering.render(Document.Kind.REPORT, context, title="Rapor")) as paper:
        words = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in paper).split())
    total = re.search(rf"Nilai akhir \(ambang predikat {FIGURE}\) {FIGURE}", words)
    assert total is not None, words
    summed, _, rows = words.partition(total[0])
    found = [
        _all(re.findall(rf"{row.indicator.code} {TITLE}.*? {FIGURE} {FIGURE}(?= |$)", _after_raise(rows, report)))[0]
        for row in report.rows
    ]
    return Figures(_read(total[2]), _all(re.findall(rf"Kriteria \w {FIGURE} {FIGURE}", summed)), tuple(found))


def _after_raise(words: str, report: reports.Report) -> str:
    first = report.criteria[0].label
    return words[words.index(first) :]


def misprints(
    drawn: list[RandomSheet], *, on_paper_too: int = 0, participation: Participation | None = None
) -> list[str]:
    """Where page, workbook or paper (of the first so many) print another figure than the database makes."""
    found = []
    for place, (sheet, wanted) in enumerate(zip(drawn, by_the_database(drawn), strict=True)):
        result, lines, report = settled(sheet)
        seen = {"page": on_the_page(result, lines, report), "workbook": in_the_workbook(report)}
        found += [f"sheet {sheet.key}: {where} {got}, not {wanted}" for where, got in seen.items() if got != wanted]
        if participation and place < on_paper_too:
            got = on_paper(participation, report)
            printed = Figures(wanted.total, wanted.criteria, tuple((line[0], line[2]) for line in wanted.lines))
            found += [f"sheet {sheet.key}: paper {got}, not {printed}"] * (got != printed)
    return found
