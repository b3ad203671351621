"""`python -m tools.dev.contact_sheet`: all pages of all audiences on few pictures, in docs/, and four for the README.

Starts the demonstration on data of its own, walks through `tools.dev.screens` on a desk and on a phone, and writes
`docs/contact-sheet.md` with a picture for each audience. All of it is fictional; codes are covered all the same.
"""

import argparse
import os
import re
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools.dev.chromium import find_chromium
from tools.dev.messages import ROOT
from tools.dev.own_demo import own_demo
from tools.dev.screens import AUDIENCES, Audience, open_screen, screens_of, sign_in

SHEETS, PICTURES, INDEX = ROOT / "docs/contact-sheet", ROOT / "docs/pictures", ROOT / "docs/contact-sheet.md"
DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=360, height=800)
MOST_BYTES = 1_500_000
"""Of all sheets together: a checkout stays small."""
FOR_THE_README = {
    ("villager", "/village/"): ("villager", False),
    ("township", "/office/"): ("desk", True),
    ("organization", "/organization/needs/"): ("organization", True),
    ("province", "/office/overview/"): ("province", True),
}
"""Audience and path of a page; under which name it stands in docs/pictures, and whether as on a desk."""
_NUMBER = re.compile(r"(?<=/)(?:[A-Z]-[0-9A-Z]+|[0-9a-f-]{36})(?=/)")
IN_CHINESE: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"}
"""The browser's own words, such as those of a field for a file, follow its environment."""
_COVER = r"""() => {
  const code = /(?<![0-9A-Za-z-])[0-9A-Z]{4}([ -])[0-9A-Z]{4}\1[0-9A-Z]{4}(?![0-9A-Za-z-])/g;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(code, "····-····-····");
}"""
_STYLE = """
body { margin: 0; padding: 24px; width: 1496px; background: #e9e4d6; color: #20261f; font: 16px/1.5 sans-serif; }
main { display: grid; grid-template-columns: 1fr 1fr; gap: 24px; }
figure { margin: 0; }
figcaption { margin-bottom: 6px; white-space: nowrap; overflow: hidden; }
small { margin-left: 12px; color: #4a5046; }
div { display: flex; gap: 12px; align-items: flex-start; }
img { display: block; height: 350px; width: auto; }
"""


@dataclass(frozen=True, slots=True)
class Shot:
    """A page as it is seen first: PNG of both widths."""

    title: str
    path: str
    desk: bytes = field(repr=False)
    phone: bytes = field(repr=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write pictures and index; the return value says whether they are small enough."""
    parser = argparse.ArgumentParser(prog="python -m tools.dev.contact_sheet", description=__doc__)
    parser.add_argument(
        "--address", default="", help="a demonstration that runs already, such as http://127.0.0.1:8000"
    )
    parser.add_argument("--only", default="", help="one audience, to look at while building its pages")
    given = parser.parse_args(arguments)
    SHEETS.mkdir(exist_ok=True)
    with own_demo(given.address) as address, _chromium() as browser:
        taken = {
            audience: list(_shots(browser, address, audience))
            for audience in AUDIENCES
            if given.only in {"", audience.name}
        }
        for audience, shots in taken.items():
            _write(SHEETS / f"{audience.name}.webp", _sheet(browser, shots), quality=42)
            _write_pictures(audience, shots)
    if not given.only:
        INDEX.write_text("\n".join(_index(taken)) + "\n", encoding="utf-8")
    total = sum(each.stat().st_size for each in SHEETS.iterdir())
    print(f"{sum(map(len, taken.values()))} pages, {total} bytes in {SHEETS.relative_to(ROOT)}")
    return int(total > MOST_BYTES)


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--lang=zh-CN"], env=IN_CHINESE
        )
        yield browser
        browser.close()


def _shots(browser: Browser, address: str, audience: Audience) -> Iterator[Shot]:
    context = browser.new_context(base_url=address, viewport=DESK, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, audience)
    for screen in screens_of(page, audience):
        open_screen(page, screen)
        cover_codes(page)
        heading = page.locator("h1").first.inner_text().strip().splitlines()[0]
        yield Shot(heading, kind_of(page.url), _picture(page, DESK), _picture(page, PHONE))
        page.set_viewport_size(DESK)
        print(f"{audience.name}: {heading}", flush=True)
    context.close()


def _picture(page: Page, size: ViewportSize) -> bytes:
    page.set_viewport_size(size)
    return page.screenshot()


def cover_codes(page: Page) -> None:
    """Put dots in the place of every code that stands on the page."""
    page.evaluate(_COVER)


def kind_of(address: str) -> str:
    """An address as people say it: numbers of rows differ from one loading to the next."""
    parts = urlsplit(address)
    return _NUMBER.sub("…", parts.path) + (f"?{unquote(parts.query)}" if parts.query else "")


def _sheet(browser: Browser, shots: Sequence[Shot]) -> bytes:
    """One picture of many, laid out by the browser, which has the fonts."""
    figures = (
        f"<figure><figcaption><b>{escape(shot.title)}</b><small>{escape(shot.path)}</small></figcaption>"
        f"<div>{_image(shot.desk)}{_image(shot.phone)}</div></figure>"
        for shot in shots
    )
    page = browser.new_page(viewport=ViewportSize(width=1544, height=600))
    page.set_content(f"<style>{_STYLE}</style><main>{''.join(figures)}</main>")
    taken = page.screenshot(full_page=True)
    page.close()
    return taken


def _image(picture: bytes) -> str:
    return f"<img src='data:image/png;base64,{b64encode(picture).decode()}'>"


def _write_pictures(audience: Audience, shots: Sequence[Shot]) -> None:
    for shot in shots:
        name, is_wide = FOR_THE_README.get((audience.name, shot.path), ("", False))
        if name:
            _write(PICTURES / f"{name}.webp", shot.desk if is_wide else shot.phone, quality=80)


def _write(path: Path, picture: bytes, *, quality: int) -> None:
    Image.open(BytesIO(picture)).save(path, "WEBP", quality=quality, method=6)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes", flush=True)


def _index(taken: Mapping[Audience, Sequence[Shot]]) -> Iterator[str]:
    """The page of documentation that shows the sheets."""
    yield "<!-- Written by `python -m tools.dev.contact_sheet` from a demonstration; do not edit. -->"
    yield "# Contact sheet"
    yield ""
    yield (
        "Every page as it is seen first, on a desk (1440 × 900) and on a phone (360 × 800), in the order of each"
        " audience's work. All of it is fictional. A path ends in … where the number of a row stands."
    )
    for audience, shots in taken.items():
        yield from ("", f"## {audience.title}", "", f"![{audience.title}](contact-sheet/{audience.name}.webp)", "")
        yield from (f"- {shot.title}: `{shot.path}`" for shot in shots)


if __name__ == "__main__":
    sys.exit(main())
