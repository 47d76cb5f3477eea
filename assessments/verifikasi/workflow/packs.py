"""Offline packs on their way: begun, received whole, given up. What is in them is judged by ``opening``."""

import datetime as dt
from dataclasses import dataclass
from typing import IO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import lock, refuse
from assessments.files import resumable
from assessments.files.models import Upload
from assessments.verifikasi import rules
from assessments.verifikasi.models import Pack
from assessments.verifikasi.workflow.ending import end_pack
from assessments.verifikasi.workflow.opening import open_pack
from p2ham.lib import dates, unzip
from p2ham.lib.uploads import clean_name
from units import audit
from units.models import User

Status = Pack.Status
_LOST = "Unggahan ini terhenti dan sudah kedaluwarsa. Unggah lagi paketnya."


@dataclass(frozen=True)
class AnnouncedPack:
    """What is said of a pack before its first byte comes."""

    name: str
    size: int
    mark: str = ""
    metadata: str = ""


@transaction.atomic
def begin_pack(*, participation: Participation, announced: AnnouncedPack, by: User) -> Pack:
    """Register a pack that is going to come; the one that is on its way or being opened, when it is the same.

    Raises ``MoveRefused`` or ``resumable.NotTaken``.
    """
    locked = lock(participation)
    refuse(rules.edit(locked, by))
    if announced.size > settings.PACK_MAX_BYTES:
        raise resumable.NotTaken(
            413,
            f"Paket “{announced.name}” terlalu besar: paling besar {dates.file_size(settings.PACK_MAX_BYTES)}. Bagi "
            "menjadi beberapa ZIP; setiap ZIP memuat lembar isian dan sebagian folder.",
        )
    if same := _same(locked, announced, by):
        return same
    upload = resumable.begin(
        participation=locked,
        size=announced.size,
        name=announced.name,
        metadata=announced.metadata,
        claims={"mark": announced.mark},
        by=by,
    )
    return Pack.objects.create(
        participation=locked,
        upload=upload,
        token=upload.token,
        name=announced.name,
        size=announced.size,
        mark=announced.mark,
        sent_by=by,
    )


def _same(participation: Participation, announced: AnnouncedPack, by: User) -> Pack | None:
    """A double press, or the same file chosen again on another day."""
    if not announced.mark:
        return None
    found = Pack.objects.filter(participation=participation, mark=announced.mark, status__in=Pack.LIVE)
    same = found.select_related("upload", "sent_by", "participation").first()
    if same is None:
        return None
    if same.status == Status.UPLOADING and not _goes_on(same.upload):
        end_pack(same, Status.STOPPED, _LOST)
        return None
    if same.status == Status.UPLOADING and same.sent_by_id != by.pk:
        raise resumable.NotTaken(409, f"Paket yang sama sedang diunggah oleh {same.sent_by.name}.")
    return same


def _goes_on(upload: Upload | None) -> bool:
    return upload is not None and upload.is_open and resumable.expires_at(upload) > timezone.now()


def receive_pack(*, participation: Participation, upload: UploadedFile, by: User) -> Pack:
    """Take in a pack that came as a whole. Raises ``MoveRefused`` or ``resumable.NotTaken``."""
    file = cast(IO[bytes], upload.file)
    announced = AnnouncedPack(name=clean_name(upload.name or ""), size=upload.size or 0, mark=unzip.mark(file))
    if not announced.size:
        raise resumable.NotTaken(400, f"Paket “{announced.name}” kosong (0 bita). Buat lagi ZIP-nya, lalu unggah.")
    pack = begin_pack(participation=participation, announced=announced, by=by)
    if pack.status != Status.UPLOADING or pack.upload is None:
        return pack
    file.seek(pack.upload.offset)
    while data := file.read(resumable.PART_MAX_BYTES):
        resumable.append(pack.upload, offset=pack.upload.offset, data=data)
    take_in(pack)
    return pack


def continue_pack(*, pack: Pack, offset: int, data: bytes, by: User) -> Pack:
    """Add a part; the last one has the pack opened in the background. Raises ``MoveRefused`` or ``resumable.NotTaken``.

    Rights are asked for at each part, so that one that ends takes effect at once.
    """
    if pack.upload is None:
        if offset == pack.size and not data and pack.received_at:
            return pack
        raise resumable.NotTaken(410, "Unggahan ini sudah berakhir. Muat ulang halaman untuk melihat hasilnya.")
    resumable.refuse_ended(pack.upload)
    if not pack.upload.is_whole:
        at = rules.counted_instant(pack.participation, pack.upload.created_at)
        refuse(rules.edit(pack.participation, by, at))
    resumable.append(pack.upload, offset=offset, data=data)
    if pack.upload.is_whole:
        take_in(pack)
    return pack


@transaction.atomic
def take_in(pack: Pack) -> bool:
    """Every byte is here: from now on the pack waits to be opened. Repeating changes nothing."""
    participation = lock(pack.participation)
    found = (
        Pack.objects.select_for_update(of=("self",), no_key=True).select_related("upload", "sent_by").get(pk=pack.pk)
    )
    upload = found.upload
    if found.status != Status.UPLOADING or upload is None or not (upload.is_open and upload.is_whole):
        return False
    found.received_at = upload.touched_at
    found.counted_at = rules.counted_instant(participation, upload.created_at, upload.touched_at)
    found.status, found.next_try_at = Status.WAITING, timezone.now()
    found.save(update_fields=["received_at", "counted_at", "status", "next_try_at"])
    data = {"pack": found.pk, "name": found.name, "size": found.size}
    audit.record(by=found.sent_by, action="terima_paket_luring", subject=participation.subject, data=data)
    # Robust: the pack is here, even if the queue does not answer now; the clock tries again.
    transaction.on_commit(lambda: open_pack.enqueue(found.pk), robust=True)
    return True


def overdue(now: dt.datetime) -> list[Pack]:
    """Packs on their way that are whole, though nobody took them in, and those whose upload is over."""
    found = Pack.objects.filter(status=Status.UPLOADING).select_related("upload", "participation")
    late = now - dt.timedelta(minutes=1)
    return [
        pack
        for pack in found
        if pack.upload is None or not pack.upload.is_open or (pack.upload.is_whole and pack.upload.touched_at < late)
    ]


def settle_overdue() -> int:
    """Take in what is whole, and end what nobody will continue. Returns how many."""
    count = 0
    for pack in overdue(timezone.now()):
        if pack.upload and pack.upload.is_open:
            count += take_in(pack)
        else:
            count += end_pack(pack, Status.STOPPED, _LOST)
    return count
