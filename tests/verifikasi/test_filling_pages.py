"""The operator's pages: overview and one indicator."""

import pytest
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.cycle.states import Stage, State
from assessments.files.models import StoredFile
from assessments.verifikasi import workflow
from assessments.verifikasi.forms import caption_name, description_name, files_name
from assessments.verifikasi.models import Answer, Evidence
from p2ham.lib import dates
from tests import factories, hostile
from tests.cast import Cast
from tests.verifikasi import scenes


@pytest.fixture
def unit(cast) -> Participation:
    return scenes.declared(cast)


@pytest.fixture
def page(cast, client):
    client.force_login(cast.operator)
    return client


def body(response):
    return " ".join(response.content.decode().split())


# --- the overview ------------------------------------------------------------------------------------------------------
def test_sheet_tells_where_every_indicator_stands(cast, unit, page):
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON)
    scenes.answer(unit, cast.operator, "A2", "ada")
    scenes.attach(unit, cast.operator, "A2")
    html = body(page.get(reverse("verifikasi_sheet", args=[unit.pk])))
    assert "1 dari 4 indikator lengkap" in html
    assert "Unggah minimal 3 foto untuk “Foto sarana”. Baru ada 1." in html
    assert "Lanjutkan: A2" in html
    for words in ("Lengkap", "Belum lengkap", "Belum diisi"):
        assert words in html


def test_sheet_leads_to_handing_in_when_whole(cast, unit, page):
    scenes.fill(unit, cast.operator)
    html = body(page.get(reverse("verifikasi_sheet", args=[unit.pk])))
    assert "4 dari 4 indikator lengkap" in html
    assert "Periksa dan sampaikan" in html
    assert "Tidak ada yang perlu Anda lengkapi pada tahap ini." in html


def test_sheet_after_return_has_a_badge_at_the_remarks(cast, page):
    unit = scenes.returned(cast, "B1")
    html = body(page.get(reverse("verifikasi_sheet", args=[unit.pk])))
    assert "1 indikator dikembalikan verifikator" in html
    assert html.count("Ada catatan") == 1
    assert "0 dari 1 indikator lengkap" in html
    assert html.count("Sesuai") >= 3


def test_sheet_closed_says_why(cast, unit, page):
    factories.close_window(unit, Stage.VERIFIKASI)
    html = body(page.get(reverse("verifikasi_sheet", args=[unit.pk])))
    assert "Tahap Verifikasi sudah ditutup" in html
    assert "Lanjutkan" not in html


def test_sheet_shows_only_what_lacks_something(cast, unit, page):
    scenes.fill(unit, cast.operator, missing=("A2",))
    address = reverse("verifikasi_sheet", args=[unit.pk])
    html = body(page.get(address))
    assert "1 dari 2 lengkap" in html and html.count("Semua lengkap") == 2
    assert html.count('class="indicator"') == 4
    html = body(page.get(address, {"tampil": "belum"}))
    assert html.count('class="indicator"') == 1
    assert "Indikator A2" in html and "Kriteria C" not in html
    html = body(page.get(address, {"tampil": "lengkap"}))
    assert html.count('class="indicator"') == 3 and "Indikator A2" not in html
    assert "Dapat dijelaskan" not in html
    scenes.fill(unit, cast.operator)
    assert "Tidak ada yang belum lengkap." in body(page.get(address, {"tampil": "belum"}))


def test_sheet_shows_what_may_be_explained(cast, unit, page):
    scenes.fill(unit, cast.operator, missing=("A2",))
    scenes.answer(unit, cast.operator, "A2", "ada")
    scenes.attach(unit, cast.operator, "A2", scenes.photo(1))
    address = reverse("verifikasi_sheet", args=[unit.pk])
    assert "Dapat dijelaskan" in body(page.get(address))
    html = body(page.get(address, {"tampil": "jelaskan"}))
    assert html.count('class="indicator"') == 1 and "Indikator A2" in html


def test_sheet_tells_of_files_that_wait_for_a_level(cast, unit, page):
    scenes.attach(unit, cast.operator, "A2")
    html = body(page.get(reverse("verifikasi_sheet", args=[unit.pk])))
    assert "Pilih tingkat pemenuhan. 1 berkas sudah tersimpan." in html


def test_sheet_tells_how_much_room_is_taken(cast, unit, page, settings):
    settings.UNIT_MAX_BYTES = 3 * 1024 * 1024
    piece = scenes.attach(unit, cast.operator, "A2")
    address = reverse("verifikasi_sheet", args=[unit.pk])
    used = dates.file_size(piece.file.received_size)
    assert f"Ruang berkas unit ini terpakai {used} dari 3 MB." in body(page.get(address))
    page.force_login(cast.head)
    assert "Ruang berkas" not in body(page.get(address))


