"""An organization's day on a phone without scripts and at a desk: one tap answers, and a slip is taken back."""

import pytest

from tests.browser.conftest import DESK, PHONE, Gather
from tests.browser.demo_site import DemoSite

NEED = "蔬菜大棚病害防治"


@pytest.mark.slow
@pytest.mark.parametrize(("viewport", "scripts"), [(PHONE, False), (DESK, True)], ids=["phone", "desk"])
def test_a_recommendation_is_refused_by_a_tap_and_taken_back(
    demo_site: DemoSite, gather: Gather, viewport: object, scripts: bool
) -> None:
    organization = gather(viewport=viewport, scripts=scripts)("nongji1")
    organization.follow(f"答复推荐对接“{NEED}”")
    organization.press("The dates do not suit")
    organization.stands("暂不承接")
    organization.press("Take this answer back")
    organization.stands("待答复")
    organization.menu("Needs that fit")
    organization.follow("Nearest first")
    organization.menu("Our offers")
    organization.follow("Send an edited list back")
