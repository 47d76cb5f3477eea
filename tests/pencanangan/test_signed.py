"""Electronically signed letters: what is kept, what is said, what is refused."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.cycle.workflow import MoveRefused
from assessments.files import storage
from assessments.files.models import FileSignature, StoredFile
from assessments.pencanangan import workflow
from assessments.pencanangan.models import Declaration
from tests import samples_signed
from tests.cast import Cast
from tests.pencanangan import scenes

SIGNED = samples_signed.signed()


def _upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("surat.pdf", data, content_type="application/pdf")


@pytest.fixture
def trusted(settings, tmp_path: Path) -> None:
    """An installation that trusts the throw-away authority."""
    path = tmp_path / "akar.pem"
    path.write_bytes(samples_signed.authority().pem)
    settings.SIGNATURE_TRUST = str(path)


@pytest.mark.parametrize("trusts", [True, False])
def test_attach_signed(cast: Cast, trusts: bool, request) -> None:
    if trusts:
        request.getfixturevalue("trusted")
    participation = scenes.only(scenes.accepted(cast))
    for _ in range(2):
        workflow.attach_scan(participation=participation, upload=_upload(SIGNED), by=cast.coordinator)
    signature = FileSignature.objects.get()
    assert (signature.signer, signature.issuer) == (samples_signed.SIGNER, samples_signed.ISSUER)
    assert (signature.is_trusted, signature.covers_all) == (trusts, True)
    file = StoredFile.objects.get()
    assert b"".join(storage.chunks(file.stored_name or file.received_name)) == SIGNED
    assert samples_signed.SIGNER in scenes.steps(participation)[-1]
    page = scenes.browser(cast.coordinator).get(reverse("pencanangan_unit", args=[participation.pk])).content.decode()
    assert "Ditandatangani secara elektronik oleh <strong>Budi Santoso, S.H.</strong>" in page
    assert "sertifikat diterbitkan oleh Balai Sertifikasi Uji" in page
    assert ("Penerbit dikenal" in page) == trusts
    assert ("Penerbit belum dikenal portal ini" in page) != trusts


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (samples_signed.tampered, "berubah sesudah ditandatangani secara elektronik oleh Budi Santoso, S.H."),
        (samples_signed.page_turned, "ditambah atau diubah sesudah ditandatangani"),
        (samples_signed.cms_damaged, "tanda tangan elektronik yang rusak"),
        (samples_signed.detached, "sisa tanda tangan elektronik yang sudah dilepas"),
        (samples_signed.range_outside, "berubah sesudah ditandatangani"),
    ],
)
def test_attach_broken_signature(cast: Cast, broken, words: str) -> None:
    participation = scenes.only(scenes.accepted(cast))
    address = reverse("pencanangan_scan", args=[participation.pk])
    reply = scenes.browser(cast.coordinator).post(address, {"scan": _upload(broken(SIGNED))})
    assert reply.status_code == 200
    assert words in reply.content.decode()
    assert "Berkas “surat.pdf”" in reply.content.decode()
    assert not StoredFile.objects.exists()
    assert not Declaration.objects.exists()


def test_attach_broken_signature_keeps_the_letter_before(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    kept = workflow.attach_scan(participation=participation, upload=scenes.signed(), by=cast.coordinator).scan
    with pytest.raises(MoveRefused, match="berubah sesudah"):
        workflow.attach_scan(
            participation=participation, upload=_upload(samples_signed.tampered(SIGNED)), by=cast.coordinator
        )
    assert Declaration.objects.get().scan == kept


def test_attach_expired(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    with pytest.raises(MoveRefused, match="sertifikat yang saat ini tidak berlaku"):
        workflow.attach_scan(
            participation=participation, upload=_upload(samples_signed.signed(days=(-400, -5))), by=cast.coordinator
        )


def test_attach_two_signers(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    both = samples_signed.signed(SIGNED, person="Kedua, M.H.", field="Saksi")
    workflow.attach_scan(participation=participation, upload=_upload(both), by=cast.coordinator)
    assert list(FileSignature.objects.values_list("signer", flat=True)) == [samples_signed.SIGNER, "Kedua, M.H."]
    assert scenes.steps(participation)[-1].startswith(
        "Surat pernyataan bertanda tangan elektronik oleh Budi Santoso, S.H. dan Kedua, M.H. diunggah"
    )


def test_attach_unsigned_claims_no_signature(cast: Cast) -> None:
    participation = scenes.only(scenes.accepted(cast))
    workflow.attach_scan(participation=participation, upload=scenes.signed(), by=cast.coordinator)
    page = scenes.browser(cast.coordinator).get(reverse("pencanangan_unit", args=[participation.pk])).content.decode()
    assert "secara elektronik" not in page
    assert not FileSignature.objects.exists()
