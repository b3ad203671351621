"""The two shorter ways: a small wish that is claimed, and a service that is ordered from the menu."""

import re

import pytest

from tests.browser.conftest import Gather
from tests.browser.demo_site import DemoSite
from tests.browser.main_job import CODE, Job
from tests.browser.walking import People

WISH = "一张护理床"
SERVICE = "邻里送餐"


@pytest.mark.slow
def test_a_small_wish_is_claimed_and_confirmed_by_a_sealed_slip(fresh_demo_site: DemoSite, gather: Gather) -> None:
    people = gather()
    job = Job(people, title=WISH, text="", phone="")
    giver = people("jijin1")
    giver.menu("Needs that fit")
    giver.follow("Look through all open needs")
    giver.follow(WISH)
    giver.follow("认领")
    giver.press("认领")
    job.report(giver)
    slip_code = _slip(people)
    job.confirm_with(people("villager"), slip_code)
    _stands_fulfilled(people)


@pytest.mark.slow
def test_a_service_is_ordered_and_taken(gather: Gather) -> None:
    people = gather()
    village = people("cun1")
    village.menu("Choose a service")
    village.follow("All services")
    village.follow(re.compile(SERVICE))
    village.follow("我要点单")
    village.follow("For the village")
    village.write("How much do you need?", "3")
    village.write("What is it for?", "三位老人行动不便，中午无人做饭")
    village.press("Continue")
    village.write("How many households does it reach?", "3")
    village.write("How many people does it reach?", "3")
    village.press("Continue")
    village.press("Send")
    job = Job(people, title=SERVICE, text="", phone="")
    job.state_cover()
    job.publish("xiang1")
    taker = people("huzhu1")
    taker.follow(re.compile(SERVICE))
    taker.press("接单")
    taker.stands("实施中")


def _slip(people: People) -> str:
    township = people("xiang2")
    township.follow(re.compile(WISH))
    township.follow("Print a sealed slip with the confirmation code")
    township.press("Print a sealed slip with the confirmation code")
    found = CODE.search(township.page.locator("body").inner_text())
    assert found
    return found.group()


def _stands_fulfilled(people: People) -> None:
    visitor = people("visitor")
    visitor.start()
    visitor.menu("Needs")
    visitor.follow(WISH)
    visitor.stands("已落实")
