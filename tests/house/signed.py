"""A signed certificate, for the routes."""

from typing import Any

from django.core.files.base import ContentFile

from assessments.documents.models import SignedPaper
from assessments.files import storage
from tests.cast import Cast
from tests.pembinaan import scenes


def signed_certificate(cast: Cast) -> Any:
    """A unit whose certificate has a signed version; how such a version comes is told elsewhere."""
    participation = scenes.certified(cast)
    document = participation.award.certificate
    assert document
    SignedPaper.objects.create(
        document=document,
        sameness=SignedPaper.Sameness.BYTES,
        signatures=[{"signer": "Pejabat Contoh", "issuer": "", "signed_at": None, "is_trusted": False}],
        name="piagam.pdf",
        stored_name=storage.write("signed", ContentFile(b"%PDF-1.7"), size=8),
        size=8,
        sha256="0" * 64,
        added_by=cast.admin,
    )
    return participation
