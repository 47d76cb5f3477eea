"""Electronically signed versions of issued papers: which paper a file belongs to, and the verb that attaches it."""

import hashlib
from collections.abc import Iterable
from typing import IO

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assessments.cycle.workflow import MoveRefused, refuse
from assessments.documents import rules
from assessments.documents.models import Document, SignedPaper
from assessments.documents.queries import code_of
from assessments.documents.tasks import SIGNED_FOLDER
from assessments.documents.workflow import lock
from assessments.files import signing, storage
from p2ham.lib import codereading, images, pdfprobe, uploads
from units import audit
from units.models import User

LARGEST = 20 * 1024 * 1024
_WIDTH = 1600
_CHUNK = 1024 * 1024


def attach(*, upload: UploadedFile, kind: Document.Kind, by: User) -> tuple[SignedPaper, bool]:
    """Verify a signed PDF and attach it to the paper of this kind that it is a version of; raises ``MoveRefused``.

    Returns the row and whether it is new: the same file again changes nothing. The caller has authorised.
    """
    try:
        facts = uploads.inspect(upload, name=upload.name or "", photo_max_bytes=LARGEST, pdf_max_bytes=LARGEST)
        if facts.kind != "pdf":
            raise MoveRefused(
                [f"Berkas “{facts.name}” bukan PDF. Unggah piagam bertanda tangan elektronik sebagai PDF."]
            )
        found = signing.verified(upload, name=facts.name)
    except (uploads.Refused, signing.Unsound) as refused:
        raise MoveRefused([refused.sentence]) from refused
    if not found:
        raise MoveRefused([f"Berkas “{facts.name}” tidak memuat tanda tangan elektronik, jadi tidak dilampirkan."])
    document, sameness = origin(upload, kind)
    if document is None:
        raise MoveRefused(
            [
                f"Berkas “{facts.name}” tidak dikenali: bukan versi dari naskah terbitan portal, dan kode QR-nya tidak terbaca."
            ]
        )
    signatures = [
        {
            "signer": row.signer,
            "issuer": row.issuer,
            "signed_at": row.signed_at.isoformat() if row.signed_at else None,
            "is_trusted": row.is_trusted,
        }
        for row in found
    ]
    name = storage.write(SIGNED_FOLDER, File(upload), size=facts.size)
    with storage.unless_named(name), transaction.atomic():
        document = lock(document)
        standing = SignedPaper.objects.filter(document=document, sha256=facts.sha256).first()
        if standing is None:
            refuse(rules.attach_signed(document))
            row = SignedPaper.objects.create(
                document=document,
                sameness=sameness,
                signatures=signatures,
                name=facts.name,
                stored_name=name,
                size=facts.size,
                sha256=facts.sha256,
                added_by=by,
            )
            audit.record(
                by=by,
                action="lampirkan_naskah_bertanda_tangan",
                subject=document.subject,
                data={"sha256": facts.sha256, "sameness": sameness, "signatures": len(signatures)},
            )
            return row, True
    storage.delete(name)
    return standing, False


def origin(file: IO[bytes], kind: Document.Kind) -> tuple[Document | None, SignedPaper.Sameness]:
    """The paper that the file is a version of: its first bytes are the paper, or its first page bears the paper's code."""
    rendered = Document.objects.filter(kind=kind).exclude(sha256="")
    facts = rendered.values_list("size", "sha256", "pk")
    known = {(size, sha256): pk for size, sha256, pk in facts if size is not None}
    for size, sha256 in _beginnings(file, {size for size, _ in known}):
        if pk := known.get((size, sha256)):
            return Document.objects.get(pk=pk), SignedPaper.Sameness.BYTES
    code = _code(file)
    return rendered.filter(code=code).first() if code else None, SignedPaper.Sameness.CODE


def _beginnings(file: IO[bytes], sizes: Iterable[int]) -> Iterable[tuple[int, str]]:
    """The hash of the file's first bytes, for each of these sizes that it has, in one reading."""
    file.seek(0)
    digest, done = hashlib.sha256(), 0
    for size in sorted(sizes):
        while done < size:
            piece = file.read(min(_CHUNK, size - done))
            if not piece:
                return
            digest.update(piece)
            done += len(piece)
        yield size, digest.hexdigest()


def _code(file: IO[bytes]) -> str:
    """The verification code on the first page, drawn in a confined process; empty when there is none to read."""
    file.seek(0)
    try:
        picture = codereading.opened(images.pdf_page_image(file.read(), width=_WIDTH).data)
        texts = [each.text for each in codereading.read(picture, wanted=lambda text: code_of(text) is not None)]
    except (pdfprobe.PdfRefused, OSError, ValueError):
        return ""
    found = {read[0] for read in map(code_of, texts) if read}
    return found.pop() if len(found) == 1 else ""
