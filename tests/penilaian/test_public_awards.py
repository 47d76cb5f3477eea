"""The public list of units with the predikat: what is released, by year and province, and nothing personal."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from assessments.documents.models import Document
from assessments.penilaian.models import Award, Decree
from assessments.penilaian.tiles import PLACES, shade
from assessments.penilaian.workflow import certificates
from p2ham.lib import csvs
from tests.cast import Cast
from tests.penilaian import scenes

PAGE, EXPORT = "/unit-berpredikat/", "/unit-berpredikat/unduh/"


def awarded(cast: Cast, *units, number: str = scenes.NUMBER) -> Decree:
    decree = scenes.decreed(cast, *[scenes.settled(cast, unit) for unit in units], number=number)
    certificates.issue_certificates(decree=decree, by=cast.admin)
    return decree


def names(response) -> list[str]:
    return [award.participation.work_unit.short_name for award in response.context["page"].rows]


def test_addresses():
    assert (reverse("public_awards"), reverse("public_awards_export")) == (PAGE, EXPORT)


def test_empty_until_something_is_released(client, cast: Cast):
    scenes.proposed(cast, scenes.settled(cast))
    assert "Belum ada hasil yang diumumkan" in client.get(PAGE).content.decode()
    assert client.get(EXPORT).status_code == 200


def test_list_shows_the_awarded_and_nobody_else(client, cast: Cast):
    weak = scenes.settled(cast, cast.kanim, {"A1": "proses"})
    scenes.decreed(cast, scenes.settled(cast), weak)
    response = client.get(PAGE)
    assert names(response) == ["Lapas Kapuas"]
    assert response.context["awarded"] == 1
    assert "Sedang diterbitkan" in response.content.decode()


def test_unreleased_decree_stays_hidden(client, cast: Cast):
    awarded(cast, cast.unit)
    hidden = awarded(cast, cast.neighbour, number="Embargo")
    Decree.objects.filter(pk=hidden.pk).update(released_at=None, embargo_until=timezone.now())
    response = client.get(PAGE)
    assert names(response) == ["Lapas Kapuas"]
    assert "Landak" not in response.content.decode()
    assert b"Landak" not in b"".join(client.get(EXPORT, {"bentuk": "csv"}).streaming_content)


def test_revoked_award_is_listed_apart_and_verifies_as_revoked(client, cast: Cast):
    awarded(cast, cast.unit, cast.neighbour)
    award = Award.objects.get(participation__work_unit=cast.neighbour)
    Award.objects.filter(pk=award.pk).update(revoked_at=timezone.now())
    assert names(client.get(PAGE)) == ["Lapas Kapuas"]
    response = client.get(PAGE, {"status": "dicabut"})
    assert names(response) == ["Lapas Landak"]
    assert "Predikat dicabut" in response.content.decode()
    assert response.context["awarded"] == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "landak"}, ["Lapas Landak"]),
        ({"q": "tidak ada"}, []),
        ({"provinsi": "61"}, ["Lapas Kapuas", "Lapas Landak"]),
        ({"provinsi": "13"}, []),
        ({"provinsi": "zz", "tahun": "abc"}, ["Lapas Kapuas", "Lapas Landak"]),
    ],
)
def test_filters(client, cast: Cast, asked, found):
    awarded(cast, cast.unit, cast.neighbour)
    assert {row.province_id for row in (cast.unit, cast.neighbour)} == {"61"}
    response = client.get(PAGE, asked)
    assert sorted(names(response)) == found
    assert (f"Menampilkan {len(found)} unit" in response.content.decode()) is bool(found)
    lines = b"".join(client.get(EXPORT, asked | {"bentuk": "csv"}).streaming_content).decode()
    assert lines.count("\r\n") == len(found) + 1


def test_exports_hold_what_is_listed_as_text(client, cast: Cast):
    cast.unit.name = '=HYPERLINK("http://x";"Lapas")'
    cast.unit.save()
    awarded(cast, cast.unit)
    number = Document.objects.get(kind="piagam").number_text
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(client.get(EXPORT).content)).get_sheet_by_index(0)
    row = sheet.to_python()[-1]
    assert row[0] == cast.unit.name
    assert number in row
    line = b"".join(client.get(EXPORT, {"bentuk": "csv"}).streaming_content).decode().splitlines()[1]
    assert line.startswith("\"'=HYPERLINK")


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_csv_holds_no_formula(typed):
    assert csvs.safe(typed) == f"'{typed}"


def test_page_says_nothing_about_persons_and_leaves_no_cookie(client, cast: Cast):
    awarded(cast, cast.unit)
    response = client.get(PAGE)
    page = response.content.decode()
    for words in (cast.operator.email, cast.admin.name, cast.lead.name, cast.assessor.name, "100,00"):
        assert words not in page
    assert not response.cookies
    assert len(response.content) < 60_000


def test_certificates_are_linked_to_their_public_page(client, cast: Cast):
    awarded(cast, cast.unit)
    code = Document.objects.get(kind="piagam").code
    assert reverse("verify_code", args=[code]) in client.get(PAGE).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(client, cast: Cast, count, django_assert_num_queries):
    awarded(cast, *(cast.unit, cast.neighbour, cast.kanim)[:count])
    with django_assert_num_queries(5):
        assert len(names(client.get(PAGE))) == count


def test_map_counts_each_province_and_is_a_table_too(client, cast: Cast):
    awarded(cast, cast.unit, cast.neighbour)
    response = client.get(PAGE)
    tiles = {tile.province.pk: tile for tile, _ in response.context["tiles"]}
    assert (tiles["61"].count, tiles["61"].shade) == (2, 4)
    assert sum(tile.count for tile in tiles.values()) == 2
    page = response.content.decode()
    assert "Lihat peta ini sebagai tabel" in page
    assert "style=" not in page


def test_every_province_has_a_place_of_its_own():
    assert len(PLACES) == len(set(PLACES.values())) == 38
    assert {column for column, _ in PLACES.values()} == set(range(1, 15))
    assert all(1 <= row <= 7 for _, row in PLACES.values())


@pytest.mark.parametrize(("count", "most", "dark"), [(0, 0, 0), (0, 9, 0), (1, 9, 1), (5, 9, 3), (9, 9, 4), (1, 1, 4)])
def test_shade_of_a_tile(count, most, dark):
    assert shade(count, most) == dark


def test_provinces_of_the_fixtures_all_have_a_tile():
    from tests.conftest import ROOT

    lines = (ROOT / "fixtures" / "provinces.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {line.partition(",")[0] for line in lines} == set(PLACES)
