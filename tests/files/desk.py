"""Where the operator of the play hands files in: the shortest way to a received or processed file."""

import datetime as dt
import os
import time
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.files.models import StoredFile
from assessments.files.tasks import process_file
from assessments.files.workflow import receive
from tests import samples


class Desk:
    def __init__(self, cast, participation, folder: Path):
        self.by, self.participation, self.folder = cast.operator, participation, folder

    def receive(self, data: bytes | None = None, name: str = "foto.jpg", **fields) -> StoredFile:
        """The row as it is before any worker looked at it."""
        upload = SimpleUploadedFile(name, samples.photo() if data is None else data)
        given = {"participation": self.participation, "purpose": "verifikasi", "by": self.by} | fields
        return receive(upload=upload, **given)

    def ready(self, data: bytes | None = None, name: str = "foto.jpg", **fields) -> StoredFile:
        file = self.receive(data, name, **fields)
        process_file.call(file.pk)
        file.refresh_from_db()
        assert file.status == "ready"
        return file

    def stored(self) -> set[str]:
        """Every name that lies in the private storage."""
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}

    def bytes_of(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def age(self, minutes: int) -> None:
        """Let everything that is stored be so old."""
        then = time.time() - minutes * 60
        for path in self.folder.rglob("*"):
            os.utime(path, (then, then))

    @staticmethod
    def waited(file: StoredFile, minutes: int) -> None:
        """Let the file have waited so long for a worker."""
        StoredFile.objects.filter(pk=file.pk).update(next_try_at=file.next_try_at - dt.timedelta(minutes=minutes))
