"""The team: who keeps it, adding one and many, days away, leaving; the pages of the lead and of the members."""

import datetime as dt
import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import queries, workflow
from assessments.penilaian.models import Assignment, TeamMember
from assessments.penilaian.uploaded import MEMBER
from assessments.penilaian.workflow import team
from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import AuditEntry, InboxMessage, Posting, Role, User

FACTS = {"decree_number": "K-1", "decree_date": dt.date(2026, 1, 5), "body": "Ombudsman RI", "quota": 10}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def book(headings, *rows) -> SimpleUploadedFile:
    """A sheet as somebody fills it."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["Anggota tim penilai"])
    for number, row in enumerate([headings, *rows], 4):
        sheet.write_row(number, 0, row)
    made.close()
    return SimpleUploadedFile("tim.xlsx", out.getvalue())


def cells(content: bytes) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()]


def test_add_a_member_by_decree(cast: Cast):
    made = team.add_member(member=TeamMember(cycle=cast.cycle, user=cast.assessor, **FACTS), by=cast.lead)
    assert (made.body, made.quota, made.added_by) == ("Ombudsman RI", 10, cast.lead)
    assert AuditEntry.objects.filter(action="tambah_anggota_tim", actor=cast.lead, subject=made.subject).count() == 1
    assert InboxMessage.objects.get(user=cast.assessor).subject.startswith("Anda menjadi anggota tim penilai")


@pytest.mark.parametrize(
    ("who", "by", "sentence"),
    [
        ("observer", "lead", "Oka Pemantau tidak sedang bertugas sebagai penilai."),
        ("assessor", "verifier", "Tim penilai dikelola oleh admin pusat dan ketua tim penilai."),
        ("assessor", "assessor", "Tim penilai dikelola oleh admin pusat dan ketua tim penilai."),
    ],
)
def test_add_is_refused(cast: Cast, who, by, sentence):
    with pytest.raises(MoveRefused) as caught:
        team.add_member(member=TeamMember(cycle=cast.cycle, user=getattr(cast, who), **FACTS), by=getattr(cast, by))
    assert caught.value.sentences[0].startswith(sentence)
    assert not TeamMember.objects.exists()


def test_add_twice_is_refused_and_somebody_who_left_comes_back(cast: Cast):
    first = team.add_member(member=TeamMember(cycle=cast.cycle, user=cast.assessor, **FACTS), by=cast.lead)
    with pytest.raises(MoveRefused) as caught:
        team.add_member(member=TeamMember(cycle=cast.cycle, user=cast.assessor, **FACTS), by=cast.lead)
    assert "sudah menjadi anggota tim penilai" in caught.value.sentences[0]
    team.leave_team(member=first, reason="Cuti.", free=False, by=cast.lead)
    again = team.add_member(
        member=TeamMember(cycle=cast.cycle, user=cast.assessor, **(FACTS | {"quota": 5})), by=cast.lead
    )
    assert (again.pk, again.quota, again.left_at) == (first.pk, 5, None)


def test_leave_with_unfinished_units_frees_them_only_when_asked(cast: Cast):
    one, _ = scenes.assigned(cast)
    finished, _ = scenes.assigned(cast, cast.neighbour)
    scenes.complete(finished)
    found = TeamMember.objects.get(user=cast.assessor)
    with pytest.raises(MoveRefused) as caught:
        team.leave_team(member=found, reason="Pindah tugas.", free=False, by=cast.lead)
    assert "masih memegang 1 unit yang belum selesai dinilai" in caught.value.sentences[0]
    assert team.leave_team(member=found, reason="Pindah tugas.", free=True, by=cast.lead) == 1
    one.refresh_from_db()
    finished.refresh_from_db()
    assert (one.ending, one.ending_reason) == (Assignment.Ending.REPLACED, "Berhenti dari tim: Pindah tugas.")
    assert finished.ended_at is None
    assert finished.is_final
    assert queries.counts_to_score(cast.cycle)["pengganti"] == 1
    assert queries.progress(one.participation) == (0, 2)


def test_team_page_shows_loads_and_filters(cast: Cast, django_assert_num_queries):
    scenes.assigned(cast)
    client = signed_in(cast.lead)
    page = client.get(reverse("penilaian_team"))
    assert [(row.user.name, row.load, standing) for row, standing, _ in page.context["rows"]] == [
        ("Amir Penilai", 0, "Dapat ditugaskan"),
        ("Anton Penilai", 1, "Dapat ditugaskan"),
        ("Asih Penilai", 1, "Dapat ditugaskan"),
    ]
    scenes.member(cast, cast.second_assessor, "Universitas Contoh", quota=1)
    today = dates.today()
    scenes.member(cast, cast.third_assessor, "Direktorat Jenderal Contoh", away_from=today, away_until=today)
    Posting.objects.filter(user=cast.assessor).update(valid_until=today - dt.timedelta(days=1))
    for status, name in (
        ("penuh", "Anton Penilai"),
        ("berhalangan", "Amir Penilai"),
        ("tanpa_peran", "Asih Penilai"),
    ):
        rows = client.get(reverse("penilaian_team"), {"status": status}).context["rows"]
        assert [row.user.name for row, _, _ in rows] == [name]
    assert client.get(reverse("penilaian_team"), {"status": "aktif"}).context["rows"] == []
    rows = client.get(reverse("penilaian_team"), {"instansi": "Universitas Contoh"}).context["rows"]
    assert [row.user.name for row, _, _ in rows] == ["Anton Penilai"]
    assert b"Tidak ada anggota yang cocok" in client.get(reverse("penilaian_team"), {"q": "xyz"}).content
    sheet = cells(client.get(reverse("penilaian_team_sheet"), {"q": "amir"}).content)
    assert [row[0] for row in sheet[5:]] == ["Amir Penilai"]


def test_team_costs_the_same_for_one_and_three(cast: Cast, django_assert_num_queries):
    client = signed_in(cast.lead)
    scenes.member(cast, cast.assessor)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("penilaian_team"))
    scenes.team(cast)
    with django_assert_num_queries(len(one)):
        assert len(client.get(reverse("penilaian_team")).context["rows"]) == 3


def test_member_page_keeps_what_was_typed_after_an_error(cast: Cast):
    found = scenes.member(cast, cast.assessor)
    address = reverse("penilaian_member", args=[found.pk])
    data = {
        "decree_number": "K-9",
        "decree_date": "2026-01-05",
        "body": "Baru",
        "quota": "0",
        "away_from": "2026-02-01",
    }
    page = signed_in(cast.admin).post(address, data)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Unit paling banyak diisi antara 1 dan 1.000." in text
    assert "Isi kedua tanggal berhalangan" in text
    assert "K-9" in text
    assert signed_in(cast.admin).post(address, data | {"quota": "7", "away_until": "2026-02-03"}).status_code == 302
    found.refresh_from_db()
    assert (found.quota, found.body, found.away_until) == (7, "Baru", dt.date(2026, 2, 3))
    assert AuditEntry.objects.filter(action="ubah_anggota_tim").count() == 1


def test_new_member_by_the_page(cast: Cast):
    client = signed_in(cast.lead)
    data = {"user": cast.assessor.pk, "decree_number": "K-1", "decree_date": "2026-01-05", "body": "A", "quota": "3"}
    assert client.get(reverse("penilaian_member_new")).status_code == 200
    assert client.post(reverse("penilaian_member_new"), data).status_code == 302
    assert TeamMember.objects.get().user == cast.assessor
    page = client.post(reverse("penilaian_member_new"), data)
    assert page.status_code == 200
    assert TeamMember.objects.count() == 1


def test_many_members_at_once_all_or_none(cast: Cast):
    client, address = signed_in(cast.lead), reverse("penilaian_members_import")
    good = [cast.assessor.email.upper(), "K-1", "05-01-2026", "Ombudsman RI", "Disabilitas", "Prov 61", 12]
    bad = ["tidak.ada@contoh.test", "", "kemarin", "B", "", "Atlantis", "banyak"]
    page = client.post(address, {"sheet": book(MEMBER, good, bad)})
    assert not TeamMember.objects.exists()
    assert "1 dari 2 baris perlu diperbaiki. Belum ada yang dicatat." in page.content.decode()
    lines = page.context["lines"]
    assert (lines[0].outcome, lines[0].problems) == ("Siap dicatat", [])
    assert [problem.split(".")[0] for problem in lines[1].problems] == [
        "Tidak ada akun dengan surel ini",
        "Nomor keputusan belum diisi",
        "Tanggal keputusan belum diisi dengan benar",
        "Provinsi “Atlantis” tidak dikenal",
        "Kuota diisi angka antara 1 dan 1",
    ]
    twice = client.post(address, {"sheet": book(MEMBER, good, good)})
    assert twice.context["lines"][1].problems == ["Orang ini sudah ada pada baris 6."]
    assert client.post(address, {"sheet": book(MEMBER, good)}).status_code == 302
    made = TeamMember.objects.get()
    assert (made.user, made.decree_date, made.quota) == (cast.assessor, dt.date(2026, 1, 5), 12)
    assert made.home_province == factories.province("61")


def test_template_goes_out_and_comes_back(cast: Cast):
    client = signed_in(cast.lead)
    template = client.get(reverse("penilaian_members_template")).content
    assert tuple(cells(template)[4]) == MEMBER
    upload = SimpleUploadedFile("kosong.xlsx", template)
    page = client.post(reverse("penilaian_members_import"), {"sheet": upload})
    assert "Tidak ada baris yang terisi" in page.content.decode()
    page = client.post(reverse("penilaian_members_import"), {"sheet": SimpleUploadedFile("x.xlsx", b"bukan lembar")})
    assert "rusak atau bukan lembar XLSX" in page.content.decode()


def test_assessor_declares_and_withdraws_a_conflict(cast: Cast):
    participation = scenes.passed(cast)
    client, address = signed_in(cast.assessor), reverse("penilaian_conflicts")
    page = client.post(address, {"reason": "Saudara."})
    assert "Pilih satu unit kerja atau satu provinsi." in page.content.decode()
    assert client.post(address, {"work_unit": cast.unit.pk, "reason": "Saudara."}).status_code == 302
    page = client.post(address, {"work_unit": cast.unit.pk, "reason": "Lagi."})
    assert "Benturan kepentingan dengan Lapas Kapuas sudah tercatat." in page.content.decode()
    assert not {one.user.name: one.is_able for one in queries.candidates(participation)}["Asih Penilai"]
    row = cast.assessor.declared_conflicts.get()
    assert (
        signed_in(cast.second_assessor).post(reverse("penilaian_conflict_withdraw", args=[row.pk])).status_code == 404
    )
    client.post(reverse("penilaian_conflict_withdraw", args=[row.pk]))
    assert {one.user.name: one.is_able for one in queries.candidates(participation)}["Asih Penilai"]


def test_what_the_lead_recorded_is_not_for_the_assessor_to_withdraw(cast: Cast):
    found = scenes.member(cast, cast.assessor)
    address = reverse("penilaian_member_conflicts", args=[found.pk])
    data = {"province": cast.unit.province.pk, "reason": "Tanah."}
    assert signed_in(cast.lead).post(address, data).status_code == 302
    row = cast.assessor.declared_conflicts.get()
    client = signed_in(cast.assessor)
    assert "Ini dicatat oleh ketua tim penilai." in client.get(reverse("penilaian_conflicts")).content.decode()
    client.post(reverse("penilaian_conflict_withdraw", args=[row.pk]))
    row.refresh_from_db()
    assert row.withdrawn_at is None
    signed_in(cast.lead).post(reverse("penilaian_conflict_withdraw", args=[row.pk]))
    row.refresh_from_db()
    assert row.withdrawn_at


def test_roles_and_membership_are_both_needed(cast: Cast):
    participation = scenes.passed(cast)
    Posting.objects.filter(user=cast.assessor, role=Role.ASSESSOR).delete()
    with pytest.raises(MoveRefused) as caught:
        workflow.assign(
            participation=participation, assessors=[scenes.anew(cast.assessor), cast.second_assessor], by=cast.lead
        )
    assert caught.value.sentences == ["Asih Penilai tidak sedang bertugas sebagai penilai."]
