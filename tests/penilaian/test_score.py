"""An assessor's own sheet: what may be scored, when a reason is due, and that finished means finished."""

import pytest
from django.db import DatabaseError, transaction

from assessments.cycle.models import Participation
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import queries, rules, workflow
from assessments.penilaian.models import Assignment, Score
from indicators.models import Level
from tests import factories
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import AuditEntry, Posting, Role


def give(assignment: Assignment, code: str, name: str, why: str = "", by=None) -> Score:
    indicator = scenes.indicators(assignment.participation)[code]
    return workflow.score(
        assignment=assignment,
        indicator_id=indicator.pk,
        level=scenes.level(indicator, name),
        justification=why,
        by=by or assignment.assessor,
    )


def refused(*args, **kwargs) -> list[str]:
    with pytest.raises(MoveRefused) as caught:
        give(*args, **kwargs)
    return caught.value.sentences


def test_score_the_verified_level_needs_no_reason(cast: Cast):
    first, _ = scenes.assigned(cast)
    made = give(first, "A1", "ada")
    assert (made.level.code, made.justification, made.is_current) == ("ada", "", True)


def test_score_another_level_needs_a_reason(cast: Cast):
    first, _ = scenes.assigned(cast)
    assert refused(first, "A1", "proses") == [
        "Tingkat pilihan Anda berbeda dengan hasil verifikasi (“Ada”). Tuliskan alasannya."
    ]
    assert give(first, "A1", "proses", "Toilet terkunci pada semua foto.").level.code == "proses"


def test_score_the_lowest_level_needs_a_reason_even_when_verified(cast: Cast):
    first, _ = scenes.assigned(cast, verified={"A2": "tidak"})
    assert refused(first, "A2", "tidak", "   ") == ["Tuliskan alasan Anda memberi tingkat terendah, “Tidak”."]


def test_score_a_not_applicable_indicator(cast: Cast):
    first, _ = scenes.assigned(cast, na=["B1"])
    assert refused(first, "B1", "ada") == ["B1 tidak berlaku bagi unit ini, sehingga tidak dinilai."]


def test_score_a_level_of_another_indicator(cast: Cast):
    first, _ = scenes.assigned(cast)
    found = scenes.indicators(first.participation)
    with pytest.raises(MoveRefused) as caught:
        workflow.score(
            assignment=first,
            indicator_id=found["A1"].pk,
            level=scenes.level(found["A2"], "ada"),
            justification="",
            by=cast.assessor,
        )
    assert caught.value.sentences == ["Pilih salah satu tingkat dari rubrik indikator ini."]


def test_score_an_indicator_of_another_kind_of_unit(cast: Cast):
    first, _ = scenes.assigned(cast, cast.kanim)
    prison_only = scenes.indicators(cast.participation(work_unit=cast.unit))["B1"]
    with pytest.raises(MoveRefused) as caught:
        workflow.score(
            assignment=first,
            indicator_id=prison_only.pk,
            level=scenes.level(prison_only, "ada"),
            justification="",
            by=cast.assessor,
        )
    assert caught.value.sentences == ["Indikator ini tidak termasuk lembar unit tersebut."]


def test_score_on_the_sheet_of_somebody_else(cast: Cast):
    first, _ = scenes.assigned(cast)
    expected = ["Lembar ini hanya dapat diisi oleh penilai yang ditugaskan."]
    for stranger in (cast.second_assessor, cast.lead, cast.admin, cast.operator):
        assert refused(first, "A1", "ada", by=stranger) == expected


def test_score_after_the_role_has_ended(cast: Cast):
    first, _ = scenes.assigned(cast)
    Posting.objects.filter(user=cast.assessor).update(valid_until=cast.cycle.first_day)
    assert refused(first, "A1", "ada", by=scenes.anew(cast.assessor)) == [
        "Lembar ini hanya dapat diisi oleh penilai yang ditugaskan."
    ]


def test_score_after_being_posted_to_the_unit(cast: Cast):
    first, _ = scenes.assigned(cast)
    Posting.objects.create(user=cast.assessor, role=Role.HEAD, work_unit=cast.unit)
    assert refused(first, "A1", "ada")[0].startswith("Anda bertugas di unit ini pada tahun ")


def test_score_after_the_window_has_closed(cast: Cast):
    first, _ = scenes.assigned(cast)
    factories.close_window(first.participation, Stage.PENILAIAN)
    assert refused(first, "A1", "ada")[0].startswith("Tahap Penilaian sudah ditutup ")


