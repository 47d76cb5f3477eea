"""A person who works by keyboard alone: Tab, Enter, arrows, typing, and the keys that a page lists."""

import datetime as dt
from typing import Any

from playwright.sync_api import Locator, Page, expect

IS_FOCUSED = "element => element === document.activeElement"
MOST_TABS = 150


class Keyboard:
    """A person without a mouse: every place is reached with Tab, and the browser tells on whoever points."""

    def __init__(self, page: Page, visit: Any, check: Any) -> None:
        self.page, self.visit, self.check = page, visit, check
        self.pointed: list[str] = []
        page.expose_function("pointed", self.tell)
        page.add_init_script("addEventListener('pointerdown', event => pointed(event.target.outerHTML), true)")

    def tell(self, place: str) -> None:
        """A pointer was used here."""
        self.pointed.append(place)

    def to(self, place: Locator) -> None:
        """Tab until ``place`` has the focus, forward as often as a page can have places."""
        expect(place).to_be_attached()
        for _ in range(MOST_TABS):
            if place.evaluate(IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{place} cannot be reached with Tab on {self.page.url}")

    def enter(self, name: str, role: str = "button", *, exact: bool = True) -> None:
        """Follow the button or link of that name to the next page, and look at it."""
        self.to(self.page.get_by_role(role, name=name, exact=exact).first)  # type: ignore[arg-type]
        self.press("Enter")

    def press(self, key: str) -> None:
        """A key that opens another page."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)
        self.check(self.page)

    def open(self, summary: str) -> None:
        """Unfold what stands under these words."""
        self.to(self.page.locator("summary").filter(has_text=summary).first)
        self.page.keyboard.press("Enter")

    def type(self, place: Locator, text: str) -> None:
        self.to(place)
        self.page.keyboard.type(text)

    def at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def next_unit(self) -> None:
        self.visit(self.page, "/verifikasi/")
        self.enter("Unit berikutnya")

    def judge(self, key: str, note: str = "") -> None:
        """Decide by the listed keys, with a note where one is due, and go on."""
        self.page.keyboard.press(key)
        if note:
            self.page.keyboard.press("c")
            self.page.keyboard.type(note)
            self.page.keyboard.press("Escape")
        self.press("s")

    def one_day_less(self, place: Locator) -> dt.date:
        """Lower the day of a date field with the arrows, in whatever order the browser shows its parts."""
        self.to(place)
        before = dt.date.fromisoformat(place.input_value())
        for _ in range(3):
            self.page.keyboard.press("ArrowDown")
            now = place.input_value()
            if now[:8] == before.isoformat()[:8] or (before.day == 1 and now[:7] == before.isoformat()[:7]):
                return dt.date.fromisoformat(now)
            self.page.keyboard.press("ArrowUp")
            self.page.keyboard.press("ArrowRight")
        raise AssertionError("the date field has no day")
