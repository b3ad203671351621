"""A round from the list that waits to the proof that everybody can check, as people walk it."""

import re

import pytest

from tests.browser.conftest import Gather
from tests.browser.demo_site import DemoSite

ROUND = re.compile("T-[2-9A-Z]{7}")


@pytest.mark.slow
def test_an_official_looks_at_the_list_releases_it_and_a_visitor_finds_its_proof(
    fresh_demo_site: DemoSite, gather: Gather
) -> None:
    people = gather()
    official = people("xian2")
    official.menu("Rounds")
    official.follow(ROUND)
    official.stands("待审定发出")
    for view in ("均衡调整", "未列入及原因", "按地区", "按机构", "均衡情况", "核验证明"):
        official.follow(view)
    official.follow("审定并发出推荐清单")
    official.press("审定并发出推荐清单")
    official.stands("已发出")
    number = ROUND.search(official.page.locator("h1").inner_text())
    assert number
    visitor = people("visitor")
    visitor.start(f"/rounds/{number.group()}/")
    visitor.reads("自己核验")
    manager = people("jijin1")
    manager.menu("Needs that fit")
    manager.follow(re.compile("答复.*村小图书更新"))
    manager.reads("建议承接数量")
