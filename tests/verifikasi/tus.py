"""A client of the upload protocol, as small as it can be."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.files.models import Upload
from assessments.verifikasi.models import EvidenceUpload
from tests.verifikasi import scenes

PART = "application/offset+octet-stream"
RESUMABLE = {"Tus-Resumable": "1.0.0"}


def metadata(**pairs: Any) -> str:
    return ",".join(f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in pairs.items())


def stored(folder: Path) -> list[str]:
    """The names of all stored bytes."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


class Tus:
    """Speaks as one person about one indicator of one unit."""

    def __init__(self, unit: Participation, user: Any = None, code: str = "A1", kind: str = "photo", **client: Any):
        self.http = Client(**client)
        if user is not None:
            self.http.force_login(user)
        self.unit = unit
        self.indicator = scenes.item(unit, code).indicator
        self.requirement = scenes.requirement(unit, code, kind)
        self.endpoint = reverse("verifikasi_uploads", args=[unit.pk, self.indicator.pk])

    def create(self, size: Any, body: bytes = b"", headers: dict[str, str] | None = None, **told: Any) -> Any:
        pairs = {"filename": "foto.jpg", "requirement": self.requirement.pk} | told
        given = RESUMABLE | {"Upload-Length": str(size), "Upload-Metadata": metadata(**pairs)} | (headers or {})
        return self.http.post(self.endpoint, body, content_type=PART, headers=given)

    def begin(self, size: int, **told: Any) -> str:
        response = self.create(size, **told)
        assert response.status_code == 201, response.content
        return str(response["Location"])

    def patch(self, url: str, offset: Any, data: bytes, *, content_type: str = PART, **headers: str) -> Any:
        given = RESUMABLE | {"Upload-Offset": str(offset)} | headers
        return self.http.patch(url, data, content_type=content_type, headers=given)

    def head(self, url: str) -> Any:
        return self.http.head(url, headers=RESUMABLE)

    def delete(self, url: str) -> Any:
        return self.http.delete(url, headers=RESUMABLE)

    def state(self, url: str) -> dict[str, Any]:
        return dict(self.http.get(url).json())

    def send(self, data: bytes, *, step: int = 64 * 1024, **told: Any) -> dict[str, Any]:
        """The whole file, part by part; what became of it."""
        url = self.begin(len(data), **told)
        for start in range(0, len(data), step):
            response = self.patch(url, start, data[start : start + step])
            assert response.status_code == 204, response.content
        return self.state(url)

    def meant(self, url: str) -> EvidenceUpload:
        return EvidenceUpload.objects.get(upload=self.row(url))

    def row(self, url: str) -> Upload:
        return Upload.objects.get(token=url.rstrip("/").rsplit("/", 1)[1])


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
