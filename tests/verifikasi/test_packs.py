"""Offline packs: what goes where, what is judged and what is refused."""

import datetime as dt
import zipfile

import pytest
import time_machine
from django.test import TestCase
from django.utils import timezone

from assessments.cycle.queries import window_for
from assessments.cycle.states import Stage
from assessments.cycle.workflow import MoveRefused
from assessments.files import resumable
from assessments.files.models import StoredFile, Upload, UploadPart
from assessments.verifikasi import packing, workflow
from assessments.verifikasi.models import Answer, Evidence, PackRow
from assessments.verifikasi.workflow import distributing, opening
from tests import factories, hostile_zips, samples
from tests.verifikasi import packs, scenes
from tests.verifikasi.tus import stored
from units.models import InboxMessage

pytestmark = pytest.mark.django_db
# A worker has a connection of its own.
committed = pytest.mark.django_db(transaction=True)
PHOTO, OTHER = packs.PHOTO, samples.photo(seed=2, size=(320, 240))
PDF = samples.scanned_pdf(text="SK")
NO = {packing.LEVEL: "Tidak", packing.NOTE: scenes.REASON}


@pytest.fixture
def unit(cast):
    return scenes.declared(cast)


# --- what goes where -----------------------------------------------------------------------------------------------------
def test_downloaded_pack_comes_back_untouched_and_changes_nothing(cast, unit):
    scenes.answer(unit, cast.operator, "A2", "tidak", note=scenes.REASON)
    before = list(Answer.objects.values())
    pack = packs.sent(unit, cast.operator, packs.zipped(packs.downloaded(unit)))
    assert (pack.status, pack.sentence, pack.rows.count()) == ("done", "", 0)
    assert pack.passed_over > 4
    assert list(Answer.objects.values()) == before
    assert not Evidence.objects.exists()


def test_files_and_answers_go_to_their_places(cast, unit):
    photos, papers = packs.shelf(unit, "A1", "ada", "photo"), packs.shelf(unit, "A1", "ada", "document")
    pack = packs.sent(
        unit,
        cast.operator,
        packs.filled(
            unit,
            {f"{photos}/ramp.jpg": PHOTO, f"{papers}/sk.pdf": PDF},
            {"A1": {packing.LEVEL: "Ada"}, "A2": NO | {packing.PLAN: "31/12/2026"}},
            [["A1", "RAMP.jpg", "Ramp depan", "Tidak ada orang yang dapat dikenali", ""]],
        ),
    )
    assert (pack.status, set(packs.states(pack).values())) == ("done", {"taken"})
    assert scenes.item(unit, "A1").claim == "Ada"
    other = scenes.item(unit, "A2").answer
    assert (other.level.code, other.note, other.plan_date) == ("tidak", scenes.REASON, dt.date(2026, 12, 31))
    by_kind = {e.file.kind: e for e in Evidence.objects.select_related("requirement", "file")}
    assert (by_kind["photo"].description, by_kind["photo"].people) == ("Ramp depan", "tidak_ada")
    assert by_kind["photo"].requirement == scenes.requirement(unit, "A1", "photo")
    assert by_kind["pdf"].requirement == scenes.requirement(unit, "A1", "document")
    assert (Upload.objects.count(), UploadPart.objects.count(), pack.upload) == (0, 0, None)
    assert len(pack.sha256) == 64


def test_outer_folder_noise_backslashes_and_case_do_no_harm(cast, unit):
    folder = packing.folder_of(scenes.item(unit, "C1").indicator).upper()
    made = {
        "LEMBAR-ISIAN.XLSX": packs.book(unit, {"C1": {packing.LEVEL: "ADA "}}),
        f"{folder}/{packs.shelf(unit, 'C1', 'ada', 'document').rpartition('/')[2] or '.'}/sk.PDF": PDF,
        "__MACOSX/._lembar-isian.xlsx": b"x",
        f"{folder}/.DS_Store": b"x",
        f"{folder}/Thumbs.db": b"x",
    }
    data = packs.zipped(made, root="Paket Saya/paket-luring-lapas/")
    pack = packs.sent(unit, cast.operator, data.replace(b"Saya/paket", b"Saya\\paket"))
    assert (pack.status, pack.sentence) == ("done", "")
    assert set(packs.states(pack).values()) == {"taken"}, packs.told(pack)
    assert Evidence.objects.get().file.name == "sk.PDF"
    assert pack.passed_over == 3


