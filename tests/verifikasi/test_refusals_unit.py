"""Whatever the unit is refused, a page says why in a sentence, and what was typed stands on it."""

import pytest
from django.urls import reverse

from assessments.cycle.models import Cycle
from assessments.cycle.states import Stage, State
from assessments.verifikasi import workflow
from assessments.verifikasi.forms import files_name
from assessments.verifikasi.models import Evidence, Remark, Verdict
from assessments.verifikasi.views import filling
from tests import factories
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body

Decision = Verdict.Decision
TYPED, REPLY = "Sudah ditulis panjang lebar.", "Sudah kami jelaskan pada catatan."


@pytest.fixture
def page(cast, client):
    client.force_login(cast.operator)
    return client


def facts(unit):
    row = scenes.fresh(unit)
    return (
        (row.state, row.round, row.timeline.count()),
        list(unit.answers.order_by("pk").values_list("pk", "note", "version", "is_open")),
        list(Remark.objects.order_by("pk").values_list("pk", "text")),
        Evidence.objects.filter(removed_at=None).count(),
    )


def typed(unit, code="A1"):
    """What stands in an open form: a sentence, and an answer to every remark."""
    return scenes.form(unit, code, note=TYPED) | scenes.answering(unit, REPLY, code=code)


def refused(client, unit, sent, *sentences, code="A1"):
    """The button gives sentence and text back; the page's own saving says so too, and leaves the text on the page."""
    before = facts(unit)
    here = scenes.item(unit, code)
    response = client.post(here.url, sent)
    html = body(response)
    assert response.status_code == 409
    for words in (*sentences, *{TYPED, REPLY}.intersection(map(str, sent.values()))):
        assert words in html
    saved = client.post(reverse("verifikasi_autosave", args=[unit.pk, here.indicator.pk]), sent)
    assert saved.status_code == 409
    for sentence in (*sentences, "Yang Anda ketik tetap ada di halaman ini."):
        assert sentence in saved.json()["sentence"]
    assert facts(unit) == before


# --- a stale form ------------------------------------------------------------------------------------------------------
def handed_in(unit, cast):
    for code in ("A1",):
        scenes.answer(unit, cast.operator, code, "tidak", note=scenes.REASON, reply="Dijawab rekan.")
    scenes.submit(unit, cast.operator)


def checked(unit, cast):
    handed_in(unit, cast)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)


def returned_otherwise(unit, cast):
    checked(unit, cast)
    scenes.judge(unit, cast.verifier, "A1")
    scenes.judge(unit, cast.verifier, "B1", Decision.REPAIR, note="Yang kurang pada B1.")
    workflow.give_back(participation=scenes.fresh(unit), by=cast.verifier)


def passed(unit, cast):
    checked(unit, cast)
    scenes.judge(unit, cast.verifier, "A1")
    approval = workflow.propose_pass(participation=scenes.fresh(unit), by=cast.verifier)
    workflow.decide(approval=approval, by=cast.leadership, approve=True)


MEANWHILE = {
    "handed in": (handed_in, f"karena status unit “{State.SUBMITTED.label}”"),
    "being checked": (checked, f"karena status unit “{State.IN_CHECK.label}”"),
    "returned otherwise": (
        returned_otherwise,
        "Indikator ini tidak dikembalikan verifikator, sehingga tetap terkunci.",
    ),
    "passed": (passed, f"karena status unit “{State.PASSED.label}”"),
}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_form_opened_for_a_repair_that_has_ended_meanwhile(cast, page, meanwhile):
    unit = scenes.returned(cast, "A1")
    stale = typed(unit)
    happens, sentence = MEANWHILE[meanwhile]
    happens(unit, cast)
    refused(page, unit, stale, sentence)


@pytest.mark.parametrize("state", ["handed in", "being checked", "returned"])
def test_form_opened_before_the_first_handing_in(cast, page, state):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    stale = typed(unit, "B1")
    scenes.submit(unit, cast.operator)
    sentence = f"karena status unit “{State.SUBMITTED.label}”"
    if state != "handed in":
        workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
        sentence = f"karena status unit “{State.IN_CHECK.label}”"
    if state == "returned":
        scenes.judge_all(unit, cast.verifier, A1=Decision.REPAIR)
        workflow.give_back(participation=scenes.fresh(unit), by=cast.verifier)
        sentence = "Indikator ini tidak dikembalikan verifikator"
    refused(page, unit, stale, sentence, code="B1")


