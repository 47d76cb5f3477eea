"""A file that breaks after the sheet was handed in opens its indicator for some days, and nothing else."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation, TimelineEntry
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.files.models import StoredFile
from assessments.verifikasi import queries, rules, workflow
from assessments.verifikasi.models import Answer, Evidence, Mending
from p2ham.lib import dates
from tests.verifikasi import scenes
from units.models import InboxMessage


@pytest.fixture
def unit(cast) -> Participation:
    """Handed in, with three photos under A2."""
    participation = scenes.declared(cast)
    scenes.fill(participation, cast.operator)
    scenes.answer(participation, cast.operator, "A2", "ada")
    for seed in (1, 2, 3):
        scenes.attach(participation, cast.operator, "A2", scenes.photo(seed))
    scenes.submit(participation, cast.operator)
    return scenes.fresh(participation)


def spoil(participation, seed: int = 2) -> Evidence:
    evidence = Evidence.objects.get(answer__participation=participation, file__name=f"foto-{seed}.jpg")
    StoredFile.objects.filter(pk=evidence.file_id).update(status=StoredFile.Status.BROKEN)
    return evidence


def is_open(participation, code="A2") -> bool:
    return Answer.objects.get(participation=participation, indicator__code=code).is_open


def age(days: int) -> None:
    Mending.objects.update(until=timezone.now() - dt.timedelta(days=days))


def test_broken_file_opens_its_indicator_once_and_tells(cast, unit):
    spoil(unit)
    assert workflow.open_mendings() == 1
    assert workflow.open_mendings() == 0
    assert [is_open(unit, code) for code in ("A1", "A2", "B1", "C1")] == [False, True, False, False]
    days = Mending.objects.get().until - timezone.now()
    assert dt.timedelta(days=2) < days <= dt.timedelta(days=3)
    assert scenes.fresh(unit).state == State.SUBMITTED
    assert "A2 dibuka lagi sampai" in TimelineEntry.objects.filter(participation=unit).first().text
    message = InboxMessage.objects.get(user=cast.operator, subject__startswith="Ganti berkas yang rusak pada A2")
    assert "“foto-2.jpg”" in message.body and "paling lambat" in message.body


def test_cycle_says_for_how_many_days(cast, unit):
    Cycle.objects.update(mend_days=7, repair_days=2)
    spoil(unit)
    workflow.open_mendings()
    days = Mending.objects.get().until - timezone.now()
    assert dt.timedelta(days=6) < days <= dt.timedelta(days=7)


def test_card_on_tugas_saya_leads_to_the_indicator(cast, unit, django_assert_num_queries):
    spoil(unit)
    workflow.open_mendings()
    with django_assert_num_queries(2):
        (card,) = queries.waiting_for(cast.operator)
    assert card.title == "Ganti berkas yang rusak pada A2"
    assert card.url == scenes.item(unit, "A2").url
    assert queries.waiting_for(cast.neighbour_operator) == []


def test_only_the_open_indicator_may_be_changed_and_only_by_the_operator(cast, unit):
    spoil(unit)
    workflow.open_mendings()
    here, other = scenes.item(unit, "A2").answer, scenes.item(unit, "A1").answer
    assert rules.edit_answer(unit, here, cast.operator) == []
    assert rules.edit_answer(unit, other, cast.operator)
    assert rules.edit_answer(unit, here, cast.coordinator)
    age(1)
    assert rules.edit_answer(unit, here, cast.operator)


def test_new_file_takes_the_place_and_closes(cast, unit):
    broken = spoil(unit)
    workflow.open_mendings()
    new = scenes.attach(unit, cast.operator, "A2", scenes.photo(9))
    broken.refresh_from_db()
    assert broken.replaced_by == new and broken.removed_at
    assert not is_open(unit)
    assert Mending.objects.get().closed_at
    assert scenes.item(unit, "A2").counted == 3
    with pytest.raises(MoveRefused):
        scenes.attach(unit, cast.operator, "A2", scenes.photo(10))


def test_new_file_that_is_not_described_leaves_it_open_until_it_is(cast, unit):
    spoil(unit)
    workflow.open_mendings()
    new = scenes.attach(unit, cast.operator, "A2", scenes.photo(9), people="")
    assert is_open(unit)
    item = scenes.item(unit, "A2")
    draft = workflow.Draft(level=item.answer.level, people={new.pk: "tidak_ada"})
    workflow.save_answer(
        participation=unit, indicator=item.indicator, draft=draft, version=item.answer.version, by=cast.operator
    )
    assert not is_open(unit)


def test_closes_by_itself_after_its_days(cast, unit):
    spoil(unit)
    workflow.open_mendings()
    assert workflow.close_mendings() == 0
    age(0)
    assert workflow.close_mendings() == 1
    assert not is_open(unit)
    assert workflow.open_mendings() == workflow.close_mendings() == 0


def test_not_before_handing_in_nor_after_a_decision(cast):
    participation = scenes.declared(cast)
    scenes.answer(participation, cast.operator, "A2", "ada")
    scenes.attach(participation, cast.operator, "A2", scenes.photo(2))
    spoil(participation)
    assert workflow.open_mendings() == 0
    for state in (State.PASSED, State.FAILED, State.AWARDED):
        Participation.objects.filter(pk=participation.pk).update(state=state)
        Answer.objects.update(is_open=False)
        assert workflow.open_mendings() == 0


def test_stray_file_opens_nothing(cast, unit):
    answer = Answer.objects.get(participation=unit, indicator__code="A2")
    Answer.objects.filter(pk=answer.pk).update(level=scenes.level(unit, "A2", "tidak"))
    spoil(unit)
    assert workflow.open_mendings() == 0


def test_return_keeps_it_open_for_the_repair(cast, unit):
    workflow.start_check(participation=unit, by=cast.verifier)
    spoil(unit)
    workflow.open_mendings()
    scenes.judge_all(unit, cast.verifier, A2="perbaiki")
    workflow.give_back(participation=scenes.fresh(unit), by=cast.verifier)
    age(0)
    workflow.close_mendings()
    assert is_open(unit)


def test_page_may_be_filled_while_the_sheet_is_handed_in(cast, unit, client):
    spoil(unit)
    workflow.open_mendings()
    client.force_login(cast.operator)
    html = client.get(scenes.item(unit, "A2").url).content.decode()
    assert "rusak setelah diterima" in html and "Simpan" in html
    locked = client.get(scenes.item(unit, "A1").url).content.decode()
    assert 'class="form answer-form"' not in locked
    assert client.get(reverse("verifikasi_sheet", args=[unit.pk])).status_code == 200


def test_pages_tell_until_when_the_file_may_be_replaced(cast, unit, client):
    sheet, here, other = reverse("verifikasi_sheet", args=[unit.pk]), scenes.item(unit, "A2"), scenes.item(unit, "A1")
    client.force_login(cast.operator)
    assert "Ganti berkas yang rusak" not in client.get(sheet).content.decode()
    spoil(unit)
    workflow.open_mendings()
    day = dates.long_datetime(Mending.objects.get().until, unit.work_unit.timezone)
    for address in (sheet, here.url):
        html = client.get(address).content.decode()
        assert "“foto-2.jpg” rusak setelah diterima" in html and day in html
    html = client.get(sheet).content.decode()
    assert "A2: Ganti berkas “foto-2.jpg” yang rusak." in html
    assert "indikator lengkap" not in html and "Tidak ada yang perlu Anda lengkapi" not in html
    assert "rusak setelah diterima" not in client.get(other.url).content.decode()
    scenes.attach(unit, cast.operator, "A2", scenes.photo(9))
    assert "Ganti berkas yang rusak" not in client.get(sheet).content.decode()
