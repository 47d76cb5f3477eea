"""The pages of coaching: what each role sees, one row and three, and files that stay when another is refused."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.documents.models import Document
from assessments.files.models import FileView, StoredFile
from assessments.pembinaan import queries, workflow
from assessments.pembinaan.models import ActionItem, Revocation
from p2ham.lib import dates
from tests import factories, samples
from tests.cast import Cast
from tests.pembinaan.scenes import answer, ask, certified, lossy, propose
from tests.penilaian import scenes
from units.models import Role, User


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return response.content.decode()


def photo(seed: int = 1, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or f"foto-{seed}.jpg", samples.photo(seed=seed, size=(320, 240)))


# --- lists --------------------------------------------------------------------------------------------------------------
def test_items_one_row_and_three(cast: Cast, django_assert_num_queries):
    client = signed_in(cast.coordinator)
    ask(lossy(cast), cast.coordinator)
    with django_assert_num_queries(6):
        page = text(client.get(reverse("pembinaan_items")))
    assert page.count("<tr>") == 2
    ask(lossy(cast, cast.neighbour), cast.coordinator)
    ask(lossy(cast, cast.kanim), cast.coordinator)
    ask(lossy(cast, cast.foreign_unit), cast.foreign_coordinator)
    with django_assert_num_queries(6):
        page = text(client.get(reverse("pembinaan_items")))
    assert page.count("<tr>") == 4
    assert "Lapas Barito" not in page


def test_items_of_the_neighbour_are_not_here(cast: Cast):
    ask(lossy(cast), cast.coordinator)
    assert "Lapas Kapuas" in text(signed_in(cast.operator).get(reverse("pembinaan_items")))
    for person in (cast.neighbour_operator, cast.foreign_coordinator, cast.assessor, cast.nobody):
        page = text(signed_in(person).get(reverse("pembinaan_items")))
        assert "Lapas Kapuas" not in page
        assert "Belum ada butir pembinaan" in page


def test_items_are_told_apart_by_part_and_search(cast: Cast):
    late = ask(lossy(cast), cast.coordinator)
    ActionItem.objects.filter(pk=late.pk).update(due_date=dates.today() - dt.timedelta(days=1))
    answered = ask(lossy(cast, cast.neighbour), cast.coordinator, owner="Budi")
    answer(answered, cast.neighbour_operator)
    done = ask(lossy(cast, cast.kanim), cast.coordinator)
    ActionItem.objects.filter(pk=done.pk).update(status="done", closed_at="2026-01-01T00:00Z", closed_by=cast.admin)
    client = signed_in(cast.coordinator)

    def names(**query: str) -> set[str]:
        found = client.get(reverse("pembinaan_items"), query).context["page"].rows
        return {item.participation.work_unit.name for item in found}

    assert names() == {"Lapas Kapuas", "Lapas Landak", "Kanim Singkawang"}
    assert names(bagian="berjalan") == {"Lapas Kapuas", "Lapas Landak"}
    assert names(bagian="terlambat") == {"Lapas Kapuas"}
    assert names(bagian="dijawab") == {"Lapas Landak"}
    assert names(bagian="selesai") == {"Kanim Singkawang"}
    assert names(bagian="tiada") == names()
    assert names(q="landak") == {"Lapas Landak"}
    assert names(q="a2 budi") == {"Lapas Landak"}
    assert "Lewat batas waktu" in text(client.get(reverse("pembinaan_items"), {"bagian": "terlambat"}))
    assert "Tidak ada butir yang cocok" in text(client.get(reverse("pembinaan_items"), {"q": "tiada"}))


def test_units_one_row_and_three(cast: Cast, django_assert_num_queries):
    client = signed_in(cast.coordinator)
    lossy(cast)
    with django_assert_num_queries(5):
        assert "1 indikator" in text(client.get(reverse("pembinaan_units")))
    ask(lossy(cast, cast.neighbour), cast.coordinator)
    cast.participation(State.FAILED, cast.kanim)
    lossy(cast, cast.foreign_unit)
    with django_assert_num_queries(5):
        page = text(client.get(reverse("pembinaan_units")))
    assert all(name in page for name in ("Lapas Kapuas", "Lapas Landak", "Kanim Singkawang"))
    assert "Lapas Barito" not in page


def test_unit_page_offers_items_to_the_coordinator_alone(cast: Cast):
    participation = lossy(cast)
    address = reverse("pembinaan_unit", args=[participation.pk])
    button = reverse("pembinaan_item_new", args=[participation.pk, scenes.indicators(participation)["A2"].pk])
    assert button in text(signed_in(cast.coordinator).get(address))
    for person in (cast.operator, cast.head, cast.verifier, cast.lead, cast.admin, cast.observer):
        page = text(signed_in(person).get(address))
        assert "Belum dibuat" in page
        assert button not in page
        assert signed_in(person).get(button).status_code == 404
    for person in (cast.neighbour_operator, cast.foreign_coordinator, cast.assessor, cast.nobody):
        assert signed_in(person).get(address).status_code == 404


def test_unit_page_before_the_result_is_released_does_not_exist(cast: Cast):
    participation = scenes.settled(cast, levels={"A2": "proses"})
    for person in (cast.operator, cast.coordinator, cast.lead, cast.admin):
        assert signed_in(person).get(reverse("pembinaan_unit", args=[participation.pk])).status_code == 404


# --- one item -----------------------------------------------------------------------------------------------------------
def test_item_is_made_on_the_page(cast: Cast):
    participation = lossy(cast)
    indicator = scenes.indicators(participation)["A2"]
    address = reverse("pembinaan_item_new", args=[participation.pk, indicator.pk])
    client = signed_in(cast.coordinator)
    assert queries.owner_of(participation) in text(client.get(address))
    page = text(client.post(address, {"text": "Pasang papan.", "owner": "Siti", "due_date": "2000-01-01"}))
    assert "Batas waktu tidak boleh sudah lewat." in page
    assert "Pasang papan." in page
    data = {"text": "Pasang papan.", "owner": "Siti", "due_date": dates.today().isoformat()}
    assert client.post(address, data)["Location"] == reverse("pembinaan_unit", args=[participation.pk])
    assert ActionItem.objects.get().created_by == cast.coordinator


def test_item_where_nothing_was_lost_has_no_page(cast: Cast):
    participation = lossy(cast)
    address = reverse("pembinaan_item_new", args=[participation.pk, scenes.indicators(participation)["A1"].pk])
    assert signed_in(cast.coordinator).get(address).status_code == 404


def test_answer_with_a_bad_file_keeps_words_and_good_files(cast: Cast):
    item = ask(lossy(cast), cast.coordinator)
    client = signed_in(cast.operator)
    address = reverse("pembinaan_answer", args=[item.pk])
    bad = SimpleUploadedFile("catatan.txt", b"halo")
    page = text(client.post(address, {"text": "Sudah dipasang.", "evidence": [photo(), bad]}))
    assert "Berkas “catatan.txt” bukan jenis berkas" in page
    assert "Sudah dipasang." in page
    stored = StoredFile.objects.get()
    assert f'name="kept" value="{stored.pk}"' in page
    assert client.post(address, {"text": "Sudah dipasang.", "kept": stored.pk})["Location"] == reverse(
        "pembinaan_item", args=[item.pk]
    )
    assert [link.file for link in item.replies.get().evidence.all()] == [stored]


def test_answer_without_words_keeps_the_files(cast: Cast):
    item = ask(lossy(cast), cast.coordinator)
    page = text(
        signed_in(cast.operator).post(reverse("pembinaan_answer", args=[item.pk]), {"text": "", "evidence": photo()})
    )
    assert 'href="#id_text"' in page
    assert 'name="kept"' in page


def test_answer_cannot_take_files_of_somebody_else(cast: Cast):
    mine, theirs = ask(lossy(cast), cast.coordinator), ask(lossy(cast, cast.neighbour), cast.coordinator)
    signed_in(cast.neighbour_operator).post(
        reverse("pembinaan_answer", args=[theirs.pk]), {"text": "", "evidence": photo()}
    )
    stolen = StoredFile.objects.get()
    page = text(
        signed_in(cast.operator).post(
            reverse("pembinaan_answer", args=[mine.pk]), {"text": "Punya saya.", "kept": [stolen.pk, "x"]}
        )
    )
    assert "Lampirkan paling sedikit satu berkas bukti baru." in page
    assert not mine.replies.exists()


def test_answer_cannot_take_files_of_a_colleague(cast: Cast):
    mine = ask(lossy(cast), cast.coordinator)
    address = reverse("pembinaan_answer", args=[mine.pk])
    signed_in(cast.operator).post(address, {"text": "", "evidence": photo()})
    colleague = factories.posted(Role.OPERATOR, cast.unit, "Olga Operator")
    page = text(signed_in(colleague).post(address, {"text": "Punya saya.", "kept": [StoredFile.objects.get().pk]}))
    assert "Lampirkan paling sedikit satu berkas bukti baru." in page
    assert not mine.replies.exists()


@pytest.mark.parametrize("name", ["answer", "accept", "send_back"])
def test_posts_of_strangers_find_nothing(cast: Cast, name):
    item = ask(lossy(cast), cast.coordinator)
    answer(item, cast.operator)
    allowed = {"answer": {cast.operator}, "accept": {cast.coordinator, cast.coordinator_head}}
    allowed["send_back"] = allowed["accept"]
    for person in set(cast.everybody.values()) - allowed[name]:
        response = signed_in(person).post(reverse(f"pembinaan_{name}", args=[item.pk]), {"text": "x", "note": "x"})
        assert (person.name, response.status_code) == (person.name, 404)


def test_coordinator_sends_back_and_accepts_on_the_page(cast: Cast):
    item = ask(lossy(cast), cast.coordinator)
    answer(item, cast.operator)
    client = signed_in(cast.coordinator)
    page = text(client.post(reverse("pembinaan_send_back", args=[item.pk]), {"note": ""}))
    assert 'href="#id_note"' in page
    client.post(reverse("pembinaan_send_back", args=[item.pk]), {"note": "Kurang jelas."})
    assert "Unit belum menjawab" in text(client.post(reverse("pembinaan_accept", args=[item.pk])))
    answer(item, cast.operator, seed=2)
    client.post(reverse("pembinaan_accept", args=[item.pk]))
    assert ActionItem.objects.get().status == "done"
    page = text(signed_in(cast.operator).get(reverse("pembinaan_item", args=[item.pk])))
    assert "Kurang jelas." in page
    assert "Diterima oleh" in page


def test_files_are_served_to_whoever_sees_the_unit(cast: Cast, django_capture_on_commit_callbacks):
    item, other = ask(lossy(cast), cast.coordinator), ask(lossy(cast, cast.neighbour), cast.coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        file = answer(item, cast.operator).evidence.get().file
    address = reverse("pembinaan_file", args=[item.pk, file.pk, "gambar"])
    for person in (cast.operator, cast.coordinator, cast.verifier, cast.admin, cast.observer):
        assert signed_in(person).get(address)["Content-Type"] == "image/jpeg"
    assert FileView.objects.count() == 5
    for person in (
        cast.neighbour_operator,
        cast.foreign_operator,
        cast.foreign_coordinator,
        cast.assessor,
        cast.nobody,
    ):
        assert signed_in(person).get(address).status_code == 404
    elsewhere = reverse("pembinaan_file", args=[other.pk, file.pk, "gambar"])
    assert signed_in(cast.coordinator).get(elsewhere).status_code == 404


def test_item_page_costs_the_same_for_one_reply_and_three(cast: Cast, django_assert_num_queries):
    item = ask(lossy(cast), cast.coordinator)
    client = signed_in(cast.operator)
    answer(item, cast.operator)
    with django_assert_num_queries(7):
        client.get(reverse("pembinaan_item", args=[item.pk]))
    workflow.send_back(item=item, note="Kurang.", by=cast.coordinator)
    answer(item, cast.operator, seed=2)
    with django_assert_num_queries(7):
        client.get(reverse("pembinaan_item", args=[item.pk]))


# --- revocation ---------------------------------------------------------------------------------------------------------
def test_revocation_on_the_pages(cast: Cast):
    participation = certified(cast)
    admin, boss = signed_in(cast.admin), signed_in(cast.leadership)
    address = reverse("pembinaan_revoke", args=[participation.pk])
    assert address in text(admin.get(reverse("participation", args=[participation.pk])))
    assert 'href="#id_reason"' in text(admin.post(address, {"reason": ""}))
    answer = admin.post(address, {"reason": "Toilet dijadikan gudang."})
    page = reverse("pembinaan_revocation", args=[Revocation.objects.get().pk])
    assert answer["Location"] == page
    assert "Usulan ini diputuskan oleh pimpinan." in text(admin.get(page))
    assert "menunggu persetujuan orang kedua" in text(admin.get(address))
    assert "Tuliskan alasan penolakan." in text(boss.post(page, {"decision": "refuse"}))
    boss.post(page, {"decision": "approve"})
    assert Participation.objects.get(pk=participation.pk).state == State.REVOKED
    assert Document.objects.get(kind=Document.Kind.CERTIFICATE).standing == "revoked"
    assert "Predikat dicabut" in text(signed_in(cast.operator).get(reverse("participation", args=[participation.pk])))


def test_a_proposed_revocation_is_unknown_outside(cast: Cast):
    participation = certified(cast)
    revocation = propose(cast, participation, "ALASAN-RAHASIA")
    for person in set(cast.everybody.values()) - {cast.admin, cast.leadership}:
        client = signed_in(person)
        assert client.get(reverse("pembinaan_revocation", args=[revocation.pk])).status_code == 404
        assert client.get(reverse("pembinaan_revoke", args=[participation.pk])).status_code == 404
        assert "ALASAN-RAHASIA" not in text(client.get(reverse("participation", args=[participation.pk])))


def test_revoke_page_of_a_unit_without_the_predikat_does_not_exist(cast: Cast):
    participation = scenes.settled(cast)
    assert signed_in(cast.admin).get(reverse("pembinaan_revoke", args=[participation.pk])).status_code == 404


# --- what waits ---------------------------------------------------------------------------------------------------------
def test_what_waits_for_whom(cast: Cast):
    participation = lossy(cast)

    def titles(person: User) -> list[str]:
        return [card.title for card in queries.waiting_for(scenes.anew(person))]

    assert titles(cast.coordinator) == ["1 unit belum memiliki butir pembinaan"]
    assert titles(cast.foreign_coordinator) == titles(cast.operator) == titles(cast.admin) == []
    item = ask(participation, cast.coordinator)
    assert titles(cast.coordinator) == titles(cast.neighbour_operator) == []
    assert titles(cast.operator) == ["Tindak lanjuti A2 Indikator A2"]
    assert queries.missing(participation, cast.operator) == [
        (
            f"A2 Indikator A2: tindak lanjuti sebelum {dates.long_date(item.due_date)}.",
            reverse("pembinaan_item", args=[item.pk]),
        )
    ]
    assert queries.missing(participation, cast.coordinator) == []
    answer(item, cast.operator)
    assert titles(cast.operator) == titles(cast.foreign_coordinator) == []
    assert titles(cast.coordinator) == ["1 tindak lanjut menunggu diperiksa"]
    propose(cast, participation)
    assert titles(cast.leadership) == ["Putuskan usulan pencabutan predikat"]


def test_waiting_costs_the_same_for_one_and_three(cast: Cast, django_assert_num_queries):
    participation = scenes.released(cast, levels={"A2": "proses", "C1": "proses", "B1": "proses"})
    ask(participation, cast.coordinator)
    people = [scenes.anew(cast.operator), scenes.anew(cast.operator)]
    with django_assert_num_queries(2):
        assert len(queries.waiting_for(people[0])) == 1
    ask(participation, cast.coordinator, "C1")
    ask(participation, cast.coordinator, "B1")
    with django_assert_num_queries(2):
        assert len(queries.waiting_for(people[1])) == 3
