"""Needs and offers of other provinces for everybody: beside ours, marked, checked, and never mixed with ours."""

import re

import pytest
from django.test import Client

from duijie.apps.exchange.models import FollowedNeed, FollowedOffer
from duijie.apps.exchange.rules.sources import SourceState
from tests.apps.exchange.made import NEED, OFFER, make_source, shown, taken
from tests.factories.needs import make_offices, published_need
from tests.factories.pages import Page

pytestmark = pytest.mark.django_db
NEEDS, OFFERS = "/followed/needs/", "/followed/offers/"
SECOND = {"number": "N-33BCDFG", "title": "村卫生室血压计", "text": "血压计坏了。", "field": "health"}
ONE = re.compile(r"/followed/needs/[0-9a-f-]{36}/")


@pytest.fixture
def source():
    made = make_source("四川省", witnesses=3)
    taken(
        made,
        shown(3, "needs.need.publish", NEED),
        shown(4, "offers.offer.publish", OFFER, subject="b" * 32),
        shown(5, "needs.need.publish", {**NEED, **SECOND}, subject="c" * 32),
    )
    return made


def read(address: str, **query: str) -> Page:
    answer = Client().get(address, query)
    assert answer.status_code == 200
    return Page(answer.content.decode(), address)


def test_without_a_source_the_libraries_are_as_they_were():
    assert not [link for link in read("/needs/").links if "/followed/" in link]
    assert not [link for link in read("/offers/").links if "/followed/" in link]


def test_each_library_leads_to_that_of_the_other_provinces_and_back(source):
    for own, followed in (("/needs/", NEEDS), ("/offers/", OFFERS)):
        assert followed in read(own).links
        assert own in read(followed).links


def test_a_need_of_another_province_says_where_it_comes_from_and_stands_in_no_list_of_ours(source):
    own = published_need(make_offices())
    assert "来自四川省" in read(NEEDS).words
    assert own.title not in read(NEEDS).words
    assert NEED["title"] not in read("/needs/").words
    assert Client().get("/api/v1/needs").json()["total"] == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [({"field": "health"}, 1), ({"text": "路灯"}, 1), ({"source": "510000"}, 2), ({"text": "N-33BCDFG"}, 1)],
)
def test_the_list_is_narrowed_by_field_words_number_and_province(source, query, found):
    assert len({link for link in read(NEEDS, **query).links if ONE.fullmatch(link)}) == found


def test_the_page_of_a_need_shows_its_facts_its_origin_and_what_was_checked(source):
    need = FollowedNeed.objects.get(number=NEED["number"])
    page = read(f"{NEEDS}{need.pk}/")
    for told in ("来自四川省", "30盏", "示例县示例乡", "与存证一致", "3 家单位共同核验", "log.example/510000/2026"):
        assert told in page.words, told
    assert "https://shili.example/needs/N-22BCDFG/" in page.links


def test_the_page_of_an_offer_shows_the_same(source):
    page = read(f"{OFFERS}{FollowedOffer.objects.get().pk}/")
    assert "与存证一致" in page.words
    assert "20台" in page.words
    assert "https://shili.example/offers/S-22BCDFG/" in page.links


def test_words_of_another_province_are_never_markup(source):
    taken(source, shown(9, "needs.need.publish", {**NEED, "title": "<script>alert(1)</script>"}, subject="d" * 32))
    need = FollowedNeed.objects.get(subject="d" * 32)
    for address in (NEEDS, f"{NEEDS}{need.pk}/"):
        assert b"<script>alert" not in Client().get(address).content


def test_one_search_finds_them_and_says_whose_they_are(source):
    words = read("/search/", q="路灯").words
    assert "其他省份的需求" in words
    assert "（来自四川省）" in words


@pytest.mark.parametrize("state", [SourceState.LATE, SourceState.CONTRADICTS, SourceState.SILENT])
def test_the_public_never_reads_that_a_province_is_late_or_contradicts_itself(source, state):
    before = {address: read(address).words for address in (NEEDS, OFFERS)}
    type(source).objects.update(state=state, sentence="It contradicts itself.")
    assert {address: read(address).words for address in before} == before


def test_what_is_not_followed_any_more_or_erased_is_not_found(source):
    need = FollowedNeed.objects.get(number=NEED["number"])
    taken(source, shown(9, "records.leaf.erase", {"leaves": 1}))
    assert Client().get(f"{NEEDS}{need.pk}/").status_code == 404
    type(source).objects.update(ended_at=source.added_at)
    assert Client().get(f"{OFFERS}{FollowedOffer.objects.get().pk}/").status_code == 404
