"""What several people, tabs and phones do to one indicator at the same moment."""

import threading

import pytest
from django.test import Client
from django.urls import reverse

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.files import resumable
from assessments.files.models import Upload
from assessments.verifikasi import handoffs, queries, workflow
from assessments.verifikasi.models import Answer, Evidence, EvidenceUpload, HandOff, Release, Submission
from assessments.verifikasi.workflow import answering
from tests import factories, samples
from tests.cast import Cast
from tests.races import together
from tests.verifikasi import scenes
from units.models import AuditEntry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PHOTO = samples.photo(size=(640, 480))


def unlocked(times):
    """A lock that locks nothing: everybody has read before anybody writes. For the proof that a race occurs."""
    read = threading.Barrier(times)

    def lock(row):
        found = Participation.objects.with_place().get(pk=row.pk)
        read.wait(20)
        return found

    return lock


# --- replace -----------------------------------------------------------------------------------------------------------
def replacing(cast, unit, old, *files):
    """Each act reads the old file as its own page would, then replaces it."""
    here, wanted = scenes.item(unit).indicator, scenes.requirement(unit, "A1")
    return [
        lambda file=file: workflow.attach(
            participation=scenes.fresh(unit),
            indicator=here,
            requirement=wanted,
            upload=file,
            replaces=Evidence.objects.get(pk=old.pk),
            by=cast.operator,
        )
        for file in files
    ]


def test_same_replacement_pressed_together_takes_the_place_once():
    cast = Cast()
    unit = scenes.declared(cast)
    old = scenes.attach(unit, cast.operator)
    acts = replacing(cast, unit, old, *(scenes.photo(2) for _ in range(4)))
    assert together(acts) == {"done": 4}
    new = Evidence.objects.get(removed_at=None)
    old.refresh_from_db()
    assert (old.replaced_by, Evidence.objects.count()) == (new, 2)
    assert AuditEntry.objects.filter(action="ganti_berkas").count() == 1


def test_two_replacements_together_keep_both_files_and_one_history():
    cast = Cast()
    unit = scenes.declared(cast)
    old = scenes.attach(unit, cast.operator)
    assert together(replacing(cast, unit, old, scenes.photo(2), scenes.photo(3))) == {"done": 2}
    old.refresh_from_db()
    live = set(Evidence.objects.filter(removed_at=None))
    assert len(live) == 2, "nobody's photo is lost: the second is there beside the first"
    assert old.replaced_by in live
    assert AuditEntry.objects.filter(action="ganti_berkas").count() == 1


def test_replacements_without_the_lock_both_take_the_place(monkeypatch):
    cast = Cast()
    unit = scenes.declared(cast)
    old = scenes.attach(unit, cast.operator)
    monkeypatch.setattr(answering, "lock", unlocked(2))
    together(replacing(cast, unit, old, scenes.photo(2), scenes.photo(3)))
    assert AuditEntry.objects.filter(action="ganti_berkas").count() == 2


# --- last year's file --------------------------------------------------------------------------------------------------
def test_taking_over_pressed_together_links_once():
    cast = Cast()
    year = factories.cycle(year=cast.cycle.year - 1, instrument=factories.instrument())
    before = factories.participation(cast.unit, year, State.DECLARED)
    scenes.answer(before, cast.operator, "A1", "ada")
    scenes.attach(before, cast.operator)
    Cycle.objects.filter(pk=year.pk).update(status=Cycle.Status.ARCHIVED)
    unit = scenes.declared(cast)
    indicator, wanted = scenes.item(unit).indicator, scenes.requirement(unit, "A1")

    def act():
        workflow.reuse(
            participation=unit,
            indicator=indicator,
            requirement=wanted,
            earlier=Evidence.objects.get(answer__participation=before),
            by=cast.operator,
        )

    assert together([act] * 4) == {"done": 4}
    assert Evidence.objects.filter(answer__participation=unit).count() == 1
    assert AuditEntry.objects.filter(action="pakai_lagi_berkas").count() == 1


