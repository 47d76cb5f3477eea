"""What is typed is never lost: kept while it is typed, shown beside what another window saved, counted only as a score."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.states import Stage
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import queries, rules, workflow
from assessments.penilaian.drafts import Typed
from assessments.penilaian.models import Assignment, Score, ScoreDraft
from assessments.verifikasi.models import Advice, Answer, FirstVoice, Remark, Submission
from tests import factories
from tests.cast import Cast
from tests.penilaian import scenes
from tests.penilaian.test_sheet_pages import signed_in, text
from units.models import AuditEntry

LATER = "Toilet terkunci pada semua foto."


def kept(assignment: Assignment, code: str, name: str | None, words: str = "", version: str = "", sure=None):
    indicator = scenes.indicators(assignment.participation)[code]
    typed = Typed(scenes.level(indicator, name) if name else None, words, sure)
    return workflow.keep(
        assignment=assignment, indicator_id=indicator.pk, typed=typed, version=version, by=assignment.assessor
    )


def address(assignment: Assignment, code: str, name: str = "penilaian_score") -> str:
    return reverse(name, args=[assignment.participation_id, scenes.indicators(assignment.participation)[code].pk])


def send(client: Client, assignment: Assignment, code: str, name: str, level: str, words: str = "", **more: str):
    indicator = scenes.indicators(assignment.participation)[code]
    data = {"level": scenes.level(indicator, level).pk if level else "", "justification": words, **more}
    return client.post(address(assignment, code, name), data)


# --- the verbs --------------------------------------------------------------------------------------------------------
def test_keep_takes_what_cannot_be_a_score_and_counts_nowhere(cast: Cast):
    first, _ = scenes.assigned(cast)
    kept(first, "A1", "tidak")
    kept(first, "A2", None, "Belum memutuskan.", sure=1)
    sheet = queries.sheet(first)
    assert (Score.objects.count(), ScoreDraft.objects.count()) == (0, 2)
    assert (str(sheet.outcome.total), sheet.scored_count) == ("0.00", 0)
    assert not AuditEntry.objects.filter(action="nilai").exists()


def test_keep_the_same_twice_is_one_draft_and_back_to_the_score_is_none(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.score(first, {"A1": "ada"}, "Baik.")
    version = queries.sheet(first).stored(queries.sheet(first).items[0]).version
    stored = kept(first, "A1", "proses", LATER, version)
    assert kept(first, "A1", "proses", LATER, version).version == stored.version
    assert kept(first, "A1", "ada", "Baik.", stored.version).draft is None
    assert not ScoreDraft.objects.exists()


def test_keep_from_a_second_window_is_refused_with_what_is_stored(cast: Cast):
    first, _ = scenes.assigned(cast)
    opened = kept(first, "A1", "ada").version
    kept(first, "A1", "proses", LATER, opened)
    with pytest.raises(workflow.ScoreChanged) as caught:
        kept(first, "A1", "tidak", "Lain.", opened)
    assert (caught.value.stored.typed.justification, ScoreDraft.objects.get().justification) == (LATER, LATER)


def test_keep_obeys_window_lock_and_not_applicable(cast: Cast):
    first, second = scenes.assigned(cast, na=["B1"])
    with pytest.raises(MoveRefused, match="tidak berlaku"):
        kept(first, "B1", "ada")
    scenes.complete(second)
    with pytest.raises(MoveRefused) as caught:
        kept(second, "A1", "proses")
    assert caught.value.sentences == [rules.DONE]
    factories.close_window(first.participation, Stage.PENILAIAN)
    with pytest.raises(MoveRefused):
        kept(first, "A1", "proses")
    assert not ScoreDraft.objects.exists()


def test_score_ends_the_draft(cast: Cast):
    first, _ = scenes.assigned(cast)
    kept(first, "A1", "proses", "Setengah kalimat")
    scenes.score(first, {"A1": "proses"}, LATER)
    assert not ScoreDraft.objects.exists()


def test_confidence_is_kept_with_the_score_and_a_change_of_it_is_a_new_row(cast: Cast):
    first, _ = scenes.assigned(cast)
    client = signed_in(cast.assessor)
    send(client, first, "A1", "penilaian_score", "ada", confidence="2")
    page = text(client.get(address(first, "A1")))
    version = page.split('name="version" value="')[1].split('"')[0]
    send(client, first, "A1", "penilaian_score", "ada", confidence="3", version=version)
    assert list(Score.objects.order_by("pk").values_list("confidence", "is_current")) == [(2, False), (3, True)]


def test_finalise_waits_for_words_that_are_no_score_yet(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.score(first, {item.indicator.code: "ada" for item in queries.sheet(first).to_score})
    stored = queries.sheet(first).stored(queries.sheet(first).items[0])
    kept(first, "A1", "tidak", LATER, stored.version)
    with pytest.raises(MoveRefused) as caught:
        workflow.finalise(assignment=first, by=cast.assessor)
    assert caught.value.sentences == [
        "Ada isian yang belum Anda simpan sebagai nilai: A1. Simpan atau buang isian itu."
    ]
    page = text(signed_in(cast.assessor).get(reverse("penilaian_sheet", args=[first.participation_id])))
    assert "ada isian yang belum disimpan sebagai nilai" in page
    signed_in(cast.assessor).post(address(first, "A1", "penilaian_discard"))
    assert workflow.finalise(assignment=first, by=cast.assessor).is_final


# --- one indicator -----------------------------------------------------------------------------------------------------
def test_autosave_answers_with_the_version_and_the_page_shows_the_words_again(cast: Cast):
    first, _ = scenes.assigned(cast)
    client = signed_in(cast.assessor)
    answer = send(client, first, "A1", "penilaian_autosave", "tidak", "Setengah kalimat")
    told = json.loads(answer.content)
    assert answer.status_code == 200
    assert "belum menjadi nilai" in told["sentence"]
    page = text(client.get(address(first, "A1")))
    assert "Setengah kalimat" in page
    assert f'value="{told["version"]}"' in page
    assert "Belum menjadi nilai" in page
    again = send(client, first, "A1", "penilaian_autosave", "ada", "Dari jendela lain", version="0:1.5")
    assert (again.status_code, json.loads(again.content)["again"]) == (409, False)
    long = send(client, first, "A1", "penilaian_autosave", "ada", "x" * 2001, version=told["version"])
    assert (long.status_code, json.loads(long.content)["again"]) == (409, True)


def test_second_window_sees_both_versions_and_then_decides(cast: Cast):
    first, _ = scenes.assigned(cast)
    client = signed_in(cast.assessor)
    send(client, first, "A1", "penilaian_score", "proses", "Kalimat pertama.")
    answer = send(client, first, "A1", "penilaian_score", "tidak", "Kalimat kedua.", version="0:")
    page = text(answer)
    assert answer.status_code == 409
    assert "Kalimat pertama." in page
    assert "Kalimat kedua." in page
    assert Score.objects.get().justification == "Kalimat pertama."
    version = page.split('name="version" value="')[1].split('"')[0]
    assert send(client, first, "A1", "penilaian_score", "tidak", "Kalimat kedua.", version=version).status_code == 302
    assert Score.objects.get(is_current=True).justification == "Kalimat kedua."


def test_the_same_from_a_second_window_is_no_conflict(cast: Cast):
    first, _ = scenes.assigned(cast)
    client = signed_in(cast.assessor)
    send(client, first, "A1", "penilaian_score", "proses", LATER)
    assert send(client, first, "A1", "penilaian_score", "proses", LATER, version="0:").status_code == 302
    assert Score.objects.count() == 1


def test_a_press_that_gives_no_score_keeps_the_words(cast: Cast):
    first, _ = scenes.assigned(cast)
    client = signed_in(cast.assessor)
    page = text(send(client, first, "A1", "penilaian_score", "", "Belum tahu tingkatnya."))
    assert "Pilih salah satu tingkat" in page
    assert 'href="#id_level"' in page
    assert "Belum tahu tingkatnya." in text(client.get(address(first, "A1")))


def test_closed_window_shows_what_was_typed_and_the_sentence(cast: Cast):
    first, _ = scenes.assigned(cast)
    kept(first, "A2", "proses", "Sudah terketik kemarin.")
    factories.close_window(first.participation, Stage.PENILAIAN)
    client = signed_in(cast.assessor)
    page = text(send(client, first, "A1", "penilaian_score", "tidak", LATER))
    assert "sudah ditutup" in page
    assert LATER in page
    assert "Sudah terketik kemarin." in text(client.get(address(first, "A2")))
    page = text(whole(client, first, {"A1": ("tidak", LATER)}))
    assert "sudah ditutup" in page
    assert LATER in page
    assert not Score.objects.exists()


# --- the whole sheet ---------------------------------------------------------------------------------------------------
def whole(client: Client, assignment: Assignment, rows: dict[str, tuple[str, str]], version: str = "0:", **more: str):
    found = scenes.indicators(assignment.participation)
    data = dict(more)
    for code, (name, words) in rows.items():
        prefix = f"n{found[code].pk}"
        data |= {
            f"{prefix}-level": str(scenes.level(found[code], name).pk) if name else "",
            f"{prefix}-justification": words,
            f"{prefix}-version": version,
        }
    return client.post(reverse("penilaian_whole", args=[assignment.participation_id]), data)


def test_whole_sheet_in_one_press(cast: Cast):
    first, _ = scenes.assigned(cast, na=["B1"])
    client = signed_in(cast.assessor)
    answer = whole(client, first, {"A1": ("ada", ""), "A2": ("proses", LATER), "C1": ("ada", "")}, ringkasan="1")
    assert answer["Location"] == reverse("penilaian_sheet", args=[first.participation_id])
    assert Score.objects.filter(is_current=True).count() == 3
    page = text(client.get(reverse("penilaian_sheet", args=[first.participation_id])))
    assert "Berbeda dengan hasil verifikasi (1)" in page
    assert "87,50" in page
    # Pressed again nothing is written.
    stored = queries.sheet(first)
    found = scenes.indicators(first.participation)
    for code, words in {"A1": "", "A2": LATER}.items():
        item = stored.item(found[code].pk)
        assert item is not None
        level = stored.scores[item.pk].level.code
        whole(client, first, {code: (level, words)}, stored.stored(item).version)
    assert Score.objects.count() == 3


def test_whole_sheet_saves_the_good_and_keeps_the_rest(cast: Cast):
    first, _ = scenes.assigned(cast)
    client = signed_in(cast.assessor)
    answer = whole(client, first, {"A1": ("ada", ""), "A2": ("tidak", ""), "C1": ("", "Ragu."), "B1": ("", "")})
    page = text(answer)
    assert [score.indicator.code for score in Score.objects.select_related("indicator")] == ["A1"]
    assert "A2: Tuliskan alasan Anda memberi tingkat terendah" in page
    assert "C1: Pilih salah satu tingkat" in page
    assert sorted(ScoreDraft.objects.values_list("indicator__code", flat=True)) == ["A2", "C1"]
    assert "Ragu." in text(client.get(reverse("penilaian_whole", args=[first.participation_id])))


def test_whole_sheet_from_a_second_window_loses_no_text(cast: Cast):
    first, _ = scenes.assigned(cast)
    client = signed_in(cast.assessor)
    send(client, first, "A1", "penilaian_score", "proses", "Kalimat pertama.")
    answer = whole(client, first, {"A1": ("tidak", "Kalimat kedua."), "C1": ("ada", "")})
    page = text(answer)
    assert answer.status_code == 409
    assert "Kalimat pertama." in page
    assert "Kalimat kedua." in page
    assert Score.objects.get(indicator__code="A1").justification == "Kalimat pertama."
    assert Score.objects.filter(indicator__code="C1").exists()


def test_way_is_remembered_in_the_session(cast: Cast):
    first, _ = scenes.assigned(cast)
    client, pk = signed_in(cast.assessor), first.participation_id
    indicator = scenes.indicators(first.participation)["A2"].pk
    sheet, way = reverse("penilaian_sheet", args=[pk]), reverse("penilaian_way", args=[pk])
    assert f"{reverse('penilaian_whole', args=[pk])}#i" not in text(client.get(sheet))
    answer = client.post(way, {"cara": "semua", "indikator": indicator})
    assert answer["Location"] == f"{reverse('penilaian_whole', args=[pk])}#i{indicator}"
    assert f"{reverse('penilaian_whole', args=[pk])}#i" in text(client.get(sheet))
    answer = client.post(way, {"cara": "satu", "indikator": indicator})
    assert answer["Location"] == reverse("penilaian_score", args=[pk, indicator])
    assert f"{reverse('penilaian_whole', args=[pk])}#i" not in text(client.get(sheet))


def test_whole_totals_look_ahead_without_writing(cast: Cast):
    first, _ = scenes.assigned(cast)
    found = scenes.indicators(first.participation)
    chosen = {f"n{found[code].pk}-level": scenes.level(found[code], "ada").pk for code in ("A1", "C1")}
    page = text(signed_in(cast.assessor).get(reverse("penilaian_whole_totals", args=[first.participation_id]), chosen))
    assert "50,00" in page
    assert "Bila 2 perubahan disimpan" in page
    assert not Score.objects.exists()


def test_queue_follows_the_lot(cast: Cast):
    rows = [scenes.assigned(cast, unit)[0] for unit in (cast.unit, cast.neighbour, cast.foreign_unit)]
    for row, lot in zip(rows, (30, 10, 20), strict=True):
        Assignment.objects.filter(pk=row.pk).update(lot=lot)
    assert [row.pk for row in queries.queue(cast.assessor)] == [rows[1].pk, rows[2].pk, rows[0].pk]


def advised(participation: Participation, cast: Cast, advice: str, remark: str, internal: str) -> None:
    """What the region recommends on A1, a remark to the unit and one among the verifiers."""
    answer = Answer.objects.get(participation=participation, indicator__code="A1")
    submission = Submission.objects.create(
        participation=participation, round=1, submitted_by=cast.operator, receipt_number="TT-1", snapshot={}
    )
    office = cast.coordinator
    voice = FirstVoice.objects.create(
        submission=submission, begun_by=office, finished_by=office, finished_at=timezone.now()
    )
    Advice.objects.create(voice=voice, answer=answer, recommendation="perbaiki", note=advice, advised_by=office)
    Remark.objects.create(answer=answer, round=1, text=remark, author=cast.verifier)
    Remark.objects.create(answer=answer, round=1, text=internal, author=cast.verifier, visibility="internal")


def test_advice_verdict_and_remarks_stand_beside_the_score(cast: Cast):
    first, _ = scenes.assigned(cast)
    advised(first.participation, cast, "Pegangan rambat kurang.", "Mohon foto dari pintu.", "Rahasia.")
    for name in ("penilaian_score", "penilaian_whole"):
        place = address(first, "A1") if name == "penilaian_score" else reverse(name, args=[first.participation_id])
        page = text(signed_in(cast.assessor).get(place))
        assert "Pegangan rambat kurang." in page
        assert "Mohon foto dari pintu." in page
        assert "Rahasia." not in page
