"""Files that come in parts and survive a broken link: what the tus protocol needs, without the web around it.

Each part is an object of its own, for no storage appends. Bytes first, then the row that names them; the offset of the
upload moves on only from where the part began, so of two parts at the same place one wins.
"""

import datetime as dt
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.files import storage
from assessments.files.models import StoredFile, Upload, UploadPart
from p2ham.lib import dates
from units import audit
from units.models import User

FOLDER = "parts"
# A proxy that buffers passes on whole requests: what a broken link costs is at most this.
PART_MAX_BYTES = 512 * 1024
KEPT = dt.timedelta(days=3)
REMEMBERED = dt.timedelta(days=30)
# An upload that moved within this time is under way.
LIVELY = dt.timedelta(minutes=15)
CLAIM = dt.timedelta(minutes=2)
TROUBLE = "Penyimpanan portal sedang terganggu. Unggahan dilanjutkan sebentar lagi."
MAX_ATTEMPTS = 5
BATCH = 500

Status = Upload.Status


class NotTaken(Exception):
    """A part or an upload that is not taken: the status of the answer, and a sentence for the person."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Unsound(Exception):
    """The parts do not make up the file that was announced: some are gone, or belong to another one."""


def begin(
    *, participation: Participation, size: int, name: str, metadata: str, claims: dict[str, Any], by: User
) -> Upload:
    """Register a file that is going to come. Raises ``NotTaken``. The caller has authorised and locked the owner."""
    refuse_beyond_quota(participation, size)
    return Upload.objects.create(
        participation=participation, size=size, name=name, metadata=metadata, claims=claims, created_by=by
    )


def refuse_beyond_quota(participation: Participation, size: int) -> None:
    """Whether one more upload of so many bytes is taken. Raises ``NotTaken``."""
    if open_uploads(participation).count() >= settings.UPLOADS_MAX_OPEN:
        raise NotTaken(
            429,
            f"Sudah ada {settings.UPLOADS_MAX_OPEN} unggahan unit ini yang belum selesai. Selesaikan atau batalkan "
            "sebagian, lalu unggah lagi.",
        )
    if sentence := over_quota(participation, size):
        raise NotTaken(413, sentence)


def over_quota(participation: Participation, size: int) -> str:
    """Why so many more bytes of this unit are not taken; empty when they are."""
    if used_bytes(participation) + size <= settings.UNIT_MAX_BYTES:
        return ""
    return (
        f"Ruang berkas unit ini untuk siklus {participation.cycle.year} hampir habis (paling banyak "
        f"{dates.file_size(settings.UNIT_MAX_BYTES)}). Unggah foto yang lebih kecil, atau hubungi admin pusat."
    )


def used_bytes(participation: Participation) -> int:
    """Bytes that a unit has stored in its cycle, and those that are announced."""
    stored = StoredFile.objects.filter(participation=participation).aggregate(n=Sum("received_size"))["n"] or 0
    return stored + (open_uploads(participation).aggregate(n=Sum("size"))["n"] or 0)


def open_uploads(participation: Participation) -> QuerySet[Upload]:
    """What is not finished and may go on."""
    return Upload.objects.filter(participation=participation, status=Status.OPEN, touched_at__gt=timezone.now() - KEPT)


def under_way(participation: Participation) -> QuerySet[Upload]:
    """What moved a moment ago and is not finished."""
    return Upload.objects.filter(
        participation=participation, status=Status.OPEN, touched_at__gt=timezone.now() - LIVELY
    )


def refuse_ended(upload: Upload) -> None:
    """Raise ``NotTaken`` when nothing more may come for the upload."""
    if upload.status in (Status.CANCELLED, Status.EXPIRED) or (upload.is_open and expires_at(upload) <= timezone.now()):
        raise NotTaken(410, "Unggahan ini sudah dibatalkan atau kedaluwarsa. Pilih lagi berkasnya untuk memulai baru.")


def expires_at(upload: Upload) -> dt.datetime:
    """When an upload that does not move is given up."""
    return upload.touched_at + KEPT


def append(upload: Upload, *, offset: int, data: bytes) -> Upload:
    """Add a part where the upload stands. The same part again, or two at once: one wins, the others get a 409."""
    refuse_ended(upload)
    if offset != upload.offset:
        raise NotTaken(409, f"Portal sudah menerima {upload.offset} bita, bukan {offset}.")
    if len(data) > PART_MAX_BYTES:
        raise NotTaken(
            413, f"Bagian berkas terlalu besar: paling besar {dates.file_size(PART_MAX_BYTES)} sekali kirim."
        )
    if offset + len(data) > upload.size:
        raise NotTaken(413, "Berkas ternyata lebih besar daripada yang diumumkan. Pilih lagi berkasnya.")
    if not data:
        return upload
    name = _written(data)
    with storage.unless_named(name):
        moved = _registered(upload, offset, len(data), name)
    if not moved:
        storage.delete(name)
        raise NotTaken(409, "Bagian ini sudah diterima melalui sambungan lain.")
    upload.refresh_from_db()
    return upload


def _written(data: bytes) -> str:
    try:
        return storage.write(FOLDER, ContentFile(data), size=len(data))
    except storage.StorageFailed as error:
        raise NotTaken(503, TROUBLE) from error


@transaction.atomic
def _registered(upload: Upload, offset: int, size: int, name: str) -> bool:
    here = Upload.objects.filter(pk=upload.pk, status=Status.OPEN, offset=offset)
    if not here.update(offset=offset + size, touched_at=timezone.now()):
        return False
    UploadPart.objects.create(upload=upload, start=offset, size=size, stored_name=name)
    return True


def claim(upload: Upload) -> bool:
    """Take a whole upload in hand, to judge it; nobody else does so meanwhile."""
    now = timezone.now()
    free = Q(busy_until=None) | Q(busy_until__lte=now)
    whole = Upload.objects.filter(free, pk=upload.pk, status=Status.OPEN, offset=F("size"))
    taken = whole.update(busy_until=now + CLAIM, attempts=F("attempts") + 1)
    if taken:
        upload.refresh_from_db()
    return bool(taken)


def release(upload: Upload) -> None:
    """Give a claimed upload back: no fault of its own kept it from being judged."""
    Upload.objects.filter(pk=upload.pk, status=Status.OPEN).update(
        busy_until=None, attempts=max(upload.attempts - 1, 0)
    )


@contextmanager
def assembled(upload: Upload) -> Iterator[UploadedFile]:
    """The parts put together in a temporary file, piece by piece. Raises ``Unsound``."""
    digest = hashlib.sha256()
    with tempfile.TemporaryFile() as whole:
        for part in upload.parts.order_by("start").iterator(chunk_size=BATCH):
            if part.start != whole.tell():
                raise Unsound(f"upload {upload.pk}: nothing at {whole.tell()}")
            try:
                for chunk in storage.chunks(part.stored_name):
                    whole.write(chunk)
                    digest.update(chunk)
            except FileNotFoundError as error:
                raise Unsound(f"upload {upload.pk}: {part.stored_name} is gone") from error
        if whole.tell() != upload.size:
            raise Unsound(f"upload {upload.pk}: {whole.tell()} of {upload.size} bytes")
        # A file that was chosen anew may differ from the one whose first parts lie here.
        if upload.claims.get("sent_sha256") not in (None, digest.hexdigest()):
            raise Unsound(f"upload {upload.pk}: not the bytes that the device announced")
        whole.seek(0)
        yield UploadedFile(file=whole, name=upload.name, size=upload.size)


def claimed_date(upload: Upload) -> dt.date | None:
    """When the device says that the photo was taken; never later than today."""
    try:
        day = dt.date.fromisoformat(str(upload.claims.get("captured_on", "")))
    except ValueError:
        return None
    return day if dt.date(2000, 1, 1) <= day <= dates.today() else None


def take_date(upload: Upload, file: StoredFile) -> None:
    """Where the received bytes of a photo are silent about their day, what the device said stands, marked as such."""
    day = claimed_date(upload)
    if day:
        silent = StoredFile.objects.filter(pk=file.pk, kind=StoredFile.Kind.PHOTO, captured_on=None)
        silent.update(captured_on=day, is_date_claimed=True)


@transaction.atomic
def finish(upload: Upload, status: str, *, file: StoredFile | None = None, sentence: str = "", by: User | None) -> bool:
    """End an upload that is open; its parts go when that is certain. Tells whether it was this call that ended it."""
    ended = Upload.objects.filter(pk=upload.pk, status=Status.OPEN).update(
        status=status, file=file, sentence=sentence, busy_until=None
    )
    if ended:
        _drop_parts(upload)
        if status in (Status.REFUSED, Status.CANCELLED):
            action = "unggahan_ditolak" if status == Status.REFUSED else "unggahan_dibatalkan"
            data = {"name": upload.name, "size": upload.size, "offset": upload.offset, "sentence": sentence}
            audit.record(by=by, action=action, subject=upload.participation.subject, data=data)
    upload.refresh_from_db()
    return bool(ended)


def _drop_parts(upload: Upload) -> None:
    names = list(upload.parts.values_list("stored_name", flat=True))
    upload.parts.all().delete()
    transaction.on_commit(lambda: storage.delete(*names), robust=True)


def expire() -> int:
    """Give up what nobody continued, and forget what ended without a file long ago. Returns how many were given up."""
    now = timezone.now()
    still = Upload.objects.filter(status=Status.OPEN, touched_at__lte=now - KEPT)
    count = 0
    for upload in still.exclude(offset=F("size"))[:BATCH]:
        count += finish(upload, Status.EXPIRED, by=None)
    ended = Upload.objects.filter(status__in=[Status.EXPIRED, Status.CANCELLED, Status.REFUSED])
    ended.filter(touched_at__lte=now - REMEMBERED).delete()
    return count


def sweep() -> int:
    """Remove stored parts that no row names. Returns how many."""
    return storage.sweep(FOLDER, UploadPart.objects.all(), "stored_name")
