"""Every component together on real pages: no inline code, sound headings, small on the wire, and whole in a browser."""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Dialog, FilePayload, Page, Route

from tests.journeys.browser import run_axe
from tests.strict import inline_code
from tests.ui import gallery

SITE = "http://localhost:1"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'"
)
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="#9ab"/></svg>'
NAMES = [*gallery.contexts(), "error-404", "error-409", "error-403-csrf"]
# WCAG 1.4.12: what a reader may do to the text without losing any of it.
TEXT_SPACING = """() => { const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
        + " p { margin-bottom: 2em !important }");
    document.adoptedStyleSheets = [sheet]; }"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    with override_settings(ROOT_URLCONF="tests.ui.urls"):
        return gallery.pages()


@pytest.mark.parametrize("name", NAMES)
def test_page_has_no_inline_code(pages: dict[str, str], name: str) -> None:
    assert inline_code(pages[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_page_has_one_h1_and_headings_in_order(pages: dict[str, str], name: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", pages[name])]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_page_has_no_id_twice(pages: dict[str, str], name: str) -> None:
    ids = re.findall(r'\sid="([^"]*)"', pages[name])
    assert len(ids) == len(set(ids))


def test_first_page_stays_under_150_kb_and_the_next_under_30(pages: dict[str, str]) -> None:
    html = pages["participation"]
    files = {gallery.ROOT / name.lstrip("/") for name in re.findall(r'(?:href|src)="(/static/[^"#]+)', html)}
    files |= set((gallery.ROOT / "static/fonts").glob("*.woff2"))
    page = len(gzip.compress(html.encode()))
    shared = sum(len(f.read_bytes()) if f.suffix == ".woff2" else len(gzip.compress(f.read_bytes())) for f in files)
    assert page + shared < 150 * 1024
    assert page < 30 * 1024


def test_style_sheets_and_modules_name_only_files_that_exist() -> None:
    static = gallery.ROOT / "static"
    for sheet in (static / "css").glob("*.css"):
        for address in re.findall(r'url\("?([^")]+)"?\)', sheet.read_text()):
            assert (sheet.parent / address).exists(), f"{sheet.name}: {address}"
    for vendored in (static / "vendor").glob("*"):
        assert "sourceMappingURL" not in vendored.read_text()


# --- in a browser ----------------------------------------------------------------------------------------------------
def opened(browser: Browser, pages: dict[str, str], name: str, width: int, javascript: bool = True) -> Page:
    """A page of the gallery in a window of its own; every request is answered from files."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=javascript, locale="id-ID"
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).split("?")[0].split("#")[0]
        if path == "/thumb.svg":
            route.fulfill(body=PICTURE, content_type="image/svg+xml")
        elif path.startswith("/static/"):
            file = Path(f"{gallery.ROOT}{path}")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            html = pages[path.strip("/")]
            route.fulfill(
                body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
            )

    page.route("**/*", serve)
    page.goto(f"{SITE}/{name}")
    page.wait_for_load_state("networkidle")
    assert faults == []
    return page


@pytest.mark.parametrize("name", NAMES)
def test_page_fits_and_passes_axe(browser: Browser, pages: dict[str, str], name: str) -> None:
    for width in (320, 1280):
        page = opened(browser, pages, name, width)
        assert page.evaluate(OVERFLOW) == 0, f"{width} px"
        assert run_axe(page) == []
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(OVERFLOW) == 0, f"{width} px with text of 200 %"
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.evaluate(TEXT_SPACING)
        assert page.evaluate(OVERFLOW) == 0, f"{width} px with wide text"
        page.context.close()


def test_navigation_needs_no_script(browser: Browser, pages: dict[str, str]) -> None:
    phone = opened(browser, pages, "tasks", 390, javascript=False)
    link = phone.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Pencanangan")
    assert not link.is_visible()
    phone.get_by_text("Menu", exact=True).click()
    assert link.is_visible()
    phone.context.close()
    desktop = opened(browser, pages, "tasks", 1280, javascript=False)
    assert desktop.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Pencanangan").is_visible()
    desktop.context.close()


