"""Example photos: advice by the admin, at any time, seen by everybody with an account."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from indicators import examples, workflow
from indicators.models import Indicator, IndicatorExample
from indicators.workflow import Refused
from tests import samples
from tests.verifikasi import scenes
from units.models import AuditEntry

WORDS = examples.Words("baik", "Seluruh papan terbaca.", "Papan maklumat di samping loket")


@pytest.fixture
def indicator(cast) -> Indicator:
    return Indicator.objects.get(criterion__instrument=cast.cycle.instrument, code="A1")


def upload(seed: int = 1) -> SimpleUploadedFile:
    data = samples.photo(seed=seed, size=(1600, 1200))
    return SimpleUploadedFile("contoh.jpg", data, "image/jpeg")


def add(indicator: Indicator, by, seed: int = 1, words: examples.Words = WORDS) -> IndicatorExample:
    return examples.add(indicator=indicator, words=words, picture=examples.picture_of(upload(seed)), by=by)


def sent(**fields: object) -> dict[str, object]:
    return {"kind": "baik", "caption": WORDS.caption, "alt": WORDS.alt} | fields


def test_example_of_a_published_instrument_is_small_and_clean(cast, indicator):
    assert indicator.criterion.instrument.is_published
    example = add(indicator, cast.admin)
    with Image.open(io.BytesIO(example.picture)) as image:
        assert max(image.size) == examples.LONGEST_SIDE
        assert not image.getexif()
    assert AuditEntry.objects.filter(action="tambah_contoh").count() == 1


def test_same_photo_twice_is_one_example(cast, indicator):
    assert add(indicator, cast.admin) == add(indicator, cast.admin)
    assert indicator.examples.count() == 1


def test_examples_are_few(cast, indicator, monkeypatch):
    monkeypatch.setattr(examples, "MOST", 1)
    add(indicator, cast.admin)
    with pytest.raises(Refused, match="sudah memuat 1 contoh"):
        add(indicator, cast.admin, seed=2)


def test_only_the_admin_edits(cast, indicator):
    example = add(indicator, cast.admin)
    for verb in (
        lambda: add(indicator, cast.verifier, seed=2),
        lambda: examples.change(example=example, words=WORDS, picture=None, by=cast.verifier),
        lambda: examples.remove(example=example, by=cast.verifier),
    ):
        with pytest.raises(Refused, match="diatur oleh admin"):
            verb()


def test_copied_instrument_takes_its_examples_along(cast, indicator):
    example = add(indicator, cast.admin)
    draft = workflow.copy_to_draft(instrument=cast.cycle.instrument, by=cast.admin)
    copied = IndicatorExample.objects.get(indicator__criterion__instrument=draft)
    assert (copied.caption, bytes(copied.picture)) == (example.caption, bytes(example.picture))


# --- pages -------------------------------------------------------------------------------------------------------------
def body(response) -> str:
    return " ".join(response.content.decode().split())


def test_admin_adds_changes_and_removes(cast, indicator, client):
    client.force_login(cast.admin)
    address = reverse("indicator_examples", args=[indicator.pk])
    html = body(client.post(address, sent(picture=upload()), follow=True))
    assert "Contoh foto ditambahkan" in html and WORDS.alt in html
    example = indicator.examples.get()
    picture = bytes(example.picture)
    edit = reverse("example_edit", args=[example.pk])
    client.post(edit, sent(kind="kurang", caption="Tulisannya tidak terbaca."))
    example = indicator.examples.get()
    assert (example.kind, example.caption, bytes(example.picture)) == ("kurang", "Tulisannya tidak terbaca.", picture)
    client.post(edit, sent(picture=upload(2)))
    assert bytes(indicator.examples.get().picture) != picture
    client.post(reverse("example_remove", args=[example.pk]))
    assert not indicator.examples.exists()


def test_refused_file_keeps_the_words(cast, indicator, client):
    client.force_login(cast.admin)
    address = reverse("indicator_examples", args=[indicator.pk])
    for file, words in (
        (SimpleUploadedFile("x.pdf", samples.scanned_pdf(), "application/pdf"), "bukan foto"),
        (SimpleUploadedFile("x.jpg", b"MZ" + b"\0" * 900, "image/jpeg"), "x.jpg"),
    ):
        html = body(client.post(address, sent(picture=file)))
        assert words in html and WORDS.caption in html
    assert "Apa yang tampak" in body(client.post(address, sent(alt="", picture=upload())))
    assert not indicator.examples.exists()


def test_operator_sees_them_beside_the_question(cast, indicator, client):
    unit = scenes.declared(cast)
    client.force_login(cast.operator)
    address = reverse("verifikasi_answer", args=[unit.pk, indicator.pk])
    assert "example-photo" not in body(client.get(address))
    example = add(indicator, cast.admin)
    html = body(client.get(address))
    assert "Petunjuk dan contoh (1 foto)" in html
    assert f'alt="{WORDS.alt}"' in html and WORDS.caption in html
    picture = reverse("verifikasi_example", args=[unit.pk, indicator.pk, example.pk])
    assert picture in html
    response = client.get(picture)
    assert response.content == bytes(example.picture)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert client.get(picture, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    other = scenes.item(unit, "A2").indicator
    assert client.get(reverse("verifikasi_example", args=[unit.pk, other.pk, example.pk])).status_code == 404
    assert client.get(reverse("example_picture", args=[example.pk])).status_code == 404
