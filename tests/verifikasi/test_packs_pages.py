"""The pages of offline packs: download, upload with and without JavaScript, report."""

import datetime as dt
import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.states import Stage
from assessments.files.models import Upload
from assessments.verifikasi import packing
from assessments.verifikasi.models import Evidence, Pack, PackRow
from assessments.verifikasi.workflow import opening
from assessments.verifikasi.workflow import packs as receiving
from p2ham.lib import sheetread, unzip
from tests import factories
from tests.verifikasi import packs, scenes
from tests.verifikasi.tus import PART, RESUMABLE, metadata

# A worker has a connection of its own.
committed = pytest.mark.django_db(transaction=True)
NO = {packing.LEVEL: "Tidak", packing.NOTE: scenes.REASON}


@pytest.fixture
def unit(cast):
    return scenes.declared(cast)


@pytest.fixture
def operator(cast):
    client = Client()
    client.force_login(cast.operator)
    return client


def page(client, unit, **kwargs):
    return client.get(reverse("verifikasi_packs", args=[unit.pk]), **kwargs)


# --- download ------------------------------------------------------------------------------------------------------------
def test_download_is_a_zip_that_is_written_while_it_is_sent(operator, unit):
    response = operator.get(reverse("verifikasi_pack_download", args=[unit.pk]))
    assert response.streaming
    assert 'filename="paket-luring-lapas-kapuas.zip"' in response["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        leaflet = archive.read("A1 Indikator A1/BACA-SAYA.txt").decode("utf-8-sig")
    assert names[:2] == [packing.LEAFLET, packing.SHEET]
    assert "A1 Indikator A1/1 Ada - Foto sarana/BACA-SAYA.txt" in names
    assert "Apakah A1 tersedia?" in leaflet
    assert "minimal 3 foto" in leaflet
    assert all(name.isascii() and len(name) < 120 for name in names)


def test_sheet_in_the_pack_tells_what_stands_on_the_portal(cast, operator, unit, tmp_path):
    scenes.answer(unit, cast.operator, "A2", "proses", note="=SUM(A1)", plan_date=dt.date(2026, 12, 31))
    path = tmp_path / "lembar.xlsx"
    path.write_bytes(packs.downloaded(unit)[packing.SHEET])
    with path.open("rb") as file:
        tables = sheetread.read(file, label="lembar")
    (row,) = [row for row in tables[packing.ANSWERS] if row[:1] == ["A2"]]
    assert row[2:5] == ["Proses", "=SUM(A1)", dt.date(2026, 12, 31)]
    assert tables["portal"][0][1] == packing.key_of(unit)


def test_pack_of_a_returned_sheet_holds_only_what_is_open(cast):
    unit = scenes.returned(cast, "A2")
    folders = {path.split("/")[0] for path in packs.downloaded(unit) if "/" in path}
    assert folders == {"A2 Indikator A2"}


# --- upload without JavaScript -----------------------------------------------------------------------------------------------
def test_plain_upload_leads_to_its_report(operator, unit, django_capture_on_commit_callbacks):
    data = packs.filled(unit, {"lepas.jpg": packs.PHOTO}, {"A2": NO})
    with django_capture_on_commit_callbacks(execute=True):
        response = operator.post(reverse("verifikasi_packs", args=[unit.pk]), {"pack": packs.upload(data)})
    pack = Pack.objects.get()
    assert response["Location"] == reverse("verifikasi_pack", args=[unit.pk, pack.pk])
    text = operator.get(response["Location"]).content.decode()
    assert "lepas.jpg" in text
    assert "di luar folder indikator" in text
    assert "baris 6" not in text
    everything = operator.get(response["Location"] + "?tampil=semua").content.decode()
    assert "Lembar Isian, baris 6" in everything
    assert "Tingkat pemenuhan: Tidak" in everything


@pytest.mark.parametrize(
    ("data", "words"), [(None, "Pilih dahulu ZIP"), (b"", "kosong (0 bita)"), (b"x" * 2000, "terlalu besar")]
)
def test_plain_upload_that_cannot_be_taken_says_so(operator, unit, settings, data, words):
    settings.PACK_MAX_BYTES = 1000
    sent = {} if data is None else {"pack": packs.upload(data)}
    response = operator.post(reverse("verifikasi_packs", args=[unit.pk]), sent)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not Pack.objects.exists()


def test_page_tells_limits_and_why_nothing_is_taken(operator, unit, settings):
    settings.PACK_MAX_BYTES = 300 * 1024 * 1024
    text = page(operator, unit).content.decode()
    assert "paling besar 300 MB" in text
    assert 'type="file"' in text
    factories.close_window(unit, Stage.VERIFIKASI)
    text = page(operator, unit).content.decode()
    assert "sudah ditutup" in text
    assert 'type="file"' not in text


def test_sheet_page_links_the_pack_for_its_operator_alone(cast, operator, client, unit):
    address = reverse("verifikasi_packs", args=[unit.pk])
    assert address in operator.get(reverse("verifikasi_sheet", args=[unit.pk])).content.decode()
    client.force_login(cast.verifier)
    assert address not in client.get(reverse("verifikasi_sheet", args=[unit.pk])).content.decode()


# --- the report ----------------------------------------------------------------------------------------------------------
def made(cast, unit, rows=0, status="done", received=True):
    now = timezone.now()
    pack = Pack.objects.create(
        participation=unit,
        token=f"t{Pack.objects.count()}",
        name="paket.zip",
        size=1,
        sent_by=cast.operator,
        status=status,
        sentence="Sebab." if status == "refused" else "",
        received_at=now if received else None,
    )
    indicator = scenes.item(unit, "A1").indicator
    PackRow.objects.bulk_create(
        PackRow(pack=pack, position=n, kind="file", place=f"A1/{n}.jpg", indicator=indicator, status="problem")
        for n in range(1, rows + 1)
    )
    return pack


@pytest.mark.parametrize("rows", [1, 3])
def test_report_needs_the_same_queries_for_every_length(cast, operator, unit, rows, django_assert_num_queries):
    pack = made(cast, unit, rows)
    address = reverse("verifikasi_pack", args=[unit.pk, pack.pk])
    operator.get(address)
    with django_assert_num_queries(8):
        assert operator.get(address).content.decode().count("A1/") == rows


@pytest.mark.parametrize("count", [1, 3])
def test_earlier_reports_need_the_same_queries_for_every_number(cast, operator, unit, count, django_assert_num_queries):
    for _ in range(count):
        made(cast, unit)
    page(operator, unit)
    with django_assert_num_queries(16):
        assert page(operator, unit).content.decode().count(">paket.zip</a>") == count


def test_long_report_goes_on_over_pages(cast, operator, unit):
    pack = made(cast, unit, 103)
    address = reverse("verifikasi_pack", args=[unit.pk, pack.pk])
    first = operator.get(address)
    assert first.content.decode().count("A1/") == 100
    second = operator.get(address + first.context["page"].next_url)
    assert second.content.decode().count("A1/") == 3


def test_neighbours_pack_is_not_here(cast, operator, unit):
    neighbours = scenes.fresh(cast.participation(unit.state, cast.neighbour))
    pack = made(cast, neighbours, 1)
    assert operator.get(reverse("verifikasi_pack", args=[unit.pk, pack.pk])).status_code == 404
    assert operator.get(reverse("verifikasi_pack", args=[neighbours.pk, pack.pk])).status_code == 404
    assert "paket.zip" not in page(operator, unit).content.decode()


def test_refused_pack_tells_why_and_unfinished_one_has_no_report(cast, operator, unit):
    refused = made(cast, unit, status="refused")
    assert "Sebab." in operator.get(reverse("verifikasi_pack", args=[unit.pk, refused.pk])).content.decode()
    unfinished = made(cast, unit, status="stopped", received=False)
    assert operator.get(reverse("verifikasi_pack", args=[unit.pk, unfinished.pk])).status_code == 404


@committed
def test_report_renews_itself_while_the_pack_is_worked_off(cast, operator, unit, work_off):
    pack = packs.sent(unit, cast.operator, packs.filled(unit, answers={"A2": NO}))
    address = reverse("verifikasi_pack", args=[unit.pk, pack.pk])
    response = operator.get(address)
    assert response["Refresh"].startswith("5;")
    assert "Paket menunggu giliran dibuka" in response.content.decode()
    assert "Refresh" not in operator.get(address + "?diam=1")
    work_off()
    assert "Refresh" not in operator.get(address)


@committed
def test_pack_that_waits_can_be_stopped(cast, operator, unit, work_off):
    pack = packs.sent(unit, cast.operator, packs.filled(unit, answers={"A2": NO}))
    response = operator.post(reverse("verifikasi_packs", args=[unit.pk]), {"stop": pack.token}, follow=True)
    assert "dihentikan" in response.content.decode()
    work_off()
    assert scenes.item(unit, "A2").claim == "Belum diisi"


# --- in parts ----------------------------------------------------------------------------------------------------------
class Parts:
    """A client that sends a pack in parts."""

    def __init__(self, client, unit):
        self.http, self.endpoint = client, reverse("verifikasi_pack_uploads", args=[unit.pk])

    def create(self, data, **told):
        pairs = {"filename": "paket.zip", "mark": unzip.mark(io.BytesIO(data))} | told
        given = RESUMABLE | {"Upload-Length": str(len(data)), "Upload-Metadata": metadata(**pairs)}
        return self.http.post(self.endpoint, b"", content_type=PART, headers=given)

    def patch(self, url, offset, data):
        headers = RESUMABLE | {"Upload-Offset": str(offset)}
        return self.http.patch(url, data, content_type=PART, headers=headers)

    def head(self, url):
        return self.http.head(url, headers=RESUMABLE)


def test_pack_in_parts_goes_on_where_it_stood(operator, unit, django_capture_on_commit_callbacks):
    data, parts = packs.filled(unit, answers={"A2": NO}), Parts(operator, unit)
    url = parts.create(data)["Location"]
    assert parts.patch(url, 0, data[:100]).status_code == 204
    assert "1 unggahan belum selesai" in page(operator, unit).content.decode()
    assert len(operator.get(parts.endpoint).json()["uploads"]) == 1
    # The same file chosen again, on another day: the same upload.
    assert parts.create(data)["Location"] == url
    assert parts.head(url)["Upload-Offset"] == "100"
    assert parts.patch(url, 0, data[:100]).status_code == 409
    with django_capture_on_commit_callbacks(execute=True):
        assert parts.patch(url, 100, data[100:])["Upload-Offset"] == str(len(data))
    facts = operator.get(url).json()
    assert facts["state"] == "received"
    assert operator.get(facts["report"]).status_code == 200
    assert parts.head(url)["Upload-Offset"] == str(len(data))
    assert parts.patch(url, len(data), b"").status_code == 204
    assert scenes.item(unit, "A2").claim == "Tidak"
    assert not Upload.objects.exists()


def test_answer_to_the_last_part_needs_no_row_that_a_quick_worker_removed(operator, unit, monkeypatch):
    data, parts = packs.filled(unit), Parts(operator, unit)
    url = parts.create(data)["Location"]
    take_in = receiving.take_in

    def opened_at_once(pack):
        take_in(pack)
        opening.open_pack.func(pack.pk)

    monkeypatch.setattr(receiving, "take_in", opened_at_once)
    assert parts.patch(url, 0, data)["Upload-Offset"] == str(len(data))
    assert not Upload.objects.exists()


def test_colleague_is_told_who_sends_the_same_pack(cast, operator, unit):
    data = packs.filled(unit)
    Parts(operator, unit).create(data)
    other = Client()
    other.force_login(factories.posted("operator", cast.unit, "Omar Operator"))
    response = Parts(other, unit).create(data)
    assert response.status_code == 409
    assert "Oni Operator" in response.content.decode()


def test_upload_of_a_pack_is_given_up_by_its_sender_alone(cast, operator, unit):
    data, parts = packs.filled(unit), Parts(operator, unit)
    url = parts.create(data)["Location"]
    other = Client()
    other.force_login(factories.posted("operator", cast.unit, "Omar Operator"))
    assert other.delete(url, headers=RESUMABLE).status_code == 404
    assert operator.delete(url, headers=RESUMABLE).status_code == 204
    assert parts.head(url).status_code == 410
    assert (Pack.objects.get().status, Upload.objects.count()) == ("stopped", 0)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2"}, 412),
        ({"Upload-Length": "0"}, 400),
        ({"Upload-Length": "99999999999"}, 413),
        ({"Upload-Length": "x"}, 400),
        ({"Upload-Defer-Length": "1"}, 400),
    ],
)
def test_beginning_that_is_not_understood_is_refused_in_words(operator, unit, headers, status):
    given = RESUMABLE | {"Upload-Length": "100", "Upload-Metadata": metadata(filename="a.zip")} | headers
    response = operator.post(reverse("verifikasi_pack_uploads", args=[unit.pk]), b"", content_type=PART, headers=given)
    assert response.status_code == status
    assert response.content.decode().endswith(".")
    assert not Pack.objects.exists()


def test_right_that_ends_ends_the_upload_of_a_pack(cast, operator, unit):
    data, parts = packs.filled(unit), Parts(operator, unit)
    url = parts.create(data)["Location"]
    factories.close_window(unit, Stage.VERIFIKASI)
    Upload.objects.update(created_at=timezone.now())
    assert parts.patch(url, 0, data).status_code == 403
    assert not Evidence.objects.exists()
