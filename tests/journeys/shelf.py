"""The place on a page where files are given, as the journeys use and read it."""

import io
import re
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page

from assessments.files.models import StoredFile, Upload
from assessments.files.resumable import PART_MAX_BYTES
from assessments.verifikasi.models import Evidence
from tests import samples

PLACE = ".shelf [data-uploader]:not([data-replaces])"
RECEIPT = re.compile(r"TT\d{6}-\w{5}-\w{5}")
WORDS = {
    "waiting": "Menunggu giliran",
    "preparing": "Disiapkan",
    "sending": "%",
    "broken": "Sambungan terputus",
    "checking": "Memeriksa",
    "done": "Tersimpan",
}
# Writes down every state that a row shows, with its words.
RECORD = """() => {
    window.shown = [];
    const look = (row) => window.shown.push([
        row.querySelector("[data-part=name]").textContent,
        row.dataset.state,
        row.querySelector("[data-part=state]").textContent,
    ]);
    new MutationObserver((changes) => {
        for (const change of changes) {
            for (const node of change.addedNodes) if (node.classList?.contains("upload")) look(node);
            const row = (change.target.nodeType === 1 ? change.target : change.target.parentElement)?.closest(".upload");
            if (row) look(row);
        }
    }).observe(document.body, {subtree: true, childList: true, characterData: true, attributeFilter: ["data-state"]});
}"""
READ = """rows => rows.map(row => ({
    name: row.querySelector("[data-part=name]").textContent,
    state: row.dataset.state,
    words: row.querySelector("[data-part=state]").textContent,
    note: row.querySelector("[data-part=note]").textContent,
    bar: row.querySelector("progress").hidden ? null : row.querySelector("progress").value,
}))"""


def grain(side: tuple[int, int] = (3000, 2200), quality: int = 95) -> bytes:
    """A photo without a pattern, so that it stays large; each one different."""
    out = io.BytesIO()
    tags = samples.exif(gps=True, taken=samples.TAKEN, orientation=1)
    Image.effect_noise(side, 70).convert("RGB").save(out, "JPEG", quality=quality, exif=tags)
    return out.getvalue()


def row(page: Page, name: str) -> Locator:
    """The row of one file on its way."""
    return page.locator(".upload").filter(has_text=name)


def choose(page: Page, files: list[Any]) -> None:
    """Give files to the first place of the page."""
    page.locator(PLACE).locator("input[type=file]").first.set_input_files(files)


def forgive(visitor: Any, page: Page) -> None:
    """A broken link is told in the console too; that is no fault of the page."""
    guard = visitor.guard_of(page)
    guard.faults = [fault for fault in guard.faults if "Failed to load resource" not in fault]


def assert_truth(page: Page) -> list[dict[str, Any]]:
    """What each row says now is so: stored ones are stored under their number, the others are on their way no further."""
    rows: list[dict[str, Any]] = page.locator(".upload").evaluate_all(READ)
    for shown in rows:
        assert WORDS.get(shown["state"], "") in shown["words"], shown
        if shown["state"] == "done":
            number = RECEIPT.search(shown["note"])
            assert number, shown
            stored = StoredFile.objects.get(receipt_number=number.group())
            assert Evidence.objects.filter(file=stored, removed_at=None).exists(), shown
        elif shown["state"] in ("broken", "sending"):
            upload = Upload.objects.filter(name=shown["name"]).last()
            # Of what is being sent right now at most one part is not yet acknowledged.
            ahead = PART_MAX_BYTES if shown["state"] == "sending" else 0
            reached = (upload.offset + ahead) * 100 // upload.size if upload else 100 if ahead else 0
            assert shown["bar"] <= reached, (shown, reached)
        elif shown["state"] == "waiting":
            assert not Upload.objects.filter(name=shown["name"]).exists(), shown
    return rows