def test_gaps_lead_to_the_very_field(cast, unit, page):
    scenes.answer(unit, cast.operator, "A2", "ada")
    scenes.attach(unit, cast.operator, "A2", scenes.photo(1))
    piece = scenes.attach(unit, cast.operator, "A2", scenes.photo(2), description="", people="")
    here = scenes.item(unit, "A2")
    html = body(page.get(here.url))
    for field in (f"id_description-{piece.pk}", f"id_people-{piece.pk}"):
        assert f'href="{here.url}#{field}"' in html and f'id="{field}"' in html


def test_page_is_told_anew_where_the_indicator_stands(cast, unit, page):
    here = scenes.item(unit, "A2")
    address = reverse("verifikasi_standing", args=[unit.pk, here.indicator.pk])
    assert f'data-standing-url="{address}"' in body(page.get(here.url))
    assert "Masih kurang 1 hal" in body(page.get(address))
    scenes.answer(unit, cast.operator, "A2", "ada")
    html = body(page.get(address))
    assert "Belum lengkap" in html and "Unggah minimal 3 foto untuk “Foto sarana”. Belum ada." in html
    for seed in (1, 2, 3):
        scenes.attach(unit, cast.operator, "A2", scenes.photo(seed))
    html = body(page.get(address))
    assert "Indikator ini lengkap" in html and "kurang" not in html
    page.force_login(cast.neighbour_operator)
    assert page.get(address).status_code == 404


def test_thread_keeps_the_rounds_before(cast, page):
    unit = scenes.returned(cast)
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Tanggapan pertama.")
    scenes.submit(unit, cast.operator)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    scenes.judge(unit, cast.verifier, "A1", "perbaiki", note="Masih kurang jelas.")
    workflow.give_back(participation=scenes.fresh(unit), by=cast.verifier)
    html = body(page.get(scenes.item(unit).url))
    for words in ("Yang kurang pada A1.", "Tanggapan pertama.", "Masih kurang jelas."):
        assert words in html
    assert html.index("putaran 1") < html.index("putaran 2")
    assert "putaran 1 ·" in html
    assert "Sudah diperbaiki" in html


def test_sheet_that_is_handed_in_has_no_filter(cast, page):
    unit = scenes.submitted(cast)
    html = body(page.get(reverse("verifikasi_sheet", args=[unit.pk])))
    assert "Indikator yang ditampilkan" not in html and "Semua lengkap" not in html


@pytest.mark.parametrize("more", [0, 30])
@pytest.mark.parametrize("only", ["", "?tampil=belum"])
def test_sheet_costs_the_same_with_more_indicators(db, client, django_assert_num_queries, more, only):
    cast = Cast(factories.cycle(instrument=scenes.instrument(more)))
    unit = scenes.declared(cast)
    scenes.attach(unit, cast.operator)
    client.force_login(cast.operator)
    address = reverse("verifikasi_sheet", args=[unit.pk]) + only
    client.get(address)
    with django_assert_num_queries(17):
        html = body(client.get(address))
    assert f"0 dari {4 + more} indikator lengkap" in html


# --- one indicator: text -----------------------------------------------------------------------------------------------
def test_answer_page_shows_what_is_asked(unit, page):
    html = body(page.get(scenes.item(unit).url))
    for words in ("Apakah A1 tersedia?", "Ada", "Proses", "Tidak berlaku (N/A)", "Foto sarana", "SK penetapan"):
        assert words in html
    assert "JPEG, PNG atau WebP, paling besar 15 MB per foto. Paling banyak 60 berkas per indikator." in html


def test_answer_save_and_stay(cast, unit, page):
    here = scenes.item(unit)
    level = scenes.level(unit, "A1", "tidak")
    response = page.post(here.url, scenes.form(unit, level=str(level.pk), note="Belum ada.\r\nTahun depan."))
    assert response.status_code == 302
    assert response["Location"] == here.url
    stored = Answer.objects.get()
    assert (stored.level, stored.note) == (level, "Belum ada.\nTahun depan.")


def test_answer_save_and_next(unit, page):
    response = page.post(scenes.item(unit).url, scenes.form(unit, note="Catatan.", go="next"))
    assert response["Location"] == scenes.item(unit, "A2").url
    response = page.post(scenes.item(unit, "C1").url, scenes.form(unit, "C1", go="next"))
    assert response["Location"] == reverse("verifikasi_sheet", args=[unit.pk])


def test_answer_not_applicable_with_reason(unit, page):
    page.post(scenes.item(unit).url, scenes.form(unit, level="na", note="Tidak ada pengunjung."))
    stored = Answer.objects.get()
    assert (stored.not_applicable, stored.level, stored.note) == (True, None, "Tidak ada pengunjung.")


