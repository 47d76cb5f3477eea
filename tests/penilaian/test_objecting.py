"""The unit objects within the window; persons without a part in the result answer; a second person decides."""

import datetime as dt

import pytest
from django.utils import timezone

from assessments.cycle.models import Approval, Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian.models import Decree, Moderation, Objection, ObjectionPoint
from assessments.penilaian.queries import objections as queries
from assessments.penilaian.rules import objecting as rules
from assessments.penilaian.workflow import answering, objecting
from tests.cast import Cast
from tests.penilaian import objecting as play
from tests.penilaian import scenes
from units.models import InboxMessage, Posting, Role, User

Standing = Objection.Standing


def refusal(verb, **arguments) -> list[str]:
    with pytest.raises(MoveRefused) as caught:
        verb(**arguments)
    return caught.value.sentences


def released_ago(participation: Participation, **ago: float) -> None:
    Decree.objects.filter(items__participation=participation).update(released_at=timezone.now() - dt.timedelta(**ago))


def save(participation: Participation, by: User, *codes: str, seen: str = "") -> Objection:
    return objecting.save(participation=participation, texts=play.texts(participation, *codes), seen=seen, by=by)


# --- writing and filing --------------------------------------------------------------------------------------------------
def test_draft_keeps_what_is_written_and_drops_what_is_emptied(cast: Cast):
    draft = play.drafted(cast)
    found = scenes.indicators(draft.participation)
    draft = objecting.save(
        participation=draft.participation,
        texts={found["A1"].pk: "Lain.", found["A2"].pk: ""},
        seen=objecting.stamp(draft),
        by=cast.head,
    )
    assert list(draft.points.values_list("indicator__code", "text")) == [("A1", "Lain.")]


def test_write_before_the_release(cast: Cast):
    settled = scenes.settled(cast, levels=play.LOW)
    assert refusal(save, participation=settled, by=cast.operator) == [
        "Keberatan dapat diajukan setelah hasil penilaian diumumkan."
    ]


def test_write_until_the_closing_instant_and_not_after(cast: Cast):
    participation = play.refused(cast)
    released_ago(participation, days=14, minutes=-1)
    draft = save(participation, cast.operator, "A1")
    released_ago(participation, days=14)
    (sentence,) = refusal(objecting.file, objection=draft, seen=objecting.stamp(draft), by=cast.operator)
    assert sentence.startswith("Masa keberatan sudah berakhir. Keberatan dapat diajukan sampai ")
    assert " WIB" in sentence


def test_closing_is_told_in_the_zone_of_the_unit_too(cast: Cast):
    participation = play.refused(cast)
    participation.work_unit.province.timezone = "Asia/Jayapura"
    released_ago(participation, days=15)
    term = queries.term_of(participation)
    (sentence,) = rules.closed(participation, play.current(participation), term)
    assert " WIB (" in sentence
    assert " WIT)" in sentence


def test_write_where_the_cycle_opens_no_objections(cast: Cast):
    participation = play.refused(cast)
    participation.cycle.objection_days = 0
    participation.cycle.save()
    assert refusal(save, participation=participation, by=cast.operator) == [
        f"Pada siklus {cast.cycle.year} keberatan tidak dibuka."
    ]


def test_write_after_the_predikat_was_revoked(cast: Cast):
    participation = scenes.released(cast)
    Participation.objects.filter(pk=participation.pk).update(state=State.REVOKED)
    assert refusal(save, participation=participation, by=cast.operator) == [
        "Predikat unit ini sudah dicabut, sehingga hasilnya tidak dapat diajukan keberatan."
    ]


@pytest.mark.parametrize("who", ["coordinator", "neighbour_operator", "assessor", "lead", "admin", "leadership"])
def test_nobody_else_writes_for_the_unit(cast: Cast, who):
    assert refusal(save, participation=play.refused(cast), by=getattr(cast, who)) == [
        "Keberatan diajukan oleh operator atau kepala unit ini."
    ]


def test_write_about_an_indicator_with_its_full_value(cast: Cast):
    participation = play.refused(cast)
    indicator = scenes.indicators(participation)["B1"]
    arguments = {"participation": participation, "texts": {indicator.pk: "Kurang."}, "seen": "", "by": cast.operator}
    assert refusal(objecting.save, **arguments) == [rules.FULL.format(code="B1")]


