"""The unit's report: the same figures on page, PDF and XLSX; a median only of enough units; nobody is named."""

import io
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assessments.cycle.models import Participation
from assessments.documents.models import Document
from assessments.penilaian import reports, tasks_reports
from assessments.penilaian.models import Result
from assessments.penilaian.queries import reports as queries
from assessments.penilaian.workflow import answering
from tests import factories
from tests.cast import Cast
from tests.penilaian import objecting as play
from tests.penilaian import scenes
from units.models import Kind, User


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return response.content.decode()


def report_of(participation: Participation) -> reports.Report:
    return queries.report_of(play.current(participation), participation)


def peers(cast: Cast, count: int, levels: dict[str, str] | None = None) -> list[Participation]:
    """More units of the same kind with a released result."""
    return [
        scenes.released(
            cast, factories.unit(f"Lapas {index}", short_name=f"Lapas {index}", kind=Kind.LAPAS), levels or {}
        )
        for index in range(count)
    ]


def test_what_would_have_raised_it_biggest_first(cast: Cast):
    found = report_of(scenes.released(cast, levels={"A1": "tidak", "B1": "proses", "C1": "tidak"}))
    assert [(row.indicator.code, [str(gain) for gain in row.gains]) for row in found.to_raise] == [
        ("C1", ["Ada: +33,33", "Proses: +16,67"]),
        ("A1", ["Ada: +16,67", "Proses: +8,33"]),
        ("B1", ["Ada: +16,67"]),
    ]
    assert [row.indicator.code for row in found.unmet] == ["A1"]
    assert found.missing == found.threshold - found.total


def test_gain_is_what_the_arithmetic_gives(cast: Cast):
    """Every single gain, added to the total, is the total of the result with that level (to a hundredth)."""
    participation = scenes.released(cast, levels={"A1": "tidak", "A2": "proses", "C1": "tidak"})
    result = play.current(participation)
    lines = queries.lines_of(result)
    for line in lines:
        for level in line.indicator.levels.all():
            if level.value <= (line.value or 0):
                continue
            total = reports.revised(lines, {line.indicator_id: level}).total
            (points,) = [
                gain.points for gain in reports.gains(line, line.indicator.levels.all()) if gain.level == level.label
            ]
            assert abs(result.total + points - total) <= Decimal("0.01")


def test_revised_with_nothing_changed_is_the_same_total(cast: Cast):
    for levels in ({}, {"A1": "proses"}, {"A2": "tidak", "C1": "proses"}):
        unit = factories.unit(f"Lapas {levels}", kind=Kind.LAPAS)
        result = scenes.result(scenes.settled(cast, unit, levels))
        assert reports.revised(queries.lines_of(result), {}).total == result.total


def test_not_applicable_has_neither_gain_nor_loss(cast: Cast):
    participation = scenes.settled(cast, na=["B1"])
    row = next(row for row in report_of(participation).rows if row.indicator.code == "B1")
    assert (row.gains, row.lost, row.value) == ((), Decimal("0.00"), None)


@pytest.mark.parametrize(
    ("figures", "middle"), [([3, 1, 2], "2.00"), ([1, 2], "1.50"), (["80.01", "80.02"], "80.02"), ([5], "5.00")]
)
def test_median(figures, middle):
    assert reports.median([Decimal(figure) for figure in figures]) == Decimal(middle)


def test_median_only_of_enough_units_of_the_kind(cast: Cast):
    own = scenes.released(cast, levels={"B1": "proses"})
    scenes.released(cast, cast.kanim)
    peers(cast, 3)
    assert report_of(own).comparison is None
    peers_of_five = scenes.released(cast, cast.neighbour)
    found = report_of(peers_of_five).comparison
    assert found is not None
    assert (found.count, found.total, found.criteria["B", Decimal("33.33")]) == (
        5, Decimal("100.00"), Decimal("33.33"),
    )  # fmt: skip


def test_median_of_a_criterion_only_of_units_in_which_it_weighs_the_same(cast: Cast):
    own = scenes.released(cast)
    peers(cast, 4)
    other = scenes.settled(cast, cast.neighbour, na=["B1"])
    scenes.decreed(cast, other, number="Tanpa B")
    other.refresh_from_db()
    told, untold = report_of(own), report_of(other)
    assert told.comparison is not None
    assert told.comparison.count == 6
    assert [part.median for part in told.criteria] == [Decimal("33.33")] * 3
    assert untold.comparison is not None
    assert [(part.code, part.median) for part in untold.criteria] == [("A", None), ("B", None), ("C", None)]


