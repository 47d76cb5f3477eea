"""Does every rendered paper still have its bytes, and are they the same?"""

from collections.abc import Iterator

from assessments.documents.models import Document, SignedPaper
from assessments.files import storage


def check() -> Iterator[str]:
    """For each rendered paper and each signed version one item: empty when it is whole, otherwise a sentence."""
    for document in Document.objects.exclude(sha256="").order_by("pk").iterator(chunk_size=500):
        yield _wrong(f"Naskah {document.pk} ({document.code})", document.stored_name, document.sha256)
    for signed in SignedPaper.objects.order_by("pk").iterator(chunk_size=500):
        yield _wrong(f"Versi bertanda tangan {signed.pk} ({signed.name})", signed.stored_name, signed.sha256)


def _wrong(what: str, name: str, sha256: str) -> str:
    try:
        found = storage.fingerprint(name)
    except OSError as error:
        storage.require()
        return f"{what}: tidak dapat dibaca ({error.strerror})"
    if not found:
        return f"{what}: hilang dari penyimpanan"
    return "" if found == sha256 else f"{what}: isinya tidak sama dengan sidik jarinya"
