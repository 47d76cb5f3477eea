"""The verifier's pages: queue, desk, overview, decision."""

import datetime as dt

import pytest
from django.urls import reverse

from assessments.cycle.states import Stage, State
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.models import Verdict
from tests import factories
from tests.cast import Cast
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body
from units.models import Role

Decision = Verdict.Decision
QUEUE = "/verifikasi/"
QUEUE_QUERIES = 7


@pytest.fixture
def page(cast, client):
    client.force_login(cast.verifier)
    return client


def address(name, pk, *more):
    return reverse(f"verifikasi_{name}", args=[pk, *more])


# --- the queue ---------------------------------------------------------------------------------------------------------
def test_queue_empty(page):
    assert "Antrean kosong" in body(page.get(QUEUE))


def test_queue_costs_the_same_with_one_and_three(cast, page, django_assert_num_queries):
    scenes.submitted(cast)
    page.get(QUEUE)
    with django_assert_num_queries(QUEUE_QUERIES):
        assert "Menampilkan 1 unit" in body(page.get(QUEUE))
    cast.participation(State.SUBMITTED, cast.neighbour)
    cast.participation(State.SUBMITTED, cast.foreign_unit)
    with django_assert_num_queries(QUEUE_QUERIES):
        assert "Menampilkan 3 unit" in body(page.get(QUEUE))


def test_queue_is_oldest_first_and_only_what_was_handed_in(cast, page):
    young, old = cast.participation(State.SUBMITTED), cast.participation(State.SUBMITTED, cast.neighbour)
    old.state_since -= dt.timedelta(days=3)
    old.save()
    cast.participation(State.DECLARED, cast.kanim)
    cast.participation(State.PASSED, cast.foreign_unit)
    assert [row.pk for row in queries.queue(cast.verifier)] == [old.pk, young.pk]
    html = body(page.get(QUEUE))
    assert html.index("Lapas Landak") < html.index("Lapas Kapuas")
    assert "Kanim Singkawang" not in html
    assert "Lapas Barito" not in html


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=kapuas", ["Lapas Kapuas"]),
        ("q=tidak-ada", []),
        ("jenis=kanim", ["Kanim Singkawang"]),
        ("bagian=baru", ["Kanim Singkawang", "Lapas Barito"]),
        ("bagian=saya", ["Lapas Kapuas"]),
        ("bagian=usulan", []),
        ("koordinator=abc&bagian=entah", ["Kanim Singkawang", "Lapas Barito", "Lapas Kapuas"]),
    ],
)
def test_queue_filters(cast, page, query, names):
    scenes.in_check(cast)
    cast.participation(State.SUBMITTED, cast.kanim)
    cast.participation(State.SUBMITTED, cast.foreign_unit)
    html = body(page.get(f"{QUEUE}?{query}"))
    shown = [name for name in ("Kanim Singkawang", "Lapas Barito", "Lapas Kapuas") if f">{name}</a>" in html]
    assert shown == names
    assert ("Tidak ada unit yang cocok" in html) is (not names)


def test_queue_filter_by_coordinator(cast, page):
    cast.participation(State.SUBMITTED)
    cast.participation(State.SUBMITTED, cast.foreign_unit)
    html = body(page.get(f"{QUEUE}?koordinator={cast.other_kanwil.pk}"))
    assert ">Lapas Barito</a>" in html
    assert ">Lapas Kapuas</a>" not in html


def test_queue_pages(cast, page):
    for _ in range(27):
        factories.participation(factories.unit(), cast.cycle, State.SUBMITTED)
    first = page.get(QUEUE)
    assert "Menampilkan 25 unit" in body(first)
    second = page.get(QUEUE + first.context["page"].next_url)
    assert "Menampilkan 2 unit" in body(second)