def test_score_again_keeps_the_history(cast: Cast):
    first, _ = scenes.assigned(cast)
    give(first, "A1", "ada")
    give(first, "A1", "proses", "Setelah dilihat lagi.")
    rows = list(Score.objects.order_by("pk").values_list("level__code", "is_current"))
    assert rows == [("ada", False), ("proses", True)]


def test_score_the_same_twice_has_one_effect(cast: Cast):
    first, _ = scenes.assigned(cast)
    assert give(first, "A1", "ada").pk == give(first, "A1", "ada").pk
    assert (Score.objects.count(), AuditEntry.objects.filter(action="nilai").count()) == (1, 1)


# --- finished ---------------------------------------------------------------------------------------------------------
def test_finalise_with_gaps_names_them(cast: Cast):
    first, _ = scenes.assigned(cast, na=["B1"])
    give(first, "A1", "ada")
    with pytest.raises(MoveRefused) as caught:
        workflow.finalise(assignment=first, by=cast.assessor)
    assert caught.value.sentences == ["Masih ada 2 indikator yang belum dinilai: A2, C1."]


def test_finalise_locks_the_sheet(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.complete(first)
    first.refresh_from_db()
    assert first.is_final
    assert refused(first, "A1", "proses", "Berubah pikiran.") == [rules.DONE]
    with pytest.raises(MoveRefused) as caught:
        workflow.finalise(assignment=first, by=cast.assessor)
    assert caught.value.sentences == [rules.DONE]


def test_finalise_by_another_assessor(cast: Cast):
    first, _ = scenes.assigned(cast)
    with pytest.raises(MoveRefused) as caught:
        workflow.finalise(assignment=first, by=cast.second_assessor)
    assert caught.value.sentences[0] == "Lembar ini hanya dapat diisi oleh penilai yang ditugaskan."


def test_the_lead_is_told_once_when_all_are_done(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    first, second = scenes.assigned(cast)
    with django_capture_on_commit_callbacks(execute=True):
        scenes.complete(first)
    assert mailoutbox == []
    with django_capture_on_commit_callbacks(execute=True):
        scenes.complete(second)
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([cast.lead.email], "Semua penilai selesai: Lapas Kapuas")
    ]
    step = first.participation.timeline.first()
    assert (step.actor, step.text) == (None, "Semua penilai selesai, menunggu penetapan nilai")


@pytest.mark.parametrize("spoil", ["insert", "rewrite", "delete", "foreign"])
def test_the_database_guards_scores_itself(cast: Cast, spoil):
    first, _ = scenes.assigned(cast)
    found = scenes.indicators(first.participation)
    row = give(first, "A1", "ada")
    other = scenes.level(found["A1"], "tidak")
    with pytest.raises(DatabaseError), transaction.atomic():
        if spoil == "insert":
            scenes.complete(first)
            Score.objects.create(assignment=first, indicator=found["A1"], level=other, is_current=False)
        elif spoil == "rewrite":
            Score.objects.filter(pk=row.pk).update(level=other)
        elif spoil == "delete":
            row.delete()
        else:
            foreign: Level = scenes.level(found["A2"], "ada")
            Score.objects.create(assignment=first, indicator=found["A1"], level=foreign, is_current=False)


def test_sheet_adds_up_as_it_grows(cast: Cast):
    first, _ = scenes.assigned(cast, na=["B1"])
    give(first, "A1", "ada")
    sheet = queries.sheet(first)
    # A counts half (B is not applicable), and A1 is half of A.
    assert (str(sheet.outcome.total), sheet.scored_count, len(sheet.to_score)) == ("25.00", 1, 3)
    assert [item.indicator.code for item in sheet.missing] == ["A2", "C1"]


def test_sheet_costs_the_same_for_any_number_of_scores(cast: Cast, django_assert_num_queries):
    first, second = scenes.assigned(cast)
    scenes.complete(second)
    for assignment in (first, second):
        fresh = queries.assignments_of(assignment.assessor).get(pk=assignment.pk)
        with django_assert_num_queries(6):
            assert queries.sheet(fresh).outcome


def test_scoring_leaves_the_state_alone(cast: Cast):
    first, second = scenes.assigned(cast)
    scenes.complete(first)
    scenes.complete(second)
    assert Participation.objects.get(pk=first.participation_id).state == State.IN_SCORING
