"""The guard before handing in: what is missing, told per indicator with the place where it is mended."""

import datetime as dt

import pytest

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.files.models import StoredFile
from assessments.verifikasi import rules, workflow
from p2ham.lib import dates
from tests.verifikasi import scenes


@pytest.fixture
def unit(cast) -> Participation:
    return scenes.declared(cast)


def gaps(participation, code="A1"):
    return [gap.text for gap in rules.gaps(scenes.fresh(participation)) if gap.code == code]


def test_gaps_on_empty_sheet_name_every_indicator(cast, unit):
    assert [str(gap) for gap in rules.gaps(unit)] == [
        f"{code}: Pilih tingkat pemenuhan." for code in ("A1", "A2", "B1", "C1")
    ]


def test_gaps_leave_out_what_does_not_apply(cast):
    kanim = cast.participation(State.DECLARED, cast.kanim)
    assert [gap.code for gap in rules.gaps(kanim)] == ["A1", "A2", "C1"]


def test_gap_links_to_its_place(cast, unit):
    scenes.answer(unit, cast.operator, "A1", "tidak")
    gap = rules.gaps(scenes.fresh(unit))[0]
    assert gap.url == f"{scenes.item(unit, 'A1').url}#id_note"


def test_gaps_files_before_level_are_told(cast, unit):
    scenes.attach(unit, cast.operator)
    assert gaps(unit) == ["Pilih tingkat pemenuhan. 1 berkas sudah tersimpan."]


def test_gaps_count_by_requirement(cast, unit):
    scenes.answer(unit, cast.operator, "A1", "ada")
    scenes.attach(unit, cast.operator, "A1", scenes.photo(1))
    assert gaps(unit) == [
        "Unggah minimal 3 foto untuk “Foto sarana”. Baru ada 1.",
        "Unggah minimal 1 dokumen untuk “SK penetapan”. Belum ada.",
    ]


def test_gaps_none_when_whole(cast, unit):
    scenes.answer(unit, cast.operator, "A1", "ada")
    for seed in (1, 2, 3):
        scenes.attach(unit, cast.operator, "A1", scenes.photo(seed))
    scenes.attach(unit, cast.operator, "A1", scenes.pdf(), kind="document")
    assert gaps(unit) == []
    assert scenes.item(unit).is_complete


def test_gaps_same_photo_elsewhere_does_not_count_and_is_named(cast, unit):
    for code in ("A1", "A2"):
        scenes.answer(unit, cast.operator, code, "ada")
    for seed in (1, 2, 3):
        scenes.attach(unit, cast.operator, "A1", scenes.photo(seed))
    scenes.attach(unit, cast.operator, "A2", scenes.photo(4))
    scenes.attach(unit, cast.operator, "A2", scenes.photo(5))
    scenes.attach(unit, cast.operator, "A2", scenes.photo(2, "lain-nama.jpg"))
    assert gaps(unit, "A2") == [
        "Unggah minimal 3 foto untuk “Foto sarana”. Baru ada 2.",
        "Foto “foto-2.jpg” sudah dipakai pada A1 Indikator A1, sehingga tidak dihitung lagi. Ganti dengan foto lain.",
    ]


def test_gaps_same_photo_counts_again_once_the_first_is_gone(cast, unit):
    for code in ("A1", "A2"):
        scenes.answer(unit, cast.operator, code, "ada")
    first = scenes.attach(unit, cast.operator, "A1", scenes.photo(1))
    scenes.attach(unit, cast.operator, "A2", scenes.photo(1))
    assert scenes.item(unit, "A2").shelves[0].counted == 0
    workflow.remove_evidence(evidence=first, by=cast.operator)
    assert scenes.item(unit, "A2").shelves[0].counted == 1


def test_gaps_same_document_may_serve_two_indicators(cast, unit):
    for code in ("A1", "C1"):
        scenes.answer(unit, cast.operator, code, "ada")
        scenes.attach(unit, cast.operator, code, scenes.pdf(), kind="document")
    assert scenes.item(unit, "C1").is_complete


def test_gaps_same_photo_of_another_unit_counts(cast, unit):
    neighbour = cast.participation(State.DECLARED, cast.neighbour)
    scenes.answer(neighbour, cast.neighbour_operator, "A1", "ada")
    scenes.attach(neighbour, cast.neighbour_operator, "A1", scenes.photo(1))
    scenes.answer(unit, cast.operator, "A1", "ada")
    scenes.attach(unit, cast.operator, "A1", scenes.photo(1))
    assert scenes.item(unit).shelves[0].counted == 1


