"""What everybody and the offices above see: both widths, both languages, with scripts on and off, and its weight."""

import json
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import DESK, PHONE, Gather, OpenContext
from tests.browser.walking import Person
from tests.browser.weighing import KILOBYTE, weighed

PUBLIC_PAGE = 30 * KILOBYTE
REQUESTS = 4
PAGES = (
    "/",
    "/search/?q=ludeng",
    "/search/?q=没有这样的",
    "/needs/?text=路登&field=health",
    "/offers/?query=lifa",
    "/organizations/",
    "/figures/",
)
EXCESS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NEED = re.compile("路灯")
WIDTHS = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@WIDTHS
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_visitor_finds_a_need_by_its_sound_and_follows_it(
    gather: Gather, viewport: ViewportSize, scripts: bool
) -> None:
    visitor = gather(viewport=viewport, scripts=scripts)("visitor")
    visitor.start()
    visitor.write("Search everything", "ludeng")
    visitor.press("Search")
    visitor.reads("路灯")
    visitor.follow(NEED)
    visitor.reads("From post to confirmation")
    visitor.start("/needs/?text=路登")
    visitor.reads("This would find something:")
    visitor.follow("“路灯”")
    visitor.follow(NEED)
    visitor.start("/figures/")
    visitor.reads("Distribution of verified needs (schematic, not a map)")


@WIDTHS
def test_a_province_sees_its_state_at_a_glance_and_the_list_behind(gather: Gather, viewport: ViewportSize) -> None:
    official = gather(viewport=viewport)("sheng1")
    official.menu("At a glance")
    official.reads("What waits, and how long")
    official.follow("In the library, nobody has answered")
    official.back()
    official.follow(re.compile(r"^查看清单 落实率"))
    official.menu("At a glance")
    official.follow(re.compile(r"^查看清单 重点帮扶县"))


def test_the_ministry_sees_the_country_as_squares(gather: Gather) -> None:
    official = gather()("buwei")
    official.menu("At a glance")
    squares = official.page.locator("figure.tiles g")
    assert squares.count() == 34
    assert official.page.get_by_text("台湾省资料暂缺").first.is_visible()
    _prints(official)


@WIDTHS
def test_public_pages_are_whole_in_english(open_context: OpenContext, viewport: ViewportSize) -> None:
    page = open_context(viewport=viewport).new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    for path in PAGES:
        page.goto(f"/en{path}")
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.evaluate(EXCESS) <= 0, path
        found: list[dict[str, Any]] = Axe().run(page).response["violations"]
        faults += [f"{path} {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
    assert not faults, "\n".join(faults)


def test_public_pages_get_through_a_slow_network(open_context: OpenContext) -> None:
    for path in (*PAGES, _first_need(open_context().new_page())):
        page = open_context(viewport=PHONE).new_page()
        with weighed(page) as weight:
            page.goto(path)
        assert weight.total <= PUBLIC_PAGE, weight
        assert weight.requests <= REQUESTS, weight


def test_what_a_page_tells_programs_can_be_read_and_runs_nothing(open_context: OpenContext) -> None:
    page = open_context().new_page()
    page.goto(_first_need(page))
    told = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
    assert told["@type"] == "Demand"
    picture = page.locator('meta[property="og:image"]').get_attribute("content")
    assert picture
    assert page.request.get(picture).headers["content-type"] == "image/png"


def _first_need(page: Page) -> str:
    page.goto("/needs/")
    return page.locator("ul.rows h2 a").first.get_attribute("href") or ""


def _prints(person: Person) -> None:
    """On paper the menus are gone and the figures stay."""
    person.page.emulate_media(media="print")
    assert not person.page.get_by_role("navigation", name="主菜单").is_visible()
    assert person.page.locator("figure.tiles svg").first.is_visible()
    assert person.page.locator("dl.figures").first.is_visible()
