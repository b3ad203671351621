"""Two provinces and the ministry, in the browser: a pledge goes across and is answered; a rewritten log is noticed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, ViewportSize, expect

from duijie.apps.exchange.rules.sources import STATE_LABELS, STATE_MEANINGS, SourceState
from duijie.kernel.access.actors import Role
from tests.apps.exchange.platforms import Platform, empty_database, running_platforms
from tests.browser.conftest import DESK, PHONE
from tests.browser.walking import PATIENCE, Findings, Person, zh
from tests.factories.accounts import PASSWORD

NEED = "为村卫生室配备血压计"
At = Callable[[Platform, ViewportSize], Person]


@pytest.fixture
def platforms(_cluster: None, tmp_path: Path, worker_id: str) -> Iterator[list[Platform]]:
    name = f"{settings.DATABASES['default']['TEST']['NAME']}_exchange_{worker_id}"
    with empty_database(tmp_path / "home", name) as empty, running_platforms(tmp_path, empty) as running:
        yield running


@pytest.fixture
def at(chromium: Browser) -> Iterator[At]:
    """Somebody on a platform; the test fails when something was wrong on any page that one of them saw."""
    findings = Findings()
    with ExitStack() as ends:

        def somebody(platform: Platform, viewport: ViewportSize) -> Person:
            context = chromium.new_context(base_url=platform.site, viewport=viewport, locale="zh-CN")
            ends.callback(context.close)
            return Person(context.new_page(), findings, scripts=True, password=PASSWORD)

        yield somebody
    assert not findings.faults, f"{len(findings.faults)} faults:\n{findings}"


@pytest.mark.slow
def test_a_need_of_another_province_is_pledged_to_and_its_rewritten_log_is_seen_by_the_ministry_alone(
    platforms: list[Platform], at: At
) -> None:
    gansu, sichuan, ministry = platforms
    number = gansu.do("publish", NEED)
    for follower in (sichuan, ministry):
        follower.do("look")
    visitor, manager = at(sichuan, DESK), _signed_in(at(sichuan, PHONE), sichuan, Role.ORGANIZATION_MANAGER)
    _found(visitor)
    _pledged(manager)
    assert sichuan.do("deliver") == {NEED: "delivered"}
    _welcomed(_signed_in(at(gansu, DESK), gansu, Role.COUNTY_OFFICE))
    gansu.do("sequence")
    sichuan.do("look")
    _answered(manager)

    official = _signed_in(at(ministry, DESK), ministry, Role.MINISTRY)
    official.menu("Reporting units")
    assert _standing(official) == zh(STATE_LABELS[SourceState.FOLLOWING])
    gansu.do("rewrite", number, "9999")
    for follower in (sichuan, ministry):
        follower.do("look")
    official.menu("Reporting units")
    assert _standing(official) == zh(STATE_LABELS[SourceState.CONTRADICTS])
    official.follow("甘肃省")
    official.reads(STATE_MEANINGS[SourceState.CONTRADICTS])
    _sees_nothing_of_it(visitor, f"{ministry.site}followed/needs/")


def _signed_in(person: Person, platform: Platform, role: Role) -> Person:
    platform.do("seat", role.value, "jingban")
    person.start("/sign-in/?way=password")
    person.give_name_and_password("jingban")
    return person


def _found(visitor: Person) -> None:
    visitor.start("/needs/")
    visitor.follow("Needs of other provinces")
    visitor.reads("来自甘肃")
    visitor.follow(NEED)
    visitor.reads("来自甘肃")
    visitor.reads("Agrees with the record")
    visitor.reads("So far signed by its own platform alone; no other body has checked it yet.")
    assert not visitor.offers("We are interested")


def _pledged(manager: Person) -> None:
    manager.start("/followed/needs/")
    manager.follow(NEED)
    manager.follow("We are interested")
    manager.write("How much could you take on?", "20")
    manager.press("Send it there")
    manager.reads("On its way")


def _welcomed(county: Person) -> None:
    county.menu("Matching")
    county.follow("有 1 份外省有意向待答复")
    county.follow(NEED)
    county.reads("示例县助农服务协会")
    county.follow("Welcome it")
    county.press("Welcome it")
    county.reads("Invite the organization to register here")


def _answered(manager: Person) -> None:
    manager.follow("Our pledges to other provinces")
    manager.reads("They welcome it. To commit, register with the platform of the need's province.")


def _standing(official: Person) -> str:
    """How the ministry's page of units says that the log of Gansu stands."""
    row = official.page.get_by_role("row").filter(has_text="甘肃省")
    return row.locator(".tag").inner_text().strip()


def _sees_nothing_of_it(visitor: Person, needs_of_the_ministry: str) -> None:
    for address, shown in ((visitor.page.url, "Agrees with the record"), (needs_of_the_ministry, NEED)):
        visitor.start(address)
        visitor.reads(shown)
        for words in (STATE_LABELS[SourceState.CONTRADICTS], STATE_MEANINGS[SourceState.CONTRADICTS]):
            expect(visitor.page.get_by_text(zh(words))).to_have_count(0, timeout=PATIENCE)
