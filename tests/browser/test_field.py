"""A cadre where there is no network: what he writes down survives the phone's death and arrives exactly once."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from duijie.demo.accounts import PASSWORD
from tests.browser.conftest import PHONE
from tests.browser.demo_site import DemoSite
from tests.browser.flaky import FlakyNetwork, flaky_network
from tests.browser.pictures import photograph
from tests.browser.walking import PATIENCE, zh
from tools.dev.chromium import find_chromium

FIELD = "/village/field/"
NEEDS, LOSS, SEED = 20, 0.3, 20261122
ARRIVED = "SELECT text FROM needs_request WHERE text LIKE '入户走访第%'"
PHOTOS = """SELECT file.sha256, file.media_type FROM kernel_storedfile file JOIN needs_request request
    ON file.owner_kind = 'request' AND file.owner_id = request.id WHERE request.text LIKE '入户走访第%'"""
LEFT_OVER = """SELECT (SELECT count(*) FROM kernel_uploadchunk),
    (SELECT count(*) FROM kernel_storedfile WHERE policy = 'request' AND owner_id IS NULL)"""
NOTHING_STORED = """async () => {
  const workers = await navigator.serviceWorker.getRegistrations();
  return ![...await indexedDB.databases(), ...await caches.keys(), ...workers].length;
}"""
IN_THE_CLEAR = """async () => {
  const database = await new Promise((resolve) => {
    const asked = indexedDB.open("duijie-field");
    asked.onsuccess = () => resolve(asked.result);
  });
  const rows = async (store) => new Promise((resolve) => {
    const asked = database.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => resolve(asked.result);
  });
  const [keys, entries] = [await rows("keys"), await rows("entries")];
  const text = (value) => value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value;
  return {
    exportable: keys.map((key) => key.extractable),
    words: entries.map((entry) => JSON.stringify(entry, (name, value) => text(value))).join(),
  };
}"""
VERIFIED = "SELECT count(*) FROM needs_request WHERE verified_how = '到现场看过；问过本户'"
READY = "Ready: send when there is a network"
Phone = Callable[[], BrowserContext]


@pytest.fixture
def network(demo_site: DemoSite) -> Iterator[FlakyNetwork]:
    """What lies between the phone and the platform."""
    with flaky_network(demo_site.address, seed=SEED) as found:
        yield found


@pytest.fixture
def phone(chromium: Browser, network: FlakyNetwork, tmp_path: Path) -> Iterator[Phone]:
    """A phone that can be switched on again after its battery died; what it has stored stays."""
    opened: list[BrowserContext] = []

    def switch_on() -> BrowserContext:
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=find_chromium(),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
            base_url=network.address,
            viewport=PHONE,
            locale="zh-CN",
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield switch_on
    for context in opened:
        context.close()


def test_twenty_needs_with_forty_photos_arrive_exactly_once(
    fresh_demo_site: DemoSite, network: FlakyNetwork, phone: Phone, tmp_path: Path
) -> None:
    context = phone()
    page = _signed_in(context)
    context.set_offline(offline=True)
    small, large = photograph(480, 360), photograph(1280, 960)
    for number in range(1, NEEDS + 1):
        _write_down(page, number, [large if number == NEEDS else small, small])
    _shows(page, "#waiting li", NEEDS)
    _kill(tmp_path / "profile")
    again = phone()
    network.loss = 1.0  # `set_offline` at a browser's start sometimes keeps its pages from the worker
    page = again.new_page()
    page.goto(FIELD)
    _shows(page, "#waiting li", NEEDS)
    network.below, network.loss, network.lost_questions, network.lost_answers = FIELD, LOSS, 0, 0
    _signed_in(again, page)
    _shows(page, "#sent li", NEEDS, patience=6 * PATIENCE)
    assert min(network.lost_questions, network.lost_answers) > 5
    arrived = fresh_demo_site.ask(ARRIVED)
    assert sorted(text for (text,) in arrived) == sorted(_text(number) for number in range(1, NEEDS + 1))
    photos = fresh_demo_site.ask(PHOTOS)
    assert (len(photos), {kind for _, kind in photos}) == (2 * NEEDS, {"image/jpeg"})
    assert fresh_demo_site.ask(LEFT_OVER) == [(0, 0)]


def test_what_lies_on_the_phone_is_encrypted_and_gone_after_signing_out(network: FlakyNetwork, phone: Phone) -> None:
    context = phone()
    page = _signed_in(context)
    context.set_offline(offline=True)
    _write_down(page, 1, [photograph(480, 360)])
    stored: dict[str, Any] = page.evaluate(IN_THE_CLEAR)
    assert stored["exportable"] == [False]
    assert "waiting" in stored["words"]
    assert not [each for each in ("示例户", "院墙", "spoken") if each in stored["words"]]
    context.set_offline(offline=False)
    _shows(page, "#sent li", 1)
    page.get_by_role("button", name=zh("Sign out")).click()
    page.wait_for_url(f"{network.address}/")
    page.wait_for_function(NOTHING_STORED)


def test_what_the_platform_refuses_comes_back_with_its_reason_and_is_mended(phone: Phone) -> None:
    page = _signed_in(phone())
    page.get_by_role("link", name=zh("Write down a need")).click()
    page.get_by_label(zh("What does the household need?")).fill("想装路灯，电话 13800000001")
    page.get_by_label(zh("The person's name")).fill("示例户甲")
    page.get_by_label(zh("Said before a witness")).check()
    page.get_by_label(zh("Mobile phone")).fill("12")
    page.get_by_role("button", name=zh(READY)).click()
    _shows(page, "#failed li .error", 2)
    assert not _looked_over(page)
    page.locator("#failed li a").click()
    _shows(page, "#problems a", 2)
    assert page.get_by_label(zh("Mobile phone")).input_value() == "12"
    assert not _looked_over(page)
    page.get_by_label(zh("What does the household need?")).fill("想装路灯")
    page.get_by_label(zh("Mobile phone")).fill("")
    page.get_by_role("button", name=zh(READY)).click()
    _shows(page, "#sent li", 1)
    page.get_by_role("link", name=zh("Another need of this household")).click()
    expect(page.get_by_label(zh("The person's name"))).to_have_value("示例户甲")
    expect(page.get_by_label(zh("Said before a witness"))).to_be_checked()


def test_a_visit_is_written_down_without_a_network_and_verifies_when_there_is_one(
    fresh_demo_site: DemoSite, phone: Phone
) -> None:
    context = phone()
    page = _signed_in(context)
    page.get_by_role("link", name=zh("Today's visits")).click()
    page.get_by_role("button", name=zh("Take today's visits along")).click()
    page.locator("#rows li").first.wait_for()
    context.set_offline(offline=True)
    page.goto(f"{FIELD}round/")
    page.locator("#rows a").first.click()
    assert not _looked_over(page)
    page.get_by_role("button", name=zh(READY)).click()
    _shows(page, "#problems a", 1)
    assert not _looked_over(page)
    for answer in ("It is as they say", "Seen on the spot", "Spoke with the household", "No policy covers it"):
        page.get_by_label(zh(answer), exact=True).check()
    page.get_by_role("button", name=zh(READY)).click()
    _shows(page, "#waiting li", 1)
    context.set_offline(offline=False)
    _shows(page, "#sent li", 1)
    assert fresh_demo_site.ask(VERIFIED) == [(1,)]


@pytest.mark.parametrize("language", ["", "/en"])
def test_nothing_is_wrong_with_the_pages_in_elder_mode_and_in_english(phone: Phone, language: str) -> None:
    context = phone()
    page = _signed_in(context)
    context.add_cookies([{"name": "elder", "value": "1", "url": page.url}])
    for path in (FIELD, f"{FIELD}entry/", f"{FIELD}round/"):
        page.goto(f"{language}{path}")
        page.locator("#app").wait_for()
        assert not _looked_over(page), path


def _signed_in(context: BrowserContext, page: Page | None = None) -> Page:
    """Sign in at the field's door, and wait until its pages are kept for the time without a network."""
    page = page or context.new_page()
    page.goto(f"/sign-in/?way=password&next={FIELD}")
    if "/sign-in/" in page.url:
        page.get_by_label(zh("User name")).fill("cun1")
        page.get_by_label(zh("Password")).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name=zh("Sign in")).click()
    page.locator("#app").wait_for()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    return page


