"""Evidence of an earlier year: offered file by file, taken over by a decision, doubted, never with a level."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.files.models import StoredFile
from assessments.files.tasks import process_file
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.models import Doubt, Evidence
from assessments.verifikasi.queries import doubts, earlier
from tests import factories, samples
from tests.verifikasi import scenes
from units.models import AuditEntry


@pytest.fixture
def last(cast, private_files) -> Participation:
    """The unit's year before: a photo and a decree at A1; the cycle is in the archive."""
    cycle = factories.cycle(year=cast.cycle.year - 1, instrument=factories.instrument())
    unit = factories.participation(cast.unit, cycle, State.DECLARED)
    scenes.answer(unit, cast.operator, "A1", "ada", note="Kata-kata tahun lalu")
    scenes.attach(unit, cast.operator, "A1", description="Papan maklumat di loket")
    scenes.attach(unit, cast.operator, "A1", scenes.pdf(), kind="document", description="SK maklumat")
    for piece in Evidence.objects.all():
        process_file.call(piece.file_id)
    Cycle.objects.filter(pk=cycle.pk).update(status=Cycle.Status.ARCHIVED)
    return scenes.fresh(unit)


@pytest.fixture
def unit(cast, last) -> Participation:
    return scenes.declared(cast)


def old(last: Participation, kind: str = "photo") -> Evidence:
    return Evidence.objects.get(answer__participation=last, requirement__kind=kind)


def reuse(cast, unit: Participation, piece: Evidence, code: str = "A1", kind: str = "photo") -> Evidence:
    return workflow.reuse(
        participation=unit,
        indicator=scenes.item(unit, code).indicator,
        requirement=scenes.requirement(unit, code, kind),
        earlier=Evidence.objects.get(pk=piece.pk),
        by=cast.operator,
    )


# --- the verb ----------------------------------------------------------------------------------------------------------
def test_file_is_linked_and_keeps_where_it_comes_from(cast, unit, last):
    stored = StoredFile.objects.count()
    piece = reuse(cast, unit, old(last))
    assert piece.file_id == old(last).file_id and piece.taken_from == old(last)
    assert piece.description == "Papan maklumat di loket"
    assert piece.people == ""
    assert StoredFile.objects.count() == stored
    assert old(last).removed_at is None
    entry = AuditEntry.objects.filter(action="pakai_lagi_berkas").get()
    assert entry.data["year"] == last.cycle.year and entry.data["file"] == piece.file.receipt_number


def test_neither_level_nor_words_come_along(cast, unit, last):
    reuse(cast, unit, old(last))
    answer = scenes.item(unit).answer
    assert (answer.level, answer.note) == (None, "")


def test_twice_is_once(cast, unit, last):
    assert reuse(cast, unit, old(last)) == reuse(cast, unit, old(last))
    assert Evidence.objects.filter(answer__participation=unit).count() == 1
    assert AuditEntry.objects.filter(action="pakai_lagi_berkas").count() == 1


def test_photo_counts_and_is_doubted_with_its_year(cast, unit, last):
    scenes.answer(unit, cast.operator, "A1", "ada")
    piece = reuse(cast, unit, old(last))
    for _ in range(2):
        doubt = Doubt.objects.get(evidence=piece, kind=Doubt.Kind.EARLIER, cleared_at=None)
        assert doubt.other_file_id == piece.file_id
        workflow.compare(evidence_pk=piece.pk)
    found = queries.sheet(scenes.fresh(unit))
    doubts.show(found)
    here = next(item for item in found.items if item.indicator.code == "A1")
    assert here.counted == 1
    sentences = [note.sentence for note in here.exhibits[0].notes]
    assert f"Foto ini dipakai lagi dari data dukung unit ini tahun {last.cycle.year}." in sentences
    workflow.answer_doubt(evidence=piece, kind="tahun_lalu", text="Papannya masih sama.", by=cast.operator)
    assert Doubt.objects.get(evidence=piece, kind="tahun_lalu").answer == "Papannya masih sama."


def test_receipt_of_the_handing_in_names_the_year(cast, unit, last):
    scenes.fill(unit, cast.operator)
    piece = reuse(cast, unit, old(last))
    submission = scenes.submit(unit, cast.operator)
    row = next(row for row in submission.snapshot["indicators"] if row["code"] == "A1")
    assert [file["taken_from"] for file in row["files"]] == [last.cycle.year]
    assert row["files"][0]["receipt"] == piece.file.receipt_number


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"removed_at": dt.datetime(2025, 1, 1, tzinfo=dt.UTC)}, "sudah dilepas"),
        ({"file": "broken"}, "rusak dan tidak dapat dipakai lagi"),
    ],
)
def test_what_is_gone_or_broken_is_not_taken(cast, unit, last, change, sentence):
    piece = old(last)
    if "file" in change:
        StoredFile.objects.filter(pk=piece.file_id).update(status=StoredFile.Status.BROKEN)
    else:
        Evidence.objects.filter(pk=piece.pk).update(removed_at=change["removed_at"], removed_by=cast.operator)
    with pytest.raises(MoveRefused, match=sentence):
        reuse(cast, unit, piece)