def test_write_over_a_newer_draft(cast: Cast):
    draft = play.drafted(cast)
    with pytest.raises(objecting.ObjectionChanged):
        save(draft.participation, cast.head, "A2")
    assert draft.points.count() == 2


def test_file_without_a_point_and_without_a_text(cast: Cast):
    participation = play.refused(cast)
    draft = objecting.save(participation=participation, texts={}, seen="", by=cast.operator)
    arguments = {"objection": draft, "by": cast.operator}
    assert refusal(objecting.file, seen=objecting.stamp(draft), **arguments) == [
        "Pilih paling sedikit satu indikator dan tuliskan alasannya."
    ]
    play.attached(draft, cast.operator)
    draft.refresh_from_db()
    assert refusal(objecting.file, seen=objecting.stamp(draft), **arguments) == [
        "A1: tuliskan mengapa nilainya menurut Anda belum tepat."
    ]


def test_file_is_the_heads_where_the_cycle_says_so(cast: Cast):
    draft = play.drafted(cast)
    cast.cycle.head_releases = True
    cast.cycle.save()
    assert refusal(objecting.file, objection=draft, seen=objecting.stamp(draft), by=cast.operator) == [
        "Pada siklus ini keberatan diajukan oleh kepala unit. Simpan drafnya, lalu minta kepala unit mengajukan."
    ]
    assert objecting.file(objection=draft, seen=objecting.stamp(draft), by=cast.head).standing == Standing.FILED


def test_filed_is_not_edited(cast: Cast):
    filed = play.filed(cast)
    assert refusal(save, participation=filed.participation, by=cast.operator, seen=objecting.stamp(filed)) == [
        "Keberatan sudah diajukan dan tidak dapat diubah. Tarik lebih dahulu bila ada yang perlu diperbaiki."
    ]
    assert refusal(play.attached, objection=filed, by=cast.operator)


def test_file_tells_the_lead_and_the_timeline(cast: Cast):
    filed = play.filed(cast)
    assert InboxMessage.objects.filter(user=cast.lead, key=f"objection-filed:{filed.pk}").exists()
    assert filed.participation.timeline.filter(text="Keberatan atas 2 indikator diajukan: A1, A2").exists()


def test_withdraw_frees_the_result_for_another_objection(cast: Cast):
    filed = play.filed(cast)
    objecting.withdraw(objection=filed, by=cast.head)
    again = save(filed.participation, cast.operator, "A1")
    assert again.pk != filed.pk


def test_withdraw_once_a_reviewer_is_named(cast: Cast):
    objection = play.reviewed(cast)
    assert refusal(objecting.withdraw, objection=objection, by=cast.operator) == [
        "Keberatan sudah mulai diperiksa, sehingga tidak dapat ditarik lagi."
    ]


def test_second_objection_to_the_same_result(cast: Cast):
    denied = play.decided(cast, {"A1": "", "A2": ""})
    assert refusal(save, participation=denied.participation, by=cast.operator) == [rules.ONCE]


def test_no_objection_to_what_came_of_one(cast: Cast):
    granted = play.decided(cast, {"A1": "", "A2": "ada"})
    assert granted.new_result
    assert refusal(save, participation=granted.participation, by=cast.operator) == [
        "Hasil ini sudah diubah karena keberatan dan bersifat akhir."
    ]


def test_files_are_few_and_kept_once(cast: Cast):
    draft = play.drafted(cast)
    assert play.attached(draft, cast.operator).pk == play.attached(draft, cast.operator).pk
    for seed in range(20, 24):
        play.attached(draft, cast.operator, seed=seed)
    (sentence,) = refusal(play.attached, objection=draft, by=cast.operator, seed=30)
    assert sentence.startswith("Berkas “ruang.jpg” belum tersimpan: satu indikator paling banyak 5 berkas.")


