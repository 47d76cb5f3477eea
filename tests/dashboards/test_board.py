"""The board: cells as the guard sees them, filters, files and paper."""

import datetime as dt
import io
import zipfile
from typing import Any

import page as validation
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.dashboards import board, nudging, recap, views_board
from assessments.verifikasi import queries
from assessments.verifikasi.models import Evidence
from assessments.verifikasi.queries import bulk
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.verifikasi import scenes
from units.models import Category, Coverage, InboxMessage, Kind, Role, User


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: User, route: str = "board", **query: Any) -> str:
    response = browser(person).get(reverse(route), query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def row_of(participation: Participation) -> board.Row:
    shown = board.columns(participation.cycle)
    return board.rows([scenes.fresh(participation)], shown)[0]


def marks(participation: Participation) -> dict[str, str]:
    return {cell.code: cell.word for cell in row_of(participation).cells}


def names(person: User, **query: Any) -> set[str]:
    """The units that the board shows."""
    text = page(person, **query)
    return {
        unit for unit in ("Lapas Kapuas", "Lapas Landak", "Kanim Singkawang", "Lapas Barito") if f">{unit}<" in text
    }


# --- the cells ---------------------------------------------------------------------------------------------------------
def statuses(participation: Participation) -> tuple[dict[str, Any], dict[str, Any]]:
    """What each indicator is, by the sheet of one unit and by the sheets of many."""
    here = scenes.fresh(participation)
    many = bulk.sheets([scenes.fresh(participation)])[participation.pk]

    def told(items: Any) -> dict[str, Any]:
        return {
            item.indicator.code: (
                item.status, [str(gap) for gap in item.gaps] if item.answer.is_open else [], item.is_returned
            )
            for item in items
        }  # fmt: skip

    return told(queries.sheet(here).items), told(many.items)


def test_sheets_of_many_say_what_the_sheet_of_one_says(cast: Cast, private_files: Any) -> None:
    unit = scenes.declared(cast)
    for act in (
        lambda: None,
        lambda: scenes.answer(unit, cast.operator),
        lambda: [scenes.attach(unit, cast.operator, file=scenes.photo(seed)) for seed in (1, 2, 3)],
        lambda: scenes.attach(unit, cast.operator, "A1", scenes.pdf(), kind="document"),
        lambda: scenes.answer(unit, cast.operator, "A2"),
        lambda: scenes.attach(unit, cast.operator, "A2", scenes.photo(1, "lagi.jpg"), description="", people=""),
        lambda: (
            Evidence.objects.filter(answer__indicator__code="A1")
            .first()
            .file.__class__.objects.filter(evidence__answer__indicator__code="A2")
            .update(status="broken")
        ),
        lambda: scenes.answer(unit, cast.operator, "C1", "na", note=""),
    ):
        act()
        one, many = statuses(unit)
        assert one == many
    assert len({status for status, _, _ in one.values()}) > 1


@pytest.mark.parametrize("made", [scenes.submitted, scenes.in_check, scenes.returned, scenes.proposed])
def test_sheets_of_many_after_the_handing_in(cast: Cast, private_files: Any, made: Any) -> None:
    one, many = statuses(made(cast))
    assert one == many


def test_draft_of_the_verifier_is_not_on_the_board(cast: Cast, private_files: Any) -> None:
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1="tidak_terpenuhi")
    assert set(marks(unit).values()) == {"masuk"}


def test_cells_tell_how_much_is_missing(cast: Cast) -> None:
    unit = scenes.declared(cast)
    scenes.answer(unit, cast.operator, "A1")
    scenes.answer(unit, cast.operator, "A2", "tidak", note=scenes.REASON)
    assert marks(unit) == {"A1": "kurang 2", "A2": "lengkap", "B1": "kosong", "C1": "kosong"}
    assert row_of(unit).progress == "1 dari 4 lengkap"


def test_indicator_of_another_kind_of_unit_is_not_asked(cast: Cast) -> None:
    unit = cast.participation(State.DECLARED, cast.kanim)
    assert marks(unit)["B1"] == ""
    assert "tidak ditanyakan" in page(cast.coordinator)


def test_returned_indicator(cast: Cast, private_files: Any) -> None:
    assert marks(scenes.returned(cast))["A1"] == "perbaiki 1"


# --- who sees what -----------------------------------------------------------------------------------------------------
def test_region_sees_its_units_and_the_centre_all(cast: Cast) -> None:
    for place in (cast.unit, cast.neighbour, cast.foreign_unit):
        cast.participation(State.DECLARED, place)
    assert names(cast.coordinator) == {"Lapas Kapuas", "Lapas Landak"}
    assert names(cast.foreign_coordinator) == {"Lapas Barito"}
    for person in (cast.verifier, cast.lead, cast.admin, cast.leadership, cast.observer):
        assert names(person) == {"Lapas Kapuas", "Lapas Landak", "Lapas Barito"}


def test_unit_that_has_not_declared_is_not_on_the_board(cast: Cast) -> None:
    cast.participation()
    assert "Belum ada unit" in page(cast.coordinator)


