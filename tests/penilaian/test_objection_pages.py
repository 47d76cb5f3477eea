"""The pages of an objection: who sees what, what is kept, what is refused in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.documents.models import Document
from assessments.penilaian import queries
from assessments.penilaian.models import Objection
from assessments.penilaian.queries import objections
from assessments.penilaian.queries.objections_waiting import waiting_for
from assessments.penilaian.workflow import answering, objecting
from p2ham.lib.http import BIGGEST_ID
from tests import factories, samples
from tests.cast import Cast
from tests.penilaian import objecting as play
from tests.penilaian import scenes
from units.models import Role, User


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return response.content.decode()


def address(participation, name: str = "") -> str:
    return reverse(f"penilaian_objection{name}", args=[participation.pk])


def fields(participation, codes: dict[str, str], seen: str = "", **more: object) -> dict[str, object]:
    found = scenes.indicators(participation)
    return {f"text_{found[code].pk}": words for code, words in codes.items()} | {"seen": seen} | more


def photo(name: str = "ruang.jpg", data: bytes | None = None):
    return SimpleUploadedFile(name, data if data is not None else samples.photo(seed=3, size=(320, 240)))


def test_unit_writes_saves_and_files_on_one_page(cast: Cast):
    participation = play.refused(cast)
    client = signed_in(cast.operator)
    page = text(client.get(address(participation)))
    assert "Keberatan dapat diajukan sampai" in page
    assert "Paling banyak 5 berkas." in page
    assert ">B1<" not in page
    a1 = scenes.indicators(participation)["A1"].pk
    client.post(address(participation), fields(participation, {"A1": "Sudah ada."}) | {f"files_{a1}": photo()})
    draft = Objection.objects.get()
    page = text(client.get(address(participation)))
    assert ("Sudah ada." in page, "ruang.jpg" in page, draft.standing) == (True, True, "ditulis")
    answer = client.post(
        address(participation), fields(participation, {"A1": "Sudah ada."}, objecting.stamp(draft), ajukan="1")
    )
    assert answer["Location"] == address(participation)
    page = text(client.get(address(participation)))
    assert f"KB-{draft.pk}" in page
    assert "Tarik keberatan" in page


def test_bad_file_stops_neither_the_text_nor_the_other_file(cast: Cast):
    participation = play.refused(cast)
    a1 = scenes.indicators(participation)["A1"].pk
    client = signed_in(cast.operator)
    sent = fields(participation, {"A1": "Sudah ada."}, ajukan="1") | {
        f"files_{a1}": [photo("rusak.jpg", b"bukan foto"), photo()]
    }
    page = text(client.post(address(participation), sent))
    assert "rusak.jpg" in page
    assert "Sudah ada." in page
    objection = Objection.objects.get()
    assert objection.standing == "ditulis"
    assert [link.file.name for point in objections.points_of(objection) for link in point.files.all()] == ["ruang.jpg"]


def test_stale_page_keeps_the_text(cast: Cast):
    draft = play.drafted(cast)
    answer = signed_in(cast.head).post(
        address(draft.participation), fields(draft.participation, {"A1": "Kalimat saya."})
    )
    assert answer.status_code == 409
    assert "Kalimat saya." in text(answer)


def test_post_after_filing_keeps_the_text(cast: Cast):
    filed = play.filed(cast)
    answer = signed_in(cast.operator).post(
        address(filed.participation), fields(filed.participation, {"A1": "Kalimat saya."}, objecting.stamp(filed))
    )
    assert answer.status_code == 409
    assert "Kalimat saya." in text(answer)
    assert "tidak dapat diubah" in text(answer)


def test_closed_window_says_until_when_it_was(cast: Cast):
    participation = play.refused(cast)
    participation.cycle.objection_days = 0
    participation.cycle.save()
    client = signed_in(cast.operator)
    assert "keberatan tidak dibuka" in text(client.get(address(participation)))
    assert "keberatan tidak dibuka" in text(client.get(reverse("penilaian_result", args=[participation.pk])))


def test_draft_is_the_units_own(cast: Cast):
    draft = play.drafted(cast)
    for person in (cast.coordinator, cast.lead, cast.leadership, cast.observer):
        assert signed_in(person).get(address(draft.participation)).status_code == 404
    assert not objections.visible_to(cast.lead).exists()


def test_nobody_who_scored_sees_the_objection(cast: Cast):
    objection = play.reviewed(cast)
    for person in (cast.assessor, cast.second_assessor):
        client = signed_in(person)
        assert client.get(reverse("penilaian_objection_review", args=[objection.pk])).status_code == 404
        assert cast.unit.short_name not in text(client.get(reverse("penilaian_objections")))


def test_unit_and_region_never_read_who_reviews(cast: Cast):
    objection = play.decided(cast)
    for person in (cast.operator, cast.head, cast.coordinator):
        client = signed_in(person)
        for page in (
            address(objection.participation),
            reverse("participation", args=[objection.participation_id]),
            reverse("penilaian_result", args=[objection.participation_id]),
        ):
            found = text(client.get(page))
            for hidden in (cast.third_assessor, cast.assessor, cast.second_assessor):
                assert hidden.name not in found


def test_answers_are_not_shown_before_they_are_decided(cast: Cast):
    objection = play.proposed(cast)
    for person in (cast.operator, cast.coordinator):
        page = text(signed_in(person).get(address(objection.participation)))
        assert play.REASON not in page
        assert "91,67" not in page
    play.answering.decide(objection=objection, by=cast.leadership, approve=True)
    page = text(signed_in(cast.operator).get(address(objection.participation)))
    assert play.REASON in page
    assert "91,67" in page


def test_list_one_objection_and_three(cast: Cast, django_assert_num_queries):
    play.filed(cast)
    client = signed_in(cast.lead)
    client.get(reverse("penilaian_objections"))
    with django_assert_num_queries(6):
        page = text(client.get(reverse("penilaian_objections"), {"bagian": "baru"}))
    assert cast.unit.short_name in page
    play.filed(cast, cast.neighbour)
    with django_assert_num_queries(6):
        page = text(client.get(reverse("penilaian_objections"), {"bagian": "baru", "q": "Landak"}))
    assert cast.neighbour.short_name in page
    assert f">{cast.unit.short_name}<" not in page


def test_lead_names_a_reviewer_and_sees_who_cannot(cast: Cast):
    objection = play.filed(cast)
    page = signed_in(cast.lead).get(reverse("penilaian_objection_review", args=[objection.pk]))
    assert "menilai unit ini, atau pernah ditugaskan menilainya" in text(page)
    assert f'value="{cast.third_assessor.pk}"' in text(page)
    assert f'value="{cast.assessor.pk}"' not in text(page)
    signed_in(cast.lead).post(
        reverse("penilaian_objection_assign", args=[objection.pk]), {"reviewer": cast.third_assessor.pk}
    )
    objection.refresh_from_db()
    assert objection.reviewer == cast.third_assessor


def answers(objection: Objection, levels: dict[str, str], reason: str = play.REASON) -> dict[str, str]:
    sent = {"seen": objecting.stamp(objection), "note": "Diperiksa."}
    for point in objections.points_of(objection):
        name = levels.get(point.indicator.code)
        if name is None:
            continue
        sent[f"level_{point.pk}"] = str(scenes.level(point.indicator, name).pk) if name else "ditolak"
        sent[f"reason_{point.pk}"] = reason
    return sent


def test_reviewer_answers_and_looks_ahead(cast: Cast):
    objection = play.reviewed(cast)
    client = signed_in(cast.third_assessor)
    page = text(client.get(reverse("penilaian_objection_review", args=[objection.pk])))
    assert "83,33" in page
    assert "Menurut Asih cukup." in page
    assert cast.assessor.name not in page
    ahead = text(
        client.get(reverse("penilaian_objection_totals", args=[objection.pk]), answers(objection, {"A1": "ada"}))
    )
    assert "91,67" in ahead
    assert not objection.points.exclude(answer="").exists()
    client.post(
        reverse("penilaian_objection_answer", args=[objection.pk]),
        answers(objection, {"A1": "ada", "A2": ""}) | {"usulkan": "1"},
    )
    objection.refresh_from_db()
    assert objection.standing == Objection.Standing.PROPOSED


def test_reviewer_sees_the_evidence_that_was_judged_and_others_do_not(cast: Cast, django_capture_on_commit_callbacks):
    objection = play.reviewed(cast)
    pk = objection.participation_id
    reviewer = signed_in(cast.third_assessor)
    with django_capture_on_commit_callbacks(execute=True):
        evidence = scenes.attach(objection.participation, cast.operator)
    piece = reverse("penilaian_exhibit", args=[pk, evidence.pk])
    file = reverse("penilaian_evidence_file", args=[pk, evidence.pk, "gambar"])
    another = factories.posted(Role.ASSESSOR, None, "Penilai lain")
    scenes.member(cast, another)
    review = reverse("penilaian_objection_review", args=[objection.pk])
    assert f'href="{piece}"' in text(reviewer.get(review))
    assert review in text(reviewer.get(piece))
    assert reviewer.get(file)["Content-Type"] == "image/jpeg"
    for address in (piece, file):
        assert signed_in(another).get(address).status_code == 404
    answering.assign(objection=objection, reviewer=another, by=cast.lead)
    assert reviewer.get(file).status_code == 404


def test_answer_without_a_reason_keeps_the_rest(cast: Cast):
    objection = play.reviewed(cast)
    page = text(
        signed_in(cast.third_assessor).post(
            reverse("penilaian_objection_answer", args=[objection.pk]), answers(objection, {"A1": "ada"}, " ")
        )
    )
    assert "A1: tuliskan alasan jawaban." in page
    assert "Diperiksa." in page


def test_answer_from_a_stale_page_keeps_the_text(cast: Cast):
    objection = play.reviewed(cast)
    stale = answers(objection, {"A1": "ada"}, "Alasan saya yang panjang.")
    play.answered(cast, objection, {"A1": ""})
    answer = signed_in(cast.third_assessor).post(reverse("penilaian_objection_answer", args=[objection.pk]), stale)
    assert answer.status_code == 409
    assert "Alasan saya yang panjang." in text(answer)


def test_leadership_decides_on_the_page(cast: Cast):
    objection = play.proposed(cast)
    client = signed_in(cast.leadership)
    assert "Keputusan Anda" in text(client.get(reverse("penilaian_objection_review", args=[objection.pk])))
    client.post(reverse("penilaian_objection_decide", args=[objection.pk]), {"decision": "approve"})
    objection.refresh_from_db()
    assert objection.standing == Objection.Standing.PARTLY
    assert objection.paper and objection.paper.kind == Document.Kind.OBJECTION


def test_what_waits_for_whom(cast: Cast):
    def titles(person: User) -> list[str]:
        return [row.title for row in waiting_for(scenes.anew(person))]

    participation = play.refused(cast)
    assert titles(cast.operator) == titles(cast.head) == ["Baca hasil penilaian"]
    draft = play.drafted(cast, participation=participation)
    assert titles(cast.operator) == ["Selesaikan keberatan"]
    filed = objecting.file(objection=draft, seen=objecting.stamp(draft), by=cast.operator)
    assert (titles(cast.operator), titles(cast.lead)) == ([], ["1 keberatan perlu pemeriksa"])
    found = answering.assign(objection=filed, reviewer=cast.third_assessor, by=cast.lead)
    assert (titles(cast.lead), titles(cast.third_assessor)) == ([], ["Jawab keberatan"])
    assert titles(cast.assessor) == []
    saved = play.answered(cast, found, {"A1": "ada", "A2": ""})
    answering.propose(objection=saved, seen=objecting.stamp(saved), by=cast.third_assessor)
    assert (titles(cast.third_assessor), titles(cast.leadership)) == ([], ["Putuskan jawaban keberatan"])


def test_unit_still_reads_its_changed_result_before_the_further_decree(cast: Cast):
    objection = play.decided(cast)
    page = text(signed_in(cast.operator).get(reverse("penilaian_result", args=[objection.participation_id])))
    assert "91,67" in page
    assert not queries.results_visible_to(cast.neighbour_operator).exists()


def test_settled_result_without_an_objection_stays_sealed(cast: Cast):
    participation = scenes.settled(cast, levels=play.LOW)
    for person in (cast.operator, cast.coordinator, cast.observer):
        assert signed_in(person).get(reverse("penilaian_result", args=[participation.pk])).status_code == 404


@pytest.mark.parametrize("level", ["0", "999999", str(BIGGEST_ID), "x"])
def test_look_ahead_with_a_strange_level(cast: Cast, level):
    objection = play.reviewed(cast)
    point = objections.points_of(objection)[0]
    answer = signed_in(cast.third_assessor).get(
        reverse("penilaian_objection_totals", args=[objection.pk]), {f"level_{point.pk}": level}
    )
    assert (answer.status_code, "83,33" in text(answer)) == (200, True)
