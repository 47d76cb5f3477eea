"""Questions to the files that the linking rooms ask."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from assessments.files import radar
from assessments.files.models import StoredFile
from p2ham.lib import likeness

ORIGINAL, PICTURE, SMALL = "asli", "gambar", "kecil"
VARIANTS = (ORIGINAL, PICTURE, SMALL)

_TONES = {StoredFile.Status.RECEIVED: "waiting", StoredFile.Status.READY: "success", StoredFile.Status.BROKEN: "danger"}


@dataclass(frozen=True)
class Card:
    """One file as ``components/_evidence.html`` shows it."""

    name: str
    url: str
    thumb_url: str
    kind: str
    size: int
    at: dt.datetime
    status: str
    tone: str
    notes: list[str] = field(default_factory=list)
    detail_url: str = ""
    remove_url: str = ""


def card(file: StoredFile, *, url_for: Callable[[StoredFile, str], str], **more: object) -> Card:
    """The file as a card. ``url_for(file, variant)`` is the linking room's own address of a variant.

    ``more`` replaces fields: ``remove_url``, ``detail_url``, ``notes`` (put behind those of the file).
    """
    status = StoredFile.Status(file.status)
    notes = []
    if status == StoredFile.Status.BROKEN:
        notes.append("Berkas ini tidak dapat dibuka dan tidak dihitung. Unggah lagi, lalu periksa pratinjaunya.")
    elif status == StoredFile.Status.RECEIVED:
        notes.append("Sudah tersimpan. Pratinjau muncul setelah selesai diolah.")
    made = Card(
        name=file.name,
        url=url_for(file, PICTURE if file.is_photo else ORIGINAL),
        thumb_url=url_for(file, SMALL) if file.thumbnail_name else "",
        kind="Foto" if file.is_photo else "PDF",
        size=file.size,
        at=file.received_at,
        status=str(status.label),
        tone=_TONES[status],
        notes=notes,
    )
    extra = more.pop("notes", None)
    if isinstance(extra, list):
        more["notes"] = notes + extra
    return replace(made, **more)  # type: ignore[arg-type]


def near(file_or_hash: StoredFile | int, *, distance: int = radar.DISTANCE) -> list[tuple[StoredFile, int]]:
    """Photos that are the same picture as a photo, or as the whole picture with a hash; nearest first.

    Four queries whatever the number of photos. Blank pictures resemble nothing.
    """
    if isinstance(file_or_hash, StoredFile):
        found = radar.search(radar.prints_of(file_or_hash), distance=distance, but=file_or_hash.pk)
    else:
        found = radar.search({likeness.WHOLE: file_or_hash}, distance=distance)
    files = StoredFile.objects.in_bulk([match.file_id for match in found])
    return [(files[match.file_id], match.distance) for match in found]
