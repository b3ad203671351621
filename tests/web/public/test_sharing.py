"""What others show of our pages: feeds, lists for search engines, structured data, the picture of a shared link."""

import json
import re
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from PIL import Image

from duijie.apps.needs.models import Need
from duijie.apps.needs.services.needs import withdraw_need
from duijie.apps.publications.models import CaseStudy
from duijie.apps.publications.services import load_cases
from duijie.demo.loading import DATA
from duijie.kernel.clock import now
from duijie.kernel.papers.cards import HEIGHT, WIDTH, wrapped
from duijie.web.public import crawlers
from tests.factories.accounts import COUNTY, OTHER_COUNTY
from tests.factories.needs import make_offices, published_need
from tests.factories.offers import make_offer
from tests.factories.organizations import make_organization
from tests.factories.projects import make_sides

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE_ADDRESS = "http://127.0.0.1:8000"


def read(client: Client, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return ET.fromstring(answer.content)  # noqa: S314 — our own


def locations(client: Client, address: str) -> list[str]:
    return [each.text.removeprefix(SITE_ADDRESS) for each in read(client, address).iter(f"{SITE}loc")]


def structured(client: Client, address: str) -> dict:
    markup = client.get(address).content.decode()
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', markup)
    return json.loads(data)


def test_a_feed_holds_what_its_list_shows_newest_first():
    offices = make_offices()
    older, newer = published_need(offices), published_need(offices, title="村小图书角")
    Need.objects.filter(pk=older.pk).update(published_at=now() - timedelta(days=1))
    feed = read(Client(), "/en/needs/feed.atom")
    titles = [each.findtext(f"{ATOM}title") for each in feed.iter(f"{ATOM}entry")]
    assert titles == [newer.title, older.title]
    links = [each.find(f"{ATOM}link").get("href") for each in feed.iter(f"{ATOM}entry")]
    assert links[0] == f"{SITE_ADDRESS}/en/needs/{newer.number}/"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 1),
        ("text=路灯", 1),
        ("text=理发", 0),
        ("field=health", 0),
        (f"place={COUNTY.code}", 1),
        (f"place={OTHER_COUNTY.code}", 0),
        ("place=没有这个地方", 0),
    ],
)
def test_the_filters_of_a_list_are_those_of_its_feed(query, count):
    published_need(make_offices())
    assert len(list(read(Client(), f"/needs/feed.atom?{query}").iter(f"{ATOM}entry"))) == count


def test_a_list_names_its_feed_with_the_filters_it_has_now(client):
    published_need(make_offices())
    markup = client.get("/en/needs/?text=路灯&field=livelihood&before=x").content.decode()
    [feed] = re.findall(r'type="application/atom\+xml" title="[^"]*" href="([^"]*)"', markup)
    assert "field=livelihood" in feed
    assert "before=" not in feed
    assert client.get(feed.replace("&amp;", "&")).status_code == 200


def test_offers_have_a_feed_of_their_own(client):
    offer = make_offer()
    [entry] = list(read(client, "/offers/feed.atom").iter(f"{ATOM}entry"))
    assert entry.findtext(f"{ATOM}title") == offer.title
    assert offer.organization.name in entry.findtext(f"{ATOM}summary")


def test_every_public_page_stands_on_a_list_for_search_engines(client):
    offices, offer = make_offices(), make_offer()
    need, withdrawn = published_need(offices), published_need(offices)
    withdraw_need(actor=offices.village, need=withdrawn, reason="重复填报")
    listed = [page for part in locations(client, "/sitemap.xml") for page in locations(client, part)]
    for path in ("/", f"/needs/{need.number}/", f"/offers/{offer.number}/", "/figures/"):
        assert path in listed
    assert f"/organizations/{offer.organization.number}/" in listed
    assert f"/needs/{withdrawn.number}/" not in listed
    assert len(listed) == len(set(listed))
    assert all(client.get(path).status_code == 200 for path in listed)


