"""The local disk and an S3 service behave alike: every promise of the files room, on both."""

import datetime as dt
import hashlib
import io
import zipfile

import pytest
import requests
from botocore.config import Config
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from assessments.files import integrity, serving, storage, tasks
from assessments.files.models import FileView, StoredFile, Upload, UploadPart
from assessments.files.workflow import FileRefused
from assessments.verifikasi.models import Evidence
from assessments.verifikasi.workflow import uploading
from p2ham.lib.objectstore import CONFIG, ObjectStore, Unreachable
from tests import samples
from tests.s3server import BUCKET
from tests.verifikasi import scenes
from tests.verifikasi.tus import Tus

PHOTO, PDF = samples.photo(size=(800, 600)), samples.scanned_pdf(pages=2)


@pytest.fixture
def get(cast):
    def get(file, variant):
        request = RequestFactory().get("/berkas/")
        request.user = cast.verifier
        return serving.respond(request, file, variant)

    return get


@pytest.fixture
def unit(cast):
    return scenes.declared(cast)


@pytest.fixture
def away(settings):
    """Lets the S3 service be one that nobody answers for; its options otherwise as they were."""

    def away():
        options = settings.STORAGES["private"]["OPTIONS"] | {"endpoint_url": "http://127.0.0.1:1"}
        settings.STORAGES = settings.STORAGES | {"private": settings.STORAGES["private"] | {"OPTIONS": options}}

    return away


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def verified() -> str:
    out = io.StringIO()
    call_command("verify_files", stdout=out)
    return out.getvalue()


# --- the same on both --------------------------------------------------------------------------------------------------
def test_received_bytes_lie_under_the_rows_random_name(store, desk):
    file = desk.receive(PHOTO)
    assert store.names() == {file.received_name}
    assert store.read(file.received_name) == PHOTO
    assert desk.receive(PHOTO).pk == file.pk
    assert store.names() == {file.received_name}


@pytest.mark.parametrize(("data", "count"), [(PHOTO, 2), (PDF, 3)], ids=["photo", "pdf"])
def test_processed_file_is_served_whole_in_every_variant(store, desk, get, data, count):
    file = desk.ready(data)
    assert len(store.names()) == count
    for variant, name in (
        ("asli", file.stored_name),
        ("gambar", file.stored_name if file.is_photo else file.preview_name),
        ("kecil", file.thumbnail_name),
    ):
        response = get(file, variant)
        assert response.status_code == 200
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        given = body(response)
        assert (given, len(given)) == (store.read(name), int(response.headers["Content-Length"]))
    assert hashlib.sha256(store.read(file.stored_name)).hexdigest() == file.stored_sha256
    assert sorted(FileView.objects.values_list("variant", flat=True)) == ["asli", "gambar"]


def test_large_file_comes_in_pieces(store, db):
    data = bytes(range(256)) * 4096 * 3
    name = storage.write("evidence", ContentFile(data), size=len(data))
    pieces = list(storage.chunks(name))
    assert (len(pieces), b"".join(pieces) == data) == (12, True)


def test_parts_become_one_file_and_go(store, cast, unit):
    tus = Tus(unit, cast.operator)
    url = tus.begin(len(PHOTO))
    tus.patch(url, 0, PHOTO[:1000])
    assert store.names() == set(UploadPart.objects.values_list("stored_name", flat=True))
    assert tus.patch(url, 1000, PHOTO[1000:]).status_code == 204
    assert tus.state(url)["state"] == "done"
    assert store.read(StoredFile.objects.get().received_name) == PHOTO
    assert Evidence.objects.count() == 1


def test_deleting_removes_and_what_is_gone_is_no_error(store, db):
    name = storage.write("evidence", ContentFile(b"x"), size=1)
    storage.delete(name)
    storage.delete(name)
    assert store.names() == set()


def test_sweep_keeps_what_rows_name_and_removes_the_rest(store, desk, monkeypatch):
    desk.receive(samples.photo(seed=1))
    desk.ready(samples.photo(seed=2))
    desk.ready(PDF)
    kept = store.names()
    for folder in ("evidence", "parts", "papers", "scans", "piles"):
        store.put(storage.new_name(folder), b"rest")
    store.age(monkeypatch)
    store.put(young := storage.new_name("evidence"), b"rest")
    call_command("sweep_files", stdout=(out := io.StringIO()))
    assert out.getvalue() == "5 berkas tanpa catatan dihapus.\n"
    assert store.names() == kept | {young}


