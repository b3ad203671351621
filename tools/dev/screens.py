"""The pages of every audience in the order of its work: what the contact sheet shows and what tests walk through.

Numbers of rows differ from one loading of the demonstration to the next; so the page of a row is reached as people
reach it, by a link of another page. What stands in somebody's menu belongs to his pages, listed here or not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

from duijie.demo.accounts import PASSWORD

SIGN_IN = "/sign-in/?way=password"


@dataclass(frozen=True, slots=True)
class Screen:
    """A page by its address, or by links from it whose paths are like those of `link`, ` → ` between them."""

    path: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """Somebody and what he sees; without a user name he has not signed in."""

    name: str
    title: str
    username: str
    screens: tuple[Screen, ...]


def _pages(*paths: str) -> tuple[Screen, ...]:
    """Screens from lines `path`, or `path → pattern of a link`."""
    pairs = (each.partition(" → ") for each in paths)
    return tuple(Screen(path, link) for path, _arrow, link in pairs)


AUDIENCES = (
    Audience(
        "villager",
        "村民",
        "",
        _pages(
            "/village/",
            "/village/request/",
            "/village/menu/",
            "/village/menu/?field=livelihood",
            "/village/menu/?field=livelihood → /village/menu/[^/]+/",
            "/village/menu/?field=livelihood → /village/menu/[^/]+/ → /village/menu/[^/]+/order/",
            "/village/follow/",
            "/village/confirm/",
        ),
    ),
    Audience(
        "cadre",
        "村级经办员、第一书记",
        "cun1",
        _pages(
            "/office/",
            "/office/ → /office/work/requests/[^/]+/",
            "/village/field/",
            "/village/field/entry/",
            "/village/field/round/",
            "/office/requests/",
            "/office/requests/ → /office/requests/R-[^/]+/",
            "/office/requests/bundling/",
            "/office/needs/new/",
        ),
    ),
    Audience(
        "township",
        "乡镇社会工作站",
        "xiang1",
        _pages(
            "/office/",
            "/office/ → /office/work/needs/[^/]+/",
            "/office/ → /office/work/needs/[^/]+/ → /office/work/needs/[^/]+/decline/",
            "/office/ → /office/projects/[^/]+/",
            "/office/keys/",
            "/office/filters/",
            "/office/requests/",
            "/office/imports/",
            "/office/villages/",
            "/office/organizations/enter/filed/",
        ),
    ),
    Audience(
        "county",
        "县级农业农村、民政部门",
        "xian1",
        _pages(
            "/office/needs/",
            "/office/needs/ → /office/needs/N-[^/]+/",
            "/office/needs/?state=published → /office/needs/N-[^/]+/ → /office/needs/N-[^/]+/matching/",
            "/office/matching/",
            "/office/matching/ → /office/matches/[^/]+/",
            "/office/matching/ → /office/suggestions/[^/]+/",
            "/office/rounds/",
            "/office/rounds/ → /office/rounds/T-[^/]+/",
            "/office/rounds/new/",
            "/office/projects/",
            "/office/flags/",
            "/accounts/",
            "/accounts/new/",
            "/inbox/",
            "/account/",
            "/account/preferences/",
        ),
    ),
    Audience(
        "civil_affairs",
        "民政部门",
        "minzheng1",
        _pages(
            "/office/organizations/",
            "/office/organizations/ → /office/organizations/O-[^/]+/",
            "/office/offers/",
            "/office/offers/ → /office/offers/S-[^/]+/",
        ),
    ),
    Audience(
        "organization",
        "社会组织",
        "jijin1",
        _pages(
            "/organization/",
            "/organization/needs/",
            "/organization/ → /organization/matches/[^/]+/",
            "/organization/ → /organization/matches/[^/]+/ → /organization/matches/[^/]+/commit/",
            "/organization/offers/",
            "/organization/offers/ → /organization/offers/S-[^/]+/",
            "/organization/offers/new/",
            "/organization/projects/",
            "/organization/projects/ → /organization/projects/P-[^/]+/",
            "/organization/projects/ → /organization/projects/P-[^/]+/ → .*/report_delivery/",
            "/organization/profile/",
        ),
    ),
    Audience(
        "province",
        "省级部门",
        "sheng1",
        _pages(
            "/office/overview/",
            "/office/overview/waiting/published/",
            "/office/overview/key-counties/",
            "/office/counties/",
            "/office/counties/key/add/",
            "/office/exchange/sources/",
            "/office/exchange/sources/add/",
        ),
    ),
    Audience(
        "ministry", "部委", "buwei", _pages("/office/overview/", "/office/exchange/units/", "/office/exchange/figures/")
    ),
    Audience(
        "public",
        "公众",
        "",
        _pages(
            "/",
            "/search/?q=ludeng",
            "/search/?q=没有这样的",
            "/needs/",
            "/needs/ → /needs/N-[^/]+/",
            "/offers/ → /offers/S-[^/]+/",
            "/organizations/ → /organizations/O-[^/]+/",
            "/cases/ → /cases/C-[^/]+/",
            "/figures/behind/",
            "/figures/behind/?rate=referred",
            "/figures/behind/ → /projects/P-[^/]+/",
            "/rounds/",
            "/rounds/ → /rounds/T-[^/]+/",
            "/about/",
            "/correction/",
            "/sign-in/",
            SIGN_IN,
            "/organization/registration/",
            "/organization/registration/registered/",
            "/tour/",
            "/no-such-page/",
        ),
    ),
)
_LISTED = {screen.path for audience in AUDIENCES for screen in audience.screens}
_ADDRESSES = "all => all.map((each) => each.getAttribute('href'))"


def sign_in(page: Page, audience: Audience) -> None:
    """Sign in with the password of the demonstration, where the audience has an account."""
    if audience.username:
        page.goto(SIGN_IN)
        page.locator("input[name=username]").fill(audience.username)
        page.locator("input[type=password]").fill(PASSWORD)
        with page.expect_navigation():
            page.locator("main form button").first.click()


def screens_of(page: Page, audience: Audience) -> Iterator[Screen]:
    """The pages of somebody who is signed in: those of his list, then what his menu leads to and stands on no list."""
    page.goto("/")
    entries: list[str] = page.locator("nav.ways li a[href]").evaluate_all(_ADDRESSES)
    yield from audience.screens
    yield from (Screen(href) for href in entries if href not in _LISTED)


def open_screen(page: Page, screen: Screen) -> None:
    """Go to the page; LookupError when no link leads there."""
    page.goto(screen.path)
    if screen.link and not _follow(page, screen.link.split(" → ")):
        raise LookupError(f"no link on {screen.path} leads to {screen.link}")


def _follow(page: Page, patterns: Sequence[str]) -> bool:
    """Follow links by their patterns; a row from which none leads on, such as a finished one, is left for the next."""
    if not patterns:
        return True
    hrefs: list[str] = page.locator("main a[href]").evaluate_all(_ADDRESSES)
    wanted = re.compile(patterns[0])
    for href in dict.fromkeys(hrefs):
        if wanted.fullmatch(urlsplit(href).path):
            page.goto(href)
            if _follow(page, patterns[1:]):
                return True
    return False
