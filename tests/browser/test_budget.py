"""What a villager's old phone has to bear: bytes, requests, size of words; and the way to English."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Gather, OpenContext
from tests.browser.walking import Person
from tests.browser.weighing import KILOBYTE, weighed

FIRST_PAGE = 30 * KILOBYTE
FURTHER_STEP = 8 * KILOBYTE
SCRIPTS = 15 * KILOBYTE
REQUESTS = 4
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


def test_each_further_step_of_a_request_is_small(gather: Gather) -> None:
    villager = gather(viewport=PHONE)("villager")
    villager.start()
    page = villager.page
    _step(page, lambda: villager.follow("Say what I need"))
    villager.write("Name of the village or township", "甲示例村")
    _step(page, lambda: villager.press("Search"))
    _step(page, lambda: villager.follow(re.compile("甲示例村")))
    villager.write("What do you need?", "水缸漏了，想换一个")
    _step(page, lambda: villager.press("Continue"))
    villager.write("Your name", "示例走查")
    _step(page, lambda: villager.press("Continue"))
    _step(page, lambda: villager.press("Send"))
    villager.reads("Your enquiry code")


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


def _step(page: Page, act: Callable[[], None]) -> None:
    with weighed(page) as weight:
        act()
    assert weight.total <= FURTHER_STEP, weight


def _large(person: Person) -> None:
    sizes: dict[str, float] = person.page.evaluate(SMALLEST_WORDS)
    small = {words: size for words, size in sizes.items() if size < 18}
    assert sizes, person.page.url
    assert not small, person.page.url