def test_kanwil_reads_and_reminds_regional_units_of_its_provinces(cast: Cast) -> None:
    setda = factories.unit("Setda Contoh", kind=Kind.SETDA, category=Category.REGION, province=cast.kanwil.province)
    place = factories.unit(
        "Puskesmas Sintang", short_name="Puskesmas Sintang", kind=Kind.PUSKESMAS, category=Category.REGION,
        coordinator=setda, province=cast.kanwil.province,
    )  # fmt: skip
    operator = factories.posted(Role.OPERATOR, place, "Siti Operator")
    row = cast.participation(State.DECLARED, place)
    assert "Puskesmas Sintang" not in page(cast.coordinator)
    Coverage.objects.create(work_unit=cast.kanwil, province=cast.kanwil.province)
    assert "Puskesmas Sintang" in page(cast.coordinator)
    assert browser(cast.coordinator).get(reverse("verifikasi_sheet", args=[row.pk])).status_code == 200
    nudging.nudge(rows=[row], by=cast.coordinator)
    assert InboxMessage.objects.filter(user=operator).exists()
    Coverage.objects.update(valid_until=dates.today() - dt.timedelta(days=1))
    assert "Puskesmas Sintang" not in page(cast.coordinator)
    assert browser(cast.coordinator).get(reverse("verifikasi_sheet", args=[row.pk])).status_code == 404


# --- filters -----------------------------------------------------------------------------------------------------------
def test_filters(cast: Cast) -> None:
    for place in (cast.unit, cast.neighbour, cast.kanim):
        cast.participation(State.DECLARED, place)
    Participation.objects.filter(work_unit=cast.neighbour).update(state=State.PASSED)
    everybody = {"Lapas Kapuas", "Lapas Landak", "Kanim Singkawang"}
    see = lambda **query: names(cast.coordinator, **query)  # noqa: E731
    assert see() == everybody
    assert see(kind=Kind.KANIM) == {"Kanim Singkawang"}
    assert see(state=State.PASSED) == {"Lapas Landak"}
    assert see(q="kapuas") == {"Lapas Kapuas"}
    type(cast.unit).objects.filter(pk=cast.unit.pk).update(city="Kota Pontianak")
    assert see(city="Kota Pontianak") == {"Lapas Kapuas"}
    assert see(kind="bukan", state="bukan", lack="bukan", indicator="9" * 30) == everybody
    cast.participation(State.DECLARED, cast.foreign_unit)
    assert names(cast.admin, region=cast.other_kanwil.pk) == {"Lapas Barito"}


def test_filters_of_what_is_missing(cast: Cast, private_files: Any) -> None:
    unit = scenes.declared(cast)
    other = cast.participation(State.DECLARED, cast.kanim)
    see = lambda lack: names(cast.coordinator, lack=lack)  # noqa: E731
    both = {"Lapas Kapuas", "Kanim Singkawang"}
    assert see("mulai") == see("jawab") == see("sampai") == both
    assert see("berkas") == see("lewat") == see("perbaikan") == set()
    scenes.answer(unit, cast.operator, "A2")
    assert (see("mulai"), see("berkas")) == ({"Kanim Singkawang"}, {"Lapas Kapuas"})
    for seed in (1, 2, 3):
        scenes.attach(unit, cast.operator, "A2", scenes.photo(seed))
    assert see("berkas") == set()
    scenes.fill(unit, cast.operator, missing=("A2", "C1"))
    assert see("jawab") == both
    scenes.answer(unit, cast.operator, "C1", "tidak", note=scenes.REASON)
    assert see("jawab") == {"Kanim Singkawang"}
    Participation.objects.filter(pk=other.pk).update(until=timezone.now() - dt.timedelta(minutes=1))
    assert see("lewat") == {"Kanim Singkawang"}
    Participation.objects.filter(pk=other.pk).update(state=State.RETURNED, round=1)
    assert see("perbaikan") == {"Kanim Singkawang"}


def test_files_are_counted_within_a_region_and_not_across_the_country(cast: Cast) -> None:
    scenes.answer(scenes.declared(cast), cast.operator, "A2")
    cast.participation(State.DECLARED, cast.neighbour)
    both = {"Lapas Kapuas", "Lapas Landak"}
    assert "Pilih satu wilayah lebih dahulu" not in page(cast.admin)
    assert names(cast.admin, lack="berkas") == both, "it filters nothing, and the page says so"
    assert "Pilih satu wilayah lebih dahulu" in page(cast.admin, lack="berkas")
    assert "Pilih satu wilayah lebih dahulu" not in page(cast.coordinator, lack="berkas")
    cast.participation(State.DECLARED, cast.foreign_unit)
    assert "kurang berkas" in page(cast.admin, region=cast.kanwil.pk)
    assert names(cast.admin, lack="berkas", region=cast.kanwil.pk) == {"Lapas Kapuas"}


