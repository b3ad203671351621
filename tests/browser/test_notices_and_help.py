"""Being told, and being helped: on an old phone without scripts, and at a desk with keys, mouse and tap."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from duijie.demo.accounts import PASSWORD
from tests.browser.conftest import DESK, PHONE, OpenContext
from tests.browser.demo_site import DemoSite
from tests.browser.walking import PATIENCE

MEANING = ".term .meaning"


@pytest.fixture
def phone(open_context: OpenContext) -> Page:
    """An old phone: no scripts."""
    return open_context(viewport=PHONE, scripts=False).new_page()


@pytest.fixture
def desk(open_context: OpenContext) -> Page:
    """A desk with everything."""
    return open_context(viewport=DESK).new_page()


@pytest.fixture
def finger(chromium: Browser, demo_site: DemoSite) -> Iterator[Page]:
    """A phone that is tapped."""
    with chromium.new_context(base_url=demo_site.address, viewport=PHONE, has_touch=True) as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


def _sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in/?way=password")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    expect(page.locator("header .who")).to_be_visible()


@pytest.mark.slow
def test_an_old_phone_reads_its_help_and_the_words(phone: Page) -> None:
    phone.goto("/village/follow/")
    phone.locator(".page-help summary").click()
    expect(phone.locator(".page-help")).to_contain_text("查询码找不到了")
    phone.goto("/figures/")
    phone.locator(".term a").first.click()
    expect(phone).to_have_url(re.compile("/help/words/#confirmed-rate$"))
    phone.goto("/nowhere/")
    phone.locator("main .button").click()
    expect(phone).to_have_url(re.compile(r":\d+/$"))


@pytest.mark.slow
def test_a_word_is_explained_by_mouse_by_key_and_by_tap(desk: Page, finger: Page) -> None:
    desk.goto("/figures/")
    meaning = desk.locator(MEANING).first
    expect(meaning).to_be_hidden()
    desk.locator(".term a").first.hover()
    expect(meaning).to_be_visible()
    desk.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    desk.mouse.move(0, 0)
    desk.locator(".term a").first.focus()
    expect(meaning).to_be_visible()
    assert not Axe().run(desk).response["violations"]
    finger.goto("/figures/")
    finger.locator(".term a").first.tap()
    expect(finger.locator(MEANING).first).to_be_visible()
    assert "/figures/" in finger.url


@pytest.mark.slow
def test_a_clerk_sees_what_was_sent_and_chooses_how(desk: Page) -> None:
    _sign_in(desk, "xian1")
    desk.goto("/inbox/")
    desk.get_by_role("link", name="发给我的消息").click()
    expect(desk.locator(".told > li").first).to_contain_text("为什么告诉您")
    assert not Axe().run(desk).response["violations"]
    desk.get_by_role("link", name=re.compile("选择怎样通知您")).click()
    desk.get_by_role("link", name=re.compile("连接微信")).click()
    expect(desk.get_by_label("微信（已连接）")).to_be_checked()
    desk.get_by_label("合成一条，每天早上八点").check()
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_label("合成一条，每天早上八点")).to_be_checked()
    assert not Axe().run(desk).response["violations"]
