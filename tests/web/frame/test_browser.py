"""The page of components in a real Chromium, in every mode; served from memory, so neither server nor database."""

import io
import mimetypes
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import translation
from PIL import Image
from playwright.sync_api import Browser, Page, Route, sync_playwright

from duijie.web.frame import components, errors

pytestmark = pytest.mark.browser
HOST = "http://duijie.test"
STATIC = settings.PACKAGE_DIR / "web" / "frame" / "static"
PAGES = {"components": "/_components", "wrong": "/_components?wrong=1", "missing": "/missing/"}
WIDTHS = (320, 360, 720, 1440)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def markup(ask):
    def make(address: str, language: str, *, elder: bool) -> str:
        request = ask(address, **({"HTTP_COOKIE": "elder=1"} if elder else {}))
        with translation.override(language):
            if address == PAGES["missing"]:
                return errors.problem_page(request, 404).content.decode()
            return components.show(request).content.decode()

    return make


@pytest.fixture
def opened(browser, markup):
    contexts = []

    def open_page(
        name: str = "components", language: str = "zh-hans", *, elder: bool = False, width: int = 360
    ) -> Page:
        html = markup(PAGES[name], language, elder=elder)
        context = browser.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)
        context.route("**/*", lambda route: _serve(route, html))
        page = context.new_page()
        page.goto(HOST + PAGES[name])
        return page

    yield open_page
    for context in contexts:
        context.close()


def _serve(route: Route, html: str) -> None:
    address = route.request.url.removeprefix(HOST)
    if address.startswith("/static/"):
        file = Path(STATIC / address.removeprefix("/static/"))
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "text/plain")
    elif route.request.method == "POST":
        route.fulfill(status=204)
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(opened, name, language, elder):
    found = Axe().run(opened(name, language, elder=elder)).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("elder", [False, True])
def test_nothing_runs_out_of_the_page_sideways(opened, width, elder):
    page = opened("wrong", elder=elder, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.add_style_tag(content="html { font-size: 150% }")
    assert width < 720 or page.evaluate("document.documentElement.scrollWidth") <= width


TOO_SMALL = """least => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter(each => !each.matches("[type=hidden], .skip") && getComputedStyle(each).display !== "inline")
  .map(each => each.closest("label.choice") || each)
  .filter(each => { const box = each.getBoundingClientRect();
                    return box.width && (box.width < least - 0.5 || box.height < least - 0.5); })
  .map(each => each.outerHTML.slice(0, 80))"""
SMALLEST_WORDS = """() => Math.min(...[...document.querySelectorAll("body *")]
  .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim())
                  && each.getClientRects().length && !each.closest(".unseen, script, style, .skip"))
  .map(each => parseFloat(getComputedStyle(each).fontSize)))"""


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize(("elder", "least"), [(False, 44), (True, 60)])
def test_everything_can_be_hit_with_a_thumb(opened, width, elder, least):
    assert opened("wrong", elder=elder, width=width).evaluate(TOO_SMALL, least) == []


def test_elder_mode_has_no_small_words(opened):
    page = opened("wrong", elder=True)
    assert page.evaluate(SMALLEST_WORDS) >= 18
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") >= 30


def test_the_way_by_keyboard_begins_with_the_content(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_form_with_errors_begins_at_its_summary_and_leads_to_the_fields(opened):
    page = opened("wrong")
    page.wait_for_function("document.activeElement.id === 'problems'")
    page.click("#problems li:nth-child(2) a")
    assert page.evaluate("document.activeElement.id") == "id_field_0"


def test_the_menu_of_a_phone_opens_without_scripts(opened):
    page = opened()
    menu = page.locator("nav.ways")
    assert not menu.is_visible()
    page.click("header a.menu >> nth=0")
    assert menu.is_visible()


def test_characters_are_counted_as_one_types(opened):
    page = opened()
    page.fill("#id_text", "路灯")
    assert page.inner_text(".count") == "还可以写 498 个字"
    page.fill("#id_text", "灯" * 503)
    assert page.inner_text(".count") == "超出 3 个字，请删减"


def test_a_form_is_sent_once(opened):
    page = opened()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    button = page.locator("form[enctype] .button.main")
    button.click()
    button.click(force=True)
    page.wait_for_timeout(300)
    assert len(sent) == 1


def test_a_photo_is_made_smaller_before_it_is_sent(opened):
    small = Image.frombytes("RGB", (300, 200), os.urandom(300 * 200 * 3))
    file = io.BytesIO()
    small.resize((2400, 1600)).save(file, "JPEG", quality=95)
    assert file.tell() > 200 * 1024
    page = opened()
    page.set_input_files("#id_photos", {"name": "路.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()})
    page.wait_for_function("document.querySelector('[data-photos] [role=status]').textContent.startsWith('已选')")
    size = page.evaluate("document.querySelector('#id_photos').files[0].size")
    assert 0 < size <= 200 * 1024