def test_taken_back_meanwhile_the_text_is_taken_and_nothing_of_the_colleague_is_lost(cast, page):
    """Handed in and taken back by a colleague while somebody types: the form holds again, on the version it was opened."""
    unit = scenes.returned(cast, "A1")
    stale = typed(unit)
    handed_in(unit, cast)
    workflow.withdraw(participation=scenes.fresh(unit), by=cast.operator)
    response = page.post(scenes.item(unit).url, stale)
    html = body(response)
    assert response.status_code == 409
    for words in (TYPED, REPLY, scenes.REASON, "Oni Operator", "setelah Anda membukanya"):
        assert words in html
    assert scenes.replies(unit) == ["Dijawab rekan."]


def test_somebody_quicker_than_the_press_itself(cast, page, monkeypatch):
    """The page was asked, then the sheet is handed in before the row is locked: the text stands on the page all the same."""
    unit = scenes.returned(cast, "A1")
    stale = typed(unit)
    take = filling._receive

    def overtaken(*args):
        take(*args)
        handed_in(unit, cast)

    monkeypatch.setattr(filling, "_receive", overtaken)
    response = page.post(scenes.item(unit).url, stale)
    html = body(response)
    assert response.status_code == 409
    for words in (TYPED, REPLY, f"karena status unit “{State.SUBMITTED.label}”"):
        assert words in html
    assert scenes.replies(unit) == ["Dijawab rekan."]


def test_stale_page_of_handing_in_is_told_and_hands_in_nothing(cast, page):
    unit = scenes.returned(cast, "A1")
    where = reverse("verifikasi_submit", args=[unit.pk])
    checked(unit, cast)
    before = facts(unit)
    html = body(page.post(where, {"serial": "9"}))
    assert f"Sekarang statusnya “{State.IN_CHECK.label}”" in html
    assert facts(unit) == before


# --- a closed indicator ------------------------------------------------------------------------------------------------
def test_closed_indicator_takes_neither_text_nor_file(cast, page):
    unit = scenes.returned(cast, "A1")
    before = facts(unit)
    refused(page, unit, typed(unit, "A2"), "Indikator ini tidak dikembalikan verifikator", code="A2")
    here = scenes.item(unit, "C1")
    wanted = scenes.requirement(unit, "C1", here.levels[0].requirements.all()[0].kind)
    sent = typed(unit, "C1") | {files_name(wanted): scenes.pdf()}
    response = page.post(here.url, sent)
    assert response.status_code == 409 and TYPED in body(response)
    begun = page.post(
        reverse("verifikasi_uploads", args=[unit.pk, here.indicator.pk]),
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": "100"},
    )
    assert begun.status_code >= 400
    assert facts(unit) == before


# --- unanswered remarks ------------------------------------------------------------------------------------------------
def test_unanswered_remark_holds_the_repair_up_and_half_an_answer_stays(cast, page):
    unit = scenes.returned(cast, "A1", "B1")
    page.post(scenes.item(unit).url, scenes.form(unit) | scenes.answering(unit, REPLY, outcome=""))
    before = facts(unit)
    html = body(page.post(reverse("verifikasi_submit", args=[unit.pk]), {"serial": "2"}))
    assert "Belum disampaikan" in html
    for code in ("A1", "B1"):
        (gap,) = scenes.item(unit, code).gaps
        assert f'<a href="{gap.url}">{gap}</a>' in html
    assert facts(unit) == before and before[0][0] == State.RETURNED
    assert REPLY in body(page.get(scenes.item(unit).url))


# --- outside the window ------------------------------------------------------------------------------------------------
def test_repair_after_the_closing_gives_sentence_answer_and_text_back(cast, page):
    unit = scenes.returned(cast, "A1")
    stale = typed(unit)
    factories.close_window(unit, Stage.VERIFIKASI)
    refused(page, unit, stale, "Tahap Verifikasi sudah ditutup")


def test_archived_cycle_gives_sentence_answer_and_text_back(cast, page):
    unit = scenes.returned(cast, "A1")
    stale = typed(unit)
    Cycle.objects.update(status=Cycle.Status.ARCHIVED)
    refused(page, unit, stale, "sudah diarsipkan dan tidak dapat diubah")
