"""The pages of the room: what each role sees, one row and three, and what a wrong press says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.files.models import FileView
from assessments.files.workflow import receive
from assessments.penilaian import decrees, queries
from assessments.penilaian.models import Assignment, Decree, Result, Score
from assessments.verifikasi.models import Answer, Evidence
from tests import samples
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import Posting, Role, User


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return response.content.decode()


def attach(participation: Participation, by: User, code: str = "A1") -> Evidence:
    """A photo on an answer of the unit."""
    answer = Answer.objects.get(participation=participation, indicator__code=code)
    upload = SimpleUploadedFile("toilet.jpg", samples.photo(size=(320, 240)))
    file = receive(upload=upload, participation=participation, purpose="data-dukung", by=by)
    requirement = answer.level.requirements.first()
    return Evidence.objects.create(
        answer=answer, file=file, requirement=requirement, description="Pegangan rambat", added_by=by
    )


# --- the assessor -------------------------------------------------------------------------------------------------------
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
    evidence = attach(first.participation, cast.operator)
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
        evidence = attach(first.participation, cast.operator)
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
    evidence = attach(other.participation, cast.neighbour_operator)
    address = reverse("penilaian_evidence_file", args=[first.participation_id, evidence.pk, "asli"])
    assert signed_in(cast.assessor).get(address).status_code == 404


def test_score_page_shows_the_evidence_at_its_own_address(cast: Cast, django_capture_on_commit_callbacks):
    first, _ = scenes.assigned(cast)
    with django_capture_on_commit_callbacks(execute=True):
        evidence = attach(first.participation, cast.operator)
    pk, indicator = first.participation_id, scenes.indicators(first.participation)["A1"].pk
    page = text(signed_in(cast.assessor).get(reverse("penilaian_score", args=[pk, indicator])))
    assert f'href="/penilaian/{pk}/berkas/{evidence.pk}/gambar/"' in page
    assert "/verifikasi/" not in page


def test_score_page_costs_the_same_for_any_number_of_files(cast: Cast, django_assert_num_queries):
    first, _ = scenes.assigned(cast)
    pk, indicator = first.participation_id, scenes.indicators(first.participation)["A1"].pk
    client = signed_in(cast.assessor)
    for _ in range(2):
        with django_assert_num_queries(25):
            client.get(reverse("penilaian_score", args=[pk, indicator]))
        attach(first.participation, cast.operator)
        attach(first.participation, cast.operator, "A2")


# --- the lead -----------------------------------------------------------------------------------------------------------
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
    assert "Amir Penilai</strong>: bertugas di unit ini atau koordinatornya" in text(page)
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


# --- the decree ---------------------------------------------------------------------------------------------------------
def decree_data(*units: Participation, **more: object) -> dict[str, object]:
    fields = {key: str(value) for key, value in vars(scenes.facts()).items()}
    return fields | {"units": [unit.pk for unit in units]} | more


def test_decree_form_one_unit_and_three(cast: Cast, django_assert_num_queries):
    client = signed_in(cast.admin)
    scenes.settled(cast)
    with django_assert_num_queries(7):
        page = text(client.get(reverse("penilaian_decree_new")))
    assert f"Penetapan Predikat Unit Kerja Pelayanan Publik Berbasis HAM Tahun {cast.cycle.year}" in page
    scenes.settled(cast, cast.neighbour, {"A1": "proses"})
    scenes.settled(cast, cast.foreign_unit)
    scenes.scored(cast, cast.kanim)
    with django_assert_num_queries(7):
        page = text(client.get(reverse("penilaian_decree_new")))
    assert page.count('name="units"') == 3
    assert "Belum: A1" in page
    assert "Kanim Singkawang" not in page


def test_decree_is_recorded_and_decided_on_the_pages(cast: Cast):
    unit, left_out = scenes.settled(cast), scenes.settled(cast, cast.neighbour)
    answer = signed_in(cast.admin).post(reverse("penilaian_decree_new"), decree_data(unit))
    decree = Decree.objects.get()
    address = reverse("penilaian_decree", args=[decree.pk])
    assert answer["Location"] == address
    assert "Usulan ini diputuskan oleh pimpinan." in text(signed_in(cast.admin).get(address))
    boss = signed_in(cast.leadership)
    assert "Keputusan Anda" in text(boss.get(address))
    boss.post(reverse("penilaian_decree_decide", args=[decree.pk]), {"decision": "approve"})
    states = dict(Participation.objects.values_list("pk", "state"))
    assert (states[unit.pk], states[left_out.pk]) == (State.AWARDED, State.SETTLED)


def test_decree_form_keeps_what_was_typed(cast: Cast):
    unit = scenes.settled(cast)
    client = signed_in(cast.admin)
    page = text(client.post(reverse("penilaian_decree_new"), decree_data(number="", title="Judul lain")))
    assert "Judul lain" in page
    assert "checked" not in page
    page = text(client.post(reverse("penilaian_decree_new"), decree_data(unit, date="2000-01-01")))
    assert f"Tanggal keputusan tidak boleh sebelum tahun {cast.cycle.year}." in page
    assert 'name="units"' in page


def test_decree_refused_without_a_reason_says_so(cast: Cast):
    decree = scenes.proposed(cast, scenes.settled(cast))
    address = reverse("penilaian_decree_decide", args=[decree.pk])
    assert "Tuliskan alasan penolakan." in text(signed_in(cast.leadership).post(address, {"decision": "refuse"}))
    assert scenes.decision_of(decree) == "pending"


def test_decree_page_one_unit_and_three(cast: Cast, django_assert_num_queries):
    client = signed_in(cast.admin)
    one = scenes.decreed(cast, scenes.settled(cast), number="1")
    three = scenes.decreed(
        cast, *[scenes.settled(cast, unit) for unit in (cast.neighbour, cast.foreign_unit, cast.kanim)], number="2"
    )
    for decree in (one, three):
        with django_assert_num_queries(9):
            page = text(client.get(reverse("penilaian_decree", args=[decree.pk])))
    assert "Lapas Barito" in page
    assert "Lapas Kapuas" not in page


def test_decree_list_one_row_and_three(cast: Cast, django_assert_num_queries):
    client = signed_in(cast.leadership)
    scenes.decreed(cast, scenes.settled(cast), number="Nomor 1")
    with django_assert_num_queries(7):
        assert "Nomor 1" in text(client.get(reverse("penilaian_decrees")))
    scenes.proposed(cast, scenes.settled(cast, cast.neighbour), number="Nomor 2")
    scenes.proposed(cast, scenes.settled(cast, cast.foreign_unit), number="Nomor 3")
    with django_assert_num_queries(7):
        page = text(client.get(reverse("penilaian_decrees")))
    assert all(f"Nomor {number}" in page for number in (1, 2, 3))
    assert "Catat keputusan" not in page


def test_certificates_are_issued_by_a_press_and_their_progress_shown(cast: Cast, django_capture_on_commit_callbacks):
    decree = scenes.decreed(cast, scenes.settled(cast))
    client = signed_in(cast.admin)
    address = reverse("penilaian_decree", args=[decree.pk])
    assert "0 dari 1 piagam terbit" in text(client.get(address))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("penilaian_certificates", args=[decree.pk]))
    page = text(client.get(address))
    assert "1 dari 1 piagam terbit" in page
    assert "1 dari 1 PDF siap diunduh" in page
    again = text(client.post(reverse("penilaian_certificates", args=[decree.pk])))
    assert "Semua piagam dalam keputusan ini sudah diterbitkan." in again


def test_papers_are_served_to_whoever_sees_the_unit(cast: Cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        participation = scenes.settled(cast)
        decree = scenes.decreed(cast, participation)
        decrees.issue_certificates(decree=decree, by=cast.admin)
    addresses = [
        reverse("penilaian_certificate", args=[participation.pk]),
        reverse("penilaian_decree_annex", args=[decree.pk]),
    ]
    for address in addresses:
        for person in (cast.operator, cast.head, cast.coordinator, cast.admin, cast.leadership, cast.observer):
            answer = signed_in(person).get(address)
            assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        for person in (cast.neighbour_operator, cast.foreign_coordinator, cast.assessor, cast.nobody):
            assert signed_in(person).get(address).status_code == 404


def test_certificate_that_is_not_rendered_yet_says_so(cast: Cast):
    participation = scenes.settled(cast)
    decrees.issue_certificates(decree=scenes.decreed(cast, participation), by=cast.admin)
    assert signed_in(cast.operator).get(reverse("penilaian_certificate", args=[participation.pk])).status_code == 202


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
    decrees.issue_certificates(decree=decree, by=cast.admin)
    assert titles(cast.admin) == titles(cast.operator) == titles(cast.coordinator) == []


def test_waiting_costs_the_same_for_one_and_three(cast: Cast, django_assert_num_queries):
    scenes.assigned(cast)
    people = [scenes.anew(cast.assessor), scenes.anew(cast.assessor)]
    with django_assert_num_queries(2):
        queries.waiting_for(people[0])
    scenes.assigned(cast, cast.neighbour)
    scenes.assigned(cast, cast.foreign_unit)
    with django_assert_num_queries(2):
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
