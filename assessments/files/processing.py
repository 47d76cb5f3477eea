"""From the received bytes to what is served: a clean photo, the first page of a PDF, a thumbnail.

Writes new bytes beside the old ones and touches no row, so that it may be repeated or killed at any point.
"""

import hashlib
import tempfile
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import ContentFile

from assessments.files import storage
from assessments.files.models import StoredFile
from p2ham.lib import images, pdfprobe, photoquality

FOLDER = "evidence"
PREVIEW_WIDTH = 1200


class Unusable(Exception):
    """The file can never be served: lost, altered in the storage, or unreadable."""


@dataclass(frozen=True)
class Made:
    """Column values for the row, and the names written for them."""

    columns: dict[str, Any]
    written: list[str]
    prints: tuple[int, ...] = ()


def make(file: StoredFile) -> Made:
    """Process the received bytes of ``file``. Raises ``Unusable``, or whatever the storage raises."""
    with tempfile.TemporaryFile() as copy:
        _fetch(file, copy)
        written: list[str] = []
        try:
            made = _photo(file, copy, written) if file.is_photo else Made(_pdf(file, copy, written), written)
        except BaseException:
            storage.delete(*written)
            raise
        return made


def _fetch(file: StoredFile, copy: IO[bytes]) -> None:
    digest = hashlib.sha256()
    try:
        for chunk in storage.chunks(file.received_name):
            digest.update(chunk)
            copy.write(chunk)
    except FileNotFoundError as error:
        raise Unusable("hilang dari penyimpanan") from error
    if digest.hexdigest() != file.received_sha256:
        raise Unusable("isinya berubah di penyimpanan")


def _photo(file: StoredFile, copy: IO[bytes], written: list[str]) -> Made:
    try:
        picture = images.normalise(copy)
    except images.ImageRefused as refused:
        raise Unusable("tidak dapat dibuka sebagai foto") from refused
    stored = _write(picture.data, written)
    columns = {
        "stored_name": stored,
        "stored_size": len(picture.data),
        "stored_sha256": picture.sha256,
        "thumbnail_name": _write(images.thumbnail(picture.data), written),
        "content_type": "image/jpeg",
        # Until now the row has the size in which the photo was received.
        "is_small": photoquality.is_small(file.width or picture.width, file.height or picture.height),
        "is_blurred": picture.quality.is_blurred,
        "is_blank": picture.quality.is_blank,
        "width": picture.width,
        "height": picture.height,
        "perceptual_hash": picture.phash,
    }
    return Made(columns, written, () if picture.quality.is_blank else picture.prints)


def _pdf(file: StoredFile, copy: IO[bytes], written: list[str]) -> dict[str, Any]:
    # A PDF stays as it was received: its bytes keep their name.
    columns: dict[str, Any] = {
        "stored_name": file.received_name,
        "stored_size": file.received_size,
        "stored_sha256": file.received_sha256,
    }
    try:
        page = pdfprobe.page_image(copy, page=1, width=PREVIEW_WIDTH)
    except pdfprobe.PdfRefused as refused:
        if refused.reason != "too_complex":
            raise Unusable("tidak dapat dibuka sebagai PDF") from refused
        return columns  # readable, but too heavy to be drawn here: it is served without a preview
    columns["preview_name"] = _write(page.data, written)
    columns["thumbnail_name"] = _write(images.thumbnail(page.data), written)
    return columns


def _write(data: bytes, written: list[str]) -> str:
    name = storage.write(FOLDER, ContentFile(data), size=len(data))
    written.append(name)
    return name
