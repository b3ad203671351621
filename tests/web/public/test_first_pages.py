"""The first page, the sourced cases, and what the platform says of itself."""

from gzip import compress
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from duijie.apps.publications.models import CaseStudy
from duijie.apps.publications.services import load_cases
from duijie.demo.loading import DATA
from tests.factories.desks import page
from tests.factories.needs import make_offices, published_need
from tests.factories.pages import Page

pytestmark = pytest.mark.django_db
STATIC = Path(django_settings.PACKAGE_DIR) / "web" / "frame" / "static"
FIRST_PAGE_MOST = 30 * 1024


@pytest.fixture
def _cases():
    load_cases(DATA)


def test_three_doors_stand_first(client):
    links = page(client, "/en/").links
    doors = [links.index(door) for door in ("/en/village/request/", "/en/village/menu/", "/en/village/follow/")]
    others = [links.index(link) for link in ("/en/village/confirm/", "/en/cases/") if link in links[doors[0] :]]
    assert doors == sorted(doors)
    assert all(doors[-1] < other for other in others if other > doors[0])


def test_the_first_page_weighs_little_and_asks_little(client):
    markup = client.get("/").content
    found = Page(markup.decode())
    sheets = markup.count(b'rel="stylesheet"') + markup.count(b"<script") + markup.count(b"<img")
    weight = len(compress(markup)) + sum(
        len(compress((STATIC / "frame" / name).read_bytes())) for name in ("frame.css", "frame.js")
    )
    assert sheets <= 3
    assert weight <= FIRST_PAGE_MOST
    assert "有需要，从这里办" in found.words


def test_the_first_page_tells_one_figure_with_its_definition(client):
    published_need(make_offices())
    words = page(client, "/en/").words
    assert "0.0%" in words
    assert "0 / 1" in words
    assert "has confirmed receipt ÷ needs verified" in words


def test_no_page_offers_to_give_money(client):
    for address in ("/", "/about/", "/needs/", "/figures/"):
        words = page(client, address).words
        assert not any(forbidden in words for forbidden in ("立即捐", "我要捐", "付款码", "转账"))


@pytest.mark.parametrize("address", ["/en/about/", "/en/correction/", "/about/", "/correction/"])
def test_what_the_platform_says_of_itself_is_open(client, address):
    assert page(client, address).links


@pytest.mark.usefixtures("_cases")
def test_cases_are_found_paged_and_told_with_their_source(client):
    first = page(client, "/en/cases/")
    assert any("after=30" in link for link in first.links)
    second = page(client, "/en/cases/?after=30")
    shown = {link for link in first.links if link.startswith("/en/cases/C-")}
    assert len(shown) == 30
    assert shown.isdisjoint(second.links)
    case = CaseStudy.objects.filter(kind="need").first()
    told = page(client, f"/en/cases/{case.number}/")
    assert case.source_url in told.links
    assert "nobody here acts in the organization's name" in told.words


@pytest.mark.usefixtures("_cases")
def test_of_a_case_only_words_and_field_are_claimed(client):
    for case in CaseStudy.objects.filter(kind="need")[:10]:
        words = page(client, f"/en/cases/{case.number}/").words
        assert "It can cover all that you ask for." not in words
        assert "It can begin now." not in words


@pytest.mark.usefixtures("_cases")
def test_cases_are_narrowed_by_words_and_kind(client):
    help_given = page(client, "/en/cases/?kind=offer&text=路灯")
    assert help_given.links
    assert "Help given" in help_given.words
    assert "No case fits." in page(client, "/en/cases/?text=没有这样的案例").words
    assert client.get("/en/cases/C-9999/").status_code == 404


@pytest.mark.parametrize("query", ["after=x", "after=-5", "before=0", "after=99999999999"])
def test_a_broken_cursor_breaks_nothing(client, query):
    assert client.get(f"/en/cases/?{query}").status_code == 200