def _shows(page: Page, what: str, number: int, *, patience: int = PATIENCE) -> None:
    expect(page.locator(what)).to_have_count(number, timeout=patience)


def _text(number: int) -> str:
    return f"入户走访第 {number} 户：院墙裂了，下雨时往院里灌水"


def _write_down(page: Page, number: int, pictures: list[bytes]) -> None:
    page.get_by_role("link", name=zh("Write down a need")).click()
    page.get_by_label(zh("What does the household need?")).fill(_text(number))
    page.get_by_label(zh("The person's name")).fill(f"示例户{number}")
    page.get_by_label(zh("Said before a witness")).check()
    files = [FilePayload(name=f"{n}.jpg", mimeType="image/jpeg", buffer=each) for n, each in enumerate(pictures)]
    page.locator("#id_photos").set_input_files(files)
    _shows(page, "#photos img", len(pictures))
    page.get_by_role("button", name=zh(READY)).click()
    _shows(page, "#waiting li", number)


def _kill(profile: Path) -> None:
    """The battery dies: every process of this one browser ends at once."""
    mark = f"--user-data-dir={profile}".encode()
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark in each.read_bytes().split(b"\0"):
                os.kill(int(each.parent.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            continue


def _looked_over(page: Page) -> list[Any]:
    """What is wrong with a page: what axe-core knows, and whether it scrolls sideways."""
    excess = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    violations = Axe().run(page).response["violations"]
    found = [(each["id"], node["html"][:160]) for each in violations for node in each["nodes"]]
    return [*found, *([f"scrolls sideways by {excess}"] if excess > 0 else [])]