def test_queue_shows_who_checks(cast, page):
    unit = scenes.in_check(cast)
    assert "Sedang Anda periksa" in body(page.get(QUEUE))
    workflow.take_over(participation=unit, by=cast.second_verifier)
    assert "Diperiksa Vino Verifikator" in body(page.get(QUEUE))


def test_queue_leads_to_the_proposal(cast, page):
    unit = scenes.proposed(cast)
    html = body(page.get(f"{QUEUE}?bagian=usulan"))
    assert address("decide", queries.pending_outcome(unit).pk) in html
    assert "Menunggu persetujuan" in html


# --- begin and take over -----------------------------------------------------------------------------------------------
def test_start_goes_to_the_first_indicator(cast, page):
    unit = scenes.submitted(cast)
    response = page.post(address("start", unit.pk))
    assert response["Location"] == scenes.item(unit, "A1").check_url
    assert scenes.fresh(unit).state == State.IN_CHECK


def test_start_refused_is_a_sentence(cast, client):
    unit = scenes.in_check(cast)
    client.force_login(cast.second_verifier)
    html = body(client.post(address("start", unit.pk), follow=True))
    assert "Sekarang statusnya “Sedang diperiksa”" in html


def test_take_over_from_the_page(cast, client):
    unit = scenes.in_check(cast)
    client.force_login(cast.second_verifier)
    html = body(client.get(address("finish", unit.pk)))
    assert "Vera Verifikator sedang memeriksa unit ini" in html
    html = body(client.post(address("take_over", unit.pk), follow=True))
    assert "Pemeriksaan unit ini sekarang Anda pegang." in html
    html = body(client.post(address("take_over", unit.pk), follow=True))
    assert "Anda sudah memegang pemeriksaan unit ini." in html


# --- the desk ----------------------------------------------------------------------------------------------------------
def test_check_shows_answer_evidence_and_decision(cast, page):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator, missing=("C1",))
    scenes.answer(unit, cast.operator, "C1", "ada", note="Berlaku sejak Januari.")
    evidence = scenes.attach(
        unit, cast.operator, "C1", scenes.photo(), kind="document", description="Halaman pertama SOP"
    )
    scenes.submit(unit, cast.operator)
    page.post(address("start", unit.pk))
    html = body(page.get(scenes.item(unit, "C1").check_url))
    for words in ("Berlaku sejak Januari.", "Halaman pertama SOP", "Diambil 18 Jul 2024", "Perlu diperbaiki"):
        assert words in html
    assert address("evidence", unit.pk, evidence.pk, "asli") in html
    assert address("exhibit", unit.pk, evidence.pk) in html


def test_check_save_and_next_goes_round(cast, page):
    unit = scenes.in_check(cast)
    for here, there in (("A2", "B1"), ("B1", "C1"), ("C1", "A1")):
        sent = {"decision": "sesuai", "level": str(scenes.level(unit, here, "tidak").pk), "go": "next"}
        assert page.post(scenes.item(unit, here).check_url, sent)["Location"] == scenes.item(unit, there).check_url
    sent = {"decision": "sesuai", "level": str(scenes.level(unit, "A1", "tidak").pk), "go": "next"}
    assert page.post(scenes.item(unit, "A1").check_url, sent)["Location"] == address("finish", unit.pk)


def test_check_refused_keeps_what_was_typed(cast, page):
    unit = scenes.in_check(cast)
    response = page.post(scenes.item(unit).check_url, {"decision": "", "note": "Jangan hilang."})
    html = body(response)
    assert "Pilih hasil pemeriksaan" in html
    assert "Jangan hilang." in html
    assert not Verdict.objects.exists()


def test_check_after_take_over_keeps_what_was_typed(cast, page):
    unit = scenes.in_check(cast)
    workflow.take_over(participation=unit, by=cast.second_verifier)
    response = page.post(scenes.item(unit).check_url, {"decision": "perbaiki", "note": "Sudah panjang lebar."})
    html = body(response)
    assert "Pemeriksaan unit ini dipegang Vino Verifikator." in html
    assert "Sudah panjang lebar." in html


