"""Files in parts by the tus protocol, as a careful client sends them, and as a careless or hostile one does."""

import base64
import hashlib

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessments.cycle.workflow import MoveRefused
from assessments.files import resumable
from assessments.files.models import StoredFile, Upload, UploadPart
from tests import samples
from tests.verifikasi import scenes
from tests.verifikasi.tus import PART, RESUMABLE, Tus, sha256, stored

PHOTO = samples.photo(size=(800, 600))


@pytest.fixture
def unit(cast):
    return scenes.declared(cast)


@pytest.fixture
def tus(cast, unit):
    return Tus(unit, cast.operator)


# --- the protocol ------------------------------------------------------------------------------------------------------
def test_options_tell_what_the_server_can_do(tus, settings):
    response = tus.http.options(tus.endpoint)
    assert response.status_code == 204
    assert response["Tus-Version"] == response["Tus-Resumable"] == "1.0.0"
    assert set(response["Tus-Extension"].split(",")) >= {"creation", "expiration", "termination", "checksum"}
    assert response["Tus-Max-Size"] == str(max(settings.PHOTO_MAX_BYTES, settings.PDF_MAX_BYTES))


def test_creation_names_the_place_and_its_end(tus, unit):
    response = tus.create(len(PHOTO), description="Ramp depan")
    assert response.status_code == 201
    assert response["Location"].startswith(tus.endpoint)
    assert "GMT" in response["Upload-Expires"]
    head = tus.head(response["Location"])
    assert (head["Upload-Offset"], head["Upload-Length"], head["Cache-Control"]) == (
        "0",
        str(len(PHOTO)),
        "private, no-store",
    )
    assert "requirement" in head["Upload-Metadata"]


@pytest.mark.django_db(transaction=True)
def test_photo_in_parts_is_stored_once_and_attached(tus, unit, private_files):
    state = tus.send(PHOTO, step=20_000, description="Ramp depan")
    assert state["state"] == "done"
    assert state["receipt"].startswith("TT")
    file = StoredFile.objects.get()
    assert (file.received_size, file.received_sha256) == (len(PHOTO), sha256(PHOTO))
    exhibit = scenes.item(unit).exhibits[0]
    assert (exhibit.pk, exhibit.evidence.description) == (state["evidence"], "Ramp depan")
    assert f'value="{exhibit.pk}"' in state["shelf"]
    assert not UploadPart.objects.exists()
    assert [name for name in stored(private_files) if name.startswith("parts/")] == []


@pytest.mark.parametrize("step", [1, 2, 3])
def test_link_that_breaks_goes_on_where_it_stood(tus, step):
    url = tus.begin(len(PHOTO))
    cut = len(PHOTO) * step // 4
    tus.patch(url, 0, PHOTO[:cut])
    offset = int(tus.head(url)["Upload-Offset"])
    assert offset == cut
    assert tus.patch(url, offset, PHOTO[offset:])["Upload-Offset"] == str(len(PHOTO))
    assert tus.state(url)["state"] == "done"


def test_same_part_again_counts_once(tus):
    url = tus.begin(len(PHOTO))
    assert tus.patch(url, 0, PHOTO[:1000]).status_code == 204
    assert tus.patch(url, 0, PHOTO[:1000]).status_code == 409
    assert tus.row(url).offset == 1000
    assert UploadPart.objects.count() == 1


def test_creation_with_upload_takes_a_small_file_in_one_request(tus, unit):
    response = tus.create(len(PHOTO), PHOTO)
    assert (response.status_code, response["Upload-Offset"]) == (201, str(len(PHOTO)))
    assert len(scenes.item(unit).exhibits) == 1


def test_same_file_announced_again_leads_to_the_same_upload(tus):
    fingerprint = sha256(PHOTO)
    first = tus.begin(len(PHOTO), sent_sha256=fingerprint)
    tus.patch(first, 0, PHOTO[:1000])
    assert tus.begin(len(PHOTO), sent_sha256=fingerprint) == first
    assert tus.begin(len(PHOTO)) != first
    listed = tus.http.get(tus.endpoint).json()["uploads"]
    assert (listed[0]["url"], listed[0]["offset"]) == (first, 1000)