def test_what_fits_nowhere_is_told_with_what_to_do(cast, unit):
    folder = packing.folder_of(scenes.item(unit, "A1").indicator)
    pack = packs.sent(
        unit,
        cast.operator,
        packs.filled(
            unit,
            {
                "foto.jpg": PHOTO,
                "Z9 lain/foto.jpg": OTHER,
                f"{folder}/9 lain/a.jpg": PHOTO,
                f"{folder}/loose.jpg": OTHER,
            },
            {"A9": NO, "A2": {packing.LEVEL: "Sempurna"}, "C1": {packing.LEVEL: "Ada", packing.ABSENT: "Ya"}},
            [["A1", "hilang.jpg", "Ramp", "", ""], ["X1", "a.jpg", "", "", ""], ["A1", "", "Ramp", "", ""]],
        ),
    )
    told = packs.told(pack)
    assert {status for _, status, _ in told} == {"problem"}
    text = "\n".join(sentence for _, _, sentence in told)
    for words in (
        "di luar folder indikator",
        "“Z9 lain” tidak berawal dengan kode",
        "“9 lain” tidak dikenal",
        "Pindahkan berkas ini ke sub-folder",
        "“A9” bukan kode indikator",
        "Tingkat “Sempurna” tidak dikenal. Pilih “Ada”",
        "jangan keduanya",
        "“hilang.jpg” tidak ada di folder A1",
        "“X1” bukan kode",
        "Nama berkas kosong",
    ):
        assert words in text, words
    assert len(told) == 10
    assert not Evidence.objects.exists()


def test_loose_file_goes_where_the_claimed_level_asks_for_its_kind(cast, unit):
    folder = packing.folder_of(scenes.item(unit, "A1").indicator)
    loose = {f"{folder}/a.jpg": PHOTO, f"{folder}/b.pdf": PDF}
    pack = packs.sent(unit, cast.operator, packs.filled(unit, loose, {"A1": {packing.LEVEL: "Ada"}}))
    assert set(packs.states(pack).values()) == {"taken"}
    assert {e.requirement.kind for e in Evidence.objects.select_related("requirement")} == {"photo", "document"}


# --- judged as on the page -------------------------------------------------------------------------------------------------
def test_each_file_is_judged_by_itself_by_the_receipt(cast, unit, settings):
    settings.INDICATOR_MAX_FILES = 2
    photos = packs.shelf(unit, "A1", "ada", "photo")
    inside = {"1.jpg": PHOTO, "2.jpg": PHOTO[:500], "3.jpg": b"", "4.jpg": b"MZ" + PHOTO, "5.jpg": PDF, "6.jpg": PHOTO}
    inside |= {"7.jpg": OTHER, "8.jpg": samples.photo(seed=3, size=(320, 240))}
    pack = packs.sent(
        unit, cast.operator, packs.filled(unit, {f"{photos}/{name}": data for name, data in inside.items()})
    )
    states = {place.rsplit("/", 1)[1]: status for place, status in packs.states(pack).items()}
    assert states == {
        "1.jpg": "taken",
        "2.jpg": "problem",
        "3.jpg": "problem",
        "4.jpg": "problem",
        "5.jpg": "problem",
        "6.jpg": "same",
        "7.jpg": "taken",
        "8.jpg": "problem",
    }
    sentences = {place.rsplit("/", 1)[1]: sentence for place, _, sentence in packs.told(pack)}
    assert "rusak atau terpotong" in sentences["2.jpg"]
    assert "kosong (0 bita)" in sentences["3.jpg"]
    assert "program komputer" in sentences["4.jpg"]
    assert "di sini diperlukan foto" in sentences["5.jpg"]
    assert "paling banyak 2" in sentences["8.jpg"]
    assert Evidence.objects.count() == 2


def test_quota_counts_the_files_and_not_the_pack_itself(cast, unit, settings):
    photos = packs.shelf(unit, "A1", "ada", "photo")
    data = packs.filled(unit, {f"{photos}/1.jpg": PHOTO, f"{photos}/2.jpg": OTHER})
    settings.UNIT_MAX_BYTES = len(PHOTO) + len(OTHER) - 1
    with pytest.raises(resumable.NotTaken, match="hampir habis"):
        packs.sent(unit, cast.operator, data)
    settings.UNIT_MAX_BYTES = len(data) + 10
    pack = packs.sent(unit, cast.operator, data)
    assert set(packs.states(pack).values()) == {"taken"}
    inside = {packing.SHEET: packs.book(unit), f"{photos}/3.jpg": samples.photo(seed=9, size=(900, 700))}
    third = packs.zipped(inside, method=zipfile.ZIP_STORED)
    settings.UNIT_MAX_BYTES = len(PHOTO) + len(OTHER) + len(third) + 10
    pack = packs.sent(unit, cast.operator, third)
    assert set(packs.states(pack).values()) == {"taken"}, packs.told(pack)


