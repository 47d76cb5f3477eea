"""The operator fills the sheet: verbs."""

import datetime as dt

import pytest

from assessments.cycle.models import Participation
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.files.models import StoredFile
from assessments.files.workflow import FileRefused
from assessments.verifikasi import workflow
from assessments.verifikasi.models import Answer, Evidence
from p2ham.lib import dates
from tests import factories, hostile, samples
from tests.verifikasi import scenes
from units.models import AuditEntry


@pytest.fixture
def unit(cast) -> Participation:
    return scenes.declared(cast)


def acts(participation):
    return list(AuditEntry.objects.filter(subject=participation.subject).values_list("action", flat=True))


def save(unit, user, version, **draft):
    here = scenes.item(unit)
    return workflow.save_answer(
        participation=unit, indicator=here.indicator, draft=workflow.Draft(**draft), version=version, by=user
    )


# --- text --------------------------------------------------------------------------------------------------------------
def test_save_keeps_everything(cast, unit):
    day = dates.today() + dt.timedelta(days=9)
    level = scenes.level(unit, "A1", "proses")
    save(unit, cast.operator, 0, level=level, note="Sedang dibangun.", plan_date=day)
    stored = Answer.objects.get(participation=unit)
    assert (stored.level, stored.note, stored.plan_date) == (level, "Sedang dibangun.", day)
    assert (stored.version, stored.updated_by) == (1, cast.operator)
    assert acts(unit) == ["isi_indikator"]


def test_save_same_again_changes_nothing(cast, unit):
    for _ in range(3):
        save(unit, cast.operator, 0, note="Sama.")
    assert Answer.objects.get(participation=unit).version == 1
    assert acts(unit) == ["isi_indikator"]


def test_save_second_person_is_told_and_overwrites_nothing(cast, unit):
    save(unit, cast.operator, 0, note="Yang pertama.")
    with pytest.raises(workflow.AnswerChanged) as told:
        save(unit, cast.operator, 0, note="Yang kedua.")
    assert told.value.stored.note == "Yang pertama."
    assert Answer.objects.get(participation=unit).note == "Yang pertama."


def test_save_refused_to_others_and_after_the_window(cast, unit):
    with pytest.raises(MoveRefused, match="diubah oleh operator unit ini"):
        save(unit, cast.coordinator, 0, note="Bukan unit saya.")
    factories.close_window(unit, Stage.VERIFIKASI)
    with pytest.raises(MoveRefused, match="sudah ditutup"):
        save(scenes.fresh(unit), cast.operator, 0, note="Terlambat.")
    assert not Answer.objects.filter(participation=unit).exclude(note="").exists()


def test_save_describes_own_files_only(cast, unit):
    neighbour = cast.participation(State.DECLARED, cast.neighbour)
    theirs = scenes.attach(neighbour, cast.neighbour_operator, description="Milik tetangga")
    mine = scenes.attach(unit, cast.operator, description="")
    save(unit, cast.operator, 0, descriptions={mine.pk: "Pintu masuk", theirs.pk: "Diganti orang lain"})
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.description, theirs.description) == ("Pintu masuk", "Milik tetangga")


def test_reply_is_one_per_remark_until_handed_in(cast):
    unit = scenes.returned(cast, "A1")
    for text in ("Sudah diganti.", "Sudah diganti tiga foto."):
        scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply=text)
    found = scenes.item(unit)
    assert [(remark.from_unit, remark.text) for remark in found.remarks] == [
        (False, "Yang kurang pada A1."),
        (True, "Sudah diganti tiga foto."),
    ]
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="")
    assert scenes.replies(unit) == []


# --- files -------------------------------------------------------------------------------------------------------------
def test_attach_before_a_level_is_chosen_is_kept(cast, unit):
    evidence = scenes.attach(unit, cast.operator, description="Tampak depan")
    found = scenes.item(unit)
    assert found.answer.level is None
    assert [exhibit.pk for exhibit in found.exhibits] == [evidence.pk]
    scenes.answer(unit, cast.operator, "A1", "ada")
    assert scenes.item(unit).shelves[0].counted == 1


