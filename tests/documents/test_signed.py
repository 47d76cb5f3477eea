"""Electronically signed versions: verified, matched to their paper, kept beside it; and the public check of a file."""

import hashlib
import io

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.cycle.workflow import MoveRefused
from assessments.documents import integrity, signed, tasks
from assessments.documents.models import Document, SignedPaper
from assessments.documents.workflow import replace, revoke
from assessments.files import storage
from tests import samples_signed

FILE = "/verifikasi-naskah/berkas/"


def stored(document: Document) -> bytes:
    return b"".join(storage.chunks(document.stored_name))


def sent(data: bytes, cast, name="piagam-ttd.pdf") -> tuple[SignedPaper, bool]:
    return signed.attach(upload=SimpleUploadedFile(name, data), kind=Document.Kind.CERTIFICATE, by=cast.admin)


def refused(data: bytes, cast) -> str:
    with pytest.raises(MoveRefused) as caught:
        sent(data, cast)
    (sentence,) = caught.value.sentences
    assert not SignedPaper.objects.exists()
    return sentence


def rewritten(data: bytes) -> bytes:
    """The paper as a signing service writes it that saves it anew before it signs: no byte stays in its place."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return out.getvalue()


def test_signed_version_holds_the_paper_byte_for_byte(press, cast):
    press.rendered()
    document = press.rendered()
    before = stored(document)
    data = samples_signed.signed(before)
    row, is_new = sent(data, cast)
    assert (row.document, row.sameness, is_new) == (document, SignedPaper.Sameness.BYTES, True)
    assert row.sha256 == hashlib.sha256(data).hexdigest() == storage.fingerprint(row.stored_name)
    assert row.signatures[0]["signer"] == samples_signed.SIGNER
    assert stored(document) == before  # the accessible twin stays


def test_rewritten_version_is_matched_by_its_code_and_says_so(press, cast):
    document = press.rendered()
    row, _ = sent(samples_signed.signed(rewritten(stored(document))), cast)
    assert (row.document, row.sameness) == (document, SignedPaper.Sameness.CODE)


def test_same_file_again_changes_nothing(press, cast):
    data = samples_signed.signed(stored(press.rendered()))
    first, _ = sent(data, cast)
    again, is_new = sent(data, cast)
    assert (again.pk, is_new, SignedPaper.objects.count()) == (first.pk, False, 1)
    assert sum(name.startswith("signed/") for name in press.stored()) == 1


def test_unsigned_paper_is_refused(press, cast):
    assert "tidak memuat tanda tangan elektronik" in refused(stored(press.rendered()), cast)


def test_tampered_version_is_refused(press, cast):
    data = samples_signed.tampered(samples_signed.signed(stored(press.rendered())))
    assert "berubah sesudah ditandatangani secara elektronik" in refused(data, cast)


def test_signed_paper_of_somebody_else_is_refused(press, cast):
    press.rendered()
    assert "tidak dikenali" in refused(samples_signed.signed(), cast)


def test_something_else_than_pdf_is_refused(press, cast):
    assert refused(b"GIF89a", cast)


@pytest.mark.parametrize("standing", ["replaced", "revoked"])
def test_paper_that_no_longer_holds_takes_none(press, cast, standing):
    document = press.rendered()
    data = samples_signed.signed(stored(document))
    if standing == "revoked":
        revoke(document=document, by=cast.admin, note="Dicabut")
    else:
        replace(old=document, new=press.rendered(), by=cast.admin, note="Salah tulis")
    assert "tidak dapat dilampirkan" in refused(data, cast)
    assert not any(name.startswith("signed/") for name in press.stored())


def test_trust_is_never_claimed_without_a_root(press, cast, settings, tmp_path):
    document = press.rendered()
    assert not sent(samples_signed.signed(stored(document)), cast)[0].is_trusted


def test_sweep_keeps_signed_versions_and_the_check_finds_a_changed_one(press, cast):
    row, _ = sent(samples_signed.signed(stored(press.rendered())), cast)
    tasks.sweep()
    assert list(integrity.check()) == ["", ""]
    storage.private().delete(row.stored_name)
    assert "hilang dari penyimpanan" in list(integrity.check())[1]


# --- the public check of a file ----------------------------------------------------------------------------------------
def checked(client, data: bytes, name="berkas.pdf"):
    return client.post(FILE, {"berkas": SimpleUploadedFile(name, data)})


def test_file_that_is_the_paper(client, press):
    document = press.rendered()
    response = checked(client, stored(document))
    page = response.content.decode()
    assert "Berkas ini sama dengan naskah" in page
    assert "masih berlaku" in page
    assert not response.cookies
    by_hash = client.get(FILE, {"sidik": document.sha256.upper()}).content.decode()
    assert "Berkas ini sama dengan naskah" in by_hash


def test_file_that_is_the_paper_but_revoked(client, press, cast):
    document = press.rendered()
    data = stored(document)
    revoke(document=document, by=cast.admin, note="Rahasia Budi")
    page = checked(client, data).content.decode()
    assert "Berkas ini sama dengan naskah" in page
    assert "dicabut" in page
    assert "Budi" not in page


@pytest.mark.parametrize("is_rewritten", [False, True])
def test_file_that_is_a_signed_version(client, press, cast, is_rewritten):
    data = stored(press.rendered())
    data = samples_signed.signed(rewritten(data) if is_rewritten else data)
    sent(data, cast)
    page = checked(client, data).content.decode()
    assert "Berkas ini versi bertanda tangan elektronik dari naskah" in page
    assert ("tidak dapat dicocokkan secara otomatis" in page) is is_rewritten
    assert samples_signed.SIGNER not in page


@pytest.mark.parametrize("change", [b"\n", b"%"])
def test_changed_file_is_not_the_paper(client, press, change):
    page = checked(client, stored(press.rendered()) + change).content.decode()
    assert "bukan berkas yang diterbitkan Portal P2HAM, atau sudah berubah" in page
    assert "masih berlaku" not in page


def test_checked_file_is_not_kept(client, press):
    document = press.rendered()
    before = press.stored()
    checked(client, stored(document) + b"x")
    assert press.stored() == before


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "berkas"), (b"PK\x03\x04", "bukan PDF"), (b"%PDF-" + b"x" * (20 * 1024 * 1024), "lebih besar dari 20 MB")],
)
def test_file_that_cannot_be_checked_says_why(client, db, data, sentence):
    response = checked(client, data)
    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_nothing_chosen_says_so(client, db):
    assert "Pilih berkas PDF yang hendak diperiksa" in client.post(FILE).content.decode()


@pytest.mark.parametrize("hash_", ["", "zz", "' or 1=1", "a" * 63, "a" * 65])
def test_what_is_no_hash_shows_the_form(client, db, hash_):
    response = client.get(FILE, {"sidik": hash_})
    assert response.status_code == 200
    assert "Periksa berkas PDF" in response.content.decode()


def test_checking_has_a_limit(client, press, monkeypatch):
    monkeypatch.setattr("assessments.documents.views.LIMITS", {"check": "2/5m/ip"})
    answers = [client.get(FILE, {"sidik": "a" * 64}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_checking_takes_few_queries(client, press, cast, django_assert_num_queries):
    data = samples_signed.signed(stored(press.rendered()))
    row, _ = sent(data, cast)
    with django_assert_num_queries(3):
        client.get(FILE, {"sidik": row.sha256})


def test_both_pages_have_the_file_form(client, press):
    assert reverse("verify_file") == FILE
    assert "data-hash-here" in client.get(reverse("verify")).content.decode()


def test_paper_with_a_signed_version_says_so_publicly(client, press, cast):
    document = press.rendered()
    address = reverse("verify_code", args=[document.code])
    assert "versi bertanda tangan elektronik" not in client.get(address).content.decode()
    sent(samples_signed.signed(stored(document)), cast)
    page = client.get(address).content.decode()
    assert "versi bertanda tangan elektronik" in page
    assert samples_signed.SIGNER not in page


def test_stored_bytes_without_a_row_are_swept(press, cast, monkeypatch):
    name = storage.write("signed", ContentFile(b"x"), size=1)
    monkeypatch.setattr(storage, "GRACE", storage.GRACE * 0, raising=True)
    tasks.sweep()
    assert name not in press.stored()
