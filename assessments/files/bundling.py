"""Many files of a unit as one ZIP, with a list that tells what is in it and what could not be put in."""

import datetime as dt
import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header

from assessments.files import serving, storage
from assessments.files.models import FileView, StoredFile
from assessments.files.queries import ORIGINAL
from p2ham.lib import sheets, zips
from units.models import User

logger = logging.getLogger(__name__)

LIST = "daftar.xlsx"
PRESENT = "ada"
_BROKEN = "tidak disertakan: rusak setelah diterima"
_PENDING = "tidak disertakan: sedang diolah, unduh lagi beberapa menit lagi"
_LOST = "tidak disertakan: isinya hilang dari penyimpanan, sampaikan nomor tanda terimanya kepada admin pusat"
_AWAY = "tidak disertakan: penyimpanan sedang terganggu, unduh lagi beberapa menit lagi"
_CHANGED = "disertakan, tetapi isinya tidak sama dengan sidik jarinya: sampaikan kepada admin pusat"


@dataclass
class Piece:
    """One file of a bundle: the folder that it lies in, and what the list says of it."""

    folder: str
    file: StoredFile
    subject: str
    requirement: str
    description: str
    taken_on: dt.date | None = None
    # Known once it was written.
    path: str = ""
    state: str = ""
    sha256: str = ""


_COLUMNS = [
    sheets.Column("Indikator", 36, lambda piece: piece.subject),
    sheets.Column("Syarat", 30, lambda piece: piece.requirement),
    sheets.Column("Keadaan", 26, lambda piece: piece.state),
    sheets.Column("Berkas dalam ZIP", 44, lambda piece: piece.path),
    sheets.Column("Nama saat diunggah", 30, lambda piece: piece.file.name),
    sheets.Column("Keterangan", 40, lambda piece: piece.description),
    sheets.Column("Tanggal foto", 16, lambda piece: piece.taken_on),
    sheets.Column("Tanda terima", 22, lambda piece: piece.file.receipt_number),
    sheets.Column("Diterima (WIB)", 24, lambda piece: piece.file.received_at),
    sheets.Column("Ukuran (bita)", 14, lambda piece: piece.file.size),
    sheets.Column("SHA-256 berkas ini", 66, lambda piece: piece.sha256),
    sheets.Column("SHA-256 saat diterima", 66, lambda piece: piece.file.received_sha256),
]


def respond(request: HttpRequest, pieces: Sequence[Piece], *, name: str, title: str) -> HttpResponseBase:
    """The files as a ZIP that is written while it is sent. The calling room has checked access to each.

    A file that cannot be given breaks nothing: the list at the end names it with the reason.
    """
    assert isinstance(request.user, User)
    response = StreamingHttpResponse(zips.stream(_members(pieces, request.user, title)), content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.zip") or "attachment"
    return serving.guard(response)


def _members(pieces: Sequence[Piece], user: User, title: str) -> Iterator[zips.Member]:
    numbers: dict[str, int] = {}
    for piece in pieces:
        chunks = _opened(piece)
        if chunks is None:
            continue
        numbers[piece.folder] = number = numbers.get(piece.folder, 0) + 1
        # The number makes the name unique, also where letters of either case are the same.
        piece.path = f"{zips.part(piece.folder)}/{number:02} {zips.part(serving.filename(piece.file))}"
        # Recorded first: nothing is given out without its record.
        FileView.objects.create(file=piece.file, user=user, variant=ORIGINAL)
        yield zips.Member(piece.path, piece.file.received_at, _weighed(piece, chunks))
    given = sum(1 for piece in pieces if piece.path)
    summary = f"{given} dari {len(pieces)} berkas disertakan dalam ZIP ini"
    listed = sheets.workbook(title, _COLUMNS, pieces, summary=summary)
    yield zips.Member(LIST, timezone.now(), [listed])


def _opened(piece: Piece) -> Iterator[bytes] | None:
    """The bytes of a file, when its first ones are there; otherwise the reason is noted in the piece."""
    if piece.file.status == StoredFile.Status.BROKEN:
        piece.state = _BROKEN
        return None
    source = serving.original(piece.file)
    if not source:
        piece.state = _PENDING
        return None
    chunks = storage.chunks(source)
    try:
        first = next(chunks, b"")
    except FileNotFoundError:
        logger.exception("file %s is missing in the storage", piece.file.pk)
        piece.state = _LOST
        return None
    except OSError:
        logger.exception("file %s cannot be read now", piece.file.pk)
        piece.state = _AWAY
        return None
    return _again(first, chunks)


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _weighed(piece: Piece, chunks: Iterator[bytes]) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
    piece.sha256 = digest.hexdigest()
    expected = piece.file.stored_sha256 or piece.file.received_sha256
    piece.state = PRESENT if piece.sha256 == expected else _CHANGED
