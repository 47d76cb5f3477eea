"""Whatever those who check are refused, a page says why in a sentence, and what they typed stands on it."""

import pytest
from django.urls import reverse

from assessments.cycle.models import Approval, Cycle
from assessments.cycle.states import Stage, State
from assessments.documents.models import Document
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.models import Advice, CheckHold, Remark, Verdict
from tests import factories
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body
from tests.verifikasi.test_outcomes import decided
from tests.verifikasi.test_two_voices import advise_all
from units.models import Role

Decision = Verdict.Decision
TYPED = "Sudah ditulis panjang lebar."
BELONGS = "Anda bertugas atau pernah bertugas di unit ini atau koordinatornya"
HELD = "Pemeriksaan unit ini dipegang Vino Verifikator."


def address(name, *args):
    return reverse(f"verifikasi_{name}", args=args)


def facts(unit):
    """All that a refused press must leave as it is."""
    row = scenes.fresh(unit)
    return (
        row.state,
        row.round,
        row.timeline.count(),
        list(Verdict.objects.order_by("pk").values_list("pk", "decision", "note")),
        list(Approval.objects.order_by("pk").values_list("pk", "decision")),
        list(CheckHold.objects.values_list("verifier", flat=True)),
        Remark.objects.count(),
        Advice.objects.count(),
        Document.objects.count(),
    )


def refused(client, unit, where, sent, *sentences):
    """Press, and find every sentence and the typed text on the page that comes; nothing has changed."""
    before = facts(unit)
    html = body(client.post(where, sent, follow=True))
    for sentence in sentences:
        assert sentence in html
    if TYPED in sent.values():
        assert TYPED in html
    assert facts(unit) == before
    return html


def presses(unit):
    """Each form of a verifier on this unit: where it goes, and what it sends."""
    item, finish = scenes.item(unit), address("finish", unit.pk)
    level = str(scenes.level(unit, "A1", "tidak").pk)
    return {
        "verdict": (item.check_url, {"decision": "perbaiki", "level": level, "note": TYPED}),
        "remark": (
            address("remark", unit.pk, item.indicator.pk),
            {"catatan-text": TYPED, "catatan-visibility": "unit"},
        ),
        "accept": (address("accept", unit.pk), {"indikator": [item.indicator.pk]}),
        "return": (finish, {"move": "kembalikan"}),
        "pass": (finish, {"move": "loloskan"}),
        "fail": (finish, {"move": "gagalkan", "note": TYPED}),
        "take_over": (address("take_over", unit.pk), {}),
    }


EVERY = ["verdict", "remark", "accept", "return", "pass", "fail"]
DECISIONS = [{"decision": "approve"}, {"decision": "refuse", "note": TYPED}]


# --- the own unit, the own region --------------------------------------------------------------------------------------
@pytest.fixture(params=["unit", "kanwil"])
def belongs(request, cast):
    """Makes a person belong to the unit, or to the office that guides it."""

    def make(person):
        place = getattr(cast, request.param)
        person.postings.create(role=Role.HEAD, work_unit=place, valid_from=cast.cycle.first_day)

    return make


def test_own_unit_or_region_is_not_checked_and_the_text_is_given_back(cast, client, belongs):
    """Also by one who held the sheet and is posted there while typing."""
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1=Decision.UNMET)
    for person in (cast.verifier, cast.second_verifier):
        belongs(person)
    client.force_login(cast.verifier)
    for press in EVERY:
        refused(client, unit, *presses(unit)[press], BELONGS)
    client.force_login(cast.second_verifier)
    refused(client, unit, *presses(unit)["take_over"], BELONGS)


def test_own_unit_or_region_is_not_begun_nor_taken(cast, client, belongs):
    unit = scenes.submitted(cast)
    belongs(cast.verifier)
    client.force_login(cast.verifier)
    for name in ("start", "take"):
        refused(client, unit, address(name, unit.pk), {}, BELONGS)
    assert "Tidak ada unit yang menunggu Anda sekarang." in body(client.post(reverse("verifikasi_next"), follow=True))


