"""The region checks first and recommends; the verifier decides. What it says is advice, and never the unit's to read."""

import datetime as dt

import pytest
from django.urls import reverse

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.models import Advice, FirstVoice
from assessments.verifikasi.queries import voices
from tests import factories
from tests.cast import Cast
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body
from units.models import InboxMessage, Role

LIST = "/verifikasi/wilayah/"
LIST_QUERIES = 5


@pytest.fixture
def unit(cast):
    return scenes.submitted(cast)


def advise(unit, by, code="A1", recommendation="sesuai", note=""):
    return workflow.save_advice(
        participation=scenes.fresh(unit),
        indicator=scenes.item(unit, code).indicator,
        recommendation=recommendation,
        note=note,
        by=by,
    )


def advise_all(unit, by):
    for item in queries.sheet(scenes.fresh(unit)).items:
        advise(unit, by, item.indicator.code)


def subjects(user):
    return list(InboxMessage.objects.filter(user=user).order_by("pk").values_list("subject", flat=True))


# --- recommending ------------------------------------------------------------------------------------------------------
def test_advice_is_rewritten_until_finished_and_moves_nothing(cast, unit):
    advise(unit, cast.coordinator, recommendation="perbaiki", note="Fotonya buram.")
    advise(unit, cast.coordinator_head, recommendation="sesuai")
    assert Advice.objects.get().recommendation == "sesuai"
    advise_all(unit, cast.coordinator)
    workflow.finish_voice(participation=unit, by=cast.coordinator)
    after = scenes.fresh(unit)
    assert (after.state, after.turn) == (unit.state, unit.turn)
    assert after.timeline.first().text == "Pemeriksaan wilayah putaran 1 selesai"
    with pytest.raises(MoveRefused, match="Pemeriksaan wilayah putaran 1 sudah selesai"):
        advise(unit, cast.coordinator, recommendation="perbaiki", note="Berubah pikiran.")


def test_finish_needs_every_indicator_and_is_once(cast, unit):
    advise(unit, cast.coordinator)
    with pytest.raises(MoveRefused, match="Masih ada 3 indikator tanpa rekomendasi: A2, B1, C1"):
        workflow.finish_voice(participation=unit, by=cast.coordinator)
    advise_all(unit, cast.coordinator)
    first = workflow.finish_voice(participation=unit, by=cast.coordinator)
    again = workflow.finish_voice(participation=unit, by=cast.coordinator_head)
    assert (again.finished_at, again.finished_by) == (first.finished_at, cast.coordinator)
    assert unit.timeline.filter(text__contains="wilayah").count() == 1


@pytest.mark.parametrize(
    ("recommendation", "note", "sentence"),
    [("", "", "Pilih rekomendasi"), ("perbaiki", " ", "apa yang kurang"), ("tidak_terpenuhi", "", "apa yang kurang")],
)
def test_advice_is_whole(cast, unit, recommendation, note, sentence):
    with pytest.raises(MoveRefused, match=sentence):
        advise(unit, cast.coordinator, recommendation=recommendation, note=note)


@pytest.mark.parametrize("person", ["verifier", "operator", "foreign_coordinator", "admin"])
def test_advice_is_the_own_regions(cast, unit, person):
    with pytest.raises(MoveRefused, match="Kanwil atau Setda yang membina unit ini"):
        advise(unit, getattr(cast, person))


def test_advice_not_by_who_belonged_to_the_unit(cast, unit):
    cast.coordinator.postings.create(role=Role.OPERATOR, work_unit=cast.unit, valid_from=cast.cycle.first_day)
    with pytest.raises(MoveRefused, match="bertugas di unit ini tahun ini"):
        advise(unit, cast.coordinator)


def test_advice_only_while_it_is_checked(cast):
    unit = scenes.declared(cast)
    with pytest.raises(MoveRefused, match="selama data dukung menunggu atau sedang diperiksa"):
        advise(unit, cast.coordinator)


def test_advice_not_once_the_outcome_is_proposed(cast):
    unit = scenes.proposed(cast)
    with pytest.raises(MoveRefused, match="sudah diusulkan"):
        advise(unit, cast.coordinator)


def test_sheet_of_a_kanwil_skips_the_first_voice(cast):
    own = cast.participation(State.SUBMITTED, cast.kanwil)
    assert voices.skips(own)
    assert list(voices.worklist(cast.coordinator)) == []
    with pytest.raises(MoveRefused, match="tidak melalui pemeriksaan wilayah"):
        workflow.finish_voice(participation=own, by=cast.coordinator)


