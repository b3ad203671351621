"""The open figures: the same numbers on the first page, in the table and in the list behind them."""

import csv
import re
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from duijie.apps.figures.rules import Quarter, quarter_of, reading_day
from duijie.apps.figures.services import publish_reading
from duijie.apps.needs.models import Need
from duijie.apps.needs.services.needs import withdraw_need
from duijie.apps.needs.services.referrals import refer_need
from duijie.apps.records.sequencing.running import run_once
from duijie.kernel.access.actors import SYSTEM
from duijie.kernel.clock import today
from duijie.web.frame.formats import date_zh
from tests.apps.records.conftest import origin  # noqa: F401 - a fixture that both share
from tests.factories.accounts import COUNTY, OTHER_COUNTY
from tests.factories.desks import page
from tests.factories.needs import published_need, submitted_need

pytestmark = pytest.mark.django_db
ADDRESS = "/en/figures/"
HEADINGS = {"Place", "Quarter", "Read on", "Rate", "Value", "Part / whole", "How it is counted"}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_each_rate_stands_with_its_definition_and_leads_to_its_list(client, sides):
    met = published_need(sides.offices, quantity=Decimal(20))
    sides.confirmed(need=met)
    open_need = published_need(sides.offices)
    found = page(client, ADDRESS)
    assert "50.0%" in found.words
    assert "1 / 2" in found.words
    assert "Needs whose receiving side has confirmed receipt ÷ needs verified in the quarter." in found.words
    behind = page(client, next(link for link in found.links if "rate=confirmed" in link))
    assert f"/en/needs/{met.number}/" in behind.links
    assert f"/en/needs/{open_need.number}/" not in behind.links


def test_what_is_not_public_is_counted_and_not_shown(client, sides):
    need = published_need(sides.offices)
    withdraw_need(actor=sides.offices.village, need=need, reason="重复填报")
    behind = page(client, f"{ADDRESS}behind/?quarter={quarter_of(today()).code}")
    assert need.title not in behind.words
    assert "One more need is counted but not shown, because it is not public." in behind.words


def test_the_share_verified_leads_to_what_was_sent_and_which_of_it_counts(client, sides):
    verified, sent = published_need(sides.offices), submitted_need(sides.offices, title="修一段水渠")
    counted = page(client, next(link for link in page(client, ADDRESS).links if "rate=verified" in link))
    assert f"/en/needs/{verified.number}/" in counted.links
    assert "Needs that were verified ÷ needs that were sent" in counted.words
    whole = page(client, next(link for link in counted.links if "of=all" in link))
    assert "2 needs" in whole.words
    assert "One more need is counted but not shown, because it is not public." in whole.words
    assert sent.title not in whole.words
    assert sent.number not in whole.words


def test_a_referred_need_is_a_number_in_its_county_and_no_line(client, sides):
    published_need(sides.offices)
    need = submitted_need(sides.offices, title="危房修缮")
    refer_need(actor=sides.offices.county, need=need, policy="housing")
    country = page(client, next(link for link in page(client, ADDRESS).links if "rate=referred" in link))
    province = page(client, next(link for link in country.links if "place=62" in link))
    county = page(client, next(link for link in province.links if f"place={COUNTY.code}" in link))
    for found in (country, province, county):
        assert "危房修缮" not in found.words
        assert "One more need is counted but not shown, because it is not public." in found.words
        assert need.number not in found.words
    assert re.search(rf"{COUNTY.name} 2 1\b", " ".join(province.words.split()))
    assert set(re.findall(r"place=(\d+)", " ".join(county.links))) == {COUNTY.code}, "nothing below is told apart"


def test_amounts_and_units_are_told_apart(client, sides):
    sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    published_need(sides.offices, unit="套", total_fen=9_000_000)
    words = page(client, ADDRESS).words
    for told in ("By number and by amount", "90,000 yuan", "盏", "套", "By the next level"):
        assert told in words


def test_a_place_has_figures_of_its_own_and_ways_to_the_places_in_it(client, sides):
    published_need(sides.offices)
    here = page(client, f"{ADDRESS}?place={COUNTY.code}")
    assert COUNTY.name in here.words
    assert "1 need" in here.words
    elsewhere = page(client, f"{ADDRESS}?place={OTHER_COUNTY.name}")
    assert "No need was verified here in this quarter." in elsewhere.words
    below = next(link for link in page(client, ADDRESS).links if "place=62" in link)
    assert "1 need" in page(client, below).words


