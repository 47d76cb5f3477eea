"""Looking at the letters before they are printed: what they say, what is missing, and nothing issued."""

import pypdfium2
import pytest
from django.urls import reverse

from assessments.documents.models import Document
from assessments.pencanangan.models import Application, Ceremony, Witness
from tests import factories
from tests.pencanangan import scenes
from units.models import AuditEntry, Official

pytestmark = pytest.mark.django_db


def shown(cast, application, name="pencanangan_preview") -> str:
    return " ".join(scenes.browser(cast.coordinator).get(reverse(name, args=[application.pk])).content.decode().split())


def test_preview_tells_what_every_letter_says(cast):
    application = scenes.accepted(cast)
    Official.objects.filter(work_unit=cast.unit).update(name="Kartika", nip="197803042000031002", rank="Pembina (IV/a)")
    text = shown(cast, application)
    for fact in ("Kartika", "19780304 200003 1 002", "Pembina (IV/a)", "Pontianak", "Lengkap"):
        assert fact in text


def test_preview_names_what_is_missing_or_doubtful(cast):
    application = scenes.accepted(cast)
    Official.objects.filter(work_unit=cast.unit).update(nip="123")
    assert "Periksa" in shown(cast, application)
    Official.objects.filter(work_unit=cast.unit).update(nip="")
    assert "NIP belum dicatat" in shown(cast, application)
    Official.objects.filter(work_unit=cast.unit).delete()
    text = shown(cast, application)
    assert "1 belum dapat dicetak" in text
    assert reverse("official_edit", args=[cast.unit.pk]) in text
    Witness.objects.filter(kind="forkopimda").update(name="", title="")
    assert "Nama saksi dari Pengadilan Negeri menyusul" in shown(cast, application)


def test_preview_issues_and_writes_nothing(cast):
    application = scenes.accepted(cast)
    participation = scenes.only(application)
    before = Document.objects.count(), AuditEntry.objects.count()
    client = scenes.browser(cast.coordinator)
    shown(cast, application)
    shown(cast, participation, "pencanangan_unit_preview")
    picture = client.get(reverse("pencanangan_unit_preview_picture", args=[participation.pk]))
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.content[:3] == b"\xff\xd8\xff"
    paper = client.get(reverse("pencanangan_unit_preview_paper", args=[participation.pk]))
    with pypdfium2.PdfDocument(paper.content) as document:
        said = document[0].get_textpage().get_text_bounded()
    assert "PRATINJAU, belum diterbitkan" in said
    assert "Pontianak" in said
    assert paper.headers["Cache-Control"] == "private, no-store"
    assert (Document.objects.count(), AuditEntry.objects.count()) == before


@pytest.mark.parametrize("count", [1, 3])
def test_preview_asks_the_database_the_same_for_any_number_of_units(cast, count, django_assert_num_queries):
    others = [factories.unit(coordinator=cast.kanwil, province=cast.kanwil.province) for _ in range(count - 1)]
    application = scenes.accepted(cast, cast.unit, *others)
    client = scenes.browser(cast.coordinator)
    address = reverse("pencanangan_preview", args=[application.pk])
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(address)


QUERIES = 9


def test_letter_says_who_acknowledges_on_the_day_of_the_ceremony(cast):
    application = scenes.accepted(cast)
    assert "Mengetahui" not in letter_text(cast, application)
    Ceremony.objects.update(acknowledged=True)
    Official.objects.filter(work_unit=application.applicant).update(
        name="Wibawa", title="Kepala Bagian", standing="Plh.", on_behalf="Kepala Kantor Wilayah"
    )
    text = letter_text(cast, application)
    assert "Mengetahui: a.n. Kepala Kantor Wilayah Plh. Kepala Bagian," in text
    assert "Wibawa" in text


def letter_text(cast, application: Application) -> str:
    participation = scenes.only(application)
    address = reverse("pencanangan_unit_preview_paper", args=[participation.pk])
    with pypdfium2.PdfDocument(scenes.browser(cast.coordinator).get(address).content) as document:
        return " ".join(document[0].get_textpage().get_text_bounded().split())