def test_a_long_month_is_cut_into_lists_that_lose_nothing(client, monkeypatch):
    monkeypatch.setattr(crawlers, "MOST_IN_ONE", 2)
    numbers = {f"/needs/{published_need(make_offices()).number}/" for _ in range(3)}
    parts = [each for each in locations(client, "/sitemap.xml") if "/needs-" in each]
    assert len(parts) == 2
    assert {page for part in parts for page in locations(client, part)} == numbers


@pytest.mark.parametrize(
    "name", ["x", "needs", "needs-2026-13-0", "needs-0000-01-0", "needs-9999-12-0", "needs-2026-1-x"]
)
def test_a_list_that_does_not_exist_is_not_found(client, name):
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_search_engines_are_kept_from_the_offices(client):
    rules = client.get("/robots.txt").content.decode()
    assert "Disallow: /office/" in rules
    assert f"Sitemap: {SITE_ADDRESS}/sitemap.xml" in rules
    assert "Disallow: /needs" not in rules


def test_a_need_tells_programs_what_it_is_without_a_household(client):
    need = published_need(make_offices())
    found = structured(client, f"/needs/{need.number}/")
    assert (found["@type"], found["name"], found["identifier"]) == ("Demand", need.title, need.number)
    assert found["areaServed"]["name"] == need.public_place
    assert found["eligibleQuantity"]["unitText"] == need.unit


def test_offers_organizations_figures_and_the_first_page_tell_programs_what_they_are(client):
    offer = make_offer()
    assert structured(client, f"/offers/{offer.number}/")["provider"]["name"] == offer.organization.name
    assert structured(client, f"/organizations/{offer.organization.number}/")["@type"] == "NGO"
    assert len(structured(client, "/figures/")["distribution"]) == 2
    assert structured(client, "/")["potentialAction"]["target"].endswith("/search/?q={search_term_string}")


def test_a_project_and_a_case_tell_programs_what_they_are(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sides = make_sides(make_offices(), make_organization())
    project = sides.signed()
    found = structured(client, f"/projects/{project.number}/")
    assert (found["@type"], found["member"]["name"]) == ("Project", sides.organization.name)
    listed = [page for part in locations(client, "/sitemap.xml") for page in locations(client, part)]
    assert f"/projects/{project.number}/" in listed
    load_cases(DATA)
    case = CaseStudy.objects.first()
    assert structured(client, f"/cases/{case.number}/")["isBasedOn"] == case.source_url


def test_words_that_look_like_markup_end_no_block(client):
    need = published_need(make_offices(), title="路灯</script><b>&")
    assert structured(client, f"/needs/{need.number}/")["name"] == need.title
    assert "</script><b>" not in client.get(f"/needs/{need.number}/").content.decode()


def test_a_shared_link_has_a_picture_of_its_own(client):
    need, organization = published_need(make_offices()), make_organization()
    offer = make_offer(organization)
    for page in (f"/needs/{need.number}/", f"/offers/{offer.number}/", f"/organizations/{organization.number}/", "/"):
        markup = client.get(page).content.decode()
        [address] = re.findall(r'property="og:image" content="([^"]*)"', markup)
        answer = client.get(address.removeprefix(SITE_ADDRESS))
        picture = Image.open(BytesIO(answer.content))
        assert (answer["Content-Type"], picture.size) == ("image/png", (WIDTH, HEIGHT))
        assert f'og:url" content="{SITE_ADDRESS}{page}"' in markup


def test_what_is_not_public_has_no_picture(client):
    offices = make_offices()
    need = published_need(offices)
    withdraw_need(actor=offices.village, need=need, reason="重复填报")
    assert client.get(f"/needs/{need.number}/card.png").status_code == 404


@pytest.mark.parametrize("text", ["", "灯", "灯" * 60, "solar lamps " * 9])
def test_a_title_is_cut_into_lines_and_loses_nothing(text):
    assert "".join(wrapped(text, 72)) == text


def test_a_feed_says_where_and_how_much_and_leaves_the_text_on_the_page(client):
    need = published_need(make_offices())
    [entry] = list(read(client, "/en/needs/feed.atom").iter(f"{ATOM}entry"))
    assert need.public_place in entry.findtext(f"{ATOM}summary")
    assert need.text not in ET.tostring(entry, encoding="unicode")
