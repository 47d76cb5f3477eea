"""Example photos of an indicator: added, changed and removed by the admin, also while the instrument is published."""

import hashlib
from dataclasses import dataclass
from typing import IO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from indicators.models import Indicator, IndicatorExample
from indicators.workflow import Refused
from p2ham.lib import images, uploads
from units import audit
from units.models import Role, User

LONGEST_SIDE = 960
MOST = 6


@dataclass(frozen=True)
class Words:
    """What is said of an example."""

    kind: str
    caption: str
    alt: str


def may_edit(by: User) -> list[str]:
    """Whether the person maintains examples."""
    return [] if by.has_role(Role.ADMIN) else ["Contoh foto diatur oleh admin pusat."]


def may_add(indicator: Indicator, by: User) -> list[str]:
    """Whether one more example may be added: a handful helps, a gallery does not."""
    sentences = may_edit(by)
    if indicator.examples.count() >= MOST:
        sentences.append(f"Indikator ini sudah memuat {MOST} contoh. Hapus satu lebih dahulu.")
    return sentences


def picture_of(upload: UploadedFile) -> bytes:
    """The photo as it is stored: small and without metadata. Raises ``uploads.Refused``."""
    source, name = cast(IO[bytes], upload.file), upload.name or ""
    facts = uploads.inspect(
        source, name=name, photo_max_bytes=settings.PHOTO_MAX_BYTES, pdf_max_bytes=settings.PDF_MAX_BYTES
    )
    if facts.kind != "photo":
        raise uploads.Refused("wrong_kind", f"Berkas “{facts.name}” bukan foto. Pilih foto JPEG, PNG atau WebP.")
    return images.thumbnail(images.normalise(source).data, side=LONGEST_SIDE)


@transaction.atomic
def add(*, indicator: Indicator, words: Words, picture: bytes, by: User) -> IndicatorExample:
    """Add an example. The same photo of the same kind again changes nothing. Raises ``Refused``."""
    indicator = Indicator.objects.select_for_update(of=("self",), no_key=True).get(pk=indicator.pk)
    if sentences := may_edit(by):
        raise Refused(sentences)
    mark = hashlib.sha256(picture).hexdigest()
    known = indicator.examples.filter(sha256=mark, kind=words.kind).first()
    if known:
        return known
    if sentences := may_add(indicator, by):
        raise Refused(sentences)
    example = IndicatorExample.objects.create(
        indicator=indicator, kind=words.kind, caption=words.caption, alt=words.alt, picture=picture, sha256=mark
    )
    _record(example, by=by, action="tambah_contoh")
    return example


@transaction.atomic
def change(*, example: IndicatorExample, words: Words, picture: bytes | None, by: User) -> IndicatorExample:
    """Change the words of an example, or its photo too. Raises ``Refused``."""
    if sentences := may_edit(by):
        raise Refused(sentences)
    example.kind, example.caption, example.alt = words.kind, words.caption, words.alt
    fields = ["kind", "caption", "alt"]
    if picture is not None:
        example.picture, example.sha256 = picture, hashlib.sha256(picture).hexdigest()
        fields += ["picture", "sha256"]
    example.save(update_fields=fields)
    _record(example, by=by, action="ubah_contoh")
    return example


@transaction.atomic
def remove(*, example: IndicatorExample, by: User) -> None:
    """Remove an example. Raises ``Refused``."""
    if sentences := may_edit(by):
        raise Refused(sentences)
    _record(example, by=by, action="hapus_contoh")
    example.delete()


def respond(request: HttpRequest, example: IndicatorExample) -> HttpResponse:
    """The photo with the headers that keep it harmless and unshared. The calling view has checked who asks."""
    etag = f'"{example.sha256[:40]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        bytes(example.picture), content_type="image/jpeg"
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _record(example: IndicatorExample, *, by: User, action: str) -> None:
    audit.record(
        by=by,
        action=action,
        subject=f"indicator:{example.indicator_id}",
        data={"kind": example.kind, "caption": example.caption, "sha256": example.sha256},
    )
