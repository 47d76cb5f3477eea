"""A unit goes through three rounds of verification, from handing in to a berita acara that anybody can check.

Who verifies works by keyboard alone: Tab, Enter, arrows, typing, and the keys that the check page lists.
"""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from assessments.cycle.models import Approval, Cycle
from assessments.verifikasi import workflow
from assessments.verifikasi.models import CheckHold, ReadySentence, Remark, Repair, Verdict
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.journeys.keyboard import Keyboard
from tests.journeys.rounds import PINNED, READY, STILL, UNANSWERED, WHY_NOT, Journey, filled, in_hands, region_passes_on
from tests.verifikasi import scenes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    made = Cast(factories.cycle(instrument=scenes.instrument(2), first_voice_required=True))
    for text in READY:
        ReadySentence.objects.create(text=text, changed_by=made.verifier)
    return made


@pytest.fixture
def desk(visitor, visit, check):
    """``desk(user)``: the window of one who works by keyboard alone."""
    made = []

    def sit_down(user) -> Keyboard:
        made.append(Keyboard(visitor(user), visit, check))
        return made[-1]

    yield sit_down
    assert [keyboard.pointed for keyboard in made] == [[] for _ in made]


# --- the journey -------------------------------------------------------------------------------------------------------
def test_three_rounds_to_the_berita_acara(cast, visitor, visit, press, check, desk):
    unit = filled(cast)
    job = Journey(cast, unit, visitor, visit, press, check)
    vera, vino = desk(cast.verifier), desk(cast.second_verifier)
    job.hand_in("Sampaikan data dukung")
    vera.next_unit()
    expect(vera.page.get_by_text("Tidak ada unit yang menunggu Anda sekarang.")).to_be_visible()
    job.region_first()

    day = job.check_first_round(vera)
    assert job.now.until == workflow.end_of(day, job.now)
    assert day != dates.today() + dt.timedelta(days=cast.cycle.repair_days)
    pinned = Remark.objects.get(text=PINNED)
    assert (pinned.x, pinned.y) == (250, 625)
    job.sees_open("A1", "A2")
    job.refused(UNANSWERED)
    job.answer_first_return()
    assert {reply.outcome for reply in Remark.objects.filter(text=WHY_NOT)} == {"belum"}
    region_passes_on(cast, unit)

    job.check_second_round(vera)
    assert job.now.round == 2
    job.sees_open("A2")
    job.answer_second_return()
    region_passes_on(cast, unit)

    job.hand_over(vera)
    job.propose(vino)
    job.approve(vera)
    approval = Approval.objects.get()
    assert (approval.proposed_by, approval.decided_by) == (cast.second_verifier, cast.verifier)
    assert Repair.objects.filter(participation=unit).count() == 2
    job.paper(vera)


# --- nothing is lost ---------------------------------------------------------------------------------------------------
def test_typed_verdict_survives_an_ended_session(cast, desk, visitor):
    unit = in_hands(cast)
    here = scenes.item(unit, "A2")
    vera = desk(cast.verifier)
    vera.visit(vera.page, here.check_url)
    vera.page.keyboard.press("2")
    vera.page.keyboard.press("c")
    vera.page.keyboard.type(STILL)
    vera.page.keyboard.press("Escape")
    Session.objects.all().delete()
    vera.press("s")
    vera.type(vera.page.locator("input[type=email]"), cast.verifier.email)
    vera.type(vera.page.locator("input[type=password]"), factories.PASSWORD)
    vera.press("Enter")
    vera.at("A2")
    expect(vera.page.get_by_text("Isian yang belum tersimpan kami munculkan kembali.", exact=False)).to_be_visible()
    expect(vera.page.locator("#id_note")).to_have_value(STILL)
    expect(vera.page.get_by_label("Perlu diperbaiki", exact=True)).to_be_checked()
    assert not Verdict.objects.exists()
    vera.press("s")
    assert Verdict.objects.get().note == STILL


def test_verdict_on_a_sheet_that_a_colleague_took_over_is_refused_and_kept_on_the_page(cast, desk):
    unit = in_hands(cast)
    here = scenes.item(unit, "A2")
    vera, vino = desk(cast.verifier), desk(cast.second_verifier)
    vera.visit(vera.page, here.check_url)
    vera.page.keyboard.press("2")
    vera.page.keyboard.press("c")
    vera.page.keyboard.type(STILL)
    vera.page.keyboard.press("Escape")
    vino.visit(vino.page, here.check_url)
    vino.open("Ambil alih")
    vino.enter("Ya, ambil alih")
    vera.press("s")
    expect(vera.page.get_by_text("dipegang Vino Verifikator").first).to_be_visible()
    expect(vera.page.locator("blockquote").filter(has_text=STILL)).to_be_visible()
    assert not Verdict.objects.exists()
    vino.visit(vino.page, here.check_url)
    vino.judge("1")
    assert Verdict.objects.get().decided_by == cast.second_verifier


def test_remark_on_a_sheet_that_a_colleague_took_over_is_refused_and_kept_for_copying(cast, desk):
    unit = in_hands(cast)
    vera = desk(cast.verifier)
    vera.visit(vera.page, scenes.item(unit, "A2").check_url)
    vera.open("Tulis catatan")
    vera.type(vera.page.get_by_label("Isi catatan"), PINNED)
    workflow.take_over(participation=scenes.fresh(unit), by=cast.second_verifier)
    vera.enter("Simpan catatan")
    expect(vera.page.get_by_text("dipegang Vino Verifikator")).to_be_visible()
    expect(vera.page.get_by_label("Catatan yang Anda tulis")).to_have_value(PINNED)
    assert not Remark.objects.exists()
    vera.enter("Buka keadaan terbaru", "link")


def test_two_verifiers_begin_at_once_and_the_second_is_told(cast, desk):
    unit = filled(cast)
    scenes.submit(unit, cast.operator)
    Cycle.objects.update(first_voice_required=False)
    vera, vino = desk(cast.verifier), desk(cast.second_verifier)
    for each in (vera, vino):
        each.visit(each.page, "/verifikasi/")
        each.to(each.page.get_by_role("button", name="Mulai periksa", exact=False))
    vera.press("Enter")
    vino.press("Enter")
    expect(vino.page.get_by_role("alert").first).to_contain_text("Sekarang statusnya “Sedang diperiksa”")
    expect(vino.page.get_by_text("Vera Verifikator sedang memeriksa unit ini")).to_be_visible()
    assert CheckHold.objects.get().verifier == cast.verifier
    assert scenes.fresh(unit).timeline.filter(text="Pemeriksaan putaran 1 dimulai").count() == 1
