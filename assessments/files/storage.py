"""The private storage: bytes under random names.

The order is always the same: bytes first, then the row that names them; the row is changed first, then the bytes go.
Whatever breaks in between leaves bytes without a row, never a row without bytes, and the sweep removes those.
"""

import datetime as dt
import errno
import hashlib
import logging
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import InterfaceError, OperationalError
from django.db.models import Q, QuerySet
from django.utils import timezone

logger = logging.getLogger(__name__)

GRACE = dt.timedelta(hours=1)
HEX = "0123456789abcdef"
CHUNK = 256 * 1024


class StorageFailed(Exception):
    """The bytes could not be written whole: full disk, storage away."""


def private() -> Storage:
    """The storage of everything that is served only after an access check."""
    return storages["private"]


def new_name(folder: str) -> str:
    """A storage name that tells nothing: one of 256 folders under ``folder``, and 32 characters more."""
    token = secrets.token_hex(17)
    return f"{folder}/{token[:2]}/{token[2:]}"


def write(folder: str, content: File[Any], *, size: int) -> str:
    """Write ``content`` under a new name, whole and safe from a power cut, or not at all. Raises ``StorageFailed``."""
    name = new_name(folder)
    try:
        content.seek(0)
        private().save(name, content)
        if private().size(name) != size:
            raise StorageFailed("fewer bytes than received")
        _sync(name)
    except Exception as error:  # a storage elsewhere raises its own kinds
        logger.exception("storage refused %s bytes", size)
        # A storage that does not answer is not asked again while somebody waits; what may be there, the sweep removes.
        if not isinstance(error, OSError) or error.errno != errno.EIO:
            delete(name)
        if isinstance(error, StorageFailed):
            raise
        raise StorageFailed(str(error)) from error
    return name


def delete(*names: str) -> None:
    """Remove bytes that no row names any more; what cannot be removed now is left to the sweep."""
    for name in filter(None, names):
        try:
            private().delete(name)
        except Exception:
            logger.warning("could not delete %s, left to the sweep", name, exc_info=True)


@contextmanager
def unless_named(*names: str) -> Iterator[None]:
    """Around the transaction that names new bytes: when it fails, and no row can have come of it, they go at once.

    A connection that is cut, or a process that is told to end, may have been waiting for the answer to a commit that
    came through. Then only the sweep knows.
    """
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        delete(*names)
        raise


def sweep(folder: str, rows: QuerySet[Any], *columns: str) -> int:
    """Remove what none of ``rows`` names under ``folder`` in one of its ``columns``. Returns how many.

    Safe at any time: a row that names bytes younger than the grace may be about to be committed, so they stay.
    """
    before = timezone.now() - GRACE
    count = 0
    for digit in HEX:  # a sixteenth of the names at a time keeps the memory flat
        held = _held(f"{folder}/{digit}", rows, columns)
        for name, written in _listed(folder, digit):
            if name in held:
                continue
            with suppress(FileNotFoundError):
                if written() < before:
                    delete(name)
                    count += 1
    return count


def _held(prefix: str, rows: QuerySet[Any], columns: tuple[str, ...]) -> set[str]:
    wanted = Q(*((f"{column}__startswith", prefix) for column in columns), _connector=Q.OR)
    found = rows.filter(wanted).values_list(*columns).iterator(chunk_size=5000)
    return {name for row in found for name in row if name}


def chunks(name: str) -> Iterator[bytes]:
    """The stored bytes piece by piece; ``FileNotFoundError`` at the first one when they are gone."""
    with private().open(name) as source:
        while chunk := source.read(CHUNK):
            yield chunk


def fingerprint(name: str) -> str:
    """The SHA-256 of what is stored; empty when it is gone."""
    digest = hashlib.sha256()
    try:
        for chunk in chunks(name):
            digest.update(chunk)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()


def require() -> None:
    """Raise ``StorageFailed`` when the storage as a whole does not answer: what seems lost may be there."""
    try:
        private().exists(new_name("probe"))
    except OSError as error:
        raise StorageFailed(str(error)) from error


def _listed(folder: str, digit: str) -> Iterator[tuple[str, Callable[[], dt.datetime]]]:
    """The names that lie under a sixteenth of a folder, and how to learn when each was written."""
    store = private()
    if hasattr(store, "beginning"):  # a service tells both in one answer
        yield from ((name, partial(_same, written)) for name, written in store.beginning(f"{folder}/{digit}"))
        return
    for second in HEX:
        place = f"{folder}/{digit}{second}"
        with suppress(FileNotFoundError):
            for base in store.listdir(place)[1]:
                name = f"{place}/{base}"
                yield name, partial(store.get_modified_time, name)


def _same(value: dt.datetime) -> dt.datetime:
    return value


def _sync(name: str) -> None:
    try:
        path = private().path(name)
    except NotImplementedError:  # not on this machine: the service answers for it
        return
    for target in (path, os.path.dirname(path)):
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
