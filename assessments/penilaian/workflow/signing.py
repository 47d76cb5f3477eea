"""The verb by which the admin attaches an electronically signed certificate."""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assessments.cycle.workflow import MoveRefused, refuse
from assessments.documents import signed
from assessments.documents.models import Document, SignedPaper
from assessments.penilaian.models import Award
from assessments.penilaian.notifications import signed as notifications
from assessments.penilaian.rules import signing as rules
from units.models import User


@dataclass(frozen=True)
class Report:
    """What became of one file: attached to which paper, or why not."""

    name: str
    row: SignedPaper | None = None
    is_new: bool = False
    sentence: str = ""


def attach_signed(*, upload: UploadedFile, by: User) -> SignedPaper:
    """Attach one signed certificate to the paper that it is a version of, and tell the unit. Raises ``MoveRefused``."""
    return _attach(upload, by)[0]


def _attach(upload: UploadedFile, by: User) -> tuple[SignedPaper, bool]:
    refuse(rules.attach_signed(by))
    with transaction.atomic():
        row, is_new = signed.attach(upload=upload, kind=Document.Kind.CERTIFICATE, by=by)
        award = (
            Award.objects.filter(certificate=row.document)
            .select_related("participation__work_unit", "certificate")
            .first()
        )
        if is_new and award is not None:
            notifications.signed(award)
    return row, is_new


def attach_many(*, uploads: list[UploadedFile], by: User) -> list[Report]:
    """Attach each file that can be attached, one by one, and tell of every file what became of it."""
    found = []
    for upload in uploads:
        try:
            row, is_new = _attach(upload, by)
        except MoveRefused as refused:
            found.append(Report(str(upload.name), sentence=" ".join(refused.sentences)))
        else:
            found.append(Report(row.name, row, is_new))
    return found
