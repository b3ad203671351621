"""Whether a page can be read in order and enlarged: what a reader with a magnifier or a screen reader goes by."""

from typing import Any

from playwright.sync_api import Page

ZOOMED, NARROW = 640, 320
"""CSS pixels: a desk of 1280 at 200 %, and the width at which WCAG 1.4.10 allows no scrolling sideways."""
_READ = r"""() => {
  const faults = [];
  const root = document.documentElement;
  const words = (place) => (place.innerText || place.getAttribute("aria-label") || place.name || place.tagName)
    .trim().slice(0, 24);
  const seen = (place) => place.checkVisibility({ visibilityProperty: true }) && place.getClientRects().length > 0
    && !place.closest(".unseen, .skip");

  const excess = root.scrollWidth - root.clientWidth;
  if (excess > 0) {
    const wide = [...document.body.querySelectorAll("*")].filter((each) => seen(each)
      && !each.parentElement.closest(".scroll") && each.getBoundingClientRect().right > root.clientWidth + 1);
    const last = wide.at(-1);
    faults.push(`scrolls sideways by ${excess}: ${last ? `${last.tagName}.${last.className} ${words(last)}` : "?"}`);
  }

  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((each) => seen(each) && !each.disabled && each.tabIndex >= 0);
  for (const each of stops) if (each.tabIndex > 0) faults.push(`tabindex ${each.tabIndex}: ${words(each)}`);
  let before = null;
  for (const each of stops) {
    const box = each.getClientRects()[0];
    if (before) {
      const isInNextColumn = box.left >= before.box.right - 1;
      const isAbove = box.bottom <= before.box.top + 1 && !isInNextColumn;
      const isOnOneLine = Math.abs(box.top - before.box.top) < Math.min(box.height, before.box.height) / 2;
      const isBefore = isOnOneLine && box.right <= before.box.left + 1;
      if (isAbove || isBefore) faults.push(`read too late: “${words(each)}”, after “${words(before.each)}”`);
    }
    before = { each, box };
  }

  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((each) => each.checkVisibility());
  if (headings.filter((each) => each.tagName === "H1").length !== 1) faults.push("not one first heading");
  let level = 0;
  for (const each of headings) {
    const here = Number(each.tagName[1]);
    if (here > level + 1) faults.push(`heading ${here} after ${level}: ${words(each)}`);
    level = here;
  }

  for (const [name, selector] of [["main", "main"], ["banner", "body > header"], ["contentinfo", "body > footer"]]) {
    const count = document.querySelectorAll(selector).length;
    if (count !== 1) faults.push(`${count} landmarks ${name}`);
  }
  const ways = [...document.querySelectorAll("nav")].map((each) => each.getAttribute("aria-label") || "");
  const isNamed = ways.every(Boolean) && new Set(ways).size === ways.length;
  if (!isNamed) faults.push(`navigation without a name of its own: ${ways.join(", ")}`);
  return faults;
}"""


def faults_of(page: Page) -> list[str]:
    """What is wrong with the order of the page as it stands, or with its width."""
    found: list[Any] = page.evaluate(_READ)
    return [str(each) for each in found]


def in_every_size(page: Page) -> list[str]:
    """The faults of the page enlarged twice, at its narrowest, and there in elder mode, each with its size."""
    faults = []
    for name, width, elder in (("200 %", ZOOMED, False), ("narrow", NARROW, False), ("narrow, elder", NARROW, True)):
        page.set_viewport_size({"width": width, "height": 720})
        page.evaluate("(elder) => document.documentElement.classList.toggle('elder', elder)", elder)
        faults += [f"{name}: {each}" for each in faults_of(page)]
    return faults
