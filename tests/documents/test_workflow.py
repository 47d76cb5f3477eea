"""Issuing, replacing and revoking: recorded, frozen, never undone."""

import datetime as dt

import pytest
from django.db import Error, transaction
from django.urls import reverse

from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.documents.workflow import lock, replace, revoke
from units.models import AuditEntry


def test_issue_freezes_what_the_paper_says(office, cast, settings):
    document = office.issue()
    year = cast.cycle.year
    assert (document.number, document.number_text) == (1, f"P2HAM-PG.0001/{year}")
    assert (document.standing, document.issued_by, document.title) == ("valid", cast.admin, "Piagam penghargaan")
    assert document.context["number"] == document.number_text
    assert document.context["code"] == document.code
    address = settings.SITE_URL + reverse("verify_code", args=[document.code])
    assert document.context["verify_url"] == address
    assert document.context["decree_date"] == f"{year}-12-01"
    entry = AuditEntry.objects.get(subject=f"document:{document.pk}")
    assert (entry.actor, entry.action, entry.data["number"]) == (cast.admin, "terbitkan_naskah", document.number_text)
    assert len(entry.data["context_sha256"]) == 64


@pytest.mark.parametrize("typed", ["W.90-HA.03.07-12", ""])
def test_paper_of_an_office_bears_its_own_number_or_none(office, typed):
    document = office.issue(register=None, number_text=typed)
    assert (document.register, document.number) == (None, None)
    assert document.number_text == document.context["number"] == typed


def test_codes_differ(office):
    codes = {office.issue().code for _ in range(3)}
    assert len(codes) == 3
    assert all(len(code) == 19 for code in codes)


def test_context_of_another_kind_is_refused(office):
    with pytest.raises(ValueError, match="Certificate is not the context of berita_acara"):
        office.issue(kind=Document.Kind.MINUTES)
    assert not Document.objects.exists()


@pytest.mark.parametrize("key", ["nip", "name", "email"])
def test_personal_facts_never_reach_the_public_page(office, key):
    with pytest.raises(ValueError, match="not for the public page"):
        office.issue(public_facts={"unit": "Lapas Kapuas", key: "rahasia"})
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"context": {"unit": "Lapas Lain"}},
        {"title": "Lain"},
        {"number": 7},
        {"number_text": "Lain"},
        {"code": "AAAA-AAAA-AAAA-AAAA"},
        {"public_facts": {}},
        {"participation_id": None},
        {"register_id": None, "number": None},
        {"issued_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
        {"sha256": "0" * 64},
        {"stored_name": "papers/aa/lain"},
    ],
    ids="+".join,
)
def test_database_refuses_to_change_an_issued_paper(office, change):
    document = office.rendered()
    with pytest.raises(Error, match="immutable"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_database_refuses_to_delete_an_issued_paper(office):
    document = office.issue()
    with pytest.raises(Error, match="kept"), transaction.atomic():
        Document.objects.filter(pk=document.pk)._raw_delete("default")


def test_replaced_paper_points_to_its_successor(office, cast):
    old = office.rendered()
    with transaction.atomic():
        lock(old)
        new = office.issue(context=office.context(unit="Lapas Kelas IIA Kapuas"))
        stands = replace(old=old, new=new, by=cast.admin, note="Nama unit salah tulis")
    assert (stands.standing, stands.replaced_by, stands.standing_note) == ("replaced", new, "Nama unit salah tulis")
    assert new.number == 2
    old.refresh_from_db()
    assert old.is_rendered
    entry = AuditEntry.objects.get(action="gantikan_naskah")
    assert (entry.actor, entry.data) == (cast.admin, {"replaced_by": new.pk, "note": "Nama unit salah tulis"})


def test_paper_is_replaced_once(office, cast):
    old, new, third = office.issue(), office.issue(), office.issue()
    replace(old=old, new=new, by=cast.admin, note="Salah tulis")
    with pytest.raises(MoveRefused, match="sudah digantikan"):
        replace(old=old, new=third, by=cast.admin, note="Salah tulis")
    with pytest.raises(MoveRefused, match="naskah lain yang berlaku"):
        replace(old=third, new=old, by=cast.admin, note="Salah tulis")


def test_paper_does_not_replace_itself(office, cast):
    paper = office.issue()
    with pytest.raises(MoveRefused, match="naskah lain"):
        replace(old=paper, new=paper, by=cast.admin, note="Salah tulis")


def test_paper_of_another_unit_is_no_replacement(office, cast):
    other = cast.participation(work_unit=cast.neighbour)
    with pytest.raises(MoveRefused, match="untuk unit dan siklus yang sama"):
        replace(old=office.issue(), new=office.issue(participation=other), by=cast.admin, note="Salah tulis")


def test_revoked_paper_stays_revoked(office, cast):
    paper = revoke(document=office.issue(), by=cast.admin, note="Penetapan dicabut")
    assert (paper.standing, paper.standing_note) == ("revoked", "Penetapan dicabut")
    assert AuditEntry.objects.get(action="cabut_naskah").data == {"note": "Penetapan dicabut"}
    with pytest.raises(MoveRefused, match="sudah dicabut"):
        revoke(document=paper, by=cast.admin, note="Lagi")
    with pytest.raises(MoveRefused, match="sudah dicabut"):
        replace(old=paper, new=office.issue(), by=cast.admin, note="Lagi")


def test_replaced_paper_can_be_revoked(office, cast):
    old, new = office.issue(), office.issue()
    replace(old=old, new=new, by=cast.admin, note="Salah tulis")
    assert revoke(document=old, by=cast.admin, note="Penetapan dicabut").standing == "revoked"


def test_reason_is_asked_for(office, cast):
    paper, other = office.issue(), office.issue()
    with pytest.raises(MoveRefused, match="Tuliskan alasannya"):
        revoke(document=paper, by=cast.admin, note=" ")
    with pytest.raises(MoveRefused, match="Tuliskan alasannya"):
        replace(old=paper, new=other, by=cast.admin, note="")
    paper.refresh_from_db()
    assert paper.standing == "valid"