def test_check_approves_not_applicable(cast, page):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator, missing=("A1",))
    scenes.answer(unit, cast.operator, "A1", "na", note="Tidak ada pengunjung.")
    scenes.submit(unit, cast.operator)
    page.post(address("start", unit.pk))
    assert "Tidak berlaku, disetujui" in body(page.get(scenes.item(unit).check_url))
    refused = page.post(scenes.item(unit).check_url, {"decision": "sesuai", "level": "na"})
    assert "mengapa “Tidak berlaku” disetujui" in body(refused)
    sent = {"decision": "sesuai", "level": "na", "note": "Memang tidak ada pengunjung."}
    page.post(scenes.item(unit).check_url, sent)
    verdict = Verdict.objects.get()
    assert (verdict.not_applicable, verdict.level) == (True, None)


def test_check_repair_of_not_applicable_ignores_the_preset_level(cast, page):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator, missing=("A1",))
    scenes.answer(unit, cast.operator, "A1", "na", note="Tidak ada pengunjung.")
    scenes.submit(unit, cast.operator)
    page.post(address("start", unit.pk))
    page.post(scenes.item(unit).check_url, {"decision": "perbaiki", "level": "na", "note": "Alasan belum jelas."})
    assert Verdict.objects.get().decision == Decision.REPAIR


def test_check_shows_earlier_rounds_and_the_thread(cast, page):
    unit = scenes.returned(cast, "A1")
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Sudah kami perbaiki.")
    scenes.submit(unit, cast.operator)
    page.post(address("start", unit.pk))
    html = body(page.get(scenes.item(unit).check_url))
    assert "Putaran sebelumnya" in html
    assert html.count("Yang kurang pada A1.") == 2
    assert "Sudah kami perbaiki." in html


# --- the overview ------------------------------------------------------------------------------------------------------
def test_finish_shows_refusals_before_they_happen(cast, page):
    unit = scenes.in_check(cast)
    html = body(page.get(address("finish", unit.pk)))
    assert html.count("Masih ada 4 indikator yang belum diputuskan: A1, A2, B1, C1.") == 3
    html = body(page.post(address("finish", unit.pk), {"move": "loloskan"}))
    assert "Belum dilakukan" in html
    assert scenes.fresh(unit).state == State.IN_CHECK


def test_finish_returns(cast, page):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, B1=Decision.REPAIR)
    html = body(page.post(address("finish", unit.pk), {"move": "kembalikan"}, follow=True))
    assert "1 indikator dikembalikan kepada Lapas Kapuas, beserta semua catatannya." in html
    assert scenes.fresh(unit).state == State.RETURNED


def test_finish_returns_not_after_the_window(cast, page):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, B1=Decision.REPAIR)
    factories.close_window(unit, Stage.VERIFIKASI)
    html = body(page.post(address("finish", unit.pk), {"move": "kembalikan"}))
    assert "Tahap Verifikasi sudah ditutup" in html


def test_finish_proposes_a_pass(cast, page):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier)
    html = body(page.post(address("finish", unit.pk), {"move": "loloskan"}, follow=True))
    assert "Usulan lolos untuk Lapas Kapuas menunggu keputusan orang kedua." in html
    assert "Usulan menunggu persetujuan: Nyatakan lolos verifikasi" in html


def test_finish_fail_needs_a_reason_and_keeps_it(cast, page):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1=Decision.UNMET)
    html = body(page.post(address("finish", unit.pk), {"move": "gagalkan", "note": " "}))
    assert "Tuliskan alasannya lebih dahulu." in html
    page.post(address("finish", unit.pk), {"move": "gagalkan", "note": "Maklumat tidak terbukti."})
    assert queries.pending_outcome(unit).note == "Maklumat tidak terbukti."


def test_finish_without_a_choice(cast, page):
    unit = scenes.in_check(cast)
    assert "Pilih salah satu cara menyelesaikan pemeriksaan." in body(page.post(address("finish", unit.pk)))