def test_answer_bad_date_keeps_what_was_typed(unit, page):
    response = page.post(scenes.item(unit).url, scenes.form(unit, note="Jangan hilang.", plan_date="32-13-2024"))
    html = body(response)
    assert response.status_code == 200
    assert "Jangan hilang." in html
    assert "Ada 1 hal yang perlu dibetulkan" in html
    assert not Answer.objects.exists()


def test_answer_second_of_two_sees_both_versions(cast, unit, page):
    here = scenes.item(unit)
    stale = scenes.form(unit, note="Isian kedua.", level="na")
    scenes.answer(unit, cast.operator, "A1", "tidak", note="Isian pertama.")
    response = page.post(here.url, stale)
    html = body(response)
    assert response.status_code == 409
    for words in ("Isian kedua.", "Isian pertama.", "Oni Operator", "Tidak berlaku (N/A)", "Yang tersimpan"):
        assert words in html
    assert Answer.objects.get().note == "Isian pertama."


def test_answer_second_of_two_keeps_the_files(cast, unit, page):
    stale = scenes.form(unit, note="Isian kedua.")
    scenes.answer(unit, cast.operator, "A1", "tidak", note="Isian pertama.")
    stale[files_name(scenes.requirement(unit, "A1"))] = scenes.photo()
    response = page.post(scenes.item(unit).url, stale)
    assert response.status_code == 409
    assert "Berkas yang Anda kirim sudah tersimpan (1)." in body(response)
    assert Evidence.objects.count() == 1


def test_answer_same_form_twice_is_one_effect(unit, page):
    sent = scenes.form(unit, note="Sama.")
    assert [page.post(scenes.item(unit).url, sent).status_code for _ in range(3)] == [302, 302, 302]
    assert Answer.objects.get().version == 1


def test_answer_after_the_window_gives_the_text_back(unit, page):
    sent = scenes.form(unit, note="Ditulis semalam.")
    factories.close_window(unit, Stage.VERIFIKASI)
    response = page.post(scenes.item(unit).url, sent)
    assert response.status_code == 409
    assert "Ditulis semalam." in body(response)
    assert "Tahap Verifikasi sudah ditutup" in body(response)


@pytest.mark.parametrize("person", ["head", "coordinator", "verifier", "leadership", "observer"])
def test_answer_is_read_only_for_others(cast, unit, client, person):
    scenes.answer(unit, cast.operator, "A1", "tidak", note="Jawaban unit.")
    client.force_login(getattr(cast, person))
    html = body(client.get(scenes.item(unit).url))
    assert "Jawaban unit." in html
    assert "<textarea" not in html
    response = client.post(scenes.item(unit).url, scenes.form(unit, note="Ditimpa."))
    assert response.status_code == 409
    assert "diubah oleh operator unit ini" in body(response)
    assert Answer.objects.get().note == "Jawaban unit."


def test_answer_reply_to_the_remark(cast, page):
    unit = scenes.returned(cast, "A1")
    html = body(page.get(scenes.item(unit).url))
    assert "Yang kurang pada A1." in html
    assert "Jawab setiap catatan" in html
    page.post(scenes.item(unit).url, scenes.form(unit) | scenes.answering(unit, "Sudah kami lengkapi."))
    assert scenes.replies(unit) == ["Sudah kami lengkapi."]


def test_answer_not_returned_is_locked(cast, page):
    unit = scenes.returned(cast, "A1")
    html = body(page.get(scenes.item(unit, "A2").url))
    assert "Indikator ini tidak dikembalikan verifikator, sehingga tetap terkunci." in html
    assert "<textarea" not in html


# --- one indicator: files ----------------------------------------------------------------------------------------------
def test_upload_several_at_once_with_text(unit, page):
    requirement = scenes.requirement(unit, "A1")
    sent = scenes.form(unit, note="Bersama tulisan.")
    sent[files_name(requirement)] = [scenes.photo(1), scenes.photo(2)]
    sent[caption_name(requirement)] = "Papan maklumat"
    response = page.post(scenes.item(unit).url, sent, follow=True)
    html = body(response)
    assert "2 berkas tersimpan: foto-1.jpg" in html
    assert StoredFile.objects.first().receipt_number in html
    assert {e.description for e in Evidence.objects.all()} == {"Papan maklumat"}
    assert Answer.objects.get().note == "Bersama tulisan."


