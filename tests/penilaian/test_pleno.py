"""The plenary meeting: quorum, ranks, another threshold, notes, current issues, minutes; all before the announcement."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.penilaian.models import CurrentIssue, Pleno, PlenoNote, Result
from assessments.penilaian.queries import pleno as queries
from assessments.penilaian.workflow import pleno as workflow
from p2ham.lib import dates
from tests.cast import Cast
from tests.house.meetings import closed_meeting, meeting
from tests.penilaian import scenes
from units.models import User

CANARY = "Warga mengeluhkan antrean kenari."


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return response.content.decode()


def refused(verb, **kwargs) -> list[str]:
    with pytest.raises(MoveRefused) as caught:
        verb(**kwargs)
    return caught.value.sentences


def there(cast: Cast, pleno: Pleno, *people: User) -> None:
    workflow.attend(pleno=pleno, modes={person.pk: "luring" for person in people}, by=cast.lead)


# --- opening and quorum -------------------------------------------------------------------------------------------------
def test_quorum_is_the_cycles_share_of_the_team_rounded_up(cast: Cast):
    cast.cycle.quorum_percent = 50
    cast.cycle.save(update_fields=["quorum_percent"])
    found = meeting(cast)
    assert (found.members, found.quorum) == (3, 2)


def test_second_meeting_while_one_is_open(cast: Cast):
    meeting(cast)
    assert refused(
        workflow.open_pleno, cycle=cast.cycle, held_on=dates.today(), place="Jakarta", agenda="Lagi", by=cast.lead
    ) == ["Masih ada rapat pleno yang belum ditutup. Tutup dahulu rapat itu."]


def test_meeting_without_a_team(cast: Cast):
    assert refused(
        workflow.open_pleno, cycle=cast.cycle, held_on=dates.today(), place="Jakarta", agenda="Pleno", by=cast.lead
    ) == ["Belum ada anggota tim penilai pada siklus ini. Catat dahulu anggotanya."]


@pytest.mark.parametrize("who", ["leadership", "assessor", "verifier", "operator"])
def test_meetings_are_recorded_by_lead_and_admin(cast: Cast, who):
    scenes.team(cast)
    sentences = refused(
        workflow.open_pleno,
        cycle=cast.cycle,
        held_on=dates.today(),
        place="Jakarta",
        agenda="Pleno",
        by=getattr(cast, who),
    )
    assert sentences == ["Rapat pleno dicatat oleh ketua tim penilai atau admin pusat."]


def test_close_below_the_quorum_counts_nobody_who_is_excused(cast: Cast):
    found = meeting(cast)
    there(cast, found, cast.assessor)
    workflow.attend(pleno=found, modes={cast.second_assessor.pk: "izin"}, by=cast.lead)
    assert refused(workflow.close_pleno, pleno=found, conclusion="Selesai.", by=cast.lead) == [
        "Kuorum belum tercapai: perlu 2 dari 3 anggota, baru 1 yang hadir."
    ]
    there(cast, found, cast.second_assessor)
    assert workflow.close_pleno(pleno=found, conclusion="Selesai.", by=cast.lead).minutes is not None


def test_close_is_for_the_lead_and_needs_a_conclusion(cast: Cast):
    found = meeting(cast)
    there(cast, found, cast.assessor, cast.second_assessor)
    assert refused(workflow.close_pleno, pleno=found, conclusion="Selesai.", by=cast.admin) == [
        "Rapat pleno ditutup oleh ketua tim penilai."
    ]
    assert refused(workflow.close_pleno, pleno=found, conclusion="  ", by=cast.lead) == ["Tuliskan kesimpulan rapat."]


def test_closed_meeting_takes_nothing_more(cast: Cast):
    found = closed_meeting(cast)
    closed = ["Rapat ini sudah ditutup, sehingga catatannya tidak dapat diubah lagi."]
    assert refused(workflow.attend, pleno=found, modes={cast.assessor.pk: "izin"}, by=cast.lead) == closed
    assert refused(workflow.close_pleno, pleno=found, conclusion="Lagi.", by=cast.lead) == closed
    unit = scenes.settled(cast)
    assert refused(workflow.note, pleno=found, participation=unit, text="Terlambat.", by=cast.lead) == closed
    assert Document.objects.filter(kind=Document.Kind.PLENO).count() == 1


def test_stranger_in_the_attendance_is_left_out(cast: Cast):
    found = meeting(cast)
    there(cast, found, cast.operator, cast.assessor)
    assert list(found.attendances.values_list("user", flat=True)) == [cast.assessor.pk]


# --- ranks and another threshold ----------------------------------------------------------------------------------------
def test_ranks_share_a_place_and_stay_national_under_a_filter(cast: Cast):
    scenes.settled(cast)
    scenes.settled(cast, cast.foreign_unit)
    scenes.settled(cast, cast.neighbour, {"A1": "proses"})
    order = ("-total", "participation__work_unit__name", "pk")
    rows = list(queries.ranked(cast.cycle, {}).order_by(*order))
    assert [place for place, _ in queries.ranks(cast.cycle, rows)] == [1, 1, 3]
    filtered = list(queries.ranked(cast.cycle, {"q": "landak"}).order_by(*order))
    assert [(place, row.participation.work_unit.short_name) for place, row in queries.ranks(cast.cycle, filtered)] == [
        (3, "Lapas Landak")
    ]


def test_another_threshold_is_only_looked_at(cast: Cast):
    scenes.settled(cast, cast.neighbour, {"A2": "proses"})
    scenes.settled(cast)
    found = meeting(cast)
    page = text(signed_in(cast.lead).get(reverse("penilaian_pleno", args=[found.pk]), {"ambang": "99,5"}))
    assert "dengan ambang 99,50 menjadi <strong>1</strong>" in page
    assert "Andaikan: belum memenuhi" in page
    assert {str(row.threshold) for row in Result.objects.all()} == {"75.00"}


@pytest.mark.parametrize("typed", ["abc", "101", "-1", "1e9"])
def test_impossible_threshold_is_said_and_changes_nothing(cast: Cast, typed):
    scenes.settled(cast)
    found = meeting(cast)
    answer = signed_in(cast.lead).get(reverse("penilaian_pleno", args=[found.pk]), {"ambang": typed})
    assert answer.status_code == 200
    assert "menjadi <strong>" not in text(answer)
    assert "error-summary" in text(answer) or "is-invalid" in text(answer)


def test_page_of_one_unit_and_of_three(cast: Cast, django_assert_num_queries):
    client, found = signed_in(cast.lead), meeting(cast)
    scenes.settled(cast)
    with django_assert_num_queries(12):
        client.get(reverse("penilaian_pleno", args=[found.pk]))
    scenes.settled(cast, cast.neighbour)
    scenes.settled(cast, cast.foreign_unit)
    scenes.scored(cast, cast.kanim)
    with django_assert_num_queries(12):
        page = text(client.get(reverse("penilaian_pleno", args=[found.pk])))
    assert "Lapas Barito" in page and "Kanim Singkawang" not in page


def test_workbook_holds_exactly_what_is_filtered(cast: Cast):
    scenes.settled(cast)
    scenes.settled(cast, cast.foreign_unit)
    found = meeting(cast)
    answer = signed_in(cast.admin).get(reverse("penilaian_pleno_sheet", args=[found.pk]), {"q": "barito"})
    cells = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert "Lapas Barito" in str(cells) and "Lapas Kapuas" not in str(cells)


# --- notes and issues ---------------------------------------------------------------------------------------------------
def test_note_twice_is_noted_once(cast: Cast):
    unit, found = scenes.settled(cast), meeting(cast)
    for _ in range(2):
        workflow.note(pleno=found, participation=unit, text=" Dibina. ", by=cast.lead)
    assert list(PlenoNote.objects.values_list("text", flat=True)) == ["Dibina."]


def test_note_on_a_unit_that_is_still_sealed(cast: Cast):
    unit, found = scenes.scored(cast), meeting(cast)
    assert refused(workflow.note, pleno=found, participation=unit, text="Dibina.", by=cast.lead) == [
        "Nilai unit ini belum ditetapkan, sehingga belum dibahas dalam rapat pleno."
    ]
    address = reverse("penilaian_pleno_unit", args=[found.pk, unit.pk])
    assert signed_in(cast.lead).get(address).status_code == 404


def test_note_and_issue_on_the_page_keep_what_was_typed(cast: Cast):
    unit, found = scenes.settled(cast), meeting(cast)
    client, address = signed_in(cast.lead), reverse("penilaian_pleno_unit", args=[found.pk, unit.pk])
    page = text(client.post(address, {"tindakan": "isu", "text": CANARY, "source": ""}))
    assert CANARY in page and "Tuliskan sumbernya: siapa yang menyampaikan atau memuatnya, dan di mana." in page
    client.post(address, {"tindakan": "isu", "text": CANARY, "source": "Surat kabar contoh"})
    client.post(address, {"tindakan": "catat", "text": "Dibahas."})
    page = text(client.get(address))
    assert CANARY in page and "Surat kabar contoh" in page and "Dibahas." in page


def test_issue_is_withdrawn_with_a_reason_and_stays_readable(cast: Cast):
    unit, found = scenes.settled(cast), meeting(cast)
    issue = workflow.raise_issue(participation=unit, text=CANARY, source="Surat kabar contoh", by=cast.admin)
    assert refused(workflow.withdraw_issue, issue=issue, reason=" ", by=cast.lead) == [
        "Tuliskan alasan isu ini dicabut."
    ]
    client = signed_in(cast.lead)
    client.post(reverse("penilaian_issue_withdraw", args=[found.pk, issue.pk]), {"reason": "Tidak terbukti."})
    assert CurrentIssue.objects.get().withdrawn_reason == "Tidak terbukti."
    page = text(client.get(reverse("penilaian_pleno_unit", args=[found.pk, unit.pk])))
    assert CANARY in page and "Tidak terbukti." in page
    assert refused(workflow.withdraw_issue, issue=issue, reason="Lagi", by=cast.lead) == ["Isu ini sudah dicabut."]


def test_unit_and_region_read_nothing_of_the_meeting(cast: Cast):
    unit, found = scenes.settled(cast), meeting(cast)
    workflow.raise_issue(participation=unit, text=CANARY, source="Surat kabar contoh", by=cast.admin)
    workflow.note(pleno=found, participation=unit, text=CANARY, by=cast.lead)
    for person in (cast.operator, cast.head, cast.coordinator, cast.observer):
        assert CANARY not in text(signed_in(person).get(reverse("participation", args=[unit.pk])))
    scenes.decreed(cast, unit)
    for person in (cast.operator, cast.coordinator):
        client = signed_in(person)
        assert CANARY not in text(client.get(reverse("participation", args=[unit.pk])))
        assert CANARY not in text(client.get(reverse("penilaian_result", args=[unit.pk])))


# --- minutes ------------------------------------------------------------------------------------------------------------
def test_minutes_freeze_what_the_meeting_knew(cast: Cast):
    good, weak = scenes.settled(cast), scenes.settled(cast, cast.neighbour, {"A1": "proses"})
    found = meeting(cast)
    workflow.raise_issue(participation=good, text=CANARY, source="Surat kabar contoh", by=cast.admin)
    workflow.note(pleno=found, participation=weak, text="Dibina.", by=cast.lead)
    there(cast, found, cast.assessor, cast.second_assessor)
    minutes = workflow.close_pleno(pleno=found, conclusion="Hasil disepakati.", by=cast.lead).minutes
    assert minutes.number_text.startswith("P2HAM-BP.0001/")
    context = minutes.context
    assert [(row["rank"], row["name"], row["total"], row["outcome"]) for row in context["units"]] == [
        (1, "Lapas Kapuas", "100,00", "Memenuhi syarat"),
        (2, "Lapas Landak", "91,67", "Belum memenuhi"),
    ]
    assert context["units"][0]["remarks"] == [f"Isu aktual: {CANARY} (sumber: Surat kabar contoh)"]
    assert context["units"][1]["remarks"] == ["Dibina."]
    assert (context["size"], context["quorum"], context["present"]) == (3, 2, 2)
    assert "Kapuas" not in str(minutes.public_facts)


def test_minutes_cost_the_same_for_one_unit_and_three(cast: Cast, django_assert_num_queries):
    found = meeting(cast)
    scenes.settled(cast)
    with django_assert_num_queries(6):
        queries.minutes_of(found)
    scenes.settled(cast, cast.neighbour)
    scenes.settled(cast, cast.foreign_unit)
    with django_assert_num_queries(6):
        queries.minutes_of(found)
