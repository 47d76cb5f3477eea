"""The head of the unit releases what is handed in, where the cycle asks for that."""

import datetime as dt

import pytest
from django.urls import reverse

from assessments.cycle.models import Cycle, Participation, TimelineEntry
from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.models import Release, Submission
from tests import factories
from tests.verifikasi import scenes
from units.models import InboxMessage, Posting, Role


@pytest.fixture
def unit(cast, private_files) -> Participation:
    Cycle.objects.update(head_releases=True)
    cast.cycle.refresh_from_db()
    found = scenes.declared(cast)
    scenes.fill(found, cast.operator)
    return scenes.fresh(found)


def ask(cast, unit: Participation) -> Release:
    return workflow.ask_release(participation=scenes.fresh(unit), by=cast.operator)


def subjects(person) -> list[str]:
    return list(InboxMessage.objects.filter(user=person).values_list("subject", flat=True))


# --- asking ------------------------------------------------------------------------------------------------------------
def test_default_is_off_and_nothing_changes(cast):
    unit = scenes.declared(cast)
    assert not unit.cycle.head_releases
    scenes.fill(unit, cast.operator)
    with pytest.raises(MoveRefused, match="tidak perlu dilepas"):
        ask(cast, unit)
    assert scenes.submit(unit, cast.operator).receipt_number


def test_operator_alone_cannot_hand_in(cast, unit):
    with pytest.raises(MoveRefused, match="kepala unit melepas penyampaian"):
        scenes.submit(unit, cast.operator)
    with pytest.raises(MoveRefused, match="kepala unit melepas penyampaian"):
        workflow.submit_after_uploads(participation=unit, serial=1, by=cast.operator)


def test_upload_under_way_does_not_get_around_the_head(cast, unit):
    scenes.begin_upload(unit, cast.operator, "A2")
    with pytest.raises(MoveRefused, match="kepala unit melepas penyampaian"):
        workflow.submit_after_uploads(participation=unit, serial=1, by=cast.operator)
    with pytest.raises(MoveRefused, match="Unggahan masih berjalan"):
        ask(cast, unit)


def test_asking_locks_the_sheet_and_tells_the_head_once(cast, unit):
    release = ask(cast, unit)
    assert ask(cast, unit) == release
    assert (release.round, release.asked_by, release.decision) == (1, cast.operator, "menunggu")
    assert scenes.fresh(unit).state == State.DECLARED
    assert len([s for s in subjects(cast.head) if s.startswith("Mohon dilepas")]) == 1
    with pytest.raises(MoveRefused, match="sedang ditinjau kepala unit"):
        scenes.answer(unit, cast.operator, "A1", "ada")
    with pytest.raises(MoveRefused, match="sedang ditinjau kepala unit"):
        scenes.attach(scenes.fresh(unit), cast.operator)


def test_nothing_may_be_missing(cast, unit):
    scenes.answer(unit, cast.operator, "A2", "ada")
    with pytest.raises(MoveRefused, match="A2: Unggah minimal 3 foto"):
        ask(cast, unit)


def test_without_an_account_of_the_head_it_says_whom_to_ask(cast, unit):
    Posting.objects.filter(user=cast.head).delete()
    with pytest.raises(MoveRefused, match=r"belum memiliki akun kepala unit.*Kantor Wilayah Khatulistiwa atau admin"):
        ask(cast, unit)


def test_only_the_operator_asks(cast, unit):
    for person in (cast.head, cast.neighbour_operator, cast.coordinator):
        with pytest.raises(MoveRefused):
            workflow.ask_release(participation=unit, by=person)