def test_taken_back_and_handed_in_again_is_looked_at_anew(cast, unit):
    advise_all(unit, cast.coordinator)
    workflow.finish_voice(participation=unit, by=cast.coordinator)
    workflow.withdraw(participation=unit, by=cast.operator)
    scenes.submit(unit, cast.operator)
    unit = scenes.fresh(unit)
    assert voices.voice_of(voices.current(unit)) is None
    assert [item.advice for item in queries.sheet(unit, region=True).items] == [None] * 4
    assert FirstVoice.objects.count() == 1


def test_second_round_asks_only_for_what_was_returned(cast):
    unit = scenes.returned(cast, "B1")
    scenes.answer(unit, cast.operator, "B1", "tidak", note=scenes.REASON, reply="Sudah.")
    scenes.submit(unit, cast.operator)
    advise(unit, cast.coordinator, "B1")
    assert workflow.finish_voice(participation=scenes.fresh(unit), by=cast.coordinator).submission.round == 2


# --- the verifier waits, or not ----------------------------------------------------------------------------------------
def test_verifier_waits_only_where_the_cycle_says_so(cast, unit):
    workflow.start_check(participation=unit, by=cast.verifier)
    assert scenes.fresh(unit).state == State.IN_CHECK
    assert "Pemeriksaan dimulai tanpa rekomendasi wilayah: Lapas Kapuas" not in subjects(cast.coordinator)


def test_required_voice_is_awaited_for_its_days(cast, unit):
    Cycle.objects.update(first_voice_required=True, first_voice_days=5)
    with pytest.raises(MoveRefused, match="Kantor Wilayah Khatulistiwa memeriksa lebih dahulu"):
        workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    assert list(voices.ready(Participation.objects.all())) == []
    before = dt.timedelta(days=5, minutes=1)
    unit.submissions.update(submitted_at=unit.submissions.get().submitted_at - before)
    Participation.objects.filter(pk=unit.pk).update(state_since=unit.state_since - before)
    assert list(voices.ready(Participation.objects.all())) == [unit]
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    assert "Pemeriksaan dimulai tanpa rekomendasi wilayah: Lapas Kapuas" in subjects(cast.coordinator)
    # It may still be given: it is advice.
    advise(unit, cast.coordinator)


def test_required_voice_that_is_finished_lets_the_verifier_in(cast, unit):
    Cycle.objects.update(first_voice_required=True)
    advise_all(unit, cast.coordinator)
    workflow.finish_voice(participation=scenes.fresh(unit), by=cast.coordinator)
    assert list(voices.ready(Participation.objects.all())) == [unit]
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    assert "Pemeriksaan dimulai tanpa rekomendasi wilayah: Lapas Kapuas" not in subjects(cast.coordinator)


def test_region_is_told_what_waits_for_it(cast):
    Cycle.objects.update(first_voice_required=True)
    scenes.submitted(cast)
    assert "Mohon diperiksa lebih dahulu: Lapas Kapuas, putaran 1" in subjects(cast.coordinator)
    assert subjects(cast.foreign_coordinator) == []
    assert [card.title for card in queries.waiting_for(cast.coordinator)] == ["1 unit menunggu pemeriksaan wilayah"]
    assert queries.waiting_for(cast.foreign_coordinator) == []


# --- who reads it ------------------------------------------------------------------------------------------------------
def test_advice_is_read_by_the_verifier_once_finished_and_never_by_the_unit(cast, unit, client):
    advise_all(unit, cast.coordinator)
    advise(unit, cast.coordinator, "A1", "tidak_terpenuhi", "Rahasia wilayah.")
    check = scenes.item(unit).check_url
    client.force_login(cast.verifier)
    assert "Rahasia wilayah." not in body(client.get(check))
    workflow.finish_voice(participation=scenes.fresh(unit), by=cast.coordinator)
    assert "Rahasia wilayah." in body(client.get(check))
    finish = body(client.get(reverse("verifikasi_finish", args=[unit.pk])))
    assert "Rekomendasi wilayah" in finish and "Tidak terpenuhi" in finish
    client.force_login(cast.operator)
    pages = [scenes.item(unit).url, reverse("verifikasi_sheet", args=[unit.pk]), f"/kepesertaan/{unit.pk}/"]
    for page in pages:
        html = body(client.get(page))
        assert "Rahasia wilayah." not in html and "Tidak terpenuhi" not in html
    assert "Rahasia" not in str(unit.submissions.get().snapshot)


def test_check_marks_where_the_voices_differ(cast, unit, client):
    advise_all(unit, cast.coordinator)
    advise(unit, cast.coordinator, "A1", "perbaiki", "Belum cukup.")
    workflow.finish_voice(participation=scenes.fresh(unit), by=cast.coordinator)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    client.force_login(cast.verifier)
    scenes.judge(unit, cast.verifier, "A1", "sesuai", "ada", note="Terbukti di lapangan.")
    html = body(client.get(scenes.item(unit).check_url))
    assert "Tingkat berbeda dari isian unit" in html
    assert "Berbeda dari rekomendasi wilayah" in html
    scenes.judge(unit, cast.verifier, "A2")
    assert "Berbeda dari" not in body(client.get(scenes.item(unit, "A2").check_url))
    # The unit's own level stays as it was.
    assert scenes.item(unit).answer.level.code == "tidak"


