"""People at work in a browser: they see a page, click what is written on it, and every page is looked at."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from re import Pattern
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.utils.translation import gettext, override
from playwright.sync_api import ConsoleMessage, FilePayload, Locator, Page, Response, expect

from duijie.demo.accounts import PASSWORD

PATIENCE = 30_000
"""Milliseconds: two slow cores are shared by all."""
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[ \u00a0][A-Za-z][A-Za-z'’-]*){2,}")
_OPTIONAL = "(optional)"
_LOOK = """() => {
  const root = document.documentElement;
  return {
    language: root.lang,
    excess: root.scrollWidth - root.clientWidth,
    words: [document.title, document.body.innerText].join("\\n"),
  };
}"""
_LETTERS_AND_DIGITS = re.compile(r"[0-9A-Za-z]{8,}")


def zh(text: str) -> str:
    """The Chinese of a message id; Chinese stays as it is."""
    with override("zh-hans"):
        return gettext(text)


@cache
def _axe() -> Axe:
    return Axe()


@dataclass
class Findings:
    """What was wrong on any page, each thing once and with the page where it was seen first."""

    faults: dict[str, str] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)

    def add(self, fault: str, page: Page) -> None:
        """Note a fault."""
        self.faults.setdefault(fault, page.url)

    def __str__(self) -> str:
        return "\n".join(f"{fault}  ({where})" for fault, where in self.faults.items())


class Person:
    """Somebody with a browser of his own. Words are message ids or Chinese; he sees them in Chinese."""

    def __init__(self, page: Page, findings: Findings, *, scripts: bool, password: str = PASSWORD) -> None:
        self.page, self.findings, self.scripts, self.password = page, findings, scripts, password
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: findings.add(f"script: {error}", page))
        page.on("console", self._note_message)
        page.on("response", self._note_answer)

    def start(self, path: str = "/") -> None:
        """Open the first page, or a sign-in link: the only addresses that anybody types."""
        self.page.goto(path)
        self.look()

    def sign_in(self, username: str) -> None:
        """Sign in with user name and password."""
        self.start("/")
        self.follow("Sign in")
        self.follow("Offices and organizations")
        self.give_name_and_password(username)

    def give_name_and_password(self, username: str) -> None:
        """Fill in the page on which offices and organizations sign in."""
        self.write("User name", username)
        self.write("Password", self.password)
        self.press("Sign in")

    def menu(self, label: str) -> None:
        """Follow a link of the main menu, which a phone opens first."""
        opener = self.page.get_by_role("banner").get_by_role("link", name=zh("Menu"), exact=True)
        if opener.is_visible():
            opener.click()
        menu = self.page.get_by_role("navigation", name=zh("Main menu"))
        self._go(menu.get_by_role("link", name=zh(label), exact=True))

    def follow(self, label: str | Pattern[str], within: str = "") -> None:
        """Follow a link, perhaps that of the list entry that holds some words."""
        self._go(self._of("link", label, within))

    def press(self, label: str) -> None:
        """Press a button that sends a form."""
        self._go(self._of("button", label))

    def press_twice(self, label: str) -> None:
        """Press a button twice, as one does who is used to double clicks.

        The second press may end the navigation that the first began, so only the page that comes in the end counts.
        """
        button = self._of("button", label)
        button.dblclick()
        button.wait_for(state="detached")
        self.page.wait_for_load_state("networkidle")
        self.look()

    def back(self) -> None:
        """Use the browser's own way back."""
        self.page.go_back()
        self.look()

    def offers(self, label: str) -> bool:
        """Whether the page has this button."""
        return self._of("button", label).is_visible()

    def typed(self, label: str) -> str:
        """What stands in the field of this label."""
        return self.page.get_by_label(_exactly(label)).input_value()

    def write(self, label: str, text: str) -> None:
        """Type into the field of this label."""
        self.page.get_by_label(_exactly(label)).fill(text)

    def choose(self, label: str, within: str = "") -> None:
        """Choose one of several answers, or tick a box."""
        group = self.page.get_by_role("group", name=_beginning(within)) if within else self.page
        box = group.get_by_role("radio", name=_beginning(label)).or_(
            group.get_by_role("checkbox", name=_beginning(label))
        )
        box.check()

    def pick(self, label: str, option: str) -> None:
        """Pick one line of a list that opens."""
        self.page.get_by_label(_exactly(label)).select_option(label=zh(option))

    def attach(self, label: str, picture: bytes, name: str) -> None:
        """Choose a picture for a field; with scripts it is made smaller first."""
        file = FilePayload(name=name, mimeType="image/jpeg", buffer=picture)
        self.page.get_by_label(_exactly(label)).set_input_files(file)
        if self.scripts:
            self.page.locator("form:not([data-busy]) ul.photos img").first.wait_for()

    def reads(self, text: str) -> Locator:
        """Wait until the words stand on the page."""
        found = self.page.get_by_role("main").get_by_text(zh(text)).first
        found.wait_for()
        return found

    def stands(self, state: str) -> None:
        """Wait until the page's own state, the first on it, is this one."""
        expect(self.page.get_by_role("main").locator(".tag").first).to_have_text(state, timeout=PATIENCE)

    def code(self) -> str:
        """The code that stands emphasized on the page."""
        return self.page.get_by_role("main").locator("strong").first.inner_text().strip()

    def message(self, phone: str, pattern: Pattern[str]) -> str:
        """What the newest message to a phone says; a worker sends some of them a moment later."""
        grouped = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
        end = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < end:
            self.start("/messages/")
            newest = self.page.get_by_role("listitem").filter(has_text=grouped).first
            found = pattern.search(newest.inner_text()) if newest.count() else None
            if found:
                return found.group()
        raise AssertionError(f"no message to {grouped} with {pattern.pattern}")

    def look(self) -> None:
        """Look the page over: its language, its words, its width, and with scripts all that axe-core knows."""
        seen: dict[str, Any] = self.page.evaluate(_LOOK)
        add = self.findings.add
        if seen["language"].lower() != "zh-hans":
            add(f"language {seen['language']}", self.page)
        if seen["excess"] > 0:
            add(f"scrolls sideways by {seen['excess']} at {self.page.viewport_size}", self.page)
        for words in ENGLISH.findall(seen["words"]):
            add(f"English: {words}", self.page)
        if self.scripts:
            self._ask_axe()

    def _ask_axe(self) -> None:
        address = urlsplit(self.page.url)
        kind = _LETTERS_AND_DIGITS.sub("…", address._replace(scheme="", netloc="").geturl())
        if kind in self.findings.pages:
            return
        self.findings.pages.add(kind)
        for each in _axe().run(self.page).response["violations"]:
            for node in each["nodes"]:
                self.findings.add(f"axe {each['id']}: {node['html'][:160]}", self.page)

    def _of(self, role: Any, label: str | Pattern[str], within: str = "") -> Locator:
        place: Page | Locator = self.page
        if within:
            place = self.page.locator("li, tr").filter(has_text=within).first
        name = label if isinstance(label, Pattern) else _beginning(label)
        in_main = place.get_by_role("main").get_by_role(role, name=name) if not within else None
        if in_main is not None and in_main.count():
            return in_main.first
        return place.get_by_role(role, name=name).first

    def _go(self, target: Locator) -> None:
        with self.page.expect_navigation(wait_until="load"):
            target.click()
        self.look()

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.findings.add(f"console: {message.text}", self.page)

    def _note_answer(self, answer: Response) -> None:
        if answer.status >= 500:
            self.findings.add(f"{answer.status} {answer.request.method} {answer.url}", self.page)


People = Callable[[str], Person]
"""Somebody with a browser of his own: by his user name at his desk, by any other name a visitor."""


def _exactly(label: str) -> Pattern[str]:
    return re.compile(rf"^\s*{_as_pattern(label)}\s*({_as_pattern(_OPTIONAL)})?\s*$")


def _beginning(label: str) -> Pattern[str]:
    return re.compile(rf"^\s*{_as_pattern(label)}")


def _as_pattern(label: str) -> str:
    """The label's words as they stand, also within the slashes of the browser's own patterns."""
    return re.sub(r"[.*+?^${}()|\[\]\\/]", r"\\\g<0>", zh(label))
