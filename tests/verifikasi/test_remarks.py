"""The thread of an indicator: who reads what, each remark answered, spots on pictures, sentences kept ready."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import queries, rules, workflow
from assessments.verifikasi.models import Evidence, ReadySentence, Remark
from assessments.verifikasi.queries import changes, sentences, voices
from assessments.verifikasi.workflow.sentences import retire_sentence, save_sentence
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body
from units.models import AuditEntry, InboxMessage

SECRET = "RAHASIA-PEMERIKSA"
Visibility = Remark.Visibility


def write(unit, by, text="Fotonya buram.", visibility=Visibility.UNIT, code="A1", spot=None):
    return workflow.write_remark(
        participation=scenes.fresh(unit),
        indicator=scenes.item(unit, code).indicator,
        text=text,
        visibility=visibility,
        spot=spot,
        by=by,
    )


def texts(unit, **reader):
    found = queries.sheet(scenes.fresh(unit), **reader).items[0]
    return [entry.remark.text for entry in found.thread]


# --- who reads what ----------------------------------------------------------------------------------------------------
def test_internal_remarks_are_read_by_who_may(cast):
    unit = scenes.in_check(cast)
    write(unit, cast.verifier, "Pusat internal", Visibility.INTERNAL)
    write(unit, cast.coordinator, "Wilayah internal", Visibility.INTERNAL)
    write(unit, cast.verifier, "Pusat kepada unit")
    write(unit, cast.coordinator, "Wilayah kepada unit")
    assert texts(unit) == ["Wilayah kepada unit"]
    assert texts(unit, region=True) == ["Wilayah internal", "Wilayah kepada unit"]
    assert len(texts(unit, drafts=True)) == 4


def test_verifiers_remark_reaches_the_unit_when_the_round_ends(cast):
    unit = scenes.in_check(cast)
    write(unit, cast.verifier, "Lihat sudut kiri.")
    write(unit, cast.verifier, SECRET, Visibility.INTERNAL)
    assert texts(unit) == []
    scenes.judge_all(unit, cast.verifier, A1="perbaiki")
    workflow.give_back(participation=scenes.fresh(unit), by=cast.verifier)
    assert texts(unit) == ["Lihat sudut kiri.", "Yang kurang pada A1."]
    told = InboxMessage.objects.get(user=cast.operator, subject__startswith="Perlu diperbaiki").body
    assert "Lihat sudut kiri." in told and SECRET not in told


def test_internal_remarks_never_leave_to_the_unit(cast, client, django_capture_on_commit_callbacks):
    """As an attacker would look: every page, mail, message, paper and frozen sheet that the unit can reach."""
    with django_capture_on_commit_callbacks(execute=True):
        unit = scenes.declared(cast)
        scenes.fill(unit, cast.operator, missing=("A1",))
        scenes.answer(unit, cast.operator, "A1", "ada")
        piece = scenes.attach(unit, cast.operator)
        for seed in (2, 3):
            scenes.attach(unit, cast.operator, file=scenes.photo(seed))
        scenes.attach(unit, cast.operator, file=scenes.pdf(), kind="document")
        scenes.submit(unit, cast.operator)
        write(unit, cast.coordinator, SECRET, Visibility.INTERNAL)
        spot = workflow.Spot(evidence=piece, x=100, y=900)
        write(unit, cast.coordinator, f"{SECRET}-titik", Visibility.INTERNAL, spot=spot)
        for item in queries.sheet(scenes.fresh(unit)).items:
            workflow.save_advice(
                participation=unit,
                indicator=item.indicator,
                recommendation="perbaiki",
                note=SECRET,
                by=cast.coordinator,
            )
        workflow.finish_voice(participation=unit, by=cast.coordinator)
        workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
        write(unit, cast.verifier, SECRET, Visibility.INTERNAL)
        scenes.judge(unit, cast.verifier, "A1", "perbaiki", name="", note="Yang kurang.")
        for code in ("A2", "B1", "C1"):
            scenes.judge(unit, cast.verifier, code)
        workflow.give_back(participation=scenes.fresh(unit), by=cast.verifier)
        scenes.answer(unit, cast.operator, "A1", "ada", reply="Sudah.")
        scenes.submit(unit, cast.operator)
    here = scenes.item(unit)
    pages: list[str] = [
        here.url,
        here.exhibits[0].view_url,
        f"/kepesertaan/{unit.pk}/",
        "/tugas/",
        str(reverse("verifikasi_autosave", args=[unit.pk, here.indicator.pk])),
        *[
            str(reverse(name, args=[unit.pk]))
            for name in ("verifikasi_sheet", "verifikasi_submit", "verifikasi_rounds")
        ],
        *[str(reverse("verifikasi_receipt", args=[unit.pk, row.pk])) for row in unit.submissions.all()],
    ]
    for person in (cast.operator, cast.head):
        client.force_login(person)
        for page in pages:
            assert SECRET not in body(client.get(page)), page
        archive = scenes.packed(b"".join(client.get(reverse("verifikasi_bundle", args=[unit.pk])).streaming_content))
        assert "Tampak depan" in archive
        assert SECRET not in archive
    assert SECRET not in "".join(str(message.body) for message in mail.outbox)
    told = InboxMessage.objects.filter(user__in=[cast.operator, cast.head])
    assert SECRET not in "".join(told.values_list("body", flat=True))
    assert SECRET not in str(list(unit.submissions.values_list("snapshot", flat=True)))
    assert SECRET not in "".join(unit.timeline.values_list("text", flat=True))
    # The office that guides the unit does not read what the centre keeps to itself either.
    client.force_login(cast.coordinator)
    region = body(client.get(reverse("verifikasi_region_check", args=[unit.pk, here.indicator.pk])))
    assert region.count(SECRET) == 2


def test_verifier_of_the_own_region_reads_no_internal_remark(cast, client):
    unit = scenes.in_check(cast)
    piece_page = scenes.item(unit).url
    write(unit, cast.verifier, SECRET, Visibility.INTERNAL)
    cast.second_verifier.postings.create(role="head", work_unit=cast.kanwil, valid_from=cast.cycle.first_day)
    assert queries.reading(unit, cast.second_verifier) == {}
    client.force_login(cast.second_verifier)
    assert SECRET not in body(client.get(piece_page))
    here = reverse("verifikasi_remark", args=[unit.pk, scenes.item(unit).indicator.pk])
    assert client.post(here, {"catatan-text": "x", "catatan-visibility": "unit"}).status_code == 409


# --- writing -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ("second_verifier", "dipegang Vera Verifikator"),
        ("operator", "Kanwil atau Setda yang membina"),
        ("foreign_coordinator", "Kanwil atau Setda yang membina"),
        ("leadership", "Kanwil atau Setda yang membina"),
    ],
)
def test_remark_by_who_checks_only(cast, person, sentence):
    unit = scenes.in_check(cast)
    with pytest.raises(MoveRefused, match=sentence):
        write(unit, getattr(cast, person))


@pytest.mark.parametrize(("text", "visibility"), [(" ", "unit"), ("Ada.", "semua")])
def test_remark_is_whole(cast, text, visibility):
    unit = scenes.in_check(cast)
    with pytest.raises(MoveRefused):
        write(unit, cast.verifier, text, visibility)


def test_remark_by_the_page_and_taken_back(cast, client):
    unit = scenes.in_check(cast)
    client.force_login(cast.verifier)
    indicator = scenes.item(unit).indicator.pk
    here = reverse("verifikasi_remark", args=[unit.pk, indicator])
    html = body(client.post(here, {"catatan-text": "Lihat lagi.", "catatan-visibility": "internal"}, follow=True))
    assert "Lihat lagi." in html and "Internal, tidak dibaca unit" in html
    kept = body(client.post(here, {"catatan-text": "Jangan hilang.", "catatan-visibility": "semua"}))
    assert "Jangan hilang." in kept
    remark = Remark.objects.get()
    client.post(reverse("verifikasi_remark_withdraw", args=[unit.pk, remark.pk]))
    assert not Remark.objects.exists()
    assert AuditEntry.objects.filter(action="hapus_catatan").count() == 1


def test_remark_that_was_read_stays(cast):
    unit = scenes.in_check(cast)
    mine = write(unit, cast.verifier)
    theirs = write(unit, cast.coordinator)
    with pytest.raises(MoveRefused, match="tidak dapat dihapus"):
        workflow.withdraw_remark(remark=theirs, by=cast.verifier)
    scenes.judge_all(unit, cast.verifier, A1="perbaiki")
    workflow.give_back(participation=scenes.fresh(unit), by=cast.verifier)
    with pytest.raises(MoveRefused):
        workflow.withdraw_remark(remark=mine, by=cast.verifier)


@pytest.mark.parametrize(
    "row",
    [
        {"text": ""},
        {"text": "x", "from_unit": True, "from_region": True},
        {"text": "x", "from_unit": True, "visibility": "internal"},
        {"text": "x", "outcome": "sudah"},
        {"text": "x", "x": 5, "y": 5},
    ],
)
def test_database_refuses_a_crooked_remark(cast, row):
    unit = scenes.in_check(cast)
    answer = scenes.item(unit).answer
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.create(answer=answer, round=1, author=cast.verifier, **row)


# --- each remark is answered -------------------------------------------------------------------------------------------
def test_each_remark_needs_its_own_answer(cast):
    unit = scenes.in_check(cast)
    write(unit, cast.verifier, "Satu lagi.")
    write(unit, cast.coordinator, "Dari wilayah.")
    write(unit, cast.verifier, SECRET, Visibility.INTERNAL)
    scenes.judge_all(unit, cast.verifier, A1="perbaiki")
    workflow.give_back(participation=scenes.fresh(unit), by=cast.verifier)
    asked = scenes.item(unit).to_answer
    assert [entry.remark.text for entry in asked] == ["Satu lagi.", "Dari wilayah.", "Yang kurang pada A1."]
    assert [gap.text for gap in rules.gaps(scenes.fresh(unit))] == [
        "Jawab catatan verifikator: sudah diperbaiki, atau mengapa tidak.",
        "Jawab catatan pemeriksa wilayah: sudah diperbaiki, atau mengapa tidak.",
        "Jawab catatan verifikator: sudah diperbaiki, atau mengapa tidak.",
    ]
    done, why = workflow.Reply("sudah"), workflow.Reply("belum")
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, replies={asked[0].pk: done, asked[1].pk: why})
    assert [gap.text for gap in rules.gaps(scenes.fresh(unit))] == [
        "Tuliskan mengapa catatan pemeriksa wilayah tidak atau belum diperbaiki.",
        "Jawab catatan verifikator: sudah diperbaiki, atau mengapa tidak.",
    ]
    whole = {asked[1].pk: workflow.Reply("belum", "Anggaran tahun depan."), asked[2].pk: done}
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, replies=whole)
    assert rules.gaps(scenes.fresh(unit)) == []
    scenes.submit(unit, cast.operator)


def test_answer_to_a_strange_or_internal_remark_is_none(cast):
    unit = scenes.returned(cast, "A1", "C1")
    hidden = scenes.item(unit).answer.remarks.create(round=1, text=SECRET, visibility="internal", author=cast.verifier)
    other = scenes.item(unit, "C1").to_answer[0]
    sent = {hidden.pk: workflow.Reply("sudah", "a"), other.pk: workflow.Reply("sudah", "b")}
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, replies=sent)
    assert not Remark.objects.filter(from_unit=True).exists()


def test_half_an_answer_is_kept_as_a_draft(cast, client):
    unit = scenes.returned(cast)
    client.force_login(cast.operator)
    client.post(scenes.item(unit).url, scenes.form(unit) | scenes.answering(unit, "Baru setengah", outcome=""))
    assert scenes.replies(unit) == ["Baru setengah"]
    assert len(rules.gaps(scenes.fresh(unit))) == 1
    assert "Baru setengah" in body(client.get(scenes.item(unit).url))


def test_remark_of_the_region_is_answered_after_taking_the_sheet_back(cast):
    unit = scenes.submitted(cast)
    write(unit, cast.coordinator, "Ganti fotonya.")
    workflow.withdraw(participation=scenes.fresh(unit), by=cast.operator)
    assert [gap.code for gap in rules.gaps(scenes.fresh(unit))] == ["A1"]
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Sudah diganti.")
    scenes.submit(unit, cast.operator)


# --- spots -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def pictured(cast):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator, missing=("A1",))
    scenes.answer(unit, cast.operator, "A1", "ada")
    for seed in (1, 2, 3):
        scenes.attach(unit, cast.operator, file=scenes.photo(seed))
    scenes.attach(unit, cast.operator, file=scenes.pdf(), kind="document")
    scenes.submit(unit, cast.operator)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    return scenes.fresh(unit)


def test_spot_by_the_page_is_marked_and_told_in_words(cast, client, pictured):
    exhibit = scenes.item(pictured).exhibits[0]
    client.force_login(cast.verifier)
    assert "Catatan pada satu titik gambar" in body(client.get(exhibit.view_url))
    here = reverse("verifikasi_spot_remark", args=[pictured.pk, exhibit.pk, 1])
    sent = {"catatan-text": "Pegangan lepas.", "catatan-visibility": "unit", "catatan-x": "12,5", "catatan-y": "80"}
    html = body(client.post(here, sent | {"catatan-x": "12.5"}, follow=True))
    remark = Remark.objects.get()
    assert (remark.evidence_id, remark.page, remark.x, remark.y) == (exhibit.pk, 1, 125, 800)
    assert 'x="12.5%" y="80.0%"' in html
    assert "Titik 1" in html and "di kiri bawah gambar" in html
    assert f"Lihat titik 1 pada {exhibit.file.name}" in body(client.get(scenes.item(pictured).check_url))
    client.force_login(cast.operator)
    unread = body(client.get(exhibit.view_url))
    assert "Pegangan lepas." not in unread and "Catatan pada satu titik gambar" not in unread
    scenes.judge_all(pictured, cast.verifier, A1="perbaiki")
    workflow.give_back(participation=scenes.fresh(pictured), by=cast.verifier)
    assert "Pegangan lepas." in body(client.get(exhibit.view_url))


@pytest.mark.parametrize(("x", "page", "words"), [("", 1, "Pilih titiknya"), ("101", 1, "Pilih titiknya"), ("5", 2, "tidak mempunyai halaman 2")])  # fmt: skip
def test_spot_outside_the_picture_keeps_the_text(cast, client, pictured, x, page, words):
    client.force_login(cast.verifier)
    here = reverse("verifikasi_spot_remark", args=[pictured.pk, scenes.item(pictured).exhibits[0].pk, page])
    sent = {"catatan-text": "Jangan hilang.", "catatan-visibility": "unit", "catatan-x": x, "catatan-y": "5"}
    html = body(client.post(here, sent))
    assert words in html and "Jangan hilang." in html
    assert not Remark.objects.exists()


def test_spot_on_a_file_of_another_indicator_or_unit_is_refused(cast, client, pictured):
    exhibit = scenes.item(pictured).exhibits[0]
    with pytest.raises(MoveRefused, match="tidak terpasang pada indikator ini"):
        write(pictured, cast.verifier, code="C1", spot=workflow.Spot(evidence=exhibit.evidence, x=1, y=1))
    other = cast.participation(pictured.state, cast.neighbour)
    client.force_login(cast.verifier)
    here = reverse("verifikasi_spot_remark", args=[other.pk, exhibit.pk, 1])
    assert client.post(here, {"catatan-text": "x"}).status_code == 404


# --- what changed ------------------------------------------------------------------------------------------------------
def test_changes_since_the_round_before(cast, client, pictured):
    scenes.judge_all(pictured, cast.verifier, A1="perbaiki")
    workflow.give_back(participation=scenes.fresh(pictured), by=cast.verifier)
    pictured = scenes.fresh(pictured)
    first, second, *_ = [exhibit.evidence for exhibit in scenes.item(pictured).exhibits]
    newer = workflow.attach(
        participation=pictured,
        indicator=first.answer.indicator,
        requirement=first.requirement,
        upload=scenes.photo(7),
        people=Evidence.People.NONE,
        replaces=first,
        by=cast.operator,
    )
    workflow.remove_evidence(evidence=second, by=cast.operator)
    added = scenes.attach(pictured, cast.operator, file=scenes.photo(8))
    scenes.answer(pictured, cast.operator, "A1", "ada", note="Pintu baru.", reply="Sudah.")
    scenes.submit(pictured, cast.operator)
    unit = scenes.fresh(pictured)
    last = voices.last_snapshot(unit)
    assert last is not None
    found = changes.since(*last, scenes.item(unit))
    assert found is not None
    assert [exhibit.pk for exhibit in found.added] == [added.pk]
    assert [(new.pk, old.pk) for new, old in found.replaced] == [(newer.pk, first.pk)]
    assert [exhibit.pk for exhibit in found.removed] == [second.pk]
    assert [(piece.kind, piece.text) for piece in found.note] == [("new", "Pintu baru.")]
    assert found.claim is None
    client.force_login(cast.verifier)
    html = body(client.get(scenes.item(unit).check_url))
    for words in ("Perubahan sejak putaran 1", "Berkas baru", "Berkas diganti", "Berkas dilepas", "[ditambah: "):
        assert words in html
    assert "Tidak ada yang diubah unit pada indikator ini." in body(client.get(scenes.item(unit, "A2").check_url))


def test_change_of_level_is_told(cast):
    unit = scenes.returned(cast, "A1")
    before = unit.submissions.get().snapshot
    scenes.answer(unit, cast.operator, "A1", "na", note="Tidak ada pengunjung.")
    found = changes.since(1, before, scenes.item(unit))
    assert found.claim == ("Tidak", "Tidak berlaku")
    assert "".join(piece.text for piece in found.note if piece.kind != "gone") == "Tidak ada pengunjung."


# --- sentences kept ready ----------------------------------------------------------------------------------------------
def test_sentences_are_offered_for_the_indicator_and_for_all(cast):
    save_sentence(text="Foto buram.", by=cast.verifier)
    save_sentence(text="Maklumat belum ditandatangani.", code="A1", by=cast.second_verifier)
    gone = save_sentence(text="Tidak dipakai.", by=cast.verifier)
    retire_sentence(sentence=gone, by=cast.second_verifier)
    assert [row.text for row in sentences.offered("A1")] == ["Maklumat belum ditandatangani.", "Foto buram."]
    assert [row.text for row in sentences.offered("B1")] == ["Foto buram."]
    retire_sentence(sentence=gone, retired=False, by=cast.verifier)
    assert len(sentences.offered("B1")) == 2


@pytest.mark.parametrize("person", ["coordinator", "operator", "admin"])
def test_sentences_are_the_verifiers(cast, person):
    with pytest.raises(MoveRefused, match="dikelola verifikator"):
        save_sentence(text="Foto buram.", by=getattr(cast, person))


def test_sentence_chosen_without_a_script_is_added(cast, client):
    unit = scenes.in_check(cast)
    row = save_sentence(text="Foto buram.", by=cast.verifier)
    client.force_login(cast.verifier)
    assert "Kalimat siap pakai" in body(client.get(scenes.item(unit).check_url))
    client.post(scenes.item(unit).check_url, {"decision": "perbaiki", "note": "A.", "ready": str(row.pk)})
    assert scenes.item(unit, drafts=True).verdict.note == "A.\nFoto buram."


def test_sentences_page(cast, client):
    client.force_login(cast.verifier)
    page = reverse("verifikasi_sentences")
    assert "Belum ada kalimat" in body(client.get(page))
    assert "Foto buram." in body(client.post(page, {"text": "Foto buram.", "code": "A1"}, follow=True))
    row = ReadySentence.objects.get()
    client.post(reverse("verifikasi_sentence", args=[row.pk]), {"text": "Foto gelap.", "code": ""})
    client.post(reverse("verifikasi_sentence_retire", args=[row.pk]))
    row.refresh_from_db()
    assert (row.text, row.code, row.retired_at is None) == ("Foto gelap.", "", False)
    assert "Tidak dipakai lagi (1)" in body(client.get(page))
    assert "Tulis kalimat yang hendak disimpan." in body(client.post(page, {"text": "", "code": ""}))
    assert ReadySentence.objects.count() == 1