def test_median_leaves_out_what_is_not_released(cast: Cast):
    own = scenes.released(cast)
    peers(cast, 3)
    scenes.settled(cast, cast.neighbour)
    assert report_of(own).comparison is None


def test_paper_is_issued_by_the_clock_once(cast: Cast, django_capture_on_commit_callbacks):
    participation = play.refused(cast)
    scenes.settled(cast, cast.neighbour)
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks_reports.enqueue_unreported() == 1
    paper = Document.objects.get(kind=Document.Kind.REPORT)
    assert (paper.participation, paper.number_text, bool(paper.sha256)) == (participation, "", True)
    assert tasks_reports.enqueue_unreported() == 0
    assert answering.report(participation_pk=participation.pk) is None


def test_nothing_is_issued_before_the_release(cast: Cast):
    participation = scenes.settled(cast)
    assert answering.report(participation_pk=participation.pk) is None
    assert not queries.unreported().exists()


def test_same_figures_on_page_paper_and_sheet(cast: Cast):
    own = scenes.released(cast, levels={"A1": "tidak", "B1": "proses"})
    peers(cast, 4)
    paper = answering.report(participation_pk=own.pk)
    assert paper is not None
    # One more unit changes the median of today, not the one that the paper says.
    scenes.released(cast, cast.neighbour, {"A1": "tidak", "B1": "tidak", "C1": "tidak", "A2": "tidak"})
    client = signed_in(cast.operator)
    page = text(client.get(reverse("penilaian_result", args=[own.pk])))
    sheet = client.get(reverse("penilaian_report_sheet", args=[own.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    figures = paper.context
    assert figures["comparison"]["total"] == "100,00"
    for words in (figures["total"], figures["comparison"]["total"], figures["criteria"][1]["subtotal"]):
        assert words in page
        assert words in rows[1][0]
    by_code = {row[1]: row for row in rows[5:]}
    for part in figures["criteria"]:
        for row in part["rows"]:
            line = by_code[row["code"]]
            assert [f"{value:.2f}".replace(".", ",") for value in line[5:8]] == [
                row["contribution"], row["maximum"], row["lost"],
            ]  # fmt: skip
            assert row["contribution"] in page
            for gain in row["gains"]:
                assert f"{gain['level']}: +{gain['points']}" in line[8]
                assert f"+{gain['points']}" in page


def test_nobody_is_named(cast: Cast):
    participation = play.refused(cast)
    paper = answering.report(participation_pk=participation.pk)
    assert paper is not None
    client = signed_in(cast.operator)
    found = str(paper.context) + text(client.get(reverse("penilaian_result", args=[participation.pk])))
    for person in (cast.assessor, cast.second_assessor, cast.lead):
        assert person.name not in found


def test_result_page_costs_the_same_for_one_unit_and_many(cast: Cast, django_assert_max_num_queries):
    participation = play.refused(cast)
    client = signed_in(cast.operator)
    address = reverse("penilaian_result", args=[participation.pk])
    client.get(address)
    with django_assert_max_num_queries(60) as first:
        client.get(address)
    peers(cast, 5)
    with django_assert_max_num_queries(len(first)):
        client.get(address)


def test_list_of_the_region_by_name_with_its_filters(cast: Cast, django_assert_num_queries):
    play.refused(cast)
    client = signed_in(cast.coordinator)
    client.get(reverse("penilaian_reports"))
    with django_assert_num_queries(8):
        page = text(client.get(reverse("penilaian_reports")))
    assert cast.unit.short_name in page
    scenes.released(cast, cast.kanim)
    scenes.released(cast, cast.foreign_unit)
    scenes.settled(cast, cast.neighbour)
    with django_assert_num_queries(8):
        page = text(client.get(reverse("penilaian_reports")))
    assert page.index(cast.kanim.short_name) < page.index(cast.unit.short_name)
    assert cast.foreign_unit.short_name not in page
    assert cast.neighbour.short_name not in page
    assert cast.unit.short_name not in text(client.get(reverse("penilaian_reports"), {"outcome": "ya"}))
    assert cast.kanim.short_name not in text(client.get(reverse("penilaian_reports"), {"kind": "lapas"}))
    sheet = client.get(reverse("penilaian_reports_sheet"), {"q": "Kapuas"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[5:]] == [cast.unit.name]


def test_frozen_result_refuses_a_second_successor(cast: Cast):
    participation = play.refused(cast)
    play.decided(cast, participation=participation)
    assert Result.objects.filter(participation=participation, replaced_by=None).count() == 1
