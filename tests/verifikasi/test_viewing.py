"""One file of the evidence seen large, with its facts and its neighbours."""

import datetime as dt

import pytest
from django.urls import reverse

from assessments.files.models import FileView
from assessments.verifikasi import workflow
from tests import samples
from tests.penilaian import scenes as scores
from tests.verifikasi import scenes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit(cast):
    return scenes.declared(cast)


@pytest.fixture
def photos(cast, unit):
    return [scenes.attach(unit, cast.operator, file=scenes.photo(n, f"foto-{n}.jpg")) for n in (1, 2, 3)]


@pytest.fixture
def look(cast, client, unit):
    def look(piece, query="", by=None):
        client.force_login(by or cast.verifier)
        response = client.get(address(unit, piece) + query)
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return look


def address(unit, piece):
    return reverse("verifikasi_exhibit", args=[unit.pk, piece.pk])


def test_page_shows_the_photo_with_its_facts(cast, unit, photos, look):
    html = look(photos[0])
    file = photos[0].file
    for words in (
        file.receipt_number,
        file.received_sha256[:12],
        "Tampak depan",
        cast.operator.name,
        "Berkas 1 dari 3",
    ):
        assert words in html
    assert file.received_sha256 not in html
    assert 'alt="Tampak depan"' in html
    assert reverse("verifikasi_evidence", args=[unit.pk, photos[0].pk, "gambar"]) in html


def test_neighbours_are_those_of_the_indicator(cast, unit, photos, look):
    elsewhere = scenes.attach(unit, cast.operator, "A2", scenes.photo(9))
    middle = look(photos[1])
    assert f'href="{address(unit, photos[0])}" rel="prev" data-key="ArrowLeft"' in middle
    assert f'href="{address(unit, photos[2])}" rel="next" data-key="ArrowRight"' in middle
    assert address(unit, elsewhere) not in middle
    assert 'rel="prev"' not in look(photos[0])
    assert 'rel="next"' not in look(photos[2])


def test_turn_and_zoom_live_in_the_address(photos, look):
    html = look(photos[0], "?putar=90&zoom=200")
    assert "closeup__sheet--200 closeup__sheet--turned-90" in html
    assert 'href="?putar=180&amp;zoom=200"' in html
    assert 'href="?putar=90&amp;zoom=300"' in html
    assert 'href="?putar=90&amp;zoom=150"' in html


@pytest.mark.parametrize("query", ["?putar=45&zoom=7", "?putar=x&zoom=-1", "?putar=²&zoom=" + "9" * 5000, "?halaman=x"])
def test_strange_addresses_show_the_picture_as_it_is(photos, look, query):
    assert "closeup__sheet--100 closeup__sheet--turned-0" in look(photos[0], query)


def test_pdf_is_read_page_by_page(cast, unit, client, look):
    pdf = samples.scanned_pdf(pages=3)
    piece = scenes.attach(unit, cast.operator, kind="document", file=scenes.SimpleUploadedFile("sk.pdf", pdf))
    html = look(piece, "?halaman=2")
    assert "Halaman 2 dari 3" in html
    assert 'alt="Tampak depan, halaman 2 dari 3"' in html
    assert f'href="{address(unit, piece)}" data-key="ArrowLeft"' in html
    assert 'href="?halaman=3" data-key="ArrowRight"' in html
    picture = reverse("verifikasi_evidence", args=[unit.pk, piece.pk, "halaman-2"])
    assert f'src="{picture}"' in html
    assert client.get(picture)["Content-Type"] == "image/jpeg"
    assert FileView.objects.get().variant == "hal-2"
    assert "Halaman 3 dari 3" in look(piece, "?halaman=99")


def test_esc_leads_back_to_where_one_came_from(cast, unit, photos, look):
    assert f'href="{scenes.item(unit).url}" data-key="Escape"' in look(photos[0], by=cast.operator)
    scenes.fill(unit, cast.operator)
    scenes.submit(unit, cast.operator)
    assert f'href="{scenes.item(unit).check_url}" data-key="Escape"' in look(photos[0])


def test_removed_file_is_seen_among_the_removed(cast, unit, photos, look):
    workflow.remove_evidence(evidence=photos[1], by=cast.operator)
    html = look(photos[1])
    assert "Sudah dilepas unit" in html
    assert "Berkas 1 dari 1" in html
    assert address(unit, photos[1]) not in look(photos[0])


def test_file_of_the_neighbour_is_unknown(cast, unit, photos, client):
    neighbour = cast.participation(unit.state, cast.neighbour)
    theirs = scenes.attach(neighbour, cast.neighbour_operator)
    client.force_login(cast.operator)
    assert client.get(address(unit, theirs)).status_code == 404
    assert client.get(address(neighbour, theirs)).status_code == 404


def test_assessor_sees_it_without_the_name_of_who_sent_it(cast, client):
    assignment = scores.assigned(cast)[0]
    unit = assignment.participation
    piece = scores.attach(unit, cast.operator)
    client.force_login(assignment.assessor)
    html = client.get(reverse("penilaian_exhibit", args=[unit.pk, piece.pk])).content.decode()
    main = html.split("<main")[1].split("</main>")[0]
    assert piece.file.receipt_number in main
    assert cast.operator.name not in main
    assert reverse("penilaian_evidence_file", args=[unit.pk, piece.pk, "gambar"]) in main
    assert "/kepesertaan/" not in main, "the assessor's own routes, not those of the unit"


def test_date_by_the_device_is_told_as_such_to_unit_and_verifier(cast, client):
    unit = scenes.declared(cast)
    piece = scenes.attach(unit, cast.operator)
    file = piece.file
    file.captured_on, file.is_date_claimed = dt.date(2024, 3, 4), True
    file.save()
    client.force_login(cast.operator)
    assert "diambil 4 Mar 2024 (menurut perangkat)" in client.get(scenes.item(unit).url).content.decode()
    scenes.fill(unit, cast.operator)
    scenes.submit(unit, cast.operator)
    pages = [scenes.item(unit).exhibits[0].view_url, scenes.item(unit).url]
    client.force_login(cast.verifier)
    for address in pages:
        assert "2024 (menurut perangkat)" in client.get(address).content.decode()
    file.is_date_claimed = False
    file.save()
    for address in pages:
        assert "menurut perangkat" not in client.get(address).content.decode()


def test_unit_is_told_which_groups_opened_a_file_and_never_who(cast, unit, photos, look, client):
    piece = photos[0]
    picture = reverse("verifikasi_evidence", args=[unit.pk, piece.pk, "gambar"])

    def opened(*people):
        for person in people:
            client.force_login(person)
            client.get(picture)

    opened(cast.operator, cast.head)
    assert "Dibuka pihak di luar unit</dt><dd>Belum pernah" in look(piece, by=cast.operator)
    opened(cast.verifier, cast.verifier, cast.second_verifier, cast.coordinator)
    for person in (cast.operator, cast.head, cast.coordinator, cast.admin):
        text = look(piece, by=person)
        assert "Koordinator wilayah 1 kali, terakhir" in text
        assert "Verifikator 3 kali, terakhir" in text
        assert cast.second_verifier.name not in text
    assert "Dibuka pihak di luar unit" not in look(piece)
    assert "Belum pernah" in look(photos[1], by=cast.operator)