# --- deciding ----------------------------------------------------------------------------------------------------------
def test_release_hands_in_and_names_both(cast, unit):
    release = ask(cast, unit)
    submission = workflow.release(release=release, by=cast.head)
    unit = scenes.fresh(unit)
    assert unit.state == State.SUBMITTED and unit.round == 1
    assert submission.submitted_by == cast.operator
    assert submission.snapshot["released"]["by"] == cast.head.name
    release.refresh_from_db()
    assert (release.decision, release.decided_by, release.submission) == ("dilepas", cast.head, submission)
    assert f"dilepas {cast.head.name}" in TimelineEntry.objects.filter(participation=unit).latest("pk").text
    assert workflow.release(release=release, by=cast.head) == submission
    assert Submission.objects.count() == 1


def test_only_the_head_of_this_unit_decides(cast, unit):
    release = ask(cast, unit)
    stranger = factories.posted(Role.HEAD, cast.neighbour, "Kepala Tetangga")
    for person in (cast.operator, stranger, cast.coordinator, cast.admin):
        with pytest.raises(MoveRefused, match="dilepas oleh kepala unit ini"):
            workflow.release(release=release, by=person)
        with pytest.raises(MoveRefused, match="dilepas oleh kepala unit ini"):
            workflow.send_back(release=release, note="Kurang", by=person)
    assert scenes.fresh(unit).state == State.DECLARED


def test_sent_back_opens_the_sheet_with_a_note(cast, unit):
    release = ask(cast, unit)
    with pytest.raises(MoveRefused, match="Tuliskan apa yang perlu diperbaiki"):
        workflow.send_back(release=release, note="  ", by=cast.head)
    workflow.send_back(release=release, note="Foto A2 belum jelas.", by=cast.head)
    scenes.answer(unit, cast.operator, "A1", "tidak", note="Diperbaiki sesuai catatan.")
    assert any(s.startswith("Dikembalikan kepala unit") for s in subjects(cast.operator))
    with pytest.raises(MoveRefused, match="sudah diputuskan"):
        workflow.release(release=release, by=cast.head)
    assert ask(cast, unit) != release


def test_withdrawn_request_is_not_released(cast, unit):
    release = ask(cast, unit)
    with pytest.raises(MoveRefused, match="ditarik oleh operator"):
        workflow.withdraw_release(participation=unit, by=cast.head)
    assert workflow.withdraw_release(participation=unit, by=cast.operator)
    assert not workflow.withdraw_release(participation=unit, by=cast.operator)
    with pytest.raises(MoveRefused, match="sudah diputuskan atau ditarik"):
        workflow.release(release=release, by=cast.head)
    scenes.answer(unit, cast.operator, "A1", "tidak", note="Boleh diubah lagi.")


def test_head_releases_before_the_closing(cast, unit):
    release = ask(cast, unit)
    factories.close_window(unit, Stage.VERIFIKASI)
    with pytest.raises(MoveRefused, match="sudah ditutup"):
        workflow.release(release=release, by=cast.head)


def test_repairs_are_released_too(cast, private_files):
    unit = scenes.returned(cast)
    Cycle.objects.update(head_releases=True)
    here = scenes.item(unit)
    scenes.answer(unit, cast.operator, "A1", "tidak", note=scenes.REASON, reply="Sudah diperbaiki.")
    assert here.is_returned
    release = ask(cast, unit)
    assert release.round == 2
    assert workflow.release(release=release, by=cast.head).round == 2


def test_setting_turned_off_lets_the_operator_go_on(cast, unit):
    ask(cast, unit)
    Cycle.objects.update(head_releases=False)
    assert scenes.submit(unit, cast.operator).receipt_number
    assert not Release.objects.filter(decision="menunggu").exists()


# --- pages -------------------------------------------------------------------------------------------------------------
def body(response) -> str:
    return " ".join(response.content.decode().split())


def page(client, person, unit: Participation) -> str:
    client.force_login(person)
    return body(client.get(reverse("verifikasi_submit", args=[unit.pk])))


def press(client, unit: Participation, **fields: str):
    return client.post(reverse("verifikasi_release", args=[unit.pk]), fields, follow=True)


