"""Photos of a ceremony: who adds them, who sees them, what is kept."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.cycle.workflow import MoveRefused
from assessments.files.models import FileView, StoredFile
from assessments.pencanangan import rules, workflow
from assessments.pencanangan.models import Application, Ceremony, CeremonyPhoto
from p2ham.lib import dates
from tests.cast import Cast
from tests.pencanangan import scenes
from tests.pencanangan.scenes import browser, photo


def _address(application: Application) -> str:
    return reverse("pencanangan_photos", args=[application.pk])


def test_several_photos(cast: Cast) -> None:
    application = scenes.accepted(cast)
    data = {
        "foto-1-photo": photo("a.jpg", 1),
        "foto-1-caption": "Kepala membaca pernyataan",
        "foto-3-photo": photo("b.jpg", 2),
        "foto-3-caption": "Para saksi",
    }
    page = browser(cast.coordinator).post(_address(application), data, follow=True).content.decode()
    assert "2 foto tersimpan." in page
    assert "Kepala membaca pernyataan" in page
    assert set(StoredFile.objects.values_list("office", "purpose", "kind")) == {
        (cast.kanwil.pk, f"acara-{application.ceremony.pk}", "photo")
    }


def test_good_ones_are_kept_and_refused_ones_named(cast: Cast) -> None:
    application = scenes.accepted(cast)
    data = {
        "foto-1-photo": photo("baik.jpg"),
        "foto-1-caption": "Baik",
        "foto-2-photo": SimpleUploadedFile("rusak.jpg", b"bukan foto"),
        "foto-2-caption": "Rusak",
        "foto-3-photo": scenes.signed("surat.pdf"),
        "foto-3-caption": "Surat",
        "foto-4-photo": photo("tanpa.jpg", 4),
        "foto-4-caption": " ",
    }
    reply = browser(cast.coordinator).post(_address(application), data)
    page = reply.content.decode()
    assert reply.status_code == 200
    assert "1 foto tersimpan." in page
    assert "“rusak.jpg”" in page
    assert "“surat.pdf” adalah PDF" in page
    assert "Foto 4: Keterangan: Tuliskan apa yang tampak" in page
    assert 'value="Rusak"' in page
    assert CeremonyPhoto.objects.get().caption == "Baik"


def test_nothing_chosen(cast: Cast) -> None:
    application = scenes.accepted(cast)
    page = browser(cast.coordinator).post(_address(application), {}).content.decode()
    assert "Pilih paling sedikit satu foto." in page


def test_double_upload_stores_once(cast: Cast) -> None:
    application = scenes.accepted(cast)
    for _ in range(2):
        workflow.add_photo(application=application, upload=photo(), caption="Foto", by=cast.coordinator)
    assert CeremonyPhoto.objects.count() == StoredFile.objects.count() == 1


def test_refused(cast: Cast) -> None:
    application = scenes.accepted(cast)
    for person in (cast.foreign_coordinator, cast.verifier, cast.operator):
        with pytest.raises(MoveRefused, match="diurus oleh Kantor Wilayah Khatulistiwa"):
            workflow.add_photo(application=application, upload=photo(), caption="Foto", by=person)
    with pytest.raises(MoveRefused, match="Tuliskan keterangan"):
        workflow.add_photo(application=application, upload=photo(), caption=" ", by=cast.coordinator)
    Ceremony.objects.update(date=dates.today() + dt.timedelta(days=1))
    with pytest.raises(MoveRefused, match="dapat diunggah mulai"):
        workflow.add_photo(application=application, upload=photo(), caption="Foto", by=cast.coordinator)
    assert not CeremonyPhoto.objects.exists()


def test_limit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules.declaring, "MAX_PHOTOS", 1)
    application = scenes.accepted(cast)
    first = workflow.add_photo(application=application, upload=photo(), caption="Satu", by=cast.coordinator)
    with pytest.raises(MoveRefused, match="Sudah ada 1 foto acara"):
        workflow.add_photo(application=application, upload=photo(seed=2), caption="Dua", by=cast.coordinator)
    workflow.add_photo(application=application, upload=photo(), caption="Satu", by=cast.coordinator)
    workflow.remove_photo(application=application, photo=first, by=cast.coordinator)
    workflow.add_photo(application=application, upload=photo(seed=2), caption="Dua", by=cast.coordinator)
    assert CeremonyPhoto.objects.filter(removed_at=None).get().caption == "Dua"


def test_removed_is_kept_and_not_shown(cast: Cast) -> None:
    row = scenes.photographed(cast)
    application = row.ceremony.application
    client = browser(cast.coordinator)
    client.post(reverse("pencanangan_photo_remove", args=[application.pk, row.pk]))
    row.refresh_from_db()
    assert row.removed_at
    assert StoredFile.objects.exists()
    assert client.get(reverse("pencanangan_photo", args=[application.pk, row.pk, "kecil"])).status_code == 404
    ceremony = reverse("pencanangan_ceremony", args=[application.pk])
    assert row.caption not in client.get(ceremony).content.decode()
    # The same photo once more comes back.
    workflow.add_photo(application=application, upload=photo(), caption="Lagi", by=cast.coordinator)
    assert "Lagi" in client.get(ceremony).content.decode()


def test_seen_by_those_who_see_the_ceremony(cast: Cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = scenes.photographed(cast)
    address = reverse("pencanangan_photo", args=[row.ceremony.application_id, row.pk, "gambar"])
    for person in (cast.coordinator, cast.coordinator_head, cast.verifier, cast.observer):
        assert browser(person).get(address).status_code == 200
    for person in (cast.foreign_coordinator, cast.neighbour_operator, cast.nobody):
        assert browser(person).get(address).status_code == 404
    assert FileView.objects.filter(file=row.file).count() == 4
    removed = browser(cast.verifier).post(
        reverse("pencanangan_photo_remove", args=[row.ceremony.application_id, row.pk]), follow=True
    )
    assert "diurus oleh Kantor Wilayah Khatulistiwa" in removed.content.decode()


def test_photo_of_another_ceremony(cast: Cast) -> None:
    row = scenes.photographed(cast)
    other = scenes.accepted(cast, cast.neighbour)
    client = browser(cast.coordinator)
    assert client.get(reverse("pencanangan_photo", args=[other.pk, row.pk, "kecil"])).status_code == 404
    assert client.post(reverse("pencanangan_photo_remove", args=[other.pk, row.pk])).status_code == 404
    assert CeremonyPhoto.objects.get().removed_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_ceremony_page_with_photos(cast: Cast, count: int, django_assert_num_queries) -> None:
    application = scenes.accepted(cast)
    for number in range(count):
        workflow.add_photo(
            application=application, upload=photo(seed=number + 1), caption=f"Foto ke-{number}", by=cast.coordinator
        )
    client = browser(cast.coordinator)
    with django_assert_num_queries(7):
        page = client.get(_address(application)).content.decode()
    assert page.count("evidence__card") == count
