"""Handing in, the receipt, the papers: pages."""

import pytest
from django.urls import reverse

from assessments.cycle.states import Stage, State
from assessments.verifikasi import queries, workflow
from tests import factories
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body


def address(name, unit, *more):
    return reverse(f"verifikasi_{name}", args=[unit.pk, *more])


@pytest.fixture
def page(cast, client):
    client.force_login(cast.operator)
    return client


def test_submit_page_lists_every_gap_as_a_link(cast, page):
    unit = scenes.declared(cast)
    html = body(page.get(address("submit", unit)))
    assert "Yang masih kurang (4)" in html
    for code in ("A1", "A2", "B1", "C1"):
        assert f'<a href="{scenes.item(unit, code).url}#id_level">{code}: Pilih tingkat pemenuhan.</a>' in html
    assert "Masih ada 4 hal yang kurang." in html
    assert 'aria-disabled="true"' in html


def test_submit_with_gaps_is_refused_with_links(cast, page):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator, missing=("B1",))
    html = body(page.post(address("submit", unit), {"serial": "1"}))
    assert "Belum disampaikan" in html
    assert f'<a href="{scenes.item(unit, "B1").url}#id_level">B1: Pilih tingkat pemenuhan.</a>' in html
    assert scenes.fresh(unit).state == State.DECLARED


def test_submit_outside_the_window_says_so(cast, page):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    factories.close_window(unit, Stage.VERIFIKASI)
    for response in (page.get(address("submit", unit)), page.post(address("submit", unit), {"serial": "1"})):
        assert "Tahap Verifikasi sudah ditutup" in body(response)
    assert scenes.fresh(unit).state == State.DECLARED


def test_submit_leads_to_the_receipt_also_when_pressed_again(cast, page):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    assert '<input type="hidden" name="serial" value="1">' in body(page.get(address("submit", unit)))
    places = {page.post(address("submit", unit), {"serial": "1"})["Location"] for _ in range(3)}
    assert places == {address("receipt", unit, unit.submissions.get().pk)}


def test_receipt_names_number_time_person_and_files(cast, page):
    unit = scenes.declared(cast)
    cast.unit.province.timezone = "Asia/Makassar"
    cast.unit.province.save()
    scenes.fill(unit, cast.operator, missing=("C1",))
    scenes.answer(unit, cast.operator, "C1", "ada")
    evidence = scenes.attach(unit, cast.operator, "C1", scenes.pdf(), kind="document")
    submission = scenes.submit(unit, cast.operator)
    html = body(page.get(address("receipt", unit, submission.pk)))
    for words in (
        submission.receipt_number,
        "Lapas Kapuas",
        "Oni Operator",
        " WIB",
        " WITA",
        "4 indikator, 1 berkas",
        scenes.REASON,
        "sk.pdf",
        evidence.file.receipt_number,
        evidence.file.received_sha256[:12],
    ):
        assert words in html


def test_receipt_does_not_follow_later_changes(cast, page):
    unit = scenes.submitted(cast)
    submission = unit.submissions.get()
    workflow.withdraw(participation=unit, by=cast.operator)
    scenes.answer(unit, cast.operator, "A1", "tidak", note="Diubah kemudian.")
    html = body(page.get(address("receipt", unit, submission.pk)))
    assert "Penyampaian ini sudah ditarik kembali" in html
    assert "Diubah kemudian." not in html


def test_withdraw_from_the_page(cast, page):
    unit = scenes.submitted(cast)
    assert "Tarik kembali" in body(page.get(address("sheet", unit)))
    html = body(page.post(address("withdraw", unit), follow=True))
    assert "Isian terbuka lagi dan dapat diubah." in html
    assert scenes.fresh(unit).state == State.DECLARED


def test_withdraw_too_late_is_a_sentence(cast, page):
    unit = scenes.in_check(cast)
    assert "Tarik kembali" not in body(page.get(address("sheet", unit)))
    html = body(page.post(address("withdraw", unit), follow=True))
    assert "Sekarang statusnya “Sedang diperiksa”." in html
    assert scenes.fresh(unit).state == State.IN_CHECK


