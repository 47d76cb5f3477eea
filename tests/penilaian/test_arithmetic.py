"""The same figures everywhere: PostgreSQL recomputes random sheets from the raw scores, and every paper prints them.

``python tests/load/bench_arithmetic.py 100000`` does the same for 100,000 sheets.
"""

import io
import random
import re
from decimal import ROUND_HALF_EVEN, Decimal

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from assessments.cycle.models import Participation
from assessments.documents import rendering
from assessments.documents.models import Document
from assessments.penilaian import queries, report_papers, reports, tasks_reports
from assessments.penilaian.models import Result
from assessments.penilaian.scoring import rounded
from assessments.penilaian.views import results
from indicators.models import Instrument
from tests import factories
from tests.cast import Cast
from tests.penilaian import scenes
from tests.penilaian.arithmetic import RandomSheet, disagreements, otherwise_rounded, random_sheets
from tests.penilaian.printing import misprints


# --- the database --------------------------------------------------------------------------------------------------------
@pytest.mark.postgres
@pytest.mark.django_db
def test_postgresql_finds_the_same_figures_from_the_raw_scores():
    sheets = list(random_sheets(400, seed=6))
    assert disagreements(sheets) == []
    # The sheets are such that another way to round would have been seen.
    ties, even, binary = (sum(found) for found in zip(*map(otherwise_rounded, sheets), strict=True))
    assert (ties > 0, even > 0, binary > 0) == (True, True, True)


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_wrong_figure_would_be_found(monkeypatch):
    other = next(random_sheets(1, seed=2))
    monkeypatch.setattr(RandomSheet, "outcome", lambda sheet, ours=RandomSheet.outcome: ours(other))
    assert disagreements(list(random_sheets(1, seed=1))) != []


@pytest.mark.postgres
@pytest.mark.django_db
def test_half_is_rounded_up_where_decimal_and_floating_point_differ():
    ties = [Decimal(number) / 1000 for number in range(5, 2000, 10)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT round(x, 2) FROM unnest(%s::numeric[]) WITH ORDINALITY AS t(x, n) ORDER BY n", [ties])
        exact = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT round(x / 2::float8) FROM generate_series(1, 9, 2) AS t(x)")
        binary = [row[0] for row in cursor.fetchall()]
    assert [rounded(tie) for tie in ties] == exact
    assert [rounded(tie) for tie in ties] != [tie.quantize(Decimal("0.01"), ROUND_HALF_EVEN) for tie in ties]
    # Floating point goes to the even one: 0.5, 1.5, 2.5, 3.5, 4.5.
    assert binary == [0, 2, 2, 4, 4]


@pytest.mark.postgres
def test_page_workbook_and_paper_print_what_postgresql_makes_of_several_assessors(cast: Cast):
    """One to four assessors, combined by median or mean, with indicators that do not apply."""
    participation = Participation.objects.with_place().get(pk=cast.participation().pk)
    assert misprints(list(random_sheets(100, seed=4)), on_paper_too=2, participation=participation) == []


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("module", "name", "figure"),
    [(reports, "rounded", Decimal("1.00")), (results, "_figure", "1,00"), (report_papers, "_figure", "1,00")],
)
def test_a_misprint_would_be_found(cast: Cast, module, name, figure, monkeypatch):
    participation = Participation.objects.with_place().get(pk=cast.participation().pk)
    monkeypatch.setattr(module, name, lambda value: figure)
    assert misprints(list(random_sheets(1, seed=4)), on_paper_too=1, participation=participation) != []


# --- what holds for every sheet of several assessors ------------------------------------------------------------------------
@given(st.integers(0, 10**6), st.integers(0, 39), st.integers(1, 500))
def test_a_higher_score_of_one_assessor_never_lowers_the_total(seed, place, more):
    sheet = next(random_sheets(1, seed))
    criterion, own, weight, values = sheet.lines[place % len(sheet.lines)]
    if not values:
        return
    higher = (min(values[0] + more, 1000), *values[1:])
    lines = list(sheet.lines)
    lines[place % len(lines)] = (criterion, own, weight, higher)
    assert RandomSheet(0, sheet.rule, tuple(lines)).outcome().total >= sheet.outcome().total


