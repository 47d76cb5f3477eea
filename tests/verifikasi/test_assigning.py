"""Whose the units are to check: taking, handing over, pausing, the next one, and the lock that expires."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.models import CheckHold, Verdict, VerifierPause
from assessments.verifikasi.queries import worklists
from p2ham.lib import dates
from tests import factories
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body
from tests.verifikasi.test_submitting import told
from units.models import Role


def owner(unit):
    found = worklists.assignment_of(scenes.fresh(unit))
    return found.verifier if found else None


def expire(unit, minutes=31):
    CheckHold.objects.filter(participation=unit).update(seen_at=timezone.now() - dt.timedelta(minutes=minutes))


def three(cast):
    return [cast.participation(State.SUBMITTED, each) for each in (cast.unit, cast.neighbour, cast.foreign_unit)]


# --- taking and handing over -------------------------------------------------------------------------------------------
def test_take_makes_it_mine_and_nobody_elses(cast):
    unit = scenes.submitted(cast)
    workflow.take(participation=unit, by=cast.verifier)
    assert owner(unit) == cast.verifier
    with pytest.raises(MoveRefused, match="sudah menjadi bagian Anda"):
        workflow.take(participation=unit, by=cast.verifier)
    for act in (workflow.take, workflow.start_check):
        with pytest.raises(MoveRefused, match=r"Unit ini bagian Vera Verifikator\. Minta diserahkan"):
            act(participation=unit, by=cast.second_verifier)


def test_take_of_the_own_unit_is_refused(cast):
    unit = scenes.submitted(cast)
    cast.verifier.postings.create(role=Role.HEAD, work_unit=cast.unit, valid_from=cast.cycle.first_day)
    with pytest.raises(MoveRefused, match="Anda bertugas atau pernah bertugas"):
        workflow.take(participation=unit, by=cast.verifier)


def test_begin_makes_it_mine_through_all_rounds_until_it_is_decided(cast):
    unit = scenes.returned(cast, "A1")
    assert owner(unit) == cast.verifier
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Sudah.")
    scenes.submit(unit, cast.operator)
    assert any(line.startswith("Perlu diperiksa: Lapas Kapuas, putaran 2") for line in told(cast.verifier))
    assert not any("putaran 2" in line for line in told(cast.second_verifier))
    workflow.start_check(participation=unit, by=cast.verifier)
    scenes.judge(unit, cast.verifier, "A1")
    approval = workflow.propose_pass(participation=scenes.fresh(unit), by=cast.verifier)
    workflow.decide(approval=approval, by=cast.second_verifier, approve=True)
    assert owner(unit) is None


def test_hand_over_with_a_word_keeps_the_verdicts(cast):
    unit = scenes.in_check(cast)
    scenes.judge(unit, cast.verifier, "A1")
    workflow.hand_over(participation=unit, to=cast.second_verifier, note="Foto A2 perlu ditanya.", by=cast.verifier)
    assert (owner(unit), queries.holder(unit)) == (cast.second_verifier, None)
    assert told(cast.second_verifier)[-1] == "Diserahkan kepada Anda: Lapas Kapuas"
    entry = unit.timeline.first()
    assert (entry.text, entry.note) == ("Pemeriksaan diserahkan kepada verifikator lain", "")
    assert scenes.item(unit, drafts=True).verdict.decided_by == cast.verifier
    workflow.take_over(participation=unit, by=cast.second_verifier)
    scenes.judge(unit, cast.second_verifier, "A2")


def test_hand_over_refusals(cast):
    unit = scenes.in_check(cast)
    with pytest.raises(MoveRefused, match="diserahkan oleh verifikator yang memegangnya"):
        workflow.hand_over(participation=unit, to=cast.verifier, by=cast.second_verifier)
    with pytest.raises(MoveRefused, match="Lela Ketua bukan verifikator"):
        workflow.hand_over(participation=unit, to=cast.lead, by=cast.verifier)
    with pytest.raises(MoveRefused, match="sudah menjadi bagian Vera"):
        workflow.hand_over(participation=unit, to=cast.verifier, by=cast.verifier)
    workflow.pause(verifier=cast.second_verifier, by=cast.second_verifier)
    with pytest.raises(MoveRefused, match="sedang jeda"):
        workflow.hand_over(participation=unit, to=cast.second_verifier, by=cast.verifier)
    workflow.resume(verifier=cast.second_verifier, by=cast.second_verifier)
    cast.second_verifier.postings.create(role=Role.HEAD, work_unit=cast.kanwil, valid_from=cast.cycle.first_day)
    with pytest.raises(MoveRefused, match="Pilih verifikator lain"):
        workflow.hand_over(participation=unit, to=cast.second_verifier, by=cast.verifier)
    assert owner(unit) == cast.verifier


def test_hand_over_from_the_page(cast, client):
    unit = scenes.in_check(cast)
    client.force_login(cast.verifier)
    here = reverse("verifikasi_hand_over", args=[unit.pk])
    assert "Pilih verifikator yang melanjutkan." in body(client.post(here, {"to": "", "note": "Jangan hilang."}))
    html = body(client.post(here, {"to": cast.second_verifier.pk, "note": "Tolong."}, follow=True))
    assert "Lapas Kapuas diserahkan kepada Vino Verifikator." in html
    client.force_login(cast.second_verifier)
    html = body(client.get(reverse("verifikasi_finish", args=[unit.pk])))
    assert "Unit ini bagian Anda. Pesan: “Tolong.”" in html
    assert "Lanjutkan pemeriksaan" in html


# --- pausing -----------------------------------------------------------------------------------------------------------
def test_pause_lets_colleagues_take_what_is_mine_until_its_day(cast):
    unit = scenes.submitted(cast)
    workflow.take(participation=unit, by=cast.verifier)
    workflow.pause(verifier=cast.verifier, until=dates.today(), by=cast.verifier)
    assert worklists.is_away(cast.verifier)
    workflow.take(participation=unit, by=cast.second_verifier)
    assert owner(unit) == cast.second_verifier
    assert told(cast.verifier)[-1] == "Bukan lagi bagian Anda: Lapas Kapuas"
    VerifierPause.objects.update(until=dates.today() - dt.timedelta(days=1))
    assert not worklists.is_away(cast.verifier)


def test_pause_from_the_page_and_back(cast, client):
    client.force_login(cast.verifier)
    here = reverse("verifikasi_pause")
    past = (dates.today() - dt.timedelta(days=1)).isoformat()
    assert "Tanggal itu sudah lewat." in body(client.post(here, {"until": past}))
    assert "Anda sedang jeda" in body(client.post(here, {"reason": "Dinas luar."}, follow=True))
    assert "Anda sedang jeda" in body(client.get(reverse("verifikasi_queue")))
    assert "Mulai jeda" in body(client.post(here, {"back": "1"}, follow=True))


def test_pause_of_another_is_refused(cast):
    with pytest.raises(MoveRefused, match="dicatat oleh verifikator sendiri atau oleh admin"):
        workflow.pause(verifier=cast.verifier, by=cast.second_verifier)


# --- the next one ------------------------------------------------------------------------------------------------------
def test_next_serves_mine_first_then_the_longest_waiting_and_skips_what_somebody_is_on(cast):
    first, second, third = three(cast)
    for days, row in ((1, first), (3, second), (2, third)):
        row.state_since -= dt.timedelta(days=days)
        row.save()
    workflow.take(participation=first, by=cast.verifier)
    assert workflow.serve_next(by=cast.verifier) == first
    assert workflow.serve_next(by=cast.verifier) == second
    assert workflow.serve_next(by=cast.second_verifier) == third
    assert workflow.serve_next(by=cast.verifier) is None
    assert [owner(row) for row in (first, second, third)] == [cast.verifier, cast.verifier, cast.second_verifier]


def test_next_goes_on_with_what_i_left_and_not_with_what_waits_for_approval(cast):
    unit = scenes.in_check(cast)
    assert workflow.serve_next(by=cast.verifier) is None
    expire(unit)
    assert workflow.serve_next(by=cast.verifier) == unit
    assert queries.holder(unit).is_live
    scenes.judge_all(unit, cast.verifier)
    workflow.propose_pass(participation=scenes.fresh(unit), by=cast.verifier)
    expire(unit)
    assert workflow.serve_next(by=cast.verifier) is None


def test_next_never_serves_the_own_unit_region_or_a_colleagues_one(cast):
    unit = scenes.submitted(cast)
    cast.verifier.postings.create(role=Role.COORDINATOR, work_unit=cast.kanwil, valid_from=cast.cycle.first_day)
    assert workflow.serve_next(by=cast.verifier) is None
    third = factories.posted(Role.VERIFIER, None, "Vita Verifikator")
    workflow.take(participation=unit, by=cast.second_verifier)
    assert workflow.serve_next(by=third) is None


def test_next_waits_for_the_region_where_the_cycle_asks_for_it(cast):
    cast.cycle.first_voice_required = True
    cast.cycle.save()
    unit = scenes.submitted(cast)
    assert workflow.serve_next(by=cast.verifier) is None
    long_ago = timezone.now() - dt.timedelta(days=cast.cycle.first_voice_days, minutes=1)
    unit.submissions.update(submitted_at=long_ago)
    Participation.objects.filter(pk=unit.pk).update(state_since=long_ago)
    assert workflow.serve_next(by=cast.verifier) == unit


def test_next_from_the_page(cast, client):
    client.force_login(cast.verifier)
    here = reverse("verifikasi_next")
    assert "Tidak ada unit yang menunggu Anda sekarang." in body(client.post(here, follow=True))
    unit = scenes.submitted(cast)
    assert client.post(here)["Location"] == scenes.item(unit, "A1").check_url


# --- the lock ----------------------------------------------------------------------------------------------------------
def test_hold_expires_without_work_and_is_renewed_by_it(cast, client):
    unit = scenes.in_check(cast)
    expire(unit)
    assert not queries.holder(unit).is_live
    client.force_login(cast.second_verifier)
    assert "Vera Verifikator berhenti memeriksa unit ini" in body(
        client.get(reverse("verifikasi_finish", args=[unit.pk]))
    )
    assert "Berhenti diperiksa Vera Verifikator" in body(client.get(reverse("verifikasi_queue")))
    scenes.judge(unit, cast.verifier, "A1")
    assert queries.holder(unit).is_live


def test_stay_renews_mine_and_tells_when_it_is_no_longer_mine(cast, client):
    unit = scenes.in_check(cast)
    expire(unit)
    client.force_login(cast.verifier)
    here = reverse("verifikasi_stay", args=[unit.pk])
    assert client.post(here).json() == {"mine": True}
    assert queries.holder(unit).is_live
    workflow.take_over(participation=unit, by=cast.second_verifier)
    response = client.post(here)
    assert response.status_code == 409
    assert "Vino Verifikator sekarang memegang" in response.json()["sentence"]
    assert owner(unit) == cast.second_verifier


def test_reading_a_page_renews_nothing(cast, client):
    unit = scenes.in_check(cast)
    expire(unit)
    client.force_login(cast.verifier)
    client.get(scenes.item(unit).check_url)
    assert not queries.holder(unit).is_live


# --- accepting together ------------------------------------------------------------------------------------------------
def test_accept_lists_exactly_what_nothing_speaks_against(cast, client):
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator, missing=("A1", "A2"))
    scenes.answer(unit, cast.operator, "A1", "na", note="Tidak ada pengunjung.")
    scenes.attach(unit, cast.operator, "A2", scenes.photo(1))
    scenes.answer(unit, cast.operator, "A2", "tidak", note=scenes.REASON)
    scenes.submit(unit, cast.operator)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    client.force_login(cast.verifier)
    here = reverse("verifikasi_accept", args=[unit.pk])
    page = client.get(here)
    assert [item.indicator.code for item in page.context["able"]] == ["B1", "C1"]
    html = body(page)
    assert "unit menyatakan tidak berlaku; alasannya perlu disetujui atau ditolak" in html
    assert "ada berkas pada tingkat lain" in html
    sent = {"indikator": [item.indicator.pk for item in page.context["able"]]}
    assert "2 indikator dinyatakan sesuai: B1, C1." in body(client.post(here, sent, follow=True))
    found = {v.answer.indicator.code: (v.decision, v.level.code, v.note) for v in Verdict.objects.all()}
    assert found == {"B1": ("sesuai", "tidak", ""), "C1": ("sesuai", "tidak", "")}


def test_accept_of_what_is_in_doubt_decided_or_unknown_saves_nothing(cast, client):
    unit = scenes.in_check(cast)
    scenes.judge(unit, cast.verifier, "A1")
    ids = {item.indicator.code: item.indicator.pk for item in queries.sheet(unit).items}
    for chosen in ({ids["A1"], ids["B1"]}, {ids["B1"], 0}, set()):
        with pytest.raises(MoveRefused):
            workflow.accept(participation=unit, indicators=chosen, by=cast.verifier)
    client.force_login(cast.verifier)
    html = body(client.post(reverse("verifikasi_accept", args=[unit.pk]), {"indikator": [ids["A1"], "x"]}))
    assert "A1 tidak dapat disetujui bersama" in html
    assert Verdict.objects.count() == 1
    with pytest.raises(MoveRefused, match="dipegang Vera Verifikator"):
        workflow.accept(participation=unit, indicators={ids["B1"]}, by=cast.second_verifier)


def test_accept_leaves_what_was_given_back(cast):
    unit = scenes.returned(cast, "A1")
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Sudah.")
    scenes.submit(unit, cast.operator)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    with pytest.raises(MoveRefused, match="A1 tidak dapat disetujui bersama"):
        workflow.accept(participation=unit, indicators={scenes.item(unit).indicator.pk}, by=cast.verifier)
