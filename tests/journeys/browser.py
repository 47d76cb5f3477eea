"""A browser that checks what it opens: accessibility, the security policy, the console, and that nothing leaves this machine."""

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

AXE = next((Path(__file__).resolve().parent.parent / "vendor").glob("axe-*.min.js"))
SCREENSHOTS = Path(tempfile.gettempdir()) / "p2ham-screenshots"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Good practice that the house holds itself to beside WCAG.
EXTRA_RULES = ["heading-order", "page-has-heading-one", "landmark-one-main", "empty-heading"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
# What sticks to an edge of the screen covers only what can be scrolled clear of it: it lies flat while axe looks.
RUN_AXE = """async ([tags, extra]) => {
    const sticking = [...document.body.querySelectorAll("*")].filter(e => getComputedStyle(e).position === "sticky");
    for (const element of sticking) element.style.position = "static";
    const rules = [...axe.getRules(tags).map(rule => rule.ruleId), ...extra];
    const result = await axe.run(document, {runOnly: {type: "rule", values: rules}, resultTypes: ["violations"]});
    for (const element of sticking) element.style.position = "";
    return result.violations.map(rule => `${rule.id} (${rule.help}): `
        + rule.nodes.map(node => `${node.target.join(" ")} in ${node.html.slice(0, 200)}`).join("; "));
}"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def executable() -> str | None:
    """The system's Chromium; None lets Playwright look for its own, and fail with its reason where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "google-chrome", "google-chrome-stable"))), None)


class Guard:
    """Watches one page from its first request to the end of the test."""

    def __init__(self, page: Page, *, javascript: bool, site: str) -> None:
        self.page = page
        self.javascript = javascript
        self.site = site
        self.unchecked: list[str] = []
        self.documents: set[str] = set()
        self.refreshing: set[str] = set()
        self.faults: list[str] = []
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error on {page.url}: {error}"))

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in ("localhost", "127.0.0.1"):
            self.faults.append(f"{self.page.url} asks another machine: {request.url}")
        if request.is_navigation_request():
            self.documents.add(urldefrag(request.url)[0])

    def _response(self, response: Response) -> None:
        is_document = response.request.is_navigation_request() and response.frame == self.page.main_frame
        is_page = response.headers.get("content-type", "").startswith("text/html")
        is_download = "attachment" in response.headers.get("content-disposition", "")
        if not is_document or not is_page or is_download or 300 <= response.status < 400:
            return
        # A page that waits for the portal's work opens itself anew; it was looked at when it was opened first.
        if response.url not in self.refreshing:
            self.unchecked.append(response.url)
        if "refresh" in response.headers:
            self.refreshing.add(response.url)
        else:
            self.refreshing.discard(response.url)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium reports the status of an error page as an error of the console; a test may well open one.
        an_error_page = "Failed to load resource" in message.text and message.location["url"] in self.documents
        if message.type == "error" and not an_error_page:
            self.faults.append(f"console on {self.page.url}: {message.text}")

    def check(self) -> None:
        """The page that is open now, in full."""
        self.page.wait_for_load_state("load")
        faults = [f"{self.page.url}: {fault}" for fault in self._look()]
        skipped, self.unchecked = self.unchecked[:-1], []
        faults += [f"{url} was opened and left without a check" for url in skipped]
        faults += self.faults
        self.faults = []
        assert not faults, "\n".join(faults)

    def _look(self) -> list[str]:
        found = []
        overflow = self.page.evaluate(OVERFLOW)
        if overflow > 0:
            found.append(f"the page is {overflow} px wider than the screen")
        if self.javascript:
            return found + run_axe(self.page)
        # axe needs timers, which a page without JavaScript does not have: look at the same markup in a page that has them.
        twin = twin_of(self.page)
        try:
            return found + run_axe(twin)
        finally:
            twin.context.close()

    def end(self) -> list[str]:
        """What nobody has looked at."""
        return [f"{url} was opened and left without a check" for url in self.unchecked] + self.faults


def run_axe(page: Page) -> list[str]:
    """The violations of the page, one line each. Evaluated code is not bound by the page's security policy."""
    page.evaluate(AXE.read_text())
    violations: list[str] = page.evaluate(RUN_AXE, [WCAG, EXTRA_RULES])
    return violations


def twin_of(page: Page) -> Page:
    """The markup that ``page`` shows now, its ``noscript`` opened, in a page with JavaScript but without its scripts."""
    markup = re.sub(r"</?noscript[^>]*>", "", page.content())
    assert page.context.browser is not None
    assert page.viewport_size is not None
    context = page.context.browser.new_context(viewport=page.viewport_size, locale="id-ID")
    twin = context.new_page()

    def serve(route: Any) -> None:
        if route.request.is_navigation_request():
            route.fulfill(body=markup, content_type="text/html; charset=utf-8")
        elif route.request.resource_type == "script":
            route.abort()
        else:
            route.continue_()

    twin.route("**/*", serve)
    twin.goto(page.url)
    return twin


class Visitors:
    """Opens a browser window of its own for each person of a journey."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser = browser
        self.site = site
        self.guards: list[Guard] = []

    def __call__(self, user: Any = None, *, phone: bool = False, javascript: bool = True) -> Page:
        """A page in a window of its own, signed in as ``user`` where one is given."""
        context = self.browser.new_context(
            base_url=self.site,
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            has_touch=phone,
            java_script_enabled=javascript,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        if user is not None:
            context.add_cookies([session_cookie(user, self.site)])
        page = context.new_page()
        self.guards.append(Guard(page, javascript=javascript, site=self.site))
        return page

    def guard_of(self, page: Page) -> Guard:
        """The one that watches the page."""
        return next(guard for guard in self.guards if guard.page == page)

    def screenshots(self, name: str) -> list[Path]:
        """A picture of every open page, for the report of a failed test."""
        SCREENSHOTS.mkdir(exist_ok=True)
        taken = []
        for number, guard in enumerate(self.guards, start=1):
            if not guard.page.is_closed() and guard.page.url != "about:blank":
                taken.append(SCREENSHOTS / f"{re.sub(r'[^a-zA-Z0-9_-]+', '-', name)}-{number}.png")
                guard.page.screenshot(path=taken[-1], full_page=True)
        return taken

    def close(self) -> list[str]:
        """Close all windows; what the guards still hold against them."""
        faults = [fault for guard in self.guards for fault in guard.end()]
        for guard in self.guards:
            guard.page.context.close()
        self.guards = []
        return faults


def session_cookie(user: Any, site: str) -> Any:
    """A session as the login page would have made it."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": urljoin(site, "/")}