# --- pages -------------------------------------------------------------------------------------------------------------
def test_list_costs_the_same_with_one_and_three(cast, unit, client, django_assert_num_queries):
    client.force_login(cast.coordinator)
    client.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        assert "Menampilkan 1 unit" in body(client.get(LIST))
    for other in (cast.neighbour, cast.kanim):
        more = factories.participation(other, cast.cycle, State.SUBMITTED)
        more.submissions.create(round=1, submitted_by=cast.operator, receipt_number=f"X{more.pk}", snapshot={})
    scenes_of_others = factories.participation(cast.foreign_unit, cast.cycle, State.SUBMITTED)
    scenes_of_others.submissions.create(round=1, submitted_by=cast.operator, receipt_number="X", snapshot={})
    with django_assert_num_queries(LIST_QUERIES):
        html = body(client.get(LIST))
    assert "Menampilkan 3 unit" in html
    assert "Lapas Barito" not in html


def test_pages_from_the_list_to_the_end(cast, unit, client):
    client.force_login(cast.coordinator)
    assert "Perlu diperiksa" in body(client.get(LIST))
    items = queries.sheet(scenes.fresh(unit)).items
    for number, item in enumerate(items):
        here = reverse("verifikasi_region_check", args=[unit.pk, item.indicator.pk])
        assert body(client.get(here)).count(", belum diisi</span>") == len(items) - number
        assert "Rekomendasi Anda" in body(client.get(here))
        response = client.post(here, {"recommendation": "sesuai", "go": "next"})
    assert response["Location"] == reverse("verifikasi_region_unit", args=[unit.pk])
    html = body(client.post(response["Location"], follow=True))
    assert "Pemeriksaan wilayah selesai" in html
    assert "Selesai Anda periksa" in body(client.get(LIST))


def test_check_refused_keeps_what_was_typed(cast, unit, client):
    client.force_login(cast.coordinator)
    here = reverse("verifikasi_region_check", args=[unit.pk, scenes.item(unit).indicator.pk])
    html = body(client.post(here, {"recommendation": "", "note": "Jangan hilang."}))
    assert "Pilih rekomendasi" in html and "Jangan hilang." in html
    assert not Advice.objects.exists()


@pytest.mark.parametrize("name", ["verifikasi_region_unit", "verifikasi_region_check"])
@pytest.mark.parametrize(("person", "status"), [("coordinator", 200), ("coordinator_head", 200), ("operator", 404), ("foreign_coordinator", 404), ("verifier", 404), ("leadership", 404)])  # fmt: skip
def test_pages_are_the_own_regions(cast, unit, client, name, person, status):
    client.force_login(getattr(cast, person))
    more = [scenes.item(unit).indicator.pk] if name.endswith("check") else []
    assert client.get(reverse(name, args=[unit.pk, *more])).status_code == status


def test_region_page_hides_the_verifiers_draft(cast, unit, client):
    workflow.start_check(participation=unit, by=cast.verifier)
    scenes.judge(unit, cast.verifier, "A1", "tidak_terpenuhi", note="Draf verifikator.")
    client.force_login(cast.coordinator)
    here = reverse("verifikasi_region_check", args=[unit.pk, scenes.item(unit).indicator.pk])
    assert "Draf verifikator." not in body(client.get(here))
    assert "Draf verifikator." not in body(client.get(reverse("verifikasi_region_unit", args=[unit.pk])))


def test_cycle_page_sets_the_first_voice(cast, client):
    client.force_login(cast.admin)
    html = body(client.get(reverse("cycle_edit", args=[cast.cycle.pk])))
    assert 'name="first_voice_required"' in html and 'name="first_voice_days"' in html


@pytest.mark.parametrize("more", [0, 6])
def test_region_pages_cost_the_same_with_more_indicators(db, client, django_assert_num_queries, more):
    cast = Cast(factories.cycle(instrument=scenes.instrument(more)))
    unit = scenes.submitted(cast)
    client.force_login(cast.coordinator)
    check = reverse("verifikasi_region_check", args=[unit.pk, scenes.item(unit).indicator.pk])
    for page, number in ((reverse("verifikasi_region_unit", args=[unit.pk]), 16), (check, 19)):
        client.get(page)
        with django_assert_num_queries(number):
            assert client.get(page).status_code == 200
