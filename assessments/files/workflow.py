"""Receiving a file."""

from typing import IO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused
from assessments.files import signing, storage
from assessments.files.models import FileSignature, StoredFile
from assessments.files.processing import FOLDER
from assessments.files.tasks import process_file
from p2ham.lib import constraints, uploads
from p2ham.lib.spooling import Spooled
from units import audit
from units.models import User, WorkUnit

_KINDS = {
    "photo": "foto, sedangkan di sini diperlukan dokumen PDF. Pindai atau simpan sebagai PDF, lalu unggah lagi.",
    "pdf": "PDF, sedangkan di sini diperlukan foto. Unggah fotonya sebagai JPEG, PNG atau WebP.",
}


class FileRefused(MoveRefused):
    """A file that is not taken; its one sentence names the file, the reason and the remedy."""

    def __init__(self, sentence: str, *, reason: str = "") -> None:
        super().__init__([sentence])
        self.reason = reason


def receive(
    *,
    upload: UploadedFile,
    purpose: str,
    by: User,
    participation: Participation | None = None,
    office: WorkUnit | None = None,
    kinds: tuple[str, ...] = ("photo", "pdf"),
    pdf_max_bytes: int | None = None,
    verify_signatures: bool = False,
) -> StoredFile:
    """Check, store and register one file; from then on it counts. Raises ``FileRefused``.

    The file is that of a unit (``participation``) or, when it concerns several, that of an ``office``: name one of them.
    The same bytes for the same purpose of the same owner give the row that exists. The caller has authorised, holds
    the locks that it needs (this takes the audit head), and receives one file per transaction. With
    ``verify_signatures`` the electronic signatures of a PDF are verified and kept with the row; a broken one refuses it.
    """
    if isinstance(upload, Spooled) and not upload.is_whole:
        raise _not_stored(uploads.clean_name(upload.name or ""))
    facts = _inspected(upload, kinds, pdf_max_bytes or settings.PDF_MAX_BYTES)
    ours = StoredFile.objects.filter(participation=participation, office=office, purpose=purpose)
    same = ours.filter(received_sha256=facts.sha256).first()
    if same is not None and _is_whole(same, facts.name):
        return same
    signatures = _verified(upload, facts) if verify_signatures and facts.kind == "pdf" else []
    name = _stored(upload, facts)
    try:
        with storage.unless_named(name):
            if same is not None:
                return _received_again(same, name, by)
            fresh = StoredFile(participation=participation, office=office, purpose=purpose, received_by=by)
            return _received(fresh, facts, name, signatures)
    except IntegrityError as error:
        # The race of two identical uploads: the other one's row is there now, its bytes are ours.
        constraints.sentences(error, StoredFile)
        return ours.get(received_sha256=facts.sha256)


def _inspected(upload: UploadedFile, kinds: tuple[str, ...], pdf_max_bytes: int) -> uploads.Accepted:
    try:
        facts = uploads.inspect(
            cast(IO[bytes], upload.file),
            name=upload.name or "",
            photo_max_bytes=settings.PHOTO_MAX_BYTES,
            pdf_max_bytes=pdf_max_bytes,
        )
    except uploads.Refused as refused:
        raise FileRefused(refused.sentence, reason=refused.reason) from refused
    if facts.kind not in kinds:
        raise FileRefused(f"Berkas “{facts.name}” adalah {_KINDS[facts.kind]}", reason="wrong_kind")
    return facts


def _verified(upload: UploadedFile, facts: uploads.Accepted) -> list[FileSignature]:
    try:
        return signing.verified(cast(IO[bytes], upload.file), name=facts.name)
    except signing.Unsound as unsound:
        raise FileRefused(unsound.sentence, reason=unsound.reason) from unsound


def _is_whole(file: StoredFile, label: str) -> bool:
    """Whether the bytes of a row are there to be served or processed. Raises ``FileRefused`` when nobody can tell."""
    name = file.stored_name or file.received_name
    try:
        return file.status != StoredFile.Status.BROKEN and bool(name) and storage.private().exists(name)
    except OSError as error:
        raise _not_stored(label) from error


def _stored(upload: UploadedFile, facts: uploads.Accepted) -> str:
    try:
        # A plain File is copied; an upload in a temporary file would be moved away from under the form.
        return storage.write(FOLDER, File(upload.file), size=facts.size)
    except storage.StorageFailed as error:
        raise _not_stored(facts.name) from error


def _not_stored(label: str) -> FileRefused:
    return FileRefused(
        f"Berkas “{label}” belum tersimpan karena penyimpanan portal sedang terganggu. Berkas Anda baik-baik "
        "saja; coba unggah lagi beberapa menit lagi. Bila masih gagal, hubungi admin pusat.",
        reason="storage",
    )


@transaction.atomic
def _received(file: StoredFile, facts: uploads.Accepted, name: str, signatures: list[FileSignature]) -> StoredFile:
    file.kind, file.name, file.content_type = facts.kind, facts.name, facts.content_type
    file.received_size, file.received_sha256, file.received_name = facts.size, facts.sha256, name
    file.width, file.height, file.pages = facts.width, facts.height, facts.pages
    file.captured_on, file.had_location = facts.capture_date, facts.had_gps
    file.save(force_insert=True)
    for signature in signatures:
        signature.file = file
    FileSignature.objects.bulk_create(signatures)
    _record(file, by=file.received_by, action="unggah_berkas")
    return file


@transaction.atomic
def _received_again(same: StoredFile, name: str, by: User) -> StoredFile:
    """The same bytes once more, after the first ones were lost or could not be used: the row is mended in place."""
    file = StoredFile.objects.select_for_update(of=("self",), no_key=True).get(pk=same.pk)
    old = [file.received_name, file.stored_name, file.preview_name, file.thumbnail_name]
    file.status, file.received_name = StoredFile.Status.RECEIVED, name
    file.stored_name = file.stored_sha256 = file.preview_name = file.thumbnail_name = ""
    file.stored_size, file.attempts = None, 0
    file.received_at = file.next_try_at = timezone.now()
    file.received_by = by
    file.save()
    transaction.on_commit(lambda: storage.delete(*old), robust=True)
    _record(file, by=by, action="unggah_ulang_berkas")
    return file


def _record(file: StoredFile, *, by: User, action: str) -> None:
    audit.record(
        by=by,
        action=action,
        subject=file.subject,
        data={
            "participation": file.participation_id,
            "office": file.office_id,
            "purpose": file.purpose,
            "name": file.name,
            "receipt": file.receipt_number,
            "sha256": file.received_sha256,
        },
    )
    # Robust: the file is stored and counts, even if the queue does not answer now; the clock tries again.
    transaction.on_commit(lambda: process_file.enqueue(file.pk), robust=True)
