"""Debian's Chromium, driven by Playwright: phones and desks, with scripts on and off, in Chinese."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tools.dev.chromium import find_chromium

PHONE = ViewportSize(width=360, height=760)
DESK = ViewportSize(width=1280, height=900)
OpenPage = Callable[..., Page]


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


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Open a page on the live server; the test fails when it logged an error or the server answered 5xx."""
    contexts = []
    faults: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            faults.append(f"console: {message.text}")

    def note_answer(answer: Response) -> None:
        if answer.status >= 500:
            faults.append(f"{answer.status} {answer.url}")

    def open_one(path: str = "/", *, viewport: ViewportSize = DESK, scripts: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport=viewport, java_script_enabled=scripts, locale="zh-CN"
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note_message)
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on("response", note_answer)
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not faults