# --- the second person -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("passes", "title"), [(True, "Berita acara"), (False, "Surat keterangan")])
def test_decide_shows_what_would_be_issued(cast, client, passes, title):
    unit = scenes.proposed(cast, passes=passes)
    client.force_login(cast.leadership)
    html = body(client.get(address("decide", queries.pending_outcome(unit).pk)))
    assert f"<h3>{title} hasil verifikasi</h3>" in html
    assert "Nomor diberikan saat disetujui" in html
    assert "Setujui dan terbitkan" in html


def test_decide_is_closed_to_the_proposer(cast, page):
    unit = scenes.proposed(cast)
    here = address("decide", queries.pending_outcome(unit).pk)
    html = body(page.get(here))
    assert "Usulan Anda harus diputuskan oleh orang lain." in html
    assert "Kembalikan kepada verifikator" not in html
    html = body(page.post(here, {"decision": "approve"}))
    assert "Usulan Anda harus diputuskan oleh orang lain." in html
    assert scenes.fresh(unit).state == State.IN_CHECK


def test_decide_approves_once(cast, client):
    unit = scenes.proposed(cast)
    here = address("decide", queries.pending_outcome(unit).pk)
    client.force_login(cast.second_verifier)
    html = body(client.post(here, {"decision": "approve"}, follow=True))
    assert "Usulan untuk Lapas Kapuas disetujui." in html
    assert "P2HAM-BA.0001/" in html
    assert "Usulan ini sudah diputuskan." in body(client.post(here, {"decision": "approve"}))
    assert scenes.fresh(unit).state == State.PASSED


def test_decide_refusal_needs_a_reason_and_keeps_it(cast, client):
    unit = scenes.proposed(cast)
    here = address("decide", queries.pending_outcome(unit).pk)
    client.force_login(cast.second_verifier)
    assert "Tuliskan alasan penolakan." in body(client.post(here, {"decision": "refuse", "note": ""}))
    html = body(client.post(here, {"decision": "refuse", "note": "Periksa A2 sekali lagi."}, follow=True))
    assert "Usulan untuk Lapas Kapuas dikembalikan kepada verifikator." in html
    assert "Periksa A2 sekali lagi." in html
    assert scenes.fresh(unit).state == State.IN_CHECK


@pytest.mark.parametrize("name", ["check", "finish", "decide"])
def test_who_belonged_to_the_unit_reads_no_draft(cast, client, name):
    unit = scenes.proposed(cast, passes=False)
    cast.second_verifier.postings.create(role=Role.HEAD, work_unit=cast.kanwil, valid_from=cast.cycle.first_day)
    client.force_login(cast.second_verifier)
    places = {
        "check": scenes.item(unit).check_url,
        "finish": address("finish", unit.pk),
        "decide": address("decide", queries.pending_outcome(unit).pk),
    }
    html = body(client.get(places[name]))
    assert "Anda bertugas atau pernah bertugas di unit ini atau koordinatornya" in html
    assert "Yang kurang pada A1." not in html


@pytest.mark.parametrize("more", [0, 12])
@pytest.mark.parametrize(("name", "queries_made"), [("check", 21), ("finish", 33), ("decide", 21), ("answer", 14)])
def test_pages_cost_the_same_with_more_indicators(db, client, django_assert_num_queries, name, queries_made, more):
    cast = Cast(factories.cycle(instrument=scenes.instrument(more)))
    unit = scenes.proposed(cast)
    client.force_login(cast.second_verifier)
    places = {
        "check": scenes.item(unit).check_url,
        "finish": address("finish", unit.pk),
        "decide": address("decide", queries.pending_outcome(unit).pk),
        "answer": scenes.item(unit).url,
    }
    client.get(places[name])
    with django_assert_num_queries(queries_made):
        assert client.get(places[name]).status_code == 200
