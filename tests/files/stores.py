"""The two storages behind one face: what a test wants to know of the bytes, past the portal."""

import datetime as dt
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.s3server import BUCKET, ObjectServer


class Disk:
    """The local disk, as it is set by default."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> set[str]:
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def put(self, name: str, data: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def remove(self, name: str) -> None:
        (self.folder / name).unlink()

    def age(self, monkeypatch: Any) -> None:
        """Let what is stored now be two hours old."""
        then = time.time() - 7200
        for path in self.folder.rglob("*"):
            os.utime(path, (then, then))


class Bucket:
    """A bucket of a server that speaks the S3 protocol."""

    def __init__(self, server: ObjectServer) -> None:
        self.server, self.client = server, server.client()

    def names(self) -> set[str]:
        return self.server.names()

    def read(self, name: str) -> bytes:
        data: bytes = self.client.get_object(Bucket=BUCKET, Key=name)["Body"].read()
        return data

    def put(self, name: str, data: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=name, Body=data)

    def remove(self, name: str) -> None:
        self.client.delete_object(Bucket=BUCKET, Key=name)

    def age(self, monkeypatch: Any) -> None:
        """Let what is stored now be two hours old: no protocol sets an object's time, so these are told by name."""
        from p2ham.lib.objectstore import ObjectStore

        old, tell = self.names(), ObjectStore.beginning
        shift = dt.timedelta(hours=2)

        def beginning(store: ObjectStore, start: str) -> Iterator[tuple[str, dt.datetime]]:
            return ((name, at - shift if name in old else at) for name, at in tell(store, start))

        monkeypatch.setattr(ObjectStore, "beginning", beginning)