# --- a phone and the desk ----------------------------------------------------------------------------------------------
def handed_over(cast):
    unit = scenes.declared(cast)
    return workflow.begin_hand_off(
        participation=unit,
        indicator=scenes.item(unit).indicator,
        requirement=scenes.requirement(unit, "A1"),
        by=cast.operator,
    )


def test_photo_of_a_phone_and_the_end_of_its_code_together_leave_one_truth():
    cast = Cast()
    made = handed_over(cast)
    phone = handoffs.find(handoffs.token_of(made.seed))
    done = together(
        [
            lambda: workflow.take_photo(hand_off=phone, upload=scenes.photo(1)),
            lambda: workflow.end_hand_off(hand_off=made, by=cast.operator),
        ]
    )
    attached = Evidence.objects.filter(hand_off=made).count()
    assert (done["done"], done["refused"]) == (1 + attached, 1 - attached)


def test_parts_of_a_phone_and_the_end_of_its_code_together_leave_one_truth():
    cast = Cast()
    made = handed_over(cast)
    meant = workflow.begin_upload(
        participation=made.participation,
        indicator=made.indicator,
        requirement=made.requirement,
        announced=workflow.Announced(name="foto.jpg", size=len(PHOTO)),
        hand_off=made,
        by=cast.operator,
    )
    resumable.append(meant.upload, offset=0, data=PHOTO)
    row = EvidenceUpload.objects.select_related(
        "upload__participation", "upload__created_by", "requirement", "hand_off__made_by"
    ).get(pk=meant.pk)
    together(
        [
            lambda: workflow.continue_upload(meant=row, offset=len(PHOTO), data=b"", by=cast.operator),
            lambda: workflow.end_hand_off(hand_off=made, by=cast.operator),
        ]
    )
    upload = Upload.objects.get()
    assert upload.status in ("done", "refused")
    assert (upload.status == "done") == Evidence.objects.filter(hand_off=made).exists()
    assert HandOff.objects.get().ended_at is not None


def test_two_codes_asked_for_together_are_one():
    cast = Cast()
    unit = scenes.declared(cast)
    indicator, wanted = scenes.item(unit).indicator, scenes.requirement(unit, "A1")

    def act():
        workflow.begin_hand_off(participation=unit, indicator=indicator, requirement=wanted, by=cast.operator)

    assert together([act] * 4) == {"done": 4}
    assert HandOff.objects.count() == 1


# --- what is said of a file while it arrives ---------------------------------------------------------------------------
def test_answer_and_last_part_together_lose_no_word():
    cast = Cast()
    meant = scenes.begin_upload(scenes.declared(cast), cast.operator, size=len(PHOTO))
    resumable.append(meant.upload, offset=0, data=PHOTO)
    rows = [
        EvidenceUpload.objects.select_related(
            "upload__participation", "upload__created_by", "requirement", "hand_off"
        ).get(pk=meant.pk)
        for _ in range(2)
    ]
    said = []
    together(
        [
            lambda: workflow.continue_upload(meant=rows[0], offset=len(PHOTO), data=b"", by=cast.operator),
            lambda: said.append(
                workflow.describe_upload(meant=rows[1], description="Loket", people="tidak_ada", by=cast.operator)
            ),
        ]
    )
    piece = Evidence.objects.get()
    # Taken: then it stands with the file. Too late: then the row still says what it said, and the page saves it.
    assert piece.description == EvidenceUpload.objects.get().description
    assert (piece.description == "Loket") == (said[0].description == "Loket")


# --- the head and the operator -----------------------------------------------------------------------------------------
def asked(cast):
    Cycle.objects.update(head_releases=True)
    cast.cycle.refresh_from_db()
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    return scenes.fresh(unit), workflow.ask_release(participation=scenes.fresh(unit), by=cast.operator)