def test_filter_by_one_indicator(cast: Cast) -> None:
    unit = scenes.declared(cast)
    cast.participation(State.DECLARED, cast.kanim)
    of = {column.code: column.pk for column in board.columns(cast.cycle)}
    assert names(cast.coordinator, indicator=of["B1"]) == {"Lapas Kapuas"}, "it is not asked of a Kanim"
    scenes.answer(unit, cast.operator, "A1")
    assert names(cast.coordinator, indicator=of["A1"]) == {"Kanim Singkawang"}


def test_empty_board_says_why(cast: Cast) -> None:
    cast.participation(State.DECLARED)
    assert "Tidak ada unit yang cocok" in page(cast.coordinator, q="tidak ada yang begini")
    Cycle.objects.update(status=Cycle.Status.ARCHIVED)
    assert "Belum ada siklus" in page(cast.coordinator)


def test_page_is_a_table_that_names_rows_and_columns(cast: Cast) -> None:
    cast.participation(State.DECLARED)
    text = page(cast.coordinator)
    assert '<caption class="visually-hidden">Keadaan setiap indikator' in text
    assert text.count('scope="col"') == 5
    assert text.count('scope="row"') == 1
    assert 'data-label="A1"' in text


def test_pages_go_on_after_the_last_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "SIZE", 1)
    for place in (cast.unit, cast.neighbour):
        cast.participation(State.DECLARED, place)
    response = browser(cast.coordinator).get(reverse("board"), {"kind": "lapas"})
    assert [row.participation.work_unit.name for row in response.context["rows"]] == ["Lapas Kapuas"]
    following = browser(cast.coordinator).get(reverse("board") + response.context["page"].next_url)
    assert [row.participation.work_unit.name for row in following.context["rows"]] == ["Lapas Landak"]


@pytest.mark.parametrize("count", [1, 3])
def test_board_costs_the_same_for_one_and_three_units(
    cast: Cast, private_files: Any, count: int, django_assert_num_queries: Any
) -> None:
    unit = scenes.returned(cast)
    for place in (cast.neighbour, cast.kanim)[: count - 1]:
        cast.participation(State.DECLARED, place)
    scenes.answer(unit, cast.operator, "A1")
    client = browser(cast.coordinator)
    with django_assert_num_queries(19):
        assert len(client.get(reverse("board")).context["rows"]) == count


# --- files -------------------------------------------------------------------------------------------------------------
def cells_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_file_has_exactly_what_is_filtered(cast: Cast) -> None:
    for place in (cast.unit, cast.kanim):
        cast.participation(State.DECLARED, place)
    content = browser(cast.coordinator).get(reverse("board_export"), {"kind": Kind.KANIM}).content
    text = cells_of(content)
    assert "Kanim Singkawang" in text
    assert "Lapas Kapuas" not in text
    assert "jenis unit: Kantor imigrasi" in text
    assert "Tidak ditanyakan kepada unit ini" in text


def test_file_of_too_many_units_is_asked_for_in_parts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_board, "MOST_IN_FILE", 0)
    cast.participation(State.DECLARED)
    response = browser(cast.coordinator).get(reverse("board_export"), {"q": "Kapuas"}, follow=True)
    assert response.redirect_chain == [(reverse("board") + "?q=Kapuas", 302)]
    assert "Pilih wilayah atau saringan lain" in response.content.decode()


# --- on paper ----------------------------------------------------------------------------------------------------------
def test_recap_is_accessible_landscape_and_repeats_its_heads(cast: Cast) -> None:
    for number in range(60):
        cast.participation(State.DECLARED, factories.unit(f"Lapas Contoh {number:02}", coordinator=cast.kanwil))
    cast.participation(State.DECLARED, cast.foreign_unit)
    response = browser(cast.coordinator).get(reverse("board_recap"))
    assert response["Content-Type"] == "application/pdf"
    assert validation.validate_pdf_bytes(response.content, profile=validation.ValidationProfile.PDF_UA_1).is_compliant
    book = pypdfium2.PdfDocument(response.content)
    assert len(book) > 1
    for leaf in book:
        width, height = leaf.get_size()
        assert width > height
    texts = [leaf.get_textpage().get_text_bounded() for leaf in book]
    assert "A1" in texts[0] and "A1" in texts[1] and "Status" in texts[1]
    assert "Lapas Contoh 59" in "".join(texts)
    assert "Lapas Barito" not in "".join(texts)


def test_recap_has_exactly_what_is_filtered_and_bounds(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.participation(State.DECLARED)
    cast.participation(State.DECLARED, cast.kanim)
    client = browser(cast.coordinator)
    content = client.get(reverse("board_recap"), {"kind": Kind.KANIM}).content
    text = "".join(leaf.get_textpage().get_text_bounded() for leaf in pypdfium2.PdfDocument(content))
    assert "Kanim Singkawang" in text and "Lapas Kapuas" not in text
    assert "jenis unit: Kantor imigrasi" in text
    monkeypatch.setattr(recap, "MOST", 1)
    assert client.get(reverse("board_recap")).status_code == 302
