"""The ground of all browser tests: the first page opens everywhere, without faults."""

import pytest

from tests.browser.conftest import DESK, PHONE, OpenPage


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_first_page_fits_every_screen(open_page: OpenPage, viewport: dict[str, int], scripts: bool) -> None:
    page = open_page("/", viewport=viewport, scripts=scripts)
    assert (page.locator("html").get_attribute("lang") or "").lower() == "zh-hans"
    assert page.locator("h1").count() == 1
    width = page.locator("body").evaluate("body => body.scrollWidth")
    assert width <= viewport["width"]
