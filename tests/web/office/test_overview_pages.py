"""Prefecture, province and ministry at a glance: each figure leads to the list that it counts."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document

from duijie.apps.needs.services.referrals import refer_need
from duijie.apps.regions.models import Division, KeyCounty
from duijie.apps.regions.rules import Basis
from duijie.kernel.access.actors import Role
from duijie.web.public.tiles import CLASSES, COLUMNS, PLACES, ROWS, pattern_of
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE
from tests.factories.desks import at_work, page
from tests.factories.needs import make_offices, make_seat, published_need, submitted_need
from tests.factories.organizations import make_organization
from tests.factories.projects import Sides, make_sides

pytestmark = pytest.mark.django_db
ADDRESS = "/en/office/overview/"
PROVINCES = 34


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sides() -> Sides:
    return make_sides(make_offices(), make_organization())


def test_rates_waits_counties_and_flags_stand_on_one_page(sides):
    sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    published_need(sides.offices)
    submitted_need(sides.offices)
    words = page(at_work(make_seat(Role.PREFECTURE_OFFICE)), ADDRESS).words
    for told in ("50.0%", "1 / 2", "First review by the township", "Key counties where help has arrived"):
        assert told in words
    assert "In 1 of the newest 200 projects one person or device stood on two sides." in words
    assert "Counted as:" in words


def test_each_figure_is_one_click_from_its_list(sides):
    need, sent = published_need(sides.offices), submitted_need(sides.offices)
    office = at_work(make_seat(Role.PREFECTURE_OFFICE))
    links = page(office, ADDRESS).links
    behind = page(office, next(link for link in links if "waiting/township/" in link))
    assert f"/en/office/needs/{sent.number}/" in behind.links
    assert f"/en/office/needs/{need.number}/" not in behind.links
    assert any("/en/figures/behind/" in link and "rate=confirmed" in link for link in links)
    assert "/en/office/flags/" in links


def test_key_counties_stand_by_code_with_what_reached_them(sides):
    for place in (OTHER_COUNTY, COUNTY):
        KeyCounty.objects.create(division=Division.objects.get(code=place.code), basis=Basis.PUBLISHED)
    published_need(sides.offices)
    office = at_work(make_seat(Role.PREFECTURE_OFFICE))
    links = page(office, ADDRESS).links
    every = page(office, next(link for link in links if "key-counties" in link and link.endswith("which=")))
    assert every.words.index(COUNTY.name) < every.words.index(OTHER_COUNTY.name)
    assert f"/en/needs/?place={COUNTY.code}" in every.links
    without = page(office, next(link for link in links if "which=none" in link)).words
    assert OTHER_COUNTY.name in without
    assert f"needs/?place={COUNTY.code}" not in without


def test_an_office_may_look_closer_within_its_own_division_only(sides):
    published_need(sides.offices)
    office = at_work(make_seat(Role.PREFECTURE_OFFICE))
    below = page(office, next(link for link in page(office, ADDRESS).links if f"place={COUNTY.code}" in link))
    assert "1 need" in below.words
    assert (
        at_work(make_seat(Role.PREFECTURE_OFFICE, OTHER_COUNTY)).get(f"{ADDRESS}?place={COUNTY.code}").status_code
        == 404
    )
    assert office.get(f"{ADDRESS}?place=没有").status_code == 404


@pytest.mark.parametrize("query", ["?quarter=2026", "waiting/fame/", "key-counties/?which=first"])
def test_what_does_not_exist_is_not_found(sides, query):
    assert at_work(make_seat(Role.MINISTRY)).get(f"{ADDRESS}{query}").status_code == 404


def test_the_ministry_reads_titles_of_projects_and_opens_none(sides):
    sides.to_confirm()
    found = page(at_work(make_seat(Role.MINISTRY)), f"{ADDRESS}waiting/to_confirm/")
    assert "1 waits" in found.words
    assert not [link for link in found.links if "/office/projects/P-" in link]


def test_the_grid_shows_all_units_and_says_that_it_is_no_map(sides):
    published_need(sides.offices)
    markup = at_work(make_seat(Role.MINISTRY)).get(ADDRESS).content.decode()
    assert markup.count("<g class=") == Division.objects.filter(level="province", code__regex="^(?!66|99)").count()
    assert "schematic, not a map" in markup
    assert re.search(r'<g class="few"[^>]*>.*?<text class="value"[^>]*>1</text>', markup)
    assert "Data of Taiwan Province are not available for now" in markup


def test_the_grid_has_a_place_of_its_own_for_each_of_the_units():
    assert len(PLACES) == len(set(PLACES.values())) == PROVINCES
    assert all(column < COLUMNS and row < ROWS for column, row in PLACES.values())


def test_patterns_tell_numbers_apart():
    assert [pattern_of(count) for count in (0, 1, 9, 10, 99, 100)] == ["none", "few", "few", "some", "some", "many"]
    assert [least for least, _name in CLASSES] == sorted(least for least, _name in CLASSES)


def test_a_place_without_needs_says_so_and_still_shows_what_waits(sides):
    words = page(at_work(make_seat(Role.PREFECTURE_OFFICE, PREFECTURE)), ADDRESS).words
    assert "No need was verified here in this quarter." in words
    assert "First review by the township" in words


def test_the_figures_can_be_taken_along_as_a_sheet(sides):
    published_need(sides.offices)
    office = at_work(make_seat(Role.PREFECTURE_OFFICE))
    sheet = next(link for link in page(office, ADDRESS).links if "export.xlsx" in link)
    assert office.get(sheet).status_code == 200


def test_the_list_behind_each_share_can_be_counted_again(sides):
    verified, sent = published_need(sides.offices), submitted_need(sides.offices)
    office = at_work(make_seat(Role.PREFECTURE_OFFICE))
    assert "1 / 2" in page(office, ADDRESS).words
    address = next(link for link in page(office, ADDRESS).links if "shares/verified/" in link)
    counted = page(office, address)
    assert f"/en/office/needs/{verified.number}/" in counted.links
    assert f"/en/office/needs/{sent.number}/" not in counted.links
    whole = page(office, next(link for link in counted.links if link.endswith("of=all")))
    assert {f"/en/office/needs/{each.number}/" for each in (verified, sent)} <= set(whole.links)
    assert "Needs that were verified ÷ needs that were sent" in whole.words
    assert office.get(f"{ADDRESS}shares/fame/").status_code == 404


def test_a_referred_need_stands_behind_the_share_that_counts_it(sides):
    published_need(sides.offices)
    need = submitted_need(sides.offices)
    refer_need(actor=sides.offices.county, need=need, policy="housing")
    office = at_work(make_seat(Role.PREFECTURE_OFFICE))
    address = next(link for link in page(office, ADDRESS).links if "shares/referred/" in link)
    assert [link for link in page(office, address).links if need.number in link] == [f"/en/office/needs/{need.number}/"]


def test_the_report_in_word_says_what_the_page_says(sides):
    sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    published_need(sides.offices)
    office = at_work(make_seat(Role.PREFECTURE_OFFICE))
    address = next(link for link in page(office, ADDRESS).links if "report.docx" in link)
    answer = office.get(address)
    document = Document(BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"50.0%", "1 / 2", "乡镇初审"} <= set(cells)
    assert "社会组织参与乡村振兴情况" in document.paragraphs[0].text
    assert ".docx" in answer.headers["Content-Disposition"]
    assert at_work(make_seat(Role.COUNTY_OFFICE)).get(address).status_code == 403
