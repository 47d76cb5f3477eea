"""The assessor's pages: the queue, the sheet, one indicator with its evidence."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.files.models import FileView
from assessments.penilaian.models import Assignment, Score
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import Posting, Role, User


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return response.content.decode()


def test_queue_one_row_and_three(cast: Cast, django_assert_num_queries):
    scenes.assigned(cast, cast.unit)
    client = signed_in(cast.assessor)
    with django_assert_num_queries(5):
        page = text(client.get(reverse("penilaian_queue")))
    assert page.count("Lapas Kapuas") == 1
    scenes.assigned(cast, cast.neighbour)
    scenes.assigned(cast, cast.foreign_unit)
    scenes.passed(cast, cast.kanim)
    with django_assert_num_queries(5):
        page = text(client.get(reverse("penilaian_queue")))
    assert all(name in page for name in ("Lapas Kapuas", "Lapas Landak", "Lapas Barito"))
    assert "Kanim Singkawang" not in page


def test_queue_shows_nothing_of_a_colleague(cast: Cast):
    scenes.assigned(cast)
    assert "Lapas Kapuas" not in text(signed_in(cast.third_assessor).get(reverse("penilaian_queue")))


def test_queue_searches_and_keeps_finished_sheets_apart(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.assigned(cast, cast.neighbour)
    scenes.complete(first)
    client = signed_in(cast.assessor)
    assert "Lapas Kapuas" not in text(client.get(reverse("penilaian_queue")))
    assert "Lapas Kapuas" in text(client.get(reverse("penilaian_queue"), {"bagian": "selesai"}))
    assert "Tidak ada unit yang cocok" in text(client.get(reverse("penilaian_queue"), {"q": "tiada"}))
    assert "Lapas Landak" in text(client.get(reverse("penilaian_queue"), {"q": "landak"}))


@pytest.mark.parametrize("name", ["penilaian_sheet", "penilaian_score", "penilaian_score_totals"])
def test_sheet_of_a_colleague_does_not_exist(cast: Cast, name):
    first, _ = scenes.assigned(cast)
    indicator = scenes.indicators(first.participation)["A1"].pk
    args = [first.participation_id] if name == "penilaian_sheet" else [first.participation_id, indicator]
    assert signed_in(cast.assessor).get(reverse(name, args=args)).status_code == 200
    for person in (cast.third_assessor, cast.lead, cast.admin, cast.verifier, cast.operator, cast.observer):
        assert signed_in(person).get(reverse(name, args=args)).status_code == 404


def test_save_and_go_on_leads_through_the_sheet_and_back(cast: Cast):
    first, _ = scenes.assigned(cast, na=["B1"])
    pk, found = first.participation_id, scenes.indicators(first.participation)
    client = signed_in(cast.assessor)
    here, visited = reverse("penilaian_score", args=[pk, found["A2"].pk]), []
    for _ in range(3):
        visited.append(here)
        code = next(code for code, row in found.items() if here.endswith(f"/{row.pk}/"))
        answer = client.post(here, {"level": scenes.level(found[code], "ada").pk, "justification": "", "lanjut": "1"})
        here = answer["Location"]
    assert visited == [reverse("penilaian_score", args=[pk, found[code].pk]) for code in ("A2", "C1", "A1")]
    assert here == reverse("penilaian_sheet", args=[pk])
    assert "100,00" in text(client.get(here))


def test_save_without_going_on_stays(cast: Cast):
    first, _ = scenes.assigned(cast)
    indicator = scenes.indicators(first.participation)["A1"]
    address = reverse("penilaian_score", args=[first.participation_id, indicator.pk])
    answer = signed_in(cast.assessor).post(address, {"level": scenes.level(indicator, "ada").pk, "justification": ""})
    assert answer["Location"] == address


def test_missing_reason_is_said_at_the_field_and_the_choice_is_kept(cast: Cast):
    first, _ = scenes.assigned(cast)
    indicator = scenes.indicators(first.participation)["A1"]
    level = scenes.level(indicator, "proses")
    address = reverse("penilaian_score", args=[first.participation_id, indicator.pk])
    page = text(signed_in(cast.assessor).post(address, {"level": level.pk, "justification": ""}))
    assert 'href="#id_justification"' in page
    assert "berbeda dengan hasil verifikasi" in page
    assert f'value="{level.pk}" id="id_level_1"' in page.replace("\n", " ") or "checked" in page
    assert not Score.objects.exists()


def test_whole_sheet_bears_an_empty_form(cast: Cast):
    first, _ = scenes.assigned(cast)
    client = signed_in(cast.assessor)
    assert client.post(reverse("penilaian_whole", args=[first.participation_id])).status_code == 200


def test_scoring_a_locked_sheet_keeps_the_words(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.complete(first)
    indicator = scenes.indicators(first.participation)["A1"]
    address = reverse("penilaian_score", args=[first.participation_id, indicator.pk])
    page = text(
        signed_in(cast.assessor).post(
            address, {"level": scenes.level(indicator, "tidak").pk, "justification": "Kalimat yang panjang."}
        )
    )
    assert "sudah selesai dan tidak dapat diubah lagi" in page
    assert "Kalimat yang panjang." in page


def test_sheet_button_says_what_is_missing(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.score(first, {"A1": "ada", "A2": "ada"})
    client, pk = signed_in(cast.assessor), first.participation_id
    sentence = "Masih ada 2 indikator yang belum dinilai: B1, C1."
    assert sentence in text(client.get(reverse("penilaian_sheet", args=[pk])))
    assert sentence in text(client.post(reverse("penilaian_finalise", args=[pk])))
    scenes.score(first, {"B1": "ada", "C1": "ada"})
    assert client.post(reverse("penilaian_finalise", args=[pk]))["Location"] == reverse("penilaian_queue")
    assert Assignment.objects.get(pk=first.pk).is_final


def test_an_assessor_who_became_bound_sees_the_reason_and_nothing_else(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.score(first, {"A1": "ada"})
    evidence = scenes.attach(first.participation, cast.operator)
    Posting.objects.create(user=cast.assessor, role=Role.HEAD, work_unit=cast.unit)
    client, pk = signed_in(cast.assessor), first.participation_id
    page = text(client.get(reverse("penilaian_sheet", args=[pk])))
    assert "sehingga tidak dapat menilainya" in page
    assert "Indikator A1" not in page
    indicator = scenes.indicators(first.participation)["A1"].pk
    assert client.get(reverse("penilaian_score", args=[pk, indicator]))["Location"] == reverse(
        "penilaian_sheet", args=[pk]
    )
    assert client.get(reverse("penilaian_evidence_file", args=[pk, evidence.pk, "gambar"])).status_code == 404


def test_totals_ahead_are_told_without_writing(cast: Cast):
    first, _ = scenes.assigned(cast)
    indicator = scenes.indicators(first.participation)["C1"]
    address = reverse("penilaian_score_totals", args=[first.participation_id, indicator.pk])
    client = signed_in(cast.assessor)
    page = text(client.get(address, {"level": scenes.level(indicator, "proses").pk}))
    assert "16,67" in page
    assert "Bila C1 Proses disimpan" in page
    for mangled in ("", "x", "999999999999999999999", "-1"):
        assert "Nilai sementara" in text(client.get(address, {"level": mangled}))
    assert not Score.objects.exists()


def test_evidence_is_served_to_assessors_and_the_lead_and_recorded(cast: Cast, django_capture_on_commit_callbacks):
    first, _ = scenes.assigned(cast)
    with django_capture_on_commit_callbacks(execute=True):
        evidence = scenes.attach(first.participation, cast.operator)
    address = reverse("penilaian_evidence_file", args=[first.participation_id, evidence.pk, "gambar"])
    for person in (cast.assessor, cast.second_assessor, cast.lead):
        assert signed_in(person).get(address)["Content-Type"] == "image/jpeg"
    assert FileView.objects.count() == 3
    for person in (cast.third_assessor, cast.admin, cast.verifier, cast.operator, cast.foreign_operator, cast.nobody):
        assert signed_in(person).get(address).status_code == 404


def test_evidence_of_another_unit_is_not_served_under_this_one(cast: Cast):
    first, _ = scenes.assigned(cast)
    other, _ = scenes.assigned(cast, cast.neighbour)
    scenes.passed(cast, cast.foreign_unit)
    evidence = scenes.attach(other.participation, cast.neighbour_operator)
    address = reverse("penilaian_evidence_file", args=[first.participation_id, evidence.pk, "asli"])
    assert signed_in(cast.assessor).get(address).status_code == 404


def test_score_page_shows_the_evidence_at_its_own_address(cast: Cast, django_capture_on_commit_callbacks):
    first, _ = scenes.assigned(cast)
    with django_capture_on_commit_callbacks(execute=True):
        evidence = scenes.attach(first.participation, cast.operator)
    pk, indicator = first.participation_id, scenes.indicators(first.participation)["A1"].pk
    page = text(signed_in(cast.assessor).get(reverse("penilaian_score", args=[pk, indicator])))
    assert f'href="{reverse("penilaian_exhibit", args=[pk, evidence.pk])}"' in page
    assert "/verifikasi/" not in page


def test_score_page_costs_the_same_for_any_number_of_files(cast: Cast, django_assert_num_queries):
    first, _ = scenes.assigned(cast)
    pk, indicator = first.participation_id, scenes.indicators(first.participation)["A1"].pk
    client = signed_in(cast.assessor)
    for seed in (1, 2):
        with django_assert_num_queries(22):
            client.get(reverse("penilaian_score", args=[pk, indicator]))
        scenes.attach(first.participation, cast.operator, "A1", seed)
        scenes.attach(first.participation, cast.operator, "A2", seed)
