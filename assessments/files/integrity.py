"""Does every row still have its bytes, and are they the same?"""

from collections.abc import Iterator

from assessments.files import storage
from assessments.files.models import StoredFile, Upload, UploadPart


def check() -> Iterator[str]:
    """For each usable file one item: empty when it is whole, otherwise a sentence. Memory stays flat.

    Raises ``storage.StorageFailed`` when nothing can be told, for the storage as a whole does not answer.
    """
    usable = StoredFile.objects.exclude(status=StoredFile.Status.BROKEN).order_by("pk")
    for file in usable.iterator(chunk_size=500):
        fault = _fault(file)
        if fault:
            # The worker may have moved it on between the row and its bytes: judge it by the row of now.
            file.refresh_from_db()
            fault = "" if file.status == StoredFile.Status.BROKEN else _fault(file)
        yield fault and f"Berkas {file.pk} ({file.receipt_number}): {fault}"
    parts = UploadPart.objects.filter(upload__status=Upload.Status.OPEN).order_by("pk")
    for part in parts.iterator(chunk_size=500):
        # An upload that ended meanwhile has taken its parts along.
        gone = not there(part.stored_name) and UploadPart.objects.filter(pk=part.pk).exists()
        yield f"Unggahan {part.upload_id}: bagian mulai bita {part.start} hilang dari penyimpanan" if gone else ""


def _fault(file: StoredFile) -> str:
    name, expected = file.received_name, file.received_sha256
    if file.status == StoredFile.Status.READY:
        name, expected = file.stored_name, file.stored_sha256
    try:
        found = storage.fingerprint(name)
    except OSError as error:
        storage.require()
        return f"tidak dapat dibaca ({error.strerror})"
    if not found:
        return "hilang dari penyimpanan"
    if found != expected:
        return "isinya tidak sama dengan sidik jarinya"
    for what, extra in (("pratinjau", file.preview_name), ("gambar kecil", file.thumbnail_name)):
        if extra and not there(extra):
            return f"{what}-nya hilang dari penyimpanan"
    return ""


def there(name: str) -> bool:
    """Whether bytes lie under the name. Raises ``storage.StorageFailed`` when the storage does not answer."""
    try:
        return storage.private().exists(name)
    except OSError as error:
        raise storage.StorageFailed(str(error)) from error