def test_several_filters_fold_on_a_phone_without_script(browser: Browser, pages: dict[str, str]) -> None:
    phone = opened(browser, pages, "tasks", 390, javascript=False)
    press = phone.get_by_role("button", name="Saring")
    assert not press.is_visible()
    phone.get_by_text("Cari dan saring", exact=True).click()
    assert press.is_visible()
    phone.context.close()
    desktop = opened(browser, pages, "tasks", 1280, javascript=False)
    assert desktop.get_by_role("button", name="Saring").is_visible()
    assert not desktop.get_by_text("Cari dan saring", exact=True).is_visible()
    desktop.context.close()


def test_skip_link_leads_to_the_content(browser: Browser, pages: dict[str, str]) -> None:
    page = opened(browser, pages, "tasks", 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi halaman"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
    page.context.close()


def test_targets_are_large_enough(browser: Browser, pages: dict[str, str]) -> None:
    page = opened(browser, pages, "participation", 320)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, input:not([type=hidden]), .btn, .tool, nav a")]
            .filter(target => target.checkVisibility()).map(target => [target.outerHTML.slice(0, 80), target.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([html]) => html)"""
    )
    assert small == []
    page.context.close()


def test_error_summary_takes_the_focus(browser: Browser, pages: dict[str, str]) -> None:
    page = opened(browser, pages, "form", 390)
    assert "error-summary" in page.evaluate("document.activeElement.className")
    page.get_by_role("link", name=re.compile("^Tempat:")).click()
    assert page.evaluate("document.activeElement.id") == "id_place"
    page.context.close()


def photo(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": b"x" * 3000}


# --- what the modules add --------------------------------------------------------------------------------------------
def test_chosen_files_are_named_and_too_large_ones_stopped(browser: Browser, pages: dict[str, str]) -> None:
    page = opened(browser, pages, "participation", 390)
    page.get_by_label("Foto").set_input_files(photo("pintu.jpg"))
    report = page.locator("[data-file-report]")
    assert "1 berkas dipilih" in report.inner_text()
    assert "pintu.jpg" in report.inner_text()
    page.evaluate("document.querySelector('#id_photos').dataset.maxBytes = '1000'")
    page.get_by_label("Foto").set_input_files(photo("besar.jpg"))
    assert "terlalu besar; paling besar 1 KB" in report.inner_text()
    page.get_by_role("button", name="Simpan").click()
    assert page.url == f"{SITE}/participation"
    assert page.evaluate("document.activeElement.id") == "id_photos"
    page.context.close()


def test_typed_text_comes_back_after_the_session_ended(browser: Browser, pages: dict[str, str]) -> None:
    page = opened(browser, pages, "participation", 390)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Keterangan").fill("Maklumat terpasang.")
    page.get_by_label("Proses").check()
    page.goto(f"{SITE}/login")
    page.goto(f"{SITE}/participation")
    assert page.get_by_label("Keterangan").input_value() == "Maklumat terpasang."
    assert page.get_by_label("Proses").is_checked()
    assert page.get_by_text("Isian yang belum tersimpan kami munculkan kembali.").is_visible()
    page.context.close()


def test_leaving_with_unsaved_text_is_asked_first(browser: Browser, pages: dict[str, str]) -> None:
    page = opened(browser, pages, "participation", 390)
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.goto(f"{SITE}/tasks")
    assert asked == []
    page.goto(f"{SITE}/participation")
    page.get_by_label("Keterangan").click()
    page.keyboard.type("Baru")
    page.goto(f"{SITE}/tasks")
    assert asked == ["beforeunload"]
    page.context.close()


def test_second_press_sends_nothing(browser: Browser, pages: dict[str, str]) -> None:
    page = opened(browser, pages, "form", 390)
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/terima/", answer)
    button = page.get_by_role("button", name="Terima")
    button.dblclick()
    page.wait_for_timeout(300)
    assert sent == ["POST"]
    assert page.get_by_role("button", name="Sedang dikirim…").is_visible()
    page.context.close()


def test_session_warning_comes_before_the_end(browser: Browser, pages: dict[str, str]) -> None:
    soon = {**pages, "tasks": re.sub(r'(name="session-seconds" content=")\d+', r"\g<1>300", pages["tasks"])}
    page = opened(browser, soon, "tasks", 390)
    warning = page.get_by_role("alertdialog")
    warning.wait_for()
    assert "Sekitar 5 menit lagi" in warning.inner_text()
    warning.get_by_role("button", name="Mengerti").click()
    assert warning.count() == 0
    page.context.close()
