"""The ground of all browser tests: the first pages open everywhere, without faults."""

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.conftest import DESK, PHONE, Gather


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_first_pages_fit_every_screen(gather: Gather, viewport: ViewportSize, scripts: bool) -> None:
    visitor = gather(viewport=viewport, scripts=scripts)("visitor")
    for path in (
        "/",
        "/village/",
        "/needs/",
        "/offers/",
        "/organizations/",
        "/cases/",
        "/figures/",
        "/about/",
        "/tour/",
    ):
        visitor.start(path)
        assert visitor.page.locator("h1").count() == 1
