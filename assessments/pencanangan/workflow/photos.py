"""Photos of a ceremony."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from assessments.cycle.workflow import MoveRefused, refuse
from assessments.files.workflow import receive
from assessments.pencanangan import rules
from assessments.pencanangan.models import Application, Ceremony, CeremonyPhoto
from assessments.pencanangan.workflow.locks import lock_application
from units import audit
from units.models import User


def photo_purpose(ceremony: Ceremony) -> str:
    """The purpose under which the photos of a ceremony are stored."""
    return f"acara-{ceremony.pk}"


@transaction.atomic
def add_photo(*, application: Application, upload: UploadedFile, caption: str, by: User) -> CeremonyPhoto:
    """Keep a photo of the ceremony with its caption; the same photo once more is the one that is there.

    Raises ``MoveRefused``, with one sentence about the file when that is what is wrong.
    """
    application = lock_application(application)
    shown = application.ceremony.photos.filter(removed_at=None)
    refuse(rules.add_photo(application, by))
    if not caption.strip():
        raise MoveRefused(["Tuliskan keterangan foto, agar yang tidak dapat melihatnya tahu isinya."])
    file = receive(
        upload=upload,
        office=application.applicant,
        purpose=photo_purpose(application.ceremony),
        by=by,
        kinds=("photo",),
    )
    photo = CeremonyPhoto.objects.filter(file=file).first()
    if photo and photo.removed_at is None:
        return photo
    # Judged after the bytes are known: the same photo is not one more. What was stored in vain goes with the rollback.
    refuse(rules.add_photo(application, by, count=shown.count()))
    photo = photo or CeremonyPhoto(ceremony=application.ceremony, file=file)
    photo.caption, photo.removed_at = caption.strip(), None
    photo.save()
    audit.record(by=by, action="unggah_foto_acara", subject=application.subject, data={"file": file.pk})
    return photo


@transaction.atomic
def remove_photo(*, application: Application, photo: CeremonyPhoto, by: User) -> None:
    """Show a photo no longer; it is kept. Raises ``MoveRefused``."""
    application = lock_application(application)
    refuse(rules.remove_photo(application, by))
    if CeremonyPhoto.objects.filter(pk=photo.pk, removed_at=None).update(removed_at=timezone.now()):
        audit.record(by=by, action="hapus_foto_acara", subject=application.subject, data={"file": photo.file_id})
