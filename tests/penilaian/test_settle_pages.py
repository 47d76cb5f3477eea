"""The page on which the lead compares, sets levels for a while, and settles; two leads at once."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from assessments.cycle.models import Cycle
from assessments.penilaian import queries, workflow
from assessments.penilaian.models import Finding, Moderation, Result, SiteVisit
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import Role, User


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return response.content.decode()


def address(participation, name: str = "settle") -> str:
    return reverse(f"penilaian_{name}", args=[participation.pk])


def filled(participation, levels: scenes.Levels, why: str = "Fotonya cukup.", **more: str) -> dict[str, str]:
    """The fields of the form."""
    found = scenes.indicators(participation)
    data = dict(more)
    for code, name in levels.items():
        data[f"level_{found[code].pk}"] = str(scenes.level(found[code], name).pk)
        data[f"reason_{found[code].pk}"] = why
    return data


def test_page_names_places_spread_and_rule_in_words(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    page = text(signed_in(cast.lead).get(address(participation)))
    assert "<strong>Penilai 1</strong> · Asih Penilai" in page
    assert "<strong>Penilai 2</strong> · Anton Penilai" in page
    assert "Selisih <strong>0,5</strong>; siklus ini meminta setiap selisih diputuskan." in page
    assert "Selisih nilai akhir <strong>8,33</strong>" in page
    assert "semua penilai memilih nilai yang sama" in page
    # Open where something is to be decided, folded elsewhere.
    assert page.count('<details class="judged judged--differs"') == 1
    assert page.count('<details class="judged"') == 3


def test_page_shows_what_was_combined(cast: Cast):
    Cycle.objects.update(gap_indicator=Decimal("0.5"))
    participation = scenes.scored(cast, first={"A2": "proses"})
    page = text(signed_in(cast.lead).get(address(participation)))
    assert "Digabung menjadi: Gabungan: 0,75 (Ada, Proses)" in page
    assert "masih dalam batas 0,5" in page
    assert "Digabung" in page


def test_page_shows_findings_of_visits_that_were_not_cancelled(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    indicator = scenes.indicators(participation)["A2"]
    for seen in ("TEMUAN-BERLAKU", "TEMUAN-BATAL"):
        visit = SiteVisit.objects.create(participation=participation, planned_on=dates.today(), planned_by=cast.lead)
        Finding.objects.create(
            visit=visit, indicator=indicator, seen=Finding.Seen.DIFFERS, text=seen, found_by=cast.assessor
        )
        closing = "closed_at" if seen == "TEMUAN-BERLAKU" else "cancelled_at"
        SiteVisit.objects.filter(pk=visit.pk).update(**{closing: visit.planned_on_at})
    page = text(signed_in(cast.lead).get(address(participation)))
    assert "TEMUAN-BERLAKU" in page
    assert "TEMUAN-BATAL" not in page


def test_page_costs_the_same_whatever_differs(cast: Cast, django_assert_num_queries):
    client, few = signed_in(cast.lead), scenes.scored(cast)
    many = scenes.scored(cast, cast.neighbour, first={"A1": "proses", "A2": "tidak", "C1": "tidak"})
    with django_assert_num_queries(22):
        client.get(address(few))
    with django_assert_num_queries(22):
        client.get(address(many))


def test_save_keeps_half_of_it_and_settles_nothing(cast: Cast):
    participation = scenes.scored(cast, first={"A1": "tidak", "A2": "proses"})
    client = signed_in(cast.lead)
    data = filled(participation, {"A2": "ada"}, why="") | {"note": "CATATAN", "simpan": "1"}
    assert client.post(address(participation), data)["Location"] == address(participation)
    assert not Result.objects.exists()
    page = client.get(address(participation))
    assert (Moderation.objects.get().indicator.code, page.context["form"]["note"].value()) == ("A2", "CATATAN")
    assert "Disimpan Lela Ketua" in text(page)
    assert page.context["open_count"] == 1


def test_autosave_answers_with_the_version_that_the_page_goes_on_with(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    client = signed_in(cast.lead)
    answer = client.post(address(participation, "settle_autosave"), filled(participation, {"A2": "ada"}))
    assert (answer.status_code, answer.json()["sentence"][:15]) == (200, "Tersimpan pukul")
    version = answer.json()["version"]
    again = client.post(
        address(participation, "settle_autosave"), filled(participation, {"A2": "proses"}, version=version)
    )
    assert again.status_code == 200
    stale = client.post(
        address(participation, "settle_autosave"), filled(participation, {"A2": "ada"}, version=version)
    )
    assert (stale.status_code, stale.json()["again"]) == (409, False)
    assert "Lela Ketua sudah menyimpan penetapan unit ini" in stale.json()["sentence"]


def test_autosave_says_what_it_cannot_read(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    pk = scenes.indicators(participation)["A2"].pk
    answer = signed_in(cast.lead).post(address(participation, "settle_autosave"), {f"level_{pk}": "bukan"})
    assert (answer.status_code, answer.json()["again"]) == (409, True)
    assert not Moderation.objects.exists()


def test_autosave_while_sealed(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.complete(first)
    answer = signed_in(cast.lead).post(address(first.participation, "settle_autosave"), {"note": "x"})
    assert answer.status_code == 409
    assert "tersegel" in answer.json()["sentence"]


def other_lead() -> User:
    return factories.posted(Role.LEAD, None, "Lukas Ketua")


@pytest.mark.parametrize("button", [{}, {"simpan": "1"}])
def test_stale_page_gives_both_versions_back(cast: Cast, button):
    participation = scenes.scored(cast, first={"A2": "proses"})
    signed_in(cast.lead).post(
        address(participation), filled(participation, {"A2": "ada"}, why="KATA-LELA") | {"simpan": "1"}
    )
    data = filled(participation, {"A2": "proses"}, why="KATA-LUKAS", note="CATATAN-LUKAS") | button
    answer = signed_in(other_lead()).post(address(participation), data)
    assert answer.status_code == 409
    page = text(answer)
    assert all(word in page for word in ("KATA-LELA", "KATA-LUKAS", "CATATAN-LUKAS", "Lela Ketua sudah menyimpan"))
    assert (Moderation.objects.get().reason, Result.objects.count()) == ("KATA-LELA", 0)


def test_second_lead_sees_what_was_settled_and_keeps_the_text(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    signed_in(cast.lead).post(address(participation), filled(participation, {"A2": "ada"}))
    answer = signed_in(other_lead()).post(
        address(participation), filled(participation, {"A2": "proses"}, why="KATA-LUKAS", note="CATATAN-LUKAS")
    )
    assert answer.status_code == 409
    page = text(answer)
    assert "Lela Ketua sudah menetapkan nilai unit ini" in page
    assert all(word in page for word in ("Nilai akhir 100,00", "A2: Ada", "KATA-LUKAS", "CATATAN-LUKAS"))
    assert str(scenes.result(participation).total) == "100.00"


def test_settled_page_says_who_settled_it_and_offers_no_fields(cast: Cast):
    participation = scenes.settled(cast)
    page = text(signed_in(other_lead()).get(address(participation)))
    assert "Nilai sudah ditetapkan: 100,00" in page
    assert "Lela Ketua" in page
    assert 'name="reason_' not in page
    assert "data-autosave" not in page


def test_form_that_arrives_when_the_seal_has_closed_again_keeps_the_text(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    data = filled(participation, {"A2": "ada"}, why="KATA-LELA", note="CATATAN-LELA")
    participation.assignments.create(assessor=cast.third_assessor)
    answer = signed_in(cast.lead).post(address(participation), data)
    assert answer.status_code == 409
    page = text(answer)
    assert all(word in page for word in ("KATA-LELA", "CATATAN-LELA", "Sekarang 2 dari 3."))
    assert "Menurut Asih" not in page


def test_set_another_level_needs_a_reason_and_a_reason_needs_a_level(cast: Cast):
    participation = scenes.scored(cast)
    found = scenes.indicators(participation)
    data = filled(participation, {"A1": "proses"}, why="") | {f"reason_{found['A2'].pk}": "Tanpa tingkat."}
    page = text(signed_in(cast.lead).post(address(participation), data))
    assert "Tuliskan alasan tingkat yang Anda tetapkan." in page
    assert "Pilih tingkat yang Anda tetapkan, atau kosongkan alasannya." in page
    assert "Tanpa tingkat." in page
    assert not Result.objects.exists()


def test_total_that_differs_asks_for_a_word(cast: Cast):
    Cycle.objects.update(gap_indicator=Decimal("0.5"), gap_total=Decimal(5))
    participation = scenes.scored(cast, first={"A2": "proses"})
    client = signed_in(cast.lead)
    assert "lebih dari 5,00" in text(client.post(address(participation), {"note": "Tetap di sini."}))
    client.post(address(participation), {"total_reason": "Keduanya beralasan."})
    assert str(scenes.result(participation).total) == "95.83"


def test_lead_who_scored_the_unit_saves_and_sees_nothing(cast: Cast):
    participation = scenes.scored(cast)
    cast.assessor.postings.create(role=Role.LEAD)
    client = signed_in(scenes.anew(cast.assessor))
    assert "Menurut Anton" not in text(client.post(address(participation), {"note": "x", "simpan": "1"}))
    assert client.post(address(participation, "settle_autosave"), {"note": "x"}).status_code == 409
    assert not hasattr(participation, "settling_note")


def test_workflow_without_a_version_takes_what_is_stored(cast: Cast):
    participation = scenes.scored(cast)
    workflow.moderate(participation=participation, typed=queries.Deliberation(note="CATATAN"), version="", by=cast.lead)
    assert workflow.settle(participation=participation, choices={}, by=cast.lead).note == "CATATAN"