def test_closed_indicator_takes_nothing_of_a_pack_after_a_return(cast):
    unit = scenes.returned(cast, "A1")
    open_one, closed = packs.shelf(unit, "A1", "ada", "photo"), packs.shelf(unit, "A2", "ada", "photo")
    assert [path for path in packs.downloaded(unit) if "A2" in path] == []
    closed = closed or packing.folder_of(scenes.item(unit, "A2").indicator)
    pack = packs.sent(
        unit,
        cast.operator,
        packs.filled(unit, {f"{open_one}/1.jpg": PHOTO, f"{closed}/2.jpg": OTHER}, {"A2": {packing.LEVEL: "Ada"}}),
    )
    states = packs.told(pack)
    assert [status for _, status, _ in states] == ["problem", "taken", "problem"]
    assert all("tidak dikembalikan verifikator" in sentence for _, status, sentence in states if status == "problem")
    assert scenes.item(unit, "A2").claim == "Tidak"


def test_newer_answer_of_the_portal_is_not_overwritten(cast, unit):
    scenes.answer(unit, cast.operator, "A2", "ada", note="Yang baru")
    pack = packs.sent(unit, cast.operator, packs.filled(unit, answers={"A2": NO}))
    ((_, status, sentence),) = packs.told(pack)
    assert status == "problem"
    assert "isian yang lebih baru (Oni Operator" in sentence
    assert "Di portal: Tingkat pemenuhan: Ada" in sentence
    assert "Di paket: Tingkat pemenuhan: Tidak" in sentence
    assert scenes.item(unit, "A2").claim == "Ada"


def test_answer_that_stood_in_the_sheet_may_be_changed_and_empty_cells_change_nothing(cast, unit):
    scenes.answer(unit, cast.operator, "A2", "ada", note="Lama")
    before = {"A2": packing.stored(scenes.item(unit, "A2").answer)}
    pack = packs.sent(unit, cast.operator, packs.filled(unit, answers={"A2": {packing.LEVEL: "Tidak"}}, before=before))
    assert set(packs.states(pack).values()) == {"taken"}
    answer = scenes.item(unit, "A2").answer
    assert (answer.level.code, answer.note) == ("tidak", "Lama")
    # The same sheet corrected once more: what a pack wrote, a pack may correct; what the page wrote, it may not.
    again = {"A2": {packing.LEVEL: "Tidak", packing.NOTE: "Lebih jelas"}}
    pack = packs.sent(unit, cast.operator, packs.filled(unit, answers=again, before=before))
    assert set(packs.states(pack).values()) == {"taken"}
    scenes.answer(unit, cast.operator, "A2", "ada", note="Dari halaman")
    pack = packs.sent(unit, cast.operator, packs.filled(unit, answers=again | {}, before=before))
    assert set(packs.states(pack).values()) == {"problem"}
    assert scenes.item(unit, "A2").answer.note == "Dari halaman"


def test_not_applicable_is_told_in_its_column(cast, unit):
    answers = {"A2": {packing.ABSENT: "ya", packing.NOTE: "Gedung satu lantai."}}
    packs.sent(unit, cast.operator, packs.filled(unit, answers=answers))
    assert scenes.item(unit, "A2").claim == "Tidak berlaku"


