"""Offline packs as people send them back: filled, zipped by whatever tool, opened by the worker."""

import io
import zipfile
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from assessments.cycle.models import Participation
from assessments.verifikasi import packing, queries, workflow
from assessments.verifikasi.models import Pack, PackRow
from p2ham.lib import sheetforms
from tests import samples
from tests.verifikasi import scenes
from units.models import User

PHOTO = samples.photo(seed=1, size=(320, 240))
Cells = dict[str, str]


def downloaded(unit: Participation) -> dict[str, bytes]:
    """What the operator gets: path -> bytes."""
    return {member.path: b"".join(member.chunks) for member in packing.members(queries.sheet(scenes.fresh(unit)))}


def book(
    unit: Participation,
    answers: dict[str, Cells] | None = None,
    files: list[list[str]] | None = None,
    *,
    key: str | None = None,
    before: dict[str, Cells] | None = None,
) -> bytes:
    """The sheet as it comes back. ``before``: what stood in it when it was made, by code."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    names = [packing.LEVEL, packing.NOTE, packing.PLAN, packing.ABSENT]
    tables: dict[str, list[list[str]]] = {
        packing.ANSWERS: [["Isian"], [], [], [], [packing.CODE, "Yang ditanyakan", *names]],
        packing.FILES: [[packing.CODE, packing.NAME, packing.DESCRIPTION, packing.PEOPLE, packing.TAKEN]],
        sheetforms.HIDDEN: [[packing.KEY, packing.key_of(unit) if key is None else key], [packing.CODE, *names]],
    }
    for code, cells in (answers or {}).items():
        tables[packing.ANSWERS].append([code, "?", *[cells.get(name, "") for name in names]])
        was = (before or {}).get(code, {})
        tables[sheetforms.HIDDEN].append([code, *[was.get(name, "") for name in names]])
    tables[packing.FILES] += files or []
    for name, rows in tables.items():
        sheet = made.add_worksheet(name)
        for line, row in enumerate(rows):
            for index, text in enumerate(row):
                sheet.write_string(line, index, text)
    made.close()
    return out.getvalue()


def zipped(files: dict[str, bytes], *, root: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for path, data in files.items():
            archive.writestr(root + path, data)
    return out.getvalue()


def filled(
    unit: Participation,
    files: dict[str, bytes] | None = None,
    answers: dict[str, Cells] | None = None,
    lines: list[list[str]] | None = None,
    **more: Any,
) -> bytes:
    """A pack with a sheet of its own."""
    return zipped({packing.SHEET: book(unit, answers, lines, **more)} | (files or {}))


def upload(data: bytes, name: str = "paket.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/zip")


def sent(unit: Participation, by: User, data: bytes, name: str = "paket.zip") -> Pack:
    """The pack after it was received; where tasks run at once, after it was opened."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        pack = workflow.receive_pack(participation=scenes.fresh(unit), upload=upload(data, name), by=by)
    pack.refresh_from_db()
    return pack


def told(pack: Pack) -> list[tuple[str, str, str]]:
    """Each row: its place, what became of it, why."""
    return [(row.place, row.status, row.sentence) for row in PackRow.objects.filter(pack=pack)]


def states(pack: Pack) -> dict[str, str]:
    return {place: status for place, status, _ in told(pack)}


def shelf(unit: Participation, code: str, name: str, kind: str) -> str:
    """The folder of a requirement as the pack names it."""
    indicator = scenes.item(unit, code).indicator
    found = [
        packing.shelf_of(number, level, asked)
        for number, level, asked in packing.requirements_of(indicator)
        if (level.code, asked.kind) == (name, kind)
    ]
    return f"{packing.folder_of(indicator)}/{found[0]}" if len(packing.requirements_of(indicator)) > 1 else ""
