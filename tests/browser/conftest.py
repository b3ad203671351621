"""Debian's Chromium, driven by Playwright: phones and desks, with scripts on and off, in Chinese."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from duijie.demo.accounts import SEATS
from duijie.kernel.access.actors import ORGANIZATION_ROLES
from tests.browser.demo_site import DemoSite
from tests.browser.walking import PATIENCE, Findings, People, Person
from tools.dev.chromium import find_chromium

PHONE = ViewportSize(width=360, height=760)
DESK = ViewportSize(width=1440, height=900)
OpenContext = Callable[..., BrowserContext]
Gather = Callable[..., People]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright runs an event loop in our thread, in which Django would refuse the database to the tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_site(_cluster: None, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[DemoSite]:
    """The demonstration with its server and worker; what a test does there stays until somebody renews it."""
    name = settings.DATABASES["default"]["TEST"]["NAME"]
    site = DemoSite(tmp_path_factory.mktemp("demo") / "home", os.environ["DATABASE_URL"], f"{name}_demo_{worker_id}")
    try:
        site.open()
        yield site
    finally:
        site.close()


@pytest.fixture
def fresh_demo_site(demo_site: DemoSite) -> DemoSite:
    """The demonstration as it was just loaded."""
    demo_site.renew()
    return demo_site


@pytest.fixture
def open_context(chromium: Browser, demo_site: DemoSite) -> Iterator[OpenContext]:
    """A browser of its own on the demonstration, with its own cookies."""
    contexts: list[BrowserContext] = []

    def open_one(*, viewport: ViewportSize = DESK, scripts: bool = True) -> BrowserContext:
        context = chromium.new_context(
            base_url=demo_site.address, viewport=viewport, java_script_enabled=scripts, locale="zh-CN"
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def gather(open_context: OpenContext) -> Iterator[Gather]:
    """People on the demonstration; the test fails when something was wrong on any page that one of them saw."""
    findings = Findings()

    def gather_people(*, viewport: ViewportSize = DESK, scripts: bool = True) -> People:
        found: dict[str, Person] = {}

        def person(name: str) -> Person:
            if name not in found:
                page = open_context(viewport=viewport, scripts=scripts).new_page()
                found[name] = Person(page, findings, scripts=scripts)
                if name in DESKS:
                    found[name].sign_in(name)
            elif name in DESKS:
                found[name].menu(DESKS[name])
            return found[name]

        return person

    yield gather_people
    assert not findings.faults, f"{len(findings.faults)} faults:\n{findings}"


DESKS = {seat.username: "Our desk" if seat.role in ORGANIZATION_ROLES else "To do" for seat in SEATS}
"""How each seat calls the page on which its work waits."""
