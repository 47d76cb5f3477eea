"""Files in a private bucket of an S3-compatible service, with the behaviour of files on a disk.

What is gone raises ``FileNotFoundError`` and whatever else goes wrong raises ``Unreachable``, an ``OSError``. Bytes are
written by one request, so that an object is there whole or not at all, also when the writer is killed; they are read piece
by piece. No object has an access list of its own: the bucket is private, and every byte leaves through the portal.
"""

import datetime as dt
import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.utils import timezone
from storages.backends.s3 import S3Storage

# Short enough that somebody who waits gets an answer of ours, with one repetition when a connection breaks.
CONFIG = Config(
    connect_timeout=3,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 2},
    # The service compares what arrived with the fingerprint in the signed request. The newer checksums are not known to all.
    s3={"addressing_style": "path", "payload_signing_enabled": True},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    signature_version="s3v4",
)
_GONE = {"404", "NoSuchKey"}


class Unreachable(OSError):
    """The service does not answer, or refuses: trying again later may help."""

    def __init__(self, text: str) -> None:
        super().__init__(errno.EIO, text)


@contextmanager
def _translated(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _GONE:
            raise FileNotFoundError(errno.ENOENT, "no such object", name) from error
        raise Unreachable(str(error)) from error
    except BotoCoreError as error:
        raise Unreachable(str(error)) from error


class Remote(File[bytes]):
    """A stored object that is read from its beginning to its end as it comes."""

    def __init__(self, body: Any, name: str, size: int) -> None:
        super().__init__(body, name)
        self.size = size

    def read(self, size: int = -1) -> bytes:
        """The next bytes. A connection that breaks is an error, never an early end."""
        assert self.file is not None
        with _translated(self.name or ""):
            return self.file.read() if size < 0 else self.file.read(size)


class ObjectStore(S3Storage):
    """The storage backend; its options are those of django-storages."""

    def get_default_settings(self) -> dict[str, Any]:
        """Those of the portal where an option is not given."""
        defaults: dict[str, Any] = super().get_default_settings()
        return defaults | {"client_config": CONFIG}

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    def _key(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}

    def _open(self, name: str, mode: str = "rb") -> Remote:
        if mode != "rb":
            raise ValueError("objects are only read; what changes gets a new name")
        with _translated(name):
            found = self._client.get_object(**self._key(name))
        return Remote(found["Body"], name, found["ContentLength"])

    def _save(self, name: str, content: File[Any]) -> str:
        content.seek(0)
        with _translated(name):
            self._client.put_object(**self._key(name), Body=content.file, ContentType="application/octet-stream")
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: those who write choose random ones."""
        return name

    def delete(self, name: str) -> None:
        """Remove an object; one that is gone is no error."""
        with _translated(name):
            self._client.delete_object(**self._key(name))

    def exists(self, name: str) -> bool:
        """Whether the object is there."""
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        """Bytes of the object."""
        return int(self._head(name)["ContentLength"])

    def get_modified_time(self, name: str) -> dt.datetime:
        """When the object was written, by the clock of the service."""
        written: dt.datetime = self._head(name)["LastModified"]
        return timezone.localtime(written)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The names of folders and objects directly below ``path``."""
        prefix = f"{self._normalize_name(path).rstrip('/')}/" if path else self.location
        folders: list[str] = []
        names: list[str] = []
        with _translated(path):
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=prefix, Delimiter="/"):
                folders += [
                    entry["Prefix"].removeprefix(prefix).rstrip("/") for entry in page.get("CommonPrefixes", ())
                ]
                names += [entry["Key"].removeprefix(prefix) for entry in page.get("Contents", ())]
        return folders, names

    def beginning(self, start: str) -> Iterator[tuple[str, dt.datetime]]:
        """Every object whose name begins with ``start``, and when it was written: a request per thousand."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name, Prefix=start)
        with _translated(start):
            for page in pages:
                for entry in page.get("Contents", ()):
                    yield entry["Key"], timezone.localtime(entry["LastModified"])

    def _head(self, name: str) -> Any:
        with _translated(name):
            return self._client.head_object(**self._key(name))