def test_check_counts_whole_files_and_finds_lost_and_altered_ones(store, desk):
    lost, altered, _ = (desk.ready(samples.photo(seed=seed)) for seed in (1, 2, 3))
    assert verified() == "3 berkas diperiksa, 0 bermasalah.\n"
    store.remove(lost.stored_name)
    store.put(altered.stored_name, b"?" + store.read(altered.stored_name)[1:])
    faults = [fault for fault in integrity.check() if fault]
    assert len(faults) == 2
    assert "hilang dari penyimpanan" in faults[0]
    assert "isinya tidak sama" in faults[1]


def test_missing_object_is_told_in_words(store, desk, get):
    file = desk.ready(PHOTO)
    for name in store.names():
        store.remove(name)
    assert [get(file, variant).status_code for variant in ("asli", "gambar", "kecil")] == [404, 404, 404]
    assert b"Berkas rusak" in get(file, "gambar").content
    assert not FileView.objects.exists()


def test_lost_original_is_a_broken_file_that_the_same_bytes_mend(store, desk):
    file = desk.receive(PHOTO)
    store.remove(file.received_name)
    tasks.process_file.call(file.pk)
    file.refresh_from_db()
    assert file.status == "broken"
    assert desk.ready(PHOTO).pk == file.pk


def test_bundle_holds_the_bytes(store, cast, unit, client):
    scenes.answer(unit, cast.operator)
    scenes.attach(unit, cast.operator, file=scenes.photo())
    tasks.process_file.call(StoredFile.objects.get().pk)
    client.force_login(cast.operator)
    response = client.get(reverse("verifikasi_bundle", args=[unit.pk]))
    with zipfile.ZipFile(io.BytesIO(body(response))) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".jpg")]
        assert archive.read(name) == store.read(StoredFile.objects.get().stored_name)


# --- a service that is away ----------------------------------------------------------------------------------------------
@pytest.fixture
def bucket(settings, s3_server):
    from tests.files.stores import Bucket

    private = {"BACKEND": "p2ham.lib.objectstore.ObjectStore", "OPTIONS": s3_server.options}
    settings.STORAGES = settings.STORAGES | {"private": private}
    yield Bucket(s3_server)
    s3_server.empty()


def test_service_that_is_away_refuses_a_file_with_the_remedy(bucket, away, desk):
    away()
    with pytest.raises(FileRefused) as refused:
        desk.receive(PHOTO)
    assert refused.value.reason == "storage"
    assert "coba unggah lagi" in refused.value.sentences[0]
    assert not StoredFile.objects.exists()


def test_repeat_of_a_stored_file_is_not_taken_for_new_while_the_service_is_away(bucket, away, desk):
    desk.ready(PHOTO)
    away()
    with pytest.raises(FileRefused) as refused:
        desk.receive(PHOTO)
    assert refused.value.reason == "storage"


def test_form_keeps_what_was_typed_while_the_service_is_away(bucket, away, cast, unit, client):
    away()
    client.force_login(cast.operator)
    wanted = scenes.requirement(unit, "A1", "photo")
    fields = scenes.form(unit, note="Catatan yang diketik", **{f"files-{wanted.pk}": scenes.photo()})
    response = client.post(reverse("verifikasi_answer", args=[unit.pk, wanted.level.indicator_id]), fields)
    assert response.status_code == 200
    page = response.content.decode()
    assert "penyimpanan portal sedang terganggu" in page
    assert "Catatan yang diketik" in page
    assert not Evidence.objects.exists()


def test_part_waits_for_the_service_and_goes_on(bucket, settings, away, cast, unit):
    there = settings.STORAGES
    tus = Tus(unit, cast.operator)
    url = tus.begin(len(PHOTO))
    tus.patch(url, 0, PHOTO[:1000])
    away()
    response = tus.patch(url, 1000, PHOTO[1000:])
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    settings.STORAGES = there
    assert tus.head(url)["Upload-Offset"] == "1000"
    assert tus.patch(url, 1000, PHOTO[1000:]).status_code == 204
    assert tus.state(url)["state"] == "done"