# --- whose pack, and when --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "bukan lembar-isian.xlsx dari portal"),
        ("PL-2019-{pk}", "untuk siklus 2019"),
        ("PL-{year}-999999", "untuk unit lain"),
    ],
)
def test_pack_of_another_unit_or_cycle_is_refused(cast, unit, key, words):
    key = key.format(pk=unit.pk, year=unit.cycle.year)
    photos = packs.shelf(unit, "A1", "ada", "photo")
    pack = packs.sent(unit, cast.operator, packs.filled(unit, {f"{photos}/1.jpg": PHOTO}, {"A2": NO}, key=key))
    assert pack.status == "refused"
    assert words in pack.sentence
    assert (pack.rows.count(), StoredFile.objects.count(), Answer.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("name", ["", "satu.xlsx dua.xlsx"])
def test_pack_without_one_sheet_is_refused(cast, unit, name):
    inside = {each: packs.book(unit) for each in name.split()} | {"A1/foto.jpg": PHOTO}
    pack = packs.sent(unit, cast.operator, packs.zipped(inside))
    assert pack.status == "refused"
    assert "lembar-isian.xlsx" in pack.sentence


def test_hostile_sheet_is_refused_before_anything_is_stored(cast, unit):
    pack = packs.sent(unit, cast.operator, packs.zipped({packing.SHEET: b"PK\3\4nonsense", "A1/foto.jpg": PHOTO}))
    assert pack.status == "refused"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("at", range(0, len(hostile_zips.hostile_zips()), 6))
def test_hostile_zip_is_refused_before_anything_is_stored(cast, unit, at, monkeypatch, private_files):
    monkeypatch.setattr(opening, "limits", lambda: hostile_zips.LIMITS)
    name, data, _ = hostile_zips.hostile_zips()[at]
    if not data:
        with pytest.raises(resumable.NotTaken, match="kosong"):
            packs.sent(unit, cast.operator, data)
        return
    pack = packs.sent(unit, cast.operator, data, f"{name}.zip")
    assert (pack.status, pack.rows.count()) == ("refused", 0)
    assert pack.sentence.startswith(f"Paket “{name}.zip”")
    assert (StoredFile.objects.count(), stored(private_files)) == (0, [])


def test_only_the_operator_of_an_open_sheet_sends_packs(cast, unit):
    data = packs.filled(unit)
    for person in (cast.head, cast.coordinator, cast.neighbour_operator, cast.verifier):
        with pytest.raises(MoveRefused, match="operator unit ini"):
            packs.sent(unit, person, data)
    factories.close_window(unit, Stage.VERIFIKASI)
    with pytest.raises(MoveRefused, match="sudah ditutup"):
        packs.sent(unit, cast.operator, data)


def test_too_large_pack_is_refused_before_its_first_byte(cast, unit, settings):
    settings.PACK_MAX_BYTES = 1000
    with pytest.raises(resumable.NotTaken, match="paling besar"):
        packs.sent(unit, cast.operator, packs.filled(unit))
    assert not Upload.objects.exists()


@committed
def test_pack_received_in_time_counts_though_it_is_opened_after_the_closing(cast, unit, work_off):
    photos = packs.shelf(unit, "A1", "ada", "photo")
    pack = packs.sent(unit, cast.operator, packs.filled(unit, {f"{photos}/1.jpg": PHOTO}, {"A2": NO}))
    assert pack.status == "waiting"
    closes = window_for(unit, Stage.VERIFIKASI).closes_at
    with time_machine.travel(closes + dt.timedelta(hours=5), tick=True):
        work_off()
    assert set(packs.states(pack).values()) == {"taken"}


@pytest.mark.parametrize(("late", "taken"), [(14, True), (16, False)])
def test_pack_begun_in_time_has_a_quarter_of_an_hour(cast, unit, late, taken):
    data = packs.filled(unit, answers={"A2": NO})
    closes = window_for(unit, Stage.VERIFIKASI).closes_at
    with time_machine.travel(closes - dt.timedelta(seconds=5), tick=False) as clock:
        told = workflow.AnnouncedPack(name="paket.zip", size=len(data))
        pack = workflow.begin_pack(participation=unit, announced=told, by=cast.operator)
        clock.move_to(closes + dt.timedelta(minutes=late))
        if taken:
            with TestCase.captureOnCommitCallbacks(execute=True):
                workflow.continue_pack(pack=pack, offset=0, data=data, by=cast.operator)
        else:
            with pytest.raises(MoveRefused, match="sudah ditutup"):
                workflow.continue_pack(pack=pack, offset=0, data=data, by=cast.operator)
    assert Answer.objects.filter(level__isnull=False).exists() is taken


@committed
def test_right_that_ends_while_the_pack_waits_ends_it(cast, unit, work_off):
    photos = packs.shelf(unit, "A1", "ada", "photo")
    pack = packs.sent(unit, cast.operator, packs.filled(unit, {f"{photos}/1.jpg": PHOTO}))
    posting = cast.operator.postings.get()
    posting.valid_until = timezone.now().date() - dt.timedelta(days=1)
    posting.save()
    work_off()
    pack.refresh_from_db()
    assert (pack.status, StoredFile.objects.count()) == ("stopped", 0)
    assert "operator unit ini" in pack.sentence


def test_right_that_ends_between_two_files_ends_the_rest(cast, unit, monkeypatch):
    photos = packs.shelf(unit, "A1", "ada", "photo")
    take = distributing.take_file

    def take_and_end(*args):
        done = take(*args)
        cast.operator.is_active = False
        cast.operator.save()
        return done

    monkeypatch.setattr(distributing, "take_file", take_and_end)
    pack = packs.sent(unit, cast.operator, packs.filled(unit, {f"{photos}/1.jpg": PHOTO, f"{photos}/2.jpg": OTHER}))
    assert (pack.status, sorted(packs.states(pack).values())) == ("stopped", ["taken", "waiting"])
    assert "tidak aktif" in pack.sentence


def test_sender_is_told_and_the_report_stays(cast, unit):
    pack = packs.sent(unit, cast.operator, packs.filled(unit, {"foto.jpg": PHOTO}, {"A2": NO}))
    message = InboxMessage.objects.filter(user=cast.operator).latest("pk")
    assert "Paket luring selesai dibuka" in message.subject
    assert "1 masuk, 0 sudah ada, 1 belum masuk" in message.body
    assert PackRow.objects.filter(pack=pack).count() == 2