@pytest.mark.parametrize("person", ["head", "coordinator", "verifier"])
def test_submit_by_others_is_a_sentence(cast, client, person):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    client.force_login(getattr(cast, person))
    html = body(client.post(address("submit", unit), {"serial": "1"}))
    assert "Sampaikan data dukung dilakukan oleh operator unit" in html
    assert scenes.fresh(unit).state == State.DECLARED


# --- the unit's page and Tugas saya ------------------------------------------------------------------------------------
def test_panel_follows_the_stage(cast):
    registered = cast.participation(State.REGISTERED, cast.neighbour)
    assert queries.panel(registered, cast.operator) is None
    unit = scenes.declared(cast)
    assert queries.panel(unit, cast.operator).context["may_fill"]
    assert not queries.panel(unit, cast.coordinator).context["may_fill"]


def test_panel_on_the_units_page(cast, client):
    unit = scenes.submitted(cast)
    seen = {}
    for person in ("operator", "coordinator", "verifier"):
        client.force_login(getattr(cast, person))
        seen[person] = body(client.get(reverse("participation", args=[unit.pk])))
        assert unit.submissions.get().receipt_number in seen[person]
    assert ["Tarik kembali" in seen[person] for person in seen] == [True, False, False]
    assert ["Mulai periksa" in seen[person] for person in seen] == [False, False, True]


def test_panel_keeps_the_proposal_from_the_unit(cast, client):
    unit = scenes.proposed(cast, passes=False)
    for person, sees in (("operator", False), ("coordinator", False), ("second_verifier", True), ("leadership", True)):
        client.force_login(getattr(cast, person))
        html = body(client.get(reverse("participation", args=[unit.pk])))
        assert ("Nyatakan tidak lolos" in html) is sees, person


@pytest.mark.parametrize("passes", [True, False])
def test_paper_is_the_units_to_read(cast, client, passes):
    unit = scenes.proposed(cast, passes=passes)
    document = workflow.decide(approval=queries.pending_outcome(unit), by=cast.leadership, approve=True)
    for person in ("operator", "head", "coordinator", "verifier", "observer"):
        client.force_login(getattr(cast, person))
        assert client.get(address("paper", unit, document.pk)).status_code == 202
        assert document.number_text in body(client.get(reverse("participation", args=[unit.pk])))


def test_waiting_for_operator(cast, django_assert_num_queries):
    unit = scenes.declared(cast)
    cast.operator.has_role("operator")
    with django_assert_num_queries(2):
        [card] = queries.waiting_for(cast.operator)
    assert (card.title, card.url) == ("Isi dan unggah data dukung", address("sheet", unit))
    assert queries.waiting_for(cast.head) == queries.waiting_for(cast.coordinator) == []
    assert queries.waiting_for(cast.neighbour_operator) == []


def test_waiting_for_operator_after_return(cast):
    scenes.returned(cast, "A1", "C1")
    [card] = queries.waiting_for(cast.operator)
    assert card.title == "Perbaiki data dukung"
    assert card.text == "2 indikator dikembalikan verifikator beserta catatannya."


def test_waiting_for_verifier(cast, django_assert_num_queries):
    scenes.in_check(cast)
    cast.participation(State.SUBMITTED, cast.neighbour)
    cast.verifier.has_role("verifier")
    with django_assert_num_queries(3):
        titles = [card.title for card in queries.waiting_for(cast.verifier)]
    assert titles == ["Lanjutkan pemeriksaan", "1 unit menunggu diperiksa"]
    assert [card.title for card in queries.waiting_for(cast.second_verifier)] == ["1 unit menunggu diperiksa"]


def test_waiting_for_the_second_person(cast):
    scenes.proposed(cast)
    assert queries.waiting_for(cast.verifier) == []
    for person in (cast.second_verifier, cast.leadership):
        [card] = queries.waiting_for(person)
        assert card.title == "Putuskan usulan: Nyatakan lolos verifikasi"
