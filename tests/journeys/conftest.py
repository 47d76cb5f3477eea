"""Journeys run in a real browser against a real server on PostgreSQL; each page they open is checked."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser import Visitors

open_visitors = pytest.StashKey[Visitors]()


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of the running portal."""
    address: str = live_server.url
    settings.SITE_URL = address
    settings.CSRF_TRUSTED_ORIGINS = [address]
    return address


@pytest.fixture
def visitor(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visitors]:
    """``visitor(user, phone=False, javascript=True)``: a window of their own for each person."""
    visitors = Visitors(browser, site)
    request.node.stash[open_visitors] = visitors
    yield visitors
    faults = visitors.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(visitor: Visitors) -> Page:
    """An anonymous visitor at a desk."""
    return visitor()


@pytest.fixture
def phone_page(visitor: Visitors) -> Page:
    """An anonymous visitor with a phone."""
    return visitor(phone=True)


@pytest.fixture
def nojs_page(visitor: Visitors) -> Page:
    """An anonymous visitor whose browser runs no JavaScript."""
    return visitor(javascript=False)


@pytest.fixture
def check(visitor: Visitors) -> Callable[[Page], None]:
    """``check(page)``: axe, overflow, console, security policy, requests. Due after every page that opens."""
    return lambda page: visitor.guard_of(page).check()


@pytest.fixture
def visit(check: Callable[[Page], None]) -> Callable[[Page, str], None]:
    """``visit(page, "/tugas/")``: open an address and check the page."""

    def open_and_check(page: Page, address: str) -> None:
        page.goto(address)
        check(page)

    return open_and_check


@pytest.fixture
def press(check: Callable[[Page], None]) -> Callable[..., None]:
    """``press(page, "Kirim")``: follow the button or link of that name to the next page and check it."""

    def follow_and_check(page: Page, name: str, *, within: Any = None, exact: bool = True) -> None:
        place = within or page
        button = place.get_by_role("button", name=name, exact=exact)
        with page.expect_navigation(wait_until="load"):
            button.or_(place.get_by_role("link", name=name, exact=exact)).click()
        check(page)

    return follow_and_check


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep pictures of the open pages when a journey fails."""
    report: Any = yield
    visitors = item.stash.get(open_visitors, None)
    if report.when == "call" and report.failed and visitors:
        pictures = "\n".join(map(str, visitors.screenshots(item.name)))
        report.sections.append(("Screenshots", pictures))
    return report
