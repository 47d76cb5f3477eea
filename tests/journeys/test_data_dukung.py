"""Evidence on a deadline evening: the link is cut, the server and the worker are killed; all of it arrives, once.

The portal runs as processes of its own here, behind a link that can be cut in the middle of a request.
"""

import contextlib
import time
from collections.abc import Iterator

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Error, expect

from assessments.files.models import StoredFile, Upload, UploadPart
from assessments.files.tasks import AFTER_DEATH
from assessments.verifikasi.models import Evidence
from tests.cast import Cast
from tests.journeys.acts import file
from tests.journeys.browser import run_axe
from tests.journeys.portal import Portal
from tests.journeys.shelf import PLACE, RECEIPT, RECORD, assert_truth, choose, forgive, grain
from tests.verifikasi import scenes

pytestmark = pytest.mark.django_db(transaction=True)

ALONG = 90_000
PATIENT = 90_000


@pytest.fixture(scope="module")
def portal(django_db_setup: None) -> Iterator[Portal]:
    made = Portal()
    try:
        made.start_web()
        yield made
    finally:
        made.close()


@pytest.fixture
def site(portal, settings):
    """The portal behind the link, in the place of the suite's own server."""
    settings.SITE_URL = portal.address
    if "web" not in portal.processes:
        portal.start_web()
    portal.link.mend()
    yield portal.address
    with contextlib.suppress(KeyError):
        portal.kill("worker")


@pytest.fixture
def unit(transactional_db):
    return scenes.declared(Cast())


@pytest.fixture
def operator(unit):
    return unit.work_unit.postings.get(role="operator").user


def photos(count, side=(1500, 1100)):
    return [file(f"foto-{n:02}.jpg", grain(side, quality=75)) for n in range(1, count + 1)]


def at_hand(visitor, unit, operator, check, **options):
    """The page of the first indicator, level Ada chosen."""
    scenes.answer(unit, operator)
    page = visitor(operator, **options)
    page.goto(scenes.item(unit).url)
    check(page)
    return page


def all_here(count):
    """As many files as were given, each attached once, no part left over."""
    names = [f"foto-{n:02}.jpg" for n in range(1, count + 1)]
    assert sorted(piece.file.name for piece in Evidence.objects.filter(removed_at=None)) == names
    assert StoredFile.objects.count() == count
    assert not UploadPart.objects.exists()


def until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_twelve_photos_over_a_link_cut_four_times(portal, visitor, unit, operator, check):
    page = at_hand(visitor, unit, operator, check, phone=True)
    given = photos(12)
    page.evaluate(RECORD)
    page.locator("input[name^=caption-]").first.fill("Loket dari pintu masuk")
    page.locator("select[name^=new-people-]").first.select_option("tidak_ada")
    per_cut = sum(len(each["buffer"]) for each in given) // 6
    portal.link.cut_after(per_cut)
    choose(page, given)
    for cut in range(1, 5):
        portal.link.wait_until_cut()
        expect(page.locator(".upload[data-state=broken]").first).to_be_visible()
        expect(page.locator("[data-upload-summary]")).to_contain_text("sambungan terputus")
        shown = assert_truth(page)
        assert len(shown) == 12
        if cut == 1:
            assert run_axe(page) == []
        portal.link.mend()
        if cut < 4:
            portal.link.cut_after(per_cut)
    expect(page.locator(".upload[data-state=done]")).to_have_count(12, timeout=ALONG)
    expect(page.locator("[data-upload-summary]")).to_have_text("12 dari 12 berkas tersimpan.")
    numbers = {RECEIPT.search(each["note"]).group() for each in assert_truth(page)}
    assert numbers == set(StoredFile.objects.values_list("receipt_number", flat=True))
    all_here(12)
    expect(page.locator(".shelf__head").first).to_contain_text("12 foto, sudah cukup")
    said = set(Evidence.objects.values_list("description", "people"))
    assert said == {("Loket dari pintu masuk", "tidak_ada")}
    told = page.evaluate("window.shown")
    for name in (each["name"] for each in given):
        states = [state for row, state, _ in told if row == name]
        passed = [state for state in dict.fromkeys(states) if state not in ("broken", "waiting")]
        assert passed == ["preparing", "sending", "checking", "done"], (name, passed)
    assert len({name for name, state, _ in told if state == "waiting"}) >= 10, "two at once, the others wait their turn"
    assert any(words.endswith("%") and words != "0 %" for _, state, words in told if state == "sending")
    forgive(visitor, page)
    check(page)