def test_gaps_evidence_of_another_level_is_kept_and_not_counted(cast, unit):
    scenes.answer(unit, cast.operator, "A2", "ada")
    scenes.attach(unit, cast.operator, "A2", scenes.photo(1))
    scenes.answer(unit, cast.operator, "A2", "tidak", note=scenes.REASON)
    found = scenes.item(unit, "A2")
    assert found.is_complete
    assert [len(shelf.exhibits) for shelf in found.strays] == [1]
    assert not found.exhibits[0].counted


def test_gaps_plan_date_missing_past_and_today(cast, unit):
    today = dates.today()
    scenes.answer(unit, cast.operator, "A1", "proses", note="Sedang dibangun.")
    assert gaps(unit) == ["Isi tanggal rencana terpenuhi."]
    yesterday = today - dt.timedelta(days=1)
    scenes.answer(unit, cast.operator, "A1", "proses", note="Sedang dibangun.", plan_date=yesterday)
    assert gaps(unit) == [
        f"Tanggal rencana terpenuhi ({dates.short_date(yesterday)}) sudah lewat. Isi hari ini atau sesudahnya."
    ]
    scenes.answer(unit, cast.operator, "A1", "proses", note="Sedang dibangun.", plan_date=today)
    assert gaps(unit) == []


def test_gaps_level_needs_note(cast, unit):
    scenes.answer(unit, cast.operator, "A1", "tidak", note=" ")
    assert gaps(unit) == ["Tuliskan penjelasan untuk tingkat “Tidak”. Satu kalimat cukup."]


def test_gaps_not_applicable_needs_reason(cast, unit):
    scenes.answer(unit, cast.operator, "A1", "na")
    assert gaps(unit) == ["Tuliskan alasan mengapa indikator ini tidak berlaku."]
    scenes.answer(unit, cast.operator, "A1", "na", note="Kantor ini tidak menerima pengunjung.")
    assert gaps(unit) == []


def test_gaps_photo_needs_description(cast, unit):
    scenes.answer(unit, cast.operator, "A2", "ada")
    for seed in (1, 2, 3):
        scenes.attach(unit, cast.operator, "A2", scenes.photo(seed), description="" if seed > 1 else "Papan di loket")
    assert gaps(unit, "A2") == ["Tuliskan keterangan foto “foto-2.jpg”, “foto-3.jpg”."]


def test_gaps_photo_needs_the_answer_about_people(cast, unit):
    scenes.answer(unit, cast.operator, "A2", "ada")
    for seed in (1, 2, 3):
        scenes.attach(unit, cast.operator, "A2", scenes.photo(seed), people="" if seed > 1 else "setuju")
    assert gaps(unit, "A2") == ["Jawab apakah ada orang dalam foto “foto-2.jpg”, “foto-3.jpg”."]


def test_gaps_people_are_not_asked_of_a_photographed_paper(cast, unit):
    scenes.answer(unit, cast.operator, "C1", "ada")
    scenes.attach(unit, cast.operator, "C1", scenes.photo(7), kind="document", people="")
    assert gaps(unit, "C1") == []


def test_gaps_same_picture_under_another_purpose_and_metadata_counts_once(cast, unit):
    for code in ("A1", "A2"):
        scenes.answer(unit, cast.operator, code, "ada")
    one = scenes.attach(unit, cast.operator, "A1", scenes.photo(1)).file
    other = scenes.attach(unit, cast.operator, "A2", scenes.photo(2)).file
    for file in (one, other):
        StoredFile.objects.filter(pk=file.pk).update(stored_sha256="a" * 64, stored_name=f"x{file.pk}")
    assert [scenes.item(unit, code).shelves[0].counted for code in ("A1", "A2")] == [1, 0]


def test_gaps_broken_file_is_named_and_does_not_count(cast, unit):
    scenes.answer(unit, cast.operator, "A2", "ada")
    for seed in (1, 2, 3):
        broken = scenes.attach(unit, cast.operator, "A2", scenes.photo(seed)).file
    StoredFile.objects.filter(pk=broken.pk).update(status=StoredFile.Status.BROKEN)
    assert gaps(unit, "A2") == [
        "Unggah minimal 3 foto untuk “Foto sarana”. Baru ada 2.",
        "Berkas “foto-3.jpg” rusak setelah diterima. Ganti dengan berkas yang utuh.",
    ]


def test_gaps_honest_no_is_always_whole(cast, unit):
    scenes.fill(unit, cast.operator)
    assert rules.gaps(scenes.fresh(unit)) == []


def test_gaps_after_return_only_open_ones_and_the_reply(cast):
    unit = scenes.returned(cast, "A1", "C1")
    assert [str(gap) for gap in rules.gaps(unit)] == [
        "A1: Jawab catatan verifikator: sudah diperbaiki, atau mengapa tidak.",
        "C1: Jawab catatan verifikator: sudah diperbaiki, atau mengapa tidak.",
    ]
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Sudah kami periksa kembali.")
    assert [gap.code for gap in rules.gaps(scenes.fresh(unit))] == ["C1"]