def test_attach_same_file_twice_is_one(cast, unit):
    first = scenes.attach(unit, cast.operator)
    again = scenes.attach(unit, cast.operator, description="Kedua kali")
    assert first == again
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("name", "data"),
    [("lambang.jpg", hostile.SVG), ("kosong.jpg", b""), ("terpotong.jpg", samples.photo(size=(320, 240))[:900])],
    ids=["svg", "empty", "cut"],
)
def test_attach_refuses_a_bad_file_by_name(cast, unit, name, data):
    with pytest.raises(FileRefused, match=name):
        scenes.attach(unit, cast.operator, file=scenes.SimpleUploadedFile(name, data))
    assert not Evidence.objects.exists()


def test_attach_refuses_pdf_among_photos_and_takes_a_photographed_document(cast, unit):
    with pytest.raises(FileRefused, match="di sini diperlukan foto"):
        scenes.attach(unit, cast.operator, file=scenes.pdf())
    assert scenes.attach(unit, cast.operator, file=scenes.photo(), kind="document").file.is_photo


def test_attach_refused_before_the_bytes_are_stored(cast, unit):
    for person in (cast.coordinator, cast.head, cast.verifier):
        with pytest.raises(MoveRefused):
            scenes.attach(unit, person)
    assert not StoredFile.objects.exists()


def test_remove_keeps_the_row_and_restore_puts_it_back(cast, unit):
    evidence = scenes.attach(unit, cast.operator)
    for _ in range(2):
        workflow.remove_evidence(evidence=evidence, by=cast.operator)
    found = scenes.item(unit)
    assert (found.exhibits, [each.pk for each in found.removed]) == ([], [evidence.pk])
    workflow.restore_evidence(evidence=evidence, by=cast.operator)
    assert [each.pk for each in scenes.item(unit).exhibits] == [evidence.pk]
    assert acts(unit) == ["lampirkan_berkas", "lepas_berkas", "pasang_berkas"]


def test_restore_refused_when_attached_again_meanwhile(cast, unit):
    evidence = scenes.attach(unit, cast.operator)
    workflow.remove_evidence(evidence=evidence, by=cast.operator)
    scenes.attach(unit, cast.operator)
    with pytest.raises(MoveRefused, match="Berkas ini sudah dilampirkan pada syarat tersebut"):
        workflow.restore_evidence(evidence=evidence, by=cast.operator)


def test_remove_refused_to_others(cast, unit):
    evidence = scenes.attach(unit, cast.operator)
    for person in (cast.coordinator, cast.neighbour_operator, cast.verifier):
        with pytest.raises(MoveRefused):
            workflow.remove_evidence(evidence=evidence, by=person)


def test_move_takes_along_what_the_target_accepts(cast, unit):
    scenes.attach(unit, cast.operator, file=scenes.photo(1), kind="document")
    scenes.attach(unit, cast.operator, file=scenes.pdf(), kind="document")
    photos, papers = scenes.requirement(unit, "A1"), scenes.requirement(unit, "A1", "document")
    here = scenes.item(unit)
    moved = workflow.move_evidence(
        participation=unit, indicator=here.indicator, source=papers, target=photos, by=cast.operator
    )
    assert moved == 1
    kinds = {each.file.kind: each.evidence.requirement for each in scenes.item(unit).exhibits}
    assert kinds == {"photo": photos, "pdf": papers}


def test_move_leaves_what_the_target_has(cast, unit):
    for kind in ("photo", "document"):
        scenes.attach(unit, cast.operator, file=scenes.photo(1), kind=kind)
    photos, papers = scenes.requirement(unit, "A1"), scenes.requirement(unit, "A1", "document")
    here = scenes.item(unit)
    assert not workflow.move_evidence(
        participation=unit, indicator=here.indicator, source=papers, target=photos, by=cast.operator
    )


def test_photo_capture_date_is_kept(cast, unit):
    evidence = scenes.attach(unit, cast.operator)
    assert evidence.file.captured_on == samples.TAKEN.date()