def editing(cast, unit):
    """The operator's other tab: the request is taken back, then one word is changed."""
    indicator = scenes.item(unit).indicator
    version = Answer.objects.get(indicator=indicator).version
    level = scenes.level(unit, "A1", "tidak")

    def act():
        workflow.withdraw_release(participation=unit, by=cast.operator)
        draft = workflow.Draft(level=level, note="Diubah belakangan.")
        workflow.save_answer(
            participation=scenes.fresh(unit), indicator=indicator, draft=draft, version=version, by=cast.operator
        )

    return act


def test_release_and_a_change_together_hand_in_what_the_head_saw_or_nothing():
    cast = Cast()
    unit, release = asked(cast)
    done = together([lambda: workflow.release(release=release, by=cast.head), editing(cast, unit)])
    assert done == {"done": 1, "refused": 1}
    note = Answer.objects.get(indicator__code="A1").note
    submission = Submission.objects.first()
    if submission is None:
        assert note == "Diubah belakangan."
        assert Release.objects.get().decision == Release.Decision.WITHDRAWN
    else:
        assert note == scenes.REASON
        assert submission.snapshot["indicators"][0]["note"] == scenes.REASON


def test_asking_and_saving_together_never_locks_a_sheet_that_nobody_saw():
    cast = Cast()
    Cycle.objects.update(head_releases=True)
    cast.cycle.refresh_from_db()
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator)
    unit = scenes.fresh(unit)
    indicator = scenes.item(unit).indicator
    version = Answer.objects.get(indicator=indicator).version

    def save():
        workflow.save_answer(
            participation=unit, indicator=indicator, draft=workflow.Draft(), version=version, by=cast.operator
        )

    done = together([lambda: workflow.ask_release(participation=unit, by=cast.operator), save])
    assert done == {"done": 1, "refused": 1}, "emptied first, it is not asked for; asked first, it is not emptied"
    assert bool(queries.pending_release(scenes.fresh(unit))) == bool(Answer.objects.get(indicator=indicator).level_id)


def test_release_pressed_together_hands_in_once():
    cast = Cast()
    unit, release = asked(cast)
    acts = [lambda: workflow.release(release=release, by=cast.head)] * 4
    assert together(acts) == {"done": 4}
    assert Submission.objects.count() == 1
    assert scenes.fresh(unit).state == State.SUBMITTED


# --- the page and its button -------------------------------------------------------------------------------------------
def posting(cast, address, sent):
    client = Client()
    client.force_login(cast.operator)
    answers = []
    return (lambda: answers.append(client.post(address, sent).status_code)), answers


def test_autosave_and_the_button_of_two_tabs_together_one_is_told():
    cast = Cast()
    unit = scenes.declared(cast)
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON)
    here = scenes.item(unit)
    own = reverse("verifikasi_autosave", args=[unit.pk, here.indicator.pk])
    first, saved = posting(cast, own, scenes.form(unit, note="Dari tab pertama."))
    second, pressed = posting(cast, here.url, scenes.form(unit, note="Dari tab kedua."))
    assert together([first, second]) == {"done": 2}
    assert (saved, pressed) in (([200], [409]), ([409], [302]))
    kept = "Dari tab pertama." if saved == [200] else "Dari tab kedua."
    assert scenes.item(unit).answer.note == kept


def test_autosave_and_the_button_of_one_tab_together_are_one_save():
    cast = Cast()
    unit = scenes.declared(cast)
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON)
    here = scenes.item(unit)
    own = reverse("verifikasi_autosave", args=[unit.pk, here.indicator.pk])
    sent = scenes.form(unit, note="Dari tab yang sama.")
    first, saved = posting(cast, own, sent)
    second, pressed = posting(cast, here.url, sent)
    assert together([first, second]) == {"done": 2}
    assert (saved, pressed) == ([200], [302])
    assert scenes.item(unit).answer.version == here.answer.version + 1