def test_file_of_another_unit_is_refused(cast, unit, last):
    Participation.objects.filter(pk=last.pk).update(work_unit=cast.neighbour)
    with pytest.raises(MoveRefused, match="bukan data dukung tahun lalu dari unit ini"):
        reuse(cast, unit, old(last))


def test_file_of_this_year_or_of_another_indicator_is_refused(cast, unit, last):
    own = scenes.attach(unit, cast.operator, "A2", scenes.photo(5))
    with pytest.raises(MoveRefused, match="bukan data dukung tahun lalu"):
        reuse(cast, unit, own, "A1")
    with pytest.raises(MoveRefused, match="dari indikator lain"):
        reuse(cast, unit, old(last), "A2")


def test_paper_is_no_photo(cast, unit, last):
    with pytest.raises(MoveRefused, match="memerlukan foto"):
        reuse(cast, unit, old(last, "document"), kind="photo")
    assert reuse(cast, unit, old(last, "document"), kind="document").file.name == "sk.pdf"


def test_full_indicator_takes_no_more(cast, unit, last, settings):
    settings.INDICATOR_MAX_FILES = 0
    with pytest.raises(MoveRefused, match="paling banyak 0"):
        reuse(cast, unit, old(last))


def test_only_the_operator_decides(cast, unit, last):
    with pytest.raises(MoveRefused, match="operator unit ini"):
        workflow.reuse(
            participation=unit,
            indicator=scenes.item(unit).indicator,
            requirement=scenes.requirement(unit, "A1"),
            earlier=old(last),
            by=cast.head,
        )


# --- the page ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def page(cast, client):
    client.force_login(cast.operator)
    return client


def body(response) -> str:
    return " ".join(response.content.decode().split())


def address(unit: Participation, code: str = "A1") -> str:
    return reverse("verifikasi_answer", args=[unit.pk, scenes.item(unit, code).indicator.pk])


def test_page_offers_each_file_with_age_and_fingerprint(unit, last, page):
    html = body(page.get(address(unit)))
    assert f"Data dukung tahun {last.cycle.year} (2 berkas)" in html
    assert old(last).file.received_sha256[:12] in html
    assert "Papan maklumat di loket" in html and "SK maklumat" in html
    assert "yang lalu" in html
    # Each fits the requirement that it fitted then.
    assert html.count('name="reuse"') == 2
    assert "Kata-kata tahun lalu" not in html
    thumb = reverse("verifikasi_evidence", args=[last.pk, old(last).pk, "kecil"])
    assert thumb in html
    assert page.get(thumb).status_code == 200


def test_level_that_asks_for_no_file_is_told(cast, unit, page):
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON)
    html = body(page.get(address(unit)))
    assert 'name="reuse"' not in html
    assert "Tingkat yang Anda pilih tidak memerlukan berkas ini." in html


def test_page_of_another_indicator_or_of_a_reader_offers_nothing(cast, unit, page, client):
    assert "tahun-lalu" not in body(page.get(address(unit, "A2")))
    client.force_login(cast.head)
    assert "tahun-lalu" not in body(client.get(address(unit)))


def test_neighbours_files_are_never_offered(cast, last, client):
    beside = cast.participation(State.DECLARED, cast.neighbour)
    client.force_login(cast.neighbour_operator)
    assert "tahun-lalu" not in body(client.get(address(beside)))
    photo = old(last)
    assert client.get(reverse("verifikasi_evidence", args=[last.pk, photo.pk, "kecil"])).status_code == 404
    press = {"reuse": f"{photo.pk}:{scenes.requirement(beside, 'A1').pk}"}
    answer = body(client.post(address(beside), scenes.form(beside) | press))
    assert "Berkas tahun lalu itu tidak ada lagi" in answer
    assert not Evidence.objects.filter(answer__participation=beside).exists()


def test_button_saves_what_was_typed_and_takes_the_file(unit, last, page):
    press = {"reuse": f"{old(last).pk}:{scenes.requirement(unit, 'A1').pk}", "note": "Sudah ada"}
    html = body(page.post(address(unit), scenes.form(unit) | press, follow=True))
    assert "dipakai lagi. Periksa keterangannya" in html
    assert "Sudah dipakai lagi" in html
    assert f"Dipakai lagi dari data dukung tahun {last.cycle.year}." in html
    assert scenes.item(unit).answer.note == "Sudah ada"


@pytest.mark.parametrize("count", [1, 3])
def test_offer_is_one_query(cast, unit, last, django_assert_num_queries, count):
    template = old(last)
    for n in range(1, count):
        file = SimpleUploadedFile(f"{n}.jpg", samples.photo(seed=90 + n))
        Cycle.objects.update(status=Cycle.Status.OPEN)
        scenes.attach(scenes.fresh(last), cast.operator, "A1", file)
    assert template
    item = scenes.item(unit)
    with django_assert_num_queries(1):
        found = earlier.offers(item, queries.earlier_evidence(unit, item.indicator))
        assert len(found) == count + 1 and all(offer.age and offer.year for offer in found)


@pytest.mark.parametrize(
    ("days", "words"), [(0, "0 hari"), (20, "20 hari"), (40, "1 bulan"), (366, "1 tahun"), (620, "1 tahun 8 bulan")]
)
def test_age_in_words(days, words):
    today = dt.date(2026, 9, 30)
    assert earlier.age(today - dt.timedelta(days=days), today) == words
