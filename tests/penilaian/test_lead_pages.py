"""The lead's pages, what waits for whom, and the room's part of the unit's page."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.penilaian import queries
from assessments.penilaian.models import Result
from assessments.penilaian.workflow import certificates, decrees
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import Posting, Role, User


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("part", ["tugaskan", "berjalan", "siap", "selesai"])
def test_lead_list_one_row_and_three(cast: Cast, django_assert_num_queries, part):
    make = {"tugaskan": scenes.passed, "berjalan": scenes.assigned, "siap": scenes.scored, "selesai": scenes.settled}
    client = signed_in(cast.lead)
    make[part](cast, cast.unit)
    with django_assert_num_queries(7):
        page = text(client.get(reverse("penilaian_lead"), {"bagian": part}))
    assert "Lapas Kapuas" in page
    make[part](cast, cast.neighbour)
    make[part](cast, cast.foreign_unit)
    cast.participation(State.IN_CHECK, cast.kanim)
    with django_assert_num_queries(7):
        page = text(client.get(reverse("penilaian_lead"), {"bagian": part}))
    assert all(name in page for name in ("Lapas Kapuas", "Lapas Landak", "Lapas Barito"))
    assert "Kanim Singkawang" not in page


def test_lead_list_searches(cast: Cast):
    scenes.passed(cast, cast.unit)
    scenes.passed(cast, cast.neighbour)
    page = text(signed_in(cast.lead).get(reverse("penilaian_lead"), {"q": "landak"}))
    assert "Lapas Landak" in page
    assert "Lapas Kapuas" not in page


def test_lead_pages_follow_one_another(cast: Cast, monkeypatch):
    monkeypatch.setattr("p2ham.lib.paging.page.__kwdefaults__", {"size": 2})
    for unit in (cast.unit, cast.neighbour, cast.foreign_unit):
        scenes.passed(cast, unit)
    client = signed_in(cast.lead)
    first = client.get(reverse("penilaian_lead")).context["page"]
    assert [row.work_unit.name for row in first.rows] == ["Lapas Barito", "Lapas Kapuas"]
    second = client.get(reverse("penilaian_lead") + first.next_url).context["page"]
    assert [row.work_unit.name for row in second.rows] == ["Lapas Landak"]


def test_assign_page_offers_only_the_independent(cast: Cast):
    participation = scenes.passed(cast)
    Posting.objects.create(user=cast.third_assessor, role=Role.COORDINATOR, work_unit=cast.kanwil)
    address = reverse("penilaian_assign", args=[participation.pk])
    client = signed_in(cast.lead)
    page = client.get(address)
    offered = set(page.context["form"].fields["assessors"].queryset)
    assert offered == {cast.assessor, cast.second_assessor}
    assert "Amir Penilai</strong>" in text(page)
    assert "bertugas di kantor yang membawahkan unit ini" in text(page)
    answer = client.post(address, {"assessors": [cast.assessor.pk, cast.second_assessor.pk]})
    assert answer["Location"] == reverse("penilaian_lead")
    assert Participation.objects.get(pk=participation.pk).state == State.IN_SCORING


def test_assign_page_says_what_is_wrong_and_keeps_the_choice(cast: Cast):
    participation = scenes.passed(cast)
    address = reverse("penilaian_assign", args=[participation.pk])
    client = signed_in(cast.lead)
    page = text(client.post(address, {"assessors": [cast.assessor.pk]}))
    assert "Pilih tepat 2 penilai. Sekarang terpilih 1." in page
    assert "checked" in page
    assert "Pilih tepat 2 penilai. Sekarang terpilih 0." in text(client.post(address, {}))


def test_two_of_one_institution_need_a_mark_of_their_own(cast: Cast):
    participation = scenes.passed(cast)
    one, other = cast.assessor.memberships.get(), cast.second_assessor.memberships.get()
    other.body = one.body.upper() + " "
    other.save(update_fields=["body"])
    address = reverse("penilaian_assign", args=[participation.pk])
    client = signed_in(cast.lead)
    mark = "Tetap tugaskan, walau dari instansi yang sama"
    assert mark not in text(client.get(address))
    chosen = {"assessors": [cast.assessor.pk, cast.second_assessor.pk]}
    page = text(client.post(address, chosen))
    assert "Lebih dari satu penilai dari" in page
    assert mark in page
    assert Participation.objects.get(pk=participation.pk).state != State.IN_SCORING
    mixed = client.post(address, {"assessors": [cast.assessor.pk, cast.third_assessor.pk]})
    assert mixed["Location"] == reverse("penilaian_lead")


def test_two_of_one_institution_with_the_mark_or_without_a_choice(cast: Cast):
    client = signed_in(cast.lead)
    chosen = {"assessors": [cast.assessor.pk, cast.second_assessor.pk]}
    first, second = scenes.passed(cast), scenes.passed(cast, cast.neighbour)
    cast.second_assessor.memberships.update(body=cast.assessor.memberships.get().body)
    marked = client.post(reverse("penilaian_assign", args=[first.pk]), {**chosen, "same_body": "on"})
    assert marked["Location"] == reverse("penilaian_lead")
    cast.third_assessor.memberships.update(body=cast.assessor.memberships.get().body)
    alone = client.post(reverse("penilaian_assign", args=[second.pk]), chosen)
    assert alone["Location"] == reverse("penilaian_lead")


def test_settle_page_marks_differences_and_asks_for_them(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    address = reverse("penilaian_settle", args=[participation.pk])
    client = signed_in(cast.lead)
    page = text(client.get(address))
    assert page.count("judged--differs") == 1
    assert "Menurut Asih cukup." in page
    a2 = scenes.indicators(participation)["A2"]
    page = text(client.post(address, {f"reason_{a2.pk}": "Ditulis sudah."}))
    assert "Pilih tingkat yang ditetapkan." in page
    assert "Ditulis sudah." in page
    assert not Result.objects.exists()


def test_settle_page_reckons_without_writing(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    a2 = scenes.indicators(participation)["A2"]
    chosen = {f"level_{a2.pk}": scenes.level(a2, "proses").pk}
    client = signed_in(cast.lead)
    page = text(client.post(reverse("penilaian_settle", args=[participation.pk]), {**chosen, "hitung": "1"}))
    ahead = text(client.get(reverse("penilaian_settle_totals", args=[participation.pk]), chosen))
    for answer in (page, ahead):
        assert "91,67" in answer
        assert "Memenuhi" in answer
    assert "error-summary" not in page
    assert not Result.objects.exists()


def test_settle_page_settles(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    a2 = scenes.indicators(participation)["A2"]
    data = {f"level_{a2.pk}": scenes.level(a2, "ada").pk, f"reason_{a2.pk}": "Fotonya cukup.", "note": "Pertahankan."}
    answer = signed_in(cast.lead).post(reverse("penilaian_settle", args=[participation.pk]), data)
    assert answer["Location"] == reverse("penilaian_result", args=[participation.pk])
    assert (scenes.result(participation).note, str(scenes.result(participation).total)) == ("Pertahankan.", "100.00")


def test_settle_page_while_somebody_scores_tells_only_progress(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.complete(first)
    page = text(signed_in(cast.lead).get(reverse("penilaian_settle", args=[first.participation_id])))
    assert "1 dari 2 penilai selesai" in page
    totals = reverse("penilaian_settle_totals", args=[first.participation_id])
    assert signed_in(cast.lead).get(totals).status_code == 404


@pytest.mark.parametrize("name", ["assign", "settle", "settle_totals"])
def test_pages_of_the_lead_are_unknown_to_others(cast: Cast, name):
    participation = scenes.scored(cast)
    for person in (cast.assessor, cast.admin, cast.leadership, cast.verifier, cast.observer, cast.operator):
        assert signed_in(person).get(reverse(f"penilaian_{name}", args=[participation.pk])).status_code == 404


# --- what waits, and the unit's page ------------------------------------------------------------------------------------
def test_what_waits_for_whom(cast: Cast):
    scenes.passed(cast, cast.kanim)
    scenes.scored(cast, cast.neighbour)
    settled = scenes.settled(cast, cast.foreign_unit)
    scenes.assigned(cast)

    def titles(person: User) -> list[str]:
        return [card.title for card in queries.waiting_for(scenes.anew(person))]

    assert titles(cast.assessor) == ["Nilai unit ini"]
    assert titles(cast.third_assessor) == []
    assert titles(cast.lead) == ["1 unit perlu ditugaskan penilai", "1 unit siap ditetapkan nilainya"]
    assert titles(cast.admin) == ["1 unit menunggu keputusan"]
    assert titles(cast.leadership) == []
    decree = scenes.proposed(cast, settled)
    assert titles(cast.leadership) == ["Putuskan penetapan predikat"]
    decree = decrees.decide(decree=decree, by=cast.leadership, approve=True)
    assert titles(cast.admin) == ["Terbitkan piagam"]
    certificates.issue_certificates(decree=decree, by=cast.admin)
    assert titles(cast.admin) == titles(cast.operator) == titles(cast.coordinator) == []


def test_waiting_costs_the_same_for_one_and_three(cast: Cast, django_assert_num_queries):
    scenes.assigned(cast)
    people = [scenes.anew(cast.assessor), scenes.anew(cast.assessor)]
    # The person's postings, the sheets to score, and the objections to answer.
    with django_assert_num_queries(3):
        queries.waiting_for(people[0])
    scenes.assigned(cast, cast.neighbour)
    scenes.assigned(cast, cast.foreign_unit)
    with django_assert_num_queries(3):
        assert len(queries.waiting_for(people[1])) == 3


def test_panel_gives_each_their_own(cast: Cast):
    participation = scenes.passed(cast)
    address = reverse("participation", args=[participation.pk])
    button = reverse("penilaian_assign", args=[participation.pk])
    assert button in text(signed_in(cast.lead).get(address))
    for person in (cast.operator, cast.coordinator, cast.verifier, cast.admin, cast.leadership, cast.observer):
        page = text(signed_in(person).get(address))
        assert "menunggu penugasan penilai" in page
        assert button not in page
