"""What a villager's old phone has to bear: bytes, requests, seconds, size of words; and the way to English."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import PHONE, Gather, OpenContext
from tests.browser.slow_network import ROUND_TRIP, seconds_cold, seconds_further, slow_network, until_usable
from tests.browser.walking import Person, zh
from tests.browser.weighing import KILOBYTE, weighed

FIRST_PAGE = 30 * KILOBYTE
FURTHER_STEP = 8 * KILOBYTE
SCRIPTS = 15 * KILOBYTE
REQUESTS = 4
FIRST_SECONDS, FURTHER_SECONDS = 8.0, 2.0
"""Until a page is usable at 50 kbit/s with 400 ms a round trip: `tests.browser.slow_network` says how it is told."""
SMALLEST_WORDS = """() => {
  const sizes = {};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.textContent.trim();
    const place = walker.currentNode.parentElement;
    if (words && place.checkVisibility() && !place.closest("script, style, .unseen, .skip")) {
      sizes[words.slice(0, 30)] = parseFloat(getComputedStyle(place).fontSize);
    }
  }
  return sizes;
}"""


@pytest.mark.parametrize(
    "path", ["/", "/village/", "/village/request/", "/village/menu/", "/village/follow/", "/village/confirm/"]
)
def test_a_first_page_gets_through_a_slow_network(open_context: OpenContext, path: str) -> None:
    page = open_context(viewport=PHONE).new_page()
    with weighed(page) as weight:
        page.goto(path)
    assert weight.total <= FIRST_PAGE, weight
    assert weight.requests <= REQUESTS, weight
    assert weight.scripts <= SCRIPTS, weight
    assert seconds_cold(weight) <= FIRST_SECONDS, weight


def test_a_villager_asks_through_a_slow_network_step_by_small_step(
    open_context: OpenContext, record_property: Callable[[str, object], None]
) -> None:
    page = open_context(viewport=PHONE).new_page()
    place = page.get_by_label(zh("Name of the village or township"))
    village, text, name = page.get_by_role("link", name="甲示例村"), page.locator("textarea"), page.locator("#id_name")
    steps: tuple[tuple[str, Callable[[], object], Locator], ...] = (
        ("home, cold", lambda: page.goto("/village/"), _link(page, "Say what I need")),
        ("where", _link(page, "Say what I need").click, _button(page, "Search")),
        ("found", lambda: (place.fill("甲示例村"), _button(page, "Search").click()), village.first),
        ("what", village.first.click, text),
        ("who", lambda: (text.fill("水缸漏了，想换一个"), _button(page, "Continue").click()), name),
        ("check", lambda: (name.fill("示例走查"), _button(page, "Continue").click()), _button(page, "Send")),
        ("sent", _button(page, "Send").click, page.get_by_role("main").locator("strong").first),
    )
    with slow_network(page):
        for position, (step, act, action) in enumerate(steps):
            weight, taken = until_usable(page, act, action)
            at_most = seconds_further(weight) if position else seconds_cold(weight)
            assert at_most <= (FURTHER_SECONDS if position else FIRST_SECONDS), (step, weight)
            assert weight.total <= (FURTHER_STEP if position else FIRST_PAGE), (step, weight)
            assert taken >= weight.round_trips * ROUND_TRIP, "the browser did not throttle"
            record_property(
                f"slow network: {step}", f"≤ {at_most:.2f} s by what it carries, {taken:.2f} s by the clock"
            )


def test_every_word_of_elder_mode_is_large(gather: Gather) -> None:
    people = gather(viewport=PHONE)
    villager, cadre = people("villager"), people("cun1")
    villager.start()
    villager.press("Elder mode")
    _large(villager)
    villager.follow("Say what I need")
    _large(villager)
    villager.write("Name of the village or township", "甲示例村")
    villager.press("Search")
    villager.follow(re.compile("甲示例村"))
    _large(villager)
    villager.start()
    villager.follow("See how it stands")
    _large(villager)
    cadre.press("Elder mode")
    _large(cadre)
    cadre.menu("Enter for villagers")
    _large(cadre)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_english_is_one_click_away(open_context: OpenContext, scripts: bool) -> None:
    page = open_context(viewport=PHONE, scripts=scripts).new_page()
    page.goto("/village/")
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url("**/en/village/")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Say what I need").click()
    page.wait_for_url("**/en/village/request/**")
    page.get_by_role("link", name="简体中文", exact=True).click()
    page.get_by_role("heading", level=1).wait_for()
    assert "/en/" not in page.url


def _link(page: Page, label: str) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=zh(label)).first


def _button(page: Page, label: str) -> Locator:
    return page.get_by_role("main").get_by_role("button", name=zh(label)).first


def _large(person: Person) -> None:
    sizes: dict[str, float] = person.page.evaluate(SMALLEST_WORDS)
    small = {words: size for words, size in sizes.items() if size < 18}
    assert sizes, person.page.url
    assert not small, person.page.url