def test_own_unit_or_region_is_not_decided_by_the_second_person(cast, client, belongs):
    unit = scenes.proposed(cast)
    belongs(cast.second_verifier)
    client.force_login(cast.second_verifier)
    for sent in DECISIONS:
        refused(client, unit, address("decide", queries.pending_outcome(unit).pk), sent, BELONGS)


def test_own_unit_or_region_is_not_opened_again(cast, client, belongs):
    unit = decided(cast)
    belongs(cast.verifier)
    client.force_login(cast.verifier)
    refused(client, unit, address("finish", unit.pk), {"move": "buka_kembali", "note": TYPED}, BELONGS)


def test_own_unit_is_not_recommended_on(cast, client):
    unit = scenes.submitted(cast)
    cast.coordinator.postings.create(role=Role.OPERATOR, work_unit=cast.unit, valid_from=cast.cycle.first_day)
    client.force_login(cast.coordinator)
    item = scenes.item(unit).indicator.pk
    sentence = "Anda bertugas atau pernah bertugas di unit ini tahun ini."
    sent = {"recommendation": "perbaiki", "note": TYPED}
    refused(client, unit, address("region_check", unit.pk, item), sent, sentence)
    said = {"catatan-text": TYPED, "catatan-visibility": "unit"}
    refused(client, unit, address("remark", unit.pk, item), said, sentence)


def test_unit_is_not_handed_to_who_belongs_there_and_the_message_stays(cast, client, belongs):
    unit = scenes.in_check(cast)
    belongs(cast.second_verifier)
    client.force_login(cast.verifier)
    sent = {"to": cast.second_verifier.pk, "note": TYPED}
    sentence = "Vino Verifikator bertugas atau pernah bertugas di unit ini atau koordinatornya."
    refused(client, unit, address("hand_over", unit.pk), sent, sentence)


# --- outside the window ------------------------------------------------------------------------------------------------
def test_return_after_the_window_keeps_every_verdict(cast, client):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1=Decision.REPAIR)
    factories.close_window(unit, Stage.VERIFIKASI)
    client.force_login(cast.verifier)
    html = refused(client, unit, *presses(unit)["return"], "Tahap Verifikasi sudah ditutup")
    assert "Yang kurang pada A1." in html


def test_archived_cycle_is_not_decided_and_the_text_stays(cast, client):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1=Decision.UNMET)
    Cycle.objects.update(status=Cycle.Status.ARCHIVED)
    client.force_login(cast.verifier)
    for press in EVERY:
        refused(client, unit, *presses(unit)[press], "sudah diarsipkan dan tidak dapat diubah")


def test_archived_cycle_is_not_decided_by_the_second_person(cast, client):
    unit = scenes.proposed(cast)
    Cycle.objects.update(status=Cycle.Status.ARCHIVED)
    client.force_login(cast.leadership)
    for sent in DECISIONS:
        refused(client, unit, address("decide", queries.pending_outcome(unit).pk), sent, "sudah diarsipkan")


# --- a stale form ------------------------------------------------------------------------------------------------------
def given_back(unit, cast):
    workflow.give_back(participation=scenes.fresh(unit), by=cast.second_verifier)


def proposed(unit, cast):
    workflow.propose_fail(participation=scenes.fresh(unit), note="Sudah.", by=cast.second_verifier)


def failed(unit, cast):
    proposed(unit, cast)
    workflow.decide(approval=queries.pending_outcome(unit), by=cast.leadership, approve=True)


MEANWHILE = {
    "held": (lambda unit, cast: None, [HELD]),
    "given back": (given_back, [f"Sekarang statusnya “{State.RETURNED.label}”"]),
    "proposed": (proposed, [HELD, "Sudah ada usulan untuk unit ini"]),
    "failed": (failed, [f"Sekarang statusnya “{State.FAILED.label}”", f"Statusnya “{State.FAILED.label}”"]),
}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_form_of_a_sheet_that_a_colleague_went_on_with_is_refused_and_kept(cast, client, meanwhile):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1=Decision.REPAIR)
    stale = presses(unit)
    workflow.take_over(participation=scenes.fresh(unit), by=cast.second_verifier)
    happens, either = MEANWHILE[meanwhile]
    happens(unit, cast)
    client.force_login(cast.verifier)
    for press in EVERY:
        html = refused(client, unit, *stale[press])
        assert any(sentence in html for sentence in either), press


