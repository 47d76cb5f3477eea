"""Site visits: planned by the lead, recorded by those who go, beside the scores, reported in a paper to be signed."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import visit_papers
from assessments.penilaian.models import Finding, SiteVisit, VisitPhoto
from assessments.penilaian.queries import visits as queries
from assessments.penilaian.workflow import visiting as workflow
from p2ham.lib import dates
from tests import samples
from tests.cast import Cast
from tests.penilaian import scenes, visiting
from units.models import User

TOMORROW = dt.timedelta(days=1)


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


def indicator(visit: SiteVisit, code: str) -> int:
    return next(row.pk for row in queries.to_see(visit) if row.code == code)


def upload(seed: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile("ramp.jpg", samples.photo(seed=seed, size=(320, 240)))


# --- planning -----------------------------------------------------------------------------------------------------------
def test_plan_tells_the_unit_and_those_who_go(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    participation = scenes.assigned(cast)[0].participation
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.plan(
            participation=participation,
            wanted=visiting.wanted(cast.third_assessor, message="Mohon didampingi."),
            by=cast.lead,
        )
    told = {mail.to[0]: mail.body for mail in mailoutbox}
    assert set(told) == {cast.operator.email, cast.head.email, cast.third_assessor.email}
    assert "Mohon didampingi." in told[cast.head.email]
    assert participation.timeline.first().text == f"Kunjungan lapangan dijadwalkan {dates.long_date(dates.today())}"


@pytest.mark.parametrize("who", ["assessor", "admin", "verifier", "operator"])
def test_visits_are_planned_by_the_lead(cast: Cast, who):
    participation = scenes.assigned(cast)[0].participation
    wanted = visiting.wanted(cast.third_assessor)
    assert refused(workflow.plan, participation=participation, wanted=wanted, by=getattr(cast, who)) == [
        "Kunjungan dijadwalkan oleh ketua tim penilai."
    ]


def test_plan_in_the_past_or_without_people(cast: Cast):
    participation = scenes.assigned(cast)[0].participation
    wanted = visiting.wanted(day=dates.today() - TOMORROW)
    assert refused(workflow.plan, participation=participation, wanted=wanted, by=cast.lead) == [
        "Tanggal kunjungan tidak boleh sebelum hari ini.",
        "Pilih paling sedikit satu petugas kunjungan.",
    ]


def test_plan_with_somebody_bound_to_the_unit(cast: Cast):
    participation = scenes.assigned(cast)[0].participation
    sentences = refused(workflow.plan, participation=participation, wanted=visiting.wanted(cast.operator), by=cast.lead)
    assert sentences == ["Oni Operator tidak sedang bertugas sebagai penilai."]


def test_second_open_visit(cast: Cast):
    visit = visiting.planned(cast)
    wanted = visiting.wanted(cast.third_assessor)
    assert refused(workflow.plan, participation=visit.participation, wanted=wanted, by=cast.lead) == [
        "Unit ini sudah memiliki jadwal kunjungan yang belum selesai."
    ]


def test_change_and_cancel_tell_everybody_once(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    visit = visiting.planned(cast)
    later = visiting.wanted(cast.third_assessor, day=dates.today() + TOMORROW)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            workflow.change(visit=visit, wanted=later, by=cast.lead)
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(
        [cast.operator.email, cast.head.email, cast.third_assessor.email]
    )
    assert refused(workflow.cancel, visit=visit, reason=" ", by=cast.lead) == ["Tuliskan alasan kunjungan dibatalkan."]
    workflow.cancel(visit=visit, reason="Banjir.", by=cast.lead)
    assert refused(workflow.cancel, visit=visit, reason="Lagi.", by=cast.lead) == ["Kunjungan ini sudah dibatalkan."]
    assert visit.participation.timeline.first().note == "Banjir."


# --- recording ----------------------------------------------------------------------------------------------------------
def test_finding_of_a_stranger_or_too_early(cast: Cast):
    visit = visiting.planned(cast, day=dates.today() + TOMORROW)
    pk = indicator(visit, "A1")
    assert refused(workflow.find, visit=visit, indicator_id=pk, seen="sesuai", text="", by=cast.assessor) == [
        "Temuan dicatat oleh petugas kunjungan."
    ]
    day = dates.long_date(visit.planned_on)
    assert refused(workflow.find, visit=visit, indicator_id=pk, seen="sesuai", text="", by=cast.third_assessor) == [
        f"Temuan dapat dicatat mulai hari kunjungan, {day}."
    ]


def test_finding_that_differs_is_explained_and_replaced(cast: Cast):
    visit = visiting.planned(cast)
    by, pk = cast.third_assessor, indicator(visit, "A1")
    assert refused(workflow.find, visit=visit, indicator_id=pk, seen="berbeda", text=" ", by=by) == [
        "Tuliskan apa yang terlihat, atau mengapa tidak dapat dilihat."
    ]
    workflow.find(visit=visit, indicator_id=pk, seen="berbeda", text="Ramp terkunci.", by=by)
    workflow.find(visit=visit, indicator_id=pk, seen="sesuai", text="", by=by)
    assert list(Finding.objects.values_list("seen", "text")) == [("sesuai", "")]


def test_close_names_what_was_not_looked_at(cast: Cast):
    visit = visiting.planned(cast)
    workflow.find(visit=visit, indicator_id=indicator(visit, "A1"), seen="sesuai", text="", by=cast.third_assessor)
    sentences = refused(workflow.close, visit=visit, host_name="", host_title="", summary="", by=cast.third_assessor)
    assert sentences == [
        "Masih ada 3 indikator tanpa temuan: A2, B1, C1.",
        "Tuliskan nama yang menerima kunjungan.",
        "Tuliskan ringkasan kunjungan.",
    ]


def test_closed_visit_is_frozen_in_its_report(cast: Cast):
    visit = visiting.closed(cast, A1="Ramp terkunci.")
    report = visit.report
    assert report.number_text.startswith("P2HAM-LK.0001/")
    rows = {row["code"]: (row["status"], row["note"]) for row in report.context["findings"]}
    assert rows["A1"] == ("Berbeda dari data dukung", "Ramp terkunci.")
    assert rows["A2"] == ("Sesuai dengan data dukung", "")
    assert [member["name"] for member in report.context["team"]] == ["Amir Penilai"]
    ended = ["Kunjungan ini sudah selesai, sehingga catatannya tidak dapat diubah lagi."]
    pk = indicator(visit, "A1")
    assert refused(workflow.find, visit=visit, indicator_id=pk, seen="sesuai", text="", by=cast.third_assessor) == ended
    assert refused(workflow.cancel, visit=visit, reason="Lagi.", by=cast.lead) == ended


def test_signed_report_is_filed_once_after_the_visit(cast: Cast):
    visit = visiting.planned(cast)
    assert refused(workflow.file_signed, visit=visit, upload=upload(), by=cast.third_assessor) == [
        "Selesaikan dahulu kunjungannya, lalu cetak dan tanda tangani laporannya."
    ]
    visiting.seen(visit, cast.third_assessor)
    workflow.close(visit=visit, host_name="Hadi", host_title="", summary="Baik.", by=cast.third_assessor)
    workflow.file_signed(visit=visit, upload=upload(), by=cast.third_assessor)
    assert refused(workflow.file_signed, visit=visit, upload=upload(2), by=cast.lead) == [
        "Laporan bertanda tangan sudah diunggah."
    ]


# --- pages --------------------------------------------------------------------------------------------------------------
def test_visit_from_plan_to_report_on_the_pages(cast: Cast):
    participation = scenes.assigned(cast)[0].participation
    boss = signed_in(cast.lead)
    data = {"planned_on": dates.today().isoformat(), "mode": "luring", "visitors": [cast.third_assessor.pk]}
    answer = boss.post(reverse("penilaian_visit_plan", args=[participation.pk]), data)
    visit = SiteVisit.objects.get()
    address = reverse("penilaian_visit", args=[visit.pk])
    assert answer["Location"] == address
    client = signed_in(cast.third_assessor)
    for row in queries.to_see(visit):
        filled = {"indikator": row.pk, f"i{row.pk}-seen": "sesuai", f"i{row.pk}-photos": [upload(row.pk)]}
        assert client.post(address, filled).status_code == 302
    assert VisitPhoto.objects.count() == 4
    closing = {"host_name": "Hadi", "summary": "Baik."}
    client.post(reverse("penilaian_visit_close", args=[visit.pk]), closing)
    page = text(client.get(address))
    assert SiteVisit.objects.get().report.number_text in page
    assert signed_in(cast.operator).get(reverse("penilaian_visit_report", args=[visit.pk])).status_code in (200, 202)
    assert signed_in(cast.foreign_operator).get(reverse("penilaian_visit_report", args=[visit.pk])).status_code == 404


def test_refused_finding_keeps_the_text_and_the_good_photo(cast: Cast):
    visit = visiting.planned(cast)
    client, pk = signed_in(cast.third_assessor), indicator(visit, "A1")
    bad = SimpleUploadedFile("catatan.txt", b"bukan foto")
    page = text(
        client.post(
            reverse("penilaian_visit", args=[visit.pk]),
            {"indikator": pk, f"i{pk}-seen": "", f"i{pk}-text": "Ramp terkunci.", f"i{pk}-photos": [upload(), bad]},
        )
    )
    assert "Ramp terkunci." in page and "catatan.txt" in page and "1 foto tersimpan." in page
    assert VisitPhoto.objects.count() == 1


def test_same_photo_twice_is_one(cast: Cast):
    visit = visiting.planned(cast)
    for _ in range(2):
        workflow.add_photo(visit=visit, indicator_id=indicator(visit, "A1"), upload=upload(), by=cast.third_assessor)
    assert VisitPhoto.objects.count() == 1


def test_list_of_one_visit_and_of_three(cast: Cast, django_assert_num_queries):
    client = signed_in(cast.lead)
    visiting.planned(cast)
    with django_assert_num_queries(5):
        client.get(reverse("penilaian_visits"))
    for unit in (cast.neighbour, cast.foreign_unit):
        visiting.planned(cast, unit=scenes.passed(cast, unit))
    with django_assert_num_queries(5):
        page = text(client.get(reverse("penilaian_visits")))
    assert "Lapas Barito" in page
    # Asih scores the first unit only, Amir goes to all three.
    mine = text(signed_in(cast.assessor).get(reverse("penilaian_visits")))
    assert "Lapas Kapuas" in mine and "Lapas Barito" not in mine


def test_checklist_costs_the_same_empty_and_full(cast: Cast, django_assert_num_queries):
    visit = visiting.planned(cast)
    with django_assert_num_queries(6):
        queries.checklist(visit)
    visiting.seen(visit, cast.third_assessor)
    for seed, row in enumerate(queries.to_see(visit)):
        workflow.add_photo(visit=visit, indicator_id=row.pk, upload=upload(seed), by=cast.third_assessor)
    with django_assert_num_queries(6):
        queries.checklist(visit)


def test_paper_twin_has_the_same_indicators_in_the_same_order(cast: Cast):
    visit = visiting.planned(cast)
    assert [row.code for row in visit_papers.sheet(visit).findings] == [row.code for row in queries.to_see(visit)]
    answer = signed_in(cast.third_assessor).get(reverse("penilaian_visit_sheet", args=[visit.pk]))
    assert answer.content.startswith(b"%PDF")
