"""Does every rendered paper still have its bytes, and are they the same?"""

from collections.abc import Iterator

from assessments.documents.models import Document
from assessments.files import storage


def check() -> Iterator[str]:
    """For each rendered paper one item: empty when it is whole, otherwise a sentence."""
    for document in Document.objects.exclude(sha256="").order_by("pk").iterator(chunk_size=500):
        try:
            found = storage.fingerprint(document.stored_name)
        except OSError as error:
            storage.require()
            yield f"Naskah {document.pk} ({document.code}): tidak dapat dibaca ({error.strerror})"
            continue
        if not found:
            yield f"Naskah {document.pk} ({document.code}): hilang dari penyimpanan"
        elif found != document.sha256:
            yield f"Naskah {document.pk} ({document.code}): isinya tidak sama dengan sidik jarinya"
        else:
            yield ""