def test_form_that_was_open_in_another_tab_when_the_outcome_was_proposed_is_refused_and_kept(cast, client):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1=Decision.UNMET)
    stale = presses(unit)
    workflow.propose_fail(participation=scenes.fresh(unit), note="Sudah.", by=cast.verifier)
    client.force_login(cast.verifier)
    for press in EVERY:
        refused(client, unit, *stale[press], "menunggu persetujuan")


def test_second_person_who_comes_late_reads_why_and_keeps_the_reason(cast, client):
    unit = scenes.proposed(cast)
    approval = queries.pending_outcome(unit)
    workflow.decide(approval=approval, by=cast.leadership, approve=True)
    client.force_login(cast.second_verifier)
    sent = {"decision": "refuse", "note": TYPED}
    refused(client, unit, address("decide", approval.pk), sent, "Usulan ini sudah diputuskan.")


def test_reopening_that_was_proposed_meanwhile_keeps_the_reason(cast, client):
    unit = decided(cast)
    workflow.propose_reopen(participation=unit, note="Lebih dahulu.", by=cast.second_verifier)
    client.force_login(cast.verifier)
    sent = {"move": "buka_kembali", "note": TYPED}
    refused(client, unit, address("finish", unit.pk), sent, "Sudah ada usulan untuk unit ini")


def test_hand_over_of_a_unit_that_is_decided_meanwhile_keeps_the_message(cast, client):
    unit = decided(cast)
    client.force_login(cast.verifier)
    sent = {"to": cast.second_verifier.pk, "note": TYPED}
    refused(client, unit, address("hand_over", unit.pk), sent, "Unit ini tidak sedang diverifikasi.")


def taken_back(unit, cast):
    workflow.withdraw(participation=scenes.fresh(unit), by=cast.operator)


def voice_ended(unit, cast):
    advise_all(unit, cast.coordinator_head)
    workflow.finish_voice(participation=scenes.fresh(unit), by=cast.coordinator_head)


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (taken_back, "hanya dapat ditulis selama data dukung menunggu atau sedang diperiksa"),
        (voice_ended, "Pemeriksaan wilayah putaran 1 sudah selesai."),
    ],
)
def test_recommendation_that_comes_late_is_refused_and_kept(cast, client, happens, sentence):
    unit = scenes.submitted(cast)
    where = address("region_check", unit.pk, scenes.item(unit).indicator.pk)
    happens(unit, cast)
    client.force_login(cast.coordinator)
    refused(client, unit, where, {"recommendation": "perbaiki", "note": TYPED}, sentence)


# --- two verifiers at once ---------------------------------------------------------------------------------------------
def test_second_of_two_who_begin_is_told_and_the_first_goes_on(cast, client):
    unit = scenes.submitted(cast)
    client.force_login(cast.verifier)
    assert client.post(address("start", unit.pk))["Location"] == scenes.item(unit).check_url
    client.force_login(cast.second_verifier)
    sentences = ["Sekarang statusnya “Sedang diperiksa”", "Vera Verifikator sedang memeriksa unit ini"]
    refused(client, unit, address("start", unit.pk), {}, *sentences)
    refused(client, unit, *presses(unit)["verdict"], "dipegang Vera Verifikator")


def test_second_of_two_who_propose_or_decide_is_told(cast, client):
    unit = scenes.proposed(cast, passes=False)
    client.force_login(cast.verifier)
    refused(client, unit, *presses(unit)["fail"], "menunggu persetujuan")
    approval = queries.pending_outcome(unit)
    for person, expected in ((cast.second_verifier, "disetujui"), (cast.leadership, "Usulan ini sudah diputuskan.")):
        client.force_login(person)
        html = body(client.post(address("decide", approval.pk), {"decision": "approve"}, follow=True))
        assert expected in html
    assert (scenes.fresh(unit).state, Document.objects.count()) == (State.FAILED, 1)