def test_page_of_each(cast, unit, client):
    html = page(client, cast.operator, unit)
    assert "Minta kepala unit melepas" in html and cast.head.name in html
    assert 'name="serial"' not in html
    assert "Isian terkunci sampai diputuskan" in body(press(client, unit, act="ask"))
    html = page(client, cast.operator, unit)
    assert "Tarik kembali permintaan" in html and "Lepas dan sampaikan" not in html
    html = page(client, cast.head, unit)
    assert "Lepas dan sampaikan" in html and "Kembalikan kepada operator" in html
    assert "Tarik kembali permintaan" not in html
    assert "Lepas dan sampaikan" not in page(client, cast.coordinator, unit)


def test_head_releases_by_the_page_and_the_receipt_names_both(cast, unit, client):
    release = ask(cast, unit)
    client.force_login(cast.head)
    html = body(press(client, unit, act=f"release:{release.pk}"))
    assert "Dilepas oleh kepala unit" in html
    assert cast.head.name in html and cast.operator.name in html


def test_head_sends_back_by_the_page(cast, unit, client):
    release = ask(cast, unit)
    client.force_login(cast.head)
    assert "Tuliskan apa yang perlu" in body(press(client, unit, act=f"back:{release.pk}", note=""))
    press(client, unit, act=f"back:{release.pk}", note="Lengkapi C1.")
    late = press(client, unit, act=f"back:{release.pk}", note="Terlambat")
    assert late.status_code == 409 and "Terlambat" in body(late)
    html = page(client, cast.operator, unit)
    assert "Lengkapi C1." in html and "Minta kepala unit melepas" in html


def test_page_without_a_head_says_whom_to_ask(cast, unit, client):
    Posting.objects.filter(user=cast.head).delete()
    assert "belum memiliki akun kepala unit" in page(client, cast.operator, unit)


def test_release_of_another_unit_is_nowhere(cast, unit, client):
    release = ask(cast, unit)
    beside = cast.participation(State.DECLARED, cast.neighbour)
    stranger = factories.posted(Role.HEAD, cast.neighbour, "Kepala Tetangga")
    client.force_login(stranger)
    press(client, beside, act=f"release:{release.pk}")
    assert press(client, unit, act=f"release:{release.pk}").status_code == 404
    assert Release.objects.get().decision == "menunggu"


def test_cards_for_both(cast, unit):
    def titles(person) -> list[str]:
        return [card.title for card in queries.waiting_for(person)]

    assert titles(cast.operator) == ["Isi dan unggah data dukung"]
    assert titles(cast.head) == []
    ask(cast, unit)
    assert titles(cast.operator) == ["Menunggu kepala unit melepas data dukung"]
    assert titles(cast.head) == ["Lepas penyampaian data dukung"]
    assert queries.waiting_for(cast.head)[0].until == scenes.fresh(unit).until
    assert titles(factories.posted(Role.HEAD, cast.neighbour, "Kepala Tetangga")) == []


@pytest.mark.parametrize("count", [1, 3])
def test_cards_cost_the_same(cast, unit, django_assert_num_queries, count):
    ask(cast, unit)
    for _ in range(1, count):
        other = factories.unit()
        factories.posted(Role.HEAD, other, "Kepala")
        Posting.objects.create(user=cast.head, role=Role.HEAD, work_unit=other, valid_from=dt.date(2020, 1, 1))
        place = cast.participation(State.DECLARED, other)
        Release.objects.create(participation=place, round=1, asked_by=cast.operator)
    person = type(cast.head).objects.get(pk=cast.head.pk)
    person.has_role(Role.HEAD)
    with django_assert_num_queries(1):
        assert len(queries.waiting_for(person)) == count


def test_admin_turns_it_on(cast, client):
    client.force_login(cast.admin)
    html = body(client.get(reverse("cycle_edit", args=[cast.cycle.pk])))
    assert 'name="head_releases"' in html