def test_file_that_is_there_already_stays_one(tus, unit):
    tus.send(PHOTO)
    tus.send(PHOTO)
    assert StoredFile.objects.count() == 1
    assert len(scenes.item(unit).exhibits) == 1


def test_checksum_is_asked_and_a_wrong_one_refused(tus):
    url = tus.begin(len(PHOTO))
    right = base64.b64encode(hashlib.sha1(PHOTO[:100]).digest()).decode()
    assert tus.patch(url, 0, PHOTO[1:101], **{"Upload-Checksum": f"sha1 {right}"}).status_code == 460
    assert tus.row(url).offset == 0
    assert tus.patch(url, 0, PHOTO[:100], **{"Upload-Checksum": f"sha1 {right}"}).status_code == 204
    assert tus.patch(url, 100, PHOTO[100:], **{"Upload-Checksum": "crc32 AAAA"}).status_code == 400
    assert tus.patch(url, 100, PHOTO[100:], **{"Upload-Checksum": "sha1 %%%"}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_termination_frees_the_bytes(tus, private_files):
    url = tus.begin(len(PHOTO))
    tus.patch(url, 0, PHOTO[:1000])
    assert tus.delete(url).status_code == 204
    assert stored(private_files) == []
    assert tus.head(url).status_code == tus.patch(url, 1000, PHOTO[1000:]).status_code == 410
    assert tus.delete(url).status_code == 410


def test_method_may_travel_inside_a_post(tus):
    url = tus.begin(len(PHOTO))
    given = RESUMABLE | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert tus.http.post(url, PHOTO, content_type=PART, headers=given).status_code == 204


@pytest.mark.django_db(transaction=True)
def test_expired_upload_is_gone_and_swept(tus, private_files):
    url = tus.begin(len(PHOTO))
    tus.patch(url, 0, PHOTO[:1000])
    then = timezone.now() - resumable.KEPT
    Upload.objects.update(touched_at=then)
    assert tus.head(url).status_code == 410
    call_command("tick")
    assert Upload.objects.get().status == "expired"
    assert stored(private_files) == []
    Upload.objects.update(touched_at=then - resumable.REMEMBERED)
    resumable.expire()
    assert tus.head(url).status_code == 404


# --- refused in words ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("length", "status"),
    [("-5", 400), ("", 400), ("1.5", 400), ("9" * 30, 400), ("0", 400), ("١٢", 400), (str(2**40), 413)],
)
def test_length_that_cannot_be(tus, length, status):
    response = tus.create(length)
    assert (response.status_code, response["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert not Upload.objects.exists()


def test_unknown_length_is_not_taken(tus):
    assert tus.create(5, headers={"Upload-Defer-Length": "1"}).status_code == 400


@pytest.mark.parametrize("offset", ["-1", "", "5", "1e3", "9" * 40])
def test_offset_that_jumps(tus, offset):
    url = tus.begin(len(PHOTO))
    assert tus.patch(url, offset, PHOTO[:10]).status_code in (400, 409)
    assert tus.row(url).offset == 0


def test_part_that_is_too_large(tus):
    url = tus.begin(2_000_000)
    response = tus.patch(url, 0, bytes(resumable.PART_MAX_BYTES + 1))
    assert response.status_code == 413
    assert "512 KB" in response.content.decode()
    assert tus.patch(url, 0, bytes(resumable.PART_MAX_BYTES)).status_code == 204


def test_more_bytes_than_announced(tus):
    url = tus.begin(100)
    assert tus.patch(url, 0, bytes(101)).status_code == 413
    assert tus.row(url).offset == 0


def test_part_of_another_type_and_protocol_version(tus):
    url = tus.begin(100)
    assert tus.patch(url, 0, b"x", content_type="text/plain").status_code == 415
    for version in ("0.2.2", ""):
        assert tus.http.head(url, headers={"Tus-Resumable": version}).status_code == 412


@pytest.mark.parametrize(
    "header", ["x" * 5000, "filename !!!", "requirement", "filename Zm\x00v", "filename é", "requirement OTk5OTk5"]
)
def test_metadata_that_is_mangled(tus, header):
    given = RESUMABLE | {"Upload-Length": "5", "Upload-Metadata": header}
    assert tus.http.post(tus.endpoint, b"", content_type=PART, headers=given).status_code == 400
    assert not Upload.objects.exists()


def test_metadata_with_control_characters_is_cleaned(tus):
    url = tus.begin(100, filename="../a\x00\u202eb\n.jpg", description="baris\x00 satu\r\ndua\u202e" + "x" * 400)
    meant = tus.meant(url)
    assert meant.upload.name == "ab.jpg"
    assert meant.description.startswith("baris satu dua x")
    assert len(meant.description) == 200


def test_claims_in_forms_that_we_do_not_know_are_left_out(tus):
    url = tus.begin(100, sha256="../etc", captured_on="2024-99-99T", original_size="-1", role="admin")
    assert tus.row(url).claims == {}


def test_file_that_is_no_photo_is_refused_with_the_remedy(tus, unit):
    state = tus.send(samples.heic_like(), filename="IMG_1.heic")
    assert state["state"] == "refused"
    assert "Paling Kompatibel" in state["sentence"]
    assert not StoredFile.objects.exists()
    assert not scenes.item(unit).exhibits


def test_pdf_among_photos_is_refused(tus):
    state = tus.send(samples.scanned_pdf())
    assert state["state"] == "refused"
    assert "diperlukan foto" in state["sentence"]


def test_bytes_of_another_file_are_not_mixed_in(tus):
    """The first half of one photo, the second half of another: the fingerprint that was announced tells."""
    url = tus.begin(len(PHOTO), sent_sha256=sha256(PHOTO))
    tus.patch(url, 0, PHOTO[:9000])
    tus.patch(url, 9000, PHOTO[9000:-1] + b"\0")
    state = tus.state(url)
    assert (state["state"], "Pilih lagi berkasnya" in state["sentence"]) == ("refused", True)


@pytest.mark.parametrize("person", ["neighbour_operator", "foreign_operator", "nobody", "head", "coordinator", "admin"])
def test_upload_of_somebody_else_is_unknown(cast, tus, person):
    url = tus.begin(len(PHOTO))
    stranger = Tus(tus.unit, getattr(cast, person))
    assert stranger.head(url).status_code == 404
    assert stranger.patch(url, 0, PHOTO[:10]).status_code == 404
    assert stranger.delete(url).status_code == 404
    assert stranger.http.get(url).status_code == 404
    assert stranger.create(100).status_code in (403, 404)
    assert Upload.objects.get().offset == 0


def test_token_of_another_indicator_or_unit_is_unknown(cast, tus):
    url = tus.begin(100)
    token = url.rstrip("/").rsplit("/", 1)[1]
    other = Tus(tus.unit, cast.operator, "A2")
    assert other.head(f"{other.endpoint}{token}/").status_code == 404
    assert tus.head(f"{tus.endpoint}{token[:-1]}/").status_code == 404
    assert tus.head(f"{tus.endpoint}x%00y/").status_code == 404


def test_anonymous_and_forged_requests_do_not_come_in(cast, unit):
    assert "/akun/masuk/" in Tus(unit).create(5)["Location"]
    forged = Tus(unit, cast.operator, enforce_csrf_checks=True)
    assert forged.create(5).status_code == 403
    assert not Upload.objects.exists()


# --- quotas --------------------------------------------------------------------------------------------------------------
def test_quota_of_bytes_counts_what_is_stored_and_what_is_announced(tus, settings):
    settings.UNIT_MAX_BYTES = len(PHOTO) + 1500
    tus.send(PHOTO)
    url = tus.begin(1000)
    response = tus.create(501)
    assert response.status_code == 413
    assert "Ruang berkas unit ini" in response.content.decode()
    tus.delete(url)
    assert tus.create(501).status_code == 201


def test_quota_of_open_uploads_and_of_files_of_an_indicator(cast, tus, settings, unit):
    settings.UPLOADS_MAX_OPEN = 1
    tus.begin(100)
    assert tus.create(100).status_code == 429
    settings.UPLOADS_MAX_OPEN, settings.INDICATOR_MAX_FILES = 9, 1
    response = tus.create(100)
    assert (response.status_code, "paling banyak 1" in response.content.decode()) == (403, True)
    with pytest.raises(MoveRefused, match="paling banyak 1"):
        scenes.attach(unit, cast.operator)
