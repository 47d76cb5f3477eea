"""What a process of the portal does when something happens to it: real requests, tasks and commands."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from assessments.documents.tasks import render_document
from assessments.files import storage
from assessments.files.tasks import process_file
from assessments.penilaian.tasks import certify as certify_decree
from tests import samples
from tests.faults.points import Points
from units.models import User

PART = "application/offset+octet-stream"


def photo(seed: int) -> bytes:
    """The photo of a scene; a small one, for what is watched does not hang on its size."""
    return samples.photo(seed=seed, size=(320, 240))


def _browser(user: int | None) -> Client:
    browser = Client(raise_request_exception=False)
    if user:
        browser.force_login(User.objects.get(pk=user))
    return browser


def _told(response: Any) -> dict[str, Any]:
    text = response.content.decode(errors="replace") if not response.streaming else ""
    headers = {name: response.headers.get(name) for name in ("Location", "Upload-Offset", "Retry-After")}
    return {"status": response.status_code, "text": text} | headers


def post(points: Points, *, user: int | None, path: str, fields: dict[str, Any], file: str, seed: int) -> Any:
    """Send a form with one photo."""
    browser = _browser(user)
    upload = SimpleUploadedFile(f"foto-{seed}.jpg", photo(seed), "image/jpeg")
    points.is_armed = True
    return _told(browser.post(path, fields | {file: upload}))


def begin(points: Points, *, user: int, path: str, size: int, metadata: str) -> Any:
    """Announce a file that comes in parts."""
    browser = _browser(user)
    points.is_armed = True
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(size), "Upload-Metadata": metadata}
    return _told(browser.post(path, b"", content_type=PART, headers=headers))


def part(points: Points, *, user: int, path: str, seed: int, start: int, end: int | None) -> Any:
    """Send a part of a photo."""
    browser = _browser(user)
    points.is_armed = True
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(start)}
    return _told(browser.patch(path, photo(seed)[start:end], content_type=PART, headers=headers))


def process(points: Points, *, file: int) -> None:
    """Do what the worker does with a received file."""
    points.is_armed = True
    process_file.call(file)


def render(points: Points, *, document: int) -> None:
    """Do what the worker does with an issued paper."""
    points.is_armed = True
    render_document.call(document)


def certify(points: Points, *, decree: int) -> None:
    """Do what the worker does with the certificates of a decree."""
    points.is_armed = True
    certify_decree.call(decree)


def command(points: Points, *, name: str, grace: float) -> None:
    """Run a command, with the sweep's grace made so many seconds."""
    storage.GRACE = dt.timedelta(seconds=grace)
    points.is_armed = True
    call_command(name)
