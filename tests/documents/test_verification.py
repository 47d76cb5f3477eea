"""The public page behind the QR code: says what holds, to anybody, and nothing about persons."""

import pytest
from django.urls import reverse

from assessments.documents.models import Document
from assessments.documents.queries import code_of, read_code, verdict
from assessments.documents.workflow import replace, revoke

CODE = "7K3Q-X9M2-PA4T-0B1C"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "7k3q-x9m2-pa4t-0b1c",
        "7K3QX9M2PA4T0B1C",
        " 7K3Q X9M2 PA4T OB1C ",
        "7k3q–x9m2–pa4t–oblc",
        "7K3Q.X9M2.PA4T.0BIC",
    ],
)
def test_code_is_read_however_it_was_typed(typed):
    assert read_code(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", "7K3Q", CODE + "X", "7K3Q-X9M2-PA4T-0BUC", "../../etc/passwd", "²²²²²²²²²²²²²²²²", "é" * 16]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) == ""


@pytest.mark.parametrize(
    ("read", "found"),
    [
        (f"https://p2ham.contoh.go.id/v/{CODE}/#1", (CODE, 1)),
        (f"http://localhost:8000/v/{CODE.lower()}/#12", (CODE, 12)),
        (f" https://alamat-lama.go.id/p2ham/v/{CODE}/#2\n", (CODE, 2)),
        (f"https://p2ham.contoh.go.id/v/{CODE}/", (CODE, 1)),
        (f"https://p2ham.contoh.go.id/v/{CODE}/#0", None),
        (f"https://p2ham.contoh.go.id/v/{CODE}/#dua", None),
        (f"https://p2ham.contoh.go.id/v/{CODE}/#²", None),
        (f"https://p2ham.contoh.go.id/v/{CODE}/#" + "9" * 30, None),
        (f"https://p2ham.contoh.go.id/v/{CODE}/#0000019999999", None),
        (f"https://p2ham.contoh.go.id/v/{CODE}/#000001" + "9" * 5000, None),
        ("https://p2ham.contoh.go.id/v/7K3Q/#1", None),
        (f"https://p2ham.contoh.go.id/periksa/{CODE}/#1", None),
        (f"ftp://p2ham.contoh.go.id/v/{CODE}/#1", None),
        (CODE, None),
        ("https://[rusak/", None),
        ("", None),
    ],
)
def test_code_and_page_of_a_scanned_address(read, found):
    assert code_of(read) == found


def test_valid_paper_shows_unit_title_and_year(client, office):
    document = office.issue()
    response = client.get(reverse("verify_code", args=[document.code]))
    assert response.status_code == 200
    page = response.content.decode()
    for words in ("Berlaku", "Lapas Kapuas", "Unit Kerja P2HAM", document.number_text, str(office.cycle.year)):
        assert words in page


def test_page_says_nothing_about_persons(client, office, cast):
    document = office.issue()
    revoke(document=document, by=cast.admin, note="Laporan dari Budi, 081200000000")
    page = client.get(reverse("verify_code", args=[document.code])).content.decode()
    for words in ("197001011995031001", "Pejabat Contoh", cast.admin.name, cast.admin.email, "Budi", "081200000000"):
        assert words not in page


def test_page_works_without_cookies_and_leaves_none(client, office):
    for path in (reverse("verify"), reverse("verify_code", args=[office.issue().code])):
        response = client.get(path)
        assert response.status_code == 200
        assert not response.cookies
        assert "no-store" in response.headers["Cache-Control"]
        assert "csrfmiddlewaretoken" not in response.content.decode()


def test_replaced_paper_links_its_successor(client, office, cast):
    old, new = office.issue(), office.issue()
    replace(old=old, new=new, by=cast.admin, note="Salah tulis")
    response = client.get(reverse("verify_code", args=[old.code]))
    page = response.content.decode()
    assert "Sudah diganti" in page
    assert reverse("verify_code", args=[new.code]) in page
    assert "Salah tulis" not in page
    assert verdict(new.code).outcome == "valid"


def test_revoked_paper_says_so(client, office, cast):
    document = office.issue()
    revoke(document=document, by=cast.admin, note="Penetapan dicabut")
    response = client.get(reverse("verify_code", args=[document.code]))
    assert response.status_code == 200
    assert "Dicabut" in response.content.decode()
    assert "masih berlaku" not in response.content.decode()


@pytest.mark.parametrize("typed", [CODE, "bukan kode", "<script>alert(1)</script>", "%00", "a" * 500])
def test_unknown_code_says_so(client, db, typed):
    response = client.get(reverse("verify_code", args=[typed.replace("/", "")]))
    assert response.status_code == 404
    page = response.content.decode()
    assert "Tidak dikenal" in page
    assert "<script>alert" not in page


def test_page_takes_one_query(client, office, cast, django_assert_num_queries):
    old = office.issue()
    replace(old=old, new=office.issue(), by=cast.admin, note="Salah tulis")
    with django_assert_num_queries(1):
        verdict(old.code)
    with django_assert_num_queries(0):
        verdict("bukan kode")


def test_typed_code_leads_to_the_page(client, db):
    response = client.get(reverse("verify"), {"kode": " 7k3qx9m2pa4tob1c "})
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("verify_code", args=[CODE])


@pytest.mark.parametrize(("typed", "words"), [("", "Tuliskan kode verifikasi"), ("123", "16 huruf dan angka")])
def test_mistyped_code_is_explained_and_kept(client, db, typed, words):
    response = client.get(reverse("verify"), {"kode": typed})
    assert response.status_code == 200
    page = response.content.decode()
    assert words in page
    assert f'value="{typed}"' in page if typed else True


@pytest.mark.parametrize("name", ["verify", "verify_code"])
def test_page_is_for_reading_only(client, db, name):
    path = reverse(name, args=[CODE] if name == "verify_code" else [])
    assert client.post(path).status_code == 405
    assert client.head(path).status_code in (200, 404)


def test_signed_in_reader_sees_the_same(client, office, cast):
    client.force_login(cast.foreign_operator)
    assert client.get(reverse("verify_code", args=[office.issue().code])).status_code == 200


def test_paper_that_is_not_rendered_yet_already_holds(office):
    document = Document.objects.get(pk=office.issue().pk)
    assert not document.is_rendered
    assert verdict(document.code.lower()).outcome == "valid"