def test_service_that_is_away_at_the_last_byte_loses_nothing(bucket, settings, away, cast, unit, monkeypatch):
    there = settings.STORAGES
    tus = Tus(unit, cast.operator)
    url = tus.begin(len(PHOTO))
    claim = uploading.resumable.claim
    monkeypatch.setattr(uploading.resumable, "claim", lambda upload: (away(), claim(upload))[1])
    response = tus.patch(url, 0, PHOTO)
    assert response.status_code == 503
    assert Upload.objects.get().status == "open"
    monkeypatch.undo()
    settings.STORAGES = there
    Upload.objects.update(touched_at=timezone.now() - uploading.FORGOTTEN)
    call_command("tick")
    assert tus.state(url)["state"] == "done"


def test_processing_waits_for_the_service_without_an_attempt(bucket, settings, away, desk):
    there = settings.STORAGES
    file = desk.receive(PHOTO)
    away()
    tasks.process_file.call(file.pk)
    file.refresh_from_db()
    assert (file.status, file.attempts) == ("received", 0)
    settings.STORAGES = there
    desk.waited(file, 10)
    tasks.process_file.call(file.pk)
    file.refresh_from_db()
    assert file.status == "ready"


def test_file_that_cannot_be_read_now_is_not_called_broken(bucket, away, desk, get):
    file = desk.ready(PHOTO)
    away()
    answers = {variant: get(file, variant) for variant in ("asli", "gambar", "kecil")}
    assert {answer.status_code for answer in answers.values()} == {503}
    assert "tidak perlu diunggah ulang" in answers["asli"].content.decode()
    assert "Penyimpanan terganggu" in answers["gambar"].content.decode()
    assert not FileView.objects.exists()


def test_page_without_words_of_its_own_is_a_503(bucket, away, settings, client):
    """Whatever asks the storage and is not prepared for its silence: the page says that trying again helps."""
    settings.ROOT_URLCONF = "tests.files.urls"
    away()
    client.raise_request_exception = False
    response = client.get("/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")


def test_check_and_sweep_say_that_the_service_is_away(bucket, away, desk):
    desk.ready(PHOTO)
    away()
    with pytest.raises(CommandError, match="tidak menjawab") as failed:
        verified()
    assert failed.value.returncode == 2
    with pytest.raises(CommandError, match="tidak menjawab"):
        call_command("sweep_files")
    assert StoredFile.objects.get().status == "ready"


def test_service_that_takes_the_call_and_is_silent_is_away_too(bucket, settings, desk, s3_server):
    options = s3_server.options | {"client_config": CONFIG.merge(Config(read_timeout=0.3))}
    settings.STORAGES = settings.STORAGES | {"private": settings.STORAGES["private"] | {"OPTIONS": options}}
    s3_server.pause()
    try:
        with pytest.raises(FileRefused):
            desk.receive(PHOTO)
    finally:
        s3_server.resume()
    assert desk.receive(PHOTO).receipt_number


# --- who may ask the service -----------------------------------------------------------------------------------------------
def test_nobody_reads_past_the_portal(bucket, desk, s3_server):
    file = desk.receive(PHOTO)
    address = f"{s3_server.url}/{BUCKET}/{file.received_name}"
    assert requests.get(address, timeout=5).status_code == 403
    head = bucket.client.head_object(Bucket=BUCKET, Key=file.received_name)
    assert head["ContentType"] == "application/octet-stream"
    grants = bucket.client.get_object_acl(Bucket=BUCKET, Key=file.received_name)["Grants"]
    assert [grant["Permission"] for grant in grants] == ["FULL_CONTROL"]


@pytest.mark.parametrize("wrong", [{"secret_key": "another"}, {"bucket_name": "another"}])
def test_wrong_key_or_bucket_is_an_error_and_never_a_missing_file(bucket, s3_server, wrong):
    bucket.put("evidence/aa/bb", b"x")
    store = ObjectStore(**s3_server.options | wrong)
    with pytest.raises(Unreachable):
        store.open("evidence/aa/bb")


def test_object_that_ends_early_is_an_error(bucket, s3_server, monkeypatch):
    bucket.put("evidence/aa/bb", b"x" * 1000)
    with ObjectStore(**s3_server.options).open("evidence/aa/bb") as source:
        monkeypatch.setattr(source.file, "_content_length", "2000")
        with pytest.raises(Unreachable):
            source.read()


def test_dates_are_those_of_the_service(bucket, s3_server):
    bucket.put("evidence/aa/bb", b"x")
    written = ObjectStore(**s3_server.options).get_modified_time("evidence/aa/bb")
    assert abs(written - timezone.now()) < dt.timedelta(minutes=1)
