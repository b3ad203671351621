"""Every audience's pages enlarged to 200 %, at their narrowest and in elder mode: nothing aside, all in order."""

import pytest
from playwright.sync_api import Browser

from duijie.kernel.codes import new_code
from tests.browser.conftest import OpenContext
from tests.browser.reading import faults_of, in_every_size
from tools.dev.contact_sheet import cover_codes
from tools.dev.screens import AUDIENCES, open_screen, screens_of, sign_in

PAGE = "<!doctype html><header><a href=/>Home</a></header><main>{}</main><footer></footer>"


def test_every_page_reads_in_order_and_enlarges_without_scrolling_sideways(open_context: OpenContext) -> None:
    faults: list[str] = []
    for audience in AUDIENCES:
        page = open_context().new_page()
        sign_in(page, audience)
        for screen in screens_of(page, audience):
            open_screen(page, screen)
            faults += [f"{audience.name} {page.url} {each}" for each in in_every_size(page)]
        page.context.close()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (
            "<h1>A</h1><div style='display: flex; flex-flow: column-reverse'><a href=a>1</a><a href=b>2</a></div>",
            "read",
        ),
        (
            "<h1>A</h1><div style='display: flex; flex-flow: row-reverse'><a href=a>1</a><a href=b>2</a></div>",
            "read too late",
        ),
        ("<h1>A</h1><p style='width: 4000px'>wide</p>", "scrolls sideways"),
        ("<h1>A</h1><h3>B</h3>", "heading 3 after 1"),
        ("<h1>A</h1><nav></nav>", "navigation without a name"),
        ("<h1>A</h1><a href=a tabindex=2>1</a>", "tabindex 2"),
    ],
)
def test_what_is_out_of_order_is_found(chromium: Browser, content: str, fault: str) -> None:
    page = chromium.new_page()
    page.set_content(PAGE.format(content))
    found = faults_of(page)
    page.close()
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_the_contact_sheet_shows_no_code(chromium: Browser) -> None:
    code = new_code()
    page = chromium.new_page()
    page.set_content(PAGE.format(f"<p>查询码 <strong>{code}</strong></p><p>编号 N-7F3K9QA</p>"))
    cover_codes(page)
    words = page.inner_text("main")
    page.close()
    assert code not in words
    assert "N-7F3K9QA" in words