@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_the_assessors_is_of_no_account(seed, chance):
    sheet = next(random_sheets(1, seed))
    shuffled = tuple((*line[:3], tuple(chance.sample(line[3], len(line[3])))) for line in sheet.lines)
    assert RandomSheet(0, sheet.rule, shuffled).outcome() == sheet.outcome()


@given(st.integers(0, 10**6), st.sampled_from(["75.00", "74.99", "75.01", "60.00"]))
def test_the_threshold_is_compared_with_the_printed_value(seed, threshold):
    """Just below by less than half of the last printed place is passed; by half of it as well, by more it is not."""
    total = Decimal(threshold) - Decimal(seed % 1000) / 100000
    assert (rounded(total) >= Decimal(threshold)) == (Decimal(threshold) - total <= Decimal("0.005"))


# --- page, workbook, PDF ------------------------------------------------------------------------------------------------------
def weighted(seed: int) -> Instrument:
    """The small instrument with weights that make fractions."""
    chance, made = random.Random(seed), factories.instrument(published=False)
    for criterion in made.criteria.all():
        criterion.weight = Decimal(chance.randint(1, 999)) / 100
        criterion.save()
        for indicator in criterion.indicators.all():
            indicator.weight = Decimal(chance.randint(1, 999)) / 100
            indicator.save()
    made.status, made.published_at = Instrument.Status.PUBLISHED, timezone.now()
    made.save()
    return made


def printed(figure: Decimal, places: int = 2) -> str:
    return f"{rounded(figure, places):.{places}f}".replace(".", ",")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_page_workbook_and_pdf_print_the_same_figures(seed, django_capture_on_commit_callbacks):
    cast, chance = Cast(factories.cycle(instrument=weighted(seed))), random.Random(seed)
    codes = ("A1", "A2", "B1", "C1")
    levels = {code: chance.choice(["ada", "proses", "tidak"]) for code in codes}
    with django_capture_on_commit_callbacks(execute=True):
        participation = scenes.settled(cast, levels=levels, na=codes[seed : seed + 1] if seed else ())
        scenes.decreed(cast, participation)
        tasks_reports.enqueue_unreported()
    result = Result.objects.get(participation=participation)
    sheet = queries.sheet(participation.assignments.get(assessor=cast.assessor))
    wanted = sheet.outcome
    assert (result.total, {line.indicator.code: line.contribution for line in result.lines.all()}) == (
        wanted.total,
        {row.item.indicator.code: row.score.contribution for group in sheet.groups for row in group.rows},
    )
    client = Client()
    client.force_login(cast.operator)
    figures = [printed(wanted.total), *(printed(part.subtotal) for part in wanted.criteria)]
    lines = {row.item.indicator.code: row.score for group in sheet.groups for row in group.rows}
    page = client.get(reverse("penilaian_result", args=[participation.pk])).content.decode()
    book = client.get(reverse("penilaian_report_sheet", args=[participation.pk])).content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    told = " ".join(str(cell) for row in cells for cell in row)
    paper = Document.objects.filter(participation=participation, kind=Document.Kind.REPORT).first()
    assert paper is not None
    with pypdfium2.PdfDocument(rendering.render(paper.kind, paper.context, title=paper.title)) as pdf:
        words = " ".join(sheet.get_textpage().get_text_bounded() for sheet in pdf)
    for figure in figures:
        assert figure in page
        assert figure in told
        assert figure in words
    for code, score in lines.items():
        row = next(row for row in cells if code in row)
        assert any(isinstance(cell, float) and Decimal(repr(cell)) == rounded(score.contribution) for cell in row)
        assert re.search(rf"{code}\b.*?{re.escape(printed(score.contribution))}", page, re.DOTALL)
        assert re.search(rf"{code}\b.*?{re.escape(printed(score.contribution))}", words, re.DOTALL)