def test_a_place_that_nobody_knows_is_asked_again(client, sides):
    words = page(client, f"{ADDRESS}?place=没有这个地方").words
    assert "No place is called “没有这个地方”." in words


@pytest.mark.parametrize("query", ["?quarter=2026", "?quarter=2026-5", "behind/?rate=fame", "behind/?place=没有"])
def test_what_does_not_exist_is_not_found(client, sides, query):
    assert client.get(f"{ADDRESS}{query}").status_code == 404


def test_an_empty_country_has_figures_without_numbers(client):
    assert "No need was verified here in this quarter." in page(client, ADDRESS).words


def test_the_data_behind_the_page_can_be_fetched(client, sides):
    published_need(sides.offices)
    data = next(link for link in page(client, ADDRESS).links if link.startswith("/api/"))
    assert client.get(data).json()["verified"] == 1


def test_the_file_holds_exactly_what_the_page_shows_with_its_definitions_and_day(client, sides):
    sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    published_need(sides.offices, unit="=1+1", total_fen=9_000_000)
    shown = page(client, ADDRESS)
    answer = client.get(next(link for link in shown.links if "export.csv" in link))
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    cells = [cell.removeprefix("'") for row in rows for cell in row]
    assert {"50.0%", "1 / 2", date_zh(today()), "The whole country"} <= set(cells)
    assert "Needs whose receiving side has confirmed receipt" in " ".join(cells)
    assert not [cell for cell in cells if cell and cell not in shown.words and cell not in HEADINGS]
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_the_sheet_says_the_same_as_the_file_of_words(client, sides):
    sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    links = page(client, ADDRESS).links
    words = client.get(next(link for link in links if "export.csv" in link)).content.decode("utf-8-sig")
    book = load_workbook(BytesIO(client.get(next(link for link in links if "export.xlsx" in link)).content))
    sheet = [["" if cell is None else str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
    filled = [[cell for cell in row if cell] for row in sheet]
    assert filled == [[cell for cell in row if cell] for row in csv.reader(StringIO(words))]


def test_the_chart_has_a_value_in_words_beside_every_bar(client, sides):
    sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    published_need(sides.offices)
    markup = client.get(ADDRESS).content.decode()
    bars = re.findall(
        r'<dt>([^<]+)</dt><dd>([\d.]+%)<svg[^>]*aria-hidden="true".*?width="([\d.]+%)" height="16"/></svg>', markup
    )
    assert ("By number of needs", "50.0%", "50.0%") in bars
    assert len(bars) == markup.count("<svg width")


def test_what_is_chosen_is_named_in_the_words_of_the_form_and_nothing_hidden_is(client, sides):
    chosen = page(client, f"{ADDRESS}?quarter={quarter_of(today()).code}&place={COUNTY.code}").words
    assert f"Place: {COUNTY.code}" in chosen
    assert "Quarter:" not in chosen
    assert "Only hub organizations ×" in page(client, "/en/organizations/?is_hub=on").words


def test_a_fixed_reading_says_that_it_was_written_down_and_leads_to_its_entry(client, sides, origin):  # noqa: F811
    need = published_need(sides.offices)
    quarter = Quarter(today().year - 1, 2)
    Need.objects.filter(pk=need.pk).update(verified_at=datetime(quarter.year, 5, 10, tzinfo=UTC))
    address = f"/en/figures/?quarter={quarter.code}&days=90&place={COUNTY.code}"
    assert "written down" not in page(client, address).words
    publish_reading(actor=SYSTEM, quarter=quarter, as_of=reading_day(quarter, 90))
    assert "They are not in the record yet." in page(client, address).words
    run_once()
    found = page(client, address)
    [entry] = [link for link in found.links if "/verify/" in link and link.count("/") > 4]
    assert COUNTY.code[:6] in page(client, entry).words
    assert "now differs" not in found.words
    Need.objects.filter(pk=need.pk).update(division_path=OTHER_COUNTY.path)
    assert "Written down then: Verified needs 1; " in page(client, address).words
