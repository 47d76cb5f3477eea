"""Assigning assessors: who may, whom, and how many."""

import pytest
from django.utils import timezone

from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import queries, rules, workflow
from assessments.penilaian.models import Assignment
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import AuditEntry, InboxMessage, Posting, Role


def test_lead_assigns_two_assessors(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    participation = scenes.passed(cast)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.assign(participation=participation, assessors=[cast.assessor, cast.second_assessor], by=cast.lead)
    participation.refresh_from_db()
    assert participation.state == State.IN_SCORING
    assert set(Assignment.objects.values_list("assessor", flat=True)) == {cast.assessor.pk, cast.second_assessor.pk}
    step = participation.timeline.get()
    assert (step.actor, step.text) == (cast.lead, "2 penilai ditugaskan")
    assert AuditEntry.objects.filter(action="tugaskan", actor=cast.lead).count() == 1
    assert {mail.to[0] for mail in mailoutbox} == {cast.assessor.email, cast.second_assessor.email}
    assert {m.subject for m in InboxMessage.objects.all()} == {"Anda ditugaskan menilai Lapas Kapuas"}


@pytest.mark.parametrize("who", ["admin", "verifier", "assessor", "leadership", "observer", "operator", "coordinator"])
def test_nobody_but_the_lead_assigns(cast: Cast, who):
    participation = scenes.passed(cast)
    sentences = rules.assign(participation, getattr(cast, who), [cast.assessor, cast.second_assessor])
    assert sentences[0] == "Tugaskan penilai dilakukan oleh ketua tim penilai."


def refused(cast: Cast, *assessors) -> list[str]:
    with pytest.raises(MoveRefused) as caught:
        workflow.assign(participation=scenes.passed(cast), assessors=assessors, by=cast.lead)
    assert not Assignment.objects.exists()
    return caught.value.sentences


def test_assign_one_too_few(cast: Cast):
    assert refused(cast, cast.assessor) == ["Pilih tepat 2 penilai. Sekarang terpilih 1."]


def test_assign_one_too_many(cast: Cast):
    people = cast.assessor, cast.second_assessor, cast.third_assessor
    assert refused(cast, *people) == ["Pilih tepat 2 penilai. Sekarang terpilih 3."]


def test_assign_the_same_person_twice(cast: Cast):
    assert "Pilih penilai yang berbeda-beda." in refused(cast, cast.assessor, cast.assessor)


def test_assign_somebody_who_is_no_assessor(cast: Cast):
    assert refused(cast, cast.assessor, cast.observer) == ["Oka Pemantau tidak sedang bertugas sebagai penilai."]


def test_assign_somebody_outside_the_team(cast: Cast):
    stranger = factories.posted(Role.ASSESSOR, None, "Arif Penilai")
    assert refused(cast, cast.assessor, stranger) == [
        f"Arif Penilai bukan anggota tim penilai siklus {cast.cycle.year}."
    ]


def test_assign_a_member_who_has_left(cast: Cast):
    scenes.member(cast, cast.second_assessor, left_at=timezone.now(), left_reason="Pindah tugas.")
    assert refused(cast, cast.assessor, cast.second_assessor) == [
        f"Anton Penilai bukan anggota tim penilai siklus {cast.cycle.year}."
    ]


def test_assign_a_member_who_is_away_today(cast: Cast):
    today = dates.today()
    scenes.member(cast, cast.second_assessor, away_from=today, away_until=today)
    assert refused(cast, cast.assessor, cast.second_assessor) == [
        f"Anton Penilai berhalangan sampai {dates.long_date(today)}."
    ]


def test_assign_beyond_the_quota(cast: Cast):
    scenes.member(cast, cast.assessor, quota=1)
    scenes.assigned(cast, cast.neighbour)
    with pytest.raises(MoveRefused) as caught:
        workflow.assign(
            participation=scenes.passed(cast), assessors=[cast.assessor, cast.second_assessor], by=cast.lead
        )
    assert caught.value.sentences == ["Asih Penilai sudah mendapat 1 unit, sesuai kuotanya."]


def test_candidates_come_best_first_and_the_barred_last(cast: Cast, django_assert_num_queries):
    scenes.assigned(cast, cast.neighbour)
    Posting.objects.create(user=cast.second_assessor, role=Role.HEAD, work_unit=cast.unit)
    participation = scenes.passed(cast)
    with django_assert_num_queries(9):
        found = queries.candidates(participation)
    assert [(one.user.name, one.load, one.is_able) for one in found] == [
        ("Amir Penilai", 0, True),
        ("Asih Penilai", 1, True),
        ("Anton Penilai", 1, False),
    ]


def test_candidates_of_another_institution_come_first(cast: Cast, django_assert_num_queries):
    first, _ = scenes.assigned(cast)
    scenes.member(cast, cast.third_assessor, "ombudsman  ri")
    fourth = factories.posted(Role.ASSESSOR, None, "Zaki Penilai")
    scenes.member(cast, fourth, "Lembaga Lain", quota=1)
    scenes.assigned(cast, cast.foreign_unit)
    # One more than for a unit that nobody has: the institutions of those who have it.
    with django_assert_num_queries(10):
        found = queries.candidates(first.participation)
    assert [one.user.name for one in found if one.is_able] == [
        "Zaki Penilai",
        "Amir Penilai",
    ]


def test_assign_draws_a_lot_for_each_queue(cast: Cast):
    units = [cast.unit, cast.neighbour, cast.kanim, cast.foreign_unit]
    lots = {assignment.lot for unit in units for assignment in scenes.assigned(cast, unit)}
    assert len(lots) == 8


def test_assign_the_verifier_of_the_unit(cast: Cast):
    Posting.objects.create(user=cast.verifier, role=Role.ASSESSOR)
    scenes.member(cast, cast.verifier)
    assert refused(cast, cast.assessor, cast.verifier) == [
        "Vera Verifikator ikut memeriksa unit ini pada tahap verifikasi, sehingga tidak dapat menilainya."
    ]


def test_assign_somebody_who_belonged_to_the_unit_this_year(cast: Cast):
    year = cast.cycle.year
    Posting.objects.create(
        user=cast.assessor,
        role=Role.HEAD,
        work_unit=cast.unit,
        valid_from=cast.cycle.first_day,
        valid_until=cast.cycle.first_day,
    )
    assert refused(cast, cast.assessor, cast.second_assessor) == [
        f"Asih Penilai bertugas di unit ini pada tahun {year}, sehingga tidak dapat menilainya."
    ]


def test_assign_somebody_of_the_coordinating_kanwil(cast: Cast):
    Posting.objects.create(user=cast.assessor, role=Role.COORDINATOR, work_unit=cast.kanwil)
    assert len(refused(cast, cast.assessor, cast.second_assessor)) == 1


def test_assign_oneself(cast: Cast):
    Posting.objects.create(user=cast.lead, role=Role.ASSESSOR)
    assert refused(cast, cast.assessor, cast.lead) == [
        "Anda tidak dapat menugaskan diri sendiri, karena Anda yang akan menetapkan nilainya."
    ]


def test_assign_after_the_window_has_closed(cast: Cast):
    participation = scenes.passed(cast)
    factories.close_window(participation, Stage.PENILAIAN)
    sentences = rules.assign(participation, cast.lead, [cast.assessor, cast.second_assessor])
    assert sentences[0].startswith("Tahap Penilaian sudah ditutup ")


def test_assign_twice_has_one_effect(cast: Cast):
    first, _ = scenes.assigned(cast)
    with pytest.raises(MoveRefused) as caught:
        workflow.assign(participation=first.participation, assessors=[cast.assessor, cast.third_assessor], by=cast.lead)
    assert "Sekarang statusnya “Sedang dinilai”." in caught.value.sentences[0]
    assert Assignment.objects.count() == 2


def test_conflicts_cost_the_same_for_any_number(cast: Cast, django_assert_num_queries):
    participation = scenes.passed(cast)
    for people in ([cast.assessor], [cast.assessor, cast.second_assessor, cast.third_assessor]):
        with django_assert_num_queries(5):
            rules.conflicts(participation, people)