def test_upload_refused_file_loses_neither_the_others_nor_the_text(unit, page):
    requirement = scenes.requirement(unit, "A1")
    sent = scenes.form(unit, note="Tetap tersimpan.")
    sent[files_name(requirement)] = [
        scenes.photo(1),
        scenes.SimpleUploadedFile("lambang.jpg", hostile.SVG, "image/jpeg"),
        scenes.photo(2),
        scenes.SimpleUploadedFile("kosong.jpg", b"", "image/jpeg"),
    ]
    response = page.post(scenes.item(unit).url, sent)
    html = body(response)
    assert response.status_code == 200
    assert "Berkas yang tidak diterima" in html
    assert "“lambang.jpg”" in html
    assert "“kosong.jpg” kosong (0 bita)" in html
    assert "2 berkas tersimpan" in html
    assert "Tetap tersimpan." in html
    assert Answer.objects.get().note == "Tetap tersimpan."
    assert Evidence.objects.count() == 2


def test_upload_with_bad_text_keeps_both(unit, page):
    sent = scenes.form(unit, note="Belum tersimpan.", plan_date="kapan-kapan")
    sent[files_name(scenes.requirement(unit, "A1"))] = scenes.photo(1)
    html = body(page.post(scenes.item(unit).url, sent))
    assert "1 berkas tersimpan" in html
    assert "Belum tersimpan." in html
    assert Evidence.objects.count() == 1


def test_upload_before_a_level_is_chosen(unit, page):
    sent = scenes.form(unit, level="")
    sent[files_name(scenes.requirement(unit, "A1"))] = scenes.photo(1)
    page.post(scenes.item(unit).url, sent)
    html = body(page.get(scenes.item(unit).url))
    assert "foto-1.jpg" in html
    assert "Pilih tingkat pemenuhan agar berkas ini dihitung." in html


def test_describe_remove_and_restore(cast, unit, page):
    here = scenes.item(unit).url
    evidence = scenes.attach(unit, cast.operator, description="")
    name = description_name(scenes.item(unit).exhibits[0])
    page.post(here, scenes.form(unit, **{name: "Pintu masuk", "remove": str(evidence.pk)}))
    evidence.refresh_from_db()
    assert (evidence.description, evidence.removed_by) == ("Pintu masuk", cast.operator)
    html = body(page.get(here))
    assert "Riwayat: berkas yang diganti atau dilepas (1)" in html
    page.post(here, scenes.form(unit, restore=str(evidence.pk)))
    evidence.refresh_from_db()
    assert evidence.removed_at is None


def test_move_along_after_the_level_changed(cast, unit, page):
    here = scenes.item(unit).url
    plan = scenes.level(unit, "A1", "proses")
    # Only the level Ada asks for files in this instrument: a photo stands at the document's place.
    scenes.attach(unit, cast.operator, kind="document")
    scenes.answer(unit, cast.operator, "A1", "ada")
    papers, photos = scenes.requirement(unit, "A1", "document"), scenes.requirement(unit, "A1")
    page.post(here, scenes.form(unit, move=f"{papers.pk}:{photos.pk}"))
    assert scenes.item(unit).shelves[0].counted == 1
    page.post(here, scenes.form(unit, level=str(plan.pk)))
    assert "berkas pada tingkat lain, tidak dihitung" in body(page.get(here))


def test_move_to_a_foreign_requirement_is_refused(cast, unit, page):
    scenes.attach(unit, cast.operator)
    foreign = scenes.requirement(unit, "A2")
    source = scenes.requirement(unit, "A1")
    html = body(page.post(scenes.item(unit).url, scenes.form(unit, move=f"{source.pk}:{foreign.pk}")))
    assert "Syarat data dukung itu tidak ada pada indikator ini." in html


def test_remove_evidence_of_the_neighbour_is_unknown(cast, unit, page):
    neighbour = cast.participation(State.DECLARED, cast.neighbour)
    theirs = scenes.attach(neighbour, cast.neighbour_operator)
    response = page.post(scenes.item(unit).url, scenes.form(unit, remove=str(theirs.pk)))
    assert response.status_code == 404
    theirs.refresh_from_db()
    assert theirs.removed_at is None


def test_duplicate_photo_is_named_on_the_page(cast, unit, page):
    for code in ("A1", "A2"):
        scenes.answer(unit, cast.operator, code, "ada")
        scenes.attach(unit, cast.operator, code, scenes.photo(7))
    html = body(page.get(scenes.item(unit, "A2").url))
    assert "Foto “foto-7.jpg” sudah dipakai pada A1 Indikator A1" in html


def test_removed_file_stays_readable(cast, unit, page):
    evidence = scenes.attach(unit, cast.operator)
    workflow.remove_evidence(evidence=evidence, by=cast.operator)
    assert page.get(reverse("verifikasi_evidence", args=[unit.pk, evidence.pk, "gambar"])).status_code == 200