# --- who answers ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("assessor", "menilai unit ini, atau pernah ditugaskan menilainya"),
        ("verifier", "ikut memeriksa unit ini pada tahap verifikasi"),
        ("operator", f"bertugas di unit ini pada tahun {timezone.now().year}"),
    ],
)
def test_reviewer_with_a_part_in_the_result(cast: Cast, who, reason):
    objection = play.filed(cast)
    person = getattr(cast, who)
    Posting.objects.get_or_create(user=person, role=Role.ASSESSOR, work_unit=None)
    scenes.member(cast, person)
    (sentence,) = refusal(answering.assign, objection=objection, reviewer=person, by=cast.lead)
    assert sentence == f"Orang ini {reason}, sehingga tidak dapat memeriksa keberatannya. Pilih orang lain."


def test_reviewer_who_moderated_or_settled(cast: Cast):
    objection = play.filed(cast)
    indicator = scenes.indicators(objection.participation)["A1"]
    Moderation.objects.create(
        participation=objection.participation, indicator=indicator, moderated_by=cast.third_assessor, reason="Beda."
    )
    (sentence,) = refusal(answering.assign, objection=objection, reviewer=cast.third_assessor, by=cast.lead)
    assert "ikut menetapkan nilai unit ini" in sentence
    assert queries.involved(objection.participation, [cast.lead.pk]) == {cast.lead.pk: "menetapkan nilai unit ini"}


def test_reviewer_outside_the_team_and_the_lead_alone(cast: Cast):
    objection = play.filed(cast)
    (sentence,) = refusal(answering.assign, objection=objection, reviewer=cast.observer, by=cast.lead)
    assert "bukan anggota tim penilai siklus ini" in sentence
    assert refusal(answering.assign, objection=objection, reviewer=cast.third_assessor, by=cast.admin)[0] == (
        "Pemeriksa keberatan ditunjuk oleh ketua tim penilai."
    )


def test_reviewers_name_is_not_in_the_timeline(cast: Cast):
    objection = play.reviewed(cast)
    rows = objection.participation.timeline.values_list("text", "note", "actor__name")
    assert cast.third_assessor.name not in str(list(rows))


def test_answer_by_another_and_by_one_who_became_bound(cast: Cast):
    objection = play.reviewed(cast)
    assert rules.review(objection, cast.assessor) == ["Keberatan ini dijawab oleh pemeriksa yang ditunjuk ketua tim."]
    Posting.objects.create(user=cast.third_assessor, role=Role.HEAD, work_unit=cast.unit)
    (sentence,) = rules.review(objection, scenes.anew(cast.third_assessor))
    assert sentence.endswith("sehingga tidak dapat menjawab keberatannya. Beri tahu ketua tim.")


def test_answer_that_lowers_or_says_nothing(cast: Cast):
    objection = play.reviewed(cast)
    arguments = {"objection": objection, "note": "", "seen": objecting.stamp(objection), "by": cast.third_assessor}
    assert refusal(answering.answer, replies=play.replies(objection, {"A1": "tidak"}), **arguments) == [
        "A1: tingkat yang dikabulkan harus lebih tinggi daripada hasil sekarang (Proses)."
    ]
    assert refusal(answering.answer, replies=play.replies(objection, {"A1": ""}, " "), **arguments) == [
        "A1: tuliskan alasan jawaban. Alasan ini dibaca unit."
    ]
    assert not ObjectionPoint.objects.exclude(answer="").exists()


def test_answer_over_newer_answers(cast: Cast):
    objection = play.reviewed(cast)
    play.answered(cast, objection, {"A1": "ada"})
    with pytest.raises(objecting.ObjectionChanged):
        play.answered(cast, objection, {"A1": ""})


def test_propose_with_a_point_open(cast: Cast):
    saved = play.answered(cast, play.reviewed(cast), {"A1": "ada"})
    assert refusal(answering.propose, objection=saved, seen=objecting.stamp(saved), by=cast.third_assessor) == [
        "Masih ada butir yang belum dijawab: A2."
    ]


def test_propose_beside_another_proposal(cast: Cast):
    saved = play.answered(cast, play.reviewed(cast), {"A1": "ada", "A2": ""})
    Approval.objects.create(move="cabut", cycle=cast.cycle, participation=saved.participation, proposed_by=cast.admin)
    assert refusal(answering.propose, objection=saved, seen=objecting.stamp(saved), by=cast.third_assessor) == [
        "Ada usulan lain untuk unit ini yang menunggu keputusan. Tunggu sampai diputuskan."
    ]