def test_twelve_photos_without_javascript_over_a_link_that_is_cut(portal, visitor, unit, operator, check, press):
    page = at_hand(visitor, unit, operator, check, phone=True, javascript=False)
    given = photos(12)
    for batch in (given[:6], given[6:]):
        choose(page, batch)
        portal.link.cut_after(sum(len(each["buffer"]) for each in batch) // 2)
        before = StoredFile.objects.count()
        with contextlib.suppress(Error):
            page.locator(PLACE).get_by_role("button", name="Unggah dan simpan").first.click()
        portal.link.wait_until_cut()
        # The browser's own page of a lost connection comes a moment later; what is opened before it would be lost to it.
        page.wait_for_url("chrome-error://**", wait_until="commit")
        assert StoredFile.objects.count() == before, "half a form is no form"
        portal.link.mend()
        forgive(visitor, page)
        page.goto(scenes.item(unit).url)
        check(page)
        choose(page, batch)
        page.locator("input[name^=caption-]").first.fill("Loket")
        page.locator("select[name^=new-people-]").first.select_option("tidak_ada")
        press(page, "Unggah dan simpan", within=page.locator(PLACE).first)
        expect(page.get_by_text("6 berkas tersimpan")).to_be_visible()
    all_here(12)
    for number in StoredFile.objects.values_list("receipt_number", flat=True):
        expect(page.get_by_text(number).first).to_be_visible()
    # The answer was lost on the way, so the same is sent once more: nothing is there twice.
    choose(page, given[:3])
    press(page, "Unggah dan simpan", within=page.locator(PLACE).first)
    all_here(12)


def test_killed_web_server_in_the_middle(portal, visitor, unit, operator, check):
    page = at_hand(visitor, unit, operator, check, phone=True)
    portal.link.pause = 0.02
    choose(page, photos(4))
    until(lambda: Upload.objects.filter(offset__gt=0, status="open").exists())
    portal.kill("web")
    expect(page.locator(".upload[data-state=broken]").first).to_be_visible()
    portal.link.pause = 0
    assert_truth(page)
    assert run_axe(page) == []
    portal.start_web()
    expect(page.locator(".upload[data-state=done]")).to_have_count(4, timeout=PATIENT)
    assert_truth(page)
    all_here(4)
    forgive(visitor, page)
    check(page)


def test_closed_tab_and_killed_server_in_the_middle_and_back_the_next_morning(portal, visitor, unit, operator, check):
    page = at_hand(visitor, unit, operator, check, phone=True)
    given = photos(1, side=(2400, 1800))
    portal.link.pause = 0.03
    choose(page, given)
    page.get_by_label("Keterangan foto").first.fill("Ramp di pintu samping")
    page.locator(".upload [data-ask=people] select").select_option("setuju")
    until(lambda: Upload.objects.filter(offset__gt=0, status="open", meant_for__people="setuju").exists())
    portal.kill("web")
    expect(page.locator(".upload[data-state=broken]")).to_be_visible()
    visitor.guard_of(page).faults.clear()
    again = page.context.new_page()
    page.close()
    portal.link.pause = 0
    portal.start_web()
    came = Upload.objects.get().offset
    assert came < Upload.objects.get().size
    again.goto(scenes.item(unit).url)
    expect(again.get_by_role("heading", name="1 unggahan belum selesai")).to_be_visible()
    assert run_axe(again) == []
    choose(again, given)
    expect(again.locator(".upload[data-state=done]")).to_have_count(1, timeout=PATIENT)
    assert_truth(again)
    expect(again.locator("[data-unfinished-list]")).to_have_count(0)
    # The same once more: nothing new, neither here nor there.
    choose(again, given)
    expect(again.locator(".upload[data-state=done]")).to_have_count(2, timeout=PATIENT)
    all_here(1)
    piece = Evidence.objects.get()
    assert (piece.description, piece.people) == ("Ramp di pintu samping", "setuju")
    assert Upload.objects.order_by("pk")[0].status == "done", "it went on where it stood"


def test_killed_worker_in_the_middle_of_a_photo(portal, visitor, unit, operator, check):
    page = at_hand(visitor, unit, operator, check, phone=True)
    choose(page, photos(3, side=(2500, 1900)))
    expect(page.locator(".upload[data-state=done]")).to_have_count(3, timeout=ALONG)
    assert_truth(page)
    portal.start_worker()
    until(lambda: DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exists())
    portal.kill("worker")
    waiting = StoredFile.objects.filter(status=StoredFile.Status.RECEIVED)
    left = waiting.count()
    assert left, "the worker was killed too late for this test to show anything"
    page.reload()
    check(page)
    expect(page.locator(".evidence__card").get_by_text("Tersimpan, sedang diolah")).to_have_count(left)
    expect(page.locator(".shelf__head").first).to_contain_text("3 foto, sudah cukup")
    # Some minutes later; the clock finds what the dead worker held.
    long_ago = timezone.now() - 2 * AFTER_DEATH
    waiting.filter(attempts__gt=0).update(next_try_at=long_ago)
    portal.tick()
    portal.start_worker()
    until(lambda: not waiting.exists())
    # And what was not compared with other photos, since it was not ready when its turn came.
    Evidence.objects.filter(compared_at=None).update(added_at=long_ago)
    portal.tick()
    until(lambda: not Evidence.objects.filter(compared_at=None).exists())
    page.reload()
    check(page)
    expect(page.get_by_text("Tersimpan, sedang diolah")).to_have_count(0)
    expect(page.locator(".evidence__picture img")).to_have_count(3)
    all_here(3)
