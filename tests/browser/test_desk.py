"""A clerk's day without a mouse: several at once and undone, Excel there and back, one thing after another."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from duijie.demo.accounts import PASSWORD
from tests.browser.conftest import Gather
from tests.browser.demo_site import DemoSite
from tests.browser.walking import PATIENCE, Person, zh

NEED = "老人活动室桌椅"
FARTHEST = 90
_FOCUSED = """() => {
  const here = document.activeElement;
  const label = here.labels?.[0]?.innerText ?? "";
  return [here.tagName, label || here.innerText || here.value || "", getComputedStyle(here).outlineStyle];
}"""


class Keyboard:
    """Somebody who only types; what is under the focus must be seen to be."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page

    def to(self, words: str) -> None:
        """Press Tab until the focus stands on these words."""
        wanted = re.compile(rf"^\s*{re.escape(zh(words))}")
        for _ in range(FARTHEST):
            self.page.keyboard.press("Tab")
            _tag, text, outline = self.page.evaluate(_FOCUSED)
            if wanted.search(text):
                assert outline != "none", f"the focus on {words} is not to be seen"
                return
        raise AssertionError(f"no Tab leads to {words} on {self.page.url}")

    def enter(self, words: str = "", key: str = "Enter") -> None:
        """Press what has the focus, or go to some words first; the page that comes is looked over."""
        if words:
            self.to(words)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)
        self.person.look()

    def press(self, keys: str) -> None:
        for key in keys.split():
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def stands_on(self) -> str:
        return str(self.page.evaluate(_FOCUSED)[1])


@pytest.mark.slow
def test_a_clerks_day_by_keys_alone(fresh_demo_site: DemoSite, gather: Gather, tmp_path: Path) -> None:
    keys = Keyboard(gather()("clerk"))
    sign_in(keys)
    return_and_undo(keys)
    send_a_list_back(keys, tmp_path)
    decide_one_after_another(keys)
    keep_the_filter(keys)
    keys.enter("Sign out")
    keys.to("Sign in")


def sign_in(keys: Keyboard) -> None:
    keys.person.start()
    keys.enter("Sign in")
    keys.enter("Offices and organizations")
    keys.to("User name")
    keys.write("xiang1")
    keys.to("Password")
    keys.write(PASSWORD)
    keys.enter()
    keys.person.reads("To do")


def return_and_undo(keys: Keyboard) -> None:
    keys.press("j x")
    assert keys.stands_on() == NEED or keys.page.locator("[data-row] input").first.is_checked()
    keys.enter("Return the ticked")
    keys.person.reads("What will be done")
    keys.enter("确认办理")
    keys.enter("Take all of it back")
    keys.person.reads("Returns taken back")
    keys.enter("On with the work")


def send_a_list_back(keys: Keyboard, folder: Path) -> None:
    keys.enter("Needs")
    keys.to("Download as Excel")
    with keys.page.expect_download() as download:
        keys.press("Enter")
    saved = folder / "清单.xlsx"
    download.value.save_as(saved)
    keys.enter("Send an edited list back")
    keys.page.locator("input[type=file]").set_input_files(edited(saved))
    keys.enter("Upload and look at it")
    keys.to(NEED)
    keys.press("Space")
    keys.enter("Accept the ticked rows")
    keys.person.reads("已经采用：改动 1 项")
    keys.enter("Done with this list")
    keys.enter("To do")


def edited(saved: Path) -> Path:
    """What the clerk does in WPS: one policy, stated beside a need."""
    book = load_workbook(BytesIO(saved.read_bytes()))
    sheet = book.worksheets[0]
    places = {str(cell.value): cell.column for cell in sheet[1]}
    row = next(cell.row for cell in sheet["C"] if cell.value == NEED)
    for head, value in (("政策保障情况", "部分保障"), ("已有政策名称", "养老服务补助"), ("政策后仍缺什么", "仍缺桌椅")):
        sheet.cell(row, places[head]).value = value
    book.save(saved)
    return saved


def decide_one_after_another(keys: Keyboard) -> None:
    keys.press("j")
    keys.enter()
    keys.press("?")
    keys.page.get_by_role("dialog").wait_for(timeout=PATIENCE)
    keys.person.look()
    keys.press("Escape")
    keys.press("v")
    assert keys.stands_on().startswith(zh("Opinion"))
    keys.press("Control+a")
    keys.write("入户看过，情况属实")
    keys.enter(key="Control+Enter")
    keys.person.reads("已办理")
    keys.enter(key="u")
    keys.press("/")
    keys.write("门口")
    keys.enter()
    assert keys.page.locator("[data-row]").count() == 1


def keep_the_filter(keys: Keyboard) -> None:
    keys.enter("Save this filter")
    keys.to("What shall the filter be called?")
    keys.write("门口的事")
    keys.enter()
    keys.enter("To do")
    keys.enter("门口的事")
    assert keys.page.locator(".filters input").first.input_value() == "门口"
    assert keys.page.locator("[data-row]").count() == 1
